"""The command that proves: the archive, a part of it, or one file in the hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulir.cli.common import (
    kantor_of,
    print_json,
    show,
    show_progress,
    tell,
    tell_faults,
    with_json,
)
from formulir.errors import ArsipError, RecordError
from formulir.ground.disk import read_at_most
from formulir.language import phrase, translate
from formulir.office.looks.akses import note_akses
from formulir.reviewing.audit import verify_kantor

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor


MOST = 1 << 17
"""More bytes than a checkpoint has."""


class Share(click.ParamType[tuple[int, int]]):
    """So many of so many, such as ``1/100``."""

    name = "N/T"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[int, int]:
        """Read it."""
        first, _, last = str(value).partition("/")
        plain = all(word.isascii() and word.isdecimal() for word in (first, last))
        if not plain or not 0 < int(first) <= int(last):
            self.fail(phrase("must be so many of so many, such as 1/100"), param, ctx)
        return int(first), int(last)


@click.command("verify")
@click.argument(
    "files", metavar="[FILE…]", nargs=-1, type=click.Path(path_type=Path, exists=True)
)
@click.option(
    "--since",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint that was kept elsewhere.",
)
@click.option("--sample", type=Share(), help="Look at so many of so many entries.")
@with_json
@click.pass_context
def verify_command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    since: tuple[Path, ...],
    sample: tuple[int, int] | None,
    *,
    as_json: bool,
) -> None:
    """Re-read the whole archive: objects, log, tree, checkpoint, ledger.

    With --since it is proved, too, that the archive has only grown since FILE was
    written by 'formulir checkpoint' and kept where nobody here could change it. With
    --sample entries are drawn by chance, each is proved with its files, and what is
    not drawn is not looked at.

    Of FILE it is told what it is to this office: asli, asli digantikan, dibatalkan,
    berubah or tidak dikenal.
    """
    if files and (since or sample):
        raise click.UsageError(
            phrase("--since and --sample are for the archive, not for a FILE")
        )
    if since and sample:
        raise click.UsageError(phrase("--since reads all entries: leave --sample out"))
    kantor = kantor_of(ctx)
    if files:
        ctx.exit(_judge_files(kantor, files, as_json=as_json))
    if sample:
        ctx.exit(_verify_sample(kantor, sample, as_json=as_json))
    notes = {str(path): read_at_most(path, MOST) for path in since}
    with show_progress("verify") as update:
        proof = verify_kantor(kantor, progress=update, since=notes)
    tell_faults(proof.notices)
    tell_faults(proof.findings)
    if as_json:
        print_json(proof.as_json())
    else:
        if proof.stamped is not None:
            tell(proof.stamped.sentence)
        show(proof.sentence)
    ctx.exit(ArsipError.exit_code if proof.findings else 0)


def _verify_sample(kantor: Kantor, share: tuple[int, int], *, as_json: bool) -> int:
    from formulir.reviewing.proving.parts import verify_part  # noqa: PLC0415 - few need it

    with show_progress("verify") as update:
        done = verify_part(kantor, share=share, progress=update)
    tell_faults(done.findings)
    if as_json:
        print_json(
            {
                "drawn": done.drawn,
                "entries": done.size,
                "objects": done.objects,
                "findings": [str(fault) for fault in done.findings],
            }
        )
    else:
        click.echo(
            phrase(
                "{drawn} of {size} entries and {objects} objects looked at: {count} "
                "finding(s)",
                drawn=done.drawn,
                size=done.size,
                objects=done.objects,
                count=len(done.findings),
            )
        )
    return ArsipError.exit_code if done.findings else 0


def _judge_files(kantor: Kantor, files: tuple[Path, ...], *, as_json: bool) -> int:
    # It brings what opens strangers' files, which nothing else here needs.
    from formulir.reviewing.proving.judge_file import (  # noqa: PLC0415 - as said
        SOUND,
        judge_file,
    )

    bad = False
    for path in files:
        if not path.is_file():
            raise click.UsageError(phrase("{path} is no file", path=path))
        verdict = judge_file(kantor, path.read_bytes())
        bad = bad or verdict.putusan not in SOUND
        facts = {
            "surat": [verdict.kode] if verdict.kode else [],
            "putusan": verdict.putusan,
        }
        tell_faults(note_akses(kantor, "periksa", facts))
        if as_json:
            print_json(verdict.as_json(path.name))
        else:
            click.echo(f"{path}: {verdict.putusan}")
            tell(translate(verdict.reason))
    return RecordError.exit_code if bad else 0
