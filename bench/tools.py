"""Setting up the programs that formulir is compared with, in ``.alat``."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from bench.office import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

ALAT = ROOT / ".alat"
UNOSERVER = ALAT / "unoserver"
CARBONE = ALAT / "carbone"
SYSTEM_PYTHON = "/usr/bin/python3"
LIMIT_S = 300


class PeerMissingError(Exception):
    """A peer cannot be had on this machine; the words are for the document."""


def install_unoserver() -> Path:
    """Return the Python that has unoserver and LibreOffice's UNO bridge."""
    python = UNOSERVER / "bin" / "python"
    if not (UNOSERVER / "bin" / "unoserver").exists():
        _run(SYSTEM_PYTHON, "-m", "venv", "--system-site-packages", str(UNOSERVER))
        _run(str(python), "-m", "pip", "install", "--quiet", "unoserver")
    _run(str(python), "-c", "import uno, unoserver")
    return python


def install_carbone() -> tuple[str, Path]:
    """Return Node and the folder of modules that has Carbone."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise PeerMissingError("Node.js is not on this machine")
    modules = CARBONE / "node_modules"
    if not (modules / "carbone").is_dir():
        CARBONE.mkdir(parents=True, exist_ok=True)
        _run(
            npm,
            "install",
            "--no-fund",
            "--no-audit",
            "--prefix",
            str(CARBONE),
            "carbone",
        )
    return node, modules


def read_version(argv: Sequence[str]) -> str:
    """Return the first line that a program says, or that it is not there."""
    try:
        done = subprocess.run(
            argv, capture_output=True, text=True, check=False, timeout=LIMIT_S
        )
    except OSError:
        return "not there"
    return (done.stdout.strip() or "not there").splitlines()[0]


def _run(*argv: str) -> None:
    try:
        done = subprocess.run(
            argv, capture_output=True, text=True, check=False, timeout=LIMIT_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerMissingError(str(error)) from error
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        words = " ".join((Path(argv[0]).name, *argv[1:4]))
        reason = f"{words} ended with: {last}"
        raise PeerMissingError(reason.replace(f"{ROOT}/", ""))
