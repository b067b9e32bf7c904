"""The files of letters in a preview: their PDFs, their pages, and what has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formulir.language import speaking, translate
from formulir.model import Fault
from formulir.press.pdf.pixels import draw_pngs
from formulir.press.printing.print_letters import Failure
from formulir.press.specimen.differ import box_changes
from formulir.press.specimen.mark import mark_specimen
from formulir.reviewing.preview.result import ShownLetter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from formulir.model import Draft, FinishedPdf
    from formulir.reviewing.preview.choose import Choice
    from formulir.reviewing.preview.folder import PreviewFolder
    from formulir.reviewing.preview.result import PreviewResult

    Prints = Sequence[Future[FinishedPdf | Failure]]


def remark(printed: FinishedPdf) -> list[str]:
    """Say what should be looked at on a printed letter, beside why it was chosen."""
    return printed.remarks


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheaf:
    """The files of one letter: their folder, and how their names begin."""

    folder: PreviewFolder
    name: str

    def lay(
        self, draft: Draft, made: FinishedPdf, *, alasan: tuple[str, ...]
    ) -> ShownLetter:
        """Write a letter and the pictures of its pages.

        Args:
            draft: What it was made from.
            made: As it was printed.
            alasan: Why it is shown.
        """
        shown = mark_specimen(made.pdf)
        pdf = self._write(".pdf", shown)
        pages = enumerate(draw_pngs(shown), start=1)
        return ShownLetter(
            formulir=draft.formulir,
            kunci=draft.kunci,
            hal=draft.hal,
            berkas=pdf,
            halaman=made.halaman,
            gambar=tuple(self._write(f"-{page}.png", data) for page, data in pages),
            alasan=alasan,
            catatan=tuple(remark(made)),
        )

    def lay_beside(
        self,
        letter: ShownLetter,
        made: FinishedPdf,
        before: FinishedPdf | Failure,
        titles: tuple[str, str],
    ) -> ShownLetter:
        """Write the letter as the former template prints it, and what has changed.

        Args:
            letter: The letter as it is shown.
            made: As it was printed.
            before: As the former template prints it, or why it cannot.
            titles: What is written above the print of each, the former one first.
        """
        if isinstance(before, Failure):
            with speaking("id"):  # as all that lies in a preview's folder
                reason = translate(before.reason)
            said = f"templat lama tidak dapat mencetak surat ini: {reason}"
            return replace(letter, catatan=(*letter.catatan, said))
        old, new = mark_specimen(before.pdf), mark_specimen(made.pdf)
        differences = box_changes(
            (titles[0], before.pdf, old), (titles[1], made.pdf, new)
        )
        pages = enumerate(differences.pictures, start=1)
        names = [self._write(f"-{page}-lama.png", data) for page, data in pages]
        names.append(self._write("-lama.pdf", old))
        return replace(letter, lama=tuple(names), beda=differences.places)

    def _write(self, end: str, data: bytes) -> str:
        self.folder.write(f"{self.name}{end}", data)
        return f"{self.name}{end}"


def lay_letters(
    result: PreviewResult,
    folder: PreviewFolder,
    letters: Sequence[tuple[Draft, Choice, Prints]],
    *,
    titles: Callable[[Draft], tuple[str, str]],
    tell: Callable[[int, int], None],
) -> None:
    """Write letters as soon as they are printed, and note what is shown of them.

    Args:
        result: Where it is noted.
        folder: Where the files go.
        letters: Each letter, why it is shown, and its prints: by the template that is
            looked at, and perhaps by the one that it is shown beside.
        titles: Gives what is written above the two prints of a letter, the former one
            first.
        tell: Is told how many letters are printed, of how many.
    """
    tell(0, len(letters))
    for number, (draft, choice, prints) in enumerate(letters, start=1):
        made, *before = (each.result() for each in prints)
        if isinstance(made, Failure):
            result.failures.append(Fault(place=draft.place, reason=made.reason))
        else:
            sheaf = Sheaf(folder=folder, name=f"{draft.formulir}-{number:02}")
            letter = sheaf.lay(draft, made, alasan=choice.alasan)
            for each in before:
                letter = sheaf.lay_beside(letter, made, each, titles(draft))
            result.shown.append(letter)
        tell(number, len(letters))
