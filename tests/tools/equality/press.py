"""The press of the product, without the stamps and the foot that it ends with."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.issuing import production
from formulir.issuing.ways import Route
from formulir.letters.profil import Profil
from formulir.model import FinishedPdf, Surat
from formulir.office.kantor import find_libreoffice
from formulir.press.finishing.finish import Closing
from formulir.press.joining.skeleton import PLACES
from formulir.press.pdf.paper import save_pdf
from formulir.press.printing.libreoffice import find_python, probe_libreoffice
from formulir.press.printing.worker import LibreOfficeWorker, PrintMachine
from tests.conftest import make_baris

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.model import Docx
    from formulir.press.joining.split import PrintedLetter
    from formulir.press.pdf.places import Place
    from formulir.press.printing.print_letters import Failure

PROFIL = Profil(
    golongan="kementerian",
    berlaku_dari=date(2010, 1, 1),
    huruf="Liberation Serif",
    ukuran_pt=12,
    label_hal="Hal",
    tampilkan_sifat=True,
    tampilkan_tempat=True,
)


@dataclass(kw_only=True, slots=True)
class CountingWorker(LibreOfficeWorker):
    """A LibreOffice that remembers how many documents it printed, and of which sort."""

    printed: Counter[str] = field(default_factory=Counter)

    def _make(self, data: bytes, source: str, target: str, *, limit_s: float) -> bytes:
        self.printed[source.rpartition(".")[2]] += target.endswith(".pdf")
        return LibreOfficeWorker._make(self, data, source, target, limit_s=limit_s)


@contextmanager
def open_worker() -> Iterator[CountingWorker]:
    """Hold one LibreOffice open."""
    program = probe_libreoffice(find_libreoffice(None)).path
    with tempfile.TemporaryDirectory(prefix="sama-") as folder:
        mesin = PrintMachine(
            program=program, python=find_python(program), workdir=Path(folder)
        )
        worker = CountingWorker(machine=mesin)
        try:
            yield worker
        finally:
            worker.stop()


@contextmanager
def borrow_production(worker: LibreOfficeWorker, *, finished: bool) -> Iterator[None]:
    """Let letters print on a worker of ours.

    Args:
        worker: What prints.
        finished: Whether they are closed as the product closes them; else their pages
            are left as they were printed.
    """
    before = production.hold_worker, production.finish
    production.hold_worker = lambda _machine: worker
    if not finished:
        production.finish = _leave
    try:
        yield
    finally:
        production.hold_worker, production.finish = before


def _leave(printed: PrintedLetter, *, closing: Closing) -> FinishedPdf:
    """Save a letter's pages as they are, and tell where it would be stamped."""
    del closing
    return FinishedPdf(
        pdf=save_pdf(printed.pdf),
        halaman=len(printed.pdf.pages),
        pdfa=False,
        catatan=(spell_places(printed.places),),
    )


def spell_places(places: Mapping[str, Place]) -> str:
    """Spell the places of a letter that are stamped at."""
    return ", ".join(
        f"{name} on page {place.page + 1} at {place.x_pt:.1f} {place.y_pt:.1f}"
        for name, place in sorted(places.items())
        if name in PLACES
    )


def make_job(
    docx: Docx,
    letters: Sequence[Mapping[str, Any]],
    *,
    machine: PrintMachine,
    nama: str,
    route: Route = Route.DOCX,
    profil: Profil = PROFIL,
) -> production.Job:
    """Make a job of the letters of one template; each context names its ``kunci``."""
    return production.Job(
        nama=nama,
        docx=docx,
        profil=profil,
        judul="Uji",
        machine=machine,
        route=route,
        letters=tuple(_make_letter(number, one) for number, one in enumerate(letters)),
    )


def _make_letter(number: int, konteks: Mapping[str, Any]) -> production.JobLetter:
    kode = f"KODE-{number:04}"
    draft = make_baris(str(konteks.get("kunci", number)))
    surat = Surat(draft=draft, kode=kode, nomor=None, status="dipesan")
    return production.JobLetter(
        surat=surat, konteks=dict(konteks), closing=Closing(kode=kode)
    )


def print_job(job: production.Job) -> list[FinishedPdf | Failure] | str:
    """Make letters, or tell how the whole job ended without any."""
    try:
        return production.make_letters(job)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error}"


def prepare_job(job: production.Job) -> str:
    """Let the product see how letters print; tell how that ended, if it ended badly."""
    try:
        production.prepare(job)
    except Exception as error:  # noqa: BLE001 - as above
        return f"{type(error).__name__}: {error}"
    return ""


def describe_way(job: production.Job) -> tuple[str, str]:
    """Tell by what way letters print, and why, as far as the product has found out."""
    try:
        way = production._find_way(job)
    except Exception as error:  # noqa: BLE001 - as above
        return "refused", f"{type(error).__name__}: {error}"
    if obstacles := getattr(way, "obstacles", None):
        return "alone", obstacles[0]
    if way.verdict is None:
        return "alone", "nothing was proved"
    names = {"odf": "odf", "docx": "joined", "alone": "alone"}
    return names[way.verdict.route.value], way.reason
