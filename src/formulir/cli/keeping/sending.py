"""Posting letters: by e-mail, and as texts for chat programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    PARTLY,
    kantor_of,
    show_progress,
    tell,
    tell_faults,
    with_json,
    with_wilayah,
)
from formulir.cli.keeping.handing import make_wanted, with_keys, with_kinds, with_year
from formulir.cli.tables import print_rows
from formulir.handing.post.chat import hand_chat
from formulir.handing.post.deciding import decide
from formulir.handing.post.sending import foresee, send_letters
from formulir.language import phrase
from formulir.records.post.outbox import (
    DOUBTFUL,
    QUEUED,
    REFUSED,
    SENT,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.handing.letters import Wanted
    from formulir.handing.post.sending import Posted
    from formulir.office.kantor import Kantor

COLUMNS_POSTED = ("kode", "formulir", "kunci", "nama", "posel", "keadaan", "sebab")


@click.command("send")
@with_kinds
@with_year
@with_wilayah
@with_keys
@click.option("--dry-run", is_flag=True, help="Show the first message; send nothing.")
@click.option(
    "--ulangi",
    metavar="KODE",
    multiple=True,
    help="Send a message again that is in doubt or was refused; 'semua' for all.",
)
@click.option(
    "--anggap-terkirim",
    metavar="KODE",
    multiple=True,
    help="Say that a message in doubt was sent; 'semua' for all.",
)
@click.option(
    "--pesan", type=click.Path(path_type=Path), help="Texts for chat: an .xlsx file."
)
@with_json
@click.pass_context
def send_command(ctx: click.Context, /, kinds: Sequence[str], **given: Any) -> None:  # noqa: ANN401 - click's own types
    """Post letters by e-mail, each once, by the server of kantor.toml's [surel].

    Run again it goes on. What nobody knows of, because the line broke in the very
    moment, is told and never sent again by itself: --ulangi or --anggap-terkirim.
    """
    names = ("tahun", "wilayah", "kunci")
    wanted = make_wanted(kinds, **{name: given.pop(name) for name in names})
    kantor = kantor_of(ctx)
    if (path := given.pop("pesan")) is not None:
        if path.suffix.lower() != ".xlsx":
            raise click.BadParameter(phrase("must end in .xlsx"), param_hint="--pesan")
        count, remarks = hand_chat(kantor, wanted, path)
        tell_faults(remarks)
        tell(phrase("{path}: {count} message(s)", path=path, count=count))
        return
    ctx.exit(_send(kantor, wanted, **given))


def _send(
    kantor: Kantor,
    wanted: Wanted,
    *,
    dry_run: bool,
    ulangi: Sequence[str],
    anggap_terkirim: Sequence[str],
    as_json: bool,
) -> int:
    for words, again in ((ulangi, True), (anggap_terkirim, False)):
        if words:
            count = decide(kantor, wanted, words, again=again)
            tell(phrase("{count} message(s) decided on", count=count))
    if dry_run:
        data, standing = foresee(kantor, wanted)
        click.echo(data.decode("utf-8", errors="replace").replace("\r\n", "\n"))
    elif anggap_terkirim and not ulangi:
        _, standing = foresee(kantor, wanted)
    else:
        with show_progress("send") as update:
            standing = send_letters(kantor, wanted, progress=update)
    return _tell(standing, as_json=as_json, dry=dry_run)


def _tell(standing: Posted, *, as_json: bool, dry: bool) -> int:
    """Say how things stand, and give the exit code."""
    tell_faults(standing.remarks)
    shown = standing.rows
    if not as_json:
        shown = [row for row in shown if row["keadaan"] != SENT]
    print_rows(shown, columns=COLUMNS_POSTED, as_json=as_json)
    counts = {name: standing.count(name) for name in (SENT, QUEUED, REFUSED, DOUBTFUL)}
    tell(
        phrase(
            "{sent} sent, {waiting} wait, {refused} refused, {doubtful} in doubt",
            sent=counts[SENT],
            waiting=counts[QUEUED],
            refused=counts[REFUSED],
            doubtful=counts[DOUBTFUL],
        )
    )
    if counts[DOUBTFUL]:
        tell(
            phrase(
                "nobody knows whether those in doubt arrived: ask, then pass "
                "--anggap-terkirim KODE, or --ulangi KODE"
            )
        )
    unsent = counts[REFUSED] + counts[DOUBTFUL] + counts[QUEUED]
    return PARTLY if unsent and not dry else 0
