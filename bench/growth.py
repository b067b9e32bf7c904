"""What a letter costs as the batch grows, from a hundred to twenty thousand."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.office import KIND, copy_office, found_office, propose
from bench.ours import Issue
from bench.report import MB, describe_load, table
from bench.schools import list_kabkota, write_schools

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

QUOTA, EACH = 20, 100
"""Twenty models of five imbas: a hundred letters a kabupaten."""
SMALL, LARGE = 1_000, 20_000
TURNS = (100, SMALL, LARGE, SMALL, 100, LARGE, SMALL, 100)
WORDS = """\
## As the batch grows

{command}. {load}
`formulir issue` of Formulir {kind} from an invented list of schools
in {regions} kabupaten and kota, whole cold commands in the order {turns}. Memory is the
largest resident of the whole tree of processes, shared pages counted in each.
"""


def measure_growth(folder: Path, *, command: str, turns: Sequence[int] = TURNS) -> str:
    """Issue batches of several sizes in turns, and return the section."""
    load = describe_load()
    regions = list_kabkota()[: max(turns) // EACH]
    schools, base = folder / "sekolah-rekaan.csv", folder / "kantor-besar"
    write_schools(schools, regions)
    found_office(base, schools)
    runs = {size: _prepare(base, regions, size) for size in sorted(set(turns))}
    taken: dict[int, list[float]] = {size: [] for size in runs}
    for size in turns:
        taken[size].append(runs[size].once())
        print(f"  {size:,}: {taken[size][-1]:.1f} s", flush=True)
    rows = [
        (
            f"{size:,}",
            f"{median(times):.1f}",
            f"{median(times) / size * 1000:.2f}",
            f"{size / median(times):.1f}",
            f"{runs[size].peak.office / MB:.0f}",
            f"{runs[size].peak.others / MB:.0f}",
        )
        for size, times in taken.items()
    ]
    head = (
        *("letters", "median, s", "ms a letter", "letters a second"),
        *("LibreOffice, MB", "all other processes, MB"),
    )
    text = WORDS.format(
        command=command,
        load=load,
        kind=KIND,
        regions=len(regions),
        turns=", ".join(f"{size:,}" for size in turns),
    )
    return "\n".join([text, table(head, rows), _compare(taken)])


def _prepare(base: Path, regions: Sequence[str], size: int) -> Issue:
    office = copy_office(base, base.with_name(f"kantor-{size}"))
    drafted = propose(office, regions[: size // EACH], QUOTA)
    assert drafted == size, f"{drafted} letters were proposed, not {size}"
    return Issue(office, size, f"{size:,} letters")


def _compare(taken: dict[int, list[float]]) -> str:
    sizes = sorted(taken)
    small, large = sizes[-2:]
    ratio = median(taken[large]) / large / (median(taken[small]) / small)
    return f"A letter of {large:,} costs {ratio:.2f} times one of {small:,}.\n"
