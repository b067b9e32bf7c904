"""What commands share: finding the office, printing rows, telling faults, progress.

Progress is told on stderr: a bar at a terminal, plain lines elsewhere.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.archive.objects import object_path
from formulir.dates import parse_tanggal
from formulir.ground.disk import publish_file
from formulir.office.kantor import Kantor, find_kantor, open_kantor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from formulir.model import Entri, Fault

PARTLY = 7
"""The exit code of a batch of which a part failed."""
EVERY_S = 2.0
"""How often a plain line is written at most."""

with_json = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
with_tahun = click.option(
    "--tahun", type=click.IntRange(2000, 2100), required=True, help="The year."
)
with_wilayah = click.option(
    "--wilayah", metavar="KODE", help="A region and everything below it."
)


class Tanggal(click.ParamType[date]):
    """A date of the form 2016-03-14; any other spelling is refused."""

    name = "YYYY-MM-DD"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Read it."""
        try:
            return parse_tanggal(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day of the form 2016-03-14", param, ctx)


with_formulir = click.option(
    "--formulir", metavar="K", required=True, help="The kind, such as 02.3."
)
with_tanggal = click.option(
    "--tanggal", type=Tanggal(), help="The date of the letters; today if left out."
)


def kantor_of(ctx: click.Context) -> Kantor:
    """Open the office that the command is about."""
    named = ctx.obj["kantor"]
    return open_kantor(find_kantor(Path(named) if named else None))


def tell(message: str) -> None:
    """Say something to the person, on stderr."""
    click.echo(message, err=True)


def tell_faults(faults: Iterable[Fault]) -> None:
    """Say each fault on a line of its own, on stderr."""
    for fault in faults:
        tell(("warning: " if fault.warning else "") + str(fault))


def print_json(value: Mapping[str, Any]) -> None:
    """Print one line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False))


def print_rows(
    rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str], as_json: bool = False
) -> None:
    """Print rows as a table of aligned columns, or as JSON; nothing if there is none.

    JSON holds all that a row says, not its columns alone.
    """
    if as_json:
        for row in rows:
            print_json(row)
        return
    if not rows:
        return
    cells = [[_spell(row.get(name)) for name in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    for line in (columns, *cells):
        padded = [word.ljust(width) for word, width in zip(line, widths, strict=True)]
        click.echo("  ".join(padded).rstrip())


def _spell(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name}={_spell(member)}" for name, member in value.items())
    return "-" if value is None else str(value)


def write_table(
    path: Path, rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str], judul: str
) -> None:
    """Write rows as CSV or XLSX, by the end of the file's name."""
    from formulir.records.sheets.write import write_csv, write_xlsx  # noqa: PLC0415 - few commands write

    if path.suffix.lower() == ".xlsx":
        publish_file(path, write_xlsx(rows, columns=columns, judul=judul))
    elif path.suffix.lower() == ".csv":
        publish_file(path, write_csv(rows, columns=columns))
    else:
        raise click.BadParameter("must end in .csv or .xlsx", param_hint="-o")


def entri_json(kantor: Kantor, entri: Entri) -> dict[str, Any]:
    """Return an entry as the contract of the command line spells it."""
    isi = dict(entri.isi)
    path = object_path(kantor.archive.root, isi["sha256"], isi.get("ekstensi") or "pdf")
    isi.setdefault("status", isi.get("tindakan"))
    berkas = str(path.relative_to(kantor.folder))
    return {"entri": entri.entri, **isi, "berkas": berkas}


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
