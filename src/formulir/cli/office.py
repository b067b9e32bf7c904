"""Commands on the office itself: making one, and telling what its machine has."""

from __future__ import annotations

from pathlib import Path

import click

from formulir.cli.common import kantor_of, print_rows, tell, with_json
from formulir.errors import MachineError
from formulir.office.founding import found_kantor
from formulir.office.import_files import import_samples
from formulir.office.kantor import KantorMissingError, open_kantor


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Load the sample office's records too.")
def init_command(folder: Path, *, sample: bool) -> None:
    """Make an office in a new folder DIR."""
    found_kantor(folder)
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

    try:
        kantor = kantor_of(ctx)
    except KantorMissingError:
        kantor = None  # the machine itself can be looked at anywhere
    checks = diagnose(kantor)
    verdicts = {True: "ok", False: "PROBLEM"}
    rows = [
        {"check": each.name, "verdict": verdicts[each.good], "facts": each.facts}
        for each in checks
    ]
    print_rows(rows, columns=("check", "verdict", "facts"), as_json=as_json)
    ctx.exit(0 if all(check.good for check in checks) else MachineError.exit_code)
