"""Plant small faults, one at a time, and see whether the tests notice.

Usage: ``mutants.py [NAME...]``

The faults stand in ``mutants.toml``. Each is planted in a copy of the tree, where the
nearest test files run; the tree itself is only read. It ends with status 1 when a
fault survives that is not marked as equivalent, or one that is marked is caught.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
PARTS = ("src", "tests", "templates", "samples", "docs", "pyproject.toml")
AT_ONCE = 2
LIMIT_S = 600
"""A fault may let the tests run for ever; that counts as noticed."""
PASSED, FAILED = 0, 1
"""What pytest ends with; anything else means that it did not get to the tests."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutant:
    """A fault: where, what stands there, what stands there instead."""

    name: str
    file: str
    tests: tuple[str, ...]
    old: str
    new: str
    equivalent: str | None


def read_mutants() -> list[Mutant]:
    """Read the list, and refuse a fault that fits nowhere or in two places."""
    listed = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    mutants = [
        Mutant(
            name=each["name"],
            file=f"src/formulir/{module['file']}",
            tests=tuple(module["tests"]),
            old=each["is"],
            new=each["becomes"],
            equivalent=each.get("equivalent"),
        )
        for module in listed["module"]
        for each in module["mutants"]
    ]
    for mutant in mutants:
        source = (ROOT / mutant.file).read_text("utf-8")
        count = source.count(mutant.old)
        if count != 1:
            sys.exit(f"{mutant.name}: stands {count} times in {mutant.file}")
        compile(source.replace(mutant.old, mutant.new), mutant.name, "exec")
    return mutants


def copy_tree(target: Path) -> Path:
    """Copy what the tests read."""
    target.mkdir()
    for part in PARTS:
        source = ROOT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target / part)
    return target


def run_tests(tree: Path, tests: Iterable[str]) -> int:
    """Run test files of a copy until one fails; return what pytest ends with."""
    # PYTHONPATH stands before the place that the package is installed from.
    paths = f"PYTHONPATH={tree / 'src'}:{tree}"
    words = ["env", paths, sys.executable, "-m", "pytest", "-q", "-x"]
    try:
        answer = subprocess.run(
            [*words, "-p", "no:cacheprovider", "-m", "not office", *tests],
            cwd=tree,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return FAILED
    if answer.returncode not in {PASSED, FAILED}:
        sys.stderr.write(answer.stdout[-3000:] + answer.stderr[-3000:])
    return answer.returncode


def plant(tree: Path, mutant: Mutant) -> int:
    """Plant a fault, run the tests, take it out again; return what pytest ends with."""
    path = tree / mutant.file
    source = path.read_text("utf-8")
    path.write_text(source.replace(mutant.old, mutant.new), "utf-8")
    _forget(path)
    try:
        return run_tests(tree, mutant.tests)
    finally:
        path.write_text(source, "utf-8")
        _forget(path)


def _forget(path: Path) -> None:
    """Remove what Python compiled: it tells a change by size and whole seconds."""
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()


def judge(mutant: Mutant, status: int) -> tuple[str, bool]:
    """Say what became of a fault, and whether that is as it should be."""
    if status == FAILED:
        stale = mutant.equivalent is not None
        return ("caught, but marked as equivalent" if stale else "caught"), not stale
    if status != PASSED:
        return f"pytest ended with {status}", False
    if mutant.equivalent:
        return f"equivalent: {mutant.equivalent}", True
    return "SURVIVED", False


def try_all(mutants: Iterable[Mutant], folder: Path) -> int:
    """Try faults in copies beside each other; return how many went wrong."""
    trees: SimpleQueue[Path] = SimpleQueue()
    for number in range(AT_ONCE):
        trees.put(copy_tree(folder / str(number)))

    def attempt(mutant: Mutant) -> int:
        tree = trees.get()
        try:
            return plant(tree, mutant)
        finally:
            trees.put(tree)

    wrong = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for mutant, status in zip(mutants, pool.map(attempt, mutants), strict=True):
            words, good = judge(mutant, status)
            wrong += not good
            print(f"{mutant.name:4} {mutant.file:36} {words}", flush=True)
    return wrong


def main() -> int:
    """Try the faults that are named, or all."""
    wanted = set(sys.argv[1:])
    mutants = [each for each in read_mutants() if not wanted or each.name in wanted]
    with TemporaryDirectory() as folder:
        sound = copy_tree(Path(folder) / "sound")
        files = sorted({test for mutant in mutants for test in mutant.tests})
        if run_tests(sound, files) != PASSED:
            print("The tests fail without any fault planted.")
            return 1
        wrong = try_all(mutants, Path(folder))
    print(f"{len(mutants)} faults, {wrong} not as they should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
