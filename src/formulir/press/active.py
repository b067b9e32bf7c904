"""What a PDF does besides showing pages: signatures, scripts, files, forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.press.normal import LampiranRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACTIONS: Final = {
    "/JavaScript": "JavaScript was removed",
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
    }
)
"""What PDF/A-2 allows, so that its loss says nothing against a claim to PDF/A."""


def check_unsigned(pdf: pikepdf.Pdf) -> None:
    """Refuse a signed file: to merge it would break the signature.

    Source: ISO 32000-1, 12.8.1 (``ByteRange`` covers the file as it lies on the disk).

    Raises:
        LampiranRefusedError: It carries a signature.
    """
    for thing in _walk(pdf):
        if "/ByteRange" in thing:
            raise LampiranRefusedError(
                reason="it is digitally signed, and merging would break the signature",
                remedy="archive it as a file of its own, or attach an unsigned copy",
            )


def list_active(pdf: pikepdf.Pdf) -> list[str]:
    """Say what will be left behind, each thing once.

    Raises:
        LampiranRefusedError: Without it nothing would be left to show.
    """
    return list(dict.fromkeys([*_scan_root(pdf), *_scan_objects(pdf)]))


def _scan_root(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Look at what hangs on the catalogue."""
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names:
        yield _EMBEDDED
    if "/AF" in pdf.Root:
        yield _EMBEDDED
    if pdf.Root.get("/NeedsRendering"):
        raise LampiranRefusedError(
            reason="it is an XFA form that only its own program can show",
            remedy="print it to a new PDF",
        )
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            yield "an XFA form was removed"
        yield "form fields were fixed as they stood"


def _scan_objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Look at what every dictionary calls itself."""
    for thing in _walk(pdf):
        yield from _name_found(_ACTIONS, thing.get("/S"))
        yield from _name_found(_ANNOTATIONS, thing.get("/Subtype"))


def _walk(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Give every dictionary of a file once, also those that stand within others."""
    stack: list[object] = list(pdf.objects)
    while stack:
        thing = stack.pop()
        if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
            yield thing
            within = [value for _, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            within = list(thing.as_list())
        else:
            continue
        # What stands by itself is met in its own turn.
        stack += [
            value
            for value in within
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array)
            and not value.is_indirect
        ]


def _name_found(names: dict[str, str], value: object) -> Iterator[str]:
    """Give the words for a name that is in the list."""
    if isinstance(value, pikepdf.Name) and str(value) in names:
        yield names[str(value)]
