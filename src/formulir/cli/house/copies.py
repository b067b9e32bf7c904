"""Commands on copies of the office: making one, and an office of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulir.cli.asking import is_attended, prompt
from formulir.cli.common import (
    PARTLY,
    kantor_of,
    tell,
    tell_faults,
)
from formulir.cli.tables import print_rows
from formulir.language import phrase
from formulir.office.copying.backup import backup
from formulir.office.copying.restore import UNFINISHED, restore, tell_numbers
from formulir.office.founding import list_unfinished
from formulir.office.kantor import BERKAS_KANTOR, BERKAS_MEJA
from formulir.records.ledger.notes import list_untold
from formulir.records.ledger.outside import list_last
from formulir.reviewing.audit import verify_kantor

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor

COLUMNS_LAST = ("seri", "tahun", "urut", "nomor")
"""The columns of the last numbers on record."""


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--dengan-kunci", "with_key", is_flag=True, help="The private key, too.")
@click.pass_context
def backup_command(ctx: click.Context, folder: Path, *, with_key: bool) -> None:
    """Copy the office to DIR on another disk, while others work: what is new there.

    The last states stay, so that one of them is whole whatever happens meanwhile.
    """
    kantor = kantor_of(ctx)
    done = backup(kantor, folder, with_key=with_key)
    state = done.state
    tell_faults(done.faults)
    tell(
        phrase(
            "{folder}: state {nomor} of {saat}, {entri} entries; {copied} "
            "file(s) copied, {kept} were there",
            folder=folder,
            nomor=state.nomor,
            saat=state.saat,
            entri=state.entri,
            copied=done.copied,
            kept=done.kept,
        )
    )
    if not with_key:
        tell(
            phrase(
                "the key is not in it: keep a copy of {key} in another safe place",
                key=kantor.key,
            )
        )
    if done.unsaid:
        tell(
            phrase(
                "warning: the history does not tell of this backup: {unsaid}",
                unsaid=done.unsaid,
            )
        )
    ctx.exit(PARTLY if done.faults else 0)


@click.command("restore")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path))
@click.option(
    "--nomor",
    metavar="SERI=N",
    multiple=True,
    help="The last number known on paper; SERI:YEAR=N where there are several years.",
)
@click.option(
    "--kunci",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The private key, if it is not in the backup.",
)
@click.option("--keadaan", type=int, metavar="N", help="An earlier state.")
def restore_command(
    folder: Path,
    new: Path,
    nomor: tuple[str, ...],
    kunci: Path | None,
    keadaan: int | None,
) -> None:
    """Make an office in the new folder NEW of the backup in DIR, after proving it.

    It gives no number until it is told, for each series, the last one known on paper.
    """
    told = [_read_nomor(word) for word in nomor]
    done = restore(
        folder,
        new,
        prove=lambda kantor: verify_kantor(kantor).findings,
        key=kunci,
        nomor=keadaan,
    )
    for half in list_unfinished(new, mark=UNFINISHED):
        tell(
            phrase(
                "{half} is left of a 'restore' that was killed; it may be deleted",
                half=half,
            )
        )
    kantor = done.kantor
    tell(
        phrase(
            "{new}: state {nomor} of {saat}, proved",
            new=new,
            nomor=done.state.nomor,
            saat=done.state.saat,
        )
    )
    for program in filter(None, (kantor.program, kantor.python)):
        tell(
            phrase(
                "{berkas} names a program that is run: {program}",
                berkas=BERKAS_KANTOR,
                program=program,
            )
        )
    if kantor.kelompok and kantor.gid is not None:
        tell(
            phrase(
                "group {kelompok} shares it, as {berkas} says",
                kelompok=kantor.kelompok,
                berkas=BERKAS_KANTOR,
            )
        )
    if (kantor.folder / BERKAS_MEJA).is_file():
        tell(phrase("the accounts of the desk are in it; everybody logs in anew"))
    if not done.has_key:
        tell(
            phrase(
                "it can only be read until its key lies at {key} (chmod 600)",
                key=kantor.key,
            )
        )
    _tell_last_numbers(kantor, told, has_key=done.has_key)


def _read_nomor(word: str) -> tuple[str, int | None, int]:
    """Read ``SERI=N`` or ``SERI:YEAR=N``."""
    name, _, number = word.rpartition("=")
    seri, colon, tahun = name.rpartition(":")
    if not (colon and tahun.isdecimal()):
        seri, tahun = name, ""
    if not (seri and number.isdecimal() and number.isascii()):
        reason = phrase("{word!r} is not of the form SERI=N or SERI:YEAR=N", word=word)
        raise click.BadParameter(reason, param_hint="--nomor")
    return seri, int(tahun) if tahun else None, int(number)


def _tell_last_numbers(
    kantor: Kantor, told: list[tuple[str, int | None, int]], *, has_key: bool
) -> None:
    """Show the last numbers on record, and lift the fence with those known on paper."""
    with kantor.open_catatan(read_only=True) as db:
        rows = list_last(db, list_untold(db))
    print_rows(rows, columns=COLUMNS_LAST)
    wanted = {(row["seri"], row["tahun"]): row["urut"] for row in rows}
    if not wanted or not has_key:
        tell(
            phrase(
                "it gives no number until the last ones on paper are told: see numbers"
            )
        )
        return
    last = _gather(wanted, told)
    years = sorted({tahun for _, tahun in wanted})
    if last is None:
        for tahun in years:
            daftar_seri = sorted(seri for seri, year in wanted if year == tahun)
            words = " ".join(f"--pagar {seri}=N" for seri in daftar_seri)
            tell(
                phrase(
                    "tell it with: formulir numbers --tahun {tahun} {words}",
                    tahun=tahun,
                    words=words,
                )
            )
        return
    for tahun in years:
        of_year = {seri: last[seri, year] for seri, year in wanted if year == tahun}
        for seri, count in tell_numbers(kantor, of_year, tahun=tahun):
            tell(
                phrase(
                    "{seri} {tahun}: last number {last}, {count} left out",
                    seri=seri,
                    tahun=tahun,
                    last=of_year[seri],
                    count=count,
                )
            )
    tell(phrase("it gives numbers again"))


def _gather(
    wanted: dict[tuple[str, int], int], told: list[tuple[str, int | None, int]]
) -> dict[tuple[str, int], int] | None:
    """Gather the last numbers known on paper: from the options, else by asking."""
    last: dict[tuple[str, int], int] = {}
    for seri, tahun, number in told:
        years = [year for name, year in wanted if name == seri]
        year = years[0] if tahun is None and len(years) == 1 else tahun
        if year is None or (seri, year) not in wanted:
            known = " ".join(f"--nomor {name}:{each}=N" for name, each in wanted)
            tell(
                phrase(
                    "warning: {seri}={number} is not taken; what is asked for: {known}",
                    seri=seri,
                    number=number,
                    known=known,
                )
            )
        else:
            last[seri, year] = number
    if is_attended():
        for (seri, tahun), urut in wanted.items():
            if (seri, tahun) not in last:
                asked = phrase(
                    "last number of {seri} in {tahun} that is known on paper",
                    seri=seri,
                    tahun=tahun,
                )
                last[seri, tahun] = prompt(asked, type=click.IntRange(0), default=urut)
    return last if last.keys() == wanted.keys() else None
