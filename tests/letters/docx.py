"""Small DOCX files for tests, written as Word would write them."""

from __future__ import annotations

import io
import zipfile

from docx import Document

from formulir.model import Docx

FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    "<w:footnotes"
    ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="2"><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)


def make_docx(
    *paragraphs: str,
    header: str = "",
    footer: str = "",
    rows: tuple[tuple[str, ...], ...] = (),
    footnote: str = "",
) -> Docx:
    """Make a document with these paragraphs, then a table with these rows."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for line, cells in zip(rows, table.rows, strict=True):
            for text, cell in zip(line, cells.cells, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    out = io.BytesIO()
    document.save(out)
    if footnote:
        with zipfile.ZipFile(out, "a") as file:
            file.writestr("word/footnotes.xml", FOOTNOTES % footnote)
    return Docx(out.getvalue())


def read_text(docx: bytes) -> list[str]:
    """Return the text of every paragraph of the body, tables included."""
    body = Document(io.BytesIO(docx)).element.body
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    marks = {f"{w}tab": "\t", f"{w}br": "\n"}
    return [
        "".join(
            marks.get(node.tag, node.text or "")
            for node in paragraph.iter(f"{w}t", f"{w}tab", f"{w}br")
            if node.getparent().tag == f"{w}r"
        )
        for paragraph in body.iter(f"{w}p")
    ]
