"""Which letters go into a bundle of evidence, and all acts on them.

Other than letters that are handed out for use, a bundle holds void ones too, and those
of other offices: what happened to them is what is to be shown.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import choose_status
from formulir.archive.find import find_entries, find_tindakan
from formulir.archive.objects import ObjekMissingError, ObjekTamperedError, read_object
from formulir.archive.words import Search
from formulir.errors import RecordError
from formulir.handing.addressees import name_owner
from formulir.handing.letters import Letter
from formulir.handing.naming import name_letter
from formulir.office.lookup.describe import make_namer, name_dari
from formulir.office.lookup.resolve import list_dated
from formulir.records.office.wilayah import cover

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from formulir.model import Entri
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

FIRST_ACTS = frozenset({"terbit", "masuk"})
"""The acts by which a letter comes into the archive, with its file."""


class BuktiNoneError(RecordError):
    """No letter is what was asked for."""

    asked: str
    says = "the archive holds no letter with {asked}; see 'formulir find'"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which letters are asked for; all that is given must hold.

    Args:
        formulir: A kind.
        tahap: A stage, and those below it.
        wilayah: A region by a code of any year, and all below it.
        tahun: The programme year.
        status: What the letter has come to.
        dari: Dated on this day or later.
        sampai: Dated on this day or earlier.
        codes: Only letters with these archive codes, if any are named.
    """

    formulir: str | None = None
    tahap: str | None = None
    wilayah: str | None = None
    tahun: int | None = None
    status: str | None = None
    dari: date | None = None
    sampai: date | None = None
    codes: Collection[str] = ()

    def facts(self) -> dict[str, Any]:
        """Return what was asked, as a line of a log says it."""
        days = {"dari": self.dari, "sampai": self.sampai}
        said = {
            **{name: day and day.isoformat() for name, day in days.items()},
            **{
                name: getattr(self, name)
                for name in ("formulir", "tahap", "wilayah", "tahun", "status")
            },
        }
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class Proven:
    """A letter, and what happened to it.

    Args:
        entri: The act by which it came into the archive.
        acts: All acts on it, the oldest one first.
        judul: Whose letter it is, or who sent it.
        wilayah: The names of its regions.
    """

    entri: Entri
    acts: Sequence[Entri]
    judul: str
    wilayah: str | None

    @property
    def kode(self) -> str:
        """Return its archive code."""
        return str(self.entri.isi["kode"])

    @property
    def status(self) -> str:
        """Return what it has come to."""
        return choose_status([str(act.isi["tindakan"]) for act in self.acts])

    @property
    def stem(self) -> str:
        """Return its name for people, which ends with its code."""
        isi = self.entri.isi
        kind = str(isi.get("formulir") or isi["tindakan"])
        key = str(isi.get("kunci") or isi.get("nomor") or "-")
        name = name_letter(kind, self.judul, key, more=self.kode)
        return name.replace("%", "")


def find_proven(kantor: Kantor, db: Store, asked: Asked) -> list[Proven]:
    """Find the letters that are asked for, in the order of the log, with their acts.

    Raises:
        BuktiNoneError: There is none.
        WilayahUnknownError: No region ever had the code.
        ArsipError: The archive does not verify as far as this looks at it.
    """
    found = [
        entri
        for entri in _search(kantor, db, asked)
        if entri.isi["tindakan"] in FIRST_ACTS
        and entri.isi.get("sha256")
        and (not asked.codes or entri.isi["kode"] in asked.codes)
    ]
    if not found:
        said = ", ".join(f"{name} {value}" for name, value in asked.facts().items())
        raise BuktiNoneError(said or "-")
    acts = find_tindakan(kantor.archive, [str(entri.isi["kode"]) for entri in found])
    name = make_namer(db)
    return [
        Proven(
            entri=acts[str(entri.isi["kode"])][0],
            acts=acts[str(entri.isi["kode"])],
            judul=_name_letter(kantor, db, entri.isi),
            wilayah=name(entri.isi.get("wilayah") or {}, entri.isi.get("tanggal")),
        )
        for entri in found
    ]


def _search(kantor: Kantor, db: Store, asked: Asked) -> list[Entri]:
    """Search the archive, the oldest letter first."""
    entries = None
    if asked.dari is not None or asked.sampai is not None:
        entries = list_dated(kantor, db, dari=asked.dari, sampai=asked.sampai)
    search = Search(
        formulir=asked.formulir,
        tahap=asked.tahap,
        wilayah=None if asked.wilayah is None else cover(db, asked.wilayah),
        tahun=asked.tahun,
        status=asked.status,
        entries=entries,
    )
    return find_entries(kantor.archive, search)[::-1]


def _name_letter(kantor: Kantor, db: Store, isi: Mapping[str, Any]) -> str:
    """Name whose letter it is; what the archive cannot read is left out."""
    if isi.get("konteks") is None:
        dari, day = str(isi.get("dari") or ""), str(isi.get("tanggal") or "")
        return name_dari(db, dari, tanggal=day)
    with suppress(ObjekMissingError, ObjekTamperedError, ValueError):
        konteks = json.loads(read_object(kantor.archive.root, isi["konteks"], "json"))
        if isinstance(konteks, dict):
            return name_owner(db, Letter(isi=isi, konteks=konteks))
    return ""
