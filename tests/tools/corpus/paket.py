"""A small DOCX written by hand, so that every odd part of it has its place."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
MAIN = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(kw_only=True)
class Paket:
    """A document: what stands in its body, its relationships and its other parts."""

    body: list[str] = field(default_factory=list)
    rels: list[tuple[str, str, bool]] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    settings: str = ""
    settings_rels: list[tuple[str, str, bool]] = field(default_factory=list)
    main: str = MAIN
    prolog: str = ""

    def relate(self, kind: str, target: str, *, outside: bool = False) -> str:
        """Add a relationship of the body, and return its name."""
        self.rels.append((kind, target, outside))
        return f"rId{len(self.rels)}"

    def add(self, name: str, data: bytes, *, kind: str) -> str:
        """Add a part below ``word``, numbered at ``{}``; return its relationship."""
        name = name.format(len(self.parts))
        self.parts[f"word/{name}"] = data
        return self.relate(kind, name)

    def relate_settings(self, kind: str, target: str) -> str:
        """Add a relationship of the settings that leads outside."""
        self.settings_rels.append((kind, target, True))
        return f"rId{len(self.settings_rels)}"

    def write(self, *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
        """Return the file."""
        self.relate("settings", "settings.xml")
        kinds = {name.rsplit(".", 1)[-1] for name in self.parts} - {"rels", "xml"}
        defaults = "".join(
            f'<Default Extension="{kind}" ContentType="application/octet-stream"/>'
            for kind in sorted(kinds)
        )
        types = (
            f"{HEAD}<Types xmlns="
            '"http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{defaults}'
            f'<Override PartName="/word/document.xml" ContentType="{self.main}"/>'
            "</Types>"
        )
        text = "".join(self.body)
        members = {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": write_rels([("officeDocument", "word/document.xml", False)]),
            "word/document.xml": (
                f"{HEAD}{self.prolog}<w:document {SPACES}><w:body>{text}"
                '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
                "</w:body></w:document>"
            ).encode(),
            "word/settings.xml": (
                f"{HEAD}<w:settings {SPACES}>{self.settings}</w:settings>"
            ).encode(),
            "word/_rels/document.xml.rels": write_rels(self.rels),
            **self.parts,
        }
        if self.settings_rels:
            members["word/_rels/settings.xml.rels"] = write_rels(self.settings_rels)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", compression) as file:
            for name, data in members.items():
                stamp = zipfile.ZipInfo(name, (2016, 3, 14, 1, 0, 0))
                stamp.compress_type = compression
                file.writestr(stamp, data)
        return out.getvalue()


def write_rels(rels: list[tuple[str, str, bool]]) -> bytes:
    """Write relationships: kind, target, and whether that lies outside."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if outside else "/>")
        for number, (kind, target, outside) in enumerate(rels, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{RELS}">{rows}</Relationships>'.encode()


def par(text: str) -> str:
    """Write a paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def complex_field(*pieces: str, result: str = "hasil") -> str:
    """Write a field whose instruction is spread over runs."""
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>'
        for piece in pieces
    )
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'{runs}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{result}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def simple_field(instruction: str, result: str = "hasil") -> str:
    """Write a field in one element."""
    return (
        f'<w:p><w:fldSimple w:instr="{instruction}">'
        f"<w:r><w:t>{result}</w:t></w:r></w:fldSimple></w:p>"
    )


def drawing(attribute: str) -> str:
    """Write a picture; the attribute says where it comes from."""
    return (
        "<w:p><w:r><w:drawing><wp:inline>"
        '<wp:extent cx="1800000" cy="1800000"/><wp:docPr id="1" name="Gambar"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/'
        '2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="g"/>'
        f"<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {attribute}/>"
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        '<a:off x="0" y="0"/><a:ext cx="1800000" cy="1800000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def vml(attribute: str) -> str:
    """Write an old-style picture; the attribute says where it comes from."""
    return (
        '<w:p><w:r><w:pict><v:shape style="width:100pt;height:100pt">'
        f"<v:imagedata {attribute}/></v:shape></w:pict></w:r></w:p>"
    )
