"""Printing letters: joined into one document, converted in one pass, and split.

What fails is halved until the guilty letter stands alone; it then fails by itself, with
its reason, and all others are printed. A letter that prints alone goes to LibreOffice
as its author made it, and needs no proof of whose its pages are.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from formulir.model import Pdf
from formulir.press.joining.join import join, pack_alone
from formulir.press.joining.join_odf import join_odf
from formulir.press.joining.split import (
    CetakanUnprovedError,
    JoinedFacts,
    PrintedLetter,
    split,
    take_alone,
)
from formulir.press.pdf.paper import PdfUnreadableError, open_pdf
from formulir.press.printing.worker import CetakFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.press.joining.skeleton import OdfSkeleton, Skeleton
    from formulir.press.printing.worker import LibreOfficeWorker

T = TypeVar("T")

BASE_LIMIT_S: Final = 30.0
LETTER_LIMIT_S: Final = 1.0
"""Seconds of processor time for a document, and for each of its letters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Why one letter could not be made, in words."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OdfBodies:
    """The bodies of letters as ODF, and what they have in common."""

    skeleton: OdfSkeleton
    letters: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintRun:
    """Letters on their way to the printer.

    Args:
        skeleton: What they have in common.
        letters: The filled parts of each.
        judul: The title of their files.
        joined: Which of them may be joined, by their places; the others print one by
            one.
        odf: The same letters as ODF, where that was proved to print alike.
        sheets: A letter of more pages than that is printed again by itself.
    """

    skeleton: Skeleton
    letters: Sequence[Mapping[str, str]]
    judul: str
    joined: Sequence[int] = ()
    odf: OdfBodies | None = None
    sheets: int = sys.maxsize


def print_letters(
    print_run: PrintRun,
    worker: LibreOfficeWorker,
    *,
    use: Callable[[int, PrintedLetter], T],
) -> list[T | Failure]:
    """Print letters, in their order.

    Args:
        print_run: The letters.
        worker: The LibreOffice that prints them.
        use: Makes what is wanted of each letter, by its place in the batch; the
            letter's pages are open only for as long as it runs.
    """
    results: dict[int, T | Failure] = {}
    failed: set[int] = set()
    everyone = range(len(print_run.letters))
    together = list(print_run.joined)
    waiting = [[index] for index in everyone if index not in set(together)]
    waiting += [together] if together else []
    while waiting:
        share = waiting.pop()
        try:
            made = _print_share(print_run, worker, share, use)
            results.update(made)
            waiting += [[index] for index in share if index not in made]
        except (CetakFailedError, CetakanUnprovedError, PdfUnreadableError) as error:
            if len(share) == 1 and share[0] in failed:
                results[share[0]] = Failure(reason=error.sentence)
            else:
                middle = len(share) // 2
                waiting += [part for part in (share[middle:], share[:middle]) if part]
            # A printer may have been killed: no letter is blamed for its first failure.
            failed.update(share)
    return [results[index] for index in everyone]


def _print_share(
    print_run: PrintRun,
    worker: LibreOfficeWorker,
    share: Sequence[int],
    use: Callable[[int, PrintedLetter], T],
) -> dict[int, T]:
    """Print letters together; those that are to be printed by themselves lack."""
    if len(share) == 1:
        pdf = convert_alone(print_run, print_run.letters[share[0]], worker)
        with open_pdf(pdf) as whole:
            return {share[0]: use(share[0], take_alone(whole, judul=print_run.judul))}
    limit_s = BASE_LIMIT_S + LETTER_LIMIT_S * len(share)
    pdf, share, facts = convert_share(print_run, worker, share, limit_s=limit_s)
    if not share:
        return {}
    sheets = 1 if print_run.skeleton.fragile else print_run.sheets
    with open_pdf(pdf) as whole:
        letters = split(whole, facts, judul=print_run.judul)
        return {
            index: use(index, printed)
            for index, printed in zip(share, letters, strict=True)
            if len(printed.pdf.pages) <= sheets
        }


def convert_alone(
    print_run: PrintRun, parts: Mapping[str, str], worker: LibreOfficeWorker
) -> Pdf:
    """Print one letter as its author made it, filled.

    Raises:
        CetakFailedError: It does not print.
    """
    docx = pack_alone(print_run.skeleton, parts)
    return worker.convert(docx, limit_s=BASE_LIMIT_S + LETTER_LIMIT_S)


def convert_share(
    print_run: PrintRun,
    worker: LibreOfficeWorker,
    share: Sequence[int],
    *,
    limit_s: float,
) -> tuple[Pdf, Sequence[int], JoinedFacts]:
    """Join and print letters.

    Returns:
        The document, the places of the letters that stand in it, and what is known of
        it. Less than two letters are not joined.

    Raises:
        CetakFailedError: They do not print.
    """
    if print_run.odf is not None:
        bodies = [print_run.odf.letters[index] for index in share]
        odf = join_odf(print_run.odf.skeleton, bodies)
        pdf = worker.convert_odf(odf.fodt, limit_s=limit_s)
        widths, anew = odf.widths, odf.anew
    else:
        parts = [print_run.letters[index] for index in share]
        joined = join(print_run.skeleton, parts)
        share = [share[place] for place in joined.members]
        widths, anew = joined.widths, joined.anew
        if len(share) < len(("one", "another")):
            nothing = JoinedFacts(widths=widths, count=0, pages=0, anew=anew)
            return Pdf(b""), [], nothing
        pdf = worker.convert(joined.docx, limit_s=limit_s)
    facts = JoinedFacts(widths=widths, count=len(share), pages=worker.pages, anew=anew)
    return pdf, share, facts
