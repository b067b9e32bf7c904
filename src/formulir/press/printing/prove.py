"""The proof that letters in company look as they look alone, pixel by pixel.

Each letter of a sample is printed as its author's DOCX, with nothing of ours in it. In
company every one of them stands once behind another, and the first also at the end: a
document knows something as its first that it would show later ones without.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from formulir.language import phrase
from formulir.press.joining.split import (
    CetakanUnprovedError,
    PrintedLetter,
    split,
    take_alone,
)
from formulir.press.pdf.paper import open_pdf, save_pdf
from formulir.press.pdf.pixels import digest_pages
from formulir.press.printing.print_letters import (
    BASE_LIMIT_S,
    LETTER_LIMIT_S,
    PrintRun,
    convert_alone,
    convert_share,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.press.printing.worker import LibreOfficeWorker

T = TypeVar("T")

_DIGITS: Final = 2
"""Behind the point of a place, in points: what nobody's eye tells apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """How a letter looks.

    Args:
        sheets: The size of each page in points, and a digest of its pixels.
        places: Where it is stamped.
    """

    sheets: tuple[tuple[tuple[float, ...], str], ...]
    places: tuple[tuple[str, int, float, float], ...]


def look(printed: PrintedLetter) -> Paper:
    """Look at a printed letter."""
    sizes = [
        tuple(round(float(edge), _DIGITS) for edge in page.mediabox.as_list())
        for page in printed.pdf.pages
    ]
    pixels = digest_pages(save_pdf(printed.pdf))
    return Paper(
        sheets=tuple(zip(sizes, pixels, strict=True)),
        places=tuple(
            (name, place.page, round(place.x_pt, _DIGITS), round(place.y_pt, _DIGITS))
            for name, place in sorted(printed.places.items())
        ),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Looks:
    """How letters look that were printed in one document.

    Args:
        papers: Each look, with the place of the letter that has it.
        reason: Why they cannot be looked at, where that is so.
    """

    papers: tuple[tuple[int, Paper], ...] = ()
    reason: str = ""

    def is_like(self, alone: Sequence[Looks]) -> bool:
        """Tell whether two letters at least stood there, and all look as alone."""
        several = len({place for place, _ in self.papers}) >= len(("one", "another"))
        return several and all(
            ((0, paper),) == alone[place].papers for place, paper in self.papers
        )


def close_alone(
    printed: PrintedLetter,
    *,
    tell: Callable[[Looks], None] | None,
    close: Callable[[PrintedLetter], T],
) -> T:
    """Close a letter that was printed alone, and tell before how it looks."""
    if tell is not None:
        tell(_look_alone(printed))
    return close(printed)


def _look_alone(printed: PrintedLetter) -> Looks:
    return Looks(papers=((0, look(printed)),))


def see_alone(
    print_run: PrintRun, parts: Mapping[str, str], worker: LibreOfficeWorker
) -> Looks:
    """Print a letter alone, and look at it.

    Raises:
        CetakFailedError: It did not print.
        PdfUnreadableError: What was printed does not open.
    """
    with open_pdf(convert_alone(print_run, parts, worker)) as whole:
        return _look_alone(take_alone(whole, judul=print_run.judul))


def see_company(
    print_run: PrintRun, worker: LibreOfficeWorker, *, afresh: bool
) -> Looks:
    """Print letters in one document, and look at those that may stand among others.

    Args:
        print_run: The letters.
        worker: What prints them.
        afresh: Whether by a LibreOffice that has printed nothing before.

    Raises:
        CetakFailedError: They did not print.
        PdfUnreadableError: What was printed does not open.
    """
    if afresh:
        worker.stop()
    company = [*range(len(print_run.letters)), 0]
    limit_s = BASE_LIMIT_S + LETTER_LIMIT_S * len(company)
    pdf, members, facts = convert_share(print_run, worker, company, limit_s=limit_s)
    if not members:
        return Looks()
    try:
        with open_pdf(pdf) as whole:
            letters = split(whole, facts, judul=print_run.judul)
            looks = [look(printed) for printed in letters]
    except CetakanUnprovedError as error:
        what = "DOCX" if print_run.odf is None else "ODF"
        return Looks(
            reason=phrase("joined as {what}, {reason}", what=what, reason=error.reason)
        )
    return Looks(papers=tuple(zip(members, looks, strict=True)))


def tell_difference(
    alone: Sequence[Looks], see: Callable[[bool], Looks], *, what: str
) -> str:
    """Tell why letters do not look in company as they do alone.

    Args:
        alone: How each looks alone.
        see: Prints them in company and looks at them, afresh if it is told so.
        what: As what they are joined.

    Returns:
        Why letters may not be printed so, or nothing when each looks as it does alone.
    """
    # One that was used for long is not held to be right: a fresh one says.
    for afresh in (False, True):
        company = see(afresh)
        if company.reason:
            return company.reason
        if company.is_like(alone):
            return ""
    return phrase("LibreOffice lays them out otherwise, joined as {what}", what=what)
