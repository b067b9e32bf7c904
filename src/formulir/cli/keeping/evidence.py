"""Commands for auditors: bundles of evidence, samples, lists of records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import Tanggal, kantor_of, tell, tell_faults, with_wilayah
from formulir.cli.tables import print_rows
from formulir.ground.disk import publish_file
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.handing.evidence.choose import Asked
    from formulir.handing.evidence.export import Exported

with_untuk = click.option("--untuk", default="", help="For whom; it is recorded.")
COLUMNS_SAMPLE = (
    "kode",
    "formulir",
    "tahap",
    "nama",
    "wilayah",
    "nomor",
    "tanggal",
    "status",
)
SPARE_SAMPLE = ("tahap", "status")


def with_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose letters."""
    options = (
        click.option("--formulir", metavar="K", help="A kind."),
        click.option("--tahap", metavar="T", help="A stage, and those below it."),
        with_wilayah,
        click.option(
            "--tahun", type=click.IntRange(2000, 2100), help="A programme year."
        ),
        click.option("--status", metavar="S", help="terbit, ditandatangani, masuk, …"),
        click.option("--dari", type=Tanggal(), help="Dated on this day or later."),
        click.option("--sampai", type=Tanggal(), help="Dated on this day or earlier."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def make_asked(given: dict[str, Any]) -> Asked:
    """Say which letters are asked for."""
    from formulir.handing.evidence.choose import Asked as Wish  # noqa: PLC0415 - brings the archive

    return Wish(**given)


@click.command("export")
@click.option("--bag", type=click.Path(path_type=Path), help="A folder not there yet.")
@click.option(
    "--daftar",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The lists of active and inactive records: an .xlsx file.",
)
@click.option(
    "--aktif",
    type=click.IntRange(0, 100),
    default=2,
    show_default=True,
    metavar="N",
    help="So many years a letter is active, for --daftar.",
)
@with_filters
@with_untuk
@click.pass_context
def export_command(
    ctx: click.Context,
    /,
    bag: Path | None,
    daftar: Path | None,
    *,
    aktif: int,
    untuk: str,
    **given: Any,  # noqa: ANN401 - the fields of Asked, read by click
) -> None:
    """Make a bundle of evidence that an auditor can check without this program.

    It holds the letters under readable names, what came back, a receipt of every act,
    lists, the history, the key and the head of the archive, two verifiers, and a page
    for the auditor. It is a valid BagIt bag. What was exported, and --untuk whom, is
    recorded.
    """
    if bag is None and daftar is None:
        raise click.UsageError(phrase("say what to make: --bag DIR or --daftar FILE"))
    if daftar is not None and daftar.suffix.lower() != ".xlsx":
        raise click.BadParameter(phrase("must end in .xlsx"), param_hint="--daftar")
    from formulir.handing.evidence.export import export_bag  # noqa: PLC0415 - it brings much
    from formulir.handing.evidence.lists import make_lists  # noqa: PLC0415 - likewise
    from formulir.office.looks.akses import note_akses  # noqa: PLC0415 - likewise

    kantor, asked = kantor_of(ctx), make_asked(given)
    with kantor.open_catatan(read_only=True) as db:
        if bag is not None:
            _tell_exported(bag, export_bag(kantor, db, asked, bag, untuk=untuk))
        if daftar is not None:
            data, new, old = make_lists(kantor, db, asked, active=aktif)
            facts = {"berkas": [{"nama": daftar.name}], "syarat": asked.facts() or None}
            tell_faults(note_akses(kantor, "daftar", facts, untuk=untuk))
            publish_file(daftar, data)
            tell(
                phrase(
                    "{daftar}: {new} active and {old} inactive record(s); retention is "
                    "not confirmed",
                    daftar=daftar,
                    new=new,
                    old=old,
                )
            )


def _tell_exported(bag: Path, done: Exported) -> None:
    tell_faults(done.remarks)
    click.echo(str(bag))
    tell(
        phrase(
            "{bag}: {letters} letter(s), {returned} return(s), under a head of {size} "
            "entries; tagmanifest {sidik}",
            bag=bag,
            letters=done.letters,
            returned=done.returned,
            size=done.size,
            sidik=done.sidik,
        )
    )


@click.command("sample")
@click.option("--n", type=click.IntRange(1), required=True, help="How many letters.")
@click.option("--seed", metavar="S", required=True, help="What decides; any word.")
@click.option("--bag", type=click.Path(path_type=Path), help="Export them, too.")
@with_filters
@with_untuk
@click.pass_context
def sample_command(
    ctx: click.Context,
    /,
    n: int,
    seed: str,
    bag: Path | None,
    *,
    untuk: str,
    **given: Any,  # noqa: ANN401 - the fields of Asked, read by click
) -> None:
    """Draw letters for an audit: each stage and region by its share.

    The same letters and the same --seed give the same sample, on any machine: how they
    are drawn is written down in docs/archive-format.md. The auditor names the seed.
    What was drawn is recorded.
    """
    from formulir.handing.evidence.export import export_bag  # noqa: PLC0415 - it brings much
    from formulir.handing.evidence.sample import draw_sample  # noqa: PLC0415 - likewise

    if not (seed.strip() and seed.isprintable()):
        raise click.BadParameter(
            phrase("must be a word on one line"), param_hint="--seed"
        )
    kantor, asked = kantor_of(ctx), make_asked(given)
    with kantor.open_catatan(read_only=True) as db:
        drawn = draw_sample(kantor, db, asked, n=n, seed=seed, untuk=untuk)
        tell_faults(drawn.remarks)
        rows = [
            {
                **{name: letter.entri.isi.get(name) for name in COLUMNS_SAMPLE},
                "kode": letter.kode,
                "nama": letter.judul,
                "wilayah": letter.wilayah,
                "status": letter.status,
            }
            for letter in drawn.letters
        ]
        print_rows(rows, columns=COLUMNS_SAMPLE, spare=SPARE_SAMPLE)
        tell(
            phrase(
                "{n} of {population} letter(s) drawn, from {strata} strata",
                n=n,
                population=drawn.facts["populasi"],
                strata=len(drawn.facts["lapisan"]),
            )
        )
        if bag is not None:
            codes = frozenset(drawn.facts["surat"])
            wish = make_asked({**given, "codes": codes})
            done = export_bag(kantor, db, wish, bag, untuk=untuk, contoh=drawn.facts)
            _tell_exported(bag, done)
