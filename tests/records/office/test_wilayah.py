"""Regions: codes of any year, names by period, what lies below."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.records.office.wilayah import (
    WilayahUnknownError,
    cover,
    find_wilayah,
    load_wilayah,
    parent_province,
    read_names,
    seek_wilayah,
    understand_wilayah,
)
from formulir.records.store import memory_store

THEN, NOW = date(2016, 3, 14), date(2026, 3, 14)


def code_at(db, kode, per):
    return find_wilayah(db, kode, per=per).kode


def name_at(db, kode, per):
    return find_wilayah(db, kode, per=per).nama


@pytest.fixture(scope="module")
def db():
    store = memory_store()
    load_wilayah(store)
    return store


def test_loading_twice_changes_nothing():
    store = memory_store()
    count = load_wilayah(store)
    before = store.rows("SELECT * FROM wilayah ORDER BY kode, berlaku_dari")
    assert load_wilayah(store) == count == len(before)
    assert store.rows("SELECT * FROM wilayah ORDER BY kode, berlaku_dari") == before


def test_loading_mends_a_changed_row():
    store = memory_store()
    load_wilayah(store)
    store.conn.execute("UPDATE wilayah SET nama = 'x' WHERE kode = '33.19'")
    load_wilayah(store)
    assert find_wilayah(store, "33.19").nama == "Kabupaten Kudus"


@pytest.mark.parametrize(("per", "regions"), [(THEN, (34, 514)), (NOW, (38, 514))])
def test_every_day_has_its_provinces_and_kabupaten(db, per, regions):
    rows = db.rows(
        "SELECT tingkat, count(*) AS n FROM wilayah WHERE berlaku_dari <= :per "
        "AND (berlaku_sampai IS NULL OR berlaku_sampai >= :per) GROUP BY tingkat",
        {"per": per.isoformat()},
    )
    counts = {row["tingkat"]: row["n"] for row in rows}
    assert (counts["provinsi"], counts["kabkota"]) == regions


def test_no_code_means_two_regions_on_the_same_day(db):
    twice = db.rows(
        "SELECT a.kode FROM wilayah a JOIN wilayah b ON a.kode = b.kode "
        "AND a.berlaku_dari < b.berlaku_dari "
        "AND coalesce(a.berlaku_sampai, '9999') >= b.berlaku_dari",
    )
    assert twice == []


def test_every_kabupaten_lies_in_a_province_of_its_period(db):
    lost = db.rows(
        "SELECT kode FROM wilayah a WHERE tingkat = 'kabkota' AND NOT EXISTS ("
        "SELECT 1 FROM wilayah p WHERE p.kode = a.induk AND p.tingkat = 'provinsi' "
        "AND p.berlaku_dari <= a.berlaku_dari)",
    )
    assert lost == []


def test_names_are_proper_names(db):
    for row in db.rows("SELECT nama, tingkat FROM wilayah"):
        nama = row["nama"]
        assert nama == " ".join(nama.split())
        assert nama == "DKI Jakarta" or nama != nama.upper()
        assert (row["tingkat"] == "kabkota") == nama.startswith(("Kabupaten", "Kota "))


@pytest.mark.parametrize(
    ("old", "new"), [("91.02", "95.01"), ("92.71", "96.71"), ("91.01", "93.01")]
)
def test_a_code_of_2016_finds_today_and_the_other_way_round(db, old, new):
    for kode in (old, new):
        assert code_at(db, kode, THEN) == old
        assert code_at(db, kode, NOW) == new
        assert find_wilayah(db, kode).kode == new


def test_a_new_code_begins_on_the_day_of_its_law(db):
    assert code_at(db, "91.02", date(2022, 7, 24)) == "91.02"
    assert code_at(db, "91.02", date(2022, 7, 25)) == "95.01"
    assert code_at(db, "92.01", date(2022, 12, 7)) == "92.01"
    assert code_at(db, "92.01", date(2022, 12, 8)) == "96.01"


def test_dapodik_codes_find_regions(db):
    assert find_wilayah(db, "031900").nama == "Kabupaten Kudus"
    assert find_wilayah(db, "030000").nama == "Jawa Tengah"
    assert find_wilayah(db, "250800", per=THEN).kode == "91.02"
    assert find_wilayah(db, "250000").kode == "91"


def test_a_name_is_the_one_of_its_period(db):
    assert name_at(db, "12.12", date(2020, 2, 25)) == "Kabupaten Toba Samosir"
    assert name_at(db, "12.12", date(2020, 2, 26)) == "Kabupaten Toba"
    assert name_at(db, "76.01", THEN) == "Kabupaten Mamuju Utara"
    assert name_at(db, "81.03", NOW) == "Kabupaten Kepulauan Tanimbar"


def test_the_province_is_the_one_of_the_day(db):
    assert parent_province(db, "95.01", THEN).kode == "91"
    assert parent_province(db, "91.02", NOW).nama == "Papua Pegunungan"
    assert parent_province(db, "33", NOW).kode == "33"


def test_a_day_before_all_periods_gives_the_first_one(db):
    assert code_at(db, "95.01", date(1999, 1, 1)) == "91.02"
    assert code_at(db, "96", THEN) == "96"


def test_a_kabupaten_covers_all_its_codes(db):
    assert cover(db, "91.02") == cover(db, "95.01") == {"91.02", "95.01"}
    assert cover(db, "33.19") == {"33.19"}


def test_a_province_covers_what_was_and_what_is_below_it(db):
    papua, pegunungan = cover(db, "91"), cover(db, "95")
    assert {"91", "91.02", "95.01", "91.03"} <= papua
    assert {"95", "91.02", "95.01"} <= pegunungan
    assert "91.03" not in pegunungan
    assert "95" not in papua
    assert "92.02" not in papua
    assert len(cover(db, "33")) == 36
    assert cover(db, "030000") == cover(db, "33")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("33.191", "33.19 Kabupaten Kudus"),
        ("kuduus", "33.19 Kabupaten Kudus"),
        ("Bandung", "32.04 Kabupaten Bandung"),
    ],
)
def test_an_unknown_code_is_answered_with_near_ones(db, word, near):
    with pytest.raises(WilayahUnknownError) as caught:
        find_wilayah(db, word)
    assert caught.value.near[0] == near
    assert near in str(caught.value)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("word", "kode"),
    [
        ("1306", "13.06"),
        ("9102", "95.01"),
        ("Kab. Agam", "13.06"),
        ("KABUPATEN AGAM", "13.06"),
        ("kota bukit tinggi", "13.75"),
        ("Kab. Kep. Seribu", "31.01"),
        ("Kabupaten Toba Samosir", "12.12"),
        ("Kudus", "33.19"),
        ("Prov. D.K.I. Jakarta", "31"),
        ("D.I. Yogyakarta", "34"),
        ("Kab. Lima Puluh Koto", "13.07"),
    ],
)
def test_a_region_is_found_by_its_name_and_by_a_code_without_its_dot(db, word, kode):
    assert find_wilayah(db, word).entitas == kode


def test_a_name_that_two_regions_have_is_refused_with_both_codes(db):
    with pytest.raises(WilayahUnknownError) as caught:
        find_wilayah(db, "Solok")
    assert caught.value.near == ["13.02 Kabupaten Solok", "13.72 Kota Solok"]


def test_every_name_of_every_year_finds_its_own_region(db):
    names = read_names(db)
    for number, row in enumerate(db.rows("SELECT nama, entitas, tingkat FROM wilayah")):
        nama = row["nama"].upper()
        if row["tingkat"] == "provinsi":
            nama = f"PROVINSI {nama}"
        assert [*understand_wilayah(names, nama)] == [row["entitas"]]
        if number % 20 == 0:  # it reads all names anew each time
            assert find_wilayah(db, nama).entitas == row["entitas"]


@pytest.mark.parametrize("kode", ["34.02", "91.02"])
def test_a_code_that_stands_in_a_file_finds_what_one_that_is_typed_finds(db, kode):
    for day in (THEN, NOW, None):
        assert seek_wilayah(db, kode, per=day) == find_wilayah(db, kode, per=day)


@pytest.mark.parametrize("word", ["33.99", "3319", "Kudus", "Solok", ""])
def test_what_stands_in_a_file_and_is_no_code_is_not_guessed_at(db, word):
    assert seek_wilayah(db, word) is None


def test_a_code_near_nothing_has_no_suggestion(db):
    with pytest.raises(WilayahUnknownError) as caught:
        find_wilayah(db, "§§§§§§§§")
    assert caught.value.near == []


def test_a_code_given_to_another_region_is_told_apart_by_its_validity():
    store = memory_store()
    load_wilayah(store)
    store.conn.execute(
        "INSERT INTO wilayah VALUES ('91.02', '2024-01-01', NULL, 'Kabupaten Lain', "
        "'kabkota', '91', '91.02', NULL, NULL)"
    )
    assert find_wilayah(store, "91.02", per=THEN).entitas == "95.01"
    assert find_wilayah(store, "91.02", per=NOW).nama == "Kabupaten Lain"
