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
from formulir.handing.post.chat import COLUMNS_CHAT, foresee_chat, hand_chat
from formulir.handing.post.deciding import decide
from formulir.handing.post.foreseeing import foresee
from formulir.handing.post.message import show_message
from formulir.handing.post.sending import send_letters
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
    path = given.pop("pesan")
    if path is None:
        ctx.exit(_send(kantor_of(ctx), wanted, **given))
    if given.pop("ulangi") or given.pop("anggap_terkirim"):
        raise click.UsageError(
            phrase("--ulangi and --anggap-terkirim are for e-mail, not for --pesan")
        )
    if path.suffix.lower() != ".xlsx":
        raise click.BadParameter(phrase("must end in .xlsx"), param_hint="--pesan")
    _write_chat(kantor_of(ctx), wanted, path, **given)


def _write_chat(
    kantor: Kantor, wanted: Wanted, path: Path, *, dry_run: bool, as_json: bool
) -> None:
    """Write the sheet for chat programs, or show what would be in it."""
    if dry_run:
        rows, remarks = foresee_chat(kantor, wanted)
    else:
        rows, remarks = hand_chat(kantor, wanted, path)
    tell_faults(remarks)
    if dry_run or as_json:
        print_rows(rows, columns=COLUMNS_CHAT, above="pesan", as_json=as_json)
    count = len(rows)
    tell(
        phrase("{count} message(s); nothing was written", count=count)
        if dry_run
        else phrase("{path}: {count} message(s)", path=path, count=count)
    )


def _send(
    kantor: Kantor,
    wanted: Wanted,
    *,
    dry_run: bool,
    ulangi: Sequence[str],
    anggap_terkirim: Sequence[str],
    as_json: bool,
) -> int:
    if dry_run:
        seen = foresee(kantor, wanted, again=ulangi, sent=anggap_terkirim)
        if ulangi or anggap_terkirim:
            tell(
                phrase(
                    "{count} message(s) would be decided on; nothing was done",
                    count=seen.decided,
                )
            )
        if seen.mail is not None:
            click.echo(show_message(seen.mail), err=as_json)
        return _tell(seen.posted, as_json=as_json, dry=True)
    for words, again in ((ulangi, True), (anggap_terkirim, False)):
        if words:
            count = decide(kantor, wanted, words, again=again)
            tell(phrase("{count} message(s) decided on", count=count))
    if anggap_terkirim and not ulangi:
        standing = foresee(kantor, wanted).posted
    else:
        with show_progress("send") as update:
            standing = send_letters(kantor, wanted, progress=update)
    return _tell(standing, as_json=as_json, dry=False)


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
