"""The templates with which letters of a kind were last archived, one for each class."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from formulir.archive.find import iter_entries
from formulir.archive.objects import read_object
from formulir.errors import TemplateFaultyError
from formulir.letters.jenis import GOLONGAN
from formulir.letters.profil import load_profil
from formulir.letters.reading.compile import Template, compile_template
from formulir.model import Docx

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from formulir.letters.jenis import Jenis
    from formulir.model import Konteks
    from formulir.office.kantor import Kantor

    Profiles = Callable[[str], Mapping[str, Konteks]]


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
    profiles = cache(partial(_read_profiles, kantor))
    for number, isi in reversed(issued):
        lacking = [golongan for golongan in classes if golongan not in found]
        if not lacking:
            break
        for golongan in _find_classes(kantor, jenis, isi, profiles).intersection(
            lacking
        ):
            found[golongan] = _read_former(kantor, number, isi)
    return found


def _find_classes(
    kantor: Kantor, jenis: Jenis, isi: Mapping[str, Any], profiles: Profiles
) -> frozenset[str]:
    """Tell of which class an archived letter is; of several, where none is likelier."""
    if jenis.golongan in GOLONGAN:
        return frozenset({jenis.golongan})
    konteks = read_object(kantor.archive.root, str(isi["konteks"]), "json")
    profil = json.loads(konteks).get("profil")
    filled = profil if isinstance(profil, dict) else {}
    likeness = {
        golongan: sum(filled.get(name) == value for name, value in known.items())
        for golongan, known in profiles(str(isi["tanggal"])).items()
    }
    most = max(likeness.values(), default=0)
    return frozenset(name for name, count in likeness.items() if count == most)


def _read_profiles(kantor: Kantor, tanggal: str) -> dict[str, Konteks]:
    """Read what the profile of each class said on a day.

    A class that has no letters of that day has none.
    """
    found = {}
    for golongan in GOLONGAN:
        with suppress(TemplateFaultyError):
            found[golongan] = load_profil(
                kantor.templates,
                golongan=golongan,
                tanggal=date.fromisoformat(tanggal),
            ).as_konteks()
    return found


def _read_former(kantor: Kantor, number: int, isi: Mapping[str, Any]) -> FormerTemplate:
    docx = Docx(read_object(kantor.archive.root, str(isi["templat"]), "docx"))
    template = compile_template(docx, nama=f"archive entri {number}: surat.docx")
    return FormerTemplate(template=template, entri=number, tanggal=str(isi["tanggal"]))
