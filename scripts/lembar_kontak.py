"""Show every kind on one sheet: ``uv run python scripts/lembar_kontak.py``.

It reads what ``make demo`` has left in ``demo/hasil`` and writes the pictures of the
README, for whoever changes a layout to look at before and after.
"""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

ROOT = Path(__file__).parent.parent
HASIL, GAMBAR = ROOT / "demo" / "hasil", ROOT / "docs" / "gambar"
KINDS = (
    *("01.1", "01.2", "01.3", "01.4", "01.5", "01.6", "01.7"),
    *("02.1", "02.2", "02.3", "J3.3", "J4.1", "DH"),
    *("LV", "SKS", "T01", "JT", "DR", "NR", "T06", "JK", "ST", "DK", "LK", "T07", "LI"),
    *("LM", "RM", "T09", "SP"),
)
DPI, COLUMNS, GAP = 36, 6, 8


def main() -> None:
    """Write the sheet, from the first letter of each kind."""
    pages = [
        label(kode, page)
        for kode in KINDS
        for page in print_pages(min(HASIL.glob(f"{kode} *.pdf")))
    ]
    width = max(page.width for page in pages) + GAP
    height = max(page.height for page in pages) + GAP
    rows = -(-len(pages) // COLUMNS)
    sheet = Image.new("RGB", (width * COLUMNS + GAP, height * rows + GAP), "#888888")
    for number, page in enumerate(pages):
        row, column = divmod(number, COLUMNS)
        sheet.paste(page, (GAP + column * width, GAP + row * height))
    sheet.quantize(64).save(GAMBAR / "lembar-kontak.png", optimize=True)


def print_pages(path: Path, *, dpi: int = DPI) -> list[Image.Image]:
    """Return the pages of a file as pictures."""
    command = ["pdftoppm", "-r", str(dpi), "-png", str(path)]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    mark = b"\x89PNG"
    return [
        Image.open(BytesIO(mark + part)).convert("RGB")
        for part in data.split(mark)
        if part
    ]


def label(kode: str, page: Image.Image) -> Image.Image:
    """Write the kind over a page."""
    page = ImageOps.expand(page, border=(0, 12, 0, 0), fill="#dddddd")
    ImageDraw.Draw(page).text((4, 0), kode, fill="black")
    return page


if __name__ == "__main__":
    main()
