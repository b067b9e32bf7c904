"""The templates with which letters of a kind were last archived, one for each class."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.archive.find import iter_entries
from formulir.archive.objects import read_object
from formulir.errors import TemplateFaultyError
from formulir.letters.jenis import GOLONGAN
from formulir.letters.profil import load_profil
from formulir.letters.reading.compile import Template, compile_template
from formulir.model import Docx

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from formulir.letters.jenis import Jenis
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


def find_former(
    kantor: Kantor, jenis: Jenis, classes: Collection[str]
) -> dict[str, FormerTemplate]:
    """Return the template of the last archived letter of each class, if there is one.

    A dinas and the ministry's office send letters of one kind in shapes of their own,
    so a letter is compared with the last one of its class. The log names no class: it
    is the one whose profile of that day is most like the profile that the letter was
    filled with. Letters are looked at from the last one back, until each class is met.

    The log is read, and not the index, which whoever reads it may have to write.

    Args:
        kantor: The office.
        jenis: The kind.
        classes: The classes of the letters that are shown.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        TemplateFaultyError: The template would be refused today.
    """
    issued = [
        (entri.entri, entri.isi)
        for entri in iter_entries(kantor.archive)
        if entri.isi["tindakan"] == "terbit" and entri.isi.get("formulir") == jenis.kode
    ]
    found: dict[str, FormerTemplate] = {}
    for number, isi in reversed(issued):
        lacking = [golongan for golongan in classes if golongan not in found]
        if not lacking:
            break
        for golongan in _find_classes(kantor, jenis, isi).intersection(lacking):
            found[golongan] = _read_former(kantor, number, isi)
    return found


def _find_classes(
    kantor: Kantor, jenis: Jenis, isi: Mapping[str, Any]
) -> frozenset[str]:
    """Tell of which class an archived letter is; of several, where none is likelier."""
    if jenis.golongan in GOLONGAN:
        return frozenset({jenis.golongan})
    konteks = read_object(kantor.archive.root, str(isi["konteks"]), "json")
    profil = json.loads(konteks).get("profil")
    filled = profil if isinstance(profil, dict) else {}
    likeness = {}
    for golongan in GOLONGAN:
        try:
            known = load_profil(
                kantor.templates,
                golongan=golongan,
                tanggal=date.fromisoformat(str(isi["tanggal"])),
            ).as_konteks()
        except TemplateFaultyError:
            continue  # a class that has no letters of that day
        alike = (filled.get(name) == value for name, value in known.items())
        likeness[golongan] = sum(alike)
    most = max(likeness.values(), default=0)
    return frozenset(name for name, count in likeness.items() if count == most)


def _read_former(kantor: Kantor, number: int, isi: Mapping[str, Any]) -> FormerTemplate:
    docx = Docx(read_object(kantor.archive.root, str(isi["templat"]), "docx"))
    template = compile_template(docx, nama=f"archive entri {number}: surat.docx")
    return FormerTemplate(template=template, entri=number, tanggal=str(isi["tanggal"]))
