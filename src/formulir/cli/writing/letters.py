"""Commands on letters: issuing and replacing them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.asking import agree, is_attended
from formulir.cli.common import (
    PARTLY,
    check_reason,
    entri_json,
    kantor_of,
    show_progress,
    tell,
    tell_faults,
    with_formulir,
    with_jam_mundur,
    with_json,
    with_tahun,
    with_tanggal,
    with_wilayah,
    with_ya,
)
from formulir.cli.tables import print_rows
from formulir.cli.writing.void import require_named
from formulir.issuing.gather import Request
from formulir.language import phrase
from formulir.office.looks.heads import describe_head
from formulir.office.lookup.describe import describe_letters
from formulir.office.lookup.resolve import resolve
from formulir.pipeline import issue
from formulir.records.ledger.ledger import find_issued, name_row
from formulir.records.ledger.outside import read_sisipan
from formulir.records.rules.tanggal import PLACE, tell_distance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from formulir.model import Fault
    from formulir.office.kantor import Kantor
    from formulir.pipeline import IssueResult

COLUMNS_ISSUED = (
    *("entri", "kode", "formulir", "kunci", "nama", "wilayah", "nomor"),
    *("tanggal", "halaman"),
)
SPARE = ("entri", "kunci", "halaman")
"""Columns that a narrow terminal can do without."""


@click.command("issue")
@with_formulir
@with_tahun
@with_wilayah
@click.option("--kunci", metavar="KEY", multiple=True, help="Only these letters.")
@with_tanggal
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--executor", default="local", help="local, or dask://HOST:PORT.")
@click.option("--dry-run", is_flag=True, help="Stop after the preflight.")
@click.option(
    "--mundur", is_flag=True, help="Allow a date before the last one; it is recorded."
)
@with_jam_mundur
@click.option(
    "--sisipan", metavar="123a", help="Insert the one letter behind a number."
)
@click.option(
    "--ganti", is_flag=True, help="Replace letters whose records were corrected."
)
@click.option("--alasan", metavar="TEXT", help="Why, with --sisipan or --ganti.")
@click.option(
    "--receipts",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write each letter and its proof into a folder.",
)
@with_ya
@with_json
@click.pass_context
def issue_command(
    ctx: click.Context,
    /,
    *,
    as_json: bool,
    dry_run: bool,
    ya: bool,
    **given: Any,  # noqa: ANN401 - the fields of Request, read by click
) -> None:
    """Number, print, stamp and archive the letters of a kind, exactly once each.

    Killed in the middle, run it again: what is archived is skipped, and what has a
    number keeps it.
    """
    kantor = kantor_of(ctx)
    kunci, day = frozenset(given.pop("kunci")), given.pop("tanggal")
    receipts = given.pop("receipts")
    sisipan, ganti = given.pop("sisipan"), given.pop("ganti")
    if (sisipan or ganti) and not (given["alasan"] or "").strip():
        raise click.UsageError(phrase("--sisipan and --ganti need --alasan, why"))
    place = None if sisipan is None else read_sisipan(sisipan)
    if sisipan is not None and (place is None or len(kunci) != 1):
        reason = phrase(
            "takes one letter (--kunci) and a number with a letter, such as 123a"
        )
        raise click.BadParameter(reason, param_hint="--sisipan")
    # An empty wilayah is passed on: a mistake to tell, never "every region".
    request = Request(
        kunci=kunci, tanggal=day or kantor.hari_ini(), sisipan=place, **given
    )
    if ganti:
        request = _ask_changed(kantor, request)
        if not request.ganti:
            tell(phrase("no letter in force differs from its records"))
            return
    if not dry_run:
        _ask_far(kantor, request.tanggal, ya=ya)
    result = _issue(kantor, request, as_json=as_json, dry_run=dry_run, ya=ya)
    if receipts is not None and not dry_run:
        _write_receipts(kantor, result, receipts)
    ctx.exit(PARTLY if result.failures else 0)


def _write_receipts(kantor: Kantor, result: IssueResult, folder: Path) -> None:
    """Write letters that were issued, and their proofs, into a folder."""
    from formulir.handing.receipts import hand_receipts  # noqa: PLC0415 - few need it

    done = hand_receipts(kantor, result.entries, folder)
    tell_faults(done.remarks)
    tell(
        phrase(
            "{folder}: {count} letter(s), each with its receipt",
            folder=folder,
            count=len(done.names),
        )
    )


def _ask_far(kantor: Kantor, tanggal: date, *, ya: bool) -> None:
    """Ask about a date far from today.

    One far ahead is never taken unasked: a typo in the year would block the true
    dates. One long past is asked about where somebody is there.
    """
    today = kantor.hari_ini()
    far = tell_distance(tanggal, today=today)
    if far is not None and (tanggal > today or is_attended()):
        agree(phrase("date letters {tanggal}, {far}?", tanggal=tanggal, far=far), ya=ya)


def _ask_date(warnings: Sequence[Fault], *, ya: bool) -> None:
    """Tell what is doubtful of the date, and ask where somebody is there."""
    doubts = [fault for fault in warnings if fault.place == PLACE]
    tell_faults(doubts)
    if doubts and is_attended():
        agree(phrase("date the letters so?"), ya=ya)


def _issue(
    kantor: Kantor, request: Request, *, as_json: bool, dry_run: bool, ya: bool
) -> IssueResult:
    heed = partial(_ask_date, ya=ya)
    with show_progress(request.formulir) as update:
        result = issue(
            kantor,
            request,
            dry_run=dry_run,
            tell=lambda it: update(it.done, it.total),
            heed=heed,
        )
    if as_json:
        lines = [entri_json(kantor, entri) for entri in result.entries]
        print_rows(lines, columns=(), as_json=True)
    else:
        with kantor.open_catatan(read_only=True) as db:
            rows = describe_letters(kantor, db, result.entries)
        print_rows(rows, columns=COLUMNS_ISSUED, spare=SPARE)
    _tell_result(kantor, result, dry_run=dry_run)
    return result


def _ask_changed(kantor: Kantor, request: Request) -> Request:
    """Ask for those letters of a request whose records were corrected."""
    from formulir.reviewing.changed import find_changed  # noqa: PLC0415 - only --ganti needs it

    asked = {"tahun": request.tahun, "wilayah": request.wilayah}
    with kantor.open_catatan(read_only=True) as db:
        found = [
            each
            for each in find_changed(kantor, db, formulir=request.formulir, **asked)  # type: ignore[arg-type] # as named
            if not request.kunci or each.kunci in request.kunci
        ]
    for each in found:
        tell(each.sentence)
    ganti = {each.kunci: each.kode for each in found}
    return replace(request, kunci=frozenset(ganti), ganti=ganti)


@click.command("replace")
@click.argument("word", metavar="NOMOR|KODE")
@click.option("--alasan", required=True, help="Why; it stays in the book.")
@with_tanggal
@click.option(
    "--mundur", is_flag=True, help="Allow a date before the last one; it is recorded."
)
@with_jam_mundur
@click.option("--dry-run", is_flag=True, help="Stop after the preflight.")
@with_ya
@with_json
@click.pass_context
def replace_command(
    ctx: click.Context,
    /,
    word: str,
    *,
    alasan: str,
    dry_run: bool,
    ya: bool,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - date and clock, read by click
) -> None:
    """Make the corrected letter under a new number, and void the old one with it.

    The two happen as one: there is no moment with neither. A letter without a number
    keeps its key. Killed in the middle, run it again.
    """
    check_reason(alasan)
    kantor = kantor_of(ctx)
    with kantor.open_catatan(read_only=True) as db:
        old = find_issued(db, resolve(kantor, db, word))
        if not dry_run:
            require_named(db, old, word, ya=ya)
    if not dry_run:
        agree(phrase("replace {row}?", row=name_row(old)), ya=ya)
    request = Request(
        formulir=old["formulir"],
        tahun=old["tahun"],
        tanggal=given.pop("tanggal") or kantor.hari_ini(),
        kunci=frozenset({old["kunci"]}),
        ganti={old["kunci"]: old["kode"]},
        alasan=alasan.strip(),
        **given,
    )
    if not dry_run:
        _ask_far(kantor, request.tanggal, ya=ya)
    result = _issue(kantor, request, as_json=as_json, dry_run=dry_run, ya=ya)
    ctx.exit(PARTLY if result.failures else 0)


def _tell_result(kantor: Kantor, result: IssueResult, *, dry_run: bool) -> None:
    # What was told before a number was taken is not told again.
    told = [each for each in result.warnings if dry_run or each.place != PLACE]
    tell_faults([*told, *result.failures])
    if dry_run:
        tell(
            phrase(
                "{total} letter(s) could be issued; nothing was done",
                total=result.total,
            )
        )
        return
    new = len(result.entries) - result.skipped
    if result.entries:
        tell(describe_head(kantor))
    tell(
        phrase(
            "{new} letter(s) issued, {skipped} were issued before, {count} failed",
            new=new,
            skipped=result.skipped,
            count=len(result.failures),
        )
    )
