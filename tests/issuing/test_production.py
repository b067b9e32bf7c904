"""The middle of the way of a letter: what is asked for comes back, in its order."""

from __future__ import annotations

import io
import pickle
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest

from formulir.issuing.gather import Perintah, gather
from formulir.issuing.hire import find_mesin
from formulir.issuing.plan import plan, plan_contoh
from formulir.issuing.production import make_letters, prepare
from formulir.issuing.ways import find_cara
from formulir.office.kantor import open_kantor
from formulir.pipeline import reserve
from formulir.press.printing.print_letters import Failure
from formulir.press.printing.worker import hold_worker
from tests.kantor import add_kind, make_kantor, make_printer

LETTERS = 5


@pytest.fixture
def asked(tmp_path):
    """Reserve the letters of a numbered kind; nothing else of it was done."""
    folder = make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    add_kind(folder, "X1")
    kantor = open_kantor(folder)
    perintah = Perintah(
        formulir="X1", tahun=2016, wilayah="33.19", tanggal=date(2016, 3, 14)
    )
    with kantor.catatan_terbuka() as db:
        kumpulan = gather(kantor, db, perintah)
        daftar = reserve(kantor, db, kumpulan, perintah)
    mesin = find_mesin(kantor)
    find_cara.cache_clear()
    yield kantor, kumpulan, mesin, daftar
    hold_worker(mesin).stop()


@pytest.fixture
def tugas(asked):
    """Make the task of the first letters."""
    kantor, kumpulan, mesin, daftar = asked
    return plan(kantor, kumpulan, mesin, daftar[:LETTERS])


def change(tugas, place, konteks):
    daftar = list(tugas.daftar)
    daftar[place] = replace(daftar[place], konteks=konteks)
    return replace(tugas, daftar=tuple(daftar))


def read_foot(finished):
    """Return the first words of a letter's foot: its number and its code."""
    (page,) = pypdf.PdfReader(io.BytesIO(finished.pdf)).pages
    return page.extract_text().split("halaman")[0].strip()


def foot(pesanan):
    return f"{pesanan.surat.nomor} | {pesanan.surat.kode}"


def test_letters_come_back_in_the_order_in_which_they_were_asked_for(tugas):
    backward = replace(tugas, daftar=tugas.daftar[::-1])
    for asked in (tugas, backward):
        feet = [read_foot(finished) for finished in make_letters(asked)]
        assert feet == [foot(pesanan) for pesanan in asked.daftar]
        assert len(set(feet)) == LETTERS


def test_no_letters_make_nothing(tugas):
    assert make_letters(replace(tugas, daftar=())) == []


@pytest.mark.parametrize("place", range(LETTERS))
def test_a_letter_whose_context_cannot_be_filled_fails_by_itself(tugas, place):
    konteks = {k: v for k, v in tugas.daftar[place].konteks.items() if k != "sekolah"}
    results = make_letters(change(tugas, place, konteks))
    failure = results.pop(place)
    assert isinstance(failure, Failure)
    assert f"letter {tugas.daftar[place].surat.baris.kunci}:" in failure.reason
    others = [each for index, each in enumerate(tugas.daftar) if index != place]
    assert [read_foot(finished) for finished in results] == list(map(foot, others))


def test_a_letter_that_cannot_be_printed_fails_by_itself_too(tugas):
    konteks = tugas.daftar[1].konteks
    sekolah = konteks["sekolah"] | {"nama": "SD GAGAL CETAK"}
    faulty = change(tugas, 1, konteks | {"sekolah": sekolah})
    unfillable = change(faulty, 3, {})
    results = make_letters(unfillable)
    assert [isinstance(result, Failure) for result in results] == [0, 1, 0, 1, 0]
    assert "cannot be printed" in results[1].reason
    for place in (0, 2, 4):
        assert read_foot(results[place]) == foot(tugas.daftar[place])


def test_when_no_letter_can_be_filled_all_fail_and_nothing_is_printed(tugas):
    faulty = tugas
    for place in range(LETTERS):
        faulty = change(faulty, place, {})
    results = make_letters(faulty)
    assert [type(result) for result in results] == [Failure] * LETTERS
    assert hold_worker(tugas.mesin).child is None


def test_a_template_is_compiled_once_for_all_tasks_that_are_sent(tugas):
    for _ in range(3):
        make_letters(pickle.loads(pickle.dumps(tugas)))  # noqa: S301 - our own, as it travels
    assert find_cara.cache_info().misses == 1
    assert find_cara.cache_info().hits == 2


def test_one_libreoffice_prints_all_tasks_of_a_process(tugas):
    pids = set()
    for _ in range(3):
        make_letters(pickle.loads(pickle.dumps(tugas)))  # noqa: S301 - our own, as it travels
        pids.add(hold_worker(tugas.mesin).child.pid)
    assert len(pids) == 1
    assert hold_worker(tugas.mesin).used == 3


def test_a_printer_that_was_killed_is_replaced_and_no_letter_is_lost(tugas):
    make_letters(tugas)
    hold_worker(tugas.mesin).child.kill()
    results = make_letters(tugas)
    assert [read_foot(result) for result in results] == list(map(foot, tugas.daftar))
    for result in results:
        pikepdf.open(io.BytesIO(result.pdf)).close()


def test_a_lone_letter_is_not_blamed_for_a_printer_that_was_killed(tugas):
    make_letters(tugas)
    hold_worker(tugas.mesin).child.kill()
    (result,) = make_letters(replace(tugas, daftar=tugas.daftar[:1]))
    assert read_foot(result) == foot(tugas.daftar[0])


def test_to_prepare_is_to_have_a_printer_running_and_no_letter_printed(tugas):
    worker = hold_worker(tugas.mesin)
    prepare(tugas)
    assert worker.child is not None
    assert worker.used == 0


def test_of_what_is_prepared_nothing_is_told(tugas, monkeypatch):
    bare = tuple(replace(each, konteks={}) for each in tugas.daftar)
    prepare(replace(tugas, daftar=bare, banyak=True))
    assert hold_worker(tugas.mesin).used == 0
    hold_worker(tugas.mesin).stop()
    monkeypatch.setattr(
        "formulir.press.printing.worker._SCRIPT", tugas.mesin.kerja / "tiada"
    )
    prepare(replace(tugas, banyak=True))
    (made,) = make_letters(replace(tugas, daftar=tugas.daftar[:1]))
    assert isinstance(made, Failure)


def test_what_is_tried_beforehand_is_drawn_evenly_and_has_a_number_of_some_length(
    asked, monkeypatch
):
    kantor, kumpulan, mesin, daftar = asked
    few = plan_contoh(kantor, kumpulan, mesin, kumpulan.daftar, banyak=False)
    assert (len(few.daftar), few.banyak) == (1, False)

    monkeypatch.setattr("formulir.issuing.plan.CONTOH", 2)
    many = plan_contoh(kantor, kumpulan, mesin, kumpulan.daftar, banyak=True)
    assert many.banyak
    keys = [baris.kunci for baris in kumpulan.daftar]
    step = len(keys) // 2
    assert [each.surat.baris.kunci for each in many.daftar] == keys[::step]
    given = {surat.kode for surat in daftar} | {surat.nomor for surat in daftar}
    for each in many.daftar:
        assert not {each.surat.kode, each.surat.nomor} & given
        assert len(each.surat.nomor) > len("1/A/2016")
