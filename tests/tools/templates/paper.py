"""A DOCX that is written block by block, with every part that a feature may ask for."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    import random

_SCHEMAS = "http://schemas.openxmlformats.org"
OFFICE = f"{_SCHEMAS}/officeDocument/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = (
    f'xmlns:w="{_SCHEMAS}/wordprocessingml/2006/main" xmlns:r="{OFFICE}" '
    f'xmlns:m="{_SCHEMAS}/officeDocument/2006/math" '
    f'xmlns:wp="{_SCHEMAS}/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{_SCHEMAS}/drawingml/2006/main" '
    f'xmlns:pic="{_SCHEMAS}/drawingml/2006/picture" '
    f'xmlns:mc="{_SCHEMAS}/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELS = f"{_SCHEMAS}/package/2006/relationships"

SECTION_ORDER = (
    *("footnotePr", "endnotePr", "type", "pgSz", "pgMar", "pgBorders", "lnNumType"),
    *("pgNumType", "cols", "vAlign", "titlePg", "bidi", "docGrid"),
)
"""The order of a section's properties. Source: ECMA-376-1, 17.6.17 (CT_SectPr)."""
A4, A5, FOLIO = (11906, 16838), (8391, 11906), (12240, 18720)


def paragraph(text: str = "", *, ppr: str = "", rpr: str = "") -> str:
    """Write a paragraph of one run; the text may hold tags and is not escaped."""
    own = f"<w:pPr>{ppr}</w:pPr>" if ppr else ""
    return f"<w:p>{own}{run(text, rpr=rpr) if text else ''}</w:p>"


def run(text: str, *, rpr: str = "") -> str:
    """Write a run."""
    own = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{text}</w:t></w:r>'


def simple_field(code: str, *, result: str = "1") -> str:
    """Write a field in one element."""
    return f'<w:fldSimple w:instr=" {code} ">{run(result)}</w:fldSimple>'


def complex_field(code: str, *, result: str = "1") -> str:
    """Write a field from begin to end."""
    marks = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    ]
    text = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{marks[0]}{text}{marks[1]}{run(result)}{marks[2]}"


@cache
def picture(red: int) -> bytes:
    """Draw a small picture."""
    image = Image.linear_gradient("L").resize((40, 40))
    out = io.BytesIO()
    Image.merge("RGB", (image, image.rotate(90), image.point([red] * 256))).save(
        out, "PNG"
    )
    return out.getvalue()


