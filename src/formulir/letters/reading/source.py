"""The one door to docxtpl: a part becomes a Jinja source, and is compiled.

Its tags are made whole, and docxtpl's own preprocessing turns it into a source, which
is compiled in the sandbox. Each line of it ends in a tag, whose place is known.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, Final

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from formulir.ground.package import TAG
from formulir.language import phrase
from formulir.letters.jinja_words import read_jinja
from formulir.letters.reading.crossing import check_crossing
from formulir.letters.reading.lint import Linter
from formulir.letters.reading.sandbox import OWN
from formulir.letters.reading.shape import Shape
from formulir.letters.word.paragraphs import read_paragraphs
from formulir.letters.word.part import write_text
from formulir.letters.word.tags import TagPlace, TagReader, show_braces, take_numbers
from formulir.letters.word.whole_tags import check_whole
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType

    import jinja2
    from jinja2.nodes import Template as Tree

    from formulir.letters.reading.sandbox import Sandbox

_SOURCE_LIMIT: Final = 16 * 1024 * 1024
"""How many characters a part that is filled in may have."""
_TAGS_LIMIT: Final = 10_000
"""How many tags it may hold."""
_ESCAPED = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_HOLLOWS: Final = (
    *(("</w:tcPr>", "</w:tc>"), ("<w:tcPr/>", "</w:tc>"), ("<w:tc>", "</w:tc>")),
    ("<w:txbxContent>", "</w:txbxContent>"),
)
"""Between what a paragraph is lacking."""
_BLOCKS: Final = frozenset({"if", "for", "with", "filter", "raw"})
_BLOCK: Final = re.compile(r"\{%[-+]?\s*(?:(?:p|tr|tc|r)\s+)?(end)?(\w+)")
_PYTHON_ERRORS: Final = (RecursionError, SyntaxError, MemoryError, ValueError)
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
        code: What it was compiled to.
        template: The same in a sandbox.
        branches: All the branches that there are.
        ragged: Whether its tables change their number of columns while filling.
        hollow: Whether a cell or the like may be left without a paragraph.
    """

    name: str
    label: str
    source: str
    places: tuple[TagPlace, ...]
    tree: Tree
    code: CodeType
    template: jinja2.Template
    branches: frozenset[str]
    ragged: bool
    hollow: bool

    def load(self, env: Sandbox) -> Part:
        """Give the same part in another sandbox, so that their branches are apart."""
        return replace(self, template=env.load(self.code))

    def find_place(self, lineno: int) -> TagPlace:
        """Tell where the tag of a line stands."""
        return self.places[min(max(lineno, 1), len(self.places)) - 1]


@dataclass(kw_only=True, slots=True)
class SourceReader:
    """Compiles the parts of a template, one after another.

    Args:
        env: The sandbox that all of them share.
        parts: Those that can be filled.
        trees: The syntax trees of all that could be read, with the places of their
            tags, and what to call them in a fault.
        faults: What keeps the others from being filled.
    """

    env: Sandbox
    parts: list[Part] = field(default_factory=list)
    trees: list[tuple[Tree, list[TagPlace], str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: SourceReader) -> None:
        """Take over what another reader has read."""
        self.parts += other.parts
        self.trees += other.trees
        self.faults += other.faults

    def read(self, root: etree._Element, *, name: str, own: str, place: str) -> None:
        """Compile a part that has tags, or note its faults.

        Args:
            root: The part; it is used up.
            name: Its name.
            own: What its author's file calls it.
            place: What to call it in a fault.
        """
        paragraphs = read_paragraphs(root)
        tags = TagReader(part=own, place=place)
        check_whole(paragraphs, tags)
        tags.read(root, paragraphs)
        text = write_text(root)
        if len(tags.places) > _TAGS_LIMIT or len(text) > _SOURCE_LIMIT:
            reason = phrase(
                "a part has at most {limit} tags and {letters} letters",
                limit=_TAGS_LIMIT,
                letters=_SOURCE_LIMIT,
            )
            tags.tell(reason, words="", around=None)
        else:
            try:
                self._compile(text, tags, name=name)
            except _PYTHON_ERRORS as error:
                reason = phrase(
                    "its tags are nested too deep ({error})", error=type(error).__name__
                )
                tags.tell(reason, words="", around=None)
        self.faults += tags.faults

    def _compile(self, text: str, tags: TagReader, *, name: str) -> None:
        source, places = _patch(text, tags.places)
        if not places:
            places = [TagPlace.make_empty(tags.part)]
        inline = [line for line, one in enumerate(places, start=1) if one.inline]
        try:
            tree = self.env.parse(source)
            self.trees.append((tree, places, tags.place))
            tags.faults += _check_tree(tree, places, place=tags.place)
            if tags.faults:
                return
            code, branches = self.env.compile_noting(tree, part=name, inline=inline)
        except TemplateSyntaxError as error:
            if not tags.faults:  # else it follows from what is told already
                unclosed = "Unexpected end" in str(error)
                lineno = _find_unclosed(places) if unclosed else None
                tell = _Teller(places, tags.place, tags.faults)
                tell(lineno or error.lineno, read_jinja(str(error.message)))
            return
        self.parts.append(
            Part(
                name=name,
                label=tags.place.rpartition(":")[2],
                source=source,
                places=tuple(places),
                tree=tree,
                code=code,
                template=self.env.load(code),
                branches=branches,
                ragged="{%tc" in text or 'gridSpan w:val="{{' in source,
                hollow=tags.hollow,
            )
        )


def fill_hollows(xml: str) -> str:
    """Put a paragraph where a file must have one, and its tags left none.

    LibreOffice would take the paragraph before a table into such a cell.

    >>> fill_hollows('<w:tc><w:tcPr/></w:tc>')
    '<w:tc><w:tcPr/><w:p/></w:tc>'
    """
    for before, after in _HOLLOWS:
        xml = xml.replace(before + after, f"{before}<w:p/>{after}")
    return xml


def fix_tables(xml: str) -> str:
    """Give each table as many grid columns as its widest row has, as docxtpl does."""
    tree = DocxTemplate(io.BytesIO()).fix_tables(xml.encode())
    return str(etree.tostring(tree, encoding="unicode"))


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
    faults = lint_tree(tree, places, place=place, shapes=anything, compiled=False)
    if not faults:
        check_crossing(tree, _Teller(places, place, faults))
    return faults


def lint_tree(
    tree: Tree,
    places: Sequence[TagPlace],
    *,
    place: str,
    shapes: dict[str, Shape],
    compiled: bool = True,
) -> list[Fault]:
    """Tell what a part does that its context does not allow.

    Args:
        tree: Its syntax tree.
        places: Where the tag of each line stands.
        place: What to call it in a fault.
        shapes: The names that are known.
        compiled: Whether the sandbox may have put filters of its own into the tree.
    """
    faults: list[Fault] = []
    tell = _Teller(places, place, faults)
    own = OWN if compiled else frozenset()
    Linter(scopes=[dict(shapes)], tell=tell, own=own).walk(tree)
    return keep_first(faults)


def keep_first(faults: Sequence[Fault]) -> list[Fault]:
    """Leave out what is told already, as of a text box and of its spare copy."""
    kept: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        kept.setdefault((fault.place, fault.reason), fault)
    return list(kept.values())


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
