"""What prints on this machine; it can be started before all else is loaded."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from formulir.ground.access import explain_closed
from formulir.ground.disk import make_folder
from formulir.ground.workdir import sweep
from formulir.office.kantor import KantorClosedError
from formulir.press.printing.libreoffice import find_program, find_python
from formulir.press.printing.worker import PrintMachine

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor


def find_machine(kantor: Kantor) -> PrintMachine:
    """Find what prints; it is asked once a process.

    Raises:
        KantorClosedError: This user may read the office and not work in it.
        LibreOfficeMissingError: There is no LibreOffice.
        UnoMissingError: No Python reaches it.
    """
    program = find_program(kantor.libreoffice)
    _open_workdir(kantor)
    sweep(kantor.workdir)
    python = find_python(program, named=kantor.python_uno)
    return PrintMachine(program=program, python=python, workdir=kantor.workdir)


def _open_workdir(kantor: Kantor) -> None:
    """See that there is a work folder in which this user may print."""
    with suppress(PermissionError):
        make_folder(kantor.workdir)
    place = kantor.workdir if kantor.workdir.exists() else kantor.folder
    if not os.access(place, os.W_OK | os.X_OK, effective_ids=True):
        raise KantorClosedError(kantor.folder, reason=explain_closed(place, write=True))
