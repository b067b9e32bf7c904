"""Bundles, samples and lists: what is in them, and that it is recorded."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.archive.objects import ObjekTamperedError
from formulir.archive.proof.akses import list_looks
from formulir.handing.evidence.bag import BagTakenError, writing_bag
from formulir.handing.evidence.choose import Asked, BuktiNoneError
from formulir.handing.evidence.lists import make_lists
from formulir.handing.evidence.sample import (
    ContohTooFewError,
    draw,
    draw_sample,
    share,
)
from formulir.office.kantor import open_kantor
from tests.tools import bundles


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return bundles.make_office(tmp_path_factory.mktemp("kantor"))


@pytest.fixture
def kantor(office):
    return open_kantor(office)


@pytest.fixture
def db(kantor):
    with kantor.open_catatan(read_only=True) as opened:
        yield opened


def test_a_bundle_tells_of_each_letter_what_its_line_says(office, tmp_path):
    files = bundles.read_files(bundles.export(office, tmp_path / "bag"))
    rows = json.loads(files["data/daftar.json"])["surat"]
    assert [row["status"] for row in rows] == ["ditandatangani", "terbit", "batal"]
    assert [len(row["kembali"]) for row in rows] == [2, 0, 0]
    for row in rows:
        data = files[f"data/{row['berkas']}"]
        assert sha256(data).hexdigest() == row["sha256"]
        assert row["berkas"].endswith(f" {row['kode']}.pdf")
    text = files["data/daftar.csv"].decode("utf-8-sig")
    flat = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["kode"] for row in flat] == [row["kode"] for row in rows]
    sheet = openpyxl.load_workbook(io.BytesIO(files["data/daftar.xlsx"])).active
    assert [cell.value for cell in sheet["L"]][1:] == [row["kode"] for row in rows]
    history = files["data/riwayat.csv"].decode("utf-8-sig")
    for act in ("terbit", "ditandatangani", "diterima", "batal"):
        assert f'"{act}"' in history
    assert len([name for name in files if name.startswith("data/riwayat/")]) == 1


def test_what_was_exported_and_for_whom_is_recorded(office, kantor, tmp_path):
    folder = bundles.export(office, tmp_path / "bag", tahun=2016)
    last = list_looks(kantor.archive)[-1].isi
    tag = (folder / "tagmanifest-sha256.txt").read_bytes()
    assert (last["tindakan"], last["untuk"]) == ("bukti", "BPK")
    assert last["berkas"] == [{"nama": "bag", "sidik": sha256(tag).hexdigest()}]
    assert len(last["surat"]) == 3
    assert last["syarat"] == {"tahun": 2016}


def test_nothing_is_left_of_a_bundle_that_could_not_be_made(office, tmp_path):
    bundles.export(office, tmp_path / "bag")
    with pytest.raises(BagTakenError):
        bundles.export(office, tmp_path / "bag")
    with pytest.raises(BuktiNoneError):
        bundles.export(office, tmp_path / "lain", tahap="T09")
    (tmp_path / "link").symlink_to(tmp_path / "mana")
    with pytest.raises(BagTakenError):
        bundles.export(office, tmp_path / "link")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "link"]


def test_a_damaged_file_stops_a_bundle(tmp_path):
    office = bundles.make_office(tmp_path / "k", letters=2)
    path = next((office / "archive" / "objects").glob("*/*.jpg"))
    path.chmod(0o644)
    path.write_bytes(b"?")
    with pytest.raises(ObjekTamperedError):
        bundles.export(office, tmp_path / "bag")
    assert not (tmp_path / "bag").exists()
    assert list(tmp_path.glob(".formulir-*")) == []


def test_a_bag_takes_an_empty_folder(tmp_path):
    (tmp_path / "bag").mkdir()
    with writing_bag(tmp_path / "bag") as bag:
        bag.add("x", b"1")
        bag.close({"Source-Organization": "a\nb\x00"})
    info = (tmp_path / "bag" / "bag-info.txt").read_text()
    assert "Payload-Oxum: 1.1\n" in info
    assert info.count("\n") == 2


def test_a_sample_is_drawn_again_the_same_and_recorded(kantor, db):
    asked = Asked(tahun=2016)
    one = draw_sample(kantor, db, asked, n=2, seed="undian", untuk="BPK")
    two = draw_sample(kantor, db, asked, n=2, seed="undian")
    assert [each.kode for each in one.letters] == [each.kode for each in two.letters]
    last = list_looks(kantor.archive)[-2].isi
    assert last["surat"] == [each.kode for each in one.letters]
    assert (last["banyak"], last["bibit"], last["populasi"]) == (2, "undian", 3)
    assert last["lapisan"] == [{"nama": "T02 33.19", "populasi": 3, "diambil": 2}]
    with pytest.raises(ContohTooFewError):
        draw_sample(kantor, db, asked, n=4, seed="undian")


CODES = st.dictionaries(
    st.text("ABCDEF", min_size=3, max_size=6), st.sampled_from("abcd"), min_size=1
)


@given(CODES, st.data())
def test_each_stratum_gets_its_share(strata, data):
    n = data.draw(st.integers(1, len(strata)))
    seed = data.draw(st.text())
    drawn = draw(strata, n=n, seed=seed)
    assert len(set(drawn)) == n
    counts = {name: list(strata.values()).count(name) for name in strata.values()}
    for name, count in counts.items():
        taken = sum(strata[kode] == name for kode in drawn)
        exact = n * count / len(strata)
        assert exact - 1 < taken < exact + 1
    shares = share(counts, n=n)
    assert sum(shares.values()) == n
    again = dict(reversed(strata.items()))
    assert sorted(draw(again, n=n, seed=seed)) == sorted(drawn)


def test_a_sample_is_what_the_page_says(kantor, db):
    """Worked out here from the page alone."""
    drawn = draw_sample(kantor, db, Asked(), n=1, seed="7")
    codes = [
        letter.kode
        for letter in draw_sample(kantor, db, Asked(), n=3, seed="7").letters
    ]
    first = min(codes, key=lambda kode: sha256(f"7\n{kode}".encode()).digest())
    assert [letter.kode for letter in drawn.letters] == [first]


def test_records_are_listed_as_active_or_inactive(kantor, db):
    data, new, old = make_lists(kantor, db, Asked(), active=2)
    assert (new, old) == (0, 3)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Daftar arsip aktif", "Daftar arsip inaktif"]
    rows = list(book["Daftar arsip inaktif"].iter_rows(values_only=True))
    assert rows[0][:3] == (
        "Nomor berkas",
        "Kode klasifikasi",
        "Uraian informasi berkas",
    )
    assert [row[5] for row in rows[1:]] == [1, 2, 3]
    assert "belum dikonfirmasi" in rows[1][-1]
    _, new, old = make_lists(kantor, db, Asked(), active=100)
    assert (new, old) == (3, 0)
