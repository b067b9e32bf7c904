"""The words that cross rooms: what is handed from one hop to the next.

The type changes at each hop of the way of a letter, so no hop can be left out:
``Draft`` (gathered; looked through in ``Checked``) → ``Surat`` (reserved) →
``Finished`` (filled, printed, stamped) → ``Entri`` (archived).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NewType

from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from formulir.language import Sentence
    from formulir.settings import Settings

Sha256 = NewType("Sha256", str)
"""A SHA-256 digest as 64 lower-case hexadecimal digits."""
Docx = NewType("Docx", bytes)
"""A whole DOCX file."""
Fodt = NewType("Fodt", bytes)
"""A whole file of flat ODF."""
Pdf = NewType("Pdf", bytes)
"""A whole PDF file."""

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter of an archive code is taken for a digit when it is
read aloud."""

Konteks = dict[str, Any]
"""What a template is filled with: JSON values only (objects, lists, text, numbers)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Where in a template a fault is, so that a comment can be set at it.

    Args:
        part: The part's name in the package, such as ``word/header1.xml``.
        paragraph: Which ``w:p`` of the part, counted from 0 in the order of the file.
        words: The very words that are wrong, as they are read there; nothing when it
            is the whole paragraph.
    """

    part: str
    paragraph: int
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell of the records that a fault is cured in.

    Args:
        tabel: The table.
        row: What is known of the row, by column; its key where that is known.
        kolom: The column; empty where the whole row is meant.
    """

    tabel: str
    row: Mapping[str, str]
    kolom: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that must be corrected, with its place.

    Args:
        place: Where it is: file, row, column; or kind, key, field; or template, part,
            paragraph.
        reason: What is wrong, and where it helps, what to do.
        warning: Whether the work may go on in spite of it.
        spot: Where in a template it is, when it is in one.
        surat: The letters that it concerns, as ``Draft.place`` names them; none where
            that is not known, or where its place names the letter.
        cell: Where in the records it is cured, when that is known.
    """

    place: str
    reason: str
    warning: bool = False
    spot: Spot | None = None
    surat: tuple[str, ...] = field(default=(), compare=False)
    cell: Cell | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Write it as one line.

        >>> str(Fault(place="sekolah.csv:3:npsn", reason="empty"))
        'sekolah.csv:3:npsn: empty'
        """
        return f"{self.place}: {self.reason}"

    @property
    def sentence(self) -> Sentence:
        """Return it as a line to be told in a person's language."""
        facts = {"place": self.place, "reason": self.reason}
        if self.warning:
            return phrase("warning: {place}: {reason}", **facts)
        return phrase("{place}: {reason}", **facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lampiran:
    """An attachment that rides behind a letter.

    Args:
        judul: Its title, which becomes its entry in the outline.
        sha256: The digest of the file as it was handed in.
        ekstensi: What it is: ``pdf``, ``docx``, or a picture such as ``jpg``, ``heic``.
    """

    judul: str
    sha256: Sha256
    ekstensi: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What queries and rules are asked about.

    Args:
        tahun: The programme year.
        tanggal: The date that letters carry, or at which things are named.
        settings: What the office decides on by itself.
        wilayah: A region by a code of any year, with all below it; all when left out.
        codes: All codes of the regions that the letters concern, and of those below.
    """

    tahun: int
    tanggal: date
    settings: Settings
    wilayah: str | None = None
    codes: Collection[str] = frozenset()


def list_codes(named: str | Sequence[str] | None) -> list[str]:
    """List the codes of the regions that play a role in a letter.

    >>> list_codes("33"), list_codes(["33.19", "33.74"]), list_codes(None)
    (['33'], ['33.19', '33.74'], [])
    """
    return [named] if isinstance(named, str) else [*(named or ())]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One letter that the records ask for; nothing is reserved yet.

    Args:
        formulir: The code of the kind, such as ``02.3``.
        tahun: The programme year.
        kunci: What tells this letter from the others of its kind and year.
        tanggal: The date that the letter will carry.
        tahap: The stage of the programme, such as ``T02``.
        golongan: Whose layout it follows.
        wilayah: Region code by role (``penerbit``, ``subjek``, ``tujuan``, …), or a
            list of codes where a letter concerns several regions.
        instansi: The code of the issuing office, when it is on record.
        hal: The subject line.
        tujuan: The addressee, as the agenda book writes it.
        penanda_tangan: Who signs, as the agenda book writes it.
        seri: The series that numbers it, or nothing when this office does not.
        nomor_luar: The number that another office gave it, when that is known.
        konteks: The names for the template, but for ``naskah.nomor`` and
            ``naskah.kode``, which are known once the letter is reserved.
        lampiran: The attachments, in order.
        kode_hal: The codes that the kind gives to the numbers of this class of letters.
    """

    formulir: str
    tahun: int
    kunci: str
    tanggal: date
    tahap: str
    golongan: str
    wilayah: Mapping[str, str | Sequence[str]]
    instansi: str | None
    hal: str
    tujuan: str
    penanda_tangan: str
    seri: str | None
    nomor_luar: str | None
    konteks: Konteks
    lampiran: tuple[Lampiran, ...] = ()
    lampiran_teks: str = "-"
    kode_hal: Mapping[str, str] = field(default_factory=dict)

    @property
    def roles(self) -> list[tuple[str, str]]:
        """Return each role of a region with each code that plays it."""
        return [
            (peran, kode)
            for peran, codes in self.wilayah.items()
            for kode in list_codes(codes)
            if kode
        ]

    @property
    def place(self) -> str:
        """Name it as faults do: its kind and key."""
        return f"{self.formulir} {self.kunci}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Surat:
    """A letter with its place in the ledger: it will be made, exactly once.

    Args:
        draft: What it was reserved from.
        kode: The archive code, such as ``K7QF-3M0T-9XWA``.
        nomor: The number as it is spelled on paper, or nothing.
        status: ``dipesan`` (reserved) or ``terbit`` (issued).
        ganti: The archive code of the letter that it replaces, or nothing.
    """

    draft: Draft
    kode: str
    nomor: str | None
    status: str
    ganti: str | None = None

    @property
    def place(self) -> str:
        """Name it as faults do: its kind and key."""
        return self.draft.place


@dataclass(frozen=True, kw_only=True, slots=True)
class FinishedPdf:
    """A file as the press gives it back: printed, stamped, with its attachments.

    Args:
        pdf: The file; nothing rewrites it.
        halaman: Its number of pages.
        pdfa: Whether it claims PDF/A-2b, or -3b where a file is embedded.
        catatan: Remarks on what was done to attachments.
        unplaced: The marks that were given but found no place in the letter.
    """

    pdf: Pdf
    halaman: int
    pdfa: bool
    catatan: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()

    @property
    def unplaced_remarks(self) -> list[str]:
        """Say which marks are not on the paper."""
        return [
            phrase("{name}: the letter has no place for it", name=name)
            for name in self.unplaced
        ]

    @property
    def remarks(self) -> list[str]:
        """Return what the log is to know of the file."""
        return [*self.catatan, *self.unplaced_remarks]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished:
    """A letter that is finished, and how it came out.

    Args:
        surat: The letter.
        konteks: What it was filled with.
        file: What the press made of it, as the press gave it back.
    """

    surat: Surat
    konteks: Konteks
    file: FinishedPdf

    @property
    def warnings(self) -> list[Fault]:
        """Return what a clerk should look at, though the letter is made."""
        place = self.surat.place
        return [
            Fault(place=place, reason=reason, warning=True)
            for reason in self.file.unplaced_remarks
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entri:
    """An act recorded in the archive: one line of the log, one leaf of the tree.

    Args:
        entri: Its place in the log, from 0.
        isi: The line, as the log holds it (``docs/archive-format.md``).
    """

    entri: int
    isi: Mapping[str, Any] = field(default_factory=dict)
