"""Commands about the desk: serving it, and who has an account."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import click

from formulir.cli.common import folder_of, kantor_of, tell
from formulir.errors import MachineError
from formulir.language import phrase

if TYPE_CHECKING:
    from types import ModuleType


class DeskMissingError(MachineError):
    """What the desk is served by is not installed."""

    missing: str
    says = (
        "the desk needs {missing!r}, which is not installed; install formulir with its "
        "extra 'web'"
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
    help="Where to listen on this machine; 0 for any that is free.",
)
@click.pass_context
def serve_command(ctx: click.Context, /, port: int) -> None:
    """Serve the desk: the office on a page of the browser, in Indonesian."""
    kantor_of(ctx)
    serving = bring("serving.serve")

    def ready(address: str) -> None:
        tell(phrase("open {address} in a browser; Ctrl-C ends it", address=address))

    serving.serve(folder_of(ctx).resolve(), port=port, ready=ready)
