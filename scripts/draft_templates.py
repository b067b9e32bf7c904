"""Draft the shipped templates: ``uv run python scripts/draft_templates.py``.

The same drafts give the same bytes. Staff edit their own copies in Word, in the
``templates`` folder of their office, which shadows the shipped ones.
"""

from __future__ import annotations

from pathlib import Path

from naskah_bagian import write_docx
from naskah_pernyataan import write_02_2, write_02_3
from naskah_usulan import write_02_1

TEMPLATES = Path(__file__).parent.parent / "templates"
DRAFTS = {
    "02.1": (write_02_1, "Surat Pengusulan Calon Sekolah Model dan Pengimbasan"),
    "02.2": (write_02_2, "Pernyataan Kesediaan dan Komitmen sebagai Sekolah Model"),
    "02.3": (write_02_3, "Pernyataan Kesediaan dan Komitmen sebagai Sekolah Imbas"),
}


def main() -> None:
    """Write ``surat.docx`` of every kind; a crash leaves some of them as they were."""
    for kode, (write_body, judul) in DRAFTS.items():
        target = TEMPLATES / kode / "surat.docx"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(write_docx(write_body(), judul=judul))
        print(target)


if __name__ == "__main__":
    main()
