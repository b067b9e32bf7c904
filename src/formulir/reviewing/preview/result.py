"""What a preview came to, and the page that tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.dates import format_tanggal
from formulir.language import speaking, translate
from formulir.reviewing.preview.choose import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from formulir.model import Fault


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownLetter:
    """A letter that can be looked at.

    Args:
        formulir: Its kind.
        kunci: Its key within kind and year.
        hal: Its subject.
        berkas: The name of its PDF.
        halaman: How many pages it has.
        gambar: The names of the pictures of its pages.
        alasan: Why it was chosen, in Indonesian.
        catatan: What should be looked at, in Indonesian where it is of the preview.
        lama: The names of what shows it beside the former template.
        beda: How many places differ from it, where that was asked.
    """

    formulir: str
    kunci: str
    hal: str
    berkas: str
    halaman: int
    gambar: tuple[str, ...]
    alasan: tuple[str, ...]
    catatan: tuple[str, ...] = ()
    lama: tuple[str, ...] = ()
    beda: int | None = None


@dataclass(kw_only=True, slots=True)
class PreviewResult:
    """What a preview came to.

    Args:
        total: How many letters there are to choose from.
        folder: Where the preview lies.
        shown: The letters that can be looked at.
        failures: Those that cannot be printed, and why.
        warnings: What is to be corrected before such letters are issued.
        unseen: What can be seen on none of the letters that are shown.
    """

    total: int
    folder: Path
    shown: list[ShownLetter] = field(default_factory=list)
    failures: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewRequest:
    """What is asked for.

    Args:
        formulir: The kind.
        tahun: The programme year.
        tanggal: The date of the letters.
        wilayah: A code of any year, or nothing for all.
        folder: Where the preview is to lie.
        limit: How many letters at most, if no more of them stand out.
        lama: Whether to show each beside its print from the former template.
    """

    formulir: str
    tahun: int
    tanggal: date
    folder: Path
    wilayah: str | None = None
    limit: int = LIMIT
    lama: bool = False


def write_index(asked: PreviewRequest, result: PreviewResult, *, judul: str) -> str:
    """Write what lies in the folder of a preview, and why, for people to read.

    Args:
        asked: What was asked for.
        result: What it came to.
        judul: The title of the kind.
    """
    where = f", wilayah {asked.wilayah}" if asked.wilayah else ""
    tanggal = format_tanggal(asked.tanggal)
    lines = [
        f"PRATINJAU FORMULIR {asked.formulir}: {judul}",
        f"Tahun {asked.tahun}{where}, tanggal surat {tanggal}",
        f"{len(result.shown)} dari {result.total} surat: yang terberat untuk dicetak",
        "",
        "Setiap halaman bertanda CONTOH. Tidak ada nomor yang dipakai, tidak ada yang",
        "diarsipkan. Lampiran tidak ikut dicetak.",
    ]
    for letter in result.shown:
        lines += ["", *_describe(letter)]
    with speaking("id"):  # a file is for people of the office
        failures = [translate(fault.sentence) for fault in result.failures]
    for line in failures:
        lines += ["", f"TIDAK TERCETAK: {line}"]
    if result.unseen:
        lines += ["", "Tidak terlihat pada surat di atas (tambah dengan --limit):"]
        lines += [f"  - {one}" for one in result.unseen]
    return "\n".join([*lines, ""])


def _describe(letter: ShownLetter) -> Iterator[str]:
    yield f"{letter.berkas}  kunci {letter.kunci}, {letter.halaman} halaman"
    yield f"  {letter.hal}"
    yield from (f"  - {one}" for one in letter.alasan)
    yield from (f"  ! {one}" for one in letter.catatan)
    if letter.beda is not None:
        seen = letter.beda or "tidak ada"
        yield f"  = {seen} tempat yang berbeda dengan templat lama ({letter.lama[0]})"
