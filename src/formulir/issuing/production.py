"""The middle of the way of a letter, as one pure function for any number of processes.

``make_letters`` takes contexts and gives finished PDFs: render, join, print, split,
stamp, merge. It touches neither records nor archive, so it runs in this process, in a
local pool, or on a cluster, and gives the same. What is dear to make is kept between
calls: the compiled template, and one LibreOffice a process.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from formulir.errors import FormulirError
from formulir.issuing.ways import find_cara
from formulir.letters.render import TemplatUnfillableError, fill_parts
from formulir.press.finishing.finish import FinishedPdf, Penutup, finish
from formulir.press.printing.print_letters import Failure, Kiriman, print_letters
from formulir.press.printing.worker import CetakFailedError, hold_worker

if TYPE_CHECKING:
    from formulir.issuing.ways import Cara
    from formulir.letters.profil import Profil
    from formulir.model import Docx, Konteks, Surat
    from formulir.press.printing.worker import LibreOfficeWorker, Mesin

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


class Isian(Sequence[dict[str, str]]):
    """The DOCX of letters, each filled when it is asked for.

    Letters that print from ODF ask for it only when something goes wrong.
    """

    def __init__(self, cara: Cara, tugas: Tugas) -> None:
        """Fill nothing yet."""
        self._cara, self._tugas = cara, tugas

    def __len__(self) -> int:
        """Count the letters."""
        return len(self._tugas.daftar)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - a slice is never asked for
        """Fill one.

        Raises:
            CetakFailedError: It cannot be filled.
        """
        try:
            return _fill_one(self._cara, self._tugas.daftar[index])
        except TemplatUnfillableError as error:
            raise CetakFailedError(str(error)) from error


def prepare(tugas: Tugas) -> None:
    """Start LibreOffice and see how such letters print, before there is work.

    Nothing comes of the letters, and whatever is wrong the work will meet and tell.
    """
    with suppress(FormulirError), _ONE_AT_A_TIME:
        worker = hold_worker(tugas.mesin)
        worker.start()
        if tugas.banyak:
            _see(find_cara(tugas.nama, tugas.docx, tugas.profil), tugas, worker)


def make_letters(tugas: Tugas) -> list[FinishedPdf | Failure]:
    """Make letters, in their order; one that cannot be made fails by itself."""
    cara = find_cara(tugas.nama, tugas.docx, tugas.profil)
    with _ONE_AT_A_TIME:
        worker = hold_worker(tugas.mesin)
        if tugas.banyak:
            _see(cara, tugas, worker)
        numbers, kiriman, failures = _send(cara, tugas)
        made = print_letters(
            kiriman,
            worker,
            use=lambda place, lembar: finish(
                lembar, penutup=tugas.daftar[numbers[place]].penutup
            ),
        )
    results = {**failures, **dict(zip(numbers, made, strict=True))}
    return [results[index] for index in range(len(tugas.daftar))]


def _see(cara: Cara, tugas: Tugas, worker: LibreOfficeWorker) -> None:
    """Find out how letters print, unless that is known."""
    if cara.undecided:
        filled, _ = _fill(cara, tugas)
        pairs = [(parts, tugas.daftar[n].konteks) for n, parts in filled.items()]
        cara.prove(pairs, worker)


def _send(
    cara: Cara, tugas: Tugas
) -> tuple[list[int], Kiriman, dict[int, FinishedPdf | Failure]]:
    """Fill letters; return the places of those that can be, and why others cannot."""
    daftar: Sequence[dict[str, str]] = Isian(cara, tugas)
    numbers = list(range(len(daftar)))
    failures: dict[int, FinishedPdf | Failure] = {}
    contexts = [pesanan.konteks for pesanan in tugas.daftar]
    odf = cara.fill_odf(contexts) if tugas.banyak else None
    if odf is None:
        filled, failures = _fill(cara, tugas)
        numbers, daftar = list(filled), list(filled.values())
    kiriman = Kiriman(
        kerangka=cara.kerangka,
        daftar=daftar,
        judul=tugas.judul,
        joined=not cara.obstacles,
        odf=odf,
    )
    return numbers, kiriman, failures


def _fill(
    cara: Cara, tugas: Tugas
) -> tuple[dict[int, dict[str, str]], dict[int, FinishedPdf | Failure]]:
    """Fill the DOCX of each letter, or tell why it cannot be; by place."""
    filled: dict[int, dict[str, str]] = {}
    failures: dict[int, FinishedPdf | Failure] = {}
    for index, pesanan in enumerate(tugas.daftar):
        try:
            filled[index] = _fill_one(cara, pesanan)
        except TemplatUnfillableError as error:
            failures[index] = Failure(reason=str(error))
    return filled, failures


def _fill_one(cara: Cara, pesanan: Pesanan) -> dict[str, str]:
    kunci = pesanan.surat.baris.kunci
    return fill_parts(cara.templat, pesanan.konteks, kunci=kunci)
