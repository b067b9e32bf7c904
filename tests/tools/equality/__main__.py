"""Print many templates in every way, and tell each pixel that differs.

``python -m tests.tools.equality --seeds 0-29``: templates that chance puts together;
``--hazards all`` or ``--hazards frame,box``: one feature each; ``--kinds``: those that
are shipped. Each letter is printed alone and in batches, as DOCX and as ODF, and
compared at 100 dots an inch with what LibreOffice prints of the filled file.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from itertools import product
from multiprocessing import Process
from typing import TYPE_CHECKING

from formulir.issuing.ways import Route
from formulir.letters.jenis import load_jenis
from tests.press.shipped import KINDS, TEMPLATES, read_kind
from tests.tools.equality.compare import (
    Difference,
    Outcome,
    Subject,
    count_by_feature,
    try_subject,
)
from tests.tools.equality.press import open_worker
from tests.tools.templates.make import (
    FEATURES,
    Generated,
    make_hazard,
    make_template,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def main() -> int:
    """Run what is asked for; return whether anything differs."""
    asked = _read_arguments()
    batches = [int(size) for size in asked.batch.split(",")]
    routes = [Route(name) for name in asked.route.split(",")]
    outcomes = []
    with keep_busy(asked.busy), open_worker() as worker:
        for subject in _list_subjects(asked):
            outcome = try_subject(subject, worker, batches=batches, routes=routes)
            outcomes.append(outcome)
            _say(_format_outcome(outcome))
    _say(*_sum_up(outcomes))
    return int(any(outcome.differences for outcome in outcomes))


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.equality")
    parser.add_argument("--seeds", default="", help="such as 0-29 or 4")
    parser.add_argument("--hazards", default="", help="names, or all")
    parser.add_argument("--variants", type=int, default=1, help="of each hazard")
    parser.add_argument("--kinds", action="store_true", help="those that are shipped")
    parser.add_argument("--batch", default="2,50,200", help="how many letters together")
    parser.add_argument("--route", default="docx,odf")
    parser.add_argument(
        "--letters", type=int, default=8, help="different ones a template"
    )
    parser.add_argument("--busy", type=int, default=0, help="cores to keep busy")
    return parser.parse_args()


@contextmanager
def keep_busy(cores: int) -> Iterator[None]:
    """Let so many other processes compute for nothing meanwhile."""
    others = [Process(target=_spin, daemon=True) for _ in range(cores)]
    for other in others:
        other.start()
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.join()


def _spin() -> None:
    while True:
        pass


def _list_subjects(asked: argparse.Namespace) -> Iterator[Subject]:
    if asked.seeds:
        first, _, last = asked.seeds.partition("-")
        for seed in range(int(first), int(last or first) + 1):
            yield make_subject(make_template(seed), letters=asked.letters)
    if asked.hazards:
        names = FEATURES if asked.hazards == "all" else asked.hazards.split(",")
        for name, variant in product(names, range(asked.variants)):
            template = make_hazard(name, variant=variant)
            yield make_subject(template, letters=asked.letters)
    if asked.kinds:
        for kode in KINDS:
            _, letters = read_kind(kode)
            docx = load_jenis([TEMPLATES], kode=kode).read_docx()
            yield Subject(nama=kode, docx=docx, letters=letters[: asked.letters])


def make_subject(template: Generated, *, letters: int) -> Subject:
    """Fill a generated template with so many different letters."""
    return Subject(
        nama=str(template.seed),
        docx=template.docx,
        letters=[template.make_konteks(index) for index in range(letters)],
        features=template.features,
    )


def _format_outcome(outcome: Outcome) -> str:
    routes = []
    for route, (way, why) in outcome.ways.items():
        counts = ", ".join(
            f"{name.partition(' ')[2]} letters in {count}"
            for name, count in outcome.documents.items()
            if name.startswith(f"{route} ")
        )
        routes.append(f"    {route}: {way}{f' ({why})' if why else ''}; {counts}")
    sorts: dict[tuple[str, str], list[Difference]] = {}
    for one in outcome.differences:
        sorts.setdefault((one.route, one.sort), []).append(one)
    told = [
        f"    ! {route}: {sort}: {len({one.letter for one in found})} letters, such as "
        f"{found[0].letter}: {found[0].detail[:200]}"
        for (route, sort), found in sorts.items()
    ]
    pages = f"{min(outcome.pages, default=0)}-{max(outcome.pages, default=0)} pages"
    head = (
        f"{outcome.subject.nama}: {pages}, {outcome.compared} letters compared, "
        f"{len(outcome.differences)} differences, {outcome.seconds:.1f} s: "
        f"{' '.join(outcome.subject.features)}"
    )
    return "\n".join([head, *routes, *told])


def _sum_up(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Count templates by way, differences by route and sort, and what they hold."""
    total = len(outcomes)
    wrong = [outcome for outcome in outcomes if outcome.differences]
    letters = sum(outcome.compared for outcome in outcomes)
    yield (
        f"{total} templates, {letters} letters compared: "
        f"{total - len(wrong)} templates equal, {len(wrong)} differ"
    )
    ways: dict[str, int] = {}
    for outcome in outcomes:
        for route, (way, _) in outcome.ways.items():
            key = f"{route} -> {way}"
            ways[key] = ways.get(key, 0) + 1
    yield "ways: " + ", ".join(f"{key}: {count}" for key, count in sorted(ways.items()))
    sorts: dict[tuple[str, str], int] = {}
    for outcome in wrong:
        for key in {(one.route, one.sort) for one in outcome.differences}:
            sorts[key] = sorts.get(key, 0) + 1
    for (route, sort), count in sorted(sorts.items()):
        yield f"  {route}: {sort}: {count} templates"
    for name, count, whole in count_by_feature(outcomes, holds=_differs):
        if count:
            yield f"  {name}: {count} of {whole} templates that hold it differ"


def _differs(outcome: Outcome) -> bool:
    return bool(outcome.differences)


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
