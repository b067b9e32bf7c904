"""The command on what comes in: returns, piles, letters of other offices."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    PARTLY,
    Tanggal,
    kantor_of,
    print_json,
    show,
    tell,
    tell_with,
    with_jam_mundur,
    with_json,
)
from formulir.cli.keeping.receive_options import (
    check_options,
    read_cover,
    read_lembar,
    read_sahkan,
)
from formulir.cli.tables import print_rows
from formulir.ground.disk import publish_file
from formulir.language import chain, phrase
from formulir.receiving.words import list_lacking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor
    from formulir.receiving.received_file import Receipt

COLUMNS_WAITING = ("kode", "nomor", "ada", "kurang", "sejak", "tumpukan", "entri")


@click.command("receive")
@click.argument(
    "path",
    metavar="FILE|DIR",
    required=False,
    type=click.Path(exists=True, path_type=Path),
)
@click.option("--surat", metavar="KODE|NOMOR", help="The letter that FILE returns.")
@click.option("--dari", metavar="INSTANSI", help="Who sent FILE, another office.")
@click.option("--nomor", metavar="TEXT", help="The sender's own number.")
@click.option("--tanggal", type=Tanggal(), help="The date of the sender's letter.")
@click.option("--hal", metavar="TEXT", help="Its subject.")
@click.option("--formulir", metavar="K", help="The kind of ours that it stands for.")
@click.option("--kunci", metavar="KEY", help="Which letter of that kind.")
@click.option(
    "--tahap", metavar="T", help="The stage it belongs to, without --formulir."
)
@click.option("--tahun", type=click.IntRange(2000, 2100), help="The programme year.")
@click.option("--wilayah", metavar="KODE", help="The region that it is about.")
@click.option(
    "--terima", type=Tanggal(), help="The day it came in; today if not given."
)
@click.option("--disposisi", metavar="TEXT", help="What is to be done with it.")
@click.option(
    "--lagi", is_flag=True, help="Enter another file of a letter in the book."
)
@click.option(
    "--lembar", metavar="N,N-N", help="The sheets of FILE, a pile, that are it."
)
@click.option("--menunggu", is_flag=True, help="List what waits in archived piles.")
@click.option(
    "--pemisah",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a sheet to lay before each letter of others in a pile.",
)
@click.option(
    "--sahkan", metavar="KODE|NOMOR", help="Say that this letter came back signed."
)
@click.option("--alasan", metavar="TEXT", help="Why it counts, with --sahkan.")
@with_jam_mundur
@with_json
@click.pass_context
def receive_command(
    ctx: click.Context,
    /,
    path: Path | None,
    *,
    as_json: bool,
    jam_mundur: bool,
    **given: object,
) -> None:
    """Archive what came in, byte for byte.

    A signed return goes beside its letter: named by --surat, or by the QR codes of the
    files. A pile of letters, in any order, is sorted by the codes of its pages. A
    letter of another office, told by --dari, goes into the book of incoming letters.
    What came back and does not show that it is signed is confirmed by --sahkan, with
    the name of who says so.
    """
    kantor, tell_one = kantor_of(ctx), partial(_show, as_json=as_json)
    if given["menunggu"] or given["pemisah"]:
        _show_aside(kantor, path, given, as_json=as_json)
        return
    if path is None or given["sahkan"] or given["alasan"]:
        word, alasan = read_sahkan(path, given)
        from formulir.receiving.confirm import confirm_surat  # noqa: PLC0415 - brings the press

        tell_one(confirm_surat(kantor, word, alasan=alasan, jam_mundur=jam_mundur))
        return
    check_options(path, given)
    lembar = read_lembar(given["lembar"])
    if given["dari"]:
        from formulir.receiving.surat_masuk import receive_masuk  # noqa: PLC0415 - brings the press

        cover = replace(read_cover(kantor, given), jam_mundur=jam_mundur, lembar=lembar)
        tell_one(receive_masuk(kantor, path, cover=cover))
        return
    if given["surat"]:
        surat = str(given["surat"])
        tell_one(
            _receive_one(kantor, path, surat, lembar=lembar, jam_mundur=jam_mundur)
        )
        return
    # Brings the press, as above.
    from formulir.receiving.folder import list_paths, receive_folder  # noqa: PLC0415

    paths = list_paths(path) if path.is_dir() else [path]
    found = receive_folder(kantor, paths, tell=tell_one, jam_mundur=jam_mundur)
    whole = _tell_found(found)
    waiting = _tell_waiting(
        kantor, {each.sha256 for each in found if each.tumpukan is None}
    )
    ctx.exit(0 if whole and not waiting else PARTLY)


def _tell_found(found: Sequence[Receipt]) -> bool:
    """Say how many files and letters were placed; return whether that is all."""
    files = [each for each in found if each.tumpukan is None]
    letters = [each for each in found if each.tumpukan is not None]
    placed, cut = (sum(each.placed for each in some) for some in (files, letters))
    old = sum(each.hasil == "sudah" for each in files)
    uncut = len(letters) - cut
    said = [
        phrase(
            "{new} file(s) placed, {old} were there before, {left} not placed",
            new=placed - old,
            old=old,
            left=len(files) - placed,
        )
    ]
    if cut:
        said.append(phrase("{cut} letter(s) cut from piles", cut=cut))
    if uncut:
        said.append(phrase("{uncut} letter(s) cannot be cut", uncut=uncut))
    tell(chain(said))
    return placed + cut == len(found)


def _receive_one(
    kantor: Kantor, path: Path, surat: str, *, lembar: tuple[int, ...], jam_mundur: bool
) -> Receipt:
    """Archive a file, or some sheets of one, as the return of the letter named."""
    # Bring the press, as above.
    if lembar:
        from formulir.receiving.piles import receive_sheets  # noqa: PLC0415

        return receive_sheets(
            kantor, path, lembar=lembar, surat=surat, jam_mundur=jam_mundur
        )
    from formulir.receiving.returns import receive_surat  # noqa: PLC0415

    return receive_surat(kantor, path, surat=surat, jam_mundur=jam_mundur)


def _show_aside(
    kantor: Kantor, path: Path | None, given: dict[str, Any], *, as_json: bool
) -> None:
    """List what waits, or write a separator sheet: neither takes anything in."""
    if path is not None or (given["menunggu"] and given["pemisah"]):
        raise click.UsageError(phrase("--menunggu and --pemisah stand alone"))
    if given["menunggu"]:
        with kantor.open_catatan(read_only=True) as db:
            rows = [asdict(each) for each in list_lacking(kantor, db)]
        for row in rows:
            row["tumpukan"] = ", ".join(sha[:12] for sha in row["tumpukan"])
        print_rows(rows, columns=COLUMNS_WAITING, as_json=as_json)
        tell(
            phrase("{count} thing(s) wait", count=len(rows))
            if rows
            else phrase("nothing waits")
        )
        return
    from formulir.press.finishing.separator import draw_separator  # noqa: PLC0415 - brings the press

    publish_file(given["pemisah"], draw_separator())
    tell(
        phrase(
            "{pemisah}: lay a print of it before each letter of others",
            pemisah=given["pemisah"],
        )
    )


def _tell_waiting(kantor: Kantor, digests: set[str | None]) -> int:
    """Say of each letter of some piles what it lacks; return how many things wait."""
    with kantor.open_catatan(read_only=True) as db:
        rows = [
            each
            for each in list_lacking(kantor, db)
            if not digests.isdisjoint(each.tumpukan)
        ]
    for each in rows:
        if each.kode is not None:
            tell(
                phrase(
                    "{kode} waits: page {ada} is there, {kurang} lacking",
                    kode=each.kode,
                    ada=each.ada,
                    kurang=each.kurang,
                )
            )
        else:
            tell(
                phrase(
                    "{ada} waits for a person: {kurang}",
                    ada=each.ada,
                    kurang=each.kurang,
                )
            )
    return len(rows)


def _show(done: Receipt, *, as_json: bool) -> None:
    """Print what became of one file."""
    if as_json:
        print_json(asdict(done))
        return
    words = [done.nama, done.hasil]
    words += [str(word) for word in (done.kode, done.agenda) if word is not None]
    line: str = "  ".join(words)
    if done.entri is not None:
        line = phrase("{line}  entri {entri}", line=line, entri=done.entri)
    show(tell_with(line, done.keterangan))
