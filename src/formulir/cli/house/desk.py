"""Commands about the desk: serving it, and who has an account."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.asking import agree, ask_twice
from formulir.cli.common import kantor_of, tell, with_json, with_ya
from formulir.cli.tables import print_rows
from formulir.errors import MachineError
from formulir.language import phrase
from formulir.office.kantor import BERKAS_KANTOR, open_kantor, read_akun_sandi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from formulir.office.kantor import Kantor

COLUMNS_USER = ("nama", "orang", "peran", "wilayah", "dibuat", "ditutup")
SAMPLE = Path("kantor-contoh")


class DeskMissingError(MachineError):
    """What the desk is served by is not installed."""

    missing: str
    says = (
        "the desk needs {missing!r}, which is not installed; install formulir with its "
        "extra 'web'"
    )


class AkunSandiUntoldError(MachineError):
    """An account is to have a password, and nobody can be asked for it."""

    says = (
        "nobody is at a terminal to be asked for the password; set FORMULIR_AKUN_SANDI "
        "to it, or run this at a terminal"
    )


def bring(name: str) -> ModuleType:
    """Import a part of the desk, whose libraries are an extra.

    Raises:
        DeskMissingError: They are not installed.
    """
    try:
        return importlib.import_module(f"formulir.web.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "formulir":
            raise
        raise DeskMissingError(error.name or "") from error


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8016,
    show_default=True,
    help="Where to listen; 0 for any that is free.",
)
@click.option(
    "--lan", metavar="NAME", help="Serve other machines, too, by TLS, under this name."
)
@click.option(
    "--sample", is_flag=True, help="Try it out with the sample office, made here."
)
@click.pass_context
def serve_command(
    ctx: click.Context, /, port: int, lan: str | None, *, sample: bool
) -> None:
    """Serve the desk: the office on pages of the browser, in Indonesian.

    Without --lan it is for browsers of this machine alone. With it the office becomes
    its own certificate authority, and each browser is let trust it once.
    """
    serving = bring("serving.serve")
    kantor = _make_sample() if sample else kantor_of(ctx)

    def ready(opened: Any) -> None:  # noqa: ANN401 - a type of the extra
        if opened.certificates is not None:
            tell(
                phrase(
                    "let each browser trust {path}, whose SHA-256 is {fingerprint}",
                    path=opened.certificates.authority,
                    fingerprint=opened.certificates.fingerprint,
                )
            )
        tell(
            phrase(
                "open {address} in a browser; Ctrl-C ends it", address=opened.address
            )
        )

    serving.serve(kantor, port=port, lan=lan, ready=ready)


def _make_sample() -> Kantor:
    """Open the sample office of this folder, with its proposal; make it first."""
    # Bring importing, which --help does not need.
    from formulir.office.founding import found_kantor, import_samples  # noqa: PLC0415
    from formulir.records.selection.propose import propose  # noqa: PLC0415

    if not (SAMPLE / BERKAS_KANTOR).is_file():
        found_kantor(SAMPLE)
        kantor = open_kantor(SAMPLE)
        import_samples(kantor)
        with kantor.open_catatan() as db:
            propose(db, tahun=2016, wilayah="33.19", kuota=6)
        tell(phrase("{folder}: the sample office, made anew", folder=SAMPLE))
    return open_kantor(SAMPLE)


@click.group("user")
def user_command() -> None:
    """Tell who has an account of the desk, make, change and close accounts."""


@user_command.command("add")
@click.argument("nama")
@click.option("--orang", metavar="NAME", help="The person's name; the account's.")
@click.option(
    "--peran",
    metavar="ROLE",
    required=True,
    help="staf, pemeriksa, penanda tangan, auditor or pengelola.",
)
@click.option("--wilayah", metavar="KODE", default="", help="Only this region.")
@click.pass_context
def user_add_command(
    ctx: click.Context, /, nama: str, orang: str | None, peran: str, wilayah: str
) -> None:
    """Make an account of the desk; its password is asked for."""
    kantor = kantor_of(ctx)
    facts = {"nama": nama, "orang": orang or nama, "peran": peran, "wilayah": wilayah}
    sandi = _ask_sandi()
    with _open(kantor) as meja:
        bring("door.accounts").add_akun(meja, kantor, facts, sandi=sandi)
    tell(phrase("account {nama} was made", nama=nama))


@user_command.command("list")
@with_json
@click.pass_context
def user_list_command(ctx: click.Context, /, *, as_json: bool) -> None:
    """List the accounts, the closed ones last."""
    with _open(kantor_of(ctx)) as meja:
        rows = bring("door.accounts").list_akun(meja)
        print_rows(rows, columns=COLUMNS_USER, as_json=as_json)


@user_command.command("password")
@click.argument("nama")
@click.pass_context
def user_password_command(ctx: click.Context, /, nama: str) -> None:
    """Give an account another password; its sessions end."""
    kantor = kantor_of(ctx)
    sandi = _ask_sandi()
    with _open(kantor) as meja:
        bring("door.accounts").set_sandi(meja, kantor, nama, sandi)
    tell(phrase("account {nama} has a new password, and no session", nama=nama))


@user_command.command("close")
@click.argument("nama")
@with_ya
@click.pass_context
def user_close_command(ctx: click.Context, /, nama: str, *, ya: bool) -> None:
    """Close an account and end its sessions; acts go on naming it."""
    kantor = kantor_of(ctx)
    agree(phrase("close account {nama}?", nama=nama), ya=ya)
    with _open(kantor) as meja:
        bring("door.accounts").close_akun(meja, kantor, nama)
    tell(phrase("account {nama} is closed", nama=nama))


@contextmanager
def _open(kantor: Kantor) -> Iterator[Any]:
    """Hold the store of the desk open, made if it is not there."""
    store = bring("door.store")
    store.prepare(kantor.folder)
    with store.open_meja(kantor.folder) as meja:
        yield meja


def _ask_sandi() -> str:
    """Ask for the password of an account.

    Raises:
        AkunSandiUntoldError: It is not in the environment, and nobody can be asked.
    """
    question = phrase("password of the account")
    return ask_twice(question, known=read_akun_sandi(), untold=AkunSandiUntoldError())
