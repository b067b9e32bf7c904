"""Which letters are handed out: those in force of a kind, year and region.

They are read off the archive, and each file is checked against its hash when it is
read. A letter that is void is left out, and told; so is one that is not issued yet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_entries
from formulir.archive.objects import read_object
from formulir.archive.words import Search
from formulir.errors import RecordError
from formulir.language import Sentence, phrase
from formulir.model import Fault, Pdf
from formulir.office.lookup.choices import require_kinds
from formulir.records.office.wilayah import cover

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from formulir.model import Entri, Konteks
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which letters are asked for.

    Args:
        formulir: The kinds.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.
        kunci: Only letters with these keys, if any are named.
    """

    formulir: Sequence[str]
    tahun: int
    wilayah: str | None = None
    kunci: Collection[str] = ()

    @property
    def sentence(self) -> Sentence:
        """Say it in words."""
        facts = {"formulir": list(self.formulir), "tahun": self.tahun}
        kunci = sorted(self.kunci)
        if self.wilayah and kunci:
            return phrase(
                "{formulir} of {tahun} in wilayah {wilayah} with kunci {kunci}",
                **facts,
                wilayah=self.wilayah,
                kunci=kunci,
            )
        if self.wilayah:
            return phrase(
                "{formulir} of {tahun} in wilayah {wilayah}",
                **facts,
                wilayah=self.wilayah,
            )
        if kunci:
            return phrase(
                "{formulir} of {tahun} with kunci {kunci}", **facts, kunci=kunci
            )
        return phrase("{formulir} of {tahun}", **facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter in force, as the archive has it.

    Args:
        isi: Its line of the log.
        konteks: What it was filled with.
    """

    isi: Mapping[str, Any]
    konteks: Konteks = field(repr=False)

    @property
    def kode(self) -> str:
        """Return its archive code."""
        return str(self.isi["kode"])

    @property
    def formulir(self) -> str:
        """Return its kind."""
        return str(self.isi["formulir"])

    @property
    def kunci(self) -> str:
        """Return what tells it from the others of its kind and year."""
        return str(self.isi["kunci"])

    @property
    def nomor(self) -> str:
        """Return its number as it is spelled, or a dash."""
        return str(self.isi.get("nomor") or "-")

    @property
    def halaman(self) -> int:
        """Return how many pages it has."""
        return int(self.isi.get("halaman") or 0)

    @property
    def place(self) -> str:
        """Name it as faults do: its kind and key."""
        return f"{self.formulir} {self.kunci}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The letters that are handed out, in the order in which they were issued.

    Args:
        letters: They.
        remarks: What is left out, and why.
    """

    letters: list[Letter]
    remarks: list[Fault]


class SerahNoneError(RecordError):
    """No letter in force is what was asked for."""

    wanted: str
    void: int

    @property
    def sentence(self) -> Sentence:
        """Say how many are void, if some are."""
        if self.void:
            return phrase(
                "the archive holds no letter {wanted} in force ({void} void); see "
                "'formulir status'",
                wanted=self.wanted,
                void=self.void,
            )
        return phrase(
            "the archive holds no letter {wanted} in force; see 'formulir status'",
            wanted=self.wanted,
        )


def find_valid(
    kantor: Kantor, db: Store, search: Search, *, wilayah: str | None
) -> list[Entri]:
    """Find letters of ours in force, the last one first.

    Args:
        kantor: The office.
        db: Its record store.
        search: What is searched for, but the region.
        wilayah: A region by a code of any year, with all below it; or all.

    Raises:
        WilayahUnknownError: No region ever had the code.
    """
    codes = None if wilayah is None else cover(db, wilayah)
    return [
        entri
        for entri in find_entries(kantor.archive, replace(search, wilayah=codes))
        if entri.isi["tindakan"] == "terbit" and entri.isi["status"] != "batal"
    ]


def is_out(entri: Entri, handed: Collection[str]) -> bool:
    """Tell whether a letter has left the office: an act says so, or it came back."""
    return entri.isi["status"] != "terbit" or entri.isi["kode"] in handed


def find_letters_of(kantor: Kantor, db: Store, wanted: Wanted) -> Found:
    """Find the letters in force that are asked for, and what is left out of them.

    Args:
        kantor: The office.
        db: Its record store, in step with the archive.
        wanted: Which ones.

    Raises:
        SerahNoneError: There is none.
        JenisUnknownError: There is no such kind.
        WilayahUnknownError: No region ever had the code.
        ObjekTamperedError, ObjekMissingError: A file is not as it was archived.
    """
    require_kinds(kantor, wanted.formulir)
    codes = None if wanted.wilayah is None else cover(db, wanted.wilayah)
    entries = [
        entri
        for formulir in dict.fromkeys(wanted.formulir)
        for entri in _search(kantor, formulir, wanted.tahun, codes)
        if entri.isi["tindakan"] == "terbit"
        and (not wanted.kunci or entri.isi["kunci"] in wanted.kunci)
    ]
    valid = [entri for entri in entries if entri.isi["status"] != "batal"]
    remarks = [*_tell_void(entries, valid), *_tell_missing(valid, wanted)]
    if not valid:
        raise SerahNoneError(wanted.sentence, void=len(entries))
    return Found(
        letters=[read_letter(kantor, entri) for entri in valid], remarks=remarks
    )


def _search(
    kantor: Kantor, formulir: str, tahun: int, codes: frozenset[str] | None
) -> list[Entri]:
    """Search the archive for letters of a kind, the oldest first."""
    search = Search(formulir=formulir, tahun=tahun, wilayah=codes)
    return find_entries(kantor.archive, search)[::-1]


def _tell_void(entries: list[Entri], valid: list[Entri]) -> list[Fault]:
    """Tell of void letters, unless another one with their key is in force."""
    replaced = {_name(entri) for entri in valid}
    return [
        Fault(
            place=_name(entri),
            reason=phrase(
                "letter {kode} is VOID (BATAL), it is left out", kode=entri.isi["kode"]
            ),
            warning=True,
        )
        for entri in entries
        if entri.isi["status"] == "batal" and _name(entri) not in replaced
    ]


def _tell_missing(valid: list[Entri], wanted: Wanted) -> list[Fault]:
    """Tell of keys that were named, and of which no letter is in force."""
    known = {entri.isi["kunci"] for entri in valid}
    return [
        Fault(
            place=f"kunci {kunci}",
            reason=phrase("no letter with this key is in force, it is left out"),
            warning=True,
        )
        for kunci in sorted(set(wanted.kunci) - known)
    ]


def _name(entri: Entri) -> str:
    """Name a letter as faults do."""
    return f"{entri.isi['formulir']} {entri.isi['kunci']}"


def read_letter(kantor: Kantor, entri: Entri) -> Letter:
    """Read a letter with what it was filled with.

    Raises:
        ObjekMissingError, ObjekTamperedError: That is not as it was archived.
    """
    konteks: Konteks = {}
    if entri.isi.get("konteks"):
        data = read_object(kantor.archive.root, str(entri.isi["konteks"]), "json")
        konteks = json.loads(data)
    return Letter(isi=entri.isi, konteks=konteks)


def read_pdf(kantor: Kantor, letter: Letter) -> Pdf:
    """Read the file of a letter, and check that it is the one that was archived.

    Raises:
        ObjekMissingError, ObjekTamperedError: It is not.
    """
    return Pdf(read_object(kantor.archive.root, str(letter.isi["sha256"]), "pdf"))
