"""Tables in Markdown, and the document that they make together."""

from __future__ import annotations

import os
import platform
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from bench.office import ROOT
from bench.tools import CARBONE, UNOSERVER, read_version

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = time.strftime("%Y-%m-%d")
SECTIONS = ROOT / "build" / "bench"
DOCUMENT = ROOT / "docs" / "performance.md"
ORDER = ("peers", "stages", "chunks", "archive", "web", "assign", "growth")
LIBRARIES = (
    "formulir",
    "docxtpl",
    "jinja2",
    "lxml",
    "pikepdf",
    "zxing-cpp",
    "cryptography",
)
MB = 1_000_000
HEAD = """\
# How fast it is

Written by `make bench` ({today}); do not edit. The parts run one after the other with
`.venv/bin/python -m bench [PART…]`, the long one with `--full`. What is compared was
measured in the same run, in turns, so that other work on the machine falls on all of it
more or less; each part says how busy the machine was. Figures are medians, and ratios
are of medians.

## The machine

{machine}
"""


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Spell a table: text to the left, everything else to the right."""
    lines = [
        "| " + " | ".join(head) + " |",
        "| --- |" + " ---: |" * (len(head) - 1),
        *("| " + " | ".join(map(str, row)) + " |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def save_section(name: str, text: str, *, write: bool) -> None:
    """Print a section, and put it into the document."""
    print(text, flush=True)
    if write:
        SECTIONS.mkdir(parents=True, exist_ok=True)
        (SECTIONS / f"{name}.md").write_text(text, encoding="utf-8")
        write_document()


def write_document() -> None:
    """Write the document; a part that was not measured again stays as it stands."""
    old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    parts = [_read_part(name, old) for name in ORDER]
    head = HEAD.format(today=TODAY, machine=describe_machine())
    # One line is left between two parts, however often they were written before.
    text = "\n".join(f"{part.strip()}\n" for part in [head, *parts] if part)
    DOCUMENT.write_text(text, encoding="utf-8")


def _read_part(name: str, old: str) -> str:
    """Read a part as it was measured here, else as the document has it."""
    path = SECTIONS / f"{name}.md"
    if path.exists():
        return path.read_text(encoding="utf-8")
    parts = re.split(r"^(?=## )", old, flags=re.MULTILINE)
    return next((part for part in parts if f"-m bench {name}" in part), "")


def describe_load() -> str:
    """Say how busy the machine is as a part begins."""
    return f"Load of the last minute as this part began: {os.getloadavg()[0]:.1f}."


def describe_machine() -> str:
    """Say what was measured on, in a table."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    unoserver = read_version([str(UNOSERVER / "bin" / "unoserver"), "--version"])
    rows = [
        ("processor", f"{_cpu()}, {os.cpu_count()} cores"),
        ("memory", f"{memory / 2**30:.0f} GiB"),
        ("system", f"{platform.freedesktop_os_release()['PRETTY_NAME']}"),
        ("Python", platform.python_version()),
        ("LibreOffice", read_version(["soffice", "--version"]).split()[1]),
        *((name, version(name)) for name in LIBRARIES),
        ("unoserver", unoserver.split()[-1]),
        ("Node.js", read_version(["node", "--version"])),
        ("Carbone", _carbone()),
    ]
    return table(("what", "which"), rows)


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _carbone() -> str:
    path = CARBONE / "node_modules" / "carbone" / "package.json"
    script = f"console.log(require({str(path)!r}).version)"
    return read_version(["node", "-e", script])


def describe_command(name: str, *options: str) -> str:
    """Spell the command that measured a part."""
    python = Path(sys.executable)
    shown = python.relative_to(ROOT) if python.is_relative_to(ROOT) else python.name
    return f"`{' '.join([str(shown), '-m bench', name, *options])}`"
