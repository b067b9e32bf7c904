"""The middle of the way of a letter: what is asked for comes back, in its order."""

from __future__ import annotations

import io
import pickle
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest

from formulir.issuing.gather import Request, gather
from formulir.issuing.machine import find_machine
from formulir.issuing.plan import FEW, MANY, Planner
from formulir.issuing.preflight import preflight
from formulir.issuing.production import make_letters, prepare
from formulir.issuing.reserving import reserve
from formulir.issuing.verdicts import Route, Verdict
from formulir.issuing.ways import find_way
from formulir.office.kantor import open_kantor
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
    request = Request(
        formulir="X1", tahun=2016, wilayah="33.19", tanggal=date(2016, 3, 14)
    )
    with kantor.open_catatan() as db:
        batch = gather(kantor, db, request)
        letters = reserve(kantor, db, preflight(kantor, db, batch), request)
    mesin = find_machine(kantor)
    hold_worker(mesin).stop()  # it has printed letters to be looked at
    find_way.cache_clear()
    yield kantor, batch, mesin, letters
    hold_worker(mesin).stop()


@pytest.fixture
def job(asked):
    """Make the task of the first letters."""
    kantor, batch, mesin, letters = asked
    planner = Planner(kantor=kantor, batch=batch, machine=mesin, scale=FEW)
    return planner.plan(letters[:LETTERS], lampiran={})


def change(job, place, konteks):
    letters = list(job.letters)
    letters[place] = replace(letters[place], konteks=konteks)
    return replace(job, letters=tuple(letters))


def read_foot(finished):
    """Return the first words of a letter's foot: its number and its code."""
    (page,) = pypdf.PdfReader(io.BytesIO(finished.pdf)).pages
    return page.extract_text().split("halaman")[0].strip()


def foot(pesanan):
    return f"{pesanan.surat.nomor} | {pesanan.surat.kode}"


def test_letters_come_back_in_the_order_in_which_they_were_asked_for(job):
    backward = replace(job, letters=job.letters[::-1])
    for asked in (job, backward):
        feet = [read_foot(finished) for finished in make_letters(asked)]
        assert feet == [foot(pesanan) for pesanan in asked.letters]
        assert len(set(feet)) == LETTERS


def test_no_letters_make_nothing(job):
    assert make_letters(replace(job, letters=())) == []


def test_a_letter_whose_context_cannot_be_filled_fails_by_itself(job):
    for place, one in enumerate(job.letters):
        konteks = {k: v for k, v in one.konteks.items() if k != "sekolah"}
        results = make_letters(change(job, place, konteks))
        failure = results.pop(place)
        assert isinstance(failure, Failure)
        assert f"letter {one.surat.draft.kunci}:" in failure.reason
        others = [each for index, each in enumerate(job.letters) if index != place]
        assert [read_foot(finished) for finished in results] == list(map(foot, others))


def test_a_letter_that_cannot_be_printed_fails_by_itself_too(job):
    konteks = job.letters[1].konteks
    sekolah = konteks["sekolah"] | {"nama": "SD GAGAL CETAK"}
    faulty = change(job, 1, konteks | {"sekolah": sekolah})
    unfillable = change(faulty, 3, {})
    results = make_letters(unfillable)
    assert [isinstance(result, Failure) for result in results] == [0, 1, 0, 1, 0]
    assert "cannot be printed" in results[1].reason
    for place in (0, 2, 4):
        assert read_foot(results[place]) == foot(job.letters[place])


def test_when_no_letter_can_be_filled_all_fail_and_nothing_is_printed(job):
    faulty = job
    for place in range(LETTERS):
        faulty = change(faulty, place, {})
    results = make_letters(faulty)
    assert [type(result) for result in results] == [Failure] * LETTERS
    assert hold_worker(job.machine).child is None


def test_a_template_is_compiled_once_for_all_tasks_that_are_sent(job):
    for _ in range(3):
        make_letters(pickle.loads(pickle.dumps(job)))  # noqa: S301 - our own, as it travels
    assert find_way.cache_info().misses == 1
    assert find_way.cache_info().hits == 2


def test_one_libreoffice_prints_all_tasks_of_a_process(job):
    pids = set()
    for _ in range(3):
        make_letters(pickle.loads(pickle.dumps(job)))  # noqa: S301 - our own, as it travels
        pids.add(hold_worker(job.machine).child.pid)
    assert len(pids) == 1
    assert hold_worker(job.machine).used == 3 * LETTERS


@pytest.mark.parametrize(("route", "documents"), [("docx", 1), ("odf", LETTERS)])
def test_what_was_proved_of_one_way_lets_no_other_join(job, route, documents):
    way = find_way(job.nama, job.docx, job.profil, job.route, job.machine)
    gone = (way.fill(one.konteks, kunci="k").branches for one in job.letters)
    every = frozenset().union(*gone)
    way.verdict = Verdict(route=Route(route), branches=every, sheets=9)
    feet = [read_foot(finished) for finished in make_letters(job)]
    assert feet == [foot(pesanan) for pesanan in job.letters]
    assert hold_worker(job.machine).used == documents


def test_a_printer_that_was_killed_is_replaced_and_no_letter_is_lost(job):
    make_letters(job)
    hold_worker(job.machine).child.kill()
    results = make_letters(job)
    assert [read_foot(result) for result in results] == list(map(foot, job.letters))
    for result in results:
        pikepdf.open(io.BytesIO(result.pdf)).close()


def test_a_lone_letter_is_not_blamed_for_a_printer_that_was_killed(job):
    make_letters(job)
    hold_worker(job.machine).child.kill()
    (result,) = make_letters(replace(job, letters=job.letters[:1]))
    assert read_foot(result) == foot(job.letters[0])


def test_to_prepare_is_to_have_a_printer_running_and_no_letter_printed(job):
    worker = hold_worker(job.machine)
    prepare(job)
    assert worker.child is not None
    assert worker.used == 0


def test_of_what_is_prepared_nothing_is_told(job, monkeypatch):
    bare = tuple(replace(each, konteks={}) for each in job.letters)
    prepare(replace(job, letters=bare, route=Route.ODF))
    assert hold_worker(job.machine).used == 0
    hold_worker(job.machine).stop()
    monkeypatch.setattr(
        "formulir.press.printing.worker._SCRIPT", job.machine.workdir / "tiada"
    )
    prepare(replace(job, route=Route.ODF))
    (made,) = make_letters(replace(job, letters=job.letters[:1]))
    assert isinstance(made, Failure)


def test_what_is_tried_beforehand_is_drawn_evenly_and_has_a_number_of_some_length(
    asked,
):
    kantor, batch, mesin, letters = asked
    planner = Planner(kantor=kantor, batch=batch, machine=mesin, scale=FEW)
    few = planner.plan_sample(batch.drafts)
    assert (len(few.letters), few.route) == (len(batch.drafts), Route.DOCX)

    planner = replace(planner, scale=replace(MANY, samples=2))
    many = planner.plan_sample(batch.drafts)
    assert many.route is Route.ODF
    keys = [draft.kunci for draft in batch.drafts]
    step = len(keys) // 2
    assert [each.surat.draft.kunci for each in many.letters] == keys[::step]
    given = {surat.kode for surat in letters} | {surat.nomor for surat in letters}
    for each in many.letters:
        assert not {each.surat.kode, each.surat.nomor} & given
        assert len(each.surat.nomor) > len("1/A/2016")
