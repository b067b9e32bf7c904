"""Show a kind in each period: ``uv run python scripts/gambar_profil.py KIND PDF …``.

The first page of each file is set beside the others, small, as a picture of
``docs/profil.md``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lembar_kontak import GAMBAR, GAP, print_pages
from PIL import Image

SIZE_LIMIT = 150_000
"""A picture of the documents is smaller than so many bytes."""


def main() -> None:
    """Write the picture of a kind."""
    kode, *paths = sys.argv[1:]
    pages = [print_pages(Path(path), dpi=62)[0] for path in paths]
    target = GAMBAR / f"profil-{kode}.png"
    set_beside(pages).save(target, optimize=True)
    if target.stat().st_size > SIZE_LIMIT:
        sys.exit(f"{target} is larger than {SIZE_LIMIT} bytes")


def set_beside(pages: list[Image.Image]) -> Image.Image:
    """Set pages of one size beside each other, in few colours."""
    width, height = pages[0].size
    sheet = Image.new("RGB", ((width + GAP) * len(pages) + GAP, height + 2 * GAP))
    sheet.paste("#888888", (0, 0, *sheet.size))
    for number, page in enumerate(pages):
        sheet.paste(page, (GAP + number * (width + GAP), GAP))
    return sheet.quantize(64)


if __name__ == "__main__":
    main()
