"""Word files in which every place for a tag can be filled; their comments.

They are written as Word does: the parts are declared, and a text box comes twice.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from docx import Document
from lxml import etree

from formulir.ground.package import RELATIONS, W, name_relations, read_relations
from formulir.model import Docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
    "<wp:inline><wp:extent cx='2400000' cy='600000'/><wp:docPr id='7' name='Kotak'/>"
    "<a:graphic><a:graphicData "
    "uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'><wps:wsp>"
    "<wps:cNvSpPr txBox='1'/><wps:spPr><a:xfrm><a:off x='0' y='0'/>"
    "<a:ext cx='2400000' cy='600000'/></a:xfrm><a:prstGeom prst='rect'><a:avLst/>"
    "</a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>"
    "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:shape style='width:180pt;height:45pt'>"
    "<v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
PLACES = (
    *("body", "table", "nested", "header", "footer", "footnote", "endnote", "box"),
)
"""Where a tag can stand; ``nested`` is a loop in a loop of table rows."""
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")
_AFAR = {"header", "footer", "footnote", "endnote", "box"}
"""Places in which Word allows no comment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A comment as a reader sees it: what it says, at which words, by whom."""

    text: str
    words: str
    author: str


def cut(text: str, pieces: int) -> list[str]:
    """Cut a text into so many pieces, or as many as it has letters."""
    pieces = min(pieces, len(text))
    edges = [len(text) * at // pieces for at in range(pieces + 1)]
    return [text[a:b] for a, b in pairwise(edges)]


def make_paragraph(*runs: str) -> str:
    """Write a paragraph of runs, each formatted unlike the one before it."""
    looks = ("", "<w:rPr><w:b/></w:rPr>")
    return (
        f"<w:p>{''.join(_make_run(t, looks[n % 2]) for n, t in enumerate(runs))}</w:p>"
    )


def _make_run(text: str, look: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def make_word(planted: dict[str, list[tuple[str, int]]]) -> Docx:
    """Make a file with texts at places, each cut into so many runs.

    Each text stands between words of its paragraph, which are right.
    """
    filled = {
        place: [
            make_paragraph("Kata ", *cut(text, pieces), " kata.")
            for text, pieces in planted.get(place, [])
        ]
        for place in PLACES
    }
    return Docx(_pack(filled))


def _pack(filled: dict[str, list[str]]) -> bytes:
    empty = make_paragraph("Kosong")
    notes = {
        kind: "".join(
            f"<w:{kind} w:id='{n}'>{text}</w:{kind}>"
            for n, text in enumerate(filled[kind] or [empty], 2)
        )
        for kind in ("footnote", "endnote")
    }
    parts = {"document": _make_body(filled)}
    for kind in ("header", "footer"):
        inner = "".join(filled[kind] or [empty])
        parts[f"{kind}1"] = f"<w:{kind[:1]}{'dr' if kind == 'header' else 'tr'}>"
        parts[f"{kind}1"] += f"{inner}</w:{'hdr' if kind == 'header' else 'ftr'}>"
    for kind, inner in notes.items():
        parts[f"{kind}s"] = f"<w:{kind}s>{inner}</w:{kind}s>"
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_save_plain())) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = _declare(data, parts)
            elif name == "word/_rels/document.xml.rels":
                data = _relate(data, parts)
            if name != "word/document.xml":
                new.writestr(name, data)
        for name, text in parts.items():
            declared = re.sub(r"^(<w:\w+)", rf"\1 {NAMESPACES}", text)
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            new.writestr(f"word/{name}.xml", head + declared)
    return out.getvalue()


@cache
def _save_plain() -> bytes:
    base, raw = Document(), io.BytesIO()
    base.add_paragraph("x")
    base.save(raw)
    return raw.getvalue()


def _make_body(filled: dict[str, list[str]]) -> str:
    rows = "".join(_make_row(text) for text in filled["table"])
    nested = "".join(_make_row(text) for text in filled["nested"])
    loops = ("{%tr for m in model %}", "{%tr for i in m.imbas %}", "{%tr endfor %}")
    opened = [_make_row(make_paragraph(loop)) for loop in loops]
    notes = "".join(
        f"<w:r><w:{kind}Reference w:id='{n}'/></w:r>"
        for kind in ("footnote", "endnote")
        for n in range(2, 2 + max(len(filled[kind]), 1))
    )
    boxes = "".join(filled["box"] or [make_paragraph("Kosong")])
    references = "".join(
        f"<w:{kind}Reference w:type='default' r:id='rId_{kind}1'/>"
        for kind in ("header", "footer")
    )
    return (
        f"<w:document><w:body>{make_paragraph('Paragraf pertama.')}"
        f"{''.join(filled['body'])}<w:p>{notes}{BOX.format(boxes)}</w:p>"
        f"<w:tbl>{_GRID}{_make_row(make_paragraph('Tabel'))}{rows}</w:tbl>"
        f"{make_paragraph('Antara')}<w:tbl>{_GRID}{opened[0]}{opened[1]}"
        f"{_make_row(make_paragraph('{{ i.nama }}'))}{nested}{opened[2] * 2}</w:tbl>"
        f"{make_paragraph('Penutup')}<w:sectPr>{references}"
        "<w:pgSz w:w='11906' w:h='16838'/></w:sectPr></w:body></w:document>"
    )


_GRID = "<w:tblPr/><w:tblGrid><w:gridCol w:w='5000'/></w:tblGrid>"


def _make_row(paragraph: str) -> str:
    return f"<w:tr><w:tc><w:tcPr/>{paragraph}</w:tc></w:tr>"


def _declare(types: bytes, parts: dict[str, str]) -> bytes:
    added = "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="{MAIN}.{name.rstrip("1")}+xml"/>'
        for name in parts
        if name != "document"
    )
    return types.replace(b"</Types>", added.encode() + b"</Types>")


def _relate(relations: bytes, parts: dict[str, str]) -> bytes:
    added = "".join(
        f'<Relationship Id="rId_{name}" Type="{RELATIONS}/{name.rstrip("1")}" '
        f'Target="{name}.xml"/>'
        for name in parts
        if name != "document"
    )
    return relations.replace(b"</Relationships>", added.encode() + b"</Relationships>")


def replace_body(docx: Docx, old: str, new: str) -> Docx:
    """Write something else into the body."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as file, zipfile.ZipFile(out, "w") as made:
        for name in file.namelist():
            data = file.read(name)
            if name == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            made.writestr(name, data)
    return Docx(out.getvalue())


