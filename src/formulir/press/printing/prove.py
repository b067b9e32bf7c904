"""The proof that letters in company look as they look alone, pixel by pixel.

Each letter of a sample is printed as its author's DOCX, with nothing of ours in it. In
company every one of them stands once behind another, and the first also at the end: a
document knows something as its first that it would show later ones without.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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
    from collections.abc import Sequence

    from formulir.press.printing.worker import LibreOfficeWorker

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


def see_alone(print_run: PrintRun, worker: LibreOfficeWorker) -> list[Paper]:
    """Print each letter alone, and look at it.

    Raises:
        CetakFailedError: One of them did not print.
        PdfUnreadableError: What was printed does not open.
    """
    seen = []
    for parts in print_run.letters:
        with open_pdf(convert_alone(print_run, parts, worker)) as whole:
            seen.append(look(take_alone(whole, judul=print_run.judul)))
    return seen


def tell_difference(
    print_run: PrintRun, alone: Sequence[Paper], worker: LibreOfficeWorker
) -> str:
    """Print letters in one document, and tell why they do not look as they do alone.

    Those that may not stand among others are not looked at; two at least must.

    Args:
        print_run: The letters.
        alone: How each looks alone.
        worker: What prints them.

    Returns:
        Why letters may not be printed so, or nothing when each looks as it does alone.

    Raises:
        CetakFailedError: They did not print.
        PdfUnreadableError: What was printed does not open.
    """
    what = "DOCX" if print_run.odf is None else "ODF"
    try:
        alike = _is_alike(print_run, alone, worker)
        if not alike:
            # One that was used for long is not held to be right: a fresh one says.
            worker.stop()
            alike = _is_alike(print_run, alone, worker)
    except CetakanUnprovedError as error:
        return f"joined as {what}, {error.reason}"
    return "" if alike else f"LibreOffice lays them out otherwise, joined as {what}"


def _is_alike(
    print_run: PrintRun, alone: Sequence[Paper], worker: LibreOfficeWorker
) -> bool:
    company = [*range(len(print_run.letters)), 0]
    limit_s = BASE_LIMIT_S + LETTER_LIMIT_S * len(company)
    pdf, members, facts = convert_share(print_run, worker, company, limit_s=limit_s)
    if len(set(members)) < len(("one", "another")):
        return False
    with open_pdf(pdf) as whole:
        letters = split(whole, facts, judul=print_run.judul)
        return all(
            look(printed) == alone[index]
            for index, printed in zip(members, letters, strict=True)
        )
