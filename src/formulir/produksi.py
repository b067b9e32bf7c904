"""The middle of the way of a letter, as one pure function for any number of processes.

``make_letters`` takes contexts and gives finished PDFs: render, join, print, split,
stamp, merge. It touches neither records nor archive, so it runs in this process, in a
local pool, or on a cluster, and gives the same. What is dear to make is kept between
calls: the compiled template, and one LibreOffice a process.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from formulir.cara import find_cara
from formulir.letters.render import TemplatUnfillableError, fill_parts
from formulir.press.cetak import Failure, Kiriman, print_letters
from formulir.press.finish import FinishedPdf, Penutup, finish
from formulir.press.worker import hold_worker

if TYPE_CHECKING:
    from formulir.letters.profil import Profil
    from formulir.model import Docx, Konteks, Surat
    from formulir.press.worker import Mesin

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


def make_letters(tugas: Tugas) -> list[FinishedPdf | Failure]:
    """Make letters, in their order; one that cannot be made fails by itself."""
    cara = find_cara(tugas.nama, tugas.docx, tugas.profil)
    results: dict[int, FinishedPdf | Failure] = {}
    filled: dict[int, dict[str, str]] = {}
    for index, pesanan in enumerate(tugas.daftar):
        try:
            filled[index] = fill_parts(
                cara.templat, pesanan.konteks, kunci=pesanan.surat.baris.kunci
            )
        except TemplatUnfillableError as error:
            results[index] = Failure(reason=str(error))
    numbers = list(filled)
    pairs = [(parts, tugas.daftar[n].konteks) for n, parts in filled.items()]
    with _ONE_AT_A_TIME:
        worker = hold_worker(tugas.mesin)
        kiriman = Kiriman(
            kerangka=cara.kerangka,
            daftar=list(filled.values()),
            judul=tugas.judul,
            joined=not cara.obstacles,
            odf=cara.fill_odf(pairs, worker) if tugas.banyak else None,
        )
        made = print_letters(
            kiriman,
            worker,
            use=lambda place, lembar: finish(
                lembar, penutup=tugas.daftar[numbers[place]].penutup
            ),
        )
    results.update(zip(numbers, made, strict=True))
    return [results[index] for index in range(len(tugas.daftar))]
