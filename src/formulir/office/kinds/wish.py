"""What an office asks for when it makes a kind of letters, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError, TemplateError
from formulir.language import Sentence, phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from formulir.model import Docx, Fault
    from formulir.records.own.tables import OwnTable
    from formulir.records.sheets.report import ImportResult


@dataclass(frozen=True, kw_only=True, slots=True)
class KindWish:
    """A kind that is to be made.

    Args:
        kode: Its code, which is the name of its folder.
        surat: Where its letter is.
        data: Where its sheet is, if it has one.
        tahun: The programme year of rows that name none.
        judul: What it is called; after its letter, where nothing is said.
        tahap: The stage of the programme.
        instansi: The code of the office that issues it; the one LPMP on record.
        hal: The subject line; the title, where nothing is said.
        tujuan: The column that names the addressee, or words for all letters.
        kunci: The columns that tell its letters apart; guessed.
        tipe: The type by column, where the guess is not right.
        kosong: Columns that may be empty, beside those that are.
        nomor: Whether it is numbered; where its letter prints a number, if unsaid.
        kode_hal: The code of the subject that its numbers carry.
        cap: Whether the stamp is printed; where the letter has the bookmark, if unsaid.
        qr: Whether the code is printed beside the signature, likewise.
    """

    kode: str
    surat: Path
    data: Path | None = None
    tahun: int
    judul: str = ""
    tahap: str = "T01"
    instansi: str = ""
    hal: str = ""
    tujuan: str = ""
    kunci: Sequence[str] = ()
    tipe: Mapping[str, str] = field(default_factory=dict)
    kosong: Sequence[str] = ()
    nomor: bool | None = None
    kode_hal: str = "UM"
    cap: bool | None = None
    qr: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KindPlan:
    """A kind as it would be made.

    Args:
        wish: What was asked for.
        table: Its table.
        shown: Its columns, as they are shown to people.
        docx: Its letter with tags.
        jenis: What ``jenis.toml`` says.
        konteks: What ``konteks.sql`` says.
        office: The tags that the office and the letter itself fill.
        facts: What was decided on, by the option that decides otherwise.
        remarks: What its maker should know.
    """

    wish: KindWish
    table: OwnTable
    shown: list[dict[str, Any]]
    docx: Docx
    jenis: str
    konteks: str
    office: list[str]
    facts: Mapping[str, str]
    remarks: list[Fault]

    @property
    def files(self) -> dict[str, bytes]:
        """Return its files by name."""
        return {
            "surat.docx": bytes(self.docx),
            "konteks.sql": self.konteks.encode(),
            "jenis.toml": self.jenis.encode(),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class KindResult:
    """What came of making a kind.

    Args:
        plan: The kind.
        rows: What became of the rows of its sheet, where there is one.
        made: Whether it is there; not after a dry run, nor with rejected rows.
        differences: How a kind that was there already differs from what was asked for.
        there: Whether it was there already.
    """

    plan: KindPlan
    rows: ImportResult | None = None
    made: bool = False
    differences: Sequence[str] = ()
    there: bool = False


class KodeMalformedError(TemplateError):
    """A word cannot be the code of a kind."""

    kode: str
    says = (
        "{kode!r} cannot be the code of a kind; write letters a to z and figures, with "
        "a point between parts if need be, such as T10 or 05.2"
    )


class KindTakenError(TemplateError):
    """A kind of that code is there, and was not made of a Word file and a sheet."""

    kode: str
    known: str
    says = (
        "kind {known} is there already, and {kode} would be the same folder or table; "
        "give the kind another code, or edit the files of {known} in templates/"
    )


class KindDiffersError(RecordError):
    """A kind of that code was made before, of other files."""

    kode: str
    differences: Sequence[str]
    says = (
        "kind {kode} is there and differs: {differences}; nothing was written; bring "
        "rows in with 'formulir import {kode} FILE', correct the letter in "
        "templates/{kode}/surat.docx, or make a kind with another code"
    )


class KindFaultyError(TemplateError):
    """A kind cannot be made of its letter and its sheet; all faults are listed."""

    faults: list[Fault]

    @property
    def sentence(self) -> Sentence:
        """Count them."""
        count = sum(not fault.warning for fault in self.faults)
        return phrase(
            "{count} fault(s) in the letter or its sheet; no kind was made; "
            "correct the files and run it again",
            count=count,
        )
