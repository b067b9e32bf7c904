"""What a viewer draws of fields and annotations that bring no appearance along.

A file may leave it to the viewer how a filled-in field or a highlight looks. pdfium,
which is such a viewer, draws them here: it is handed a small file of nothing but these,
on empty pages of the same sizes, and what it draws is hung on the originals. What it
has no drawing for is handed to it as the next thing that it has one for: text in a box
as a field, lines as ink. What is not drawn all the same is told, one by one.

Source: ISO 32000-1, 12.5.5 (appearance streams) and 12.7.3.3 (NeedAppearances).
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf
import pypdfium2

from formulir.language import phrase
from formulir.press.foreign.annotations import (
    WORDS,
    find_field,
    has_appearance,
    has_words,
    is_hidden,
    list_annotations,
    read_numbers,
    shows_something,
    tell_notes,
)
from formulir.press.foreign.translate import is_translated, overflows, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOREIGN: Final = (
    *(pypdfium2.PdfiumError, pikepdf.PdfError, RuntimeError, ArithmeticError),
    *(TypeError, ValueError, LookupError, AttributeError),
)
"""What either library raises on annotations that are not what they should be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lacking:
    """An annotation without an appearance: its page from 0, itself, its field.

    ``plain`` is one that pdfium does not draw as it stands.
    """

    page: int
    thing: pikepdf.Object
    field: dict[str, pikepdf.Object]
    plain: bool


def complete_appearances(pdf: pikepdf.Pdf) -> tuple[pikepdf.Pdf | None, list[str]]:
    """Give fields and annotations the appearance in which a viewer shows them.

    Args:
        pdf: The file; it is changed.

    Returns:
        What must stay open until it is saved, and what is to be known of it.
    """
    form = pdf.Root.get("/AcroForm")
    anew = isinstance(form, pikepdf.Dictionary) and bool(
        form.get("/NeedAppearances", False)
    )
    lacking = list(_list_lacking(pdf, anew=anew))
    source = None
    if lacking:
        try:
            source = pikepdf.open(BytesIO(_draw(pdf, lacking)))
            _adopt(pdf, lacking, source)
        except _FOREIGN:
            source = None  # each is told below
    if isinstance(form, pikepdf.Dictionary) and "/NeedAppearances" in form:
        # qpdf draws no field of a form that says so.
        del form["/NeedAppearances"]
    return source, [*_tell(lacking), *_tell_undrawn(lacking), *tell_notes(pdf)]


def _list_lacking(pdf: pikepdf.Pdf, *, anew: bool) -> Iterator[_Lacking]:
    """Find what is shown and has no appearance, and put right how the others stand."""
    for number, page in enumerate(pdf.pages):
        for thing in list_annotations(page):
            field = find_field(thing)
            ap = thing.get("/AP")
            normal = ap.get("/N") if isinstance(ap, pikepdf.Dictionary) else None
            if isinstance(normal, pikepdf.Dictionary | pikepdf.Stream):
                _choose_state(thing, normal, field)
                kind = field.get("/FT") if anew else None
                if kind is None or kind == pikepdf.Name.Sig:
                    continue
            if not is_hidden(thing) and shows_something(thing, field):
                plain = is_translated(thing, field)
                yield _Lacking(page=number, thing=thing, field=field, plain=plain)


def _choose_state(
    thing: pikepdf.Object, normal: pikepdf.Object, field: dict[str, pikepdf.Object]
) -> None:
    """Say which of several appearances counts, as a viewer takes it from the value."""
    if isinstance(normal, pikepdf.Stream) or "/AS" in thing:
        return
    value = field.get("/V")
    known = isinstance(value, pikepdf.Name) and str(value) in normal
    thing.AS = value if known else pikepdf.Name.Off


def _draw(pdf: pikepdf.Pdf, lacking: list[_Lacking]) -> bytes:
    """Let pdfium draw what lacks an appearance, each on the page of its number."""
    with pikepdf.new() as small:
        form = _lay_form(small, pdf)
        for name, each in enumerate(lacking):
            page = pdf.pages[each.page]
            sheet = small.add_blank_page(page_size=(10, 10)).obj
            sheet.MediaBox = pikepdf.Array([float(n) for n in page.mediabox])
            entries = translate(each.thing, each.field, name=f"a{name}")
            own = small.copy_foreign(pdf.make_indirect(pikepdf.Dictionary(entries)))
            own.P = sheet
            sheet.Annots = pikepdf.Array([own])
            if own.Subtype == pikepdf.Name.Widget:
                form.Fields.append(own)
        plain = BytesIO()
        small.save(plain)
    out = BytesIO()
    with pypdfium2.PdfDocument(plain.getvalue()) as drawing:
        drawing.init_forms()
        for number in range(len(drawing)):
            # A page that is loaded, and drawn, has its appearances made.
            drawing[number].render(scale=0.1, may_draw_forms=True)
        drawing.save(out)
    return out.getvalue()


