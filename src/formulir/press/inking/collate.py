"""Finding the pages of a letter among those that came in, and the ink on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.press.inking.compare import (
    InkedPage,
    Match,
    match_page,
    measure_ink,
    read_sheet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PIL import Image

    from formulir.press.inking.areas import Area, Box
    from formulir.press.inking.raster import Ink

    Page = Callable[[], Image.Image]

LONG: Final = 2200
"""No side of a page that came in is looked at in more dots: 200 to an inch of A4."""
SPARE: Final = 24
"""So many pages more than the letter has are tried in vain, and no more."""
_LEAST_BLOCKS: Final = 6
"""A page with less print than this is as good as empty, and proves nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issued:
    """A page of a letter as it was issued.

    Args:
        draw: What draws what is printed on it, when it is asked for.
        code: Where its archive code stands in the foot.
        areas: Where people sign on it.
        named: On which page that came in the code of this page was read, and no other,
            from 0; nothing where the page bears no code of its own.
    """

    draw: Callable[[], Ink]
    code: Box | None
    areas: tuple[Area, ...]
    named: int | None = None


def collate(
    issued: Sequence[Issued], pages: Sequence[Page], *, scanned: frozenset[int]
) -> tuple[list[int], list[dict[str, Any]]]:
    """Find each page of a letter, and measure the ink where people sign.

    Where nobody signs, the code of a page says whose it is: only where none was read
    is the print compared.

    Args:
        issued: The letter's pages.
        pages: What draws each page that came in; one at a time is held in memory.
        scanned: Which of them are pictures of paper: only there is ink.

    Returns:
        For each page of the letter, on which page it was found, from 1; 0 if on none.
        For each area, who signs there, on which page of the letter, and hundredths of
        a square millimetre of ink.
    """
    found: list[int] = []
    marks: list[dict[str, Any]] = []
    named = {page.named for page in issued if not page.areas}
    left = [at for at in range(len(pages)) if at not in named]
    spare = SPARE
    for number, page in enumerate(issued):
        if page.named is not None and not page.areas:
            found.append(page.named + 1)
            continue
        at, match, sheet = -1, None, None
        ink = page.draw() if left else None
        for at in _order(left, number if page.named is None else page.named):
            assert ink is not None  # noqa: S101 - drawn wherever a page is left
            sheet = _read(pages[at])
            match = _match(page, ink, sheet)
            if match.same:
                break
            spare -= 1
            if spare < 0:
                break
        if match is None or sheet is None or ink is None or not match.same:
            found.append(0)
            continue
        left.remove(at)
        found.append(at + 1)
        marks += [
            {
                "peran": area.signer.peran,
                "nama": area.signer.nama,
                "halaman": number + 1,
                "tinta": _measure(ink, sheet, match, area) if at in scanned else 0,
            }
            for area in page.areas
        ]
    return found, marks


def _order(left: Sequence[int], number: int) -> Iterator[int]:
    """Give the pages that are left, those near the letter's own place first."""
    yield from sorted(left, key=lambda at: (abs(at - number), at))


def _read(draw: Page) -> InkedPage:
    page = draw()
    page.thumbnail((LONG, LONG))
    return read_sheet(page)


def _match(page: Issued, ink: Ink, sheet: InkedPage) -> Match:
    boxes = [area.box for area in page.areas]
    return match_page(ink, sheet, areas=boxes, code=page.code)


def _measure(ink: Ink, sheet: InkedPage, match: Match, area: Area) -> int:
    return round(100 * measure_ink(ink, sheet, match, area.box))
