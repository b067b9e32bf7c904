"""Commands about an office as a whole: making one, its machine, its files, its key."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from formulir.cli.asking import ask_new_sandi
from formulir.cli.common import (
    folder_of,
    kantor_of,
    print_json,
    show,
    tell,
    tell_with,
    with_json,
)
from formulir.cli.tables import print_rows
from formulir.errors import MachineError, RecordError
from formulir.language import phrase
from formulir.office.kantor import (
    KantorClosedError,
    find_libreoffice,
    open_kantor,
)
from formulir.office.owners import KantorForeignError, KantorMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.press.attachments.examine import Verdict

COLUMNS_CHECK = ("check", "verdict", "facts")
"""The columns of what the machine has and lacks."""
_PUTUSAN = {
    "ok": phrase("ok"),
    "repaired": phrase("repaired"),
    "cleaned": phrase("cleaned"),
    "embedded": phrase("embedded"),
}
"""How a verdict on a file is told to people."""


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Load the sample office's records too.")
@click.option(
    "--kelompok", metavar="GROUP", help="Let a group of this machine share the office."
)
@click.option("--sandi", is_flag=True, help="Lock its key with a passphrase.")
def init_command(
    folder: Path, *, sample: bool, kelompok: str | None, sandi: bool
) -> None:
    """Make an office in a new folder DIR."""
    from formulir.office.founding import (  # noqa: PLC0415 - brings importing
        found_kantor,
        import_samples,
        list_unfinished,
    )

    word = ask_new_sandi() if sandi else None
    found_kantor(folder, kelompok=kelompok, sandi=word)
    for half in list_unfinished(folder):
        tell(
            phrase(
                "{half} is left of an 'init' that was killed; it may be deleted",
                half=half,
            )
        )
    tell(
        phrase(
            "{folder}: an office, with an empty archive and every region's code",
            folder=folder,
        )
    )
    if kelompok:
        tell(
            phrase(
                "group {kelompok} shares it: whoever is in it can work in the office",
                kelompok=kelompok,
            )
        )
    if sandi:
        tell(
            phrase(
                "its key has a passphrase: without it nothing can be issued, ever again"
            )
        )
    if sample:
        results = import_samples(open_kantor(folder, ask=lambda _path: word))
        words = ", ".join(f"{tabel} {each.new}" for tabel, each in results.items())
        tell(phrase("sample records: {words}", words=words))
    tell(
        phrase(
            "next: look at {settings}, then ask 'formulir next' what to do",
            settings=folder / "kantor.toml",
        )
    )


@click.command("doctor")
@click.option(
    "--betulkan", is_flag=True, help="First put right who may use the office's files."
)
@click.option(
    "--kelompok", metavar="GROUP", help="First let a group of this machine share it."
)
@with_json
@click.pass_context
def doctor_command(
    ctx: click.Context, *, betulkan: bool, kelompok: str | None, as_json: bool
) -> None:
    """Tell what this machine has: LibreOffice, fonts, SQLite, disk, keys, clock."""
    from formulir.reviewing.doctor import diagnose  # noqa: PLC0415 - brings the whole press

    if betulkan or kelompok:
        _mend(folder_of(ctx), kelompok=kelompok)
    kantor = refused = None
    try:
        kantor = kantor_of(ctx)
    except (KantorForeignError, KantorClosedError) as error:
        refused = error
    except KantorMissingError:
        pass  # the machine itself can be looked at anywhere
    checks = diagnose(kantor, refused=refused)
    verdicts = {True: phrase("ok"), False: phrase("PROBLEM")}
    rows = [
        {"check": each.name, "verdict": verdicts[each.good], "facts": each.facts}
        for each in checks
    ]
    print_rows(rows, columns=COLUMNS_CHECK, as_json=as_json)
    ctx.exit(0 if all(check.good for check in checks) else MachineError.exit_code)


def _mend(folder: Path, *, kelompok: str | None) -> None:
    """Put right who may use the files of an office, and say each change."""
    from formulir.office.modes import mend, share  # noqa: PLC0415 - two commands change it

    count = 0
    for change in share(folder, kelompok) if kelompok else mend(folder):
        tell(change)
        count += 1
    if not count:
        tell(phrase("whoever should may use the office's files, and nobody else"))


@click.command("key")
@click.option("--sandi", is_flag=True, help="Lock it with a passphrase, or another.")
@click.option("--tanpa-sandi", is_flag=True, help="Take its passphrase away.")
@click.pass_context
def key_command(ctx: click.Context, *, sandi: bool, tanpa_sandi: bool) -> None:
    """Tell who can use the archive's key; lock it with a passphrase, or unlock it."""
    from formulir.archive.keys import (  # noqa: PLC0415 - brings cryptography
        describe_key,
        is_locked,
        rewrite_key,
    )

    if sandi and tanpa_sandi:
        reason = phrase("give one of --sandi and --tanpa-sandi")
        raise click.UsageError(reason)
    kantor = kantor_of(ctx)
    if sandi or tanpa_sandi:
        locked = is_locked(kantor.key)
        if locked:
            kantor.sandi(kantor.key)  # the old one is asked for first
        word = ask_new_sandi(locked=locked) if sandi else None
        rewrite_key(kantor.keyfile, sandi=word)
        tell(phrase("copies that were made of it before open as they did"))
        show(
            phrase("{path}: locked with a passphrase", path=kantor.key)
            if word
            else phrase("{path}: unlocked", path=kantor.key)
        )
        return
    who = describe_key(kantor.keyfile)
    show(phrase("{path}: {who}", path=kantor.key, who=who))


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
        show(phrase("{path}: refused: {reason}", path=berkas, reason=verdict.reason))
        return
    facts = {
        "path": berkas,
        "putusan": _PUTUSAN[verdict.putusan],
        "halaman": verdict.halaman,
    }
    said: str = (
        phrase("{path}: {putusan}, {halaman} page(s), PDF/A", **facts)
        if verdict.pdfa
        else phrase("{path}: {putusan}, {halaman} page(s), not PDF/A", **facts)
    )
    show(tell_with(said, verdict.catatan))