def _lay_form(small: pikepdf.Pdf, pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Make a form with the fonts of the other; one field of it is never seen."""
    form = pikepdf.Dictionary(Fields=pikepdf.Array(), NeedAppearances=True)
    given = pdf.Root.get("/AcroForm")
    if isinstance(given, pikepdf.Dictionary):
        for key in ("/DR", "/DA", "/Q"):
            if key in given:
                holder = pdf.make_indirect(pikepdf.Dictionary({"/It": given[key]}))
                form[key] = small.copy_foreign(holder)["/It"]
    made = small.Root.AcroForm = small.make_indirect(form)
    hidden = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Tx,
        T=pikepdf.String("-"),
        Rect=pikepdf.Array([0, 0, 1, 1]),
        F=2,
    )
    made.Fields.append(small.make_indirect(hidden))
    return made


def _adopt(pdf: pikepdf.Pdf, lacking: list[_Lacking], source: pikepdf.Pdf) -> None:
    """Hang what was drawn on the originals."""
    for each, page in zip(lacking, source.pages, strict=True):
        made = page.Annots[0]
        normal = made.get("/AP", pikepdf.Dictionary()).get("/N")
        if isinstance(normal, pikepdf.Dictionary):
            # The state of a button that is on has a name that pdfium chooses.
            on = made.get("/AS", pikepdf.Name.Off) != pikepdf.Name.Off
            states = (each for key, each in normal.items() if (key != "/Off") is on)
            normal = next(states, None)
        if not isinstance(normal, pikepdf.Stream):
            continue
        own = pdf.copy_foreign(normal)
        each.thing.AP = pikepdf.Dictionary(N=own)
        each.thing.Rect = pikepdf.Array([float(n) for n in made.Rect])
        if "/AS" in each.thing:
            del each.thing["/AS"]


def _tell_undrawn(lacking: list[_Lacking]) -> list[str]:
    """Name the parts of drawn marks that pdfium leaves out."""
    drawn = [each for each in lacking if has_appearance(each.thing)]
    return [
        phrase("page {page}: {part} is not drawn", page=each.page + 1, part=part)
        for each in drawn
        for part in _list_undrawn(each.thing)
    ]


def _list_undrawn(thing: pikepdf.Object) -> Iterator[str]:
    """Give what a viewer draws of a mark beside its lines, and pdfium does not.

    Source: ISO 32000-1, tables 174 (callout line), 175 (caption), 175 and 178 (fill).
    """
    kind = str(thing.get("/Subtype"))
    if kind in {"/Polygon", "/PolyLine", "/Line"} and read_numbers(thing.get("/IC")):
        yield phrase("the fill of {what}", what=WORDS[kind])
    if kind == "/FreeText" and read_numbers(thing.get("/CL")):
        yield phrase("the line that leads to a text box")
    if kind == "/Line" and bool(thing.get("/Cap")) and has_words(thing):
        yield phrase("the words beside a line")


def _tell(lacking: list[_Lacking]) -> list[str]:
    """Say how many were drawn, and how, and name each that was not."""
    drawn = [each for each in lacking if has_appearance(each.thing)]
    plainly = [each for each in drawn if each.plain]
    catatan: list[str] = []
    if count := len(drawn) - len(plainly):
        catatan.append(
            phrase("a field or mark without a look of its own: drawn as a viewer does")
            if count == 1
            else phrase(
                "{count} fields and marks without a look of its own: drawn as a viewer "
                "does",
                count=count,
            )
        )
    if plainly:
        names = sorted({_name(each) for each in plainly})
        catatan.append(
            phrase("without a look of its own, drawn plainly: {names}", names=names)
        )
    catatan += [
        phrase(
            "page {page}: the words of a text box do not fit into it and are cut",
            page=each.page + 1,
        )
        for each in drawn
        if each.thing.Subtype == pikepdf.Name.FreeText and overflows(each.thing)
    ]
    left = [each for each in lacking if not has_appearance(each.thing)]
    catatan += [
        phrase(
            "page {page}: {name} that only its own program draws was left out",
            page=each.page + 1,
            name=_name(each),
        )
        for each in left
    ]
    return catatan


def _name(each: _Lacking) -> str:
    return WORDS.get(str(each.thing.get("/Subtype")), phrase("a mark"))
