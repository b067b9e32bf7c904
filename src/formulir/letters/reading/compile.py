"""A template is unzipped, read and compiled once; a letter costs one evaluation."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.errors import TemplateFaultyError
from formulir.ground.package import BODY, W, find_kind, parse_part, write_xml
from formulir.language import phrase
from formulir.letters.reading.dress import dress_styles, drop_empty, fill_edges
from formulir.letters.reading.sandbox import Sandbox
from formulir.letters.reading.source import Part, SourceReader, keep_first, lint_tree
from formulir.letters.word.braces import has_tags
from formulir.letters.word.comments import set_comments_aside
from formulir.letters.word.draft_marks import check_drafts
from formulir.letters.word.members import Package, open_package
from formulir.letters.word.part import has_doctype, is_plain, normalise
from formulir.model import Docx, Fault, Sha256, Spot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.letters.profil import Profil
    from formulir.letters.reading.shape import Shape

_KEPT: Final = 64
"""So many templates are compiled once: all kinds, some for several classes."""
_DOCTYPE: Final = phrase(
    "has a document type, as no program of texts writes; save it anew"
)
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"


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
        authored: What its author's file calls a part, where it is not the same.
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
    authored: dict[str, str]

    @property
    def styles(self) -> bytes | None:
        """Return its styles, if it has any."""
        name = find_kind(self.members, "styles")
        return None if name is None else self.members[name]

    def list_texts(self) -> list[str]:
        """Name the parts that hold its text, such as the body and its headers."""
        return [name for name in self.labels if self.labels[name] != "properties"]

    def name_authored(self, name: str) -> str:
        """Return what the author's own file calls a part."""
        return self.authored.get(name, name)

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
        profil: The layout profile that dresses the styles, and with which headers and
            footers that ask for nothing else are filled once for all letters.

    Raises:
        TemplateFaultyError: It is no DOCX, a tag is malformed, it is a draft, or it
            uses what a record cannot fill.
    """
    kept, env = _compile_once(docx, nama=nama, profil=profil), Sandbox()
    return replace(kept, parts=tuple(part.load(env) for part in kept.parts))


@lru_cache(maxsize=_KEPT)
def _compile_once(docx: Docx, *, nama: str, profil: Profil | None) -> Template:
    """Compile a template, which nobody may change: who asks again is given the same."""
    reading = _read_template(docx, nama=nama, profil=profil)
    if reading.faults:
        raise TemplateFaultyError([*reading.faults, *reading.remarks])
    members, parts = reading.package.members, reading.sources.parts
    filled = {part.name for part in parts}
    rest = {name: data for name, data in members.items() if name not in filled}
    styles = find_kind(members, "styles")
    if profil is not None and styles in rest:
        rest[styles] = dress_styles(rest[styles], profil)
    return Template(
        nama=nama,
        docx=docx,
        sha256=Sha256(hashlib.sha256(docx).hexdigest()),
        parts=tuple(parts),
        rest=rest,
        order=tuple(members),
        remarks=tuple(reading.remarks),
        members=members,
        labels=reading.package.labels,
        authored=reading.package.authored,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """What was read of a template, whether or not it can be filled."""

    package: Package
    sources: SourceReader
    faults: list[Fault]
    remarks: list[Fault]


def _read_template(docx: Docx, *, nama: str, profil: Profil | None) -> _Reading:
    """Read all parts of a template.

    Raises:
        TemplateFaultyError: It is no DOCX, or a damaged one.
    """
    package = open_package(docx, nama=nama)
    members = package.members
    roots = _parse_all(package, nama=nama)
    remarks, changed = set_comments_aside(members, roots, place=nama)
    for name in package.labels:
        if name in changed or not is_plain(roots[name]):
            members[name] = write_xml(roots[name])
    drafts = check_drafts(package, roots, nama=nama)
    unfilled = _check_unfilled(package, roots, nama=nama)
    sources = _read_sources(package, roots, nama=nama, profil=profil)
    return _Reading(
        package=package,
        sources=sources,
        faults=[*(f for f in drafts if not f.warning), *sources.faults, *unfilled],
        remarks=[*remarks, *(fault for fault in drafts if fault.warning)],
    )


def _read_sources(
    package: Package,
    roots: Mapping[str, etree._Element],
    *,
    nama: str,
    profil: Profil | None,
) -> SourceReader:
    """Compile every part that has tags; what asks for the profile alone is filled.

    A header or footer in which nothing is left is taken from the letter: an empty one
    would cost each letter its layout.
    """
    members, env = package.members, Sandbox()
    body, edges = SourceReader(env=env), SourceReader(env=env)
    tagged = [name for name in package.labels if has_tags(roots[name])]
    for name in [*(one for one in tagged if one != BODY), *({BODY} & {*tagged})]:
        if name == BODY and profil is not None:
            filled = fill_edges(edges, profil.as_konteks(), nama=nama)
            members |= filled
            if drop_empty(roots[BODY], members, filled):
                members[BODY] = write_xml(roots[BODY])
        own, place = package.authored.get(name, name), f"{nama}:{package.labels[name]}"
        reader = body if name == BODY else edges
        reader.read(roots[name], name=name, own=own, place=place)
    body.add(edges)
    return body


def inspect_template(docx: Docx, *, nama: str, shape: Shape) -> list[Fault]:
    """Tell all that is wrong with a template at once, be it compiled or not.

    Args:
        docx: The file.
        nama: What to call it in a fault.
        shape: The names of the kind's contexts.
    """
    try:
        reading = _read_template(docx, nama=nama, profil=None)
    except TemplateFaultyError as error:
        return error.faults
    found = [*reading.faults, *reading.remarks]
    for tree, places, place in reading.sources.trees:
        found += lint_tree(tree, places, place=place, shapes=shape.fields)
    return keep_first(found)


def lint_template(template: Template, *, shape: Shape) -> list[Fault]:
    """Tell every name that no context of the kind has, in all parts."""
    faults: list[Fault] = []
    for part in template.parts:
        place = f"{template.nama}:{part.label}"
        faults += lint_tree(part.tree, part.places, place=place, shapes=shape.fields)
    return faults


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
            reason = phrase("is damaged ({error}); save it from Word", error=error)
            spot = Spot(part=package.authored.get(name, name), paragraph=0)
            faults.append(Fault(place=place, reason=reason, spot=spot))
    body = roots.get(BODY)
    if body is not None and (
        body.tag != f"{W}document" or body.find(f"{W}body") is None
    ):
        strict = str(body.tag).startswith(f"{{{_STRICT}}}")
        reason = (
            phrase(
                "is saved as Strict Open XML; save it in Word as Word document (.docx)"
            )
            if strict
            else phrase("holds no text of a Word document; save it as .docx from Word")
        )
        faults.append(Fault(place=f"{nama}:body", reason=reason))
    if faults:
        raise TemplateFaultyError(faults)
    return roots


def _check_unfilled(
    package: Package, roots: Mapping[str, etree._Element], *, nama: str
) -> list[Fault]:
    """Refuse tags in a part that is never filled: they would be printed raw."""
    reason = phrase(
        "holds a {{{{ }}}} or {{% %}}, but this part is never filled in; remove it"
    )
    return [
        Fault(place=f"{nama}:{name}", reason=reason, spot=Spot(part=name, paragraph=0))
        for name in package.list_shown()
        if name in roots and has_tags(roots[name])
    ]
