"""The middle of the way of a letter, as one pure function for any number of processes.

``make_letters`` takes contexts and gives finished PDFs: render, join, print, split,
stamp, merge. It touches neither records nor archive, so it runs in this process, in a
local pool, or on a cluster, and gives the same. What is dear to make is kept between
calls: the compiled template, and one LibreOffice a process.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from formulir.cara import find_cara
from formulir.errors import FormulirError
from formulir.letters.render import TemplatUnfillableError, fill_parts
from formulir.press.cetak import Failure, Kiriman, print_letters
from formulir.press.finish import FinishedPdf, Penutup, finish
from formulir.press.worker import hold_worker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.cara import Cara
    from formulir.letters.profil import Profil
    from formulir.model import Docx, Konteks, Surat
    from formulir.press.cetak import KirimanOdf
    from formulir.press.worker import LibreOfficeWorker, Mesin

_ONE_AT_A_TIME = Lock()
"""A process has one LibreOffice; a cluster may call it from several threads."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pesanan:
    """One letter to be made: its context, and what it is closed with."""

    surat: Surat
    konteks: Konteks
    penutup: Penutup


@dataclass(frozen=True, kw_only=True, slots=True)
class Tugas:
    """Letters of one kind to be made together; it travels between processes.

    Args:
        nama: What to call the template in a fault.
        docx: The template.
        profil: The layout profile.
        judul: The title of the letters' files.
        mesin: What prints.
        daftar: The letters.
        banyak: Whether there are so many in all that it pays to look for a faster way.
    """

    nama: str
    docx: Docx
    profil: Profil
    judul: str
    mesin: Mesin
    daftar: tuple[Pesanan, ...]
    banyak: bool = False


def prepare(tugas: Tugas) -> None:
    """Start LibreOffice and see how such letters print, before there is work.

    Nothing comes of the letters, and whatever is wrong the work will meet and tell.
    """
    with suppress(FormulirError), _ONE_AT_A_TIME:
        worker = hold_worker(tugas.mesin)
        worker.start()
        if tugas.banyak:
            cara = find_cara(tugas.nama, tugas.docx, tugas.profil)
            filled, _ = _fill(cara, tugas)
            _fill_odf(cara, tugas, filled, worker)


def make_letters(tugas: Tugas) -> list[FinishedPdf | Failure]:
    """Make letters, in their order; one that cannot be made fails by itself."""
    cara = find_cara(tugas.nama, tugas.docx, tugas.profil)
    filled, failures = _fill(cara, tugas)
    numbers = list(filled)
    with _ONE_AT_A_TIME:
        worker = hold_worker(tugas.mesin)
        kiriman = Kiriman(
            kerangka=cara.kerangka,
            daftar=list(filled.values()),
            judul=tugas.judul,
            joined=not cara.obstacles,
            odf=_fill_odf(cara, tugas, filled, worker) if tugas.banyak else None,
        )
        made = print_letters(
            kiriman,
            worker,
            use=lambda place, lembar: finish(
                lembar, penutup=tugas.daftar[numbers[place]].penutup
            ),
        )
    results = {**failures, **dict(zip(numbers, made, strict=True))}
    return [results[index] for index in range(len(tugas.daftar))]


def _fill(
    cara: Cara, tugas: Tugas
) -> tuple[dict[int, dict[str, str]], dict[int, FinishedPdf | Failure]]:
    """Fill the DOCX of each letter, or tell why it cannot be; by place."""
    filled: dict[int, dict[str, str]] = {}
    failures: dict[int, FinishedPdf | Failure] = {}
    for index, pesanan in enumerate(tugas.daftar):
        try:
            filled[index] = fill_parts(
                cara.templat, pesanan.konteks, kunci=pesanan.surat.baris.kunci
            )
        except TemplatUnfillableError as error:
            failures[index] = Failure(reason=str(error))
    return filled, failures


def _fill_odf(
    cara: Cara,
    tugas: Tugas,
    filled: Mapping[int, Mapping[str, str]],
    worker: LibreOfficeWorker,
) -> KirimanOdf | None:
    """Fill the letters as ODF too, if they may be printed so."""
    pairs = [(parts, tugas.daftar[n].konteks) for n, parts in filled.items()]
    return cara.fill_odf(pairs, worker)
