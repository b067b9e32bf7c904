"""What jobs tell of faults and doubts: the pages tell them with the same words.

It is apart from the kinds of jobs, for a server that does none of them does not load
what they are done with.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.language import Sentence, chain, phrase, translate
from formulir.records.forms.cell import find_cell, is_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulir.model import Fault


class DoubtsUntoldError(RecordError):
    """Something is doubtful that whoever asked was not shown."""

    faults: list[Fault]

    @property
    def sentence(self) -> Sentence:
        """Name some of the doubts."""
        told = [
            phrase("{place}: {reason}", place=one.place, reason=one.reason)
            for one in self.faults
        ]
        return phrase(
            "something is doubtful that was not shown before: {doubts}; nothing was "
            "done, look again",
            doubts=chain(told[:_SOME]),
        )


_SOME = 3
UNTOLD = DoubtsUntoldError([]).code
"""How the result of a job names it."""


def spell_faults(
    faults: Iterable[Fault], *, tahun: int | None = None
) -> list[dict[str, Any]]:
    """Spell faults for a page, in the language in use.

    Args:
        faults: They.
        tahun: The programme year that was asked about, where there is one.

    Returns:
        Each with the cell that cures it as ``sel``, and with its exact words as
        ``kata``, by which a doubt is answered.
    """
    return [
        {
            "tempat": _hide_folder(translate(fault.place)),
            "alasan": translate(fault.reason),
            "ringan": fault.warning,
            "sel": cell and {**asdict(cell), "utuh": is_whole(cell)},
            "kata": str(fault),
            "pola": getattr(fault.reason, "pattern", fault.reason),
        }
        for fault in faults
        for cell in [find_cell(fault, tahun=tahun or 0)]
    ]


def _hide_folder(place: str) -> str:
    """Leave the folders of a file of this machine out of a place.

    >>> _hide_folder("/srv/lpmp/templates/02.2/surat.docx: body")
    'surat.docx: body'
    """
    return place.rpartition("/")[2] if place.startswith("/") else place
