"""Measure formulir: ``python -m bench [PART…] [--quick] [--full]``.

Without a part, all but ``growth`` run, and ``docs/performance.md`` is written; with
``--full`` that too. With ``--quick`` everything is small, and nothing is written.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.compare import compare
from bench.growth import TURNS, measure_growth
from bench.office import ROOT, Province, found_province
from bench.report import ORDER, describe_command, describe_load, save_section
from bench.stages import measure_chunks, measure_stages
from bench.visits import measure_visits
from bench.web import measure_web

KABUPATEN, ROUNDS, ENTRIES = 5, 3, 1_000_000
QUICK_KABUPATEN, QUICK_ROUNDS, QUICK_ENTRIES = 2, 1, 10_000
QUICK_REGIONS = 12
QUICK_TURNS = (100, 200, 100)
LIMIT_S = 3600
LONG = frozenset({"growth"})
WORDS_ARCHIVE = """\
## The archive

{command}. {load}
Appends of letters with their files, each on disk before it returns,
and searches for the first 50; medians.

```
{stdout}```

{ratios}
"""
APPEND = re.compile(r"append (\d+) letter\(s\) +([\d.]+) ms")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *ORDER], metavar="PART")
    parser.add_argument("--quick", action="store_true", help="small, writes nothing")
    parser.add_argument("--full", action="store_true", help="the long part too")
    given = parser.parse_args()
    # A helper is ended on the way out, also when somebody ends this process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parts = given.parts or [n for n in ORDER if given.full or n not in LONG]
    with tempfile.TemporaryDirectory(prefix="formulir-bench-") as name:
        folder = Path(name)
        province = None
        if set(parts) & {"peers", "stages", "chunks", "web"}:
            kabupaten = QUICK_KABUPATEN if given.quick else KABUPATEN
            province = found_province(folder, kabupaten)
        for part in parts:
            text = measure(part, province, folder, quick=given.quick)
            save_section(part, text, write=not given.quick)


def measure(  # noqa: PLR0911 - a part each
    part: str, province: Province | None, folder: Path, *, quick: bool
) -> str:
    """Measure one part, and return its section."""
    command = describe_command(part, *(["--quick"] if quick else []))
    rounds = QUICK_ROUNDS if quick else ROUNDS
    if part == "archive":
        return measure_archive(QUICK_ENTRIES if quick else ENTRIES, command=command)
    if part == "assign":
        return measure_visits(command=command, regions=QUICK_REGIONS if quick else None)
    if part == "growth":
        turns = QUICK_TURNS if quick else TURNS
        return measure_growth(folder, command=command, turns=turns)
    assert province is not None
    if part == "peers":
        return compare(province, folder, rounds=rounds, command=command)
    if part == "web":
        return measure_web(province, folder, command=command, quick=quick)
    if part == "stages":
        return measure_stages(province, folder, rounds=rounds, command=command)
    return measure_chunks(province, rounds=rounds, command=command)


def measure_archive(entries: int, *, command: str) -> str:
    """Run the archive's own script, and return the section."""
    load = describe_load()
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "archive.py"), str(entries)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=LIMIT_S,
    )
    return WORDS_ARCHIVE.format(
        command=command,
        load=load,
        stdout=done.stdout,
        ratios=compare_appends(done.stdout),
    )


def compare_appends(stdout: str) -> str:
    """Say what an append to the large archive costs beside one to the small."""
    taken: dict[str, list[float]] = {}
    for batch, taken_ms in APPEND.findall(stdout):
        taken.setdefault(batch, []).append(float(taken_ms))
    parts = [
        f"{times[-1] / times[0]:.2f} for {batch} letter(s)"
        for batch, times in taken.items()
    ]
    words = "An append to the large archive takes, in times of one to the small:"
    return f"{words} {', '.join(parts)}."


if __name__ == "__main__":
    main()
