"""Fills a compiled template: a letter costs one evaluation of each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from formulir.errors import TemplateError
from formulir.ground.package import pack
from formulir.language import phrase
from formulir.letters.jinja_words import explain_fill
from formulir.letters.reading.sandbox import FILL_ERRORS, evaluate, take_branches
from formulir.letters.reading.source import fill_hollows, fix_tables
from formulir.model import Docx, Spot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.letters.reading.compile import Template
    from formulir.letters.reading.source import Part
    from formulir.letters.word.tags import TagPlace


class TemplatUnfillableError(TemplateError):
    """A template could not be filled with one letter's context."""

    place: str
    kunci: str
    reason: str
    spot: Spot | None = None
    says = "{place}: letter {kunci}: {reason}"


def fill_parts(
    template: Template, konteks: Mapping[str, Any], *, kunci: str
) -> dict[str, str]:
    """Evaluate every part of a template.

    Args:
        template: The compiled template.
        konteks: The names; values are escaped, and never evaluated in their turn.
        kunci: The letter's key, to name it in a fault.

    Returns:
        The filled XML by the name of the part.

    Raises:
        TemplatUnfillableError: A name is missing, or the result is no XML.
    """
    return {
        part.name: _fill(template, part, konteks, kunci=kunci)
        for part in template.parts
    }


def fill_traced(
    template: Template, konteks: Mapping[str, Any], *, kunci: str
) -> tuple[dict[str, str], frozenset[str]]:
    """Evaluate every part as ``fill_parts`` does, and tell the branches it went."""
    if not template.parts:
        return {}, frozenset()
    # All parts are compiled in one sandbox.
    own = template.parts[0].template
    take_branches(own)
    return fill_parts(template, konteks, kunci=kunci), take_branches(own)


def list_branches(template: Template) -> frozenset[str]:
    """List all branches of a template, gone or not."""
    return frozenset().union(*(part.branches for part in template.parts))


def render(template: Template, konteks: Mapping[str, Any], *, kunci: str) -> Docx:
    """Fill a template and pack it as a DOCX file."""
    filled = fill_parts(template, konteks, kunci=kunci)
    return Docx(pack({**template.rest, **filled}, template.order))


def pack_unfilled(template: Template) -> Docx:
    """Pack a template as it is, its tags being text, in the font of its profile."""
    return Docx(pack({**template.read_members(), **template.rest}, template.order))


def _fill(
    template: Template, part: Part, konteks: Mapping[str, Any], *, kunci: str
) -> str:
    try:
        xml = evaluate(part.template, konteks)
    except FILL_ERRORS as error:
        at, said = part.find_place(_line_of(error)), explain_fill(error)
        raise _blame(template, part, at, kunci=kunci, reason=said) from error
    if part.hollow:
        xml = fill_hollows(xml)
    if part.ragged:
        xml = fix_tables(xml)
    try:
        expat.ParserCreate().Parse(xml.encode("utf-8"), True)  # noqa: FBT003 - expat's
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise _tell_broken(template, part, konteks, kunci=kunci, error=error) from error
    return xml


def _blame(
    template: Template, part: Part, at: TagPlace, *, kunci: str, reason: str
) -> TemplatUnfillableError:
    place = f"{template.nama}:{part.label}: “{at.quote}”"
    return TemplatUnfillableError(place, kunci=kunci, reason=reason, spot=at.spot)


def _tell_broken(
    template: Template,
    part: Part,
    konteks: Mapping[str, Any],
    *,
    kunci: str,
    error: Exception,
) -> TemplatUnfillableError:
    """Say why a filled text is no XML: by far most often, a character in a value."""
    try:
        evaluate(part.template, konteks, strict=True)
    except FILL_ERRORS as cause:
        at, said = part.find_place(_line_of(cause)), explain_fill(cause)
        return _blame(template, part, at, kunci=kunci, reason=said)
    reason = phrase(
        "the filled text is no XML ({error}); a block tag crosses a table", error=error
    )
    return _blame(template, part, part.find_place(1), kunci=kunci, reason=reason)


def _line_of(error: BaseException) -> int:
    """Return the line of the template in which an error arose."""
    traceback, line = error.__traceback__, 1
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
