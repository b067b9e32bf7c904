"""What the examination of an attachment ends in: a normalised file, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.model import Pdf

_PDFA: Final = "/FormulirPdfa"
_CATATAN: Final = "/FormulirCatatan"


class LampiranRefusedError(RecordError):
    """An attachment cannot be merged behind a letter."""

    def __init__(self, *, reason: str, remedy: str) -> None:
        """Keep what is wrong with it, and what to do."""
        super().__init__(reason, remedy)
        self.reason, self.remedy = reason, remedy

    def __str__(self) -> str:
        """Say both in one sentence."""
        return f"{self.reason}; {self.remedy}"


@dataclass(frozen=True, kw_only=True, slots=True)
class NormalResult:
    """A file that can be merged as it is.

    Args:
        pdf: Pages and what they show, nothing else; or one that carries a file whole.
        halaman: Its number of pages.
        pdfa: Whether it takes nothing from a letter's claim to PDF/A-2b.
        putusan: ``ok``, ``repaired``, ``cleaned`` or ``embedded``.
        catatan: What was done to it, a sentence each.
    """

    pdf: Pdf
    halaman: int
    pdfa: bool
    putusan: str = "ok"
    catatan: tuple[str, ...] = ()


def mark_normal(pdf: pikepdf.Pdf, *, pdfa: bool, catatan: Sequence[str]) -> None:
    """Note in a normalised file what is to be known when it is merged.

    The notes stand in the catalogue, of which nothing is merged.
    """
    pdf.Root[_PDFA] = pdfa
    pdf.Root[_CATATAN] = pikepdf.Array([pikepdf.String(text) for text in catatan])


def read_normal(pdf: pikepdf.Pdf) -> tuple[bool, list[str]]:
    """Read the notes: whether it keeps a claim to PDF/A-2b, and what was done to it.

    A file without notes keeps no claim.
    """
    notes = pdf.Root.get(_CATATAN, pikepdf.Array())
    return bool(pdf.Root.get(_PDFA, False)), [str(text) for text in notes.as_list()]
