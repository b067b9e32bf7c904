"""Comparing letters that were printed together with the same printed alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pypdfium2

from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import fill_parts
from formulir.press.joining.obstacles import find_obstacles, is_fragile
from formulir.press.joining.skeleton import Skeleton
from formulir.press.printing.print_letters import PrintRun, print_letters
from tests.press.conftest import keep
from tests.press.nasty import make_template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from docx.document import Document as Letter

    from formulir.press.printing.worker import LibreOfficeWorker
    from tests.press.conftest import Cetakan

DPI = 100
KONTEKS = [
    {"nama": f"Sekolah {n} & <{n}>", "kode": f"K{n:03}", "alinea": list(range(1, size))}
    for n, size in enumerate((2, 7, 14, 21, 30), start=1)
]
"""What hazards are filled with: letters of one page to four."""


def fill_hazard(
    hazard: Callable[[Letter], None], *, konteks: Sequence[Mapping[str, object]]
) -> tuple[Skeleton, list[dict[str, str]]]:
    """Make letters of a hazard that joining is to get right."""
    template = compile_template(make_template(hazard), nama=hazard.__name__)
    assert find_obstacles(template.read_members()) == []
    skeleton = Skeleton(
        members=template.rest,
        order=template.order,
        fragile=is_fragile(template.read_members()),
    )
    return skeleton, [fill_parts(template, each, kunci="k") for each in konteks]


def look(pdf: bytes) -> list[tuple[str, np.ndarray]]:
    """Return the text and the pixels of every page."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [
        (
            page.get_textpage().get_text_bounded(),
            np.asarray(page.render(scale=DPI / 72).to_numpy()).copy(),
        )
        for page in document
    ]
    document.close()
    return pages


def print_all(
    worker: LibreOfficeWorker,
    skeleton: Skeleton,
    letters: Sequence[Mapping[str, str]],
    *,
    joined: bool = True,
) -> list[Cetakan]:
    """Print letters by the way of the product, and keep them."""
    together = range(len(letters)) if joined else ()
    print_run = PrintRun(
        skeleton=skeleton, letters=letters, judul="Uji", joined=together
    )
    return print_letters(print_run, worker, use=keep)


def assert_equal(
    worker: LibreOfficeWorker,
    skeleton: Skeleton,
    letters: Sequence[Mapping[str, str]],
    *,
    batch: int,
) -> list[Cetakan]:
    """Print letters alone, and over and over in one batch, and compare all of them.

    Returns:
        The letters as they were printed alone.
    """
    alone = print_all(worker, skeleton, letters, joined=False)
    wanted = [look(letter.pdf) for letter in alone]
    repeated = [letters[n % len(letters)] for n in range(batch)]
    before, child, spent = worker.used, worker.child, worker.spent
    together = print_all(worker, skeleton, repeated)
    several = skeleton.fragile and any(len(pages) > 1 for pages in wanted)
    if worker.child is child and not several:
        assert worker.used == before + 1, "the batch was divided"
    elif worker.child is not child and not several:
        assert spent, "the batch failed as a whole"
    seen: set[tuple[int, bytes]] = set()
    for n, letter in enumerate(together):
        which = n % len(letters)
        assert letter.places == alone[which].places, n
        # The same bytes look the same, so they are rasterised once.
        if (which, letter.pdf) not in seen:
            assert_alike(look(letter.pdf), wanted[which], place=n)
            seen.add((which, letter.pdf))
    return alone


def assert_alike(
    found: list[tuple[str, np.ndarray]],
    wanted: list[tuple[str, np.ndarray]],
    *,
    place: int,
) -> None:
    """Compare pages by number, text and pixels."""
    assert [text for text, _ in found] == [text for text, _ in wanted], place
    for (_, one), (_, other) in zip(found, wanted, strict=True):
        assert np.array_equal(one, other), place
