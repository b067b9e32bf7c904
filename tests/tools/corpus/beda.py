"""Merge odd PDFs that look like something, and see that they look so still.

``python -m tests.tools.corpus.beda KERJA [COUNT [SEED]]`` examines and merges each
behind a letter, draws its pages and the merged ones with pdfium, forms drawn, and holds
them against each other above the foot. It prints a line for each file that differs, and
the figures last. What is drawn that pdfium has no drawing for may differ, and is told.
"""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from formulir.model import Pdf
from formulir.press.attachments.examine import examine
from formulir.press.finishing.finish import Closing, finish
from formulir.press.joining.split import PrintedLetter
from formulir.press.pdf.paper import open_pdf
from tests.tools.corpus.__main__ import SEED
from tests.tools.corpus.run import make_letter
from tests.tools.corpus.rupa import make_looks

STRONG, FEW, FOOT_PT, SCALE = 120, 12, 34, 1.0
TOLD = (
    "left out",
    "drawn plainly",
    "look at it",
    "look at its pages",
    "no size",
    "stays hidden",
)


@dataclass(frozen=True)
class Seen:
    """What was found of one file."""

    putusan: str
    reason: str
    catatan: tuple[str, ...]
    pdfa: bool
    strong: tuple[int, ...] = ()

    @property
    def differs(self) -> bool:
        """Tell whether a page looks different."""
        return any(count > FEW for count in self.strong)

    @property
    def told(self) -> bool:
        """Tell whether a remark says that something may look different."""
        return any(word in text for text in self.catatan for word in TOLD)


def draw(data: bytes) -> list[Image.Image]:
    """Draw all pages as a viewer shows them, with fields and annotations."""
    with pypdfium2.PdfDocument(data) as pdf:
        pdf.init_forms()
        return [
            pdf[at].render(scale=SCALE, may_draw_forms=True).to_pil().convert("RGB")
            for at in range(len(pdf))
        ]


def read_units(data: bytes) -> list[float]:
    """Read the unit of each page; the foot is as high whatever a unit is."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [float(page.obj.get("/UserUnit", 1)) for page in pdf.pages]


def count_strong(one: Image.Image, other: Image.Image, *, unit: float = 1) -> int:
    """Count the dots above the foot that differ strongly."""
    if one.size != other.size:
        return one.width * one.height
    box = (0, 0, one.width, max(1, one.height - round(FOOT_PT / unit * SCALE)))
    bands = ImageChops.difference(one.crop(box), other.crop(box)).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(most.histogram()[STRONG + 1 :])


def compare(
    data: bytes, *, workdir: Path, letter: Pdf, keep: Path | None = None
) -> Seen:
    """Examine a file, merge it behind a letter, and hold the pages against it."""
    hasil = workdir / "hasil.pdf"
    verdict = examine(data, ekstensi="pdf", workdir=workdir, result=hasil)
    seen = Seen(verdict.putusan, verdict.reason, verdict.catatan, pdfa=False)
    if not verdict.ok:
        return seen
    printed = PrintedLetter(pdf=open_pdf(letter), places={})
    lampiran = (("Lampiran", Pdf(hasil.read_bytes())),)
    finished = finish(
        printed, closing=Closing(kode="K7QF-3M0T-9XWA", lampiran=lampiran)
    )
    hasil.unlink()
    if keep is not None:
        keep.write_bytes(finished.pdf)
    before, after = draw(data), draw(finished.pdf)[1:]
    units = read_units(finished.pdf)[1:]
    strong = (
        tuple(
            count_strong(one, other, unit=unit)
            for one, other, unit in zip(before, after, units, strict=True)
        )
        if len(before) == len(after)
        else (1 << 30,)
    )
    return Seen(verdict.putusan, "", verdict.catatan, pdfa=finished.pdfa, strong=strong)


def main(workdir: Path, count: int = 320, seed: int = SEED) -> None:
    """Print what differs, and the figures."""
    workdir.mkdir(parents=True, exist_ok=True)
    letter, figures = make_letter(), Counter()
    for name, data in make_looks(seed, count):
        keep = workdir / f"{name}.gabung.pdf"
        seen = compare(data, workdir=workdir / "kerja", letter=letter, keep=keep)
        figures[seen.putusan] += 1
        figures["pdfa"] += seen.pdfa
        figures["alike"] += bool(seen.strong) and not seen.differs
        figures["differs, told"] += seen.differs and seen.told
        figures["differs, not told"] += seen.differs and not seen.told
        (workdir / f"{name}.pdf").write_bytes(data)
        if seen.differs or seen.reason:
            line = {"berkas": name, "beda": seen.strong, "catatan": seen.catatan}
            line |= {"alasan": seen.reason, "told": seen.told}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
