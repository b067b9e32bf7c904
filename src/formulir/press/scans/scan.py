"""Reading what came in: an untrusted file is opened in a child process only.

The child (``child.py``) has limits on memory and time, is shielded and knows nothing of
this process. It tells what the QR codes of the pages say and what the digital
signatures are worth, as small JSON; the file itself is never changed. A pile of many
pages is read in parts, each by a child of its own, some side by side.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_saat
from formulir.ground.disk import probe_folder
from formulir.ground.magic import HEAD_BYTES, tell_ekstensi
from formulir.ground.workdir import work_in_folder
from formulir.language import Sentence, phrase
from formulir.press.child.ask import ask_child
from formulir.press.child.limits import Limits
from formulir.press.pictures.kinds import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

KINDS: Final = ("pdf", *FORMATS)
"""What may come in."""

_FORM: Final = {
    "reason": Sentence,
    "halaman": int,
    "pages": [{"number": int, "qr": [str], "turn": int, "blank": bool, "hasty": bool}],
    "tanda_tangan": [
        {
            "putusan": frozenset({"sah", "diubah", "rusak", "tidak terbaca"}),
            "jenis": frozenset(
                {
                    *("persetujuan", "sertifikasi", "cap waktu", "hak pakai"),
                    *("kolom kosong", "tidak dikenal"),
                }
            ),
            "cap?": str,
            "nama?": str,
            "saat?": str,
            "tepercaya?": bool,
            "alasan?": Sentence,
        }
    ],
}
"""What the child must answer."""

SCAN_LIMITS: Final = Limits(halaman=3_000, size_bytes=1 << 30, cpu_s=120)
"""What reading a part of a file may cost, and how big it may be."""
FIRST_PAGES: Final = 8
"""So many pages are read at first, by the child that learns how many there are."""
PART_PAGES: Final = 40
"""And no more than so many by each of the others."""
SIDE_BY_SIDE: Final = 2
"""So many children read one file at a time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenPage:
    """What was seen on one page of a file that came in.

    Args:
        number: Which page of the file, from 1.
        qr: What its QR codes say.
        turn: By how many degrees it must be turned to stand upright: 0, 90, 180, 270.
        blank: Whether it bears nothing.
        hasty: Whether looking for a code was ended before all was tried.
    """

    number: int
    qr: tuple[str, ...] = ()
    turn: int = 0
    blank: bool = False
    hasty: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FileContents:
    """What was read in a file that came in.

    Args:
        ekstensi: What it is, by its content: one of ``KINDS``.
        reason: Why it cannot be taken, in one sentence; nothing when it can.
        halaman: Its number of pages.
        sheets: What was seen on each page that was looked at, in order.
        tanda_tangan: Its digital signatures (``docs/archive-format.md`` §2).
    """

    ekstensi: str
    reason: str = ""
    halaman: int = 0
    sheets: tuple[SeenPage, ...] = ()
    tanda_tangan: tuple[Mapping[str, Any], ...] = ()

    @property
    def qr(self) -> tuple[str, ...]:
        """Return what its QR codes say, each once, in the order of pages."""
        return tuple(dict.fromkeys(text for each in self.sheets for text in each.qr))


def read_scan(
    source: Path,
    *,
    workdir: Path,
    trusted: Path,
    saat: datetime,
    limits: Limits = SCAN_LIMITS,
    issued: bool = False,
) -> FileContents:
    """Read the QR codes and the digital signatures of a file.

    A crash of this process takes the child with it and leaves a folder in
    ``workdir``, which the next one sweeps.

    Args:
        source: The file; it is read where it lies, so nobody may change it meanwhile.
        workdir: A folder for work that may be lost.
        trusted: A folder of certificates that the office trusts; it may be missing.
        saat: The moment at which certificates must be valid.
        limits: What it may cost.
        issued: Whether it is as an office issued it: what is not read at first sight
            in such a file is not there.

    Raises:
        ProgramUnstartableError: The system refuses to start the child.
        OSError: The file cannot be read from the disk.
    """
    with source.open("rb") as file:
        ekstensi = tell_ekstensi(file.read(HEAD_BYTES))
    if ekstensi not in KINDS:
        reason = phrase(
            "it is no PDF and no picture that is known; scan it to PDF or JPEG"
        )
        return FileContents(ekstensi="", reason=reason)
    with work_in_folder(workdir) as place:
        words: list[str | Path] = [
            source.resolve(),
            ekstensi,
            trusted.resolve(),
            format_saat(saat),
            str(int(issued)),
        ]
        ask = partial(_read_part, words, folder=place, limits=limits)
        contents = ask((1, FIRST_PAGES))
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            most = min(contents.halaman, limits.halaman)
            parts = list(pool.map(ask, _share_pages(most)))
    told = next((part.reason for part in (contents, *parts) if part.reason), "")
    sheets = (sheet for part in (contents, *parts) for sheet in part.sheets)
    return replace(contents, reason=told, sheets=tuple(sheets))


def _share_pages(most: int) -> list[tuple[int, int]]:
    """Share the pages behind the first out: the first of each part, and how many."""
    rest = range(1 + FIRST_PAGES, most + 1)
    size = min(PART_PAGES, -(-len(rest) // SIDE_BY_SIDE)) or 1
    return [(first, size) for first in rest[::size]]


def _is_fit(pages: Sequence[Mapping[str, Any]], *, first: int) -> bool:
    """Tell whether a child speaks of the pages that it was asked for, and in order."""
    numbers = [page["number"] for page in pages]
    return (
        len(pages) <= PART_PAGES
        and numbers == list(range(first, first + len(pages)))
        and all(page["turn"] in {0, 90, 180, 270} for page in pages)
    )


def _read_part(
    words: Sequence[str | Path],
    part: tuple[int, int],
    *,
    folder: Path,
    limits: Limits,
) -> FileContents:
    """Let a child read some pages of a file, from one on; the first its signatures."""
    first, count = part
    ekstensi = str(words[1])
    own = folder / f"baca-{first}"
    own.mkdir()
    end = ask_child(
        "formulir.press.scans.child",
        [*words, str(first), str(count)],
        folder=own,
        form=_FORM,
        limits=limits,
    )
    if end.fault:
        probe_folder(own)  # a full disk is nothing that is wrong with a file
    # One that ended badly may have told of the pages before.
    if end.said is None or not _is_fit(end.said["pages"], first=first):
        return FileContents(
            ekstensi=ekstensi,
            reason=phrase("{reason}; scan it again", reason=end.excuse),
        )
    said = dict(end.said)
    sheets = tuple(
        SeenPage(**{**each, "qr": tuple(each["qr"])}) for each in said.pop("pages")
    )
    return FileContents(ekstensi=ekstensi, sheets=sheets, **said)