@dataclass(kw_only=True)
class Paper:
    """A document that grows.

    Args:
        rng: What decides wherever a feature leaves a choice.
        body: The blocks so far.
        section: The properties of the section that is being written.
        edges: Its references to headers and footers.
        defaults: The properties of paragraphs that no style tells; Word writes them
            though they are empty, and without them widow control is off.
    """

    rng: random.Random | None
    body: list[str] = field(default_factory=list)
    section: dict[str, str] = field(default_factory=dict)
    edges: list[str] = field(default_factory=list)
    parts: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    rels: list[tuple[str, str]] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    abstracts: list[str] = field(default_factory=list)
    nums: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    defaults: str = "<w:pPrDefault/>"
    counted: int = 0

    def __post_init__(self) -> None:
        """Begin with an ordinary page."""
        self.set_page(A4)

    def count(self) -> int:
        """Return a number that nothing else has."""
        self.counted += 1
        return self.counted

    def add(self, *blocks: str) -> None:
        """Add blocks to the body."""
        self.body += blocks

    def set_page(self, size: tuple[int, int], *, lying: bool = False) -> None:
        """Set the page of the section."""
        width, height = size[::-1] if lying else size
        orient = ' w:orient="landscape"' if lying else ""
        self.section["pgSz"] = f'<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        margin = self.rng.choice((1134, 1418, 1701)) if self.rng else 1134
        self.section["pgMar"] = (
            f'<w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" '
            f'w:left="{margin}" w:header="567" w:footer="567" w:gutter="0"/>'
        )

    def write_section(self) -> str:
        """Write the properties of the section so far."""
        own = "".join(self.section.get(name, "") for name in SECTION_ORDER)
        return f"<w:sectPr>{''.join(self.edges)}{own}</w:sectPr>"

    def end_section(self, text: str = "", *, kind: str = "", edges: bool = False):
        """End the section in a paragraph, and begin one.

        Args:
            text: What stands in the paragraph.
            kind: How the next section begins; ``""`` leaves it to the default.
            edges: Whether the next one names the same headers and footers itself.
        """
        self.add(paragraph(text, ppr=self.write_section()))
        self.section = {}
        self.edges = self.edges if edges else []
        self.set_page(A4)
        if kind:
            self.section["type"] = f'<w:type w:val="{kind}"/>'

    def relate(self, kind: str, target: str) -> str:
        """Add a relationship of the body, and return its name."""
        self.rels.append((kind, target))
        return f"rId{len(self.rels)}"

    def add_edge(
        self, kind: str, content: str, *, which: str = "default", absolute: bool = False
    ) -> None:
        """Give the section a header or a footer."""
        name = f"{kind}{self.count()}.xml"
        tag = "hdr" if kind == "header" else "ftr"
        data = f"{_HEAD}<w:{tag} {SPACES}>{content}</w:{tag}>".encode()
        self.parts[f"word/{name}"] = (data, f"{_KINDS}.{kind}+xml")
        key = self.relate(kind, f"/word/{name}" if absolute else name)
        # A section has one of each sort; a later one takes the place of the first.
        own = f'<w:{kind}Reference w:type="{which}" '
        self.edges = [edge for edge in self.edges if not edge.startswith(own)]
        self.edges.append(f'{own}r:id="{key}"/>')

    def add_picture(self) -> str:
        """Add a picture, and return its relationship."""
        name = f"media/gambar{self.count()}.png"
        self.parts[f"word/{name}"] = (picture(self.rng.randrange(256)), "image/png")
        return self.relate("image", name)

    def add_note(self, kind: str, text: str) -> str:
        """Add a footnote or an endnote, and return the run that refers to it."""
        known = self.notes.setdefault(kind, [])
        number = len(known) + 2
        above = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        mark = f"<w:r>{above}<w:{kind}Ref/></w:r>"
        known.append(
            f'<w:{kind} w:id="{number}"><w:p>{mark}{run(text)}</w:p></w:{kind}>'
        )
        return f'<w:r>{above}<w:{kind}Reference w:id="{number}"/></w:r>'

    def add_style(self, ppr: str, *, rpr: str = "") -> str:
        """Add a style of paragraphs, and return its name."""
        name = f"Gaya{self.count()}"
        self.styles.append(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
            f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
        )
        return name

    def add_abstract(self, levels: list[str]) -> int:
        """Add the definition of a list."""
        number = len(self.abstracts)
        self.abstracts.append(
            f'<w:abstractNum w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'
        )
        return number

    def add_num(self, abstract: int, *, number: int = 0, overrides: str = "") -> int:
        """Add a list of a definition, and return its number."""
        number = number or len(self.nums) + 1
        self.nums.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>'
            f"{overrides}</w:num>"
        )
        return number

    def write(self) -> bytes:
        """Return the file."""
        parts = dict(self.parts)
        parts.update(self._write_fixed())
        text = "".join(self.body) + self.write_section()
        body = f"{_HEAD}<w:document {SPACES}><w:body>{text}</w:body></w:document>"
        parts["word/document.xml"] = (body.encode(), f"{_KINDS}.document.main+xml")
        types = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, (_, kind) in parts.items()
        )
        members = {
            "[Content_Types].xml": (
                f'{_HEAD}<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
                '<Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f"{types}</Types>"
            ).encode(),
            "_rels/.rels": _write_rels([("officeDocument", "word/document.xml")]),
            "word/_rels/document.xml.rels": _write_rels(self.rels),
            **{name: data for name, (data, _) in parts.items()},
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in members.items():
                file.writestr(zipfile.ZipInfo(name, (2016, 3, 14, 1, 0, 0)), data)
        return out.getvalue()

    def _write_fixed(self) -> dict[str, tuple[bytes, str]]:
        """Write styles, settings, lists and notes, and relate them."""
        styles = _STYLES.replace("{defaults}", self.defaults)
        texts = {
            "styles": ("styles", styles + "".join(self.styles)),
            "settings": ("settings", "".join(self.settings)),
        }
        if self.abstracts:
            lists = "".join(self.abstracts) + "".join(self.nums)
            texts["numbering"] = ("numbering", lists)
        for kind, notes in self.notes.items():
            texts[f"{kind}s"] = (f"{kind}s", _SEPARATORS.format(kind) + "".join(notes))
        parts = {}
        for name, (tag, text) in texts.items():
            data = f"{_HEAD}<w:{tag} {SPACES}>{text}</w:{tag}>".encode()
            parts[f"word/{name}.xml"] = (data, f"{_KINDS}.{name}+xml")
            self.relate(name, f"{name}.xml")
        return parts


_STYLES = """\
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Serif" \
w:hAnsi="Liberation Serif" w:cs="Liberation Serif"/><w:sz w:val="24"/>\
<w:lang w:val="id-ID"/></w:rPr></w:rPrDefault>{defaults}</w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>\
<w:pPr><w:spacing w:after="120"/></w:pPr></w:style>\
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>\
<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/>\
<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal">\
<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>\
<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>\
</w:tblPr></w:style>"""
_SEPARATORS = """\
<w:{0} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{0}>\
<w:{0} w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/>\
</w:r></w:p></w:{0}>"""


def _write_rels(rels: list[tuple[str, str]]) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(rels, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELS}">{rows}</Relationships>'.encode()
