"""The command on what templates can name."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    kantor_of,
    tell,
    with_formulir,
    with_json,
    with_tanggal,
    with_wilayah,
)
from formulir.cli.tables import print_rows
from formulir.ground.disk import publish_file
from formulir.issuing.gather import Request
from formulir.language import phrase
from formulir.office.kantor import shipped
from formulir.office.owners import KantorMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.reviewing.names import Names

COLUMNS_NAMES = ("nama", "tipe", "contoh", "boleh_kosong", "sumber", "tag")
CONTOH_LENGTH = 30
"""How much of an example is shown in the table."""


@click.command("names")
@with_formulir
@click.option(
    "--tahun",
    type=click.IntRange(2000, 2100),
    help="Examples from the office's own letters of this year.",
)
@with_wilayah
@with_tanggal
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.docx",
    help="Write a Word file from which the tags can be copied.",
)
@with_json
@click.pass_context
def names_command(
    ctx: click.Context,
    /,
    formulir: str,
    output: Path | None,
    *,
    as_json: bool,
    **asked: Any,  # noqa: ANN401 - year, region and date, read by click
) -> None:
    """Tell which names the template of a kind can use, and what they hold.

    A list is gone through with its tag, and its members are called as their tags show.
    Without --tahun the examples are those of the sample office.
    """
    from formulir.reviewing.names import make_request, read_names  # noqa: PLC0415 - brings the sample office

    if asked["tahun"] is None and (asked["wilayah"], asked["tanggal"]) != (None, None):
        raise click.UsageError(phrase("--wilayah and --tanggal need --tahun"))
    if output is not None and output.suffix.lower() != ".docx":
        raise click.BadParameter(phrase("must end in .docx"), param_hint="-o")
    folders: tuple[Path, ...] = (shipped("templates"),)
    kantor, request, office = None, make_request(formulir), None
    try:
        office = kantor_of(ctx)
    except KantorMissingError:
        if asked["tahun"] is not None or ctx.obj["kantor"]:
            raise
    else:
        folders = office.templates
        if asked["tahun"] is not None:
            day = asked.pop("tanggal") or office.hari_ini()
            kantor, request = office, Request(formulir=formulir, tanggal=day, **asked)
    names = read_names(folders, request, kantor=kantor, office=office)
    if kantor is not None and not names.own:
        tell(
            phrase(
                "the records ask for no such letter; the examples are the sample "
                "office's"
            )
        )
    _print_names(names, output, as_json=as_json)


def _print_names(names: Names, output: Path | None, *, as_json: bool) -> None:
    """Print the variables, or write them to a file."""
    if output is not None:
        from formulir.letters.authoring.names_docx import write_names  # noqa: PLC0415 - brings python-docx

        publish_file(output, write_names(names.jenis, names.variables))
        count = len(names.variables)
        tell(phrase("{path}: {count} name(s)", path=output, count=count))
        return
    rows = [asdict(each) for each in names.variables]
    if not as_json:
        rows = [{**row, **_shorten(row)} for row in rows]
    print_rows(rows, columns=COLUMNS_NAMES, as_json=as_json)


def _shorten(row: Mapping[str, Any]) -> dict[str, str]:
    """Spell a row so that it fits on a line of the terminal."""
    contoh = " ".join(str(row["contoh"]).split()) or "-"
    if len(contoh) > CONTOH_LENGTH:
        contoh = contoh[: CONTOH_LENGTH - 1] + "…"
    kosong = "ya" if row["boleh_kosong"] else "-"
    return {"contoh": contoh, "boleh_kosong": kosong, "sumber": row["sumber"] or "-"}
