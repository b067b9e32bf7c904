"""Commands on letters: what they are filled with, what is wrong, and issuing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    PARTLY,
    Tanggal,
    entri_json,
    kantor_of,
    print_json,
    print_rows,
    show_progress,
    tell,
    tell_faults,
    with_json,
    with_tahun,
    with_wilayah,
)
from formulir.errors import RecordError, TemplateError
from formulir.issuing.gather import Request, gather
from formulir.letters.jenis import BERKAS_JENIS, list_jenis
from formulir.office.kantor import KantorMissingError, shipped
from formulir.pipeline import issue
from formulir.records.cells.mask import mask_people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from formulir.model import Fault
    from formulir.office.kantor import Kantor
    from formulir.pipeline import IssueResult

COLUMNS_SURAT = ("entri", "kode", "formulir", "kunci", "nomor", "tanggal", "halaman")

with_formulir = click.option(
    "--formulir", metavar="K", required=True, help="The kind, such as 02.3."
)
with_tanggal = click.option(
    "--tanggal", type=Tanggal(), help="The date of the letters; today if left out."
)


@click.command("context")
@with_formulir
@with_tahun
@with_wilayah
@with_tanggal
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.option(
    "--terang", is_flag=True, help="NIK, NUPTK and telephone of people unmasked."
)
@click.pass_context
def context_command(
    ctx: click.Context,
    /,
    *,
    limit: int | None,
    terang: bool,
    **given: Any,  # noqa: ANN401 - the fields of Request, read by click
) -> None:
    """Print what each letter is filled with, one JSON object a line.

    NIK, NUPTK and telephone of people are masked here, not on the letter itself;
    --terang shows them.
    """
    kantor = kantor_of(ctx)
    with kantor.open_catatan(read_only=True) as db:
        batch = gather(kantor, db, _make_request(kantor, given))
    shown = batch.drafts[:limit]
    for draft in shown:
        print_json(draft.konteks if terang else mask_people(draft.konteks))
    places = tuple(f"{draft.formulir} {draft.kunci}" for draft in shown)
    tell_faults(fault for fault in batch.faults if fault.place.startswith(places))


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--formulir", metavar="K", multiple=True, help="Only these kinds.")
@click.option("--tahun", type=click.IntRange(2000, 2100), help="Check its records too.")
@with_wilayah
@with_tanggal
@click.pass_context
def check_command(
    ctx: click.Context,
    paths: Sequence[Path],
    formulir: Sequence[str],
    tahun: int | None,
    wilayah: str | None,
    tanggal: date | None,
) -> None:
    """Tell all faults of templates, and with --tahun those of the records.

    PATHS are folders of kinds or their surat.docx; without any, every kind is read.
    """
    from formulir.issuing import check  # noqa: PLC0415 - brings importing and drafting

    if tahun is None and (wilayah is not None or tanggal is not None):
        raise click.UsageError("--wilayah and --tanggal need --tahun")
    targets = _list_targets(ctx, paths, formulir)
    sample = check.make_sample()
    template: list[Fault] = []
    for folders, kode in targets:
        template += check.check_jenis(
            folders, sample, kode=kode, kantor=_office_or_none(ctx)
        )
    record: list[Fault] = []
    if tahun is not None:
        kantor = kantor_of(ctx)
        day = tanggal or kantor.hari_ini()
        for _folders, kode in targets:
            asked = Request(formulir=kode, tahun=tahun, wilayah=wilayah, tanggal=day)
            found = check.check_surat(kantor, asked)
            template += found.template
            record += found.record
    faults = list(dict.fromkeys([*template, *record]))
    tell_faults(faults)
    wrong = sum(not fault.warning for fault in faults)
    told = f"{wrong} fault(s), {len(faults) - wrong} warning(s)"
    tell(f"{len(targets)} kind(s) checked: {told}")
    if any(not fault.warning for fault in template):
        ctx.exit(TemplateError.exit_code)
    if any(not fault.warning for fault in record):
        ctx.exit(RecordError.exit_code)


def _office_or_none(ctx: click.Context) -> Kantor | None:
    """Return the office; a template can be checked outside of any, but not printed."""
    try:
        return kantor_of(ctx)
    except KantorMissingError:
        return None


def _list_targets(
    ctx: click.Context, paths: Sequence[Path], formulir: Sequence[str]
) -> list[tuple[tuple[Path, ...], str]]:
    """Return each kind that is to be checked, with the folders that it is read from."""
    kantor = _office_or_none(ctx)
    folders = kantor.templates if kantor else (shipped("templates"),)
    targets: list[tuple[tuple[Path, ...], str]] = []
    for path in paths:
        folder = path.resolve() if path.is_dir() else path.resolve().parent
        if (folder / BERKAS_JENIS).is_file() or folder.name in list_jenis(folders):
            targets.append(((folder.parent, *folders), folder.name))
        elif inside := list_jenis([folder]):
            targets += [((folder, *folders), kode) for kode in inside]
        else:
            reason = f"{path} is no kind and holds none"
            raise click.BadParameter(reason, param_hint="PATHS")
    if not paths:
        return [(folders, kode) for kode in formulir or list_jenis(folders)]
    return [target for target in targets if target[1] in formulir or not formulir]


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
@click.option(
    "--jam-mundur", is_flag=True, help="Allow a clock that runs behind; it is recorded."
)
@with_json
@click.pass_context
def issue_command(
    ctx: click.Context,
    /,
    *,
    as_json: bool,
    dry_run: bool,
    **given: Any,  # noqa: ANN401 - the fields of Request, read by click
) -> None:
    """Number, print, stamp and archive the letters of a kind, exactly once each.

    Killed in the middle, run it again: what is archived is skipped, and what has a
    number keeps it.
    """
    kantor = kantor_of(ctx)
    request = _make_request(kantor, given)
    with show_progress(request.formulir) as update:
        result = issue(
            kantor, request, dry_run=dry_run, tell=lambda it: update(it.done, it.total)
        )
    rows = [entri_json(kantor, entri) for entri in result.entries]
    print_rows(rows, columns=COLUMNS_SURAT, as_json=as_json)
    _tell_result(result, dry_run=dry_run)
    ctx.exit(PARTLY if result.failures else 0)


def _make_request(kantor: Kantor, given: dict[str, Any]) -> Request:
    """Ask for letters as the options say; a date that is left out is today's."""
    kunci, day = frozenset(given.pop("kunci", ())), given.pop("tanggal")
    # An empty wilayah is passed on: a mistake to tell, never "every region".
    return Request(kunci=kunci, tanggal=day or kantor.hari_ini(), **given)


def _tell_result(result: IssueResult, *, dry_run: bool) -> None:
    tell_faults([*result.warnings, *result.failures])
    if dry_run:
        tell(f"{result.total} letter(s) could be issued; nothing was done")
        return
    new = len(result.entries) - result.skipped
    tell(
        f"{new} letter(s) issued, {result.skipped} were issued before, "
        f"{len(result.failures)} failed"
    )
