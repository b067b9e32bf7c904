"""The first hop of the way of a letter: read every letter that is asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.letters.compile import compile_templat
from formulir.letters.context import (
    Permohonan,
    check_row,
    complete_konteks,
    read_rows,
)
from formulir.letters.jenis import load_jenis
from formulir.letters.profil import load_daftar_profil
from formulir.model import Baris, Fault
from formulir.records.office.instansi import read_gambar, read_lampiran, read_seri
from formulir.records.office.wilayah import find_wilayah
from formulir.records.sql.functions import sql_functions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlite_utils import Database

    from formulir.letters.compile import Templat
    from formulir.letters.jenis import Jenis
    from formulir.letters.profil import Profil
    from formulir.model import Konteks, Pdf
    from formulir.office.kantor import Kantor


@dataclass(frozen=True, kw_only=True, slots=True)
class Perintah:
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
class Kumpulan:
    """What was gathered: the letters of one kind, and all that they are made with.

    Args:
        profil: The layout profile of each class of letters among them.
        gambar: The stored names of each issuing office's pictures.
        lampiran: Each attachment by its digest, made safe to merge; read when asked.
        faults: What must be corrected, warnings included.
        whole: Whether these are all letters of the kind and year.
    """

    jenis: Jenis
    profil: Mapping[str, Profil]
    templat: Templat
    daftar: list[Baris]
    gambar: dict[str, dict[str, str]]
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

    def __init__(self, perintah: Perintah) -> None:
        """Keep what was asked for."""
        super().__init__(perintah)
        self.perintah = perintah

    def __str__(self) -> str:
        """Say what to do."""
        asked = self.perintah
        where = f" in wilayah {asked.wilayah}" if asked.wilayah else ""
        what = f"the records ask for no letter {asked.formulir} of {asked.tahun}{where}"
        if asked.kunci:
            keys = ", ".join(sorted(asked.kunci)[:_SHOWN])
            return f"{what} with key {keys}; a school's key is its NPSN"
        return (
            f"{what}; import the records that it is made from, or make them with "
            "'formulir propose' (schools) or 'formulir schedule' (trainings)"
        )


def gather(kantor: Kantor, db: Database, perintah: Perintah) -> Kumpulan:
    """Read every letter that is asked for, with all that it will be made with.

    Raises:
        TemplateFaultyError: The kind's files are wrong.
        WilayahUnknownError: No region ever had that code.
        SuratNoneError: There is no such letter.
    """
    jenis = load_jenis(kantor.templates, kode=perintah.formulir)
    templat = compile_templat(
        jenis.read_docx(), nama=f"templates/{jenis.kode}/surat.docx"
    )
    if perintah.wilayah is not None:
        find_wilayah(db, perintah.wilayah)
    mohon = Permohonan(
        tahun=perintah.tahun,
        wilayah=perintah.wilayah or "",
        tanggal=perintah.tanggal,
    )
    functions = sql_functions(db, setelan=asdict(kantor.setelan))
    rows = read_rows(db.conn, jenis, mohon=mohon, functions=functions)
    rows = [row for row in rows if not perintah.kunci or row["kunci"] in perintah.kunci]
    if not rows:
        raise SuratNoneError(perintah)
    profil = load_daftar_profil(kantor.templates, rows, tanggal=perintah.tanggal)
    seri = read_seri(db) if jenis.is_numbered(kantor.setelan.bernomor) else {}
    daftar, faults = _make_baris(db, jenis, rows, perintah, seri=seri)
    faults += [
        Fault(
            place=f"{jenis.kode} {kunci}", reason="the records ask for no such letter"
        )
        for kunci in sorted(perintah.kunci - {baris.kunci for baris in daftar})
    ]
    daftar = [
        replace(
            baris,
            konteks=complete_konteks(
                row, jenis, mohon=mohon, profil=profil[row["golongan"]]
            ),
        )
        for baris, row in zip(daftar, rows, strict=True)
    ]
    daftar_instansi = {baris.instansi for baris in daftar if baris.instansi}
    return Kumpulan(
        jenis=jenis,
        profil=profil,
        templat=templat,
        daftar=daftar,
        gambar=read_gambar(db, daftar_instansi, tanggal=perintah.tanggal),
        faults=faults,
        whole=perintah.wilayah is None and not perintah.kunci,
    )


def _make_baris(
    db: Database,
    jenis: Jenis,
    rows: Sequence[dict[str, Any]],
    perintah: Perintah,
    *,
    seri: Mapping[str, list[str]],
) -> tuple[list[Baris], list[Fault]]:
    lampiran = read_lampiran(db, formulir=jenis.kode, tahun=perintah.tahun)
    faults: list[Fault] = []
    daftar: list[Baris] = []
    for row in rows:
        faults.extend(check_row(row, jenis))
        own = seri.get(row["instansi"] or "", [])
        if len(own) > 1:
            reason = f"office {row['instansi']} has several series: {', '.join(own)}"
            faults.append(Fault(place=f"{jenis.kode} {row['kunci']}", reason=reason))
        daftar.append(
            Baris(
                formulir=jenis.kode,
                tahun=perintah.tahun,
                kunci=str(row["kunci"] or ""),
                tanggal=perintah.tanggal,
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
    return daftar, faults


def _spell_lampiran(konteks: Konteks) -> str:
    """Return what the letter itself says of its attachments, where it says it."""
    surat = konteks.get("surat")
    return str((surat.get("lampiran") if isinstance(surat, dict) else None) or "-")
