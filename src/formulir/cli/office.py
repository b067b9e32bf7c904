"""Commands that need no office: making one, judging a machine, or attachments."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from formulir.cli.common import kantor_of, print_json, print_rows, tell, with_json
from formulir.errors import MachineError, RecordError
from formulir.office.kantor import KantorMissingError, find_libreoffice, open_kantor
from formulir.office.owners import KantorForeignError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.press.attachments.examine import Verdict


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Load the sample office's records too.")
def init_command(folder: Path, *, sample: bool) -> None:
    """Make an office in a new folder DIR."""
    from formulir.office.founding import (  # noqa: PLC0415 - brings importing
        found_kantor,
        import_samples,
        list_unfinished,
    )

    found_kantor(folder)
    for half in list_unfinished(folder):
        tell(f"{half} is left of an 'init' that was killed; it may be deleted")
    tell(f"{folder}: an office, with an empty archive and every region's code")
    if sample:
        results = import_samples(open_kantor(folder))
        words = ", ".join(f"{tabel} {each.new}" for tabel, each in results.items())
        tell(f"sample records: {words}")
    tell(f"next: look at {folder / 'kantor.toml'}, then import your records")


@click.command("doctor")
@with_json
@click.pass_context
def doctor_command(ctx: click.Context, *, as_json: bool) -> None:
    """Tell what this machine has: LibreOffice, fonts, SQLite, disk, keys, clock."""
    from formulir.reviewing.doctor import diagnose  # noqa: PLC0415 - brings the whole press

    kantor = refused = None
    try:
        kantor = kantor_of(ctx)
    except KantorForeignError as error:
        refused = error
    except KantorMissingError:
        pass  # the machine itself can be looked at anywhere
    checks = diagnose(kantor, refused=refused)
    verdicts = {True: "ok", False: "PROBLEM"}
    rows = [
        {"check": each.name, "verdict": verdicts[each.good], "facts": each.facts}
        for each in checks
    ]
    print_rows(rows, columns=("check", "verdict", "facts"), as_json=as_json)
    ctx.exit(0 if all(check.good for check in checks) else MachineError.exit_code)


@click.command("examine")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@with_json
@click.pass_context
def examine_command(
    ctx: click.Context, files: tuple[Path, ...], *, as_json: bool
) -> None:
    """Tell what would become of each FILE as an attachment.

    A file is ok, repaired, cleaned of what could do harm, embedded whole because it is
    signed, or refused. Nothing is kept of it.
    """
    from formulir.press.attachments.examine import examine  # noqa: PLC0415 - brings the press

    refused = False
    with _workplace(ctx) as (workdir, libreoffice):
        for berkas in files:
            verdict = examine(
                berkas, ekstensi=berkas.suffix, workdir=workdir, libreoffice=libreoffice
            )
            refused |= not verdict.ok
            _print_verdict(berkas, verdict, as_json=as_json)
    ctx.exit(RecordError.exit_code if refused else 0)


@contextmanager
def _workplace(ctx: click.Context) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """Take the office's folder for work, or one of our own where there is no office."""
    try:
        kantor = kantor_of(ctx)
    except KantorMissingError:
        if ctx.obj["kantor"]:
            raise  # the person named one
        with TemporaryDirectory(prefix="formulir-", ignore_cleanup_errors=True) as name:
            yield Path(name), find_libreoffice(None)
    else:
        yield kantor.workdir, kantor.libreoffice


def _print_verdict(berkas: Path, verdict: Verdict, *, as_json: bool) -> None:
    """Print one line."""
    if as_json:
        print_json(
            {
                "berkas": str(berkas),
                "putusan": verdict.putusan,
                "halaman": verdict.halaman,
                "pdfa": verdict.pdfa,
                "alasan": verdict.reason or None,
                "catatan": list(verdict.catatan),
            }
        )
        return
    if not verdict.ok:
        click.echo(f"{berkas}: refused: {verdict.reason}")
        return
    pages = "1 page" if verdict.halaman == 1 else f"{verdict.halaman} pages"
    claim = "PDF/A" if verdict.pdfa else "not PDF/A"
    notes = f": {'; '.join(verdict.catatan)}" if verdict.catatan else ""
    click.echo(f"{berkas}: {verdict.putusan}, {pages}, {claim}{notes}")
