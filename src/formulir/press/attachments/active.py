"""What a PDF does besides showing pages: scripts, files, forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.press.foreign.signing import EMPTY_FIELD, USAGE_RIGHTS, list_unsigned
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.press.pdf.paper import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACTIONS: Final = {
    "/JavaScript": "JavaScript was removed",
    "/Rendition": "a film was removed",
    "/Launch": "a launch action was removed",
    "/SubmitForm": "an action that sends a form was removed",
    "/ImportData": "an action that imports data was removed",
    "/GoToR": "links to other files were removed",
    "/GoToE": "links to embedded files were removed",
    "/URI": "links to the web were removed",
}
_ANNOTATIONS: Final = {
    "/FileAttachment": "embedded files were removed",
    "/Movie": "a film was removed",
    "/Sound": "a sound was removed",
    "/Screen": "a film was removed",
    "/RichMedia": "a film was removed",
    "/3D": "a 3D model was removed",
}
_EMBEDDED: Final = "embedded files were removed"

HARMLESS: Final = frozenset(
    {
        _ACTIONS["/GoToR"],
        _ACTIONS["/SubmitForm"],
        _ACTIONS["/URI"],
        "form fields were fixed as they stood",
        EMPTY_FIELD,
        USAGE_RIGHTS,
    }
)
"""What PDF/A-2 allows, so that its loss says nothing against a claim to PDF/A."""


def check_showable(pdf: pikepdf.Pdf) -> None:
    """Refuse a file whose pages do not show what it holds.

    Raises:
        LampiranRefusedError: It is a form of its own program, or a portfolio.
    """
    if bool(pdf.Root.get("/NeedsRendering", False)):
        reason = "it is an XFA form that only its own program can show"
        raise LampiranRefusedError(f"{reason}; print it to a new PDF")
    if "/Collection" in pdf.Root:
        reason = "it is a portfolio, whose contents are other files"
        raise LampiranRefusedError(f"{reason}; attach each of these by itself")


def list_active(pdf: pikepdf.Pdf) -> list[str]:
    """Say what will be left behind, each thing once."""
    return list(dict.fromkeys(_scan(pdf)))


def name_active(sentence: str) -> str:
    """Name the thing of which a sentence says that it is left behind.

    >>> name_active("links to the web were removed")
    'links to the web'
    """
    return re.split(r" (?:was|were) ", sentence)[0]


def _scan(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Look at what hangs on the catalogue, and at what dictionaries call themselves."""
    names = pdf.Root.get("/Names")
    named = isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names
    if named or "/AF" in pdf.Root:
        yield _EMBEDDED
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            yield "an XFA form was removed"
        yield "form fields were fixed as they stood"
    yield from list_unsigned(pdf)
    for thing in walk(pdf):
        if "/JS" in thing:
            yield _ACTIONS["/JavaScript"]
        for key, words in (("/S", _ACTIONS), ("/Subtype", _ANNOTATIONS)):
            value = thing.get(key)
            if isinstance(value, pikepdf.Name) and str(value) in words:
                yield words[str(value)]
