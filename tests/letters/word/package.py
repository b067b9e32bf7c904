"""Whole packages for tests, part by part, as other programs than Word write them."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from formulir.ground.package import TYPES, W
from formulir.letters.reading.compile import compile_template, inspect_template
from formulir.letters.reading.render import fill_parts
from formulir.letters.reading.shape import infer
from formulir.model import Docx

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{KINDS}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text, look=""):
    """Write a run; its text is XML as it stands."""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*inner, look=""):
    """Write a paragraph of runs; a text without markup becomes one."""
    look = f"<w:pPr>{look}</w:pPr>" if look else ""
    runs = (one if one.startswith("<") else run(one) for one in inner)
    return f"<w:p>{look}{''.join(runs)}</w:p>"


def table(*rows):
    """Write a table of texts or paragraphs."""
    cells = [
        "".join(
            f"<w:tc><w:tcPr/>{one if one.startswith('<') else par(one)}</w:tc>"
            for one in row
        )
        for row in rows
    ]
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{_wrap('w:tr', cells)}</w:tbl>"


def _wrap(name, pieces):
    return "".join(f"<{name}>{piece}</{name}>" for piece in pieces)


def document(body, *, section=SECTION):
    """Write a body's part."""
    return f"<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>"


def relations(*rows):
    """Write relationships: key, kind, target, and whether it lies outside."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships">'
        + "".join(
            f'<Relationship Id="{key}" Type="{KINDS}/{kind}" Target="{target}"'
            + (' TargetMode="External"' if outside else "")
            + "/>"
            for key, kind, target, outside in rows
        )
        + "</Relationships>"
    )


def pack_docx(members):
    """Pack members; texts are written in UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return Docx(out.getvalue())


def make_members(*blocks, main="word/document.xml", leads=(), **parts):
    """Write the members of a small package.

    Args:
        blocks: What stands in its body.
        main: What its body's part is called.
        leads: More relationships of the body.
        parts: Headers, footers and notes: their inner XML, by kind.
    """
    base = main.rpartition("/")[0]
    rows, members = list(leads), {}
    roots = {"header": "hdr", "footer": "ftr"}
    for number, (kind, inner) in enumerate(parts.items(), start=1):
        root = roots.get(kind, kind)
        members[f"{base}/{kind}1.xml"] = f"<w:{root} {NAMES}>{inner}</w:{root}>"
        rows.append((f"k{number}", kind, f"{kind}1.xml", False))
    name = main.rpartition("/")[2]
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{WORD}.document.main+xml"/>'
        for part in (main, *members)
    )
    head = "http://schemas.openxmlformats.org/package/2006/content-types"
    plain = '<Default Extension="xml" ContentType="application/xml"/>'
    package = "application/vnd.openxmlformats-package.relationships+xml"
    rels = f'<Default Extension="rels" ContentType="{package}"/>'
    return {
        TYPES: f'<Types xmlns="{head}">{rels}{plain}{types}</Types>',
        "_rels/.rels": relations(("r1", "officeDocument", main, False)),
        main: document("".join(blocks)),
        **({f"{base}/_rels/{name}.rels": relations(*rows)} if rows else {}),
        **members,
    }


def make_word(*blocks, **parts):
    """Write a small package."""
    return pack_docx(make_members(*blocks, **parts))


def fill_text(docx, konteks, part="word/document.xml"):
    """Fill a template, and return the texts of the paragraphs of a part."""
    template = compile_template(docx, nama="t.docx")
    filled = fill_parts(template, konteks, kunci="k")
    data = filled[part].encode() if part in filled else template.rest[part]
    return [
        "".join(node.text or "" for node in paragraph.iter("{*}t"))
        for paragraph in etree.fromstring(data).iter(f"{W}p")
    ]


def inspect(docx, konteks=None):
    """Return all faults and remarks of a template."""
    shape = infer([konteks or {}])
    return inspect_template(docx, nama="t.docx", shape=shape)


def reasons(docx, konteks=None):
    """Return each fault as it is told."""
    return [str(fault) for fault in inspect(docx, konteks)]
