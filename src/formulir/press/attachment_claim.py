"""Whether a PDF's claim to PDF/A is one that a letter can share. Runs in the child."""

from __future__ import annotations

from typing import Final

import pikepdf

from formulir.press.active import walk

_COMPATIBLE: Final = frozenset(f"{part}{level}" for part in "12" for level in "ABU")
_PROGRAMS: Final = ("/FontFile", "/FontFile2", "/FontFile3")


def claims_fitting_pdfa(pdf: pikepdf.Pdf) -> bool:
    """Tell whether it claims PDF/A-1 or -2 and means its colours as a letter does.

    Device colours mean what the output intent says. A letter's is sRGB, so a file that
    means another one would change its colours, or break the claim.
    """
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            claim = metadata.pdfa_status.upper()
    except (ValueError, SyntaxError, pikepdf.PdfError):
        return False
    if claim not in _COMPATIBLE:
        return False
    intents = pdf.Root.get("/OutputIntents", pikepdf.Array())
    profiles = [intent.get("/DestOutputProfile") for intent in intents.as_list()]
    return all(
        profile is None or profile.get("/N") == len("RGB") for profile in profiles
    )


def keeps_claim(pdf: pikepdf.Pdf) -> bool:
    """Look for what breaks a claim most often, for a claim is only words.

    A validator would look at more; this finds what honest programs get wrong: fonts
    that are not embedded, and printing colours without a profile.

    Source: ISO 19005-2, 6.2.4.3 (device colours) and 6.2.11.4.1 (embedding).
    """
    return not any(
        thing.get("/ColorSpace") == pikepdf.Name.DeviceCMYK or _lacks_program(thing)
        for thing in walk(pdf)
    )


def _lacks_program(thing: pikepdf.Object) -> bool:
    """Tell whether this is a font whose shapes are not in the file."""
    if thing.get("/Type") == pikepdf.Name.FontDescriptor:
        return not any(key in thing for key in _PROGRAMS)
    return (
        thing.get("/Type") == pikepdf.Name.Font
        and thing.get("/Subtype") in (pikepdf.Name.Type1, pikepdf.Name.TrueType)
        and "/FontDescriptor" not in thing
    )
