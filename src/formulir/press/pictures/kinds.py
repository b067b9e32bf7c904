"""The kinds of pictures that are taken, by what they are called here, and by Pillow."""

from __future__ import annotations

from typing import Final

FORMATS: Final = {
    "jpg": "JPEG",
    "png": "PNG",
    "tif": "TIFF",
    "gif": "GIF",
    "bmp": "BMP",
    "webp": "WEBP",
    "heic": "HEIF",
}
"""What a picture is, by its content, and the reader of it."""
