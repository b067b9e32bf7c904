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
from formulir.cli.asking import ask_sandi
from formulir.dates import format_tanggal, read_tanggal_text
from formulir.ground.disk import publish_file
from formulir.language import chain, phrase, take_reason, translate
from formulir.office.kantor import Kantor, find_kantor, open_kantor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from formulir.model import Entri, Fault
    from formulir.records.sheets.report import Difference

PARTLY = 7
"""The exit code of a batch of which a part failed."""
CHANGED_SHOWN = 20
"""So many letters that differ from their records are told one by one."""
EVERY_S = 2.0
"""How often a plain line is written at most."""
_TIMES = "\N{MULTIPLICATION SIGN}"
PAIRS, CELL = 5, 40
"""How many differences of a column are told, and how many characters of a cell."""

with_json = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
with_tahun = click.option(
    "--tahun", type=click.IntRange(2000, 2100), required=True, help="The year."
)
with_wilayah = click.option(
    "--wilayah", metavar="KODE", help="A region and everything below it."
)


class Tanggal(click.ParamType[date]):
    """A date as people write it; how figures were read is told."""

    name = "TANGGAL"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Read it, day first where it is in figures."""
        try:
            told = read_tanggal_text(str(value))
        except ValueError as error:
            self.fail(take_reason(error), param, ctx)
        if told.figures:
            tell(
                phrase(
                    "{value} is read as {day}, the day first",
                    value=value,
                    day=format_tanggal(told.day),
                )
            )
        return told.day


with_ya = click.option("--ya", is_flag=True, help="Do it without asking.")
with_jam_mundur = click.option(
    "--jam-mundur", is_flag=True, help="Allow a clock that runs behind; it is recorded."
)
with_formulir = click.option(
    "--formulir", metavar="K", required=True, help="The kind, such as 02.3."
)
with_tanggal = click.option(
    "--tanggal", type=Tanggal(), help="The date of the letters; today if left out."
)


def kantor_of(ctx: click.Context) -> Kantor:
    """Open the office that the command is about."""
    return open_kantor(folder_of(ctx), ask=ask_sandi)


def folder_of(ctx: click.Context) -> Path:
    """Find the office that the command is about, without reading its settings."""
    named = ctx.obj["kantor"]
    return find_kantor(Path(named) if named else None)


def tell(message: str) -> None:
    """Say something to the person, on stderr, in their language."""
    click.echo(translate(message), err=True)


def show(message: str) -> None:
    """Say what was asked for, on stdout, in the person's language."""
    click.echo(translate(message))


def tell_faults(faults: Iterable[Fault]) -> None:
    """Say each fault on a line of its own, on stderr."""
    for fault in faults:
        tell(fault.sentence)


def tell_with(line: str, remarks: Sequence[str]) -> str:
    """Put remarks behind a line, if there are any."""
    if not remarks:
        return line
    return phrase("{line}: {remarks}", line=line, remarks=chain(remarks))


def print_json(value: Mapping[str, Any]) -> None:
    """Print one line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False))


def print_counts(counts: Mapping[str, int], *, as_json: bool, **more: object) -> None:
    """Print some counts on a line; JSON says more."""
    if as_json:
        print_json({**counts, **more})
    else:
        click.echo("  ".join(f"{name} {count}" for name, count in counts.items()))


def print_differences(differences: Iterable[Difference], *, err: bool = False) -> None:
    """Print what cells change, a line a column, and how many of them do."""
    by_column: dict[str, list[str]] = {}
    for each in differences:
        words = f"{_cut(each.old)} → {_cut(each.new)} {_TIMES} {each.count}"
        by_column.setdefault(each.column, []).append(words)
    for column, pairs in by_column.items():
        more = len(pairs) - PAIRS
        words = ", ".join(pairs[:PAIRS])
        line = (
            phrase(
                "{column}: {words}, … {more} more",
                column=column,
                words=words,
                more=more,
            )
            if more > 0
            else f"{column}: {words}"
        )
        click.echo(translate(line), err=err)


def _cut(value: object) -> str:
    """Spell a value in a sentence, a long one but for its end."""
    word = "(kosong)" if value is None else str(value)
    return word if len(word) <= CELL else f"{word[: CELL - 1]}…"


def check_reason(alasan: str) -> None:
    """Refuse a reason that says nothing."""
    if not (alasan.strip() and alasan.isprintable()):
        reason = phrase("a reason must be given, on one line")
        raise click.BadParameter(reason, param_hint="--alasan")


def tell_changed(
    kantor: Kantor, *, tahun: int, wilayah: str | None, formulir: str | None = None
) -> int:
    """Say which letters in force their records would make otherwise today.

    Returns:
        How many there are.
    """
    from formulir.reviewing.changed import find_changed  # noqa: PLC0415 - brings templates

    with kantor.open_catatan(read_only=True) as db:
        found = [
            *find_changed(kantor, db, tahun=tahun, wilayah=wilayah, formulir=formulir)
        ]
    for each in found[:CHANGED_SHOWN]:
        tell(phrase("changed: {letter}", letter=each))
    if len(found) > CHANGED_SHOWN:
        tell(phrase("and {count} more", count=len(found) - CHANGED_SHOWN))
    if found:
        tell(
            phrase(
                "{count} letter(s) in force differ from their records: replace one "
                "with 'formulir replace', those of a kind with 'formulir issue "
                "--ganti'",
                count=len(found),
            )
        )
    return len(found)


def tell_next(
    kantor: Kantor, kinds: Sequence[str], *, tahun: int, wilayah: str | None
) -> None:
    """Say what the kinds need of which the records ask for no letter."""
    from formulir.reviewing.next import read_next  # noqa: PLC0415 - after all faults
    from formulir.reviewing.steps import list_steps, write_steps  # noqa: PLC0415 - likewise

    tell(
        phrase(
            "the records ask for no letter of {kinds}; this is lacking:",
            kinds=", ".join(kinds),
        )
    )
    states = read_next(kantor, tahun=tahun, wilayah=wilayah, formulir=kinds)
    today = kantor.hari_ini()
    for line in write_steps(
        list_steps(states, tahun=tahun, wilayah=wilayah, today=today)
    ):
        tell(line)


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
        raise click.BadParameter(phrase("must end in .csv or .xlsx"), param_hint="-o")


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


def _tell_rate(word: str, done: int, total: int, *, speed: float) -> str:
    """Say how much is done, how fast, and how long the rest takes."""
    if not speed:
        return f"{word}: {done}/{total}"
    if done >= total:
        return f"{word}: {done}/{total}, {speed:.1f}/s"
    return phrase(
        "{word}: {done}/{total}, {speed:.1f}/s, {rest:.0f} s left",
        word=word,
        done=done,
        total=total,
        speed=speed,
        rest=(total - done) / speed,
    )


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
        untold = _tell_rate(word, done, total, speed=speed)
        if moment - told_at >= EVERY_S:
            told_at = moment
            tell(untold)
            untold = None

    yield update
    if untold is not None:
        tell(untold)
