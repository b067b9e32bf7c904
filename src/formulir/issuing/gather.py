"""The first hop of the way of a letter: read every letter that is asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.letters.compile import compile_template
from formulir.letters.context import (
    check_row,
    complete_konteks,
    read_rows,
)
from formulir.letters.jenis import load_jenis
from formulir.letters.profil import load_profiles
from formulir.model import Draft, Fault, Scope
from formulir.records.office.instansi import (
    read_lampiran,
    read_office_pictures,
    read_seri,
)
from formulir.records.office.wilayah import find_wilayah
from formulir.records.sql.functions import sql_functions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from formulir.letters.compile import Template
    from formulir.letters.jenis import Jenis
    from formulir.letters.profil import Profil
    from formulir.model import Konteks, Lampiran
    from formulir.office.kantor import Kantor
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
    workers: int = 2
    executor: str = "local"


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What was gathered: the letters of one kind, and all that they are made with.

    Args:
        scope: What was asked for.
        profil: The layout profile of each class of letters among them.
        pictures: The stored names of each issuing office's pictures.
        faults: What is to be corrected, as far as it shows in the letters themselves.
        whole: Whether these are all letters of the kind and year.
    """

    scope: Scope
    jenis: Jenis
    profil: Mapping[str, Profil]
    template: Template
    drafts: list[Draft]
    pictures: dict[str, dict[str, str]]
    faults: list[Fault]
    whole: bool


_SHOWN = 5


class SuratNoneError(RecordError):
    """The records ask for no letter of a kind in a region and year."""

    def __init__(self, request: Request) -> None:
        """Keep what was asked for."""
        super().__init__(request)
        self.request = request

    def __str__(self) -> str:
        """Say what to do."""
        asked = self.request
        where = f" in wilayah {asked.wilayah}" if asked.wilayah else ""
        what = f"the records ask for no letter {asked.formulir} of {asked.tahun}{where}"
        if asked.kunci:
            keys = ", ".join(sorted(asked.kunci)[:_SHOWN])
            return f"{what} with key {keys}; a school's key is its NPSN"
        return (
            f"{what}; import the records that it is made from, or make them with "
            "'formulir propose' (schools) or 'formulir schedule' (trainings)"
        )


def gather(kantor: Kantor, db: Store, request: Request) -> Batch:
    """Read every letter that is asked for, with all that it will be made with.

    Raises:
        TemplateFaultyError: The kind's files are wrong.
        WilayahUnknownError: No region ever had that code.
        SuratNoneError: There is no such letter.
    """
    jenis = load_jenis(kantor.templates, kode=request.formulir)
    template = compile_template(
        jenis.read_docx(), nama=f"templates/{jenis.kode}/surat.docx"
    )
    if request.wilayah is not None:
        find_wilayah(db, request.wilayah)
    scope = kantor.scope(request.tahun, request.tanggal, wilayah=request.wilayah)
    functions = sql_functions(db, settings=asdict(kantor.settings))
    rows = read_rows(db.conn, jenis, scope=scope, functions=functions)
    rows = [row for row in rows if not request.kunci or row["kunci"] in request.kunci]
    if not rows:
        raise SuratNoneError(request)
    profil = load_profiles(kantor.templates, rows, tanggal=request.tanggal)
    seri = read_seri(db) if jenis.is_numbered(kantor.settings.bernomor) else {}
    lampiran = read_lampiran(db, formulir=jenis.kode, tahun=request.tahun)
    drafts = [
        _make_draft(row, jenis, scope, profil=profil, seri=seri, lampiran=lampiran)
        for row in rows
    ]
    issuers = {draft.instansi for draft in drafts if draft.instansi}
    return Batch(
        scope=scope,
        jenis=jenis,
        profil=profil,
        template=template,
        drafts=drafts,
        pictures=read_office_pictures(db, issuers, tanggal=request.tanggal),
        faults=list(_find_faults(rows, jenis, seri, request)),
        whole=request.wilayah is None and not request.kunci,
    )


def _find_faults(
    rows: Sequence[dict[str, Any]],
    jenis: Jenis,
    seri: Mapping[str, list[str]],
    request: Request,
) -> Iterator[Fault]:
    """Tell blank fields, series to choose among, and letters there are none of."""
    for row in rows:
        yield from check_row(row, jenis)
        own = seri.get(row["instansi"] or "", [])
        if len(own) > 1:
            reason = f"office {row['instansi']} has several series: {', '.join(own)}"
            yield Fault(place=f"{jenis.kode} {row['kunci']}", reason=reason)
    for kunci in sorted(request.kunci - {str(row["kunci"] or "") for row in rows}):
        reason = "the records ask for no such letter"
        yield Fault(place=f"{jenis.kode} {kunci}", reason=reason)


def _make_draft(
    row: Mapping[str, Any],
    jenis: Jenis,
    scope: Scope,
    *,
    profil: Mapping[str, Profil],
    seri: Mapping[str, list[str]],
    lampiran: Mapping[str, tuple[Lampiran, ...]],
) -> Draft:
    kunci = str(row["kunci"] or "")
    own = seri.get(row["instansi"] or "")
    return Draft(
        formulir=jenis.kode,
        tahun=scope.tahun,
        kunci=kunci,
        tanggal=scope.tanggal,
        tahap=row["tahap"],
        golongan=row["golongan"],
        wilayah=row["wilayah"],
        instansi=row["instansi"],
        hal=row["hal"] or "",
        tujuan=row["tujuan"] or "",
        penanda_tangan=row["penanda_tangan"] or "",
        seri=own[0] if own else None,
        nomor_luar=row["nomor_luar"],
        konteks=complete_konteks(
            row, jenis, scope=scope, profil=profil[row["golongan"]]
        ),
        lampiran=lampiran.get(kunci, ()),
        lampiran_teks=_spell_lampiran(row["konteks"]),
    )


def _spell_lampiran(konteks: Konteks) -> str:
    """Return what the letter itself says of its attachments, where it says it."""
    surat = konteks.get("surat")
    return str((surat.get("lampiran") if isinstance(surat, dict) else None) or "-")
