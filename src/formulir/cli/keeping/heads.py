"""Commands on signed heads: our own, kept elsewhere, and those of others."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.archive.find import find_entri
from formulir.archive.folder import read_note
from formulir.archive.keys import KeyFile
from formulir.cli.asking import ask_sandi
from formulir.cli.common import kantor_of, tell
from formulir.ground.disk import publish_file, read_at_most
from formulir.language import phrase
from formulir.office.kantor import Sandi, read_clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.archive.folder import Archive
    from formulir.office.kantor import Kantor

MOST = 1 << 17
"""More bytes than a key, a request or an answer has."""
a_file = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("checkpoint")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to."
)
@click.option("--kenal", metavar="FILE", type=a_file, help="Know a witness: saksi.pub.")
@click.option("--minta", metavar="NAMA", help="Make the request to a witness.")
@click.option(
    "--lama", type=click.IntRange(0), metavar="N", help="With a proof of growth from N."
)
@click.option("--saksi", metavar="FILE", type=a_file, help="File a witness's answer.")
@click.option(
    "--minta-cap-waktu", is_flag=True, help="Make the request for a timestamp."
)
@click.option("--cap-waktu", metavar="FILE", type=a_file, help="File a timestamp.")
@click.pass_context
def checkpoint_command(
    ctx: click.Context,
    /,
    output: Path | None,
    **given: Any,  # noqa: ANN401 - read by click
) -> None:
    """Print the archive's signed head, to be kept where nobody here can change it.

    It vouches for every entry up to now: 'formulir verify --since FILE' finds whatever
    somebody has changed of them, be he the one who holds the key.

    Another office can be a witness: --kenal takes its key, --minta makes the file that
    it is sent, by mail or on a stick, and --saksi files its answer, which then stands
    on every receipt. --lama makes a proof of growth for whoever keeps a head of N
    entries.

    An authority for timestamps (RFC 3161) can say when the head was there:
    --minta-cap-waktu makes the file that it is sent, and --cap-waktu files its answer.
    Nothing is sent from here.
    """
    kantor = kantor_of(ctx)
    archive, asked = kantor.archive, given["minta"] or given["lama"] is not None
    if given["kenal"] or given["saksi"] or given["cap_waktu"]:
        if output or asked or given["minta_cap_waktu"]:
            raise click.UsageError(
                phrase("--kenal, --saksi and --cap-waktu take a file in, and give none")
            )
        _take_in(archive, kenal=given["kenal"], saksi=given["saksi"])
        if given["cap_waktu"]:
            _take_timestamp(kantor, given["cap_waktu"])
        return
    if given["minta_cap_waktu"]:
        if output is None or asked:
            raise click.UsageError(
                phrase("--minta-cap-waktu makes one file: -o FILE.tsq, and no more")
            )
        _request_timestamp(kantor, output)
        return
    if given["minta"] or given["lama"] is not None:
        _make_request(archive, output, minta=given["minta"], lama=given["lama"])
        return
    _print_note(archive, output)


def _print_note(archive: Archive, output: Path | None) -> None:
    note = read_note(archive)
    _give(note, output)
    size = int(note.splitlines()[1])
    last = find_entri(archive, size - 1)
    where = output or "checkpoint"
    if last:
        tell(
            phrase(
                "{where}: {size} entries, the last one of {saat}",
                where=where,
                size=size,
                saat=last.isi["saat"],
            )
        )
    else:
        tell(phrase("{where}: {size} entries", where=where, size=size))
    tell(
        phrase(
            "keep it where nobody who can write here can: on paper, with the "
            "auditor, in a mail; check with: formulir verify --since FILE"
        )
    )


def _give(data: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(data, nl=False)  # to the byte
    else:
        publish_file(output, data)


def _make_request(
    archive: Archive, output: Path | None, *, minta: str | None, lama: int | None
) -> None:
    from formulir.archive.proof.making import make_request  # noqa: PLC0415 - few need it
    from formulir.archive.proof.saksi import (  # noqa: PLC0415 - likewise
        keep_note,
        last_seen,
        load_known,
    )

    known = load_known(archive)
    if minta is not None and minta not in known.witnesses:
        names = ", ".join(known.witnesses) or "-"
        reason = phrase("knows no witness of this name; known: {names}", names=names)
        raise click.BadParameter(reason, param_hint="--minta")
    if lama is None:
        lama = last_seen(archive.root, known, nama=str(minta))
    note, data = make_request(archive, old=lama)
    if minta is not None:
        keep_note(archive.root, note)
    _give(data, output)
    tell(
        phrase(
            "{where}: {size} entries, with the proof that they have grown from {lama}",
            where=output or "checkpoint",
            size=note.checkpoint.size,
            lama=lama,
        )
    )


def _request_timestamp(kantor: Kantor, output: Path) -> None:
    from formulir.office.looks.timestamps import request_timestamp  # noqa: PLC0415 - few need it

    size, query = request_timestamp(kantor)
    publish_file(output, query)
    tell(
        phrase(
            "{where}: the request for a timestamp over {size} entries; send it to an "
            "authority, by mail or on a stick, or where there is a network:",
            where=output,
            size=size,
        )
    )
    files = [shlex.quote(str(path)) for path in (output, output.with_suffix(".tsr"))]
    tell(
        phrase(
            '  curl -H "Content-Type: application/timestamp-query" --data-binary '
            "@{query} -o {answer} URL",
            query=files[0],
            answer=files[1],
        )
    )
    tell(
        phrase(
            "then file what came back: formulir checkpoint --cap-waktu {answer}",
            answer=files[1],
        )
    )


def _take_timestamp(kantor: Kantor, path: Path) -> None:
    from formulir.office.looks.timestamps import take_timestamp  # noqa: PLC0415 - few need it

    stamp = take_timestamp(kantor, path)
    tell(stamp.sentence)
    if not stamp.trusted:
        tell(
            phrase(
                "it is filed all the same; whom the office trusts, it says by the "
                "certificates in tepercaya/"
            )
        )


def _take_in(archive: Archive, *, kenal: Path | None, saksi: Path | None) -> None:
    from formulir.archive.proof.saksi import (  # noqa: PLC0415 - few need it
        file_answer,
        learn_witness,
    )

    if kenal is not None:
        key = learn_witness(archive, read_at_most(kenal, MOST), nama=str(kenal))
        tell(phrase("witness {who} is known: {key}", who=key.nama, key=key.spelled))
    if saksi is not None:
        for who, size in file_answer(
            archive, read_at_most(saksi, MOST), nama=str(saksi)
        ).items():
            tell(phrase("{who} has signed {size} entries", who=who, size=size))


@click.command("witness")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("files", metavar="[FILE…]", nargs=-1, type=a_file)
@click.option("--nama", help="Make DIR the folder of a witness of this name.")
@click.option(
    "--kenal", metavar="FILE", type=a_file, multiple=True, help="Know a log: log.pub."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the answer goes.",
)
def witness_command(
    folder: Path,
    files: Sequence[Path],
    *,
    nama: str | None,
    kenal: Sequence[Path],
    output: Path | None,
) -> None:
    """Remember the heads of other offices, and sign those that have only grown.

    --nama makes the folder once, --kenal takes the key of a log; then each FILE that an
    office sent, made by its 'formulir checkpoint --minta', is answered. A smaller or
    forked log is refused, and both heads are kept in DIR as evidence. No office of
    one's own is needed.
    """
    from formulir.archive.proof.witnessing import (  # noqa: PLC0415 - few need it
        PUBLIC,
        found_witness,
        learn_log,
    )

    if not (nama or kenal or files):
        raise click.UsageError(phrase("say what to do: --nama, --kenal, or a FILE"))
    if nama:
        key = found_witness(folder, nama=nama)
        tell(
            phrase(
                "{folder}: the folder of witness {nama}; give its {public} to the "
                "offices that it looks after",
                folder=folder,
                nama=key.nama,
                public=PUBLIC,
            )
        )
    for path in kenal:
        log = learn_log(folder, read_at_most(path, MOST), nama=str(path))
        tell(phrase("log {asal} is known: {key}", asal=log.nama, key=log.spelled))
    if files:
        _answer(folder, files, output)


def _answer(folder: Path, files: Sequence[Path], output: Path | None) -> None:
    from formulir.archive.proof.witnessing import (  # noqa: PLC0415 - few need it
        GrowthUnfitError,
        answer_request,
        key_path,
    )

    key = KeyFile(path=key_path(folder), ask=Sandi(ask_sandi))
    answers = b""
    for path in files:
        moment = int(read_clock().timestamp())
        data = read_at_most(path, MOST)
        try:
            answer = answer_request(
                folder, data, key=key, moment=moment, nama=str(path)
            )
        except GrowthUnfitError as error:
            _give(f"{error.size}\n".encode(), output)
            raise
        answers += answer.data
        tell(
            phrase(
                "{asal}: {size} entries signed, {seen} were seen before",
                asal=answer.asal,
                size=answer.size,
                seen=answer.seen,
            )
        )
    _give(answers, output)
