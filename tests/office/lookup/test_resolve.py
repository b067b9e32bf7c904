"""One letter is meant by whatever a person has of it."""

from __future__ import annotations

from datetime import date
from shutil import copytree

import pytest

from formulir.office.kantor import open_kantor
from formulir.office.lookup.book import read_book
from formulir.office.lookup.describe import describe_letters
from formulir.office.lookup.resolve import (
    SuratAmbiguousError,
    is_named,
    list_named,
    read_spelled,
    resolve,
)
from formulir.records.ledger.agenda import Span
from formulir.records.ledger.ledger import NomorUnknownError, key_nomor, list_kode
from formulir.reviewing.audit import find_surat, suggest_words
from tests.kantor import formulir, issue, make_kantor, make_printer


@pytest.fixture(scope="module")
def kantor(tmp_path_factory):
    """An office with letters of schools and of two offices; no test changes it."""
    folder = tmp_path_factory.mktemp("cari")
    root = make_kantor(folder / "kantor", printer=make_printer(folder))
    for kode in ("02.1", "02.2", "02.3"):
        assert issue(root, kode) == 0
    return open_kantor(root)


@pytest.fixture
def book(kantor):
    with kantor.open_catatan(read_only=True) as db:
        yield db


def one(kantor, *teks, **given):
    """Describe the one letter that a search finds."""
    (entri,) = find_surat(kantor, teks, **given)
    with kantor.open_catatan(read_only=True) as db:
        return describe_letters(kantor, db, [entri])[0]


def test_a_letter_is_described_by_school_region_and_subject(kantor):
    row = one(kantor, "SMAN", "2", formulir="02.2")
    assert row["nama"] == "SMA Negeri 2 Contoh Bae"
    assert row["wilayah"] == "Kab. Kudus"
    assert row["hal"].startswith("Pernyataan Kesediaan")


@pytest.mark.parametrize(
    "spelled",
    ["{0}", "{1}", " {0} ", "{2}", "{3}", "https://arsip.example/{0}", "{0}/1/1"],
)
def test_an_archive_code_is_meant_in_any_spelling(kantor, book, spelled):
    kode = one(kantor, "SMAN", "2", formulir="02.2")["kode"]
    ways = kode, kode.lower(), kode.replace("-", ""), kode.replace("-", " ")
    assert resolve(kantor, book, spelled.format(*ways)) == kode


@pytest.mark.parametrize(
    "words", ["SMA Negeri 2 Contoh Bae", "sman 2 bae", "99000038", "bae sman 2"]
)
def test_words_mean_the_letter_that_is_about_them(kantor, book, words):
    """Letters of the imbas name their model too; they are not meant."""
    kode = one(kantor, "SMAN", "2", formulir="02.2")["kode"]
    assert resolve(kantor, book, words) == kode


def test_several_letters_are_listed_with_what_tells_them_apart(kantor, book):
    with pytest.raises(SuratAmbiguousError) as caught:
        resolve(kantor, book, "Contoh Bae")
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) >= 2
    assert all("Contoh Bae, Kab. Kudus, 2016-03-14, terbit" in line for line in told)
    codes = [fault.place for fault in caught.value.faults]
    assert all(resolve(kantor, book, kode) == kode for kode in codes)


@pytest.mark.parametrize("nomor", ["421/1/2016", "421 / 0001 / 2016", "421/01/2016"])
def test_a_number_that_two_letters_have_is_told_with_both(kantor, book, nomor):
    with pytest.raises(NomorUnknownError) as caught:
        resolve(kantor, book, nomor)
    assert len(caught.value.daftar_kode) == 2
    assert len(find_surat(kantor, tuple(nomor.split()))) == 2


