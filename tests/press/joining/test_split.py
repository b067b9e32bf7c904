from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from formulir.press.joining.identity import measure as measure_paper
from formulir.press.joining.identity import widen
from formulir.press.joining.split import (
    CetakanUnprovedError,
    JoinedFacts,
    split,
    take_alone,
)
from formulir.press.pdf.paper import open_pdf, save_pdf
from formulir.press.pdf.places import Place
from tests.press.conftest import read_text
from tests.press.equality import KONTEKS, fill_hazard, print_all
from tests.press.nasty import image_for_some

JUDUL = "Uji"


WIDTH = 11906
"""Of the paper of all letters, in twips."""


def make_whole(letters, **marks):
    """Make a printed document; page *n* is of the letter that is told, or of none.

    Each page is as high as 500 points and its number, to be told again.
    """
    pdf = pikepdf.new()
    for number, letter in enumerate(letters):
        twips = WIDTH if letter is None else WIDTH + widen(letter)
        pdf.add_blank_page(page_size=(measure_paper(twips), 500 + number))
    pdf.Root.Dests = pikepdf.Dictionary()
    for name, page in marks.items():
        place = [pdf.pages[page].obj, pikepdf.Name.XYZ, 20 + page, 30, 0]
        pdf.Root.Dests[f"/{name}"] = pikepdf.Array(place)
    return pdf


def mark_all(letters):
    """Mark where letters begin, and where all but the last of them end."""
    marks = {}
    for number, letter in enumerate(letters):
        marks.setdefault(f"b{letter:05}", number)
        marks[f"b{letter:05}z"] = number
    marks.pop(f"b{max(letters):05}z")
    return marks


def know(whole, count):
    pages = len(whole.pages)
    widths = frozenset({WIDTH})
    return JoinedFacts(widths=widths, count=count, pages=pages, anew=False)


def part(whole, count):
    return list(split(whole, know(whole, count), judul=JUDUL))


def measure(printed):
    """Return which pages of the whole a letter got."""
    return [int(page.mediabox[3]) - 500 for page in printed.pdf.pages]


def test_each_letter_gets_its_pages_and_its_places():
    owners = [0, 1, 1, 1, 2, 2]
    marks = mark_all(owners) | {"b00000qr": 0, "b00001cap": 2, "b00001qr": 3}
    letters = part(make_whole(owners, **marks), 3)
    assert [measure(printed) for printed in letters] == [[0], [1, 2, 3], [4, 5]]
    assert [printed.places for printed in letters] == [
        {"qr": Place(page=0, x_pt=20, y_pt=30)},
        {
            "cap": Place(page=1, x_pt=22, y_pt=30),
            "qr": Place(page=2, x_pt=23, y_pt=30),
        },
        {},
    ]


def test_each_page_gets_the_width_back_that_its_author_gave_it():
    whole = make_whole([0, 1, 1], **mark_all([0, 1, 1]))
    for printed in part(whole, 2):
        for page in printed.pdf.pages:
            assert float(page.mediabox[2]) == pytest.approx(measure_paper(WIDTH))


def test_two_hundred_letters_are_told_apart():
    owners = list(range(200))
    marks = mark_all(owners) | {"b00001qr": 1, "b00199qr": 199}
    letters = part(make_whole(owners, **marks), 200)
    assert [measure(printed) for printed in letters] == [[n] for n in range(200)]
    assert [n for n, printed in enumerate(letters) if printed.places] == [1, 199]


GOOD = [0, 1, 1, 2]
"""Whose the pages of a document of three letters are."""
UNPROVED = {
    "the first letter is lost": ([1, 1, 2], {}),
    "a letter between is lost": ([0, 2], {}),
    "the last letter is lost": ([0, 1, 1], {}),
    "a page is of nobody": ([0, None, 1, 2], {}),
    "a page is of a letter that is not here": ([0, 1, 1, 2, 3], {}),
    "two letters are swapped": ([1, 1, 0, 2], {}),
    "a page of one lies in another": ([0, 1, 0, 1, 2], {}),
    "a page comes again at the end": ([0, 1, 1, 2, 0], {}),
    "the first page of a letter is doubled": ([0, 1, 1, 1, 2], {"b00001": 2}),
    "a page stands before the mark of its letter": (GOOD, {"b00001": 2}),
    "a page stands behind the end of its letter": (GOOD, {"b00001z": 1}),
    "a letter begins in the one before": (GOOD, {"b00001": 0}),
    "a letter ends in the next": (GOOD, {"b00001z": 3}),
    "a letter has no beginning": (GOOD, {"b00002": None}),
    "a letter has no end": (GOOD, {"b00000z": None}),
    "the last letter has an end of its own": (GOOD, {"b00002z": 3}),
    "no letter has a mark": (GOOD, dict.fromkeys(mark_all(GOOD))),
    "marks of two letters are swapped": (
        GOOD,
        {"b00000": 3, "b00000z": 3, "b00002": 0},
    ),
    "all marks are of the letter behind": (
        GOOD,
        {"b00000": 1, "b00000z": 2, "b00001": 3, "b00001z": 3},
    ),
    "a place to stamp is on the next letter": (GOOD, {"b00001qr": 3}),
    "a place to stamp is on the letter before": (GOOD, {"b00001cap": 0}),
    "a mark is of a letter that is not here": (GOOD, {"b00003qr": 3}),
    "a mark has another name": (GOOD, {"bab1": 1}),
}


