"""The first hop of the way of a letter: read every letter that is asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.letters.compile import compile_template
from formulir.letters.context import (
    Scope,
    check_row,
    complete_konteks,
    read_rows,
)
from formulir.letters.jenis import load_jenis
from formulir.letters.profil import load_profiles
from formulir.model import Draft, Fault
from formulir.records.office.instansi import (
    read_lampiran,
    read_office_pictures,
    read_seri,
)
from formulir.records.office.wilayah import find_wilayah
from formulir.records.sql.functions import sql_functions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from formulir.letters.compile import Template
    from formulir.letters.jenis import Jenis
    from formulir.letters.profil import Profil
    from formulir.model import Konteks, Pdf
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
        profil: The layout profile of each class of letters among them.
        pictures: The stored names of each issuing office's pictures.
        lampiran: Each attachment by its digest, made safe to merge; read when asked.
        faults: What must be corrected, warnings included.
        whole: Whether these are all letters of the kind and year.
    """

    jenis: Jenis
    profil: Mapping[str, Profil]
    template: Template
    drafts: list[Draft]
    pictures: dict[str, dict[str, str]]
    lampiran: Mapping[str, Pdf] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = False

    @property
    def warnings(self) -> list[Fault]:
        """Return what does not keep the work from going on."""
        return [fault for fault in self.faults if fault.warning]


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
    scope = Scope(
        tahun=request.tahun,
        wilayah=request.wilayah or "",
        tanggal=request.tanggal,
    )
    functions = sql_functions(db, settings=asdict(kantor.settings))
    rows = read_rows(db.conn, jenis, scope=scope, functions=functions)
    rows = [row for row in rows if not request.kunci or row["kunci"] in request.kunci]
    if not rows:
        raise SuratNoneError(request)
    profil = load_profiles(kantor.templates, rows, tanggal=request.tanggal)
    seri = read_seri(db) if jenis.is_numbered(kantor.settings.bernomor) else {}
    drafts, faults = _make_drafts(db, jenis, rows, request, seri=seri)
    faults += [
        Fault(
            place=f"{jenis.kode} {kunci}", reason="the records ask for no such letter"
        )
        for kunci in sorted(request.kunci - {draft.kunci for draft in drafts})
    ]
    drafts = [
        replace(
            draft,
            konteks=complete_konteks(
                row, jenis, scope=scope, profil=profil[row["golongan"]]
            ),
        )
        for draft, row in zip(drafts, rows, strict=True)
    ]
    daftar_instansi = {draft.instansi for draft in drafts if draft.instansi}
    return Batch(
        jenis=jenis,
        profil=profil,
        template=template,
        drafts=drafts,
        pictures=read_office_pictures(db, daftar_instansi, tanggal=request.tanggal),
        faults=faults,
        whole=request.wilayah is None and not request.kunci,
    )


def _make_drafts(
    db: Store,
    jenis: Jenis,
    rows: Sequence[dict[str, Any]],
    request: Request,
    *,
    seri: Mapping[str, list[str]],
) -> tuple[list[Draft], list[Fault]]:
    lampiran = read_lampiran(db, formulir=jenis.kode, tahun=request.tahun)
    faults: list[Fault] = []
    drafts: list[Draft] = []
    for row in rows:
        faults.extend(check_row(row, jenis))
        own = seri.get(row["instansi"] or "", [])
        if len(own) > 1:
            reason = f"office {row['instansi']} has several series: {', '.join(own)}"
            faults.append(Fault(place=f"{jenis.kode} {row['kunci']}", reason=reason))
        drafts.append(
            Draft(
                formulir=jenis.kode,
                tahun=request.tahun,
                kunci=str(row["kunci"] or ""),
                tanggal=request.tanggal,
                tahap=row["tahap"],
                golongan=row["golongan"],
                wilayah=row["wilayah"],
                instansi=row["instansi"],
                hal=row["hal"] or "",
                tujuan=row["tujuan"] or "",
                penanda_tangan=row["penanda_tangan"] or "",
                seri=own[0] if own else None,
                nomor_luar=row["nomor_luar"],
                konteks=row["konteks"],
                lampiran=lampiran.get(str(row["kunci"]), ()),
                lampiran_teks=_spell_lampiran(row["konteks"]),
            )
        )
    return drafts, faults


def _spell_lampiran(konteks: Konteks) -> str:
    """Return what the letter itself says of its attachments, where it says it."""
    surat = konteks.get("surat")
    return str((surat.get("lampiran") if isinstance(surat, dict) else None) or "-")
