"""The one door to docxtpl: a template is unzipped, patched and compiled once.

Each part is parsed, its tags are made whole, and docxtpl's own preprocessing turns it
into a Jinja source, which is compiled in the sandbox. A letter costs one evaluation of
each part.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from formulir.errors import TemplateFaultyError
from formulir.ground.package import BODY, TAG, W, write_xml
from formulir.letters.reading.crossing import check_crossing
from formulir.letters.reading.lint import Linter
from formulir.letters.reading.raw import set_font
from formulir.letters.reading.sandbox import Sandbox
from formulir.letters.reading.shape import Shape
from formulir.letters.word.braces import has_tags
from formulir.letters.word.comments import set_comments_aside
from formulir.letters.word.draft_marks import check_drafts
from formulir.letters.word.members import Package, find_kind, open_package
from formulir.letters.word.part import (
    has_doctype,
    is_plain,
    normalise,
    parse_part,
    write_text,
)
from formulir.letters.word.tags import (
    TagPlace,
    TagReader,
    show_braces,
    take_numbers,
)
from formulir.letters.word.whole_tags import check_whole
from formulir.model import Docx, Fault, Sha256, Spot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2
    from jinja2.nodes import Template as Tree

    from formulir.letters.profil import Profil

_SOURCE_LIMIT: Final = 16 * 1024 * 1024
"""How many characters a part that is filled in may have."""
_TAGS_LIMIT: Final = 10_000
"""How many tags it may hold."""
_ESCAPED = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_BLOCKS: Final = frozenset({"if", "for", "with", "set", "filter", "raw"})
_BLOCK: Final = re.compile(r"\{%[-+]?\s*(?:p|tr|tc|r)?\s*(end)?(\w+)")
_DOCTYPE: Final = "has a document type, as no program of texts writes; save it anew"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PYTHON_ERRORS: Final = (RecursionError, SyntaxError, MemoryError, re.error, ValueError)
"""What Jinja and Python raise of expressions that are nested too deep."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of the file that is filled in.

    Args:
        name: Its name in the ZIP, such as ``word/header1.xml``.
        label: What people call it, such as ``header``.
        source: Its Jinja source; each of its lines ends in a tag.
        places: Where the tag of each line stands in the author's file.
        tree: The syntax tree of its source.
        template: Its compiled form.
        ragged: Whether its tables change their number of columns while filling.
    """

    name: str
    label: str
    source: str
    places: tuple[TagPlace, ...]
    tree: Tree
    template: jinja2.Template
    ragged: bool

    def find_place(self, lineno: int) -> TagPlace:
        """Tell where the tag of a line stands."""
        return self.places[min(max(lineno, 1), len(self.places)) - 1]


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
        remarks: What its author should know, though it prints.
        members: All members as they are before anything is filled in.
        labels: What holds its text, by name, and what people call it.
    """

    nama: str
    docx: Docx
    sha256: Sha256
    parts: tuple[Part, ...]
    rest: dict[str, bytes]
    order: tuple[str, ...]
    remarks: tuple[Fault, ...]
    members: dict[str, bytes]
    labels: dict[str, str]

    @property
    def styles(self) -> bytes | None:
        """Return its styles, if it has any."""
        name = find_kind(self.members, "styles")
        return None if name is None else self.members[name]

    def list_texts(self) -> list[bytes]:
        """Return the parts that hold its text, before anything is filled in."""
        shown = (name for name in self.labels if self.labels[name] != "properties")
        return [self.members[name] for name in shown]

    def read_members(self) -> dict[str, bytes]:
        """Return every member of the ZIP that is printed of, before it is filled.

        What its author left in it for other people, such as comments, is set aside, and
        the parts have the names that Word gives them.
        """
        return dict(self.members)


