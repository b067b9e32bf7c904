"""Show a whole letter of a kind: ``uv run python scripts/gambar_jenis.py KIND PDF``.

All its pages are set side by side, as a picture of ``docs/jenis.md``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gambar_profil import SIZE_LIMIT, set_beside
from lembar_kontak import GAMBAR, print_pages


def main() -> None:
    """Write the picture of a letter."""
    kode, path = sys.argv[1:]
    target = GAMBAR / f"{kode}.png"
    set_beside(print_pages(Path(path), dpi=62)).save(target, optimize=True)
    if target.stat().st_size > SIZE_LIMIT:
        sys.exit(f"{target} is larger than {SIZE_LIMIT} bytes")


if __name__ == "__main__":
    main()
