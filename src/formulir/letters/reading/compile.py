"""The one door to docxtpl: a template is unzipped, patched and compiled once.

docxtpl's own preprocessing turns what Word wrote into a Jinja source; every part is
then compiled in the sandbox. A letter costs one evaluation of each part.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes

from formulir.errors import TemplateFaultyError
from formulir.ground.package import BODY
from formulir.letters.reading.lint import Linter
from formulir.letters.reading.raw import check_raw, has_tags, set_font
from formulir.letters.reading.sandbox import Sandbox
from formulir.letters.reading.shape import Shape
from formulir.model import Docx, Fault, Sha256

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2
    from jinja2.nodes import Template as Tree

    from formulir.letters.profil import Profil

QUOTE_LENGTH = 70
"""How much of a paragraph is quoted in a fault."""
BYTES_LIMIT = 64 * 1024 * 1024
"""How large a template may become when it is unzipped."""

_LABELS = (
    (re.compile(r"word/document\.xml"), "body"),
    (re.compile(r"word/header\d*\.xml"), "header"),
    (re.compile(r"word/footer\d*\.xml"), "footer"),
    (re.compile(r"word/footnotes\.xml"), "footnote"),
    (re.compile(r"word/endnotes\.xml"), "endnote"),
    (re.compile(r"docProps/core\.xml"), "properties"),
)
_NEVER_PRINTED = re.compile(r"word/(comments\w*|people)\.xml|.*\.rels")
_STYLES = "word/styles.xml"
_ESCAPED = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of the file that is filled in.

    Args:
        name: Its name in the ZIP, such as ``word/header1.xml``.
        label: What people call it, such as ``header``.
        lines: Its source, a line a paragraph: line *n* of Jinja is ``lines[n - 1]``.
        tree: The syntax tree of its source.
        template: Its compiled form.
        ragged: Whether its tables change their number of columns while filling.
    """

    name: str
    label: str
    lines: list[str]
    tree: Tree
    template: jinja2.Template
    ragged: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A compiled template.

    Args:
        nama: What to call it in a fault, such as ``templates/02.1/surat.docx``.
        docx: The file as its author left it.
        sha256: Its digest.
        parts: What is filled in.
        rest: The other members of the ZIP, by name, in order.
        order: The names of all members, in the order of the file.
    """

    nama: str
    docx: Docx
    sha256: Sha256
    parts: tuple[Part, ...]
    rest: dict[str, bytes]
    order: tuple[str, ...]

    def read_members(self) -> dict[str, bytes]:
        """Return every member of the ZIP as its author left it."""
        return _unzip(self.docx, nama=self.nama)


def compile_template(
    docx: Docx, *, nama: str, profil: Profil | None = None
) -> Template:
    """Compile a template, or tell everything that keeps it from being compiled.

    Args:
        docx: The file.
        nama: What to call it in a fault.
        profil: The layout profile whose font the styles take on.

    Raises:
        TemplateFaultyError: It is no DOCX, a tag is malformed, or it uses what a
            record cannot fill.
    """
    members = _unzip(docx, nama=nama)
    faults: list[Fault] = []
    parts: list[Part] = []
    rest: dict[str, bytes] = {}
    env = Sandbox()
    for name, data in members.items():
        label = next((label for rule, label in _LABELS if rule.fullmatch(name)), None)
        if label is None:
            rest[name] = data
            faults.extend(_check_unfilled(name, data, nama=nama))
        elif has_tags(data):
            part = _compile_part(env, name, data, label=f"{nama}:{label}")
            faults.extend(part) if isinstance(part, list) else parts.append(part)
        else:
            rest[name] = data
    if faults:
        raise TemplateFaultyError(faults)
    if profil is not None and _STYLES in rest:
        rest[_STYLES] = set_font(
            rest[_STYLES], font=profil.huruf, ukuran_pt=profil.ukuran_pt
        )
    return Template(
        nama=nama,
        docx=docx,
        sha256=Sha256(hashlib.sha256(docx).hexdigest()),
        parts=tuple(parts),
        rest=rest,
        order=tuple(members),
    )


def lint_template(template: Template, *, shape: Shape) -> list[Fault]:
    """Tell every name that no context of the kind has, in all parts."""
    faults: list[Fault] = []
    for part in template.parts:
        place = f"{template.nama}:{part.label}"
        faults += _lint_tree(part.tree, part.lines, place=place, shapes=shape.fields)
    return faults


def quote_line(lines: Sequence[str], lineno: int) -> str:
    """Return the text of the paragraph that a line belongs to, for people."""
    line = lines[min(max(lineno, 1), len(lines)) - 1]
    paragraph = line.partition("</w:p>")[0]
    text = " ".join(re.sub(r"<[^>]+>", "", paragraph or line).split())
    return text if len(text) <= QUOTE_LENGTH else text[: QUOTE_LENGTH - 1] + "…"


def fix_tables(xml: str) -> str:
    """Give each table as many grid columns as its widest row has, as docxtpl does."""
    from lxml import etree  # noqa: PLC0415 - only templates with {%tc %} come here

    tree = DocxTemplate(io.BytesIO()).fix_tables(xml.encode())
    return str(etree.tostring(tree, encoding="unicode"))


def _unzip(docx: Docx, *, nama: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as file:
            size = sum(info.file_size for info in file.infolist())
            if size > BYTES_LIMIT:
                reason = f"unzips to {size} bytes; a template has at most {BYTES_LIMIT}"
                raise TemplateFaultyError([Fault(place=nama, reason=reason)])
            members = {info.filename: file.read(info) for info in file.infolist()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        reason = f"is no DOCX file ({error}); save it again from Word"
        raise TemplateFaultyError([Fault(place=nama, reason=reason)]) from None
    if BODY not in members:
        reason = "is no Word document; save it as .docx from Word"
        raise TemplateFaultyError([Fault(place=nama, reason=reason)])
    return members


def _check_unfilled(name: str, data: bytes, *, nama: str) -> list[Fault]:
    """Refuse tags in a part that is never filled: they would be printed raw."""
    printed = name.endswith(".xml") and not _NEVER_PRINTED.fullmatch(name)
    if not (printed and has_tags(data)):
        return []
    reason = "holds a {{ }} or {% %}, but this part is never filled in; remove it"
    return [Fault(place=f"{nama}:{name}", reason=reason)]


def _compile_part(
    env: Sandbox, name: str, data: bytes, *, label: str
) -> Part | list[Fault]:
    """Patch and compile one part, or tell its faults."""
    faults = check_raw(data, place=label)
    if faults:
        return faults
    source = _patch(data.decode("utf-8"))
    lines = source.split("\n")
    try:
        tree = env.parse(source)
        faults = _check_tree(tree, lines, place=label)
        if faults:
            return faults
        template = env.compile_noting(source, part=name)
    except TemplateSyntaxError as error:
        place = f"{label}: “{quote_line(lines, error.lineno)}”"
        return [Fault(place=place, reason=str(error.message))]
    return Part(
        name=name,
        label=label.rpartition(":")[2],
        lines=lines,
        tree=tree,
        template=template,
        ragged="{%tc" in source or 'gridSpan w:val="{{' in source,
    )


def _patch(text: str) -> str:
    """Make a Jinja source of what Word wrote, a paragraph a line."""
    text = text.replace("\r\n", " ").replace("\n", " ")
    source: str = DocxTemplate(io.BytesIO()).patch_xml(text)
    for written, meant in _ESCAPED:
        # Written into the template only: a value may hold these characters too.
        source = source.replace(written, '{{ "' + meant + '" }}')
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", source)


def _check_tree(tree: Tree, lines: list[str], *, place: str) -> list[Fault]:
    """Tell what no context could make right: filters, calls, hidden names."""
    anything = {name.name: Shape(open=True) for name in tree.find_all(nodes.Name)}
    return _lint_tree(tree, lines, place=place, shapes=anything)


def _lint_tree(
    tree: Tree, lines: list[str], *, place: str, shapes: dict[str, Shape]
) -> list[Fault]:
    faults: list[Fault] = []

    def tell(lineno: int, reason: str) -> None:
        where = f"{place}: “{quote_line(lines, lineno)}”"
        faults.append(Fault(place=where, reason=reason))

    Linter(scopes=[dict(shapes)], tell=tell).walk(tree)
    return list(dict.fromkeys(faults))