def compile_template(
    docx: Docx, *, nama: str, profil: Profil | None = None
) -> Template:
    """Compile a template, or tell everything that keeps it from being compiled.

    Args:
        docx: The file.
        nama: What to call it in a fault.
        profil: The layout profile whose font the styles take on.

    Raises:
        TemplateFaultyError: It is no DOCX, a tag is malformed, it is a draft, or it
            uses what a record cannot fill.
    """
    package = open_package(docx, nama=nama)
    members = package.members
    roots = _parse_all(package, nama=nama)
    remarks, changed = set_comments_aside(members, roots, place=nama)
    for name in package.labels:
        if name in changed or not is_plain(roots[name]):
            members[name] = write_xml(roots[name])
    found = check_drafts(package, roots, nama=nama)
    remarks += [fault for fault in found if fault.warning]
    faults = [fault for fault in found if not fault.warning]
    env, parts = Sandbox(), []
    for name, label in package.labels.items():
        part = _compile_part(
            env, package, roots[name], name=name, place=f"{nama}:{label}"
        )
        faults += part if isinstance(part, list) else []
        parts += [part] if isinstance(part, Part) else []
    faults += _check_unfilled(package, roots, nama=nama)
    if faults:
        raise TemplateFaultyError([*faults, *remarks])
    filled = {part.name for part in parts}
    rest = {name: data for name, data in members.items() if name not in filled}
    styles = find_kind(members, "styles")
    if profil is not None and styles in rest:
        rest[styles] = set_font(
            rest[styles], font=profil.huruf, ukuran_pt=profil.ukuran_pt
        )
    return Template(
        nama=nama,
        docx=docx,
        sha256=Sha256(hashlib.sha256(docx).hexdigest()),
        parts=tuple(parts),
        rest=rest,
        order=tuple(members),
        remarks=tuple(remarks),
        members=members,
        labels=package.labels,
    )


def lint_template(template: Template, *, shape: Shape) -> list[Fault]:
    """Tell every name that no context of the kind has, in all parts."""
    faults: list[Fault] = []
    for part in template.parts:
        place = f"{template.nama}:{part.label}"
        faults += _lint_tree(part.tree, part.places, place=place, shapes=shape.fields)
    return faults


def fix_tables(xml: str) -> str:
    """Give each table as many grid columns as its widest row has, as docxtpl does."""
    tree = DocxTemplate(io.BytesIO()).fix_tables(xml.encode())
    return str(etree.tostring(tree, encoding="unicode"))


def _parse_all(package: Package, *, nama: str) -> dict[str, etree._Element]:
    """Parse every part that matters to the paper.

    Raises:
        TemplateFaultyError: One is damaged, or the body is no text of Word.
    """
    roots: dict[str, etree._Element] = {}
    faults: list[Fault] = []
    for name in package.list_printed():
        try:
            roots[name] = normalise(parse_part(package.members[name]))
            if has_doctype(roots[name]):
                faults.append(Fault(place=f"{nama}:{name}", reason=_DOCTYPE))
        except etree.XMLSyntaxError as error:
            place = f"{nama}:{package.labels.get(name, name)}"
            reason = f"is damaged ({error}); save it from Word"
            spot = Spot(part=package.authored.get(name, name), paragraph=0)
            faults.append(Fault(place=place, reason=reason, spot=spot))
    body = roots.get(BODY)
    if body is not None and (
        body.tag != f"{W}document" or body.find(f"{W}body") is None
    ):
        strict = str(body.tag).startswith(f"{{{_STRICT}}}")
        reason = (
            "is saved as Strict Open XML; save it in Word as Word document (.docx)"
            if strict
            else "holds no text of a Word document; save it as .docx from Word"
        )
        faults.append(Fault(place=f"{nama}:body", reason=reason))
    if faults:
        raise TemplateFaultyError(faults)
    return roots


def _check_unfilled(
    package: Package, roots: Mapping[str, etree._Element], *, nama: str
) -> list[Fault]:
    """Refuse tags in a part that is never filled: they would be printed raw."""
    reason = "holds a {{ }} or {% %}, but this part is never filled in; remove it"
    return [
        Fault(place=f"{nama}:{name}", reason=reason, spot=Spot(part=name, paragraph=0))
        for name in package.list_shown()
        if name in roots and has_tags(roots[name])
    ]


