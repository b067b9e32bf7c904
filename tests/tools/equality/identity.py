"""Print many letters of mixed kinds, and read on every page whose it is.

``python -m tests.tools.equality.identity --letters 20000 --cores 2``: each paragraph
and row names its letter and its own number in it, so that a page under a wrong name
shows, and text that is lost, doubled or out of order. Letters go through the whole
press, in jobs of several sizes and by both routes; the code that they are closed with
is not what is looked for.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.issuing.ways import Route
from formulir.model import Docx, FinishedPdf
from formulir.office.kantor import find_libreoffice
from formulir.press.printing.libreoffice import find_python, probe_libreoffice
from formulir.press.printing.worker import PrintMachine
from tests.press.conftest import read_text
from tests.tools.equality.press import make_job, print_job
from tests.tools.templates.flow import optional_section
from tests.tools.templates.make import make_sentence
from tests.tools.templates.paper import Paper, complex_field, paragraph, run
from tests.tools.templates.things import write_cell, write_row, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_TOKEN = re.compile(r"Q(\d{5})(?:x(\d+)|h)")
_HEAD = "{{ kunci }}h"
"""What stands on edges and in headings, and may be repeated."""
_SIZES = (1, 3, 20, 50, 50, 200, 200)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A job, in words that travel to another process."""

    kind: str
    first: int
    size: int
    route: Route
    seed: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read of a job's letters."""

    kind: str
    letters: int = 0
    pages: int = 0
    seconds: float = 0.0
    wrong: tuple[str, ...] = ()


# --- Kinds ---


def _text(paper: Paper, *, ppr: str = "") -> None:
    paper.add(
        paragraph("{%p for a in alinea %}"),
        paragraph("{{ a }}", ppr=ppr),
        paragraph("{%p endfor %}"),
    )


def _rows(paper: Paper) -> None:
    heading = write_row(write_cell("Isi"), trpr="<w:tblHeader/>")
    loop = [
        write_row(write_cell(text, width=7000))
        for text in ("{%tr for a in alinea %}", "{{ a }}", "{%tr endfor %}")
    ]
    paper.add(write_table(heading, *loop, columns=1))


def plain(paper: Paper) -> None:
    _text(paper)


def with_edges(paper: Paper) -> None:
    paper.add_edge("header", paragraph(f"Kepada {_HEAD}"))
    paper.add_edge("footer", f"<w:p>{run('hal ')}{complex_field('PAGE')}</w:p>")
    _text(paper)


def absolute_edges(paper: Paper) -> None:
    paper.add_edge("header", paragraph(f"Kepada {_HEAD}"), absolute=True)
    _text(paper)


def rows_first(paper: Paper) -> None:
    _rows(paper)
    paper.add(paragraph("{{ akhir }}"))


def rows_last(paper: Paper) -> None:
    paper.add(paragraph(_HEAD))
    _rows(paper)
    paper.add(paragraph(ppr='<w:spacing w:after="0" w:line="20" w:lineRule="exact"/>'))


def cover_first(paper: Paper) -> None:
    paper.add_edge("header", paragraph(f"Sampul {_HEAD}"))
    paper.end_section(kind="nextPage")
    _text(paper)


def sometimes_cover(paper: Paper) -> None:
    paper.add_edge("header", paragraph(f"Sampul {_HEAD}"))
    paper.end_section("{% if ya %}Sampul{% endif %}", kind="nextPage")
    _text(paper)


def lying_between(paper: Paper) -> None:
    paper.add(paragraph(_HEAD))
    paper.end_section(kind="nextPage")
    paper.set_page((11906, 16838), lying=True)
    _text(paper)
    paper.end_section(kind="nextPage")
    paper.add(paragraph("{{ akhir }}"))


def optional_between(paper: Paper) -> None:
    optional_section(paper)
    _text(paper)


def in_columns(paper: Paper) -> None:
    paper.section["cols"] = '<w:cols w:num="2" w:space="400"/>'
    _text(paper)


def page_each(paper: Paper) -> None:
    paper.add(paragraph(_HEAD))
    _text(paper, ppr="<w:pageBreakBefore/>")


def signed(paper: Paper) -> None:
    _text(paper)
    for text in ("Hormat kami,", "Kepala,", "", "", _HEAD):
        paper.add(paragraph(text, ppr="<w:keepNext/>"))
    paper.add(paragraph("{{ akhir }}"))


def with_notes(paper: Paper) -> None:
    mark = paper.add_note("footnote", f"Catatan {_HEAD}")
    paper.add(f"<w:p>{run(_HEAD)}{mark}</w:p>")
    _text(paper)


KINDS: dict[str, Callable[[Paper], None]] = {
    kind.__name__: kind
    for kind in (
        *(plain, with_edges, absolute_edges, rows_first, rows_last, cover_first),
        *(sometimes_cover, lying_between, optional_between, in_columns, page_each),
        *(signed, with_notes),
    )
}
_ONE_BY_ONE = frozenset({"with_notes"})
"""Kinds that print slowly, of which there are few letters."""


def make_docx(kind: str) -> Docx:
    """Write the template of a kind."""
    paper = Paper(rng=random.Random(kind))
    KINDS[kind](paper)
    return Docx(paper.write())


def make_konteks(number: int, *, seed: int) -> dict[str, Any]:
    """Make the context of a letter of random length, which names it everywhere."""
    rng = random.Random(f"{seed}:{number}")
    kunci = f"Q{number:05}"
    size = rng.choice((0, 1, 2, 5, 9, 15, 30, 60))
    alinea = [
        f"{kunci}x{n} "
        # A page may begin in the middle of a paragraph, and end before it does.
        + " ".join(
            f"{make_sentence(rng, 4)} {kunci}h" for _ in range(rng.randrange(1, 8))
        )
        for n in range(size)
    ]
    return {
        "kunci": kunci,
        "nama": f"{kunci}h",
        "kode": f"{kunci}h",
        "ya": rng.randrange(2),
        "alinea": alinea or [f"{kunci}x0"],
        "akhir": f"{kunci}x{max(size, 1)}",
    }


