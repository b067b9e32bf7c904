"""The first hop of the way of a letter: read every letter that is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError, RecordFaultyError
from formulir.language import Sentence, chain, phrase
from formulir.letters.drafts import check_rows, compile_templates, make_drafts
from formulir.letters.jenis import load_jenis
from formulir.letters.profil import load_profiles
from formulir.model import Fault, Scope
from formulir.office.expected import ask_kind
from formulir.records.importing.lacking import (
    group_columns,
    list_instansi,
    tell_addressees,
    tell_penerbit,
    tell_undated,
)
from formulir.records.office.instansi import read_issuing
from formulir.records.office.wilayah import find_wilayah
from formulir.records.tasks.needs import list_lacks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from formulir.letters.jenis import Jenis
    from formulir.letters.profil import Profil
    from formulir.letters.reading.compile import Template
    from formulir.model import Draft
    from formulir.office.kantor import Kantor
    from formulir.records.ledger.book import Sisipan
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What is asked for.

    Args:
        formulir: The kind.
        tahun: The programme year.
        wilayah: A code of any year, or nothing for all.
        kunci: Only these letters, or all.
        tanggal: The date of the letters.
        mundur: Allow a date before the last one of the series.
        jam_mundur: Allow a clock behind the last recorded act.
        sisipan: Insert the one letter behind this number of its series.
        ganti: The archive code of the letter that each letter replaces, by key; with
            none at all, letters are new.
        alasan: Why letters are inserted or replaced.
        workers: How many processes work at once.
        executor: Who does the work: ``local`` or ``dask://HOST:PORT``.
    """

    formulir: str
    tahun: int
    tanggal: date
    wilayah: str | None = None
    kunci: frozenset[str] = frozenset()
    mundur: bool = False
    jam_mundur: bool = False
    sisipan: Sisipan | None = None
    ganti: Mapping[str, str] = field(default_factory=dict)
    alasan: str | None = None
    workers: int = 2
    executor: str = "local"


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What was gathered: the letters of one kind, and all that they are made with.

    Args:
        scope: What was asked for.
        profil: The layout profile of each class of letters among them.
        templates: The template of each class of letters among them.
        pictures: The stored names of each issuing office's pictures.
        faults: What is to be corrected, as far as it shows in the letters themselves.
        whole: Whether these are all letters of the kind and year.
    """

    scope: Scope
    jenis: Jenis
    profil: Mapping[str, Profil]
    templates: Mapping[str, Template]
    drafts: list[Draft]
    pictures: dict[str, dict[str, str]]
    faults: list[Fault]
    whole: bool


_SHOWN = 5


class SuratNoneError(RecordError):
    """The records ask for no letter of a kind in a region and year."""

    request: Request
    lacks: Sequence[str] = ()

    @property
    def sentence(self) -> Sentence:
        """Say what is not on record yet, in which table and column, or what to do."""
        asked = self.request
        facts = {"formulir": asked.formulir, "tahun": asked.tahun}
        what = phrase("the records ask for no letter {formulir} of {tahun}", **facts)
        if asked.wilayah:
            what = phrase(
                "the records ask for no letter {formulir} of {tahun} in wilayah "
                "{wilayah}",
                wilayah=asked.wilayah,
                **facts,
            )
        if asked.kunci:
            keys = ", ".join(sorted(asked.kunci)[:_SHOWN])
            return phrase(
                "{what} with key {keys}; a school's key is its NPSN",
                what=what,
                keys=keys,
            )
        if self.lacks:
            return phrase(
                "{what}; not on record yet: {lacks}; all that is to be done says "
                "'formulir next --tahun {tahun}'",
                what=what,
                lacks=chain(self.lacks),
                tahun=asked.tahun,
            )
        return phrase(
            "{what}; all that this kind needs is on record, but of nothing that it is "
            "made for; look with 'formulir next --tahun {tahun}', and without "
            "--wilayah",
            what=what,
            tahun=asked.tahun,
        )


def gather(kantor: Kantor, db: Store, request: Request) -> Batch:
    """Read every letter that is asked for, with all that it will be made with.

    Raises:
        TemplateFaultyError: The kind's files are wrong.
        WilayahUnknownError: No region ever had that code.
        SuratNoneError: There is no such letter.
        RecordFaultyError: A letter that was asked for by its key, or every one, has an
            office to issue it that is not on record.
    """
    jenis = load_jenis(kantor.templates, kode=request.formulir)
    scope = Scope(
        tahun=request.tahun,
        tanggal=request.tanggal,
        wilayah=request.wilayah,
        settings=kantor.settings,
    )
    if scope.wilayah is not None:
        find_wilayah(db, scope.wilayah)
    on_record = read_issuing(
        db, formulir=jenis.kode, tahun=scope.tahun, tanggal=scope.tanggal
    )
    rows = ask_kind(db, jenis, scope)
    rows = [row for row in rows if not request.kunci or row["kunci"] in request.kunci]
    if not rows:
        place = f"templates/{jenis.kode}"
        lacks = list_lacks(db, jenis.perlu, scope, place=place)
        raise SuratNoneError(request, lacks=[each.sentence for each in lacks])
    rows, homeless = _part_homeless(db, rows, jenis, asked=request.kunci)
    profil = load_profiles(kantor.templates, rows, tanggal=scope.tanggal)
    templates = compile_templates(jenis, profil, folder=f"templates/{jenis.kode}")
    seri = on_record.seri if jenis.is_numbered(scope.settings.bernomor) else {}
    checked = check_rows(
        rows, jenis, templates=templates, seri=seri, columns=group_columns()
    )
    faults = [*homeless, *checked]
    faults += _tell_offices(db, rows, jenis, tanggal=scope.tanggal)
    drafts = make_drafts(
        rows, jenis, scope, profil=profil, seri=seri, lampiran=on_record.lampiran
    )
    issuers = {draft.instansi for draft in drafts}
    missing = sorted(request.kunci - {draft.kunci for draft in drafts})
    nowhere = phrase("the records ask for no such letter")
    faults += [Fault(place=f"{jenis.kode} {key}", reason=nowhere) for key in missing]
    return Batch(
        scope=scope,
        jenis=jenis,
        profil=profil,
        templates=templates,
        drafts=drafts,
        pictures={k: v for k, v in on_record.pictures.items() if k in issuers},
        faults=faults,
        whole=request.wilayah is None and not request.kunci,
    )


def _tell_offices(
    db: Store, rows: Sequence[Mapping[str, Any]], jenis: Jenis, *, tanggal: date
) -> list[Fault]:
    """Tell the offices that letters name and that have no name at their date."""
    cells = ((f"{jenis.kode} {r['kunci']}", each) for r in rows for each in r["kurang"])
    issuers = (
        (f"{jenis.kode} {row['kunci']}", row["instansi"])
        for row in rows
        for parts in [row["konteks"]]
        if row["instansi"]
        and any(
            isinstance(part := parts.get(name), dict) and not part.get("nama")
            for name in ("kop", "penandatangan")
        )
    )
    return [
        *tell_addressees(db, cells, tanggal=tanggal),
        *tell_undated(db, issuers, tanggal=tanggal),
    ]


def _part_homeless(
    db: Store,
    rows: list[dict[str, Any]],
    jenis: Jenis,
    *,
    asked: frozenset[str],
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Leave out the letters whose office is not on record, each with a warning.

    They are no letters of any office, and those of other offices can be made.

    Raises:
        RecordFaultyError: One of them is asked for by its key, or there is no other.
    """
    known = list_instansi(db)
    lost = [row for row in rows if row["instansi"] and row["instansi"] not in known]
    others = [row for row in rows if row not in lost]
    warning = bool(others) and not asked
    faults = [
        fault
        for row in lost
        for fault in tell_penerbit(
            db,
            row["instansi"],
            surat=f"{jenis.kode} {row['kunci']}",
            warning=warning,
        )
    ]
    if lost and not warning:
        raise RecordFaultyError(faults)
    return others, faults
