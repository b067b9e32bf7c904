"""What becomes of pictures that are pages of a pile."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from formulir.press.scans.cut import CutSheet, cut_sheets

PHOTO = Path(__file__).parents[2] / "data" / "lampiran" / "phone-heic.heic"


def save(kind):
    out = io.BytesIO()
    Image.new("RGB", (120, 90), (200, 10, 10)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("ekstensi", ["heic", "webp", "bmp", "gif", "png", "jpg"])
def test_a_picture_of_each_kind_that_is_received_can_be_cut(tmp_path, ekstensi):
    kinds = {"webp": "WEBP", "bmp": "BMP", "gif": "GIF", "png": "PNG", "jpg": "JPEG"}
    pile = tmp_path / f"a.{ekstensi}"
    pile.write_bytes(
        PHOTO.read_bytes() if ekstensi == "heic" else save(kinds[ekstensi])
    )
    sheet = CutSheet(pile=pile, ekstensi=ekstensi, ke=1)
    (made,) = cut_sheets([[sheet]], target=tmp_path, workdir=tmp_path / "kerja")
    assert made.sha256 == sha256(made.path.read_bytes()).hexdigest()
    with pikepdf.open(made.path) as pdf:
        (page,) = pdf.pages
        assert len(page.get_images()) == 1
