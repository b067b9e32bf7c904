"""What DOCX and ODF files are made of: name spaces, parts, tags, and their ZIP."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""The kinds of relationships, and the attributes that name one. Source: ECMA-376."""
R: Final = f"{{{RELATIONS}}}"
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY: Final = "word/document.xml"
TYPES: Final = "[Content_Types].xml"

_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{{{_ODF}office:1.0}}"
STYLE: Final = f"{{{_ODF}style:1.0}}"
TEXT: Final = f"{{{_ODF}text:1.0}}"
TABLE: Final = f"{{{_ODF}table:1.0}}"
FO: Final = f"{{{_ODF}xsl-fo-compatible:1.0}}"

TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
"""A tag of a template, from its first mark to its last."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The oldest moment that a ZIP file can tell, so that equal parts give equal bytes."""


def write_xml(root: etree._Element) -> bytes:
    """Write a part as Word does."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def pack(members: Mapping[str, bytes | str], order: Iterable[str]) -> bytes:
    """Pack the members of a file, in an order and without the hour.

    They are stored, not deflated: the file lives for one printing.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in order:
            file.writestr(zipfile.ZipInfo(name, date_time=_EPOCH), members[name])
    return out.getvalue()
