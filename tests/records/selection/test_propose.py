"""Proposing: whole lists, told shortages, and nothing replaced under a letter."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulir.records.cells.berkas import name_berkas
from formulir.records.importing.ingest import ImportOptions, import_table
from formulir.records.office.wilayah import WilayahUnknownError, load_wilayah
from formulir.records.selection.propose import (
    ModelUnknownError,
    SekolahMissingError,
    propose,
)
from formulir.records.selection.usulan import UsulanLockedError, find_pengusul
from formulir.records.store import memory_store

pytestmark = pytest.mark.usefixtures("regions")

SHARED = Path(
    os.environ.get("FORMULIR_SHARED", Path(__file__).parents[4] / "shared")  # noqa: TID251 - where big data may lie
)
PROVINCE = SHARED / "data" / "sekolah_jawa_tengah_2019.csv.gz"


def add_schools(db, count, bentuk="SD", wilayah="33.19", start=0, *, place=True):
    rows = [
        (
            f"{bentuk}{start + n:05}",
            f"{bentuk} {n}",
            bentuk,
            f"Kec. {n % 4}",
            wilayah,
            -6.8 + n / 2000 if place else None,
            110.8 + (n % 7) / 300 if place else None,
        )
        for n in range(count)
    ]
    db.conn.executemany(
        "INSERT INTO sekolah (npsn, nama, bentuk, status, kecamatan, wilayah, lintang, "
        "bujur) VALUES (?, ?, ?, 'N', ?, ?, ?, ?)",
        rows,
    )


def add_usual(db, wilayah="33.19", start=0):
    for bentuk, count in (("SD", 120), ("SMP", 24), ("SMA", 12), ("SMK", 12)):
        add_schools(db, count, bentuk, wilayah, start)


def add_surat(db, formulir, kunci, status="dipesan", tahun=2016):
    db.conn.execute(
        "INSERT INTO surat (formulir, tahun, kunci, kode, tanggal, hal, tujuan, "
        "penanda_tangan, lampiran, status) VALUES (?, ?, ?, ?, '2016-03-14', '', '', "
        "'', '', ?)",
        (formulir, tahun, kunci, f"K-{formulir}-{kunci}", status),
    )


def add_instansi(db, kode, jenis, wilayah, dari="2010-01-01"):
    db.conn.execute(
        "INSERT INTO instansi (kode, berlaku_dari, jenis, wilayah, induk, nama, "
        "alamat, kota) VALUES (?, ?, ?, ?, '', '', '', '')",
        (kode, dari, jenis, wilayah),
    )


def parts(db):
    return db.rows(
        "SELECT u.id, u.wilayah, u.pengusul, m.npsn AS model, s.bentuk, m.luar_kuota, "
        "i.npsn AS imbas, t.bentuk AS bentuk_imbas, t.wilayah AS wilayah_imbas, "
        "i.jarak_km FROM usulan AS u JOIN usulan_model AS m ON m.usulan = u.id "
        "JOIN sekolah AS s ON s.npsn = m.npsn "
        "LEFT JOIN usulan_imbas AS i ON i.usulan = u.id AND i.model = m.npsn "
        "LEFT JOIN sekolah AS t ON t.npsn = i.npsn ORDER BY u.id, m.urut, i.urut",
    )


def reasons(result):
    return " | ".join(str(warning) for warning in result.warnings)


def check_sound(db):
    rows = parts(db)
    imbas = [row["imbas"] for row in rows if row["imbas"]]
    models = {row["model"] for row in rows}
    assert len(imbas) == len(set(imbas))
    assert not models & set(imbas)
    assert all(row["bentuk"] == row["bentuk_imbas"] for row in rows if row["imbas"])
    assert max(Counter(row["model"] for row in rows).values(), default=0) <= 5
    return rows


def test_a_usual_kabupaten_gets_its_quota_whole(db):
    add_usual(db)
    result = propose(db, tahun=2016, wilayah="33.19")
    assert (result.models, result.imbas, len(result.usulan)) == (16, 80, 2)
    rows = check_sound(db)
    assert {
        row["pengusul"]: {r["bentuk"] for r in rows if r["id"] == row["id"]}
        for row in rows
    } == {
        "DISDIK-33.19": {"SD", "SMP"},
        "DISDIK-33": {"SMA", "SMK"},
    }
    assert [w.place for w in result.warnings] == [
        "instansi:DISDIK-33.19",
        "instansi:DISDIK-33",
    ]
    assert all(warning.warning for warning in result.warnings)


def test_an_office_on_record_proposes(db):
    add_usual(db)
    add_instansi(db, "DIKPORA", "dinas_kabkota", "33.19")
    add_instansi(db, "LAMA", "dinas_provinsi", "33")
    add_instansi(db, "BARU", "dinas_provinsi", "33", dari="2017-01-01")
    result = propose(db, tahun=2016, wilayah="031900")
    assert {row["pengusul"] for row in parts(db)} == {"DIKPORA", "LAMA"}
    assert result.warnings == []


def test_the_province_that_proposes_is_the_one_of_the_year(db):
    for tahun, kode in ((2016, "DISDIK-91"), (2026, "DISDIK-95")):
        assert find_pengusul(db, "91.02", jenjang="SMA", tahun=tahun)[0] == kode
    assert find_pengusul(db, "91.02", jenjang="SD", tahun=2016)[0] == "DISDIK-95.01"


def test_a_province_means_the_kabupaten_it_had_in_the_year(db):
    add_usual(db, "95.01")
    add_usual(db, "91.03", start=1000)
    assert propose(db, tahun=2016, wilayah="91").models == 32
    assert propose(db, tahun=2026, wilayah="91").models == 16
    assert propose(db, tahun=2026, wilayah="95").models == 16
    assert propose(db, tahun=2017, wilayah="95").models == 16


def test_schools_under_an_old_code_are_found(db):
    add_usual(db, "91.02")
    propose(db, tahun=2016, wilayah="95.01")
    assert {row["wilayah"] for row in parts(db)} == {"95.01"}


@settings(max_examples=20)
@given(
    st.fixed_dictionaries(
        {form: st.integers(0, 40) for form in ("SD", "SMP", "SMA", "SMK")}
    ),
    st.integers(1, 20),
    st.booleans(),
)
def test_no_list_of_schools_makes_an_unsound_or_silently_short_draft(
    counts, kuota, place
):
    db = memory_store()
    load_wilayah(db)
    for bentuk, count in counts.items():
        add_schools(db, count, bentuk, place=place)
    if not any(counts.values()):
        with pytest.raises(SekolahMissingError, match="no SD, SMP, SMA or SMK"):
            propose(db, tahun=2016, wilayah="33.19", kuota=kuota)
        return
    result = propose(db, tahun=2016, wilayah="33.19", kuota=kuota)
    rows = check_sound(db)
    per_model = Counter(row["model"] for row in rows if row["imbas"])
    assert result.models == len({row["model"] for row in rows})
    assert (result.models < kuota) == ("is cut to" in reasons(result))
    for model in {row["model"] for row in rows}:
        short = f"usulan:{model}: has {per_model[model]} imbas"
        assert (per_model[model] < 5) == (short in reasons(result))
    again = propose(db, tahun=2016, wilayah="33.19", kuota=kuota)
    assert [{k: v for k, v in row.items() if k != "id"} for row in check_sound(db)] == [
        {k: v for k, v in row.items() if k != "id"} for row in rows
    ]
    assert again.warnings == result.warnings
    db.conn.close()


def test_a_quota_beyond_the_schools_is_cut_with_the_reason(db):
    add_schools(db, 14)
    add_schools(db, 4, "SMA")
    result = propose(db, tahun=2016, wilayah="33.19")
    assert "the quota of 16 models is cut to 4: a model takes 5 imbas" in reasons(
        result
    )
    assert "SD 14, SMP 0, SMA 4, SMK 0" in reasons(result)
    assert "has 3 imbas instead of 5: 1 models share 4 schools of SMA" in reasons(
        result
    )


def test_a_jenjang_too_small_is_told(db):
    add_usual(db)
    db.conn.execute("DELETE FROM sekolah WHERE bentuk = 'SMA' AND npsn > 'SMA00003'")
    result = propose(db, tahun=2016, wilayah="33.19")
    assert "SMA gets no model: 4 schools are too few" in reasons(result)


def test_other_forms_are_left_out_with_one_count(db):
    add_usual(db)
    add_schools(db, 3, "SLB")
    add_schools(db, 2, "MI")
    result = propose(db, tahun=2016, wilayah="33.19")
    assert "5 schools of other forms are left out: MI 2, SLB 3" in reasons(result)


def test_kabupaten_without_schools_are_named_once(db):
    add_usual(db)
    result = propose(db, tahun=2016, wilayah="33")
    (only,) = [w for w in result.warnings if "no school on record" in w.reason]
    assert "33.01, 33.02" in only.reason
    assert only.reason.endswith("and 24 more")


def test_a_region_without_schools_is_refused(db):
    add_schools(db, 3, "SLB")
    with pytest.raises(SekolahMissingError, match="import its school list"):
        propose(db, tahun=2016, wilayah="33")
    with pytest.raises(WilayahUnknownError, match="'99' is no code"):
        propose(db, tahun=2016, wilayah="99")


def test_bad_coordinates_are_warnings_and_their_schools_come_last(db):
    add_usual(db)
    bad = {"SD00001": (0, 0), "SD00002": (110.8, -6.8), "SD00003": (-6.8, 113)}
    for npsn, place in bad.items():
        db.conn.execute(
            "UPDATE sekolah SET lintang = ?, bujur = ? WHERE npsn = ?", (*place, npsn)
        )
    result = propose(db, tahun=2016, wilayah="33.19")
    told = {w.place.split(":")[1] for w in result.warnings if "sekolah:" in w.place}
    assert told == set(bad)
    assert result.imbas == 80
    assert not told & {row[part] for row in parts(db) for part in ("model", "imbas")}


def test_named_models_are_taken(db):
    add_usual(db)
    named = ["SMA00007", "SD00099"]
    result = propose(db, tahun=2016, wilayah="33.19", model=named)
    assert result.models == 16
    assert set(named) <= {row["model"] for row in check_sound(db)}


def test_named_models_beyond_the_quota_are_marked(db):
    add_usual(db)
    named = [f"SD{n:05}" for n in range(0, 60, 15)]
    result = propose(db, tahun=2016, wilayah="33.19", kuota=3, model=named)
    marked = {row["model"] for row in check_sound(db) if row["luar_kuota"]}
    assert (result.models, marked) == (4, {"SD00045"})
    assert "4 models are named for a quota of 3" in reasons(result)


def test_named_models_that_cannot_be_are_told_all_at_once(db):
    add_usual(db)
    add_schools(db, 1, "SLB")
    add_schools(db, 1, "SD", "33.20", start=900)
    named = ["1", "SD00900", "SLB00000", "SD00001", "SD00001"]
    with pytest.raises(ModelUnknownError) as caught:
        propose(db, tahun=2016, wilayah="33.19", model=named)
    assert list(caught.value.reasons) == ["1", "SD00900", "SLB00000", "SD00001"]
    assert "lies in 33.20" in str(caught.value)
    assert parts(db) == []


def test_proposing_again_replaces_the_draft(db):
    add_usual(db)
    propose(db, tahun=2016, wilayah="33.19")
    propose(db, tahun=2015, wilayah="33.19")
    propose(db, tahun=2016, wilayah="33.19", usulan_ke=2)
    add_instansi(db, "DIKPORA", "dinas_kabkota", "33.19")
    propose(db, tahun=2016, wilayah="33.19", kuota=10)
    rows = db.rows("SELECT tahun, pengusul, usulan_ke FROM usulan ORDER BY 1, 3, 2")
    assert [tuple(row.values()) for row in rows] == [
        (2015, "DISDIK-33", 1),
        (2015, "DISDIK-33.19", 1),
        (2016, "DIKPORA", 1),
        (2016, "DISDIK-33", 1),
        (2016, "DISDIK-33", 2),
        (2016, "DISDIK-33.19", 2),
    ]


@pytest.mark.parametrize("formulir", ["02.1", "02.2", "02.3"])
@pytest.mark.parametrize("status", ["dipesan", "terbit"])
def test_a_proposal_that_letters_rest_on_stays(db, formulir, status):
    add_usual(db)
    propose(db, tahun=2016, wilayah="33.19")
    before = parts(db)
    kunci = {
        "02.1": "33.19/DISDIK-33.19/1",
        "02.2": before[0]["model"],
        "02.3": before[0]["imbas"],
    }[formulir]
    add_surat(db, formulir, kunci, status)
    with pytest.raises(UsulanLockedError) as caught:
        propose(db, tahun=2016, wilayah="33")
    assert caught.value.grounds == [f"{formulir} {kunci} (K-{formulir}-{kunci})"]
    assert parts(db) == before


def test_a_void_letter_or_one_of_another_year_does_not_hold(db):
    add_usual(db)
    propose(db, tahun=2016, wilayah="33.19")
    before = parts(db)
    add_surat(db, "02.2", before[0]["model"], "batal")
    add_surat(db, "02.3", before[0]["imbas"], tahun=2015)
    assert propose(db, tahun=2016, wilayah="33.19").models == 16
    assert parts(db) == before


def test_a_proposal_with_its_number_stays(db):
    add_usual(db)
    propose(db, tahun=2016, wilayah="33.19")
    db.conn.execute("UPDATE usulan SET nomor = '420/1' WHERE pengusul = 'DISDIK-33'")
    with pytest.raises(UsulanLockedError, match="number 420/1"):
        propose(db, tahun=2016, wilayah="33.19")


@pytest.mark.thorough
@pytest.mark.skipif(not PROVINCE.exists(), reason="the province's list is not here")
def test_all_kabupaten_of_a_real_province_are_proposed_in_seconds(db):
    import_table(
        db, "sekolah", PROVINCE, options=ImportOptions(), keep_berkas=name_berkas
    )
    result = propose(db, tahun=2016, wilayah="33")
    assert (len(result.usulan), result.models, result.imbas) == (70, 560, 2800)
    rows = check_sound(db)
    assert all(row["wilayah"] == row["wilayah_imbas"] for row in rows)
    assert sum("sekolah:" in w.place for w in result.warnings) == 56


def test_a_school_that_is_closed_or_left_out_takes_no_part(db):
    add_usual(db)
    asked = {"tahun": 2016, "wilayah": "33.19", "kuota": 2}
    npsn = "SELECT npsn FROM usulan_model UNION SELECT npsn FROM usulan_imbas"
    propose(db, **asked)
    closed, open_still, left, *_ = sorted(db.values(npsn))
    set_closed = "UPDATE sekolah SET tutup = ? WHERE npsn = ?"
    db.conn.execute(set_closed, ("2015-12-31", closed))
    db.conn.execute(set_closed, ("2016-07-01", open_still))
    propose(db, **asked, tanpa=[left])
    chosen = set(db.values(npsn))
    assert not {closed, left} & chosen
    assert open_still in chosen
    with pytest.raises(ModelUnknownError, match="0 is not on record"):
        propose(db, **asked, tanpa=["0"])


def test_coordinates_that_a_whole_city_shares_leave_the_choice_to_the_kecamatan(db):
    db.conn.executemany(
        "INSERT INTO sekolah (npsn, nama, bentuk, status, kecamatan, wilayah, lintang, "
        "bujur) VALUES (?, ?, 'SD', 'N', ?, '64.71', -1, 116)",
        [(f"203{n:05}", f"SD {n}", f"Kec. {'ABCD'[n % 4]}") for n in range(80)],
    )
    result = propose(db, tahun=2024, wilayah="64.71", kuota=8)
    rows = db.rows(
        "SELECT m.kecamatan AS model, i.kecamatan AS imbas, u.jarak_km "
        "FROM usulan_imbas AS u JOIN sekolah AS m ON m.npsn = u.model "
        "JOIN sekolah AS i ON i.npsn = u.npsn"
    )
    assert len(rows) == 40
    assert all(row["model"] == row["imbas"] for row in rows)
    assert {row["jarak_km"] for row in rows} == {None}
    (told,) = [each.reason for each in result.warnings if "believed" in each.reason]
    assert "80 schools" in told


def test_a_jenjang_with_schools_and_no_model_is_told_with_its_share(db):
    for bentuk, count in (("SD", 780), ("SMP", 114), ("SMA", 28), ("SMK", 55)):
        add_schools(db, count, bentuk, "33.10")
    result = propose(db, tahun=2016, wilayah="33.10")
    assert result.models == 16
    assert "SMA gets no model: 28 of 977 schools are a share of 0.46 of 16" in (
        reasons(result)
    )


@pytest.mark.parametrize(
    ("counts", "kuota", "told"),
    [
        (
            {"SD": 400, "SMP": 60, "SMA": 9, "SMK": 30},
            16,
            "SMA gets no model: 9 of 499",
        ),
        ({"SD": 200, "SMK": 6}, 16, "SMK gets no model: 6 of 206"),
        ({"SD": 60, "SMP": 30, "SMA": 12}, 1, "SMP gets no model: 30 of 102"),
        ({"SD": 90, "SMP": 8}, 4, "SMP gets no model: 8 of 98"),
        ({"SD": 90, "SMP": 4}, 8, "SMP gets no model: 4 schools are too few"),
        ({"SMA": 70, "SMK": 7}, 2, "SMK gets no model: 7 of 77"),
    ],
)
def test_no_jenjang_with_schools_goes_unmentioned(db, counts, kuota, told):
    for bentuk, count in counts.items():
        add_schools(db, count, bentuk)
    result = propose(db, tahun=2016, wilayah="33.19", kuota=kuota)
    seated = {row["bentuk"] for row in parts(db)}
    warned = {
        w.reason.split(" gets no")[0] for w in result.warnings if " gets no" in w.reason
    }
    assert told in reasons(result)
    assert seated | warned == counts.keys()
