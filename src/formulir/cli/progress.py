"""Progress on stderr: a bar at a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from formulir.cli.common import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EVERY_S = 2.0
"""How often a plain line is written at most."""


@contextmanager
def show_progress(word: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how much is done, of how much.

    Args:
        word: What is counted, such as ``02.3``.
    """
    if sys.stderr.isatty():
        yield from _bar(word)
    else:
        yield from _lines(word)


def _bar(word: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console  # noqa: PLC0415 - only at a terminal
    from rich.progress import (  # noqa: PLC0415 - only at a terminal
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    rate = TextColumn("{task.fields[rate]}")
    with Progress(
        TextColumn(word),
        BarColumn(),
        MofNCompleteColumn(),
        rate,
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as progress:
        task = progress.add_task(word, total=None, rate="")
        start = time.monotonic()

        def update(done: int, total: int) -> None:
            speed = done / max(time.monotonic() - start, 1e-9)
            progress.update(task, completed=done, total=total, rate=f"{speed:.1f}/s")

        yield update


def _lines(word: str) -> Iterator[Callable[[int, int], None]]:
    start = time.monotonic()
    told_at = start - EVERY_S
    first: int | None = None  # what earlier runs did is no part of the rate
    untold: str | None = None

    def update(done: int, total: int) -> None:
        nonlocal told_at, first, untold
        moment = time.monotonic()
        first = done if first is None else first
        speed = (done - first) / max(moment - start, 1e-9)
        rate = f", {speed:.1f}/s" if speed else ""
        left = (
            f", {(total - done) / speed:.0f} s left" if speed and done < total else ""
        )
        untold = f"{word}: {done}/{total}{rate}{left}"
        if moment - told_at >= EVERY_S:
            told_at = moment
            tell(untold)
            untold = None

    yield update
    if untold is not None:
        tell(untold)
