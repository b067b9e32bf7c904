r"""What a file is, told by its first bytes: one table for all who ask.

Source: ISO 32000-1 annex H (PDF), ITU-T T.81 B.1 (JPEG), RFC 2083 §3.1 (PNG), TIFF 6.0
    §2 and BigTIFF (TIFF), ISO/IEC 23008-12 annex B (HEIC), RFC 9649 §2.4 (WebP),
    APPNOTE 4.3.7 (ZIP), RFC 1952 §2.3.1 (gzip), [MS-CFB] §2.2 (OLE), [MS-EMF]
    §2.3.4.2, [MS-WMF] §2.3.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from formulir.language import phrase

HEAD_BYTES: Final = 1024
"""Readers look for the mark of a PDF this far: ISO 32000-1, annex H.3."""

_SPELLED: Final = {
    **dict.fromkeys(("jpeg", "jfif", "jfi", "jpe", "pjpeg", "mpo"), "jpg"),
    **dict.fromkeys(("heif", "hif"), "heic"),
    "tiff": "tif",
    "dib": "bmp",
}
_BLANK: Final = b"\xef\xbb\xbf \t\r\n"
_PDF: Final = b"%PDF-"


@dataclass(frozen=True, kw_only=True, slots=True)
class FileKind:
    """A kind of file.

    Args:
        ekstensi: What it is called here; nothing where nobody takes it.
        words: What it is, for people.
        marks: The bytes that tell it.
        at: Where they stand; four bytes that tell something else stand before most.
    """

    ekstensi: str = ""
    words: str
    marks: tuple[bytes, ...]
    at: int = 0


_HEIF_BRANDS: Final = (
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
    *(b"mif1", b"msf1"),
)


KINDS: Final = (
    FileKind(ekstensi="pdf", words=phrase("a PDF"), marks=(_PDF,)),
    FileKind(ekstensi="jpg", words=phrase("a JPEG picture"), marks=(b"\xff\xd8\xff",)),
    FileKind(
        ekstensi="png", words=phrase("a PNG picture"), marks=(b"\x89PNG\r\n\x1a\n",)
    ),
    FileKind(
        ekstensi="tif",
        words=phrase("a TIFF picture"),
        marks=(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ),
    FileKind(
        ekstensi="zip",
        words=phrase("a ZIP archive or an Office file"),
        marks=(b"PK\3\4",),
    ),
    FileKind(ekstensi="gif", words=phrase("a GIF picture"), marks=(b"GIF8",)),
    FileKind(ekstensi="emf", words=phrase("a Windows metafile"), marks=(b"\1\0\0\0",)),
    FileKind(
        ekstensi="wmf",
        words=phrase("a Windows metafile"),
        marks=(b"\xd7\xcd\xc6\x9a", b"\1\0\x09\0"),
    ),
    FileKind(ekstensi="gz", words=phrase("a gzip archive"), marks=(b"\x1f\x8b",)),
    FileKind(
        ekstensi="ole",
        words=phrase("an old Word file, or one with a password"),
        marks=(b"\xd0\xcf\x11\xe0",),
    ),
    FileKind(ekstensi="webp", words=phrase("a WebP picture"), marks=(b"WEBP",), at=8),
    FileKind(words=phrase("a film or a sound"), marks=(b"RIFF",)),
    FileKind(
        ekstensi="heic",
        words=phrase("a HEIC picture"),
        marks=tuple(b"ftyp" + brand for brand in _HEIF_BRANDS),
        at=4,
    ),
    FileKind(words=phrase("an AVIF picture"), marks=(b"ftypavif", b"ftypavis"), at=4),
    FileKind(words=phrase("a film"), marks=(b"ftyp",), at=4),
    FileKind(words=phrase("a Windows program"), marks=(b"MZ",)),
    FileKind(words=phrase("a program"), marks=(b"\x7fELF", b"#!")),
    FileKind(words=phrase("an RTF text"), marks=(b"{\\rtf",)),
    FileKind(words=phrase("a web page or XML"), marks=(b"<",)),
    FileKind(words=phrase("a 7z archive"), marks=(b"7z\xbc\xaf",)),
    FileKind(words=phrase("a RAR archive"), marks=(b"Rar!",)),
    FileKind(ekstensi="bmp", words=phrase("a bitmap picture"), marks=(b"BM",)),
)
"""All that is known; what stands first is found first."""

KIND_WORDS: Final = {"docx": phrase("a Word file")} | {
    kind.ekstensi: kind.words for kind in KINDS if kind.ekstensi
}
"""What each kind that somebody takes is, for people."""


def spell_ekstensi(ekstensi: str) -> str:
    """Return an extension in its usual spelling, without its dot.

    >>> spell_ekstensi(".JPEG"), spell_ekstensi("pdf")
    ('jpg', 'pdf')
    """
    ekstensi = ekstensi.lower().removeprefix(".")
    return _SPELLED.get(ekstensi, ekstensi)


def tell_ekstensi(head: bytes) -> str:
    r"""Tell what a file is by its first bytes, whatever it is called.

    The mark of a PDF may stand behind other bytes, but not behind the mark of another
    kind that is taken here: what a picture or an archive carries along is not the file.

    >>> tell_ekstensi(b"II+\0"), tell_ekstensi(b"\r\n%PDF-1.4"), tell_ekstensi(b"MZ")
    ('tif', 'pdf', '')
    """
    kind = _find_kind(head)
    if kind is not None and kind.ekstensi:
        return kind.ekstensi
    return "pdf" if _PDF in head[:HEAD_BYTES] else ""


def take_ekstensi(head: bytes, ekstensi: str) -> str:
    r"""Say as what a file is taken: as what it is, not as what its name says.

    Only of an archive the name is believed, for a DOCX is one.

    >>> take_ekstensi(b"MM\0*", "jfif"), take_ekstensi(b"PK\3\4", "docx")
    ('tif', 'docx')
    """
    found = tell_ekstensi(head)
    return "docx" if found == "zip" and spell_ekstensi(ekstensi) == "docx" else found


def describe_head(head: bytes) -> str:
    """Say in words what a file seems to be; nothing when its bytes tell nothing.

    >>> describe_head(b"  <html>")
    'a web page or XML'
    """
    kind = _find_kind(head.lstrip(_BLANK))
    return kind.words if kind is not None else ""


def _find_kind(head: bytes) -> FileKind | None:
    return next((kind for kind in KINDS if head.startswith(kind.marks, kind.at)), None)
