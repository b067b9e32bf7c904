"""The child that cuts returns out of piles: ``cut.py`` starts it.

It takes a folder, a file that says what is to be cut, and the limits. For each file
that is asked for it writes a PDF into the folder. No picture is encoded anew: the pages
of a PDF are copied with their streams, a JPEG or the fax data of a TIFF become the
stream of a page.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import img2pdf
import pikepdf

from formulir.ground.disk import find_machine_fault
from formulir.language import phrase, take_reason
from formulir.press.child.ask import answering, write_answer
from formulir.press.child.limits import Limits
from formulir.press.pictures.frames import open_frames, read_frame
from formulir.press.scans.qr import ScanRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

A4_PT = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
LONGEST_PT = img2pdf.mm_to_pt(450)
"""A picture that claims to be longer tells no true resolution, and is laid on an A4."""
FAULTS = (pikepdf.PdfError, OSError, ValueError, SyntaxError, EOFError, KeyError)


def cut_files(argv: Sequence[str]) -> None:
    """Cut all that is asked for; one fault ends the work, and is told."""
    folder, order, text = argv
    limits = Limits(**json.loads(text))
    asked = json.loads(Path(order).read_text(encoding="utf-8"))
    said = {"reason": ""}
    try:
        with ExitStack() as stack:
            piles = [
                stack.enter_context(
                    open_pile(Path(pile["path"]), pile["ekstensi"], limits=limits)
                )
                for pile in asked["piles"]
            ]
            for at, sheets in enumerate(asked["files"]):
                save_sheets(piles, sheets, Path(folder, f"{at}.pdf"))
    except (ScanRefusedError, *FAULTS) as error:
        if find_machine_fault(error) is not None:
            raise
        said["reason"] = take_reason(error) or type(error).__name__
    write_answer(Path(folder), said)


def open_pile(path: Path, ekstensi: str, *, limits: Limits) -> pikepdf.Pdf:
    """Open a pile as a PDF; pictures become one, without being encoded anew."""
    if ekstensi == "pdf":
        return pikepdf.open(path)
    return pikepdf.open(BytesIO(embed_pictures(path, limits=limits)))


def embed_pictures(path: Path, *, limits: Limits) -> bytes:
    """Lay each picture of a file on a page of its size.

    What no PDF can hold as it is, such as a picture with clear parts, is decoded, laid
    on white, and held without loss.
    """
    try:
        return _embed(path.read_bytes())
    except (
        img2pdf.AlphaChannelError,
        img2pdf.ImageOpenError,
        img2pdf.JpegColorspaceError,
        NotImplementedError,
        *FAULTS,
    ):
        return _embed(*_decode(path, limits))


def _embed(*pictures: bytes) -> bytes:
    made: bytes = img2pdf.convert(
        *pictures,
        layout_fun=_lay_out,
        rotation=img2pdf.Rotation.ifvalid,
        nodate=True,
    )
    return made


def _lay_out(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, ...]:
    """Give a picture its own size; on an A4 where it tells none that can be."""
    size: tuple[float, ...] = img2pdf.default_layout_fun(width, height, dpi)
    if max(size[:2]) <= LONGEST_PT:
        return size
    paper = A4_PT if height >= width else A4_PT[::-1]
    scale = min(paper[0] / width, paper[1] / height)
    fitted = (width * scale, height * scale)
    return (*fitted, *fitted)


def _decode(path: Path, limits: Limits) -> Iterator[bytes]:
    """Give each picture of a file as a PNG: upright, on white, as it was looked at."""
    with open_frames(path) as (picture, count):
        for at in range(count):
            page, out = read_frame(picture, at, limits=limits).image, BytesIO()
            page.save(out, "PNG", dpi=picture.info.get("dpi", (150, 150)))
            yield out.getvalue()


def save_sheets(
    piles: Sequence[pikepdf.Pdf], sheets: Sequence[Sequence[int]], target: Path
) -> None:
    """Write some pages of piles as a PDF; the same pages give the same bytes.

    Args:
        piles: The piles.
        sheets: For each page: which pile, from 0; which page of it, from 1; by how many
            degrees it is to be turned.
        target: Where the file is to lie.
    """
    made = pikepdf.new()
    for pile, ke, turn in sheets:
        source = piles[pile]
        if not 1 <= ke <= len(source.pages):
            raise ScanRefusedError(phrase("it has no page {ke}", ke=ke))
        made.pages.append(source.pages[ke - 1])
        page = made.pages[-1]
        if turn:
            page.rotate(turn, relative=True)
    made.remove_unreferenced_resources()
    made.save(target, deterministic_id=True, compress_streams=False)


if __name__ == "__main__":
    with answering():
        cut_files(sys.argv[1:])
