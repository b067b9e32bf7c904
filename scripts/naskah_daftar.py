"""Lists over pages: their columns, what stays together, and what closes them.

A page never holds a lone row, nor a signature without rows: the first two rows of a
list keep together, the last three do, and what closes a list is a row of it. Rows are
tied by "keep with next", which LibreOffice and Word obey within one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from naskah_bagian import write_jabatan, write_nama_pejabat
from naskah_ooxml import borders, cell, control, paragraph, row, table, twips

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, kw_only=True, slots=True)
class Kolom:
    """A column of a list: its heading, what a row shows in it, its width in mm."""

    judul: str
    isi: str
    lebar: float
    tengah: bool = False


NOMOR_URUT = Kolom(judul="No.", isi="{{ loop.index }}", lebar=10, tengah=True)
_TIED = "if loop.revindex > 1 and (loop.index < 3 or loop.revindex < 4)"
_TIED_TO_CLOSING = "if loop.index < 3 or loop.revindex < 4"


def write_nomor_induk(orang: str, *, dots: bool = False) -> str:
    """Write the number that a person is known by on a line of its own: NIP, or NUPTK.

    Who has neither, or is marked as having none, gets no line.

    Args:
        orang: The name of the person in the context.
        dots: Whether the context puts dots where a NIP is blank.
    """
    nip = f"{{% if {orang}.nip %}}\nNIP {{{{ {orang}.nip }}}}"
    nuptk = f"{{% elif {orang}.nuptk %}}\nNUPTK {{{{ {orang}.nuptk }}}}"
    return f"{nip}{'' if dots else nuptk}{{% endif %}}"


def write_orang(orang: str, *, dots: bool = False) -> str:
    """Write a person in a list: the name, and below it the number.

    Args:
        orang: The name of the person in the context.
        dots: Whether the context puts dots where a NIP is blank.
    """
    return f"{{{{ {orang}.nama }}}}{write_nomor_induk(orang, dots=dots)}"


def write_lampiran_tegak(*, nama: str = "Lampiran", surat: str = "") -> str:
    """Write the head of a portrait attachment: of which letter it is a part.

    The head names the letter by the office: that somebody acts for its holder is told
    where the letter is signed.
    """
    return write_kepala_lampiran("KepalaLampiranTegak", nama=nama, surat=surat)


def write_kepala_lampiran(
    style: str, *, nama: str = "Lampiran", surat: str = ""
) -> str:
    """Write of which letter an attachment is a part, in a style of its own."""
    surat = surat or "Surat {{ penandatangan.jabatan }}"
    return "".join(
        (
            paragraph(style, f"{nama}\t:\t{surat}"),
            paragraph(style, "Nomor\t:\t{{ naskah.nomor }}"),
            paragraph(style, "Tanggal\t:\t{{ naskah.tanggal }}"),
        )
    )


def write_daftar(
    columns: Iterable[Kolom],
    *,
    loop: str,
    closing: str = "",
    style: str = "Daftar",
    tall: bool = False,
) -> str:
    """Write a list: a heading on each page, a row a member, and what closes it.

    Args:
        columns: Its columns.
        loop: What each row is, such as ``orang in calon``.
        closing: Last rows, such as a signature; the last members hold on to them.
        style: The paragraph style of the rows; its tied and centred forms are named
            after it.
        tall: Whether a row may be a good part of a page: the last one alone holds on
            to what closes the list then.
    """
    kolom = tuple(columns)
    widths = tuple(each.lebar for each in kolom)
    texts = tuple(each.isi for each in kolom)

    def member(base: str) -> str:
        styles = tuple(base + ("Tengah" if each.tengah else "") for each in kolom)
        return write_row(texts, styles=styles, widths=widths)

    heads = tuple(each.judul for each in kolom)
    tied = "if loop.last" if tall else _TIED_TO_CLOSING if closing else _TIED
    return table(
        write_row(
            heads, styles=("DaftarKepala",) * len(kolom), widths=widths, heading=True
        ),
        control(f"for {loop}", widths=widths),
        control(tied, widths=widths),
        member(f"{style}Ikat"),
        control("else", widths=widths),
        member(style),
        control("endif", widths=widths),
        control("endfor", widths=widths),
        closing,
        widths=widths,
        style="TabelBergaris",
    )


def write_penutup_daftar(widths: tuple[float, ...], *, kanan: int) -> str:
    """Write the signature as a row of a list, so that it never stands alone.

    Args:
        widths: Of the list's columns, in millimetres.
        kanan: How many columns the signature takes, from the right.
    """
    signature = (
        *write_jabatan("TandaTanganDaftar"),
        paragraph("RuangDaftar"),
        *write_nama_pejabat("TandaTanganDaftar", nama="NamaPejabatDaftar"),
    )
    left, right = sum(widths[:-kanan]), sum(widths[-kanan:])
    look = _bare(above=3)
    return row(
        cell(paragraph("Daftar"), width=left, span=len(widths) - kanan, look=look),
        cell(*signature, width=right, span=kanan, look=look),
    )


def write_baris_lebar(
    *paragraphs: str,
    widths: tuple[float, ...],
    above: float = 0,
    lined: bool = True,
    followed: bool = False,
) -> str:
    """Write a row without lines over the whole width: a sum, or a signature.

    Args:
        paragraphs: What it says.
        widths: Of the list's columns, in millimetres.
        above: How much room it leaves above, in millimetres.
        lined: Whether what stands above it ends with a line.
        followed: Whether what stands below it begins with one.
    """
    look = _bare(above=above, lined=lined, followed=followed)
    return row(cell(*paragraphs, width=sum(widths), span=len(widths), look=look))


def write_baris_dua(
    kiri: tuple[str, ...],
    kanan: tuple[str, ...],
    *,
    widths: tuple[float, ...],
    span: int,
) -> str:
    """Write a row without lines in two halves, such as two who sign side by side.

    Args:
        kiri: What stands at the left.
        kanan: What stands at the right.
        widths: Of the list's columns, in millimetres.
        span: How many columns the right half takes, from the right.
    """
    look = _bare(above=3, lined=False)
    left, right = sum(widths[:-span]), sum(widths[-span:])
    return row(
        cell(*kiri, width=left, span=len(widths) - span, look=look),
        cell(*kanan, width=right, span=span, look=look),
    )


def _bare(*, above: float, lined: bool = True, followed: bool = False) -> str:
    """Give the look of a cell without lines, whose text begins where the lines do."""
    open_ends = [] if lined else ["top"]
    open_ends += [] if followed else ["bottom"]
    edges = (*open_ends, "left", "right", "insideV")
    lines = borders(*(f'<w:{edge} w:val="nil"/>' for edge in edges))
    sides = "".join(
        f'<w:{side} w:w="{twips(mm)}" w:type="dxa"/>'
        for side, mm in (("top", above), ("left", 0), ("right", 0))
    )
    return f"{lines}<w:tcMar>{sides}</w:tcMar>"


def write_row(
    texts: tuple[str, ...],
    *,
    styles: tuple[str, ...],
    widths: tuple[float, ...],
    heading: bool = False,
    look: str = "",
) -> str:
    """Write a table row of one paragraph a cell.

    Args:
        texts: What the cells hold.
        styles: The paragraph style of each.
        widths: In millimetres.
        heading: Whether it is repeated on each page.
        look: The borders or shading of its cells, written already.
    """
    cells = (
        cell(paragraph(style, text), width=width, look=look)
        for text, style, width in zip(texts, styles, widths, strict=True)
    )
    return row(*cells, heading=heading)
