"""The child that draws a page of a file: ``draw.py`` starts it.

It takes a folder, the file, what the file is, the page, how wide it is to be, and the
limits. It writes the picture into the folder, and last of all its answer. What reads
one kind of file is not loaded for another: somebody waits for the picture.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from formulir.ground.disk import find_machine_fault
from formulir.language import phrase, take_reason
from formulir.press.child.ask import answering, write_answer
from formulir.press.child.limits import Limits
from formulir.press.pdf.pixels import TALLEST, UNDRAWABLE, draw_wide, write_webp
from formulir.press.scans.draw import DRAWN

if TYPE_CHECKING:
    from collections.abc import Sequence


def draw_file(argv: Sequence[str]) -> None:
    """Draw one page; an end without an answer is the parent's to explain."""
    folder, name, ekstensi, halaman, width, text = argv
    limits = Limits(**json.loads(text))
    said = {"reason": "", "halaman": 0}
    source, at, width_px = Path(name), int(halaman), int(width)
    try:
        if ekstensi == "pdf":
            data, said["halaman"] = draw_wide(source, at, width_px=width_px)
        else:
            data, said["halaman"] = _draw_picture(source, at, width_px, limits)
        Path(folder, DRAWN).write_bytes(data)
    except IndexError:
        said["reason"] = phrase("it has no page {ke}", ke=at)
    except UNDRAWABLE as error:
        if find_machine_fault(error) is not None:
            raise
        said["reason"] = _explain(error)
    write_answer(Path(folder), said)


def _explain(error: Exception) -> str:
    """Say why a file cannot be drawn: what reads pictures says it, PDFs do not."""
    if isinstance(error, ValueError):
        return take_reason(error)
    if "password" in str(error).lower():
        return phrase("it is encrypted; save a copy without password")
    return phrase("it is damaged and cannot be opened; scan it again")


def _draw_picture(
    source: Path, halaman: int, width: int, limits: Limits
) -> tuple[bytes, int]:
    """Draw a page of a picture, never larger than it is."""
    from formulir.press.pictures.frames import open_frames, read_frame  # noqa: PLC0415 - above

    with open_frames(source) as (picture, count):
        if not 1 <= halaman <= count:
            raise IndexError(halaman)
        page = read_frame(picture, halaman - 1, limits=limits).image.convert("RGB")
    page.thumbnail((width, width * TALLEST))
    return write_webp(page), count


if __name__ == "__main__":
    with answering():
        draw_file(sys.argv[1:])
