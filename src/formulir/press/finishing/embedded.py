"""Signed attachments: embedded whole in the letter, with a page that names them.

To merge a signed file page by page would break its signature, so its bytes ride as they
are, as an associated file. A letter that carries one is PDF/A-3b instead of PDF/A-2b.

Source: ISO 19005-3:2012, 6.8 and annex E (associated files); ISO 32000-1, 7.11.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.press.finishing.fonts import embed_font, read_font
from formulir.press.pdf.normal import _A4, _MARK
from formulir.press.pdf.paper import MM, format_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.press.finishing.fonts import FooterFont


_FONT: Final = "/FormulirTertanam"
_MARGIN_PT: Final = 25 * MM
_TOP_PT: Final = 262 * MM
_TITLE_PT: Final = 13.0
_TEXT_PT: Final = 11.0
_SMALL_PT: Final = 8.5
_LEADING: Final = 1.45
_LONGEST: Final = 64
"""A digest is the longest word that stays whole."""
_CUT: Final = 60
"""So many letters has each piece of a word that is longer."""

_STATEMENT: Final = (
    "Lampiran ini disertakan sebagai berkas tertanam, bertanda tangan elektronik.",
    (
        "Agar tanda tangan elektroniknya tetap dapat diverifikasi, berkas asli "
        "disertakan secara utuh dan tidak dicetak ulang pada dokumen ini."
    ),
)
_HOW: Final = (
    "Berkas dapat dibuka dan disimpan melalui panel lampiran (ikon penjepit kertas) "
    "pada aplikasi pembaca PDF."
)


def adopt_whole(
    surat: pikepdf.Pdf, source: pikepdf.Pdf, *, judul: str, urut: int, font: Path
) -> bool:
    """Take over the file that a normalised one carries, and name it on its page.

    Args:
        surat: The letter; the page of ``source`` is its last one already.
        source: The normalised file.
        judul: The title of the attachment.
        urut: Its place among the attachments, from 1.
        font: What the page is set in.

    Returns:
        Whether there was such a file.

    Raises:
        FontMissingError: The font cannot be read.
    """
    mark = source.Root.get(_MARK)
    if mark is None:
        return False
    nama = f"lampiran-{urut}.pdf"
    _associate(surat, surat.copy_foreign(mark.Berkas), judul=judul, nama=nama)
    _draw(surat, mark, judul=judul, nama=nama, font=font)
    return True


def _associate(
    surat: pikepdf.Pdf, stream: pikepdf.Object, *, judul: str, nama: str
) -> None:
    """Hang a file on the letter, where readers look for it and where PDF/A asks it."""
    name = pikepdf.String(nama)
    spec = surat.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=name,
            UF=name,
            Desc=pikepdf.String(judul),
            AFRelationship=pikepdf.Name.Supplement,
            EF=pikepdf.Dictionary(F=stream, UF=stream),
        )
    )
    if "/AF" not in surat.Root:
        surat.Root.AF = pikepdf.Array()
    surat.Root.AF.append(spec)
    if "/Names" not in surat.Root:
        surat.Root.Names = pikepdf.Dictionary()
    if "/EmbeddedFiles" not in surat.Root.Names:
        tree = pikepdf.Dictionary(Names=pikepdf.Array())
        surat.Root.Names.EmbeddedFiles = tree
    pikepdf.NameTree(surat.Root.Names.EmbeddedFiles)[nama] = spec


def _draw(
    surat: pikepdf.Pdf, mark: pikepdf.Object, *, judul: str, nama: str, font: Path
) -> None:
    """Write on the last page of a letter which file it stands for."""
    ukuran = f"{int(mark.Berkas.Params.Size):,}".replace(",", ".") + " bita"
    rows = [("Nama berkas", nama), ("Ukuran", ukuran)]
    if halaman := int(mark.Halaman):  # 0 when that cannot be told
        rows.append(("Jumlah halaman", str(halaman)))
    subset = read_font(font, western=not judul.isascii())
    page = surat.pages[-1]
    page.add_resource(embed_font(surat, subset), pikepdf.Name.Font, pikepdf.Name(_FONT))
    paragraphs = [
        (_TITLE_PT, f"Lampiran: {judul}"),
        *((_TEXT_PT, text) for text in _STATEMENT),
        *((_TEXT_PT, f"{name}: {value}") for name, value in rows),
        (_TEXT_PT, "SHA-256:"),
        (_SMALL_PT, str(mark.Sha256)),
        (_TEXT_PT, _HOW),
    ]
    page.Contents = surat.make_stream(_set_text(paragraphs, font=subset))


def _set_text(paragraphs: list[tuple[float, str]], *, font: FooterFont) -> bytes:
    """Set paragraphs below each other; one of ours always fits on the page."""
    width = _A4[0] - 2 * _MARGIN_PT
    parts = [b"BT 0 g"]
    y = _TOP_PT
    for size, text in paragraphs:
        for line in _break(text, size=size, width=width, font=font):
            y -= size * _LEADING
            place = format_numbers((1, 0, 0, 1, _MARGIN_PT, max(y, _MARGIN_PT)))
            parts.append(
                f"{_FONT} {size:g} Tf {place} Tm <{line.hex()}> Tj".encode("ascii")
            )
        y -= size * (_LEADING - 1)
    return b"\n".join([*parts, b"ET"])


def _break(text: str, *, size: float, width: float, font: FooterFont) -> list[bytes]:
    """Break a text into lines, between words where there are any."""
    lines = [b""]
    for word in text.encode("cp1252", errors="replace").split():
        # A word that is wider than the page is cut where the page ends.
        step = _CUT if len(word) > _LONGEST else len(word)
        for start in range(0, len(word), step):
            piece = word[start : start + step]
            longer = lines[-1] + b" " + piece if lines[-1] else piece
            if lines[-1] and font.measure(longer, size_pt=size) > width:
                lines.append(piece)
            else:
                lines[-1] = longer
    return lines
