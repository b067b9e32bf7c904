"""What may be asked of ``receive``: which options go together, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulir.language import phrase, take_reason
from formulir.receiving.words import read_ranges
from formulir.records.ledger.masuk import SuratMasuk

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.receiving.surat_masuk import CoverNote

OF_A_LETTER = ("nomor", "tanggal", "hal")
"""What must be said of a letter of another office, beside who sent it."""
ONLY_INCOMING = (
    *OF_A_LETTER,
    *("formulir", "kunci", "tahap", "tahun", "wilayah", "terima", "disposisi"),
)
"""What is said of letters of other offices only."""


def read_sahkan(path: Path | None, given: dict[str, Any]) -> tuple[str, str]:
    """Read which letter is confirmed, and why; nothing else may be asked for."""
    word, alasan = given["sahkan"], given["alasan"]
    if not word:
        what = (
            phrase("--alasan needs --sahkan")
            if alasan
            else phrase("give a FILE or a DIR")
        )
        raise click.UsageError(what)
    if not (alasan and alasan.strip() and alasan.isprintable()):
        raise click.UsageError(phrase("--sahkan needs --alasan, a text on one line"))
    others = [name for name in ("surat", "dari", *ONLY_INCOMING) if given[name]]
    if path is not None or others:
        other: str = f"--{others[0]}" if others else phrase("a FILE or DIR")
        raise click.UsageError(
            phrase("--sahkan is given alone, without {other}", other=other)
        )
    return word, alasan.strip()


def check_options(path: Path, given: dict[str, Any]) -> None:
    """Refuse options that say two things, or half of one."""
    if given["surat"] is not None and given["dari"] is not None:
        raise click.UsageError(phrase("--surat and --dari say two things; give one"))
    if given["lembar"] and not (given["surat"] or given["dari"]):
        raise click.UsageError(
            phrase("--lembar needs --surat or --dari: whose sheets are they")
        )
    if (given["surat"] or given["dari"]) and path.is_dir():
        raise click.UsageError(
            phrase("a folder is sorted by QR codes; --surat needs one file")
        )
    named = [name for name in ONLY_INCOMING if given[name] is not None]
    if not given["dari"] and (named or given["lagi"]):
        what = named[0] if named else "lagi"
        raise click.UsageError(
            phrase("--{what} needs --dari, who sent the letter", what=what)
        )
    for name in ("surat", "dari", *ONLY_INCOMING):
        text = given[name]
        if isinstance(text, str) and not (text.strip() and text.isprintable()):
            raise click.UsageError(
                phrase("--{name} must be text on one line, and not empty", name=name)
            )
    if given["dari"]:
        lacking = [f"--{name}" for name in OF_A_LETTER if given[name] is None]
        if lacking:
            raise click.UsageError(
                phrase("--dari needs {lacking} too", lacking=lacking)
            )


def read_cover(kantor: Kantor, given: dict[str, Any]) -> CoverNote:
    """Read what is said of a letter of another office."""
    from formulir.receiving.surat_masuk import CoverNote  # noqa: PLC0415 - brings the press

    tanggal: date = given["tanggal"]
    terima: date = given["terima"] or kantor.hari_ini()
    if terima < tanggal:
        reason = phrase("--terima lies before --tanggal; see that both are right")
        raise click.UsageError(reason)
    surat = SuratMasuk(
        tanggal=tanggal.isoformat(),
        terima=terima.isoformat(),
        program=given["tahun"] or tanggal.year,
        sha256="",
        **{name: given[name].strip() for name in ("dari", "nomor", "hal")},
        **{name: given[name] for name in ("formulir", "kunci", "tahap", "disposisi")},
    )
    return CoverNote(surat=surat, wilayah=given["wilayah"], lagi=given["lagi"])


def read_lembar(text: object) -> tuple[int, ...]:
    """Read which sheets of a pile are meant.

    Raises:
        UsageError: It is no list of numbers.
    """
    if text is None:
        return ()
    try:
        return tuple(read_ranges(str(text)))
    except ValueError as error:
        said = phrase("--lembar: {reason}", reason=take_reason(error))
        raise click.UsageError(said) from error