# --- Reading ---


def find_wrong(
    texts: Sequence[str], konteks: dict[str, Any], *, last: bool
) -> Iterator[str]:
    """Tell what is wrong with a letter's pages.

    Args:
        texts: The text of each page.
        konteks: What filled the letter.
        last: Whether the letter prints ``akhir``, too.
    """
    wanted = len(konteks["alinea"]) + last
    seen: list[int] = []
    for number, text in enumerate(texts, start=1):
        found = _TOKEN.findall(text)
        others = {f"Q{key}" for key, _ in found} - {konteks["kunci"]}
        if others:
            yield f"page {number} holds text of {', '.join(sorted(others))}"
        if not found:
            yield f"page {number} names nobody: {text[:60]!r}"
        own = [int(place) for _, place in found if place]
        if own and seen and min(own) <= max(seen):
            yield f"page {number} is out of order"
        seen += own
    if sorted(seen) != list(range(wanted)):
        lost = sorted(set(range(wanted)) - set(seen))
        twice = sorted(place for place, count in Counter(seen).items() if count > 1)
        yield f"text is lost ({lost[:5]}) or doubled ({twice[:5]})"


def run_order(order: Order, machine: PrintMachine) -> Reading:
    """Print a job, and read it."""
    docx = make_docx(order.kind)
    letters = [
        make_konteks(order.first + n, seed=order.seed) for n in range(order.size)
    ]
    job = make_job(docx, letters, machine=machine, nama=order.kind, route=order.route)
    begun = time.monotonic()
    made = print_job(job)
    seconds = time.monotonic() - begun
    if isinstance(made, str):
        wrong = (f"{order}: {made}",)
        return Reading(kind=order.kind, seconds=seconds, wrong=wrong)
    wrong, pages = [], 0
    for konteks, one in zip(letters, made, strict=True):
        if not isinstance(one, FinishedPdf):
            wrong.append(f"{konteks['kunci']}: {one.reason}")
            continue
        pages += one.halaman
        last = order.kind in {"rows_first", "lying_between", "signed"}
        told = find_wrong(read_text(one.pdf), konteks, last=last)
        where = f"{order.kind} of {order.size} by {order.route}: {konteks['kunci']}"
        wrong += [f"{where}: {reason}" for reason in told]
    return Reading(
        kind=order.kind,
        letters=len(made),
        pages=pages,
        seconds=seconds,
        wrong=tuple(wrong),
    )


def plan_orders(letters: int, *, seed: int, kinds: Sequence[str]) -> Iterator[Order]:
    """Deal so many letters out to jobs of several kinds, sizes and routes."""
    rng = random.Random(seed)
    first = 0
    while first < letters:
        kind = rng.choice(kinds)
        size = min(rng.choice(_SIZES), letters - first)
        if kind in _ONE_BY_ONE:
            size = min(size, 3)
        route = rng.choice(list(Route))
        yield Order(kind=kind, first=first, size=size, route=route, seed=seed)
        first += size


def run_orders(
    orders: Iterable[Order], machine: PrintMachine, *, cores: int
) -> Iterator[Reading]:
    """Run jobs, in several processes where that is wanted."""
    if cores == 1:
        for order in orders:
            yield run_order(order, machine)
        return
    spawn = get_context("spawn")
    with ProcessPoolExecutor(cores, mp_context=spawn) as pool:
        waiting = [pool.submit(run_order, order, machine) for order in orders]
        for one in waiting:
            yield one.result()


def main() -> int:
    """Print, read, and count."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.equality.identity")
    parser.add_argument("--letters", type=int, default=20_000)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    asked = parser.parse_args()
    orders = list(
        plan_orders(asked.letters, seed=asked.seed, kinds=asked.kinds.split(","))
    )
    program = probe_libreoffice(find_libreoffice(None)).path
    readings = []
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="milik-") as folder:
        machine = PrintMachine(
            program=program, python=find_python(program), workdir=Path(folder)
        )
        for reading in run_orders(orders, machine, cores=asked.cores):
            readings.append(reading)
            for line in reading.wrong[:3]:
                sys.stdout.write(f"  ! {line[:200]}\n")
            sys.stdout.flush()
    for line in _sum_up(readings, seconds=time.monotonic() - begun):
        sys.stdout.write(f"{line}\n")
    return int(any(reading.wrong for reading in readings))


def _sum_up(readings: Sequence[Reading], *, seconds: float) -> Iterator[str]:
    for kind in sorted({reading.kind for reading in readings}):
        own = [reading for reading in readings if reading.kind == kind]
        letters = sum(one.letters for one in own)
        speed = letters / (sum(one.seconds for one in own) or 1)
        yield (
            f"{kind}: {letters} letters, {sum(one.pages for one in own)} pages, "
            f"{speed:.0f} letters a second, {sum(len(one.wrong) for one in own)} wrong"
        )
    letters = sum(one.letters for one in readings)
    pages = sum(one.pages for one in readings)
    wrong = sum(len(one.wrong) for one in readings)
    yield (
        f"{letters} letters of {pages} pages in {len(readings)} jobs: {wrong} wrong; "
        f"{letters / seconds:.0f} letters a second with the reading"
    )


if __name__ == "__main__":
    sys.exit(main())
