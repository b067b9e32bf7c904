"""Commands on what comes in, and on what is still missing or may be attached."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    PARTLY,
    Tanggal,
    kantor_of,
    print_json,
    print_rows,
    tell,
    with_json,
    with_tahun,
    with_wilayah,
    write_table,
)
from formulir.errors import RecordError
from formulir.office.kantor import KantorMissingError, find_libreoffice
from formulir.records.ledger.masuk import SuratMasuk
from formulir.reviewing.matrix import (
    COLUMNS_MISSING,
    COLUMNS_STATUS,
    list_missing,
    make_matrix,
)
from formulir.reviewing.status import read_status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from formulir.office.kantor import Kantor
    from formulir.press.attachments.examine import Verdict
    from formulir.receiving.receipts import Receipt
    from formulir.receiving.surat_masuk import CoverNote

OF_A_LETTER = ("nomor", "tanggal", "hal")
"""What must be said of a letter of another office, beside who sent it."""
ONLY_INCOMING = (
    *OF_A_LETTER,
    *("formulir", "kunci", "tahap", "tahun", "wilayah", "terima", "disposisi"),
)
"""What is said of letters of other offices only."""


@click.command("receive")
@click.argument(
    "path", metavar="FILE|DIR", type=click.Path(exists=True, path_type=Path)
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
@with_json
@click.pass_context
def receive_command(
    ctx: click.Context, /, path: Path, *, as_json: bool, **given: object
) -> None:
    """Archive what came in, byte for byte.

    A signed return goes beside its letter: named by --surat, or by the QR codes of the
    files in DIR. A letter of another office, told by --dari, goes into the book of
    incoming letters.
    """
    _check_options(path, given)
    kantor = kantor_of(ctx)
    show = partial(_show, as_json=as_json)
    if given["dari"]:
        from formulir.receiving.surat_masuk import receive_masuk  # noqa: PLC0415 - brings the press

        show(receive_masuk(kantor, path, cover=_read_cover(kantor, given)))
        return
    # Brings the press, as above.
    from formulir.receiving.returns import list_paths, receive_folder, receive_surat  # noqa: PLC0415

    if given["surat"]:
        show(receive_surat(kantor, path, surat=str(given["surat"])))
        return
    paths = list_paths(path) if path.is_dir() else [path]
    found = receive_folder(kantor, paths, tell=show)
    placed = sum(each.placed for each in found)
    old = sum(each.hasil == "sudah" for each in found)
    tell(
        f"{placed - old} file(s) placed, {old} were there before, "
        f"{len(found) - placed} not placed"
    )
    ctx.exit(0 if placed == len(found) else PARTLY)


def _check_options(path: Path, given: dict[str, Any]) -> None:
    """Refuse options that say two things, or half of one."""
    if given["surat"] is not None and given["dari"] is not None:
        raise click.UsageError("--surat and --dari say two things; give one")
    if (given["surat"] or given["dari"]) and path.is_dir():
        raise click.UsageError("a folder is sorted by QR codes; --surat needs one file")
    named = [name for name in ONLY_INCOMING if given[name] is not None]
    if not given["dari"] and (named or given["lagi"]):
        what = named[0] if named else "lagi"
        raise click.UsageError(f"--{what} needs --dari, who sent the letter")
    for name in ("surat", "dari", *ONLY_INCOMING):
        text = given[name]
        if isinstance(text, str) and not (text.strip() and text.isprintable()):
            raise click.UsageError(f"--{name} must be text on one line, and not empty")
    if given["dari"]:
        lacking = [f"--{name}" for name in OF_A_LETTER if given[name] is None]
        if lacking:
            raise click.UsageError(f"--dari needs {', '.join(lacking)} too")


def _read_cover(kantor: Kantor, given: dict[str, Any]) -> CoverNote:
    from formulir.receiving.surat_masuk import CoverNote  # noqa: PLC0415 - brings the press

    tanggal: date = given["tanggal"]
    terima: date = given["terima"] or kantor.hari_ini()
    if terima < tanggal:
        reason = "--terima lies before --tanggal; see that both are right"
        raise click.UsageError(reason)
    surat = SuratMasuk(
        dari=given["dari"].strip(),
        nomor=given["nomor"].strip(),
        tanggal=tanggal.isoformat(),
        terima=terima.isoformat(),
        hal=given["hal"].strip(),
        program=given["tahun"] or tanggal.year,
        formulir=given["formulir"],
        kunci=given["kunci"],
        tahap=given["tahap"],
        disposisi=given["disposisi"],
        sha256="",
    )
    return CoverNote(surat=surat, wilayah=given["wilayah"], lagi=given["lagi"])


def _show(done: Receipt, *, as_json: bool) -> None:
    """Print what became of one file."""
    if as_json:
        print_json(done.as_json())
        return
    words = [done.nama, done.hasil]
    words += [str(word) for word in (done.kode, done.agenda) if word is not None]
    if done.entri is not None:
        words.append(f"entri {done.entri}")
    line = "  ".join(words)
    click.echo(f"{line}: {'; '.join(done.keterangan)}" if done.keterangan else line)


@click.command("status")
@with_tahun
@with_wilayah
@click.option("--missing", is_flag=True, help="List the letters that lack something.")
@click.option(
    *("-o", "--output", "--csv"),
    type=click.Path(path_type=Path),
    help="A .csv or .xlsx file.",
)
@with_json
@click.pass_context
def status_command(
    ctx: click.Context,
    /,
    tahun: int,
    wilayah: str | None,
    *,
    missing: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """Tell what a programme year's letters have come to, by stage and region.

    A letter is missing until it is signed: it lacks its number, its paper or its
    signature.
    """
    kantor = kantor_of(ctx)
    states = read_status(kantor, tahun=tahun, wilayah=wilayah)
    rows = (
        list_missing(states)
        if missing
        else make_matrix(kantor, states, tahun=tahun, wilayah=wilayah)
    )
    columns = COLUMNS_MISSING if missing else COLUMNS_STATUS
    if output is not None:
        write_table(output, rows, columns=columns, judul="Status")
    else:
        print_rows(rows, columns=columns, as_json=as_json)
    lacking = sum(each.missing is not None for each in states)
    asked = sum(each.expected for each in states)
    tell(f"{asked} letter(s) expected in {tahun}, {lacking} of them lack something")


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
