"""The same template as LibreOffice itself wrote it: ODF, which it loads faster.

LibreOffice reads the author's DOCX once, its tags being plain text, and writes it as
flat ODF. Here that becomes a Jinja source of the body, filled in the same sandbox as
the DOCX. What cannot be carried over without a doubt is refused: such a template is
filled as DOCX only. Faults are never told here; the DOCX is where they are looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from markupsafe import Markup, escape

from formulir.ground.package import BODY, OFFICE, STYLE, TABLE, TAG, TEXT, parse_part
from formulir.language import phrase, take_reason
from formulir.letters.odf.odf_tags import LETTER, OdfUnfitError, take_tags
from formulir.letters.reading.sandbox import (
    FILL_ERRORS,
    Sandbox,
    evaluate,
    take_branches,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import jinja2

    from formulir.letters.reading.compile import Template
    from formulir.model import Fodt

_ANY: Final = re.compile(r"\{\{|\{%|\{#")
_SHOWN: Final = frozenset(
    f"{TEXT}{name}"
    for name in (
        *("p", "h", "span", "s", "tab", "line-break", "soft-page-break"),
        *("bookmark", "bookmark-start", "bookmark-end", "page-number"),
        *("list", "list-item"),
    )
) | frozenset(
    f"{TABLE}{name}"
    for name in (
        *("table", "table-column", "table-columns", "table-header-rows"),
        *("table-row", "table-cell", "covered-table-cell"),
    )
)
"""What a body may hold; pictures, frames, notes and the like stay with the DOCX."""
_NAMES: Final = (
    f"{TABLE}name",
    "{http://www.w3.org/XML/1998/namespace}id",
    f"{TEXT}continue-list",
)
"""Attributes whose values must differ from letter to letter."""
_SPACES: Final = re.compile(r"^ +| +$| {2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class OdfTemplate:
    """A template's body in ODF, and what all letters have around it.

    Args:
        template: The compiled body.
        shell: The document, with nothing in its body.
        first: The style of the first block that the author wrote.
    """

    template: jinja2.Template
    shell: bytes
    first: str | None


def compile_odf(
    fodt: Fodt, template: Template, *, places: frozenset[str], mark: str
) -> OdfTemplate:
    """Make a template of what LibreOffice wrote of the author's file.

    Args:
        fodt: The flat ODF.
        template: The template that it was made of.
        places: The bookmarks that are kept.
        mark: Is to stand for the letter's name in the names of what must differ.

    Raises:
        OdfUnfitError: It holds what this way might get wrong.
    """
    try:
        root = parse_part(fodt)
    except etree.XMLSyntaxError as error:
        raise OdfUnfitError(
            phrase("LibreOffice's ODF cannot be read ({error})", error=error)
        ) from error
    for name in ("meta", "scripts"):
        for node in root.findall(f"{OFFICE}{name}"):
            root.remove(node)
    text = root.find(f"{OFFICE}body/{OFFICE}text")
    assert text is not None  # noqa: S101 - LibreOffice wrote a text
    for node in list(text):
        if node.tag in {f"{TEXT}sequence-decls", f"{OFFICE}forms"}:
            text.remove(node)
    _check(text)
    blocks = [node for node in text.iter() if node.get(f"{TEXT}style-name")]
    first = None if text[0].tag == f"{TABLE}table" else blocks[0]
    styles = _list_breaking(root)
    _rename(text, places)
    source = take_tags(text, breaking=styles, first=blocks[0]).replace(LETTER, mark)
    _compare_tags(source, template)
    text[:] = []
    text.text = text.tail = None
    shell = etree.tostring(root, encoding="UTF-8")
    if _ANY.search(shell.decode("utf-8")):
        raise OdfUnfitError(phrase("its headers or footers are filled in"))
    sandbox = Sandbox(spell=spell_odf)
    code, _branches = sandbox.compile_noting(sandbox.parse(source), part=BODY)
    return OdfTemplate(
        template=sandbox.load(code),
        shell=shell,
        first=None if first is None else first.get(f"{TEXT}style-name"),
    )


def fill_odf(
    template: OdfTemplate, konteks: Mapping[str, Any]
) -> tuple[str, frozenset[str]]:
    """Evaluate a template's body.

    Returns:
        The body, and the branches that it went.

    Raises:
        OdfUnfitError: It cannot be; what is wrong its DOCX tells better.
    """
    take_branches(template.template)
    try:
        return evaluate(template.template, konteks), take_branches(template.template)
    except FILL_ERRORS as error:
        raise OdfUnfitError(take_reason(error)) from error


def spell_odf(value: object) -> object:
    """Write a value so that ODF keeps every space, tab and line end of it.

    >>> str(spell_odf(" a  b & c"))
    '<text:s/>a<text:s text:c="2"/>b &amp; c'
    """
    if not isinstance(value, str) or not (
        "\t" in value or "\n" in value or _SPACES.search(value)
    ):
        return value
    lines = [line.split("\t") for line in str(escape(value)).split("\n")]
    spelled = "<text:line-break/>".join(
        "<text:tab/>".join(_SPACES.sub(_spell_spaces, part) for part in parts)
        for parts in lines
    )
    return Markup(spelled)  # noqa: S704 - escaped above


def _spell_spaces(match: re.Match[str]) -> str:
    count = len(match.group())
    return "<text:s/>" if count == 1 else f'<text:s text:c="{count}"/>'


def _check(text: etree._Element) -> None:
    if len(text) == 0:
        raise OdfUnfitError(phrase("it is empty"))
    for node in text.iterdescendants():
        if not isinstance(node.tag, str) or node.tag not in _SHOWN:
            name = etree.QName(node).localname if isinstance(node.tag, str) else "?"
            raise OdfUnfitError(
                phrase("it holds {what}, which is left to the DOCX", what=name)
            )
        if any(_ANY.search(str(value)) for value in node.attrib.values()):
            raise OdfUnfitError(phrase("a tag stands where no text is printed"))
    for table in text.iter(f"{TABLE}table"):
        spanned = any(c.get(f"{TABLE}number-rows-spanned") for c in table.iter())
        if spanned and "{%tr" in "".join(map(str, table.itertext())):
            raise OdfUnfitError(
                phrase("a table with rows that repeat has cells over rows")
            )


def _list_breaking(root: etree._Element) -> frozenset[str]:
    """Name the styles by which a block begins a page of another sort."""
    return frozenset(
        str(style.get(f"{STYLE}name"))
        for style in root.iter(f"{STYLE}style")
        if style.get(f"{STYLE}master-page-name")
    )


def _rename(text: etree._Element, places: frozenset[str]) -> None:
    """Let names differ from letter to letter, and drop the marks that are not used."""
    tags = (f"{TEXT}{name}" for name in ("bookmark", "bookmark-start", "bookmark-end"))
    for node in list(text.iter(*tags)):
        name = str(node.get(f"{TEXT}name"))
        node.set(f"{TEXT}name", f"{LETTER}{name}" if name in places else "")
    for node in text.iter():
        for name in _NAMES:
            value = node.get(name)
            if value:
                node.set(name, f"{LETTER}{value}")


def _compare_tags(source: str, template: Template) -> None:
    """Make sure that no tag was lost, gained or moved past another one."""
    sources = [part.source for part in template.parts if part.name == BODY]
    written = _list_tags("".join(sources))
    for one, other in zip_longest(_list_tags(source), written):
        if one != other:
            raise OdfUnfitError(
                phrase(
                    "LibreOffice's ODF has the tag {one}, not {other}",
                    one=one,
                    other=other,
                )
            )


def _list_tags(source: str) -> list[str]:
    return ["".join(tag.split()) for tag in TAG.findall(source)]
