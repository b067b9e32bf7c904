"""Whoever makes letters: found before a number is spent, and hired for one request."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from formulir.ground.workdir import sweep
from formulir.issuing.production import Tugas, make_letters, prepare
from formulir.press.printing.libreoffice import find_python, probe_libreoffice
from formulir.press.printing.worker import Mesin
from formulir.workers.executor import Pelaksana

if TYPE_CHECKING:
    from formulir.issuing.gather import Perintah
    from formulir.office.kantor import Kantor
    from formulir.press.finishing.finish import FinishedPdf
    from formulir.press.printing.print_letters import Failure


SEORANG = 100
"""Up to so many letters, starting further processes costs more than it saves."""


def hire(
    kantor: Kantor, perintah: Perintah, contoh: Tugas | None, *, count: int
) -> Pelaksana[Tugas, list[FinishedPdf | Failure]]:
    """Say who makes so many letters, and let them see some of these, if there are."""
    return Pelaksana(
        work=make_letters,
        word=perintah.executor,
        workers=perintah.workers if count > SEORANG else 0,
        kerja=kantor.kerja,
        prepare=None if contoh is None else partial(prepare, contoh),
    )


def find_mesin(kantor: Kantor) -> Mesin:
    """Find what prints, before a number is spent.

    Raises:
        LibreOfficeMissingError: There is no LibreOffice.
        UnoMissingError: No Python reaches it.
    """
    program = probe_libreoffice(kantor.libreoffice).path
    kantor.kerja.mkdir(exist_ok=True)
    sweep(kantor.kerja)
    python = find_python(program, named=kantor.python_uno)
    return Mesin(program=program, python=python, kerja=kantor.kerja)