def read_comments(docx: Docx) -> list[Shown]:
    """Read every comment of a file, and prove that Word can read them too.

    Source: ECMA-376-1, 17.13.4: each comment has its range and its reference in the
    main story, in this order, and nothing else names its id.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        names = file.namelist()
        assert len(names) == len(set(names))
        roots = {
            name: etree.fromstring(file.read(name))
            for name in names
            if name.endswith((".xml", ".rels"))
        }
    if "word/comments.xml" not in roots:
        _assert_no_marks(roots, set())
        return []
    _assert_declared(roots)
    comments = list(roots["word/comments.xml"].iter(f"{W}comment"))
    ids = [str(comment.get(f"{W}id")) for comment in comments]
    assert max(Counter(ids).values(), default=1) == 1
    _assert_no_marks(roots, set(ids))
    ranges = _read_ranges(roots["word/document.xml"])
    return [
        Shown(
            text="\n".join(
                "".join(t.text or "" for t in p.iter(f"{W}t"))
                for p in comment.iter(f"{W}p")
            ),
            words=ranges[str(comment.get(f"{W}id"))],
            author=str(comment.get(f"{W}author")),
        )
        for comment in comments
    ]


def _assert_declared(roots: dict[str, etree._Element]) -> None:
    types = [
        (node.get("PartName"), node.get("ContentType"))
        for node in roots["[Content_Types].xml"].iter("{*}Override")
    ]
    assert types.count(("/word/comments.xml", f"{MAIN}.comments+xml")) == 1
    rows = read_relations(
        roots[name_relations("word/document.xml")], part="word/document.xml"
    )
    targets = [row.target for row in rows if row.kind == "comments"]
    assert targets == ["word/comments.xml"]
    assert len({row.key for row in rows}) == len(rows)


def _assert_no_marks(roots: dict[str, etree._Element], ids: set[str]) -> None:
    """No mark stands outside the body, in a text box, or for a comment that is not."""
    for name, root in roots.items():
        for kind in _MARKS:
            marks = list(root.iter(f"{W}{kind}"))
            if name != "word/document.xml":
                assert marks == [], name
                continue
            assert Counter(mark.get(f"{W}id") for mark in marks) == Counter(ids)
            for mark in marks:
                above = {parent.tag for parent in mark.iterancestors()}
                assert f"{W}txbxContent" not in above
                assert f"{W}p" in above


def _read_ranges(body: etree._Element) -> dict[str, str]:
    """Return the words between the marks of each comment, which come in their order."""
    kinds = {f"{W}{kind}": kind for kind in _MARKS}
    order: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for node in body.iter(*kinds, f"{W}t", f"{W}delText"):
        if node.tag in kinds:
            order.setdefault(str(node.get(f"{W}id")), []).append(kinds[node.tag])
            words.setdefault(str(node.get(f"{W}id")), "")
        elif next(node.iterancestors(f"{W}txbxContent"), None) is None:
            for key, seen in order.items():
                if seen[-1] == _MARKS[0]:
                    words[key] += node.text or ""
    assert all(tuple(seen) == _MARKS for seen in order.values())
    return words
