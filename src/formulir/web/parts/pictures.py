"""Pictures of pages: drawn once, kept by the digest of their file, so many at most.

They lie in the office's work folder, which may be lost: what is not there is drawn
again. A crash leaves a picture under a temporary name, which is swept with the others.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from formulir.ground.disk import guard_disk, make_folder, temporary_of, write_file
from formulir.press.scans.draw import MEDIA, draw_own, draw_page
from formulir.web.desk.reply import AbsentError, Reply, hand
from formulir.web.parts.forms import read_number

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.web.desk.visit import Visit

WIDTH_PX, LARGE_PX = 910, 1820
"""How wide pages are shown: an A4 in 110 dots to an inch, and in 220."""
MOST_BYTES: Final = 200 << 20
"""So much is kept; what was not looked at for longest goes first."""
MOST_PAGES: Final = 9_999
"""No page that is asked for lies behind this one."""


def place_pictures(kantor: Kantor) -> Path:
    """Return where pictures of pages are kept."""
    return kantor.workdir / "meja" / "gambar"


def take_page(visit: Visit) -> int:
    """Return the page that the address names.

    Raises:
        AbsentError: It is no number of a page.
    """
    halaman = read_number(visit.names["halaman"], least=1, most=MOST_PAGES)
    if halaman is None:
        raise AbsentError
    return halaman


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A file whose pages are looked at.

    Args:
        source: Where it lies.
        sha256: Its digest.
        ekstensi: What it is: one of ``scan.KINDS``.
        own: Whether all of it is of our own making; then no child is needed.
    """

    source: Path
    sha256: str
    ekstensi: str
    own: bool = False


def hand_page(visit: Visit, paper: Paper) -> Reply:
    """Answer with the picture of the page of a file that the address names.

    Raises:
        HalamanUndrawnError: It cannot be drawn.
    """
    halaman, large = take_page(visit), visit.query.get("besar") == "1"
    data = picture_page(visit.kantor, paper, halaman=halaman, large=large)
    return hand(data, media=MEDIA)


def picture_page(
    kantor: Kantor, paper: Paper, *, halaman: int, large: bool = False
) -> bytes:
    """Return the picture of a page, drawn if it was not yet.

    Args:
        kantor: The office.
        paper: The file.
        halaman: Which page, from 1.
        large: Whether it is looked at closely.

    Raises:
        HalamanUndrawnError: It cannot be drawn.
    """
    width = LARGE_PX if large else WIDTH_PX
    path = place_pictures(kantor) / f"{paper.sha256}-{halaman}-{width}.webp"
    with suppress(FileNotFoundError):
        data = path.read_bytes()
        with suppress(OSError):  # another one's office may be read only
            path.touch()
        return data
    if paper.own:
        drawn = draw_own(paper.source, halaman, width_px=width)
    else:
        drawn = draw_page(
            paper.source,
            paper.ekstensi,
            halaman,
            width_px=width,
            workdir=kantor.workdir,
        )
    keep_picture(_place_count(kantor, paper), str(drawn.halaman).encode())
    keep_picture(path, drawn.data)
    return drawn.data


def count_pages(kantor: Kantor, paper: Paper) -> int:
    """Count the pages of a file; to know it, its first one is drawn.

    Raises:
        HalamanUndrawnError: It cannot be drawn.
    """
    place = _place_count(kantor, paper)
    if not place.is_file():
        picture_page(kantor, replace(paper, own=False), halaman=1)
    with suppress(OSError, ValueError):
        return int(place.read_bytes())
    return 1


def _place_count(kantor: Kantor, paper: Paper) -> Path:
    return place_pictures(kantor) / f"{paper.sha256}.halaman"


def keep_picture(path: Path, data: bytes, *, most: int = MOST_BYTES) -> None:
    """Keep a picture, and let those go that were not looked at for longest.

    Two who draw the same page at once write the same bytes.
    """
    with guard_disk(path):
        make_folder(path.parent)
        half = temporary_of(path)
        write_file(half, data)
        half.replace(path)
        sweep_pictures(path.parent, most=most)


def sweep_pictures(folder: Path, *, most: int) -> None:
    """Remove pictures until so many bytes are left, the longest unseen ones first."""
    found = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another one may be sweeping, too
            stat = path.stat()
            found.append((stat.st_mtime_ns, stat.st_size, path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= most:
            break
        path.unlink(missing_ok=True)
        total -= size
