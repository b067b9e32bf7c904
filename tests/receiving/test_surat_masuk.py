"""Letters of other offices get a number of our book, and stay as they came."""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
import signal

import openpyxl
import pikepdf
import pytest

from formulir.archive.find import find_kode
from formulir.office.kantor import open_kantor
from formulir.receiving.surat_masuk import CoverNote, receive_masuk
from formulir.records.ledger.masuk import SuratMasuk
from tests.kantor import make_kantor
from tests.terima import read_lines
from tests.tools.kembali import add_page, make_identity, sign_pdf

FORK = multiprocessing.get_context("fork")
DINAS = "DISDIK-33.19"
FACTS = ("--nomor", "421.1/ 0394 /2016.a", "--tanggal", "2016-03-10", "--hal", "Usulan")
TODAY = ("--terima", "2016-03-14")


def make_pdf(words: str = "a") -> bytes:
    """Return a PDF of one empty page; other words give other bytes."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.Root.Kata = pikepdf.String(words)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return make_kantor(tmp_path_factory.mktemp("masuk") / "kantor", printer=None)


def receive(meja, data, *words, dari=DINAS, facts=FACTS):
    return meja.receive("masuk.pdf", data, "--dari", dari, *facts, *TODAY, *words)


def test_a_letter_of_another_office_gets_a_number_of_our_book(meja, capfd):
    data = make_pdf()
    assert receive(meja, data, "--disposisi", "Seksi PMS", "--json") == 0
    (done,) = read_lines(capfd.readouterr().out)
    assert (done["hasil"], done["agenda"]) == ("masuk", 1)
    (act,) = meja.acts("masuk")
    assert {name: act[name] for name in ("dari", "nomor", "terima", "agenda")} == {
        "dari": DINAS,
        "nomor": "421.1/ 0394 /2016.a",
        "terima": "2016-03-14",
        "agenda": 1,
    }
    assert act["wilayah"] == {"penerbit": "33.19"}
    assert meja.object(act) == data
    for words in (["Usulan"], ["--status", "masuk"], ["seksi", "pms"], ["394"]):
        assert meja.run("find", *words[:1], *words[1:], "--json") == 0
        expected = [] if words == ["394"] else [done["kode"]]
        found = read_lines(capfd.readouterr().out)
        assert [row["kode"] for row in found] == expected
    target = meja.folder.parent / "keluar.pdf"
    for word in ("421.1/ 0394 /2016.a", done["kode"], str(done["entri"])):
        assert meja.run("get", word, "-o", str(target)) == 0
        assert target.read_bytes() == data
    assert meja.sound() == []


def test_numbers_of_the_book_have_no_gap_and_begin_anew_each_year(meja):
    for nomor, terima in (
        ("a", "2016-03-14"),
        ("b", "2016-12-31"),
        ("c", "2017-01-02"),
    ):
        facts = ("--nomor", nomor, "--tanggal", "2016-03-10", "--hal", "x")
        words = ("--dari", "Sekretariat", *facts, "--terima", terima)
        assert meja.receive("m.pdf", make_pdf(nomor), *words) == 0
    rows = meja.rows("SELECT tahun, urut, nomor FROM masuk ORDER BY tahun, urut")
    assert rows == [(2016, 1, "a"), (2016, 2, "b"), (2017, 1, "c")]


def test_the_same_number_of_two_senders_is_two_letters(meja):
    assert receive(meja, make_pdf("a")) == 0
    assert receive(meja, make_pdf("b"), dari="DISDIK-33") == 0
    assert [act["agenda"] for act in meja.acts("masuk")] == [1, 2]
    assert meja.run("get", FACTS[1]) == 3  # two have it


def test_the_same_file_again_changes_nothing(meja, capfd):
    assert receive(meja, make_pdf()) == 0
    before, rows = meja.log(), meja.rows("SELECT * FROM masuk")
    assert receive(meja, make_pdf()) == 0
    assert "  sudah  " in capfd.readouterr().out
    assert (meja.log(), meja.rows("SELECT * FROM masuk")) == (before, rows)


def test_another_file_of_the_same_letter_is_taken_only_when_insisted_on(meja, capfd):
    assert receive(meja, make_pdf("a")) == 0
    assert receive(meja, make_pdf("b")) == 3
    told = capfd.readouterr().err
    assert told.startswith("surat-masuk-double: letter '421.1/ 0394 /2016.a'")
    assert "is number 1/2016 of the book" in told
    assert receive(meja, make_pdf("b"), "--lagi") == 0
    assert [act["agenda"] for act in meja.acts("masuk")] == [1, 2]
    acts = [name for (name,) in meja.rows("SELECT tindakan FROM riwayat ORDER BY id")]
    assert [name for name in acts if name != "impor"] == [
        "buku",
        "catat masuk",
        "masuk lagi",
        "catat masuk",
    ]


def test_a_proposal_writes_its_number_on_the_usulan(meja, capfd):
    assert receive(meja, make_pdf(), "--formulir", "02.1") == 0
    usulan = "SELECT pengusul, nomor, tanggal FROM usulan ORDER BY pengusul"
    assert meja.rows(usulan) == [
        ("DISDIK-33", None, None),
        (DINAS, "421.1/ 0394 /2016.a", "2016-03-10"),
    ]
    (act,) = meja.acts("masuk")
    assert (act["kunci"], act["tahap"]) == ("33.19/DISDIK-33.19/1", "T02")
    assert act["wilayah"] == {"penerbit": "33.19", "subjek": "33.19", "tujuan": "33"}
    facts = ("--nomor", "lain", "--tanggal", "2016-03-11", "--hal", "x")
    assert receive(meja, make_pdf("b"), "--formulir", "02.1", facts=facts) == 3
    assert "usulan-numbered: " in capfd.readouterr().err
    assert (
        receive(meja, make_pdf("b"), "--formulir", "02.1", "--lagi", facts=facts) == 0
    )
    assert meja.rows(usulan)[1] == (DINAS, "lain", "2016-03-11")


def test_a_letter_that_stands_for_none_that_is_expected_is_refused(meja, capfd):
    assert receive(meja, make_pdf(), "--formulir", "02.1", dari="Dinas Kudus") == 3
    assert "harapan-unknown: the records expect no letter" in capfd.readouterr().err
    assert receive(meja, make_pdf(), "--formulir", "02.1", "--tahun", "2017") == 3
    assert receive(meja, make_pdf(), "--formulir", "02.2", "--kunci", "1") == 3
    assert receive(meja, make_pdf(), "--formulir", "09.9") == 2
    assert meja.rows("SELECT * FROM masuk") == []


def test_a_statement_may_come_in_under_its_key(meja, capfd):
    ((npsn,),) = meja.rows("SELECT npsn FROM usulan_model ORDER BY npsn LIMIT 1")
    words = ("--formulir", "02.2", "--kunci", npsn)
    assert receive(meja, make_pdf(), *words, dari="SD Contoh") == 0
    capfd.readouterr()
    assert meja.run("status", "--tahun", "2016", "--json") == 0
    rows = read_lines(capfd.readouterr().out)
    row = next(each for each in rows if each["tahap"] == "T02")
    assert (row["expected"], row["incoming"], row["missing"]) == (38, 1, 37)


def test_a_stage_without_forms_shows_when_something_came_in(meja, capfd):
    assert receive(meja, make_pdf(), "--tahap", "t01", "--wilayah", "33.19") == 0
    capfd.readouterr()
    assert meja.run("status", "--tahun", "2016", "--json") == 0
    first, second, *_ = read_lines(capfd.readouterr().out)
    assert (first["tahap"], first["wilayah"], first["incoming"]) == ("T01", "33.19", 1)
    assert (second["tahap"], second["expected"]) == ("T02", 38)


def test_an_incoming_letter_that_was_changed_after_signing_is_told(meja, capfd):
    signed = add_page(sign_pdf(make_pdf(), make_identity("Kepala Dinas Contoh")))
    assert receive(meja, signed) == 0
    assert "changed after it was signed" in capfd.readouterr().out
    assert meja.acts("masuk")[0]["tanda_tangan"][0]["putusan"] == "diubah"


HOSTILE = '=HYPERLINK("http://x.example")'


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_book_runs_no_formula(meja, ending, tmp_path):
    facts = ("--nomor", "+1", "--tanggal", "2016-03-10", "--hal", HOSTILE)
    assert receive(meja, make_pdf(), dari="@SUM(A1)", facts=facts) == 0
    path = tmp_path / f"buku.{ending}"
    words = ("agenda", "--masuk", "--tahun", "2016", "-o", str(path))
    assert meja.run(*words) == 0
    if ending == "csv":
        text = io.StringIO(path.read_text(encoding="utf-8-sig"))
        row, _head = csv.DictReader(text, delimiter=";")
        assert (row["hal"], row["nomor"]) == ("'" + HOSTILE, "'+1")
        assert row["dari"] == "'@SUM(A1)"
    else:
        sheet = openpyxl.load_workbook(path).active
        cells = {sheet.cell(1, c).value: sheet.cell(2, c) for c in range(1, 13)}
        assert (cells["hal"].value, cells["hal"].data_type) == (HOSTILE, "s")


def test_half_of_what_must_be_said_is_mistyped(meja):
    path = str(meja.put("m.pdf", make_pdf()))
    for words in (
        ("--dari", DINAS),
        ("--nomor", "1"),
        ("--surat", "x", "--dari", DINAS),
        ("--lagi",),
        ("--dari", DINAS, *FACTS, "--terima", "2016-03-01"),
    ):
        assert meja.run("receive", path, *words) == 2
    assert meja.run("receive", str(meja.folder), "--surat", "x") == 2


FEW = ("numbered", "object", "checkpoint")
MORE = ("tunda", "log", "end", "completed")
STEPS = (*FEW, *(pytest.param(step, marks=pytest.mark.thorough) for step in MORE))


def pengantar(nomor="a", **more):
    surat = SuratMasuk(
        dari=DINAS,
        nomor=nomor,
        tanggal="2016-03-10",
        terima="2016-03-14",
        hal="Usulan",
        program=2016,
        sha256="",
        **more,
    )
    return CoverNote(surat=surat)


def _receive_and_die(folder, path, step):
    def cut(done):
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    asked = pengantar(formulir="02.1")
    receive_masuk(open_kantor(folder), path, cover=asked, after=cut)


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_entry_goes_on_with_the_number_it_was_given(meja, step):
    path = meja.put("m.pdf", make_pdf())
    child = FORK.Process(target=_receive_and_die, args=(meja.folder, path, step))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    committed = step in {"checkpoint", "end", "completed"}
    assert bool(meja.sound()) == (step != "completed")

    other = receive_masuk(
        meja.kantor, meja.put("n.pdf", make_pdf("b")), cover=pengantar("b")
    )
    assert other.agenda == 2
    assert bool(meja.sound()) == (not committed)
    usulan = "SELECT nomor FROM usulan WHERE pengusul = 'DISDIK-33.19'"
    assert meja.rows(usulan) == [("a" if committed else None,)]
    again = receive_masuk(meja.kantor, path, cover=pengantar(formulir="02.1"))
    assert (again.agenda, again.hasil) == (1, "sudah" if committed else "masuk")
    assert meja.sound() == []
    assert meja.rows(usulan) == [("a",)]
    assert sorted(act["agenda"] for act in meja.acts("masuk")) == [1, 2]


def _receive_some(folder, names):
    for name in names:
        path = folder.parent / f"{name}.pdf"
        path.write_bytes(make_pdf(name))
        receive_masuk(open_kantor(folder), path, cover=pengantar(name))


@pytest.mark.slow
def test_two_clerks_at_once_share_no_number_and_leave_no_gap(meja):
    names = [[f"{clerk}{index}" for index in range(5)] for clerk in "ab"]
    clerks = [FORK.Process(target=_receive_some, args=(meja.folder, n)) for n in names]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert [clerk.exitcode for clerk in clerks] == [0, 0]
    assert sorted(act["agenda"] for act in meja.acts("masuk")) == list(range(1, 11))
    assert meja.sound() == []


def test_the_ledger_and_the_archive_are_held_against_each_other(meja):
    assert receive(meja, make_pdf()) == 0
    assert meja.sound() == []
    with meja.kantor.open_catatan() as db:
        db.conn.execute("DROP TRIGGER masuk_fixed")
        db.conn.execute("UPDATE masuk SET nomor = 'lain'")
    assert meja.run("verify") == 6


def test_an_incoming_letter_has_the_status_masuk(meja):
    done = receive_masuk(meja.kantor, meja.put("m.pdf", make_pdf()), cover=pengantar())
    found = find_kode(meja.kantor.archive, [done.kode])
    assert found[done.kode].isi["status"] == "masuk"


def test_a_stage_that_there_is_not_is_refused_before_a_number(meja, capfd):
    assert receive(meja, make_pdf(), "--tahap", "T10", "--wilayah", "33.19") == 2
    assert "pilihan-unknown: there is no tahap 'T10'" in capfd.readouterr().err
    assert meja.acts("masuk") == []
