"""A DOCX that may be shown to LibreOffice: a new package of known parts only.

Parts are reached from the package's root through relationships of kinds that are known
to carry text or pictures. Everything else (macros, objects, controls, templates,
fonts, data, pictures that may refer to files) is left behind by construction; what is
looked for by name is only looked for to be told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

from formulir.ground.magic import HEAD_BYTES, tell_ekstensi
from formulir.ground.package import RelationRow, write_xml
from formulir.language import phrase
from formulir.press.attachments.docx_package import (
    OpenedPackage,
    open_package,
    write_package,
    write_relations,
)
from formulir.press.attachments.docx_parts import clean_part
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.press.pictures.frames import count_bits

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.press.child.limits import Limits

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.drawingml."
_MICROSOFT: Final = "http://schemas.microsoft.com/office/2007/relationships/"

_BESIDE: Final = (
    *("styles", "settings", "fontTable", "numbering"),
    *("footnotes", "endnotes", "header", "footer"),
)
_TEXTS: Final = {
    "officeDocument": f"{_WORD}document.main+xml",
    **{kind: f"{_WORD}{kind}+xml" for kind in _BESIDE},
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "chart": f"{_DRAWING}chart+xml",
    "diagramData": f"{_DRAWING}diagramData+xml",
    "diagramLayout": f"{_DRAWING}diagramLayout+xml",
    "diagramQuickStyle": f"{_DRAWING}diagramStyle+xml",
    "diagramColors": f"{_DRAWING}diagramColors+xml",
    "diagramDrawing": "application/vnd.ms-office.drawingml.diagramDrawing+xml",
}
"""The kinds of parts that are kept, and what each is declared as."""

_TYPES: Final = {"diagramDrawing": f"{_MICROSOFT}diagramDrawing"}
"""Relationships that are not of the standard's own name space."""

_PICTURES: Final = {
    **{name: name for name in ("png", "gif", "bmp")},
    "jpg": "jpeg",
    "tif": "tiff",
    "emf": "x-emf",
    "wmf": "x-wmf",
}
"""Pictures that hold nothing but themselves. SVG, EPS and PDF can refer to files."""

_TOLD: Final = {
    "vbaProject": phrase("macros were removed"),
    "oleObject": phrase("embedded objects were reduced to their pictures"),
    "package": phrase("embedded objects were reduced to their pictures"),
    "control": phrase("ActiveX controls were removed"),
    "attachedTemplate": phrase("a link to a template was removed"),
    "mailMergeSource": phrase("a link to a data source was removed"),
    "hyperlink": phrase("links to the web were removed"),
    "font": phrase("the fonts that it brings along were removed; look at its pages"),
    "video": phrase("a film was removed"),
    "frame": phrase("links to other files were removed"),
}
_LINKED: Final = phrase(
    "pictures that lie in other files were left out; look at its pages"
)
_NO_TEXT: Final = phrase(
    "its name says .docx but it holds no Word text; open it and save it again as PDF"
)
_UNSAFE: Final = phrase("pictures that can refer to other files were left out")


@dataclass(kw_only=True, slots=True)
class DraftPackage:
    """A new package in the making.

    Args:
        old: What it is made from.
        limits: What each picture may unfold into stands there.
        parts: What has been taken over, by its new name.
        types: The content type of each.
        names: The new name of each old part.
        catatan: What was left behind, in words.
    """

    old: OpenedPackage
    limits: Limits
    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    catatan: list[str] = field(default_factory=list)


def clean_docx(source: Path, target: Path, *, limits: Limits) -> tuple[str, ...]:
    """Write a DOCX anew without whatever reaches beyond it.

    Returns:
        What was left behind, a sentence each.

    Raises:
        LampiranRefusedError: It is damaged, too big, or its text lies elsewhere.
    """
    Image.MAX_IMAGE_PIXELS = None  # the limit is checked by hand
    old = open_package(source, limits)
    with old.file:
        draft = DraftPackage(old=old, limits=limits)
        main = [row for row in old.relations("") if row.kind == "officeDocument"]
        if not main or main[0].outside:
            raise LampiranRefusedError(_NO_TEXT)
        name = _take_text(draft, main[0])
        rels = [("rId1", "officeDocument", name)]
        draft.parts["_rels/.rels"] = write_relations(rels)
    write_package(target, draft.parts, draft.types)
    return tuple(dict.fromkeys(draft.catatan))


def _take_text(draft: DraftPackage, row: RelationRow) -> str:
    """Take a part over with all that it leads to; return its new name."""
    known = draft.names.get(row.target)
    if known is not None:
        return known  # a part may be reached twice, or lead back to itself
    root = draft.old.read_xml(row.target)
    if row.kind == "officeDocument":
        # A spreadsheet or a presentation may call itself a letter.
        tag = str(root.tag)
        if not tag.endswith("}document") or "wordprocessingml" not in tag:
            raise LampiranRefusedError(_NO_TEXT)
    name = f"word/{row.kind}{len(draft.parts)}.xml"
    draft.names[row.target] = name
    draft.parts[name] = b""
    draft.types[name] = _TEXTS[row.kind]
    rels = [
        (inner.key, _TYPES.get(inner.kind, inner.kind), found)
        for inner in draft.old.relations(row.target)
        if (found := _follow(draft, inner))
    ]
    draft.catatan += clean_part(root, known={key for key, _, _ in rels})
    draft.parts[name] = write_xml(root)
    if rels:
        path = f"word/_rels/{name.removeprefix('word/')}.rels"
        draft.parts[path] = write_relations(rels)
    return name


def _follow(draft: DraftPackage, row: RelationRow) -> str | None:
    """Take over what a relationship leads to, or say that it is left behind."""
    if row.kind == "aFChunk":
        return None  # where it is used, the file is refused
    if row.kind == "image" and row.outside:
        draft.catatan.append(_LINKED)
    elif not row.outside and row.kind == "image":
        return _take_picture(draft, row)
    elif not row.outside and row.kind in _TEXTS and row.kind != "officeDocument":
        return _take_text(draft, row) if draft.old.has(row.target) else None
    elif row.kind in _TOLD and (row.outside or row.kind != "hyperlink"):
        draft.catatan.append(_TOLD[row.kind])
    return None


def _take_picture(draft: DraftPackage, row: RelationRow) -> str | None:
    """Take a picture over, if its first bytes say that it holds nothing else."""
    known = draft.names.get(row.target)
    if known is not None or not draft.old.has(row.target):
        return known
    data = draft.old.read(row.target)
    kind = _PICTURES.get(tell_ekstensi(data[:HEAD_BYTES]))
    if kind is None:
        draft.catatan.append(_UNSAFE)
        return None
    _check_pixels(data, draft.limits)
    name = f"word/media/gambar{len(draft.parts)}.{kind.removeprefix('x-')}"
    draft.names[row.target] = name
    draft.parts[name] = data
    draft.types[name] = f"image/{kind}"
    return name


def _check_pixels(data: bytes, limits: Limits) -> None:
    """Refuse a picture that would unfold into too much; only its head is read."""
    try:
        with Image.open(BytesIO(data)) as image:
            (width, height), bits = image.size, count_bits(image.mode)
    except (OSError, SyntaxError, ValueError):
        return  # LibreOffice, within its limits, may know it
    if excess := limits.describe_excess(width, height, bits=bits):
        raise LampiranRefusedError(
            phrase("a picture in it has {excess}; save it as PDF", excess=excess)
        )
