"""Commands for authors of templates: what is wrong, and what they can name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from formulir.cli.common import (
    kantor_of,
    tell,
    tell_changed,
    tell_faults,
    tell_next,
    with_tanggal,
    with_wilayah,
)
from formulir.errors import RecordError, TemplateError, TemplateFaultyError
from formulir.ground.disk import publish_file
from formulir.issuing.gather import Request
from formulir.language import phrase
from formulir.letters.jenis import BERKAS_JENIS, list_jenis, load_jenis
from formulir.letters.profil import check_profil
from formulir.model import Docx
from formulir.office.kantor import shipped
from formulir.office.owners import KantorMissingError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from formulir.issuing.check import Findings
    from formulir.letters.jenis import Jenis
    from formulir.model import Fault
    from formulir.office.kantor import Kantor


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--formulir", metavar="K", multiple=True, help="Only these kinds.")
@click.option("--tahun", type=click.IntRange(2000, 2100), help="Check its records too.")
@with_wilayah
@with_tanggal
@click.option(
    "--comments",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write each faulty Word file there, its faults as comments in it.",
)
@click.option("--timpa", is_flag=True, help="With --comments: replace what is there.")
@click.option(
    "--berubah",
    is_flag=True,
    help="Tell the letters in force whose records were corrected, and nothing else.",
)
@click.pass_context
def check_command(
    ctx: click.Context,
    /,
    paths: Sequence[Path],
    formulir: Sequence[str],
    comments: Path | None,
    *,
    timpa: bool,
    berubah: bool,
    **asked: Any,  # noqa: ANN401 - year, region and date, read by click
) -> None:
    """Tell all faults of templates, and with --tahun those of the records.

    PATHS are folders of kinds or their surat.docx; without any, every kind is read.
    """
    from formulir.issuing import check  # noqa: PLC0415 - brings importing and drafting

    if asked["tahun"] is None and (asked["wilayah"], asked["tanggal"]) != (None, None):
        raise click.UsageError(phrase("--wilayah and --tanggal need --tahun"))
    if berubah:
        _check_changed(ctx, formulir, tahun=asked["tahun"], wilayah=asked["wilayah"])
    targets = _list_targets(ctx, paths, formulir)
    office = _office_or_none(ctx)
    sample = check.make_sample(office)
    found = [
        check.check_jenis(folders, sample, kode=kode, kantor=office)
        for folders, kode in targets
    ]
    letters: dict[str, Findings] = {}
    if asked["tahun"] is not None:
        kantor = kantor_of(ctx)
        letters = {k: _check_letters(kantor, k, **asked) for _, k in targets}
    template = [fault for faults in found for fault in faults]
    layouts = {folders: check_profil(folders) for folders, _ in targets}
    template += [fault for faults in layouts.values() for fault in faults]
    template += [fault for each in letters.values() for fault in each.template]
    record = [fault for each in letters.values() for fault in each.record]
    none = [kode for kode, each in letters.items() if each.none]
    code = _tell_findings(template, record, kinds=len(targets))
    if none:
        tell_next(kantor_of(ctx), none, tahun=asked["tahun"], wilayah=asked["wilayah"])
    if comments is not None:
        comments.mkdir(parents=True, exist_ok=True)
        for folders, kode in targets:
            path = comments / f"{kode}.docx"
            _write_comments(path, folders, template, timpa=timpa)
    ctx.exit(code)


def _check_changed(
    ctx: click.Context,
    formulir: Sequence[str],
    *,
    tahun: int | None,
    wilayah: str | None,
) -> NoReturn:
    """Tell the letters in force that their records would make otherwise today."""
    if tahun is None:
        raise click.UsageError(phrase("--berubah needs --tahun"))
    kantor = kantor_of(ctx)
    kinds: Sequence[str | None] = formulir or (None,)
    counts = [
        tell_changed(kantor, tahun=tahun, wilayah=wilayah, formulir=kode)
        for kode in kinds
    ]
    count = sum(counts)
    if not count:
        tell(phrase("no letter in force differs from its records"))
    ctx.exit(RecordError.exit_code if count else 0)


def _check_letters(
    kantor: Kantor,
    kode: str,
    *,
    tahun: int,
    wilayah: str | None,
    tanggal: date | None,
) -> Findings:
    """Check the letters of a kind that the records ask for."""
    from formulir.issuing import check  # noqa: PLC0415 - brings importing and drafting

    day = tanggal or kantor.hari_ini()
    asked = Request(formulir=kode, tahun=tahun, wilayah=wilayah, tanggal=day)
    return check.check_surat(kantor, asked)


def _tell_findings(
    template: Sequence[Fault], record: Sequence[Fault], *, kinds: int
) -> int:
    """Tell every fault once, and return the exit code."""
    faults = list(dict.fromkeys([*template, *record]))
    tell_faults(faults)
    wrong = sum(not fault.warning for fault in faults)
    tell(
        phrase(
            "{kinds} kind(s) checked: {wrong} fault(s), {count} warning(s)",
            kinds=kinds,
            wrong=wrong,
            count=len(faults) - wrong,
        )
    )
    if any(not fault.warning for fault in template):
        return TemplateError.exit_code
    if any(not fault.warning for fault in record):
        return RecordError.exit_code
    return 0


def _write_comments(
    path: Path, folders: Sequence[Path], faults: Sequence[Fault], *, timpa: bool
) -> None:
    """Write a kind's files with their faults as comments, as far as they have any.

    A file is called after the kind, and after the class of letters where the kind has
    several. One that is there may have been corrected in Word, and is not replaced
    unasked.
    """
    try:
        jenis = load_jenis(folders, kode=path.stem)
    except TemplateFaultyError:
        return  # it has no file to write comments into
    for golongan in jenis.list_golongan():
        own = jenis.find_docx(golongan)
        name = own.stem.replace("surat", path.stem, 1) + path.suffix
        _write_own(path.with_name(name), jenis, own, faults, timpa=timpa)


def _write_own(
    path: Path, jenis: Jenis, docx: Path, faults: Sequence[Fault], *, timpa: bool
) -> None:
    from formulir.letters.authoring import comments  # noqa: PLC0415 - brings python-docx

    own = comments.list_own(jenis, docx, faults)
    if not own:
        return
    if path.exists() and not timpa:
        tell(
            phrase(
                "{path}: is there, perhaps corrected; pass --timpa to replace it",
                path=path,
            )
        )
        return
    try:
        publish_file(path, comments.comment_faults(Docx(docx.read_bytes()), own))
    except comments.DocxUncommentableError as error:
        tell(
            phrase(
                "{path}: not written, for Word could not open the file: {error}",
                path=path,
                error=error,
            )
        )
        return
    tell(phrase("{path}: {count} comment(s)", path=path, count=len(own)))


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
            reason = phrase("{path} is no kind and holds none", path=path)
            raise click.BadParameter(reason, param_hint="PATHS")
    if not paths:
        return [(folders, kode) for kode in formulir or list_jenis(folders)]
    return [target for target in targets if target[1] in formulir or not formulir]
