"""The variables of a kind as a Word file, from which tags are copied."""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from formulir.letters.authoring.names import BOOLEAN, DAFTAR, KELOMPOK
from formulir.model import Docx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordFile
    from docx.table import Table, _Cell, _Row

    from formulir.letters.authoring.names import Variable
    from formulir.letters.jenis import Jenis

COLUMNS: Final = ("Tag untuk disalin", "Tipe", "Contoh isi", "Boleh kosong", "Sumber")
WIDTHS_CM: Final = (8.2, 2.0, 7.4, 2.6, 5.5)
MEMBERS_SHOWN: Final = 6
"""How many columns a table has that is ready to be copied."""
CONTOH_LENGTH: Final = 90
_TEXT, _CODE = "Carlito", "Liberation Mono"
_DARK, _PALE, _LINE = "1F3864", "E9EEF6", "B4BFD1"


def write_names(jenis: Jenis, variables: Sequence[Variable]) -> Docx:
    """Write the variables of a kind: how each is written, and what it holds.

    Lists come with rows that are ready to be copied into a table of the letter.
    """
    document = Document()
    _set_page(document)
    document.add_heading(f"Nama untuk templat {jenis.kode}", level=1)
    document.add_paragraph(jenis.judul).runs[0].italic = True
    document.add_paragraph(
        "Salin tag dari kolom pertama ke surat.docx; saat surat dicetak, tag diganti "
        "dengan isinya. Satu tag diberi satu format dari awal sampai akhir. Yang boleh "
        "kosong dapat dilindungi dengan {% if nama %} … {% endif %}."
    )
    for top, found in groupby(variables, key=_find_top):
        members = list(found)
        document.add_heading(top, level=2)
        printed = [each for each in members if each.tipe != KELOMPOK]
        _add_table(document, printed)
        for each in members:
            if each.tipe == DAFTAR:
                _add_ready(document, each, variables)
    _dress_tables(document)
    out = io.BytesIO()
    document.save(out)
    return Docx(out.getvalue())


def _find_top(variable: Variable) -> str:
    return variable.nama.partition(".")[0].removesuffix("[]")


def _set_page(document: WordFile) -> None:
    """Lay the page across, and set what all text looks like."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for name, size in (("Normal", 10), ("Heading 1", 18), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = _TEXT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_DARK)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)


def _add_table(document: WordFile, variables: Sequence[Variable]) -> None:
    """Add a table of variables, a row each."""
    table = _make_table(document, COLUMNS, WIDTHS_CM)
    for each in variables:
        ends = {DAFTAR: f" … {_close(each)}", BOOLEAN: " … {% endif %}"}
        tag = each.tag + ends.get(each.tipe, "")
        contoh = each.contoh
        if len(contoh) > CONTOH_LENGTH:
            contoh = contoh[: CONTOH_LENGTH - 1] + "…"
        blank = "ya" if each.boleh_kosong else ""
        first, *others = _add_row(table)
        _write(first, tag, font=_CODE)
        texts = (each.tipe, contoh, blank, each.sumber)
        for cell, text in zip(others, texts, strict=True):
            _write(cell, text)


def _add_ready(
    document: WordFile, daftar: Variable, variables: Sequence[Variable]
) -> None:
    """Add a loop that can be copied: rows of a table, or paragraphs."""
    members = _list_members(daftar, variables)
    if not members:
        return
    around = _find_around(daftar, variables)
    where = f", di dalam {around.tag}" if around else ""
    title = document.add_paragraph()
    title.paragraph_format.space_before = Pt(8)
    title.paragraph_format.keep_with_next = True
    title.add_run(f"Siap disalin{where}").bold = True
    if daftar.tag.startswith("{%p"):
        for text in (daftar.tag, *(each.tag for each in members), _close(daftar)):
            run = document.add_paragraph().add_run(text)
            run.font.name, run.font.size = _CODE, Pt(9)
        return
    prefix = f"{daftar.nama}[]."
    heads = [
        each.nama.removeprefix(prefix).replace("_", " ").capitalize()
        for each in members
    ]
    width = sum(WIDTHS_CM) / len(members)
    table = _make_table(document, heads, [width] * len(members))
    tags = [each.tag for each in members]
    for line in ([daftar.tag], tags, [_close(daftar)]):
        cells = _add_row(table)
        if len(line) == 1 and len(cells) > 1:
            cells[0].merge(cells[-1])
        for cell, text in zip(cells, line, strict=False):
            _write(cell, text, font=_CODE)


def _list_members(daftar: Variable, variables: Sequence[Variable]) -> list[Variable]:
    """List what one row of a list holds, as far as a table has room."""
    inside = f"{daftar.nama}[]"
    return [
        each
        for each in variables
        if each.is_printed
        and each.nama.startswith(inside)
        and "[]" not in each.nama.removeprefix(inside)
    ][:MEMBERS_SHOWN]


def _find_around(daftar: Variable, variables: Sequence[Variable]) -> Variable | None:
    """Return the list that a list stands in."""
    outer = daftar.nama.rpartition("[]")[0]
    return next((each for each in variables if each.nama == outer), None)


def _close(daftar: Variable) -> str:
    """Write the last tag of a loop."""
    return "{%p endfor %}" if daftar.tag.startswith("{%p") else "{%tr endfor %}"


def _make_table(
    document: WordFile, heads: Sequence[str], widths_cm: Sequence[float]
) -> Table:
    table: Table = document.add_table(1, len(heads))
    table.autofit = False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for cell, head, width in zip(table.rows[0].cells, heads, widths_cm, strict=True):
        cell.width = Cm(width)
        _write(cell, head, bold=True)
    return table


def _add_row(table: Table) -> Sequence[_Cell]:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx's own
    return row.cells


def _write(
    cell: _Cell, text: str, *, font: str | None = None, bold: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = Pt(1.5)
    paragraph.paragraph_format.space_after = Pt(1.5)
    run = paragraph.add_run(text)
    run.bold = bold or None
    if font is not None:
        run.font.name, run.font.size = font, Pt(9)


def _dress_tables(document: WordFile) -> None:
    """Rule the tables, shade their heads, and repeat these on every page."""
    for table in document.element.body.iter(qn("w:tbl")):
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            border = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", "4"), ("color", _LINE)):
                border.set(qn(f"w:{name}"), value)
            borders.append(border)
        # The schema asks for this order.
        table.tblPr.find(qn("w:tblLayout")).addprevious(borders)
        head, *rows = table.iterchildren(qn("w:tr"))
        head.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in rows:
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell in head.iterchildren(qn("w:tc")):
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", _PALE)):
                shade.set(qn(f"w:{name}"), value)
            cell.get_or_add_tcPr().append(shade)
