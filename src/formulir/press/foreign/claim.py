"""Whether a stranger's pages deserve the claim to PDF/A that their file makes.

A claim is only words, and a letter that passes it on stands for it. So it is kept only
where each thing on the pages is one that is known to be allowed: what is not known here
loses the claim, though a validator might let it pass.

Source: ISO 19005-2:2011, 6.1.7 (streams), 6.1.13 (limits), 6.2.2 (operators and
resources), 6.2.4 (colours), 6.2.5 (graphics states), 6.2.8 (images), 6.2.9 (forms).
"""

from __future__ import annotations

from struct import error as struct_error
from typing import TYPE_CHECKING, Final

import pikepdf
from fontTools.ttLib import TTLibError

from formulir.press.foreign.claim_colours import is_plain_image, is_plain_space
from formulir.press.foreign.claim_fonts import are_fonts_sound
from formulir.press.pdf.paper import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_ODD: Final = (
    *(pikepdf.PdfError, TTLibError, RuntimeError, ArithmeticError, struct_error),
    *(TypeError, ValueError, LookupError, AttributeError, AssertionError),
)
"""What pikepdf and fontTools raise on what is not what it should be."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OPERATORS: Final = _words(
    "b B b* B* BDC BMC BT c cm CS cs d Do DP EMC ET f F f* G g gs h i J j l m M MP n "
    "q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w "
    "W W* y ' \""
)
"""All but printing colours, glyphs of a font's own, and what is allowed nowhere."""

_NAMED: Final = {
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "gs": "/ExtGState",
    "Do": "/XObject",
    "sh": "/Shading",
    "Tf": "/Font",
}
"""Operators that name a resource, and where that must stand."""

_SPACES: Final = ("/DeviceGray", "/DeviceRGB", "/Pattern")
_INTENTS: Final = frozenset(
    {"/AbsoluteColorimetric", "/RelativeColorimetric", "/Perceptual", "/Saturation"}
)
_STATE: Final = _words(
    "/Type /LW /LC /LJ /ML /D /RI /Font /FL /SM /SA /BM /SMask /CA /ca /AIS /TK"
)
_BLENDS: Final = _words(
    "/Normal /Compatible /Multiply /Screen /Overlay /Darken /Lighten /ColorDodge "
    "/ColorBurn /HardLight /SoftLight /Difference /Exclusion /Hue /Saturation /Color "
    "/Luminosity"
)
_FILTERS: Final = _words(
    "/FlateDecode /DCTDecode /CCITTFaxDecode /RunLengthDecode /ASCII85Decode "
    "/ASCIIHexDecode /JBIG2Decode"
)
_FOREIGN_KEYS: Final = frozenset({"/F", "/FFilter", "/OPI", "/PS", "/Ref", "/Subtype2"})
_LONGEST_STRING: Final = 32_767
_LONGEST_NAME: Final = 127
_LARGEST: Final = 2**31 - 1
_DEEPEST: Final = 28
"""The limits of an implementation. Source: ISO 19005-2, 6.1.13."""


def keeps_claim(pdf: pikepdf.Pdf) -> bool:
    """Tell whether all that is on the pages is known to be allowed in PDF/A-2b.

    Lists of the glyphs of a font, which are often wrong and needed nowhere, are
    dropped. Source: ISO 19005-2, 6.2.11.4.2.
    """
    try:
        for thing in walk(pdf):
            for key in ("/CIDSet", "/CharSet"):
                if key in thing:
                    del thing[key]
        things = all(_is_plain(thing) for thing in walk(pdf))
        contents = list(_list_contents(pdf)) if things else []
        return (
            things
            and all(_has_plain_contents(each) for each in contents)
            and are_fonts_sound(contents)
        )
    except _ODD:
        return False


