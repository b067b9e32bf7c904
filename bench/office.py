"""Offices to measure with, made by the same commands that people use."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.memory import Peak, Sampler
from bench.schools import list_kabkota, write_schools

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
KIND, YEAR, DAY, PROVINCE = "02.3", "2016", "2016-03-14", "33"
REAL_LIST = "sekolah_jawa_tengah_2019.csv.gz"
SHEETS = ("instansi", "pejabat", "seri")
LIMIT_S = 3600


@dataclass(frozen=True, kw_only=True)
class Run:
    """A command that ended: its output, how long it took, and its memory."""

    stdout: str
    taken_s: float
    cpu_s: float
    peak: Peak


def formulir(office: Path, *words: str, program: Path | None = None) -> Run:
    """Run one command of formulir, or of another version, on an office."""
    start = time.perf_counter()
    with subprocess.Popen(
        formulir_argv(office, *words, program=program),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        with Sampler(child.pid) as sampler:
            stdout, stderr = child.communicate(timeout=LIMIT_S)
        taken_s = time.perf_counter() - start
    if child.returncode:
        message = f"formulir {words[0]}: exit {child.returncode}: {stderr[-2000:]}"
        raise SystemExit(message)
    return Run(stdout=stdout, taken_s=taken_s, cpu_s=sampler.cpu_s, peak=sampler.peak)


def formulir_argv(office: Path, *words: str, program: Path | None = None) -> list[str]:
    """Spell a command, run by the Python that runs this unless another is named."""
    program = program or Path(sys.executable).with_name("formulir")
    return [str(program), "--kantor", str(office), *words]


def issue_words(*more: str) -> list[str]:
    """Spell the issue of the measured kind."""
    words = ["issue", "--formulir", KIND, "--tahun", YEAR, "--tanggal", DAY, "--json"]
    return [*words, *more]


def find_real_list() -> Path | None:
    """Return the published school list of Jawa Tengah, where this machine has it."""
    named = os.environ.get("FORMULIR_SHARED")  # noqa: TID251 - a script reads its own setting
    folders = [Path(named)] if named else [ROOT.parent / "shared"]
    for folder in folders:
        for path in (folder / REAL_LIST, folder / "data" / REAL_LIST):
            if path.is_file():
                return path
    return None


def found_office(office: Path, schools: Path) -> None:
    """Make an office that knows its schools and has proposed none."""
    formulir(office, "init", str(office))
    for table in SHEETS:
        formulir(office, "import", table, str(ROOT / "samples" / f"{table}.csv"))
    formulir(office, "import", "sekolah", str(schools))


def propose(office: Path, regions: Sequence[str], kuota: int = 16) -> int:
    """Draft the schools of regions; return how many letters they will ask for."""
    return sum(
        json.loads(
            formulir(
                office,
                *("propose", "--tahun", YEAR, "--wilayah", region),
                *("--kuota", str(kuota), "--json"),
            ).stdout
        )["imbas"]
        for region in regions
    )


@dataclass(frozen=True, kw_only=True)
class Province:
    """Two offices of Jawa Tengah: one that asks for all letters, one for a part."""

    whole: Path
    part: Path
    letters: int
    contexts: list[dict[str, Any]]
    source: str


def found_province(folder: Path, kabupaten: int) -> Province:
    """Make the office of all kabupaten, and one that has proposed only the first."""
    real, schools = find_real_list(), folder / "sekolah.csv"
    if real is None:
        write_schools(schools, list_kabkota((PROVINCE,)))
    else:
        with gzip.open(real) as source, schools.open("wb") as target:
            shutil.copyfileobj(source, target)
    whole, part = folder / "kantor", folder / "kantor-sebagian"
    found_office(whole, schools)
    copy_office(whole, part)
    propose(part, list_kabkota((PROVINCE,))[:kabupaten])
    return Province(
        whole=whole,
        part=part,
        letters=propose(whole, [PROVINCE]),
        contexts=read_contexts(part),
        source="an invented school list" if real is None else "the published list",
    )


def read_contexts(office: Path) -> list[dict[str, Any]]:
    """Return what each letter is filled with, as the public command prints it."""
    words = ("context", "--formulir", KIND, "--tahun", YEAR, "--tanggal", DAY)
    return [json.loads(line) for line in formulir(office, *words).stdout.splitlines()]


def copy_office(office: Path, target: Path) -> Path:
    """Copy an office, so that its letters can be issued once more."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(office, target)
    return target
