"""Whether LibreOffice is there, and which version: asked apart from running it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from formulir.errors import MachineError
from formulir.press.child.children import ask_program

if TYPE_CHECKING:
    from collections.abc import Sequence


CANDIDATES: Final = (
    Path("/usr/bin/soffice"),
    Path("/usr/local/bin/soffice"),
    Path("/usr/lib/libreoffice/program/soffice"),
)
"""Where Debian, Ubuntu and the project's own packages put it."""


class LibreOfficeMissingError(MachineError):
    """There is no LibreOffice where one was looked for."""

    candidates: Sequence[Path]
    says = (
        "no LibreOffice that runs at {candidates}; install it with "
        "apt-get install libreoffice-writer-nogui fonts-liberation"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class LibreOffice:
    """A LibreOffice that answered.

    Args:
        path: The program itself, not the shell script in front of it: a script's
            child would outlive it when it is killed.
        version: Such as ``7.4.7.2``.
    """

    path: Path
    version: str


def probe_libreoffice(candidates: Sequence[Path] = CANDIDATES) -> LibreOffice:
    """Find the first LibreOffice that answers with its version.

    Raises:
        LibreOfficeMissingError: None of them does.
    """
    for candidate in candidates:
        path = _find_program(candidate)
        version = _ask_version(path)
        if version:
            return LibreOffice(path=path, version=version)
    raise LibreOfficeMissingError(candidates)


@cache
def find_program(candidates: tuple[Path, ...]) -> Path:
    """Return the first LibreOffice that answers, asked once a process.

    Raises:
        LibreOfficeMissingError: None of them does.
    """
    return probe_libreoffice(candidates).path


def _find_program(candidate: Path) -> Path:
    """Look behind the shell script for the program that it starts."""
    resolved = candidate.resolve()
    program = resolved.with_name("soffice.bin")
    return program if program.exists() else resolved


def _ask_version(program: Path) -> str | None:
    """Ask for ``--version``, which needs no profile and leaves nothing behind."""
    answer = ask_program([program, "--version"])
    found = re.search(r"LibreOffice\S* (\d[\d.]*)", answer or "")
    return found[1] if found else None


@cache
def find_python(program: Path, *, named: Path | None = None) -> Path:
    """Find a Python that has the UNO bridge of LibreOffice.

    Args:
        program: LibreOffice.
        named: The only one to try, when the office names one.

    Raises:
        UnoMissingError: None has it.
    """
    usual = (Path("/usr/bin/python3"), program.with_name("python"))
    candidates = usual if named is None else (named,)
    for python in candidates:
        if python.exists() and _has_uno(python):
            return python
    raise UnoMissingError(candidates)


def _has_uno(python: Path) -> bool:
    return ask_program([python, "-c", "import uno"]) is not None


class UnoMissingError(MachineError):
    """No Python on this machine can reach LibreOffice."""

    candidates: Sequence[Path]
    says = (
        "none of {candidates} has LibreOffice's UNO bridge; install it with "
        "'apt-get install python3-uno'"
    )


_FOLDERS: Final = (Path("/usr/lib"), Path("/usr/lib64"))


_LIBRARY: Final = "libtcmalloc_minimal.so.4"
"""Of gperftools; Debian's package is ``libtcmalloc-minimal4``."""


@cache
def find_allocator() -> Path | None:
    """Find the faster allocator, if the machine has one."""
    for folder in _FOLDERS:
        for path in (folder / _LIBRARY, *sorted(folder.glob(f"*-linux-*/{_LIBRARY}"))):
            if path.is_file():
                return path
    return None


def allocator_env() -> dict[str, str]:
    """Return what a child's environment must say for the faster allocator."""
    found = find_allocator()
    return {} if found is None else {"LD_PRELOAD": str(found)}