@pytest.mark.parametrize("case", UNPROVED)
def test_a_document_in_which_a_page_proves_nothing_gives_no_letter(case):
    owners, moved = UNPROVED[case]
    true = [owner for owner in owners if owner is not None and owner < 3]
    marks = mark_all(true) if owners is not GOOD else mark_all(GOOD)
    marks = {n: page for n, page in (marks | moved).items() if page is not None}
    whole = make_whole(owners, **marks)
    letters = split(whole, know(whole, 3), judul=JUDUL)
    with pytest.raises(CetakanUnprovedError, match="3 letters were printed together"):
        next(letters)


def test_a_letter_alone_needs_no_proof_and_keeps_its_places():
    whole = make_whole([None, None], qr=1, bab1=0, cap=1)
    printed = take_alone(whole, judul=JUDUL)
    assert measure(printed) == [0, 1]
    assert sorted(printed.places) == ["cap", "qr"]


def test_a_letter_carries_its_own_title_and_no_marks():
    (printed,) = part(make_whole([0], b00000=0, b00000qr=0), 1)
    with pikepdf.open(BytesIO(save_pdf(printed.pdf))) as pdf:
        assert "/Dests" not in pdf.Root
        assert pdf.open_metadata()["dc:title"] == JUDUL
        assert pdf.Root.Lang == "id-ID"


def make_shared(*contents):
    """Make a document whose pages share one dictionary, as LibreOffice makes it."""
    owners = range(len(contents))
    pdf = make_whole(owners, **mark_all(owners))
    form = pdf.make_stream(b"/Im1 Do")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    mask = pdf.make_stream(b"/Im2 Do", Subtype=pikepdf.Name.Form)
    tile = pdf.make_stream(b"/Im3 Do", PatternType=1)
    images = {
        f"/Im{n}": pdf.make_stream(f"gambar {n}".encode(), Subtype=pikepdf.Name.Image)
        for n in (1, 2, 3, 4)
    }
    state = pikepdf.Dictionary(SMask=pikepdf.Dictionary(G=mask))
    shared = pdf.make_indirect(
        pikepdf.Dictionary(
            XObject=pikepdf.Dictionary({**images, "/Tr9": form}),
            ExtGState=pikepdf.Dictionary(EGS8=state),
            Pattern=pikepdf.Dictionary(P7=tile),
            ProcSet=pikepdf.Array([pikepdf.Name.PDF]),
        )
    )
    for drawing in (form, mask, tile):
        drawing.Resources = shared
    for page, content in zip(pdf.pages, contents, strict=True):
        page.obj.Resources = shared
        page.Contents = pikepdf.Array([pdf.make_stream(part) for part in content])
    return pdf


def list_images(data):
    with pikepdf.open(BytesIO(data)) as pdf:
        return sorted(
            item.read_bytes().decode()
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream)
            and item.get("/Subtype") == pikepdf.Name.Image
        )


def test_a_page_keeps_only_what_it_draws_however_deep():
    whole = make_shared(
        [b"/Im4 ", b"Do"], [b"/Tr9 Do"], [b"/EGS8 gs"], [b"/P7 scn"], [b""]
    )
    letters = part(whole, 5)
    assert [list_images(save_pdf(printed.pdf)) for printed in letters] == [
        ["gambar 4"],
        ["gambar 1"],
        ["gambar 2"],
        ["gambar 3"],
        [],
    ]


def test_what_a_page_draws_is_looked_for_in_all_its_streams():
    """The end of a stream ends a word, too (ISO 32000-1 §7.8.2)."""
    whole = make_shared([b"q", b"/Im4 Do", b"Q /Im1", b"Do"], [b"", b"/Tr9 Do"])
    letters = part(whole, 2)
    assert [list_images(save_pdf(printed.pdf)) for printed in letters] == [
        ["gambar 1", "gambar 4"],
        ["gambar 1"],
    ]


def test_a_page_may_have_one_stream_instead_of_a_list():
    whole = make_shared([b"/Im4 Do"])
    page = whole.pages[0]
    page.Contents = page.Contents[0]
    (printed,) = part(whole, 1)
    assert list_images(save_pdf(printed.pdf)) == ["gambar 4"]


def test_a_page_without_resources_or_contents_is_a_page():
    whole = make_whole([0], **mark_all([0]))
    for key in {"/Resources", "/Contents"} & set(whole.pages[0].obj.keys()):
        del whole.pages[0].obj[key]
    (printed,) = part(whole, 1)
    assert measure(printed) == [0]


@pytest.mark.office
def test_no_letter_carries_the_picture_or_the_words_of_another(worker):
    """One letter in the batch has a picture; all have transparent text."""
    skeleton, letters = fill_hazard(image_for_some, konteks=KONTEKS[:3])
    printed = print_all(worker, skeleton, letters)
    drawings = []
    for letter, konteks in zip(printed, KONTEKS[:3], strict=True):
        assert f"Surat {konteks['nama']}" in read_text(letter.pdf)[0]
        with open_pdf(letter.pdf) as pdf:
            kinds = [
                str(item.Subtype)
                for item in pdf.objects
                if isinstance(item, pikepdf.Stream) and "/Subtype" in item
            ]
        drawings.append((kinds.count("/Image"), kinds.count("/Form")))
    assert drawings == [(1, 1), (0, 1), (0, 1)]