def _compile_part(
    env: Sandbox, package: Package, root: etree._Element, *, name: str, place: str
) -> Part | list[Fault] | None:
    """Patch and compile one part, or tell its faults; one without tags is no such."""
    if not has_tags(root):
        return None
    reader = TagReader(part=package.authored.get(name, name), place=place)
    check_whole(root, reader)
    reader.read(root)
    if not reader.faults and len(reader.places) > _TAGS_LIMIT:
        reader.tell(f"a part has at most {_TAGS_LIMIT} tags", words="", around=None)
    if reader.faults:
        return reader.faults
    try:
        source, places = _patch(write_text(root), reader.places)
        return _compile_source(env, source, places, name=name, place=place)
    except _PYTHON_ERRORS as error:
        reason = f"its tags are too many or too deep ({type(error).__name__})"
        reader.tell(reason, words="", around=None)
        return reader.faults


def _compile_source(
    env: Sandbox, source: str, places: list[TagPlace], *, name: str, place: str
) -> Part | list[Fault]:
    faults: list[Fault] = []
    try:
        tree = env.parse(source)
        faults = _check_tree(tree, places, place=place)
        if faults:
            return faults
        inline = {line for line, one in enumerate(places, start=1) if one.inline}
        template = env.compile_noting(source, part=name, inline=inline)
    except TemplateSyntaxError as error:
        lineno = _find_unclosed(places) if "Unexpected end" in str(error) else None
        tell = _Teller(places, place=place, faults=faults)
        tell(lineno or error.lineno, str(error.message))
        return faults
    return Part(
        name=name,
        label=place.rpartition(":")[2],
        source=source,
        places=tuple(places),
        tree=tree,
        template=template,
        ragged="{%tc" in source or 'gridSpan w:val="{{' in source,
    )


def _patch(text: str, places: list[TagPlace]) -> tuple[str, list[TagPlace]]:
    """Make a Jinja source of what was read, whose lines end in tags."""
    source = show_braces(DocxTemplate(io.BytesIO()).patch_xml(text))
    for written, meant in _ESCAPED:
        # Written into the template only: a value may hold these characters too.
        source = source.replace(written, '{{ "' + meant + '" }}')
    source = TAG.sub(lambda match: unescape(match[0]), source)
    return take_numbers(source, places)


def _find_unclosed(places: list[TagPlace]) -> int | None:
    """Find the line of the innermost block that nothing ends."""
    opened: list[tuple[str, int]] = []
    for line, place in enumerate(places, start=1):
        found = _BLOCK.match(place.spot.words)
        if found is None:
            continue
        if found[1] is None and found[2] in _BLOCKS:
            opened.append((found[2], line))
        elif found[1] is not None and opened and opened[-1][0] == found[2]:
            opened.pop()
    return opened[-1][1] if opened else None


def _check_tree(tree: Tree, places: Sequence[TagPlace], *, place: str) -> list[Fault]:
    """Tell what no context could make right: filters, calls, blocks that cross."""
    anything = {name.name: Shape(open=True) for name in tree.find_all(nodes.Name)}
    faults = _lint_tree(tree, places, place=place, shapes=anything)
    if not faults:
        check_crossing(tree, _Teller(places, place=place, faults=faults))
    return faults


def _lint_tree(
    tree: Tree, places: Sequence[TagPlace], *, place: str, shapes: dict[str, Shape]
) -> list[Fault]:
    faults: list[Fault] = []
    tell = _Teller(places, place=place, faults=faults)
    Linter(scopes=[dict(shapes)], tell=tell).walk(tree)
    return list({(one.place, one.reason): one for one in faults}.values())


@dataclass(slots=True)
class _Teller:
    """Tells a fault with the place of the tag that ends a line."""

    places: Sequence[TagPlace]
    place: str
    faults: list[Fault]

    def __call__(self, lineno: int, reason: str) -> None:
        """Note a fault."""
        at = self.places[min(max(lineno, 1), len(self.places)) - 1]
        where = f"{self.place}: “{at.quote}”"
        self.faults.append(Fault(place=where, reason=reason, spot=at.spot))
