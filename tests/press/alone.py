"""Letters from ODF beside the same letters as their author sees them: a DOCX alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from formulir.letters.render import fill_parts, render
from formulir.press.printing.print_letters import PrintRun, print_letters
from tests.press.conftest import keep
from tests.press.equality import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.issuing.ways import Way
    from formulir.letters.compile import Template
    from formulir.press.printing.print_letters import OdfBodies
    from formulir.press.printing.worker import LibreOfficeWorker

LIMIT_S = 120.0


def look_alone(
    worker: LibreOfficeWorker, template: Template, konteks: Mapping[str, object]
) -> list[tuple[str, np.ndarray]]:
    """Fill a DOCX, let LibreOffice convert it with nothing done to it, and look."""
    docx = render(template, konteks, kunci="k")
    return look(worker.convert(docx, limit_s=LIMIT_S))


def prove_and_fill(
    cara: Way,
    pairs: Sequence[tuple[Mapping[str, str], Mapping[str, object]]],
    worker: LibreOfficeWorker,
) -> OdfBodies | None:
    """Let a template be proved by letters, and fill these as ODF."""
    cara.prove(pairs, worker)
    return cara.fill_odf([konteks for _, konteks in pairs])


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
    repeated = [letters[n % len(letters)] for n in range(batch)]
    filled = [fill_parts(cara.template, konteks, kunci="k") for konteks in repeated]
    odf = prove_and_fill(cara, list(zip(filled, repeated, strict=True)), worker)
    if odf is None:
        return False
    print_run = PrintRun(skeleton=cara.skeleton, letters=filled, judul="Uji", odf=odf)
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
