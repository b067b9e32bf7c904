"""What each step of a letter costs by itself, in one process."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from bench.office import KIND
from bench.ours import MakeLetters, plan_office
from bench.peers import render_share
from bench.report import describe_load, table
from formulir.issuing.plan import MANY, PART
from formulir.issuing.ways import find_way
from formulir.letters.reading.render import fill_parts, render
from formulir.press.finishing.finish import finish
from formulir.press.joining.join import join
from formulir.press.joining.join_odf import join_odf
from formulir.press.joining.split import JoinedFacts, split
from formulir.press.pdf.paper import open_pdf
from formulir.press.printing.worker import LibreOfficeWorker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.office import Province
    from formulir.issuing.production import Job

T = TypeVar("T")
SIZES = (10, 25, 50, 100, 200)
LIMIT_S = 300.0
THEIRS = "beside it: docxtpl renders and saves a DOCX each"
PACKED = "beside it: render and pack a DOCX each"
AS_DOCX_JOIN = "beside it: join as DOCX"
AS_DOCX_PRINT = "beside it: print from DOCX (LibreOffice)"
WORDS = """\
## Step by step

{command}. {load}
Formulir {kind}, {count} letters joined in one document, one process,
milliseconds a letter, rounds: {rounds}. What stands beside is no part of the way.
"""
WORDS_CHUNKS = """\
## How many letters are joined

{command}. {load}
`make_letters` for {count} letters of Formulir {kind} in two processes
that run already, in turns, rounds: {rounds}; `issue` joins {own} or, of many,
up to {most}.
"""


@dataclass
class Clock:
    """Collects how long steps take, in milliseconds a letter."""

    letters: int
    taken: dict[str, list[float]] = field(default_factory=dict)

    def time(self, name: str, work: Callable[[], T]) -> T:
        start = perf_counter()
        result = work()
        taken_ms = (perf_counter() - start) * 1000 / self.letters
        self.taken.setdefault(name, []).append(taken_ms)
        return result


def measure_stages(
    province: Province, folder: Path, *, rounds: int, command: str
) -> str:
    """Measure every step, and return the section."""
    load = describe_load()
    whole = plan_office(province.part)
    clock = Clock(letters=min(PART, len(whole.letters)))
    worker = LibreOfficeWorker(machine=whole.machine)
    try:
        for _ in range(rounds + 1):
            _make_once(whole, clock, worker)
            _render_peer(province, clock, folder / "docxtpl-satu")
    finally:
        worker.stop()
    rows = [
        (
            name,
            f"{median(taken[1:]):.2f}",
            f"{min(taken[1:]):.2f} to {max(taken[1:]):.2f}",
        )
        for name, taken in clock.taken.items()
    ]
    text = WORDS.format(
        command=command, load=load, kind=KIND, count=clock.letters, rounds=rounds
    )
    slow, fast = (median(clock.taken[name][1:]) for name in (THEIRS, PACKED))
    more = f"docxtpl takes {slow / fast:.0f} times as long for the same files.\n"
    return "\n".join([text, table(("step", "median", "range"), rows), more])


def _make_once(whole: Job, clock: Clock, worker: LibreOfficeWorker) -> None:
    """Take a chunk through all steps; the first round only warms up."""
    cara = find_way(whole.nama, whole.docx, whole.profil, whole.route, whole.machine)
    template = cara.template
    chunk = whole.letters[: clock.letters]
    filled = clock.time(
        "fill the DOCX",
        lambda: [fill_parts(template, p.konteks, kunci="-") for p in chunk],
    )
    cara.prove([cara.fill(p.konteks, kunci="-") for p in chunk], worker)
    bodies = clock.time(
        "fill the ODF",
        lambda: [body.text for p in chunk if (body := cara.fill_odf(p.konteks))],
    )
    assert cara.odf is not None, cara.reason
    skeleton = cara.odf[1]
    odf = clock.time("join", lambda: join_odf(skeleton, bodies))
    fodt = odf.fodt
    pdf = clock.time(
        "print (LibreOffice)", lambda: worker.convert_odf(fodt, limit_s=LIMIT_S)
    )

    def take_apart() -> int:
        with open_pdf(pdf) as printed:
            facts = JoinedFacts(
                widths=odf.widths, count=len(chunk), pages=worker.pages, anew=odf.anew
            )
            letters = split(printed, facts, judul=whole.judul)
            pairs = zip(letters, chunk, strict=True)
            return len([finish(one, closing=p.closing) for one, p in pairs])

    clock.time("split, stamp, foot and save", take_apart)
    clock.time(PACKED, lambda: [render(template, p.konteks, kunci="-") for p in chunk])
    docx = clock.time(AS_DOCX_JOIN, lambda: join(cara.skeleton, filled).docx)
    clock.time(AS_DOCX_PRINT, lambda: worker.convert(docx, limit_s=LIMIT_S))


def _render_peer(province: Province, clock: Clock, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    contexts = province.contexts[: clock.letters]
    clock.time(THEIRS, lambda: render_share(contexts, str(folder), 0))


def measure_chunks(province: Province, *, rounds: int, command: str) -> str:
    """Measure sizes of chunks in turns, and return the section."""
    load = describe_load()
    made = MakeLetters(plan_office(province.part))
    taken: dict[int, list[float]] = {size: [] for size in SIZES}
    try:
        for _ in range(rounds):
            for size in SIZES:
                made.size = size
                taken[size].append(made.once())
    finally:
        made.close()
    rows = [
        (size, f"{made.count / median(times):.1f}", f"{median(times):.2f}")
        for size, times in taken.items()
    ]
    text = WORDS_CHUNKS.format(
        command=command,
        load=load,
        kind=KIND,
        count=made.count,
        rounds=rounds,
        own=PART,
        most=MANY.largest,
    )
    head = ("letters joined", "letters a second", "median, s")
    return text + "\n" + table(head, rows)
