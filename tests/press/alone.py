"""Letters from ODF beside the same letters as their author sees them: a DOCX alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from formulir.letters.render import fill_parts, render
from formulir.press.printing.print_letters import Kiriman, print_letters
from tests.press.conftest import keep
from tests.press.equality import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.issuing.ways import Cara
    from formulir.letters.compile import Templat
    from formulir.press.printing.print_letters import KirimanOdf
    from formulir.press.printing.worker import LibreOfficeWorker

LIMIT_S = 120.0


def look_alone(
    worker: LibreOfficeWorker, templat: Templat, konteks: Mapping[str, object]
) -> list[tuple[str, np.ndarray]]:
    """Fill a DOCX, let LibreOffice convert it with nothing done to it, and look."""
    docx = render(templat, konteks, kunci="k")
    return look(worker.convert(docx, limit_s=LIMIT_S))


def prove_and_fill(
    cara: Cara,
    pairs: Sequence[tuple[Mapping[str, str], Mapping[str, object]]],
    worker: LibreOfficeWorker,
) -> KirimanOdf | None:
    """Let a template be proved by letters, and fill these as ODF."""
    cara.prove(pairs, worker)
    return cara.fill_odf([konteks for _, konteks in pairs])


def assert_odf_prints_as_docx_alone(
    worker: LibreOfficeWorker,
    cara: Cara,
    daftar: Sequence[Mapping[str, object]],
    *,
    batch: int,
) -> bool:
    """Print a batch from ODF, and compare each letter with its DOCX alone.

    Returns:
        Whether the template can go this way at all.
    """
    repeated = [daftar[n % len(daftar)] for n in range(batch)]
    filled = [fill_parts(cara.templat, konteks, kunci="k") for konteks in repeated]
    odf = prove_and_fill(cara, list(zip(filled, repeated, strict=True)), worker)
    if odf is None:
        return False
    kiriman = Kiriman(kerangka=cara.kerangka, daftar=filled, judul="Uji", odf=odf)
    before = worker.used
    together = print_letters(kiriman, worker, use=keep)
    if not cara.kerangka.rapuh:
        assert worker.used in {before + 1, 1}, "the batch was divided"
    wanted = [look_alone(worker, cara.templat, konteks) for konteks in daftar]
    seen: set[tuple[int, bytes]] = set()
    for n, letter in enumerate(together):
        which = n % len(daftar)
        if (which, letter.pdf) in seen:
            continue
        seen.add((which, letter.pdf))
        found = look(letter.pdf)
        assert len(found) == len(wanted[which]), n
        for (text, pixels), (other, likewise) in zip(found, wanted[which], strict=True):
            assert text == other, n
            assert np.array_equal(pixels, likewise), n
    return True
