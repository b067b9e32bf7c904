"""What a PDF does besides showing pages: scripts, files, forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.language import phrase
from formulir.press.foreign.signing import EMPTY_FIELD, USAGE_RIGHTS, list_unsigned
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.press.pdf.paper import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACTIONS: Final = {
    "/JavaScript": phrase("JavaScript was removed"),
    "/Rendition": phrase("a film was removed"),
    "/Launch": phrase("a launch action was removed"),
    "/SubmitForm": phrase("an action that sends a form was removed"),
    "/ImportData": phrase("an action that imports data was removed"),
    "/GoToR": phrase("links to other files were removed"),
    "/GoToE": phrase("links to embedded files were removed"),
    "/URI": phrase("links to the web were removed"),
}
_ANNOTATIONS: Final = {
    "/FileAttachment": phrase("embedded files were removed"),
    "/Movie": phrase("a film was removed"),
    "/Sound": phrase("a sound was removed"),
    "/Screen": phrase("a film was removed"),
    "/RichMedia": phrase("a film was removed"),
    "/3D": phrase("a 3D model was removed"),
}
_EMBEDDED: Final = phrase("embedded files were removed")

_OWN_FORM: Final = phrase("an XFA form was removed")
_FIELDS: Final = phrase("form fields were fixed as they stood")

_THINGS: Final[dict[str, str]] = {
    _ACTIONS["/JavaScript"]: phrase("JavaScript"),
    _ACTIONS["/Rendition"]: phrase("a film"),
    _ACTIONS["/Launch"]: phrase("a launch action"),
    _ACTIONS["/SubmitForm"]: phrase("an action that sends a form"),
    _ACTIONS["/ImportData"]: phrase("an action that imports data"),
    _ACTIONS["/GoToR"]: phrase("links to other files"),
    _ACTIONS["/GoToE"]: phrase("links to embedded files"),
    _ACTIONS["/URI"]: phrase("links to the web"),
    _ANNOTATIONS["/Sound"]: phrase("a sound"),
    _ANNOTATIONS["/3D"]: phrase("a 3D model"),
    _EMBEDDED: phrase("embedded files"),
    _OWN_FORM: phrase("an XFA form"),
    _FIELDS: phrase("form fields"),
    USAGE_RIGHTS: phrase("usage rights for Adobe Reader, no signature,"),
    EMPTY_FIELD: phrase("a signature field that nobody has signed"),
}
"""What each of these sentences is about, where a file rides whole and keeps it."""

HARMLESS: Final = frozenset(
    {
        _ACTIONS["/GoToR"],
        _ACTIONS["/SubmitForm"],
        _ACTIONS["/URI"],
        _FIELDS,
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
        reason = phrase(
            "it is an XFA form that only its own program can show; print it to a new "
            "PDF"
        )
        raise LampiranRefusedError(reason)
    if "/Collection" in pdf.Root:
        reason = phrase(
            "it is a portfolio, whose contents are other files; attach each of these "
            "by itself"
        )
        raise LampiranRefusedError(reason)


def list_active(pdf: pikepdf.Pdf) -> list[str]:
    """Say what will be left behind, each thing once."""
    return list(dict.fromkeys(_scan(pdf)))


def name_active(sentence: str) -> str:
    """Name the thing of which a sentence says that it is left behind.

    >>> name_active("links to the web were removed")
    'links to the web'
    """
    return _THINGS.get(sentence, sentence)


def _scan(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Look at what hangs on the catalogue, and at what dictionaries call themselves."""
    names = pdf.Root.get("/Names")
    named = isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names
    if named or "/AF" in pdf.Root:
        yield _EMBEDDED
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            yield _OWN_FORM
        yield _FIELDS
    yield from list_unsigned(pdf)
    for thing in walk(pdf):
        if "/JS" in thing:
            yield _ACTIONS["/JavaScript"]
        for key, words in (("/S", _ACTIONS), ("/Subtype", _ANNOTATIONS)):
            value = thing.get(key)
            if isinstance(value, pikepdf.Name) and str(value) in words:
                yield words[str(value)]
