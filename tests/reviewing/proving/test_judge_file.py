"""An answer on a file in the hand."""

from __future__ import annotations

from datetime import datetime

import pytest

from formulir.archive.proof.akses import judge_akses, record_akses
from formulir.archive.proof.policy import trust_log
from formulir.archive.proof.receipt import judge_receipt, read_receipt
from formulir.office.founding import found_kantor
from formulir.office.kantor import open_kantor
from formulir.reviewing.audit import BagianMissingError, EntriUnknownError, get_file
from formulir.reviewing.history import read_history
from formulir.reviewing.proving.judge_file import judge_file
from formulir.reviewing.proving.parts import get_receipt, verify_part
from tests.kantor import FIRST_ENTRY, formulir
from tests.tools import bundles


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return bundles.make_office(tmp_path_factory.mktemp("kantor"))


@pytest.fixture
def kantor(office):
    return open_kantor(office)


def test_what_was_archived_is_genuine(kantor):
    verdict = judge_file(kantor, get_file(kantor, str(FIRST_ENTRY + 1)).data)
    assert (verdict.putusan, verdict.facts["formulir"]) == ("asli", "02.2")


def test_what_was_voided_is_told(kantor):
    verdict = judge_file(kantor, get_file(kantor, str(FIRST_ENTRY + 2)).data)
    assert verdict.putusan == "dibatalkan"
    assert "keliru" in verdict.reason


def test_what_was_changed_is_known_by_the_code_that_it_bears(kantor):
    data = get_file(kantor, str(FIRST_ENTRY + 1)).data
    verdict = judge_file(kantor, data + b"% one line more\n")
    assert verdict.putusan == "berubah"
    assert verdict.kode == judge_file(kantor, data).kode


def test_what_nobody_knows_is_unknown(kantor):
    for data in (b"", b"x", b"%PDF-1.7 broken", b"\xff\xd8\xff\xe0 JFIF"):
        verdict = judge_file(kantor, data)
        assert (verdict.putusan, verdict.kode) == ("tidak dikenal", None)


def test_an_office_that_has_printed_nothing_judges_a_file(tmp_path):
    found_kantor(tmp_path / "baru")
    kantor = open_kantor(tmp_path / "baru")
    assert not kantor.workdir.exists()
    assert judge_file(kantor, b"%PDF-1.4\n%%EOF\n").putusan == "tidak dikenal"


def test_what_was_replaced_is_genuine_and_replaced(tmp_path):
    office = bundles.make_office(tmp_path, letters=1)
    other = bundles.make_office(tmp_path / "lain", letters=2)
    kantor = open_kantor(other)
    data = get_file(kantor, str(FIRST_ENTRY)).data
    kode = judge_file(kantor, data).kode
    words = ("--alasan", "nama keliru", "--tanggal", "2016-03-15", "--ya")
    assert formulir(other, "replace", kode, *words) == 0
    verdict = judge_file(kantor, data)
    assert verdict.putusan == "asli, digantikan"
    assert "nama keliru" in verdict.reason
    assert office.exists()


def test_a_receipt_is_made_of_a_letter_or_of_its_signed_return(kantor):
    policy = trust_log(kantor.archive.verifier)
    proved = judge_receipt(read_receipt(get_receipt(kantor, str(FIRST_ENTRY))), policy)
    assert proved.isi["tindakan"] == "terbit"
    signed = judge_receipt(
        read_receipt(get_receipt(kantor, str(FIRST_ENTRY), signed=True)), policy
    )
    assert signed.isi["tindakan"] == "ditandatangani"
    with pytest.raises(BagianMissingError):
        get_receipt(kantor, str(FIRST_ENTRY + 1), signed=True)
    with pytest.raises(EntriUnknownError):
        get_receipt(kantor, "zzzzzz")


def test_a_part_of_an_archive_shows_a_damaged_file_when_it_is_drawn(tmp_path):
    office = bundles.make_office(tmp_path, letters=2)
    kantor = open_kantor(office)
    done = verify_part(kantor, share=(1, 1))
    assert (done.drawn, done.findings) == (done.size, ())
    assert verify_part(kantor, share=(1, 10)).drawn == -(-done.size // 10)
    path = next((office / "archive" / "objects").glob("*/*.jpg"))
    path.chmod(0o644)
    path.write_bytes(b"?")
    (fault,) = verify_part(kantor, share=(1, 1)).findings
    assert fault.place.endswith(".jpg")


def test_looks_are_told_with_the_acts_on_a_letter(office, kantor, tmp_path):
    target = tmp_path / "surat.pdf"
    words = ("--untuk", "BPK", "-o", str(target))
    assert formulir(office, "get", str(FIRST_ENTRY + 1), *words) == 0
    assert formulir(office, "find", "Contoh", "--tahun", "2016") == 0
    kode = judge_file(kantor, target.read_bytes()).kode
    with kantor.open_catatan(read_only=True) as db:
        own = read_history(kantor, db, [kode])
        all_ = read_history(kantor, db, [])
    assert [row["tindakan"] for row in own][:2] == ["pesan", "terbit"]
    assert ("ambil", "BPK") in [
        (row["tindakan"], row["rincian"].get("untuk")) for row in own
    ]
    searched = [row for row in all_ if row["tindakan"] == "cari"]
    assert searched[-1]["rincian"]["kata"] == "Contoh"
    assert judge_akses(kantor.archive).faults == []


def test_a_look_in_the_second_of_an_act_is_told_behind_it(kantor):
    kode = judge_file(kantor, get_file(kantor, str(FIRST_ENTRY)).data).kode
    with kantor.open_catatan(read_only=True) as db:
        first, *_ = read_history(kantor, db, [kode])
        moment = datetime.fromisoformat(first["saat"])
        isi = {"tindakan": "ambil", "kode": kode, "untuk": "Inspektorat"}
        record_akses(kantor.archive, isi, saat=moment, key=None)
        told = read_history(kantor, db, [kode])
    assert told[0] == first
    look = [row["rincian"].get("untuk") for row in told].index("Inspektorat")
    assert {row["saat"] for row in told[:look]} == {first["saat"]}


def test_a_look_that_cannot_be_recorded_is_told_and_hinders_nobody(
    office, tmp_path, capsys
):
    log = office / "archive" / "akses.jsonl"
    kept = log.read_bytes()
    log.write_bytes(b"sampah\n")
    try:
        assert (
            formulir(office, "get", str(FIRST_ENTRY + 1), "-o", str(tmp_path / "x.pdf"))
            == 0
        )
    finally:
        log.write_bytes(kept)
    assert "this is not recorded" in capsys.readouterr().err
    assert (tmp_path / "x.pdf").exists()
