"""The sheet of proposals: taken whole, checked by row, safe under letters."""

from __future__ import annotations

import pytest

from formulir.records.cells.berkas import name_berkas
from formulir.records.importing.ingest import ImportOptions, import_table
from formulir.records.office.wilayah import load_wilayah
from formulir.records.selection.propose import propose
from formulir.records.selection.usulan import UsulanLockedError
from tests.tools.sentences import keep_result

HEAD = "tahun,wilayah,npsn_model,npsn_imbas"


@pytest.fixture
def db(db):
    load_wilayah(db)
    rows = [
        (f"{form}{n}", form, place and place - n // 5 / 1000)
        for form, place in (("SD", -6.8), ("SMA", None), ("SLB", None))
        for n in range(20)
    ]
    db.conn.executemany(
        "INSERT INTO sekolah (npsn, nama, bentuk, status, wilayah, lintang, bujur) "
        "VALUES (?1, ?1, ?2, 'N', '33.19', ?3, 110.8123)",
        rows,
    )
    return db


@pytest.fixture
def load(db, tmp_path):
    def run(text, **options):
        path = tmp_path / "usulan.csv"
        path.write_text(text, encoding="utf-8")
        return keep_result(
            import_table(
                db,
                "usulan",
                path,
                options=ImportOptions(**options),
                keep_berkas=name_berkas,
            )
        )

    return run


def lines(model, imbas, tail=""):
    return "".join(f"2016,33.19,{model},{one}{tail}\n" for one in imbas)


def heads(db):
    rows = db.rows("SELECT pengusul, usulan_ke, nomor, tanggal FROM usulan ORDER BY 1")
    return [tuple(row.values()) for row in rows]


def pairs(db):
    rows = db.rows("SELECT model, npsn FROM usulan_imbas ORDER BY model, urut")
    return [tuple(row.values()) for row in rows]


def counts(result):
    return (result.new, result.changed, result.same, result.rejected_rows)


def test_rows_are_grouped_into_the_list_of_each_office(db, load):
    text = f"{HEAD}\n" + lines("SD1", ["SD3", "SD2"]) + lines("SMA1", ["SMA2"])
    result = load(text)
    assert (counts(result), result.written) == ((3, 0, 0, 0), True)
    assert heads(db) == [("DISDIK-33", 1, None, None), ("DISDIK-33.19", 1, None, None)]
    assert pairs(db) == [("SD1", "SD3"), ("SD1", "SD2"), ("SMA1", "SMA2")]
    assert counts(load(text)) == (0, 0, 3, 0)


def test_distances_left_open_are_filled_in_from_the_coordinates(db, load):
    load(
        f"{HEAD},jarak_km\n" + lines("SD1", ["SD2"], ",") + lines("SMA1", ["SMA2"], ",")
    )
    load(
        f"{HEAD},jarak_km,usulan_ke\n"
        + lines("SD1", ["SD2"], ",,2").replace(",,2", ',"1,5",2')
    )
    rows = db.rows("SELECT jarak_km FROM usulan_imbas ORDER BY usulan")
    assert [row["jarak_km"] for row in rows] == [0.0, None, 1.5]


def test_a_distance_is_not_told_from_coordinates_that_nobody_believes(db, load):
    db.conn.execute("UPDATE sekolah SET lintang = -6.8123 WHERE npsn LIKE 'SD%'")
    load(f"{HEAD}\n" + lines("SD1", ["SD2", "SD3"]))
    assert db.values("SELECT jarak_km FROM usulan_imbas") == [None, None]


def test_the_dinas_number_is_filled_in_even_under_letters(db, load):
    load(f"{HEAD}\n" + lines("SD1", ["SD2"]))
    lock(db, "SD1")
    result = load(
        f"{HEAD},nomor,tanggal\n" + lines("SD1", ["SD2"], ",420/1,7 Maret 2016")
    )
    assert counts(result) == (0, 1, 0, 0)
    assert heads(db) == [("DISDIK-33.19", 1, "420/1", "2016-03-07")]
    load(f"{HEAD}\n" + lines("SD1", ["SD2"]))
    assert heads(db) == [("DISDIK-33.19", 1, "420/1", "2016-03-07")]


def lock(db, npsn):
    db.conn.execute(
        "INSERT INTO surat (formulir, tahun, kunci, kode, tanggal, hal, tujuan, "
        "penanda_tangan, lampiran, status) VALUES ('02.2', 2016, ?, 'K', '2016-03-14', "
        "'', '', '', '', 'terbit')",
        (npsn,),
    )


def test_a_list_replaces_the_one_on_record_and_says_what_goes(db, load):
    load(f"{HEAD}\n" + lines("SD1", ["SD2", "SD3"]))
    result = load(f"{HEAD}\n" + lines("SD4", ["SD2"]))
    assert counts(result) == (0, 1, 0, 0)
    assert "1 imbas on record are not in the sheet and go" in result.warnings[-1].reason
    assert pairs(db) == [("SD4", "SD2")]


def differences(result):
    return [(d.column, d.old, d.new, d.count) for d in result.differences]


def test_what_changes_in_a_list_and_what_goes_of_it_is_told(load):
    load(f"{HEAD},nomor\n" + lines("SD1", ["SD2", "SD3"], ",420/1"))
    result = load(f"{HEAD},nomor\n" + lines("SD4", ["SD2"], ","))
    assert (result.changed, result.gone, result.emptied) == (1, 1, 2)
    assert differences(result) == [
        ("nomor", "420/1", None, 1),
        ("npsn_model", "SD1", "SD4", 1),
        ("npsn_imbas", "SD3", None, 1),
    ]


def test_a_list_that_would_lose_many_schools_needs_somebody_who_agrees(db, load):
    load(f"{HEAD}\n" + lines("SD1", [f"SD{n}" for n in range(2, 9)]))
    result = load(f"{HEAD}\n" + lines("SD1", ["SD2"]))
    assert (result.gone, result.held, result.written) == (6, True, False)
    assert len(pairs(db)) == 7


def test_a_list_keeps_its_number_where_the_sheet_leaves_it_blank(db, load):
    load(f"{HEAD},nomor,luar_kuota\n" + lines("SD1", ["SD2"], ",420/1,ya"))
    result = load(
        f"{HEAD},nomor,luar_kuota\n" + lines("SD1", ["SD2"], ",,"), sisakan=True
    )
    assert counts(result) == (0, 0, 1, 0)
    assert heads(db)[0][2] == "420/1"


def test_schools_under_letters_stay(db, load):
    load(f"{HEAD}\n" + lines("SD1", ["SD2"]))
    lock(db, "SD1")
    with pytest.raises(UsulanLockedError, match=r"02\.2 SD1"):
        load(f"{HEAD}\n" + lines("SD1", ["SD3"]))
    assert pairs(db) == [("SD1", "SD2")]


def test_every_fault_of_a_list_is_told_and_none_of_it_is_written(db, load):
    text = (
        f"{HEAD},nomor\n"
        + lines("SD1", ["SD2"], ",A")
        + lines("SD1", ["SD99"], ",A")
        + lines("SD6", ["SD6"], ",A")
        + lines("SD4", ["SD1"], ",A")
        + lines("SD4", ["SD5"], ",B")
        + lines("SLB1", ["SLB2"], ",A")
    )
    result = load(text, skip_bad=True)
    assert [fault.place for fault in result.rejected] == [
        "usulan.csv:3:npsn_imbas",
        "usulan.csv:4:npsn_imbas",
        "usulan.csv:5:npsn_imbas",
        "usulan.csv:6:nomor",
        "usulan.csv:7:npsn_model",
    ]
    words = ("no school SD99", "own imbas", "model in row 2", "B differs", "takes no")
    for fault, word in zip(result.rejected, words, strict=True):
        assert word in fault.reason
    assert not result.written
    assert heads(db) == []


def test_an_imbas_of_two_models_is_rejected_with_both_rows(load):
    result = load(f"{HEAD}\n" + lines("SD1", ["SD3"]) + lines("SD2", ["SD3"]))
    assert [fault.place for fault in result.rejected] == [
        "usulan.csv:2:npsn_imbas",
        "usulan.csv:3:npsn_imbas",
    ]


def test_a_form_that_takes_no_part_may_be_proposed_by_a_named_office(db, load):
    load(f"{HEAD},pengusul\n" + lines("SLB1", ["SLB2"], ",YAYASAN"))
    assert heads(db)[0][0] == "YAYASAN"


def test_a_draft_that_is_brought_back_as_a_sheet_is_the_same(db, load):
    propose(db, tahun=2016, wilayah="33.19")
    rows = db.rows(
        "SELECT u.tahun, u.wilayah, i.model, i.npsn FROM usulan_imbas AS i "
        "JOIN usulan AS u ON u.id = i.usulan ORDER BY u.id, i.model, i.urut",
    )
    text = "".join(",".join(map(str, row.values())) + "\n" for row in rows)
    assert counts(load(f"{HEAD}\n{text}")) == (0, 0, len(rows), 0)
