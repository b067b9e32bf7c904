"""Drawing a page of a file for people to look at.

The file may be a stranger's, or hold what strangers attached: it is drawn in a limited,
shielded child only (``draw_child.py``), which leaves a small picture in its folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.errors import RecordError
from formulir.ground.disk import probe_folder
from formulir.ground.workdir import work_in_folder
from formulir.language import Sentence, phrase
from formulir.press.child.ask import ask_child, is_plain_file
from formulir.press.child.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

DRAWN: Final = "halaman.webp"
"""What the child calls the picture."""
MEDIA: Final = "image/webp"
DRAW_LIMITS: Final = Limits(halaman=3_000, size_bytes=1 << 30, cpu_s=20)
"""What drawing a page may cost."""
LARGEST: Final = 8 << 20
"""A picture of a page is no larger."""
_FORM: Final = {"reason": Sentence, "halaman": int}


class HalamanUndrawnError(RecordError):
    """A page of a file cannot be drawn."""

    reason: str
    says = "this page cannot be drawn: {reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnPage:
    """A page as a picture.

    Args:
        data: The picture, of the kind ``MEDIA``.
        halaman: How many pages the file has.
    """

    data: bytes
    halaman: int


def draw_own(source: Path, halaman: int, *, width_px: int) -> DrawnPage:
    """Draw a page of a PDF that is all of our own making, in this process.

    Raises:
        HalamanUndrawnError: It has no such page.
    """
    # It brings the library, which a child of its own loads.
    from formulir.press.pdf.pixels import UNDRAWABLE, draw_wide  # noqa: PLC0415

    try:
        data, count = draw_wide(source, halaman, width_px=width_px)
    except (*UNDRAWABLE, IndexError) as error:
        raise HalamanUndrawnError(phrase("it has no page {ke}", ke=halaman)) from error
    return DrawnPage(data=data, halaman=count)


def draw_page(
    source: Path, ekstensi: str, halaman: int, *, width_px: int, workdir: Path
) -> DrawnPage:
    """Draw a page of a PDF or of a picture.

    A crash of this process takes the child with it and leaves a folder in
    ``workdir``, which the next one sweeps.

    Args:
        source: The file.
        ekstensi: What it is: one of ``scan.KINDS``.
        halaman: Which page, from 1.
        width_px: How wide the picture is to be; a scan is not enlarged.
        workdir: A folder for work that may be lost.

    Raises:
        HalamanUndrawnError: The file cannot be opened, or has no such page.
        MachineError: The machine does not let it work.
    """
    with work_in_folder(workdir) as place:
        folder = place / "hasil"
        folder.mkdir()
        end = ask_child(
            "formulir.press.scans.draw_child",
            [source.resolve(), ekstensi, str(halaman), str(width_px)],
            folder=folder,
            form=_FORM,
            limits=DRAW_LIMITS,
        )
        said = end.said or {"reason": end.excuse, "halaman": 0}
        reason, drawn = end.fault or said["reason"], folder / DRAWN
        if reason or not is_plain_file(drawn) or drawn.stat().st_size > LARGEST:
            probe_folder(folder)  # a full disk is nothing that is wrong with a file
            raise HalamanUndrawnError(reason or phrase("the picture is missing"))
        return DrawnPage(data=drawn.read_bytes(), halaman=said["halaman"])