@pytest.mark.parametrize("wrong", ["mekarsri", "mekasrari", "mekarsarii"])
def test_what_is_one_letter_away_is_named(kantor, book, wrong):
    with pytest.raises(NomorUnknownError) as caught:
        resolve(kantor, book, f"SD {wrong}")
    assert "nearest: sd mekarsari (" in str(caught.value)
    assert find_surat(kantor, (wrong,)) == []
    assert suggest_words(kantor, (wrong,))[0].startswith("mekarsari (")


def test_a_code_with_one_sign_wrong_names_the_letter(kantor, book):
    kode = one(kantor, "SMAN", "2", formulir="02.2")["kode"]
    wrong = kode[:-1] + ("0" if kode[-1] != "0" else "1")
    with pytest.raises(NomorUnknownError) as caught:
        resolve(kantor, book, wrong)
    (near,) = caught.value.near
    assert near.startswith(f"{kode} 02.2, SMA Negeri 2 Contoh Bae, Kab. Kudus")


def test_what_is_near_to_nothing_is_said_to_be_unknown(kantor, book):
    with pytest.raises(NomorUnknownError) as caught:
        resolve(kantor, book, "xyzzy plugh")
    assert caught.value.near == ()
    assert str(caught.value).endswith("'xyzzy plugh'")


@pytest.mark.parametrize(
    ("dari", "sampai", "count"),
    [
        (None, date(2016, 3, 13), 0),
        (None, date(2016, 3, 14), 38),
        (date(2016, 3, 14), None, 38),
        (date(2016, 3, 15), None, 0),
        (date(2016, 3, 14), date(2016, 3, 14), 38),
    ],
)
def test_letters_are_found_by_their_date(kantor, dari, sampai, count):
    found = find_surat(kantor, (), dari=dari, sampai=sampai)
    assert len(found) == count
    newest = find_surat(kantor, (), dari=dari, sampai=sampai, limit=3)
    assert newest == found[:3]
    rows, faults = read_book(kantor, Span.of(None, dari=dari, sampai=sampai))
    assert (len(rows), faults) == (count, [])


def test_lines_that_the_ledger_has_not_followed_are_found_by_their_date(kantor):
    with kantor.open_catatan() as db:
        with db.writing():
            db.run("UPDATE kepala SET entri = 0")
        try:
            assert len(find_surat(kantor, (), dari=date(2016, 3, 14))) == 38
            assert find_surat(kantor, (), dari=date(2016, 3, 15)) == []
        finally:
            with db.writing():
                size = db.value("SELECT max(entri) + 1 FROM surat")
                db.run("UPDATE kepala SET entri = ?", (size,))


def test_an_archive_that_does_not_verify_takes_the_names_and_not_the_book(
    tmp_path, kantor
):
    copytree(kantor.folder, tmp_path / "k")
    other = open_kantor(tmp_path / "k")
    (other.archive.root / "checkpoint").write_bytes(b"x")
    rows, (fault,) = read_book(other, Span.of(2016))
    assert len(rows) == 38
    assert fault.warning
    assert "names and regions are left out" in fault.reason
    assert all(row["nama"] is None for row in rows)


@pytest.mark.parametrize(
    ("one_way", "other"),
    [
        ("0003/D7.2/UN/2016", "3/d7.2/un/2016"),
        ("420/2/PSMP-2016", "0420 / 02 / psmp-2016"),
        ("B-0012/DM.01.02/2021", "b-12/dm.01.02/2021"),
        ("421.1/ 0394 /2016", "421.1/394/2016"),
        ("0123a/X/2016", "123A/x/2016"),
    ],
)
def test_all_spellings_of_a_number_are_one(one_way, other):
    assert key_nomor(one_way) == key_nomor(other)


@pytest.mark.parametrize(
    ("one_way", "other"),
    [("30/X", "3/X"), ("1/DM.01.02", "1/DM.1.2"), ("3/X/2016", "3/X/2017"), ("0", "")],
)
def test_other_numbers_are_others(one_way, other):
    assert key_nomor(one_way) != key_nomor(other)


