"""Trays of files that were handed in, until each has its place.

A tray is a folder in the office's work folder, with the files under names of ours and a
note of who brought them, what these are called, and what became of each. It gets its
name when all of it is there: a crash before leaves a folder that begins with ``baru-``,
which is swept a day later. A file leaves the tray once the archive has it.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_saat
from formulir.ground.disk import guard_disk, make_folder, replace_file, temporary_of
from formulir.ground.magic import HEAD_BYTES, tell_ekstensi
from formulir.ground.workdir import sweep_old
from formulir.office.kantor import make_kode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.office.kantor import Kantor

NOTE: Final = "baki.json"
HALF: Final = "baru-"
KEPT: Final = timedelta(days=1)
"""What is not whole after so long never will be."""
REFUSED, PLACING = "ditolak", "ditempatkan"
"""What a file is that a person must place, and one that somebody is placing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tray:
    """Files that one person handed in together.

    Args:
        kode: What the tray is called.
        akun: Who handed them in.
        wilayah: The region of that account; nothing for the whole office.
        saat: When.
        names: What its owner calls each file, by our name.
        found: What became of each file that was looked into: ``hasil``, ``keterangan``
            and, while it is being placed, the number of the job.
    """

    kode: str
    akun: str
    wilayah: str | None
    saat: str
    names: Mapping[str, str]
    found: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def place_trays(kantor: Kantor) -> Path:
    """Return where trays are kept."""
    return kantor.workdir / "meja" / "kembali"


def lay_tray(
    kantor: Kantor,
    files: Sequence[tuple[str, Path]],
    *,
    akun: str,
    wilayah: str | None,
) -> Tray:
    """Lay files into a tray of their own.

    Args:
        kantor: The office.
        files: What each is called, and where it lies until the request ends.
        akun: Who hands them in.
        wilayah: The region of that account.
    """
    names = {f"{at:04}": name for at, (name, _) in enumerate(files, start=1)}
    tray = Tray(
        kode=make_kode(),
        akun=akun,
        wilayah=wilayah,
        saat=format_saat(kantor.saat()),
        names=names,
    )
    place = place_trays(kantor)
    half = place / f"{HALF}{tray.kode}"
    with guard_disk(half):
        make_folder(place)
        sweep_trays(kantor)
        half.mkdir()
        for nama, (_, path) in zip(names, files, strict=True):
            shutil.copyfile(path, half / nama)
        note_tray(half, tray)
        half.rename(place / tray.kode)
    return tray


def note_tray(folder: Path, tray: Tray) -> None:
    """Write what is known of a tray, whole."""
    text = json.dumps(asdict(tray), ensure_ascii=False)
    replace_file(folder / NOTE, text.encode())


def sweep_trays(kantor: Kantor) -> None:
    """Remove what a crash has left of trays a day ago."""
    sweep_old(place_trays(kantor), f"{HALF}*", age=KEPT)


def list_trays(kantor: Kantor) -> list[Tray]:
    """List the trays, the last one first; what is no tray of ours is passed over."""
    found = _read_trays(_list_notes(kantor))
    return sorted(found, key=lambda tray: (tray.saat, tray.kode), reverse=True)


def find_tray(kantor: Kantor, kode: str) -> Tray | None:
    """Return a tray by its name, if there is one; the name makes no path."""
    notes = (note for note in _list_notes(kantor) if note.parent.name == kode)
    return next(_read_trays(notes), None)


def _list_notes(kantor: Kantor) -> Iterator[Path]:
    """Give what is known of each tray that was put there whole."""
    notes = place_trays(kantor).glob(f"*/{NOTE}")
    return (note for note in notes if not note.parent.name.startswith(HALF))


def _read_trays(notes: Iterable[Path]) -> Iterator[Tray]:
    for note in notes:
        with suppress(FileNotFoundError):  # its last file may just have left
            yield Tray(**json.loads(note.read_bytes()))


def find_file(kantor: Kantor, tray: Tray, nama: str) -> Path | None:
    """Return where a file of a tray lies, if it is in it still."""
    path = place_trays(kantor) / tray.kode / nama
    return path if nama in tray.names and path.is_file() else None


def list_left(kantor: Kantor, tray: Tray) -> list[str]:
    """List the files that are in a tray still, by our names."""
    return [nama for nama in tray.names if find_file(kantor, tray, nama)]


def tell_kind(path: Path) -> str:
    """Tell what a file is, by its first bytes."""
    with path.open("rb") as file:
        return tell_ekstensi(file.read(HEAD_BYTES)) or ""


def note_found(
    kantor: Kantor, tray: Tray, found: Mapping[str, Mapping[str, Any]]
) -> Tray:
    """Note what became of files of a tray, beside what is known of the others."""
    grown = replace(tray, found={**tray.found, **found})
    note_tray(place_trays(kantor) / tray.kode, grown)
    return grown


def drop_file(kantor: Kantor, tray: Tray, nama: str) -> None:
    """Take a file out of its tray, and with the last one the tray."""
    folder = place_trays(kantor) / tray.kode
    with guard_disk(folder):
        (folder / nama).unlink(missing_ok=True)
        if not list_left(kantor, tray):
            temporary_of(folder / NOTE).unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
