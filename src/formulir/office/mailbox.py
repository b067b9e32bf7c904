"""The password by which letters are posted: where it may lie, and who may read it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from formulir.errors import MachineError
from formulir.language import phrase
from formulir.office.kantor import (
    BERKAS_KANTOR,
    SUREL_VARIABLE,
    read_surel_sandi,
)

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.settings import Surel


class SurelUnsetError(MachineError):
    """The settings of the office do not say how letters are posted."""

    path: Path
    says = (
        "{path} has no table [surel], which says by which server letters are posted; "
        "docs/kirim.md shows one"
    )


class SurelSandiError(MachineError):
    """The password of the mail server is not there, or others can read it."""

    path: Path
    reason: str
    variable: str = SUREL_VARIABLE
    says = (
        "the password of the mail server: {path} {reason}; put it there for yourself "
        "alone (chmod 600), or set {variable}"
    )


def get_surel(kantor: Kantor) -> Surel:
    """Return how an office posts letters.

    Raises:
        SurelUnsetError: Its settings do not say.
    """
    if kantor.surel is None:
        raise SurelUnsetError(kantor.folder / BERKAS_KANTOR)
    return kantor.surel


def read_password(kantor: Kantor, surel: Surel) -> str:
    """Read the password: from the environment, the settings, or a file of its own.

    Raises:
        SurelSandiError: It is not there, or more than its owner can read it (and the
            group that shares the office).
    """
    if word := read_surel_sandi():
        return word
    path = kantor.folder / (BERKAS_KANTOR if surel.sandi else surel.sandi_berkas)
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            data = file.read(4096)
    except OSError as error:
        reason = phrase("cannot be read ({strerror})", strerror=error.strerror)
        raise SurelSandiError(path, reason=reason) from error
    own = kantor.gid is not None and found.st_gid == kantor.gid
    closed = stat.S_IRWXO | (stat.S_IWGRP if own else stat.S_IRWXG)
    if stat.S_IMODE(found.st_mode) & closed:
        raise SurelSandiError(
            path, reason=phrase("can be read by others than its owner")
        )
    if surel.sandi:
        return surel.sandi
    lines = data.decode("utf-8", errors="replace").splitlines()
    if not (lines and lines[0].strip()):
        raise SurelSandiError(path, reason=phrase("is empty"))
    return lines[0].strip()