def _list_contents(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Give all that has contents: pages, forms, and patterns that are drawn."""
    for page in pdf.pages:
        yield page.obj
    for thing in walk(pdf):
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == pikepdf.Name.Form or "/PatternType" in thing:
            yield thing


def _is_plain(thing: pikepdf.Object) -> bool:
    """Tell whether a dictionary or stream is of a kind that is allowed."""
    if not all(_fits(key, value) for key, value in thing.items()):
        return False
    states = thing.get("/ExtGState", pikepdf.Dictionary())
    if isinstance(states, pikepdf.Dictionary) and not all(
        _is_plain_state(state) for _, state in states.items()
    ):
        return False
    space = None
    if "/ShadingType" in thing:
        space = thing["/ColorSpace"]
    elif thing.get("/S") == pikepdf.Name.Transparency:
        space = thing.get("/CS")
    if _lacks_program(thing) or not (space is None or is_plain_space(space)):
        return False
    return not isinstance(thing, pikepdf.Stream) or _is_plain_stream(thing)


def _is_plain_stream(thing: pikepdf.Stream) -> bool:
    """Tell whether a stream is packed and used in a way that is allowed."""
    filters = thing.get("/Filter", pikepdf.Array())
    names = filters.as_list() if isinstance(filters, pikepdf.Array) else [filters]
    if not _FILTERS.issuperset(map(str, names)):
        return False
    kind = thing.get("/Subtype")
    if kind == pikepdf.Name.Image:
        return is_plain_image(thing)
    return kind != pikepdf.Name.PS and _FOREIGN_KEYS.isdisjoint(thing.keys())


def _lacks_program(thing: pikepdf.Object) -> bool:
    """Tell whether this is a font whose shapes are not in the file, used or not."""
    if thing.get("/Type") == pikepdf.Name.FontDescriptor:
        return not any(f"/FontFile{n}" in thing for n in ("", "2", "3"))
    simple = ("/Type1", "/MMType1", "/TrueType", "/Type3")
    font = thing.get("/Type") == pikepdf.Name.Font
    return (
        font and str(thing.get("/Subtype")) in simple and "/FontDescriptor" not in thing
    )


def _fits(key: str, value: object) -> bool:
    """Tell whether a member is within the limits of an implementation."""
    if len(key.encode()) > _LONGEST_NAME or key in ("/HT", "/TR"):
        return False
    if isinstance(value, pikepdf.String):
        return len(bytes(value)) <= _LONGEST_STRING
    if isinstance(value, pikepdf.Name):
        return len(str(value).encode()) <= _LONGEST_NAME
    return not isinstance(value, int) or abs(value) <= _LARGEST


def _is_plain_state(state: pikepdf.Object) -> bool:
    blend = state.get("/BM", pikepdf.Name.Normal)
    mask = state.get("/SMask", pikepdf.Name("/None"))
    return (
        _STATE.issuperset(state.keys())
        and isinstance(blend, pikepdf.Name)
        and str(blend) in _BLENDS
        and str(state.get("/RI", "/Perceptual")) in _INTENTS
        and (isinstance(mask, pikepdf.Name) or "/TR" not in mask)
    )


def _has_plain_contents(holder: pikepdf.Object) -> bool:
    """Tell whether contents use only what is allowed, and what they bring along."""
    resources = holder.get("/Resources", pikepdf.Dictionary())
    depth = 0
    # A page is read as one whole, whatever number of streams it is kept in.
    whole = pikepdf.Page(holder) if "/MediaBox" in holder else holder
    for step in pikepdf.parse_content_stream(whole):
        name = str(step.operator)
        depth += (name == "q") - (name == "Q")
        if isinstance(step, pikepdf.ContentStreamInlineImage):
            plain = is_plain_image(step.iimage.obj, resources=resources)
        else:
            plain = name in _OPERATORS and 0 <= depth <= _DEEPEST
            plain = plain and _is_plain_step(name, list(step.operands), resources)
        if not plain:
            return False
    return True


def _is_plain_step(
    name: str, operands: list[pikepdf.Object], resources: pikepdf.Object
) -> bool:
    """Tell whether a step names what is there, in colours that are allowed."""
    if name == "ri":
        return str(operands[0]) in _INTENTS
    if name in ("scn", "SCN") and len(operands):
        last = operands[-1]
        named = isinstance(last, pikepdf.Name)
        return not named or last in resources.get("/Pattern", pikepdf.Dictionary())
    if name not in _NAMED:
        return all(_fits("", operand) for operand in operands)
    if name in ("cs", "CS") and str(operands[0]) in _SPACES:
        return True
    found = resources.get(_NAMED[name], pikepdf.Dictionary()).get(str(operands[0]))
    if name in ("cs", "CS"):
        return is_plain_space(found)
    return found is not None
