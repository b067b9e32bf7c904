"""Printing letters: joined into one document, converted in one pass, and split.

What fails is halved until the guilty letter stands alone; it then fails by itself, with
its reason, and all others are printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from formulir.press.pdf.paper import PdfUnreadableError, open_pdf
from formulir.press.printing.join import join
from formulir.press.printing.join_odf import join_odf
from formulir.press.printing.split import CetakanShortError, PrintedLetter, split
from formulir.press.printing.worker import CetakFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.model import Pdf
    from formulir.press.printing.skeleton import OdfSkeleton, Skeleton
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
        joined: Whether they may be joined; else they print one by one.
        odf: The same letters as ODF, where that was proved to print alike.
    """

    skeleton: Skeleton
    letters: Sequence[Mapping[str, str]]
    judul: str
    joined: bool = True
    odf: OdfBodies | None = None


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
    everyone = list(range(len(print_run.letters)))
    apart = [[index] for index in everyone]
    waiting = [everyone] if everyone and print_run.joined else apart
    while waiting:
        share = waiting.pop()
        try:
            made = _print_share(print_run, worker, share, use)
            results.update(made)
            waiting += [[index] for index in share if index not in made]
        except (CetakFailedError, CetakanShortError, PdfUnreadableError) as error:
            if len(share) == 1 and share[0] in failed:
                results[share[0]] = Failure(reason=str(error))
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
    apart = print_run.skeleton.fragile and len(share) > 1
    with open_pdf(_convert_share(print_run, worker, share)) as whole:
        letters = split(whole, count=len(share), judul=print_run.judul)
        return {
            index: use(index, printed)
            for index, printed in zip(share, letters, strict=True)
            if not (apart and len(printed.pdf.pages) > 1)
        }


def _convert_share(
    print_run: PrintRun, worker: LibreOfficeWorker, share: Sequence[int]
) -> Pdf:
    """Join and print; one letter alone goes as the DOCX that its author knows."""
    limit_s = BASE_LIMIT_S + LETTER_LIMIT_S * len(share)
    if print_run.odf is not None and len(share) > 1:
        bodies = [print_run.odf.letters[index] for index in share]
        fodt = join_odf(print_run.odf.skeleton, bodies)
        return worker.convert_odf(fodt, limit_s=limit_s)
    docx = join(print_run.skeleton, [print_run.letters[index] for index in share])
    return worker.convert(docx, limit_s=limit_s)
