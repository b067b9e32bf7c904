"""The template with which letters of a kind were last archived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.archive.find import iter_entries
from formulir.archive.objects import read_object
from formulir.letters.reading.compile import Template, compile_template
from formulir.model import Docx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.office.kantor import Kantor


@dataclass(frozen=True, kw_only=True, slots=True)
class FormerTemplate:
    """A template that letters of the archive were made from.

    Args:
        template: It.
        entri: The last entry that was made from it.
        tanggal: The date of that letter.
    """

    template: Template
    entri: int
    tanggal: str


def find_former(kantor: Kantor, *, kode: str) -> FormerTemplate | None:
    """Return the template of the last archived letter of a kind, if there is one.

    The log is read, and not the index, which whoever reads it may have to write.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        TemplateFaultyError: The template would be refused today.
    """
    last: tuple[int, Mapping[str, Any]] | None = None
    for entri in iter_entries(kantor.archive):
        isi = entri.isi
        if isi["tindakan"] == "terbit" and isi.get("formulir") == kode:
            last = entri.entri, isi
    if last is None:
        return None
    number, isi = last
    docx = Docx(read_object(kantor.archive.root, str(isi["templat"]), "docx"))
    template = compile_template(docx, nama=f"archive entri {number}: surat.docx")
    return FormerTemplate(template=template, entri=number, tanggal=str(isi["tanggal"]))
