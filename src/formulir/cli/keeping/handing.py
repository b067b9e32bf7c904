"""Commands that hand letters out: as files, and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulir.cli.common import kantor_of, tell, tell_faults, with_wilayah
from formulir.ground.disk import publish_file
from formulir.handing.handing import hand_folder, hand_zip
from formulir.handing.letters import Wanted
from formulir.language import phrase
from formulir.office.looks.akses import note_akses
from formulir.reviewing.audit import get_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.handing.bundle import LabelWish
    from formulir.office.kantor import Kantor

with_kinds = click.option(
    *("--formulir", "kinds"),
    metavar="K",
    multiple=True,
    help="A kind; may be repeated.",
)
with_year = click.option(
    "--tahun", type=click.IntRange(2000, 2100), help="The programme year."
)
with_keys = click.option(
    "--kunci", metavar="K", multiple=True, help="Only letters with this key."
)


def make_wanted(
    kinds: Sequence[str],
    *,
    tahun: int | None,
    wilayah: str | None,
    kunci: Sequence[str] = (),
) -> Wanted:
    """Say which letters are asked for; both kind and year must be named."""
    if not kinds or tahun is None:
        raise click.UsageError(phrase("name the letters by --formulir and --tahun"))
    keys = frozenset(key.strip() for key in kunci)
    return Wanted(formulir=kinds, tahun=tahun, wilayah=wilayah, kunci=keys)


@click.command("get")
@click.argument("words", metavar="[ENTRI|NOMOR|KODE|TEKS…]", nargs=-1)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to.")
@click.option(
    *("-d", "--folder"),
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for all letters of a kind.",
)
@with_kinds
@with_year
@with_wilayah
@with_keys
@click.option("--context", "want_context", is_flag=True, help="The data of the letter.")
@click.option("--signed", is_flag=True, help="The last signed return of the letter.")
@click.option("--tanda", is_flag=True, help="A copy marked BATAL, of a void letter.")
@click.option("--receipt", is_flag=True, help="Its proof, too, beside it.")
@click.option("--untuk", default="", help="For whom; it is recorded.")
@click.pass_context
def get_command(
    ctx: click.Context, /, words: Sequence[str], output: Path | None, **given: object
) -> None:
    """Hand out archived files, after checking their hashes: to the byte.

    A letter gives what was issued, the ENTRI of a return the file that came back. Of a
    void letter it says so first, and which letter stands in its place. A letter is
    named as 'find' takes it: by number or code in any spelling, or by words of it.

    With --formulir and --tahun it gives all letters in force, under readable names,
    into a folder (-d) or a ZIP (-o FILE.zip). That they were handed out is recorded.

    --receipt writes the proof beside the file, under its name with .tlog-proof behind
    it: who has the archive's key can check with it, without this program, that the
    file is in the archive and is what was archived.
    """
    many = {name: given.pop(name) for name in ("kinds", "tahun", "wilayah", "kunci")}
    folder = given.pop("folder")
    if not words:
        if any(given.values()):
            raise click.UsageError(
                phrase(
                    "--context, --signed, --tanda, --receipt and --untuk are for one "
                    "letter"
                )
            )
        wanted = make_wanted(many.pop("kinds"), **many)  # type: ignore[arg-type] # click's own types
        _get_many(ctx, wanted, folder=folder, output=output)  # type: ignore[arg-type] # likewise
        return
    if folder or any(many.values()):
        raise click.UsageError(
            phrase(
                "name the letters either by ENTRI, NOMOR, KODE or TEKS, or by "
                "--formulir and --tahun"
            )
        )
    _get_one(ctx, " ".join(words), output, **given)  # type: ignore[arg-type] # click's own types


def _get_many(
    ctx: click.Context, wanted: Wanted, *, folder: Path | None, output: Path | None
) -> None:
    if (folder is None) == (output is None):
        raise click.UsageError(
            phrase("say where to: a folder by -d, or a ZIP by -o FILE.zip")
        )
    kantor = kantor_of(ctx)
    if output is not None:
        if output.suffix.lower() != ".zip":
            raise click.BadParameter(phrase("must end in .zip"), param_hint="-o")
        handed = hand_zip(kantor, wanted, output)
    else:
        assert folder is not None  # noqa: S101 - one of the two was given
        handed = hand_folder(kantor, wanted, folder)
    tell_faults(handed.remarks)
    for name in handed.names:
        click.echo(name)
    there = len(handed.names) - handed.written
    tell(
        phrase(
            "{path}: {written} letter(s) written, {there} were there before, "
            "each as archived",
            path=output or folder,
            written=handed.written,
            there=there,
        )
    )


def _get_one(
    ctx: click.Context,
    word: str,
    output: Path | None,
    *,
    want_context: bool,
    receipt: bool,
    untuk: str,
    **given: bool,
) -> None:
    if receipt and (want_context or given["tanda"] or str(output) == "-"):
        raise click.UsageError(phrase("--receipt is of a file as it was archived"))
    kantor = kantor_of(ctx)
    found = get_file(kantor, word, context=want_context, **given)
    if found.void is not None:
        tell(phrase("warning: this letter is VOID (BATAL): {void}", void=found.void))
        if found.pengganti:
            tell(
                phrase(
                    "warning: in its place: formulir get {pengganti}",
                    pengganti=found.pengganti,
                )
            )
        elif not found.marked:
            tell(phrase("warning: a copy with BATAL on each page: --tanda"))
    facts = {"surat": [found.kode], "berkas": [{"nama": found.nama}]}
    tell_faults(note_akses(kantor, "ambil", facts, untuk=untuk))
    if output is None and want_context:
        click.echo(found.data.decode("utf-8"))
        return
    target = output or Path(found.nama)
    publish_file(target, found.data)
    facts = {"path": target, "size": len(found.data)}
    tell(
        phrase("{path}: {size} bytes, marked BATAL, a copy", **facts)
        if found.marked
        else phrase("{path}: {size} bytes, as archived", **facts)
    )
    if receipt:
        _write_receipt(kantor, word, target, signed=given["signed"])


def _write_receipt(kantor: Kantor, word: str, target: Path, *, signed: bool) -> None:
    from formulir.archive.proof.receipt import ENDING  # noqa: PLC0415 - few need it
    from formulir.reviewing.proving.parts import get_receipt  # noqa: PLC0415 - likewise

    data = get_receipt(kantor, word, signed=signed)
    place = target.with_name(target.name + ENDING)
    publish_file(place, data)
    tell(phrase("{place}: its receipt, {size} bytes", place=place, size=len(data)))


@click.command("bundle")
@with_kinds
@with_year
@with_wilayah
@with_keys
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A .pdf file.")
@click.option("--duplex", is_flag=True, help="Each letter begins on a front side.")
@click.option("--salinan", is_flag=True, help="A copy for each tembusan, too.")
@click.option(
    "--alamat", type=click.Path(path_type=Path), help="The addressees: an .xlsx file."
)
@click.option("--label", type=click.Path(path_type=Path), help="Labels: a .pdf file.")
@click.option(
    "--label-format",
    metavar="NAMA",
    default="a4-24",
    show_default=True,
    help="103, 121, a4-24, a4-21, amplop-dl, amplop-c5, or one of the office.",
)
@click.option(
    "--label-mulai",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    help="The first label that is free on the first sheet.",
)
@click.option("--label-garis", is_flag=True, help="Draw the edges of the labels.")
@click.pass_context
def bundle_command(
    ctx: click.Context, /, kinds: Sequence[str], **given: object
) -> None:
    """Make one PDF to print, in the order of envelopes, and what goes with it.

    An index comes first, then the letters, by addressee; none is changed. In the same
    order: the list of addressees (--alamat), labels or envelopes (--label).
    """
    names = ("tahun", "wilayah", "kunci")
    wanted = make_wanted(kinds, **{name: given.pop(name) for name in names})  # type: ignore[arg-type] # click's own types
    _bundle(ctx, wanted, **given)  # type: ignore[arg-type] # likewise


def _bundle(
    ctx: click.Context,
    wanted: Wanted,
    *,
    output: Path | None,
    duplex: bool,
    salinan: bool,
    alamat: Path | None,
    **label: object,
) -> None:
    # It brings the press, which --help of this module's other command does not need.
    from formulir.handing.bundle import BundleWish, hand_bundle  # noqa: PLC0415

    for path, end, name in (
        (output, ".pdf", "-o"),
        (alamat, ".xlsx", "--alamat"),
        (label["label"], ".pdf", "--label"),
    ):
        if isinstance(path, Path) and path.suffix.lower() != end:
            raise click.BadParameter(
                phrase("must end in {end}", end=end), param_hint=name
            )
    given = [path for path in (output, alamat, label["label"]) if path]
    if len(set(given)) < len(given):
        raise click.UsageError(phrase("-o, --alamat and --label name one file twice"))
    if not given:
        raise click.UsageError(phrase("say what to make: -o, --alamat or --label"))
    kantor = kantor_of(ctx)
    wish = BundleWish(
        pdf=output,
        duplex=duplex,
        copies=salinan,
        addressees=alamat,
        labels=_wish_labels(kantor.templates, **label),  # type: ignore[arg-type] # click's own types
    )
    made = hand_bundle(kantor, wanted, wish)
    tell_faults(made.remarks)
    for path in (output, alamat, label["label"]):
        if path is not None:
            click.echo(str(path))
    tell(
        phrase(
            "{letters} letter(s) in {envelopes} envelope(s), {halaman} page(s) "
            "to print",
            letters=made.letters,
            envelopes=made.envelopes,
            halaman=made.halaman,
        )
    )


def _wish_labels(
    folders: Sequence[Path],
    *,
    label: Path | None,
    label_format: str,
    label_mulai: int,
    label_garis: bool,
) -> LabelWish | None:
    from formulir.handing.bundle import LabelWish as Wish  # noqa: PLC0415 - as above
    from formulir.handing.formats import find_format  # noqa: PLC0415 - as above

    if label is None:
        return None
    which = find_format(folders, label_format)
    first = label_mulai
    if first > which.count:
        reason = phrase("the sheet has {count} label(s)", count=which.count)
        raise click.BadParameter(reason, param_hint="--label-mulai")
    return Wish(path=label, which=which, first=first, frames=label_garis)
