"""Proposals on the desk: a map, a list, exchanges that say what they break."""

from __future__ import annotations

import html
import re

import pytest

from formulir.records.selection.atlas import read_atlas
from formulir.records.selection.exchange import list_exchanges
from formulir.web.parts.map import draw
from tests.kantor import make_kantor
from tests.web.desk import Desk, send


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return make_kantor(tmp_path_factory.mktemp("usulan") / "kantor", printer=None)


@pytest.fixture
def fresh(tmp_path):
    desk = Desk(folder=make_kantor(tmp_path / "kantor", printer=None))
    yield desk
    for each in desk.clients:
        each.close()


def read(browser, page):
    answer = browser.get(page)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def atlas_of(desk):
    with desk.kantor.open_catatan(read_only=True) as db:
        return read_atlas(db, "33.19", tahun=2016)


def test_the_map_and_the_list_show_every_school_of_the_proposal(fresh):
    browser = fresh.enter(wilayah="33.19")
    page = read(browser, "/usulan")
    atlas = atlas_of(fresh)
    placed = [one for one in atlas.schools.values() if one.degrees]
    assert page.count('class="model"') == len(atlas.models)
    assert page.count('class="imbas"') == sum(one.peran == "imbas" for one in placed)
    for one in atlas.schools.values():
        if one.peran != "lain":
            assert page.count(one.nama) >= 2, one.nama
    assert re.search(r"\d+ km</text>", page)


def test_where_there_is_one_kabupaten_only_none_is_chosen(fresh):
    browser = fresh.enter()
    page = read(browser, "/usulan")
    assert "Kabupaten Kudus" in page
    assert 'class="model"' in page
    assert "Semua kabupaten" not in page
    with fresh.kantor.open_catatan() as db, db.writing():
        row = db.rows("SELECT * FROM sekolah LIMIT 1")[0]
        db.insert("sekolah", row | {"npsn": "99009999", "wilayah": "33.20"})
    page = read(browser, "/usulan")
    assert "2 kabupaten dan kota punya daftar sekolah. Pilih satu." in page
    assert "Semua kabupaten" in read(browser, "/usulan?kab=33.19")
    other = read(fresh.enter("jono", wilayah="33.19"), "/usulan")
    assert "Semua kabupaten" not in other


def test_an_imbas_is_exchanged_for_a_free_school_and_its_distance_is_measured(fresh):
    browser, atlas = fresh.enter(), atlas_of(fresh)
    free = next(s for s in atlas.schools.values() if s.peran == "lain" and s.point)
    imbas = next(
        s
        for s in atlas.schools.values()
        if s.peran == "imbas" and s.jenjang == free.jenjang
    )
    page = read(browser, f"/usulan/tukar?kab=33.19&npsn={imbas.npsn}")
    assert f"{imbas.nama} keluar dari daftar" in page
    path = "/usulan/tukar?kab=33.19"
    sent = send(
        browser, path, page="/usulan?kab=33.19", npsn=imbas.npsn, ganti=free.npsn
    )
    assert sent.status_code == 303, sent.text
    after = atlas_of(fresh)
    assert after.schools[imbas.npsn].peran == "lain"
    assert after.schools[free.npsn].model == imbas.model
    assert after.schools[free.npsn].jarak_km is not None
    same = atlas.schools.keys() - {imbas.npsn, free.npsn}
    assert all(after.schools[n].model == atlas.schools[n].model for n in same)


def test_a_model_changes_places_with_its_own_imbas(fresh):
    browser, atlas = fresh.enter(), atlas_of(fresh)
    model = atlas.models[0]
    imbas = atlas.imbas_of(model.npsn)[0]
    path = "/usulan/tukar?kab=33.19"
    sent = send(
        browser, path, page="/usulan?kab=33.19", npsn=model.npsn, ganti=imbas.npsn
    )
    assert sent.status_code == 303, sent.text
    after = atlas_of(fresh)
    assert after.schools[imbas.npsn].peran == "model"
    assert after.schools[model.npsn].model == imbas.npsn


def test_an_exchange_is_offered_only_within_a_jenjang_and_says_what_it_breaks(fresh):
    with fresh.kantor.open_catatan() as db, db.writing():
        atlas = read_atlas(db, "33.19", tahun=2016)
        taking = [s for s in atlas.schools.values() if s.peran == "imbas"]
        school = next(one for one in taking if one.jenjang == "SD")
        other = list_exchanges(atlas, school)[0].school
        db.run("UPDATE sekolah SET lintang = -6.2 WHERE npsn = ?", (other.npsn,))
    atlas = atlas_of(fresh)
    found = {each.school.npsn: each for each in list_exchanges(atlas, school)}
    assert {each.school.jenjang for each in found.values()} == {school.jenjang}
    assert any("km between" in str(rule) for rule in found[other.npsn].breaks)
    nearest = next(iter(found.values()))
    assert nearest.school.npsn != other.npsn


def test_a_list_on_which_letters_rest_stays(desk):
    browser = desk.enter()
    page = read(browser, "/usulan?kab=33.19")
    assert "surat bertumpu" in page
    assert "/usulan/tukar" not in page
    atlas = atlas_of(desk)
    model = atlas.models[0]
    imbas = atlas.imbas_of(model.npsn)[0]
    path = "/usulan/tukar?kab=33.19"
    sent = send(
        browser, path, page="/usulan?kab=33.19", npsn=model.npsn, ganti=imbas.npsn
    )
    assert sent.status_code == 422
    assert atlas_of(desk).schools[model.npsn].peran == "model"


def test_schools_are_proposed_by_a_job(fresh):
    browser = fresh.enter()
    where = "/usulan?kab=33.19"
    sent = send(browser, where, page=where, kuota="5", model="", tanpa="99000001")
    assert sent.status_code == 303, sent.text
    job = fresh.work()
    assert job.keadaan == "selesai", job.hasil
    assert job.hasil["model"] == 5 == len(atlas_of(fresh).models)
    assert atlas_of(fresh).schools["99000001"].peran == "lain"
    assert "5 sekolah model" in read(browser, f"/pekerjaan/{job.nomor}")


def test_a_school_of_elsewhere_is_told_like_one_of_nowhere(fresh):
    browser = fresh.enter()
    where = "/usulan?kab=33.19"
    sent = send(browser, where, page=where, kuota="5", tanpa="12345678")
    assert sent.status_code == 422
    assert "12345678" in sent.text
    assert fresh.work() is None


@pytest.mark.parametrize("path", ["/usulan", "/usulan/tukar", "/usulan/unduh"])
def test_another_kabupaten_is_not_there(fresh, path):
    browser = fresh.enter("ani", wilayah="33.74")
    where = f"{path}?kab=33.19&npsn=99000001"
    assert browser.get(where).status_code == 404


def test_north_is_up_east_is_right_and_the_scale_is_true():
    drawn = draw({"a": (-6.7, 110.7), "b": (-6.9, 110.9)})
    (left, top), (right, low) = drawn.places["a"], drawn.places["b"]
    assert left < right
    assert top < low
    per_km = (low - top) / (0.2 * 111.195)
    assert drawn.scale == pytest.approx(drawn.scale_km * per_km, rel=0.01)
    assert draw({}) is None
