"""Commands on the book of numbers, and on who did what."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    Tanggal,
    kantor_of,
    tell,
    tell_faults,
    with_jam_mundur,
    with_json,
)
from formulir.cli.tables import print_rows
from formulir.errors import ArsipError, RecordError
from formulir.language import phrase
from formulir.office.book import (
    UNTOLD,
    choose_seri,
    leave_numbers,
    record_letter,
    record_sheet,
    tell_last,
)
from formulir.office.lookup.choices import require_seri
from formulir.records.ledger.agenda import prove_nomor
from formulir.records.ledger.outside import Luar, read_range, read_sisipan
from formulir.reviewing.history import COLUMNS_HISTORY, read_history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor
    from formulir.records.ledger.acts import Actor

BROKEN = ArsipError.exit_code
"""The exit code when a number is missing or doubled."""
SHEETS = {".csv", ".xlsx"}
COLUMNS_PROOF = (
    *("seri", "tahun", "first", "last", "count", "terbit", "batal", "luar"),
    *("lewat", "dipesan", "missing", "gaps", "doubles"),
)
"""The columns of the proof of numbers."""
OF_A_LETTER = ("tanggal", "hal", "tujuan")
"""What must be said of a letter that was numbered outside."""


@click.command("numbers")
@click.option("--tahun", type=click.IntRange(2000, 2100), help="The calendar year.")
@click.option("--seri", metavar="S", help="Only this series.")
@click.option(
    "--catat",
    metavar="NOMOR|FILE",
    help="Enter a letter that was numbered outside, or a sheet of such letters.",
)
@click.option("--tanggal", type=Tanggal(), help="With --catat: the letter's date.")
@click.option("--hal", metavar="TEXT", help="With --catat: its subject.")
@click.option("--tujuan", metavar="TEXT", help="With --catat: its addressee.")
@click.option("--oleh", metavar="NAME", help="With --catat: who wrote it.")
@click.option("--urut", metavar="N", help="With --catat: its running number.")
@click.option("--lewati", metavar="FROM-TO", help="Leave running numbers out.")
@click.option("--alasan", metavar="TEXT", help="Why numbers are left out.")
@click.option(
    "--pagar",
    metavar="SERI=N",
    multiple=True,
    help="After a restore: the last number known on paper.",
)
@click.option("--dry-run", is_flag=True, help="With --catat: do all but write.")
@with_jam_mundur
@with_json
@click.pass_context
def numbers_command(
    ctx: click.Context,
    /,
    *,
    as_json: bool,
    jam_mundur: bool,
    **given: Any,  # noqa: ANN401 - read by click
) -> None:
    """Prove a calendar year's numbers, or enter what was numbered outside.

    Every number from the first of a year on is issued, reserved, void, given outside,
    or left out; of a number that is none of these nothing is known, and it is told.
    """
    _check_options(given)
    kantor = kantor_of(ctx)
    actor = kantor.actor(jam_mundur=jam_mundur)
    if given["catat"] is not None:
        _record(ctx, kantor, given, actor=actor)
    elif given["lewati"] is not None:
        numbers = _read_range(given["lewati"])
        seri, tanggal = _choose(kantor, given), kantor.day_in(given["tahun"])
        why = given["alasan"]
        count = leave_numbers(
            kantor, seri, numbers, tanggal=tanggal, alasan=why, actor=actor
        )
        tell(
            phrase(
                "{count} number(s) of {seri} {year} left out: {why}",
                count=count,
                seri=seri,
                year=tanggal.year,
                why=why,
            )
        )
    elif given["pagar"]:
        last = dict(_read_pair(pair) for pair in given["pagar"])
        tanggal, why = kantor.day_in(given["tahun"]), given["alasan"] or UNTOLD
        left = tell_last(kantor, last, tanggal=tanggal, alasan=why, actor=actor)
        for seri, count in left:
            tell(
                phrase(
                    "{seri}: last number {last}, {count} left out",
                    seri=seri,
                    last=last[seri],
                    count=count,
                )
            )
    else:
        _prove(ctx, kantor, given["tahun"], given["seri"], as_json=as_json)


def _check_options(given: dict[str, Any]) -> None:
    """Refuse options that say two things, or half of one."""
    asked = [name for name in ("catat", "lewati", "pagar") if given[name]]
    if len(asked) > 1:
        raise click.UsageError(
            phrase("--{one} and --{other}: one at a time", one=asked[0], other=asked[1])
        )
    if not asked or asked[0] != "catat":
        if given["tahun"] is None:
            raise click.UsageError(phrase("--tahun is needed: which calendar year"))
        for name in (*OF_A_LETTER, "oleh", "urut"):
            if given[name] is not None:
                raise click.UsageError(phrase("--{name} goes with --catat", name=name))
    if given["lewati"] is not None:
        if not (given["alasan"] or "").strip():
            raise click.UsageError(phrase("--lewati needs --alasan, why"))
        _read_range(given["lewati"])


def _read_range(text: str) -> range:
    numbers = read_range(text)
    if numbers is None:
        reason = phrase("{text!r} is not of the form 130-140", text=text)
        raise click.BadParameter(reason, param_hint="--lewati")
    return numbers


def _choose(kantor: Kantor, given: dict[str, Any]) -> str:
    with kantor.open_catatan(read_only=True) as db:
        return choose_seri(db, given["seri"])


def _read_pair(pair: str) -> tuple[str, int]:
    seri, equals, number = pair.rpartition("=")
    if not (seri and equals and number.isdecimal()):
        reason = phrase("{pair!r} is not of the form SERI=N", pair=pair)
        raise click.BadParameter(reason, param_hint="--pagar")
    return seri, int(number)


def _record(
    ctx: click.Context,
    kantor: Kantor,
    given: dict[str, Any],
    *,
    actor: Actor,
) -> None:
    path = Path(given["catat"])
    if path.suffix.lower() in SHEETS:
        with kantor.open_catatan(read_only=True) as db:
            seri = None if given["seri"] is None else choose_seri(db, given["seri"])
        result = record_sheet(
            kantor, path, seri=seri, dry_run=given["dry_run"], actor=actor
        )
        tell_faults([*result.warnings, *result.rejected])
        tell(
            phrase(
                "{new} number(s) entered, {same} were in the book",
                new=result.new,
                same=result.same,
            )
        )
        if not result.written:
            tell(phrase("nothing was written"))
        ctx.exit(RecordError.exit_code if result.rejected else 0)
    _check_letter(given)
    urut = given["urut"] and read_sisipan(given["urut"], bare=True)
    if given["urut"] and urut is None:
        reason = phrase(
            "{urut!r} is no running number such as 123 or 123a", urut=given["urut"]
        )
        raise click.BadParameter(reason, param_hint="--urut")
    letter = Luar(
        seri=_choose(kantor, given),
        nomor=given["catat"].strip(),
        tanggal=given["tanggal"],
        hal=given["hal"].strip(),
        tujuan=given["tujuan"].strip(),
        oleh=(given["oleh"] or kantor.oleh).strip(),
        urut=urut or None,
    )
    new = record_letter(kantor, letter, actor=actor)
    tell(
        phrase("{nomor}: entered", nomor=letter.nomor)
        if new
        else phrase("{nomor}: in the book already", nomor=letter.nomor)
    )


def _check_letter(given: dict[str, Any]) -> None:
    """Refuse a letter of which something is not said, or said on several lines."""
    lacking = [f"--{name}" for name in OF_A_LETTER if given[name] is None]
    if lacking:
        raise click.UsageError(
            phrase("--catat NOMOR needs {lacking} too", lacking=lacking)
        )
    for name in ("catat", "hal", "tujuan", "oleh"):
        text = given[name]
        if text is not None and not (text.strip() and text.isprintable()):
            raise click.UsageError(
                phrase("--{name} must be text on one line, and not empty", name=name)
            )


def _prove(
    ctx: click.Context, kantor: Kantor, tahun: int, seri: str | None, *, as_json: bool
) -> None:
    with kantor.open_catatan(read_only=True) as db:
        require_seri(db, seri)
        proofs = prove_nomor(db, tahun=tahun, seri=seri)
    rows = [asdict(proof) | {"sound": proof.sound} for proof in proofs]
    flat = [
        row | {name: len(row[name]) for name in ("missing", "gaps", "doubles")}
        for row in rows
    ]
    print_rows(rows if as_json else flat, columns=COLUMNS_PROOF, as_json=as_json)
    if not proofs:
        tell(phrase("no number was given in {tahun}", tahun=tahun))
    for proof in proofs:
        if proof.missing or not proof.sound:
            tell(proof.sentence)
    missing = any(proof.missing for proof in proofs)
    if missing:
        tell(
            phrase(
                "enter missing letters with --catat, or leave numbers out with --lewati"
            )
        )
    broken = not all(proof.sound for proof in proofs)
    ctx.exit(BROKEN if broken else RecordError.exit_code if missing else 0)


def _tell_facts(facts: dict[str, Any]) -> str:
    """Write what an act says in a cell: of a list how long it is."""
    words = []
    for name, value in facts.items():
        if isinstance(value, list):
            one = value[0] if len(value) == 1 and isinstance(value[0], dict) else {}
            spelled = " ".join(str(each) for each in one.values()) or str(len(value))
        elif isinstance(value, dict):
            spelled = " ".join(str(each) for each in value.values())
        else:
            spelled = str(value)
        words.append(f"{name}: {spelled}")
    return "; ".join(words)


@click.command("history")
@click.argument("words", metavar="[KODE|NOMOR | TABLE KEY…]", nargs=-1)
@click.option(
    "--limit", type=click.IntRange(1), default=100, show_default=True, help="At most."
)
@with_json
@click.pass_context
def history_command(
    ctx: click.Context, words: Sequence[str], limit: int, *, as_json: bool
) -> None:
    """Tell who did what, in what role, when: in all, of a letter, or of a record.

    A letter is named by its archive code or number, a record by its table and key.
    """
    kantor = kantor_of(ctx)
    with kantor.open_catatan(read_only=True) as db:
        rows = read_history(kantor, db, tuple(words))
    shown = rows[-limit:]
    if not as_json:
        shown = [row | {"rincian": _tell_facts(row["rincian"])} for row in shown]
    print_rows(shown, columns=COLUMNS_HISTORY, as_json=as_json)
    if len(rows) > limit:
        tell(
            phrase(
                "{count} act(s); the last {limit} are shown",
                count=len(rows),
                limit=limit,
            )
        )
    else:
        tell(phrase("{count} act(s)", count=len(rows)))