def test_a_number_of_another_office_is_known_in_any_spelling(db):
    masuk = "INSERT INTO masuk (tahun, urut, kode, dari, nomor, tanggal, terima, hal,"
    masuk += " program, wilayah, sha256) VALUES (2016, 1, 'K7QF-3M0T-9XWA', 'x',"
    masuk += " '421.1/ 0394 /2016', '2016-03-10', '2016-03-14', 'x', 2016, '{}', 'x')"
    with db.writing():
        db.run(masuk)
    for word in ("421.1/394/2016", "421.1/ 0394 /2016", "K7QF-3M0T-9XWA"):
        assert list_kode(db, word) == ["K7QF-3M0T-9XWA"]
    assert list_kode(db, "421.1/395/2016") == []


@pytest.mark.parametrize("text", ["421/0001/2016", "K7QF-3M0T", "sekolahku", ""])
def test_what_is_no_archive_code_is_none(text):
    assert read_spelled(text) is None


@pytest.mark.parametrize(
    ("nomor", "spelled"),
    [
        ("421/K7QF3M0T9XWA", "421 / k7qf3m0t9xwa"),
        ("202600000012", "2026 0000 0012"),
        ("ABCD-EFGH-JKMN/12/2016", "abcd-efgh-jkmn/12/2016"),
        ("0421.1/K7QF-3M0T-9XWA", "421.1/K7QF-3M0T-9XWA"),
    ],
)
def test_a_number_that_looks_like_a_code_names_its_letter(
    kantor, tmp_path, nomor, spelled
):
    copytree(kantor.folder, tmp_path / "k")
    other = open_kantor(tmp_path / "k")
    with other.open_catatan() as db:
        row = add_letter(db, kode="MMMM-MMMM-MMMM", nomor=nomor)
        rest = add_letter(db, kode="NNNN-NNNN-NNNN", nomor="1/X/2016")
        for word in (nomor, spelled):
            assert resolve(other, db, word) == row["kode"]
            assert is_named(db, row, word)
            assert not is_named(db, rest, word)
        # A letter that has such a code is meant as well, and neither is taken for it.
        add_letter(db, kode=read_spelled(nomor) or "", nomor="2/X/2016")
        with pytest.raises(NomorUnknownError) as caught:
            resolve(other, db, nomor)
    assert set(caught.value.daftar_kode) == {row["kode"], read_spelled(nomor)}


def add_letter(db, *, kode, nomor):
    """Add a letter numbered outside, like one that is there."""
    with db.writing():
        (row,) = db.rows("SELECT * FROM surat WHERE formulir = '02.2' LIMIT 1")
        row |= {"id": None, "kode": kode, "kunci": kode, "nomor_luar": nomor}
        row |= {"entri": None, "status": "dipesan"}
        names = ", ".join(row)
        db.run(f"INSERT INTO surat ({names}) VALUES (:{', :'.join(row)})", row)
    return row


def test_words_and_other_numbers_do_not_name_a_letter(book):
    row, *_ = book.rows(
        "SELECT s.kode, n.nomor FROM surat AS s JOIN nomor AS n ON n.surat = s.id"
    )
    row, nomor = row | {"nomor": None}, row["nomor"]
    assert is_named(book, row, nomor.lower().replace("/", " / "))
    assert is_named(book, row, row["kode"].lower().replace("-", ""))
    for word in (nomor.replace("/", "-"), nomor.replace("/", "."), "usulan", ""):
        assert list_named(book, word) == []
        assert not is_named(book, row, word)


def test_get_and_history_take_words_of_several_arguments(kantor, tmp_path, capsys):
    target = tmp_path / "surat.pdf"
    assert formulir(kantor.folder, "get", "sman", "2", "bae", "-o", str(target)) == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert formulir(kantor.folder, "history", "sman", "2", "bae") == 0
    assert "terbit" in capsys.readouterr().out
