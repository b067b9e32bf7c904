"""Formulir itself, as it is compared: the middle of the way, and the whole way."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from time import perf_counter
from typing import TYPE_CHECKING

from bench.memory import Peak
from bench.office import DAY, KIND, YEAR, copy_office, formulir, issue_words
from formulir.issuing.gather import Request, gather
from formulir.issuing.machine import find_machine
from formulir.issuing.plan import MANY, PART, Planner
from formulir.issuing.production import make_letters
from formulir.model import Surat
from formulir.office.kantor import make_kode, open_kantor
from formulir.press.finishing.finish import FinishedPdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formulir.issuing.production import Job

WORKERS = 2


def plan_office(office: Path) -> Job:
    """Plan all letters of an office as one piece of work; nothing is reserved."""
    kantor = open_kantor(office)
    asked = Request(
        formulir=KIND, tahun=int(YEAR), tanggal=date.fromisoformat(DAY), workers=WORKERS
    )
    with kantor.open_catatan(read_only=True) as db:
        batch = gather(kantor, db, asked)
    letters = [
        Surat(draft=draft, kode=make_kode(), nomor=None, status="dipesan")
        for draft in batch.drafts
    ]
    machine = find_machine(kantor)
    planner = Planner(kantor=kantor, batch=batch, machine=machine, scale=MANY)
    return planner.plan(letters, lampiran={})


def cut(whole: Job, size: int) -> Iterator[Job]:
    """Cut a piece of work into chunks."""
    for start in range(0, len(whole.letters), size):
        yield replace(whole, letters=whole.letters[start : start + size])


class MakeLetters:
    """``make_letters`` in two processes whose LibreOffices run already."""

    name = "formulir `make_letters`: render, print, stamp"

    def __init__(self, whole: Job, size: int = PART) -> None:
        self.whole, self.size = whole, size
        self.pool = ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"))
        warm = cut(whole, max(1, len(whole.letters) // 8))
        list(self.pool.map(make_letters, warm))

    @property
    def count(self) -> int:
        return len(self.whole.letters)

    def once(self) -> float:
        start = perf_counter()
        made = list(self.pool.map(make_letters, cut(self.whole, self.size)))
        taken_s = perf_counter() - start
        good = sum(isinstance(one, FinishedPdf) for part in made for one in part)
        assert good == self.count, f"{good} letters of {self.count}"
        return taken_s

    def close(self) -> None:
        self.pool.shutdown()


class Issue:
    """``formulir issue`` on a fresh office, from the process's start to its end."""

    def __init__(self, office: Path, count: int, name: str) -> None:
        self.office, self.count, self.name = office, count, name
        self.peak, self.cpu_s = Peak(), 0.0

    def once(self) -> float:
        fresh = copy_office(self.office, self.office.with_name("kantor-terbit"))
        run = formulir(fresh, *issue_words())
        found = len(run.stdout.splitlines())
        assert found == self.count, f"{found} letters of {self.count}"
        self.peak.office = max(self.peak.office, run.peak.office)
        self.peak.others = max(self.peak.others, run.peak.others)
        self.cpu_s = run.cpu_s
        return run.taken_s

    def close(self) -> None:
        """Hold nothing open."""
