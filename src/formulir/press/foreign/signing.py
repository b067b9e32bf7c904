"""Digital signatures of an attachment: what kind each is, and what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.language import phrase
from formulir.press.pdf.paper import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_USAGE: Final = ("/UR", "/UR3")
"""Rights that Adobe Reader is given over a form. Source: ISO 32000-1, 12.8.2.3."""

_SAYS: Final = {
    "approval": phrase("is digitally signed"),
    "certification": phrase("is certified by a digital signature"),
    "timestamp": phrase("carries a document timestamp"),
    "stray": phrase("holds a digital signature that stands in no field"),
}
"""What a file with such a signature does; the order in which it is said."""

USAGE_RIGHTS: Final = phrase(
    "usage rights for Adobe Reader, no signature, were removed"
)
EMPTY_FIELD: Final = phrase("a signature field that nobody has signed was left empty")


def list_signatures(pdf: pikepdf.Pdf) -> list[str]:
    """Tell what kinds of digital signatures a file carries, which merging would break.

    Usage rights are none: nobody stands for anything with them.

    Source: ISO 32000-1, 12.8.1 (``ByteRange`` covers the file as it lies on the disk).
    """
    found = {
        kind
        for thing in walk(pdf)
        if _is_signature(thing)
        for kind in [_tell_kind(pdf, thing)]
    }
    return [kind for kind in _SAYS if kind in found]


def describe_signatures(kinds: list[str]) -> str:
    """Say what a file carries, and that it rides whole for it.

    >>> describe_signatures(["approval", "timestamp"])[:53]
    'it is digitally signed, carries a document timestamp '
    """
    does = [_SAYS[kind] for kind in kinds]
    return phrase("it {does} and was embedded whole, byte for byte", does=does)


def list_unsigned(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Say what looks like a signature and is none."""
    perms = pdf.Root.get("/Perms")
    if isinstance(perms, pikepdf.Dictionary) and any(key in perms for key in _USAGE):
        yield USAGE_RIGHTS
    for thing in walk(pdf):
        if thing.get("/FT") == pikepdf.Name.Sig and "/V" not in thing:
            yield EMPTY_FIELD


def _is_signature(thing: pikepdf.Object) -> bool:
    """Tell a signature from what only has a key of one."""
    return isinstance(thing.get("/ByteRange"), pikepdf.Array) and isinstance(
        thing.get("/Contents"), pikepdf.String
    )


def _tell_kind(pdf: pikepdf.Pdf, thing: pikepdf.Object) -> str:
    """Tell the kind of a signature; nothing that counts when it is usage rights."""
    methods = _list_methods(thing)
    perms = pdf.Root.get("/Perms", pikepdf.Dictionary())
    held = {key for key in perms.keys() if _is_same(perms[key], thing)}  # noqa: SIM118 - a PDF's dictionary
    in_field = any(_is_same(field.get("/V"), thing) for field in walk(pdf))
    if not in_field and (held | methods) & set(_USAGE):
        return "usage"
    stamp = thing.get("/SubFilter") == pikepdf.Name("/ETSI.RFC3161")
    if stamp or thing.get("/Type") == pikepdf.Name.DocTimeStamp:
        return "timestamp"
    if "/DocMDP" in held | methods:
        return "certification"
    return "approval" if in_field else "stray"


def _list_methods(thing: pikepdf.Object) -> set[str]:
    """Give the names of what a signature says that it allows or forbids."""
    references = thing.get("/Reference")
    if not isinstance(references, pikepdf.Array):
        return set()
    return {
        str(each.get("/TransformMethod"))
        for each in references.as_list()
        if isinstance(each, pikepdf.Dictionary)
    }


def _is_same(one: object, other: pikepdf.Object) -> bool:
    """Tell whether two are the same object of a file, or equal where direct."""
    if not isinstance(one, pikepdf.Dictionary):
        return False
    if one.is_indirect or other.is_indirect:
        return one.objgen == other.objgen
    return bool(one == other)
