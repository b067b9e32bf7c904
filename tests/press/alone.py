"""Letters from ODF beside the same letters as their author sees them: a DOCX alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from formulir.letters.reading.render import render
from formulir.press.printing.print_letters import OdfBodies, PrintRun, print_letters
from tests.press.conftest import keep
from tests.press.equality import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.issuing.ways import Filled, Way
    from formulir.letters.reading.compile import Template
    from formulir.model import Docx, Fodt, Pdf
    from formulir.press.printing.worker import LibreOfficeWorker

LIMIT_S = 120.0


class PrintsOnce:
    """A worker that prints a DOCX once for as long as its LibreOffice is held right.

    The proof and the eye after it print the same letters alone: equal bytes, so they
    may look at the same paper. All else is the worker's own.
    """

    def __init__(self, worker: LibreOfficeWorker) -> None:
        self.worker = worker
        self.papers: dict[Docx, tuple[Pdf, int]] = {}
        self.printed: Counter[str] = Counter()

    def convert(self, docx: Docx, *, limit_s: float) -> Pdf:
        if docx not in self.papers:
            pdf = self.worker.convert(docx, limit_s=limit_s)
            self.papers[docx] = pdf, self.worker.pages
            self.printed["docx"] += 1
        pdf, self.worker.pages = self.papers[docx]
        return pdf

    def convert_odf(self, fodt: Fodt, *, limit_s: float) -> Pdf:
        self.printed["fodt"] += 1
        return self.worker.convert_odf(fodt, limit_s=limit_s)

    def stop(self) -> None:
        self.papers.clear()
        self.worker.stop()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.worker, name)


def look_alone(
    worker: LibreOfficeWorker, template: Template, konteks: Mapping[str, object]
) -> list[tuple[str, np.ndarray]]:
    """Fill a DOCX, let LibreOffice convert it with nothing done to it, and look."""
    docx = render(template, konteks, kunci="k")
    return look(worker.convert(docx, limit_s=LIMIT_S))


def prove_and_fill(
    way: Way, letters: Sequence[Filled], worker: LibreOfficeWorker
) -> OdfBodies | None:
    """Let a template be proved by letters, and fill these as ODF."""
    way.prove(letters, worker)
    bodies = [way.fill_odf(one.konteks) for one in letters]
    if way.odf is None or not all(bodies):
        return None
    texts = [body.text for body in bodies if body]
    return OdfBodies(skeleton=way.odf[1], letters=texts)


def assert_odf_prints_as_docx_alone(
    worker: LibreOfficeWorker,
    cara: Way,
    letters: Sequence[Mapping[str, object]],
    *,
    batch: int,
) -> bool:
    """Print a batch from ODF, and compare each letter with its DOCX alone.

    Returns:
        Whether the template can go this way at all.
    """
    worker = PrintsOnce(worker)
    repeated = [letters[n % len(letters)] for n in range(batch)]
    every = [cara.fill(konteks, kunci="k") for konteks in repeated]
    odf = prove_and_fill(cara, every, worker)
    if odf is None:
        return False
    filled = [one.parts for one in every]
    print_run = PrintRun(
        skeleton=cara.skeleton,
        letters=filled,
        judul="Uji",
        odf=odf,
        joined=range(batch),
    )
    before = worker.used
    together = print_letters(print_run, worker, use=keep)
    if not cara.skeleton.fragile:
        assert worker.used in {before + 1, 1}, "the batch was divided"
    wanted = [look_alone(worker, cara.template, konteks) for konteks in letters]
    seen: set[tuple[int, bytes]] = set()
    for n, letter in enumerate(together):
        which = n % len(letters)
        if (which, letter.pdf) in seen:
            continue
        seen.add((which, letter.pdf))
        found = look(letter.pdf)
        assert len(found) == len(wanted[which]), n
        for (text, pixels), (other, likewise) in zip(found, wanted[which], strict=True):
            assert text == other, n
            assert np.array_equal(pixels, likewise), n
    return True
