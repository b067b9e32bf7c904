"""Commands on what is kept elsewhere: checkpoints, backups."""

from __future__ import annotations

from pathlib import Path

import click

from formulir.archive.find import find_entri
from formulir.archive.folder import read_note
from formulir.cli.common import kantor_of, tell
from formulir.ground.disk import publish_file


@click.command("checkpoint")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to."
)
@click.pass_context
def checkpoint_command(ctx: click.Context, output: Path | None) -> None:
    """Print the archive's signed head, to be kept where nobody here can change it.

    It vouches for every entry up to now: 'formulir verify --since FILE' finds whatever
    somebody has changed of them, be he the one who holds the key.
    """
    archive = kantor_of(ctx).archive
    note = read_note(archive)
    if output is None:
        click.echo(note, nl=False)  # to the byte
    else:
        publish_file(output, note)
    size = int(note.splitlines()[1])
    last = find_entri(archive, size - 1)
    moment = f", the last one of {last.isi['saat']}" if last else ""
    tell(f"{output or 'checkpoint'}: {size} entries{moment}")
    tell(
        "keep it where nobody who can write here can: on paper, with the auditor, in "
        "a mail; check with: formulir verify --since FILE"
    )
