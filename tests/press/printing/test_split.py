from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from formulir.press.pdf.paper import open_pdf, save_pdf
from formulir.press.pdf.places import Place
from formulir.press.printing.split import CetakanShortError, split
from tests.press.conftest import make_pdf, read_text
from tests.press.equality import KONTEKS, fill_hazard, print_all
from tests.press.nasty import image_for_some

JUDUL = "Uji"


def make_whole(pages, **marks):
    """Make a printed document whose pages are 100, 101, … points wide."""
    pdf = pikepdf.new()
    for number in range(pages):
        pdf.add_blank_page(page_size=(100 + number, 500))
    pdf.Root.Dests = pikepdf.Dictionary()
    for name, page in marks.items():
        place = [pdf.pages[page].obj, pikepdf.Name.XYZ, 20 + page, 30, 0]
        pdf.Root.Dests[f"/{name}"] = pikepdf.Array(place)
    return pdf


def measure(printed):
    """Return which pages of the whole a letter got."""
    return [int(page.mediabox[2]) - 100 for page in printed.pdf.pages]


def test_each_letter_gets_its_pages_and_its_places():
    whole = make_whole(
        6, b00000=0, b00000qr=0, b00001=1, b00001cap=2, b00001qr=3, b00002=4
    )
    letters = list(split(whole, count=3, judul=JUDUL))
    assert [measure(printed) for printed in letters] == [[0], [1, 2, 3], [4, 5]]
    assert [printed.places for printed in letters] == [
        {"qr": Place(page=0, x_pt=20, y_pt=30)},
        {
            "cap": Place(page=1, x_pt=22, y_pt=30),
            "qr": Place(page=2, x_pt=23, y_pt=30),
        },
        {},
    ]


def test_more_than_ten_letters_are_told_apart():
    marks = {f"b{n:05}": n for n in range(12)} | {"b00001qr": 1, "b00011qr": 11}
    letters = list(split(make_whole(12, **marks), count=12, judul=JUDUL))
    assert [measure(printed) for printed in letters] == [[n] for n in range(12)]
    assert [n for n, printed in enumerate(letters) if printed.places] == [1, 11]


UNTRUSTWORTHY = {
    "a letter too few": ({"b00000": 0, "b00001": 1}, 2),
    "the first is missing": ({"b00001": 1, "b00002": 2}, 1),
    "one between is missing": ({"b00000": 0, "b00002": 2}, 2),
    "out of order": ({"b00000": 0, "b00001": 2, "b00002": 1}, 2),
    "two on one page": ({"b00000": 0, "b00001": 1, "b00002": 1}, 2),
    "a page before the first": ({"b00000": 1, "b00001": 2, "b00002": 3}, 2),
    "on the next": ({"b00000": 0, "b00001": 1, "b00002": 2, "b00001qr": 2}, 2),
    "on the one before": ({"b00000": 0, "b00001": 1, "b00002": 2, "b00001qr": 0}, 2),
    "no marks at all": ({}, 0),
}


@pytest.mark.parametrize("case", UNTRUSTWORTHY)
def test_a_document_that_cannot_be_trusted_gives_no_letter(case):
    marks, found = UNTRUSTWORTHY[case]
    with pytest.raises(CetakanShortError, match=f"of 3 .*, {found} begin") as caught:
        next(split(make_whole(4, **marks), count=3, judul=JUDUL))
    assert (caught.value.expected, caught.value.found) == (3, found)


def test_a_letter_carries_its_own_title_and_no_marks():
    (printed,) = split(make_whole(1, b00000=0, b00000qr=0), count=1, judul=JUDUL)
    with pikepdf.open(BytesIO(save_pdf(printed.pdf))) as pdf:
        assert "/Dests" not in pdf.Root
        assert pdf.open_metadata()["dc:title"] == JUDUL
        assert pdf.Root.Lang == "id-ID"


def make_shared(*contents):
    """Make a document whose pages share one dictionary, as LibreOffice makes it."""
    pdf = make_pdf(pages=len(contents))
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
    marks = pikepdf.Dictionary()
    for number, (page, content) in enumerate(zip(pdf.pages, contents, strict=True)):
        page.obj.Resources = shared
        page.Contents = pikepdf.Array([pdf.make_stream(part) for part in content])
        mark = [page.obj, pikepdf.Name.XYZ, 0, 0, 0]
        marks[f"/b{number:05}"] = pikepdf.Array(mark)
    pdf.Root.Dests = marks
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
    letters = split(whole, count=5, judul=JUDUL)
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
    letters = split(whole, count=2, judul=JUDUL)
    assert [list_images(save_pdf(printed.pdf)) for printed in letters] == [
        ["gambar 1", "gambar 4"],
        ["gambar 1"],
    ]


def test_a_page_may_have_one_stream_instead_of_a_list():
    whole = make_shared([b"/Im4 Do"])
    page = whole.pages[0]
    page.Contents = page.Contents[0]
    (printed,) = split(whole, count=1, judul=JUDUL)
    assert list_images(save_pdf(printed.pdf)) == ["gambar 4"]


def test_a_page_without_resources_or_contents_is_a_page():
    whole = make_whole(1, b00000=0)
    for key in {"/Resources", "/Contents"} & set(whole.pages[0].obj.keys()):
        del whole.pages[0].obj[key]
    (printed,) = split(whole, count=1, judul=JUDUL)
    assert measure(printed) == [0]


@pytest.mark.office
def test_no_letter_carries_the_picture_or_the_words_of_another(worker):
    """One letter in the batch has a picture; all have transparent text."""
    skeleton, letters = fill_hazard(image_for_some, konteks=KONTEKS)
    printed = print_all(worker, skeleton, letters)
    drawings = []
    for letter, konteks in zip(printed, KONTEKS, strict=True):
        assert f"Surat {konteks['nama']}" in read_text(letter.pdf)[0]
        with open_pdf(letter.pdf) as pdf:
            kinds = [
                str(item.Subtype)
                for item in pdf.objects
                if isinstance(item, pikepdf.Stream) and "/Subtype" in item
            ]
        drawings.append((kinds.count("/Image"), kinds.count("/Form")))
    assert drawings == [(1, 1), (0, 1), (0, 1), (0, 1), (0, 1)]
