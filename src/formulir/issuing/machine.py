"""What prints on this machine; it can be started before all else is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.ground.disk import make_folder
from formulir.ground.workdir import sweep
from formulir.press.printing.libreoffice import find_program, find_python
from formulir.press.printing.worker import PrintMachine

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor


def find_machine(kantor: Kantor) -> PrintMachine:
    """Find what prints; it is asked once a process.

    Raises:
        LibreOfficeMissingError: There is no LibreOffice.
        UnoMissingError: No Python reaches it.
    """
    program = find_program(kantor.libreoffice)
    make_folder(kantor.workdir)
    sweep(kantor.workdir)
    python = find_python(program, named=kantor.python_uno)
    return PrintMachine(program=program, python=python, workdir=kantor.workdir)
