"""Measure all shipped kinds on paper: ``python -m tests.tools.paper --folder F``.

Every kind, of each period, with few rows and many, plain, with long names and with what
may be missing; the files stay in the folder, to be looked at.
"""

from __future__ import annotations

import argparse
import sys
from itertools import product
from pathlib import Path

from tests.letters.shipped import open_contoh
from tests.paper.letters import KINDS, OTHERS, PERIODS, ROWS, Case, make_letter
from tests.paper.measure import check_grids, check_pages, check_places, read_pages
from tests.paper.print import print_all

BATCH = 30


def main() -> int:
    """Print and measure; tell each fault, and return how many letters have one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--kinds", default=",".join(KINDS))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    cases = list_cases(asked.kinds.split(","))
    faulty = pages = 0
    with open_contoh() as contoh:
        made = {case.nama: make_letter(contoh, case) for case in cases}
    names = list(made)
    for start in range(0, len(names), BATCH):
        letters = {name: made[name] for name in names[start : start + BATCH]}
        for name, pdf, places in print_all(letters, asked.folder):
            letter = made[name]
            read = read_pages(pdf, letter.docx)
            faults = [*check_grids(letter.docx), *check_pages(read, letter.konteks)]
            faults += check_places(places, read)
            pages += len(read)
            faulty += bool(faults)
            for fault in faults:
                sys.stdout.write(f"{name}: {fault}\n")
    sys.stdout.write(f"{len(names)} letters, {pages} pages, {faulty} with faults\n")
    return int(faulty > 0)


def list_cases(kinds: list[str]) -> list[Case]:
    """List every kind in every period, with every number of rows and every strain."""
    return [
        Case(kode=kode, tanggal=tanggal, rows=rows, long=long, blank=blank)
        for kode, tanggal, (long, blank) in product(
            kinds, PERIODS, [(False, False), (True, False), (True, True)]
        )
        for rows in ((0,) if kode in OTHERS else ROWS)
    ]


if __name__ == "__main__":
    sys.exit(main())
