from __future__ import annotations

import pytest
from PIL import Image

from formulir.press.finishing.finish import Closing, finish
from formulir.press.finishing.picture import draw_qr, embed_picture, read_picture
from formulir.press.finishing.stamp import draw_stamps, overlay
from formulir.press.joining.split import PrintedLetter
from formulir.press.looking.look import look_at
from formulir.press.pdf.paper import MM
from formulir.press.pdf.places import Place
from tests.press.conftest import encode, make_cap
from tests.press.looking.pages import BODY, make_letter, write
from tests.press.stamps import FIT, draw_disc, draw_photo

QR = draw_qr("https://contoh.invalid/K7QF")
OPAQUE = read_picture(FIT["PNG on white"], side_mm=45)
CLEAR = read_picture(FIT["PNG on white"], side_mm=45, over_text=True)
EMBLEM = read_picture(FIT["PNG on white"], side_mm=22)


def look(*pages, **options):
    return look_at(write(make_letter(*pages)), **options)


def sorts(remarks):
    return [(remark.sort, remark.halaman, remark.warning) for remark in remarks]


def test_a_plain_letter_calls_for_no_remark():
    assert look(BODY) == []
    assert look(BODY, [(85, 700, "Lanjutan")]) == []


def test_a_letter_that_is_printed_twice_is_no_header():
    assert look(BODY, BODY) == []


def test_a_remark_has_page_place_sentence_and_becomes_a_fault():
    (remark,) = look(BODY, [(85, 700, "Yth. {{ nama }}"), *BODY[1:]])
    assert remark.halaman == 2
    left, upper, right, lower = remark.box_mm
    assert left == pytest.approx(85 / MM, abs=1)
    assert upper == pytest.approx((842 - 709) / MM, abs=1)
    assert lower == pytest.approx((842 - 697) / MM, abs=1)
    assert right > left + 20
    fault = remark.name_fault("templates/02.1/surat.docx")
    assert fault.place == "templates/02.1/surat.docx: page 2"
    assert "{{ nama }}" in fault.reason
    assert not fault.warning


# --- text outside of the page, or too near to its edge


@pytest.mark.parametrize(
    ("x", "y", "side", "by"),
    [
        (-20, 400, "left", 7),
        (560, 400, "right", 12),
        (85, -6, "lower", 2),
        (85, 838, "upper", 2),
        (-300, 400, "left", 106),
        (700, 400, "right", 60),
    ],
)
def test_text_that_runs_out_of_the_page_is_a_fault(x, y, side, by):
    (remark,) = look([*BODY, (x, y, "Keluar kertas")])
    assert sorts([remark]) == [("outside", 1, False)]
    assert f"on the {side}; make its" in remark.reason
    told = float(remark.reason.split("by ")[1].split(" mm")[0])
    assert told == pytest.approx(by, abs=6)


def test_many_lines_out_of_a_page_are_told_once():
    (remark,) = look([*BODY, *((540, 500 - 16 * n, "Keluar kertas") for n in range(9))])
    assert "“Keluar kertas” and 8 more run out of the page" in remark.reason


@pytest.mark.parametrize(
    ("x", "y", "side"),
    [(5, 400, "left"), (515, 400, "right"), (85, 6, "lower"), (85, 825, "upper")],
)
def test_text_that_printers_do_not_reach_is_a_warning(x, y, side):
    (remark,) = look([*BODY, (x, y, "Tepi kertas x")])
    assert sorts([remark]) == [("margin", 1, True)]
    assert f"of the {side} edge" in remark.reason


def test_blanks_may_stand_anywhere():
    assert look([*BODY, (-100, 400, "   "), (700, 300, " ")]) == []


# --- blank pages


@pytest.mark.parametrize(
    "page",
    [
        [],
        [(85, 500, "   ")],
        ["1 1 1 rg 100 100 300 300 re f"],
        [(290, 800, "- 2 -")],
        [(85, 60, "Halaman 2 dari 2")],
    ],
    ids=["nothing", "blanks", "white", "number", "words of a number"],
)
def test_a_last_page_of_nothing_is_a_fault(page):
    (remark,) = look(BODY, page)
    assert sorts([remark]) == [("blank", 2, False)]


def test_a_blank_page_between_others_may_be_meant():
    assert sorts(look(BODY, [], BODY)) == [("blank", 2, True)]


def test_a_letter_of_nothing_is_blank():
    assert sorts(look([])) == [("blank", 1, False)]


def test_a_page_with_a_header_alone_is_blank_and_so_is_one_with_our_foot():
    header = [(85, 800, "DINAS PENDIDIKAN"), "0 G 85 790 m 500 790 l S"]
    pages = ([*header, *BODY], header)
    assert sorts(look(*pages)) == [("blank", 2, False)]
    printed = PrintedLetter(pdf=make_letter(*pages), places={})
    finished = finish(printed, closing=Closing(kode="K7QF-3M0T-9XWA"))
    assert sorts(look_at(finished.pdf)) == [("blank", 2, False)]


def test_a_page_with_a_mark_alone_is_blank():
    pdf = make_letter(BODY, [])
    places = {"qr": Place(page=1, x_pt=85, y_pt=700)}
    overlay(pdf, [draw_stamps(pdf, {"qr": QR}, places=places)])
    assert sorts(look_at(write(pdf), places=places)) == [("blank", 2, False)]


@pytest.mark.parametrize(
    "page",
    [
        ["0 G 100 100 300 300 re S"],
        ["0.9 g 100 100 300 300 re f"],
        [(85, 500, "Penutup")],
    ],
)
def test_a_drawing_or_a_word_makes_a_page(page):
    assert look(BODY, page) == []


# --- leftovers of tags


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("Yth. {{ nama }} di tempat", "{{ nama }}"),
        ("Yth. {{ nama", "{{"),
        ("nama }} di tempat", "}}"),
        ("{% if ada %}Ya{% endif %}", "{% if ada %}"),
        ("{%p endfor", "{%"),
        ("Nomor ${nomor}/2016", "${nomor}"),
        ("Nomor ${nomor", "${"),
    ],
)
def test_a_tag_that_is_printed_is_a_fault(words, tag):
    first, *_ = look([*BODY, (85, 500, words)])
    assert sorts([first]) == [("braces", 1, False)]
    assert f"“{tag}” is printed as it stands; correct the tag" in first.reason


def test_a_tag_in_pieces_is_one():
    pieces = [(85, 500, "{"), (89, 500, "{ nama }"), (137, 500, "}")]
    (remark,) = look([*BODY, *pieces])
    assert remark.sort == "braces"


@pytest.mark.parametrize("words", ["{a}", "Rp$ 5", "5 % } dan { 6", "[nama]"])
def test_single_braces_are_text(words):
    assert look([*BODY, (85, 500, words)]) == []


def test_what_a_school_is_called_is_no_leftover():
    page = [*BODY, (85, 500, "SD <A> {{ 7*7 }} KUDUS")]
    konteks = {"daftar": [{"sekolah": {"nama": "SD <a> {{ 7*7 }} Kudus"}}]}
    assert look(page, konteks=konteks) == []
    other = {"sekolah": {"nama": "SD {{ 8*8 }}"}}
    assert sorts(look(page, konteks=other)) == [("braces", 1, False)]


# --- fields that lead nowhere


@pytest.mark.parametrize(
    "words",
    [
        "Error: Reference source not found",
        "Error! Reference source not found.",
        "Error! Bookmark not defined.",
        "Galat: sumber rujukan tidak ditemukan",
        "Galat: Sumber Referensi tidak ditemukan",
        "Error! No text of specified style in document.",
    ],
)
def test_a_field_that_leads_nowhere_is_a_fault(words):
    (remark,) = look([*BODY, (85, 500, f"Lihat {words} di atas")])
    assert sorts([remark]) == [("field", 1, False)]
    assert "put the cross-reference in again" in remark.reason


def test_such_a_field_may_break_over_lines():
    pieces = [(85, 500, "Lihat Error: Reference"), (85, 486, "source not found ini")]
    (remark,) = look([*BODY, *pieces])
    assert remark.box_mm.lower - remark.box_mm.upper > 5


# --- text over text


@pytest.mark.parametrize(
    "pair",
    [
        [(85, 500, "Baris yang satu"), (85, 495, "dan baris yang lain")],
        [(85, 500, "Baris yang satu"), (120, 500, "menimpa")],
        [(85, 500, "Baris yang satu", 12), (85, 497, "kecil di atasnya", 7)],
        [(85, 500, "Baris yang satu"), (85, 500, "Lain sama sekali")],
    ],
)
def test_lines_over_each_other_are_a_fault(pair):
    (remark,) = look([*BODY, *pair])
    assert sorts([remark]) == [("overlap", 1, False)]
    assert "are printed over each other" in remark.reason


@pytest.mark.parametrize(
    "pair",
    [
        [(85, 500, "Bayangan tebal"), (86, 499, "Bayangan tebal")],
        [(85, 500, "Bayangan tebal"), (88, 498, "Bayangan tebal")],
        [(85, 500, "m"), (96, 505, "2", 7)],
        [(85, 500, "Baris yang rapat"), (85, 491, "tetapi masih terbaca")],
        [(85, 500, "Nama"), (85, 499, "........................")],
        [(85, 500, "Nama"), (85, 499, "________________________")],
        [(85, 500, "Baris isi"), (60, 420, "CONTOH", 90, 0.7)],
        [(85, 500, "Baris isi yang panjang"), (85, 495, "CONTOH", 14, 0.2)],
        [(85, 500, "Baris isi yang panjang"), (85, 480, "CONTOH", 90)],
        [(85, 500, "Baris yang satu"), (200, 500, "dan di sampingnya")],
    ],
)
def test_what_is_near_or_meant_is_no_overlap(pair):
    assert look([*BODY, *pair]) == []


def test_text_in_our_foot_is_an_overlap():
    page = [*BODY, (85, 27, "Catatan kaki yang terlalu rendah")]
    printed = PrintedLetter(pdf=make_letter(page), places={})
    closing = Closing(kode="K7QF-3M0T-9XWA", nomor="0394/E5.2/PL/2013")
    remarks = look_at(finish(printed, closing=closing).pdf)
    assert sorts(remarks) == [("overlap", 1, False)]


# --- marks


def stamp(page, places, **pictures):
    """Draw marks over a page, and look at it; gives the remarks."""
    pdf = make_letter([*BODY, *page])
    overlay(pdf, [draw_stamps(pdf, pictures, places=places)])
    return look_at(write(pdf), places=places)


MIDDLE = Place(page=0, x_pt=300, y_pt=500)
NAME = [(260, 480, "Kepala Dinas Contoh,"), (260, 440, "Drs. Contoh Isman, M.Pd.")]


@pytest.mark.parametrize(
    "picture",
    [
        OPAQUE,
        read_picture(draw_photo(), side_mm=45),
        read_picture(draw_disc(), side_mm=45),
    ],
)
def test_a_stamp_that_hides_text_is_a_fault(picture):
    (remark,) = stamp(NAME, {"cap": MIDDLE}, cap=picture)
    assert sorts([remark]) == [("covered", 1, False)]
    assert "the stamp hides text: “" in remark.reason
    assert "give a stamp with a clear ground" in remark.reason


@pytest.mark.parametrize(
    "picture", [CLEAR, read_picture(make_cap(), side_mm=45), OPAQUE]
)
def test_a_stamp_lies_over_text_or_beside_it(picture):
    page = NAME if picture is not OPAQUE else [(420, 480, "Kepala Dinas Contoh,")]
    assert stamp(page, {"cap": MIDDLE}, cap=picture) == []


@pytest.mark.parametrize("y", [490, 470, 445])
def test_a_code_on_text_is_a_fault(y):
    (remark,) = stamp([(310, y, "Tembusan:")], {"qr": MIDDLE}, qr=QR)
    assert sorts([remark]) == [("covered", 1, False)]
    assert "the QR hides text: “Tembusan:”; move the bookmark" in remark.reason


def test_a_code_may_stand_in_a_gap_of_a_line():
    page = [(256, 470, f"A{' ' * 40}B")]
    assert stamp(page, {"qr": MIDDLE}, qr=QR) == []


@pytest.mark.parametrize("x", [290, 320, 345])
def test_an_emblem_on_text_is_a_fault(x):
    page = [(x, 470, "DINAS PENDIDIKAN")]
    (remark,) = stamp(page, {"lambang": MIDDLE}, lambang=EMBLEM)
    assert "the emblem hides text" in remark.reason


@pytest.mark.parametrize(
    ("one", "other", "aside"),
    [
        ("cap", "qr", -50),
        ("cap", "qr", 0),
        ("lambang", "qr", 20),
        ("cap", "lambang", 8),
    ],
)
def test_marks_over_each_other_are_a_fault(one, other, aside):
    pictures = {"cap": CLEAR, "qr": QR, "lambang": EMBLEM}
    places = {one: MIDDLE, other: Place(page=0, x_pt=300 + aside, y_pt=490)}
    (remark,) = stamp([], places, **{name: pictures[name] for name in places})
    assert sorts([remark]) == [("marks", 1, False)]
    assert "lie over each other" in remark.reason


def test_a_code_in_the_corner_of_a_round_stamp_touches_no_ink():
    places = {"cap": MIDDLE, "qr": Place(page=0, x_pt=300 + 5 * MM, y_pt=500 + 11 * MM)}
    shifted = Place(page=0, x_pt=300 + 6 * MM, y_pt=500 + 26 * MM)
    assert stamp([], places | {"qr": shifted}, cap=CLEAR, qr=QR) == []


@pytest.mark.parametrize(
    ("x", "y"), [(30, 500), (590, 500), (300, 60), (300, 840), (20, 20)]
)
def test_a_mark_that_had_to_be_pushed_onto_the_page_is_told(x, y):
    remarks = stamp([], {"cap": Place(page=0, x_pt=x, y_pt=y)}, cap=CLEAR)
    assert ("moved", 1, True) in sorts(remarks)
    assert all(remark.warning for remark in remarks)


@pytest.mark.parametrize(
    ("x", "y", "side"), [(8, 500, "left"), (523, 500, "right"), (300, 70, "lower")]
)
def test_a_code_that_printers_do_not_reach_is_told(x, y, side):
    (remark,) = stamp([], {"qr": Place(page=0, x_pt=x, y_pt=y)}, qr=QR)
    assert sorts([remark]) == [("margin", 1, True)]
    assert f"from the {side} edge" in remark.reason


def test_places_without_pictures_are_looked_at_by_their_boxes():
    places = {"cap": Place(page=0, x_pt=20, y_pt=500), "lain": MIDDLE}
    assert sorts(look(BODY, places=places)) == [("moved", 1, True)]


# --- a signature alone


BLOCK = [
    (300, 760, "Kudus, 14 Maret 2016"),
    (300, 744, "Kepala Dinas Contoh,"),
    (300, 660, "Drs. Contoh Isman, M.Pd."),
]
CAP = {"cap": Place(page=1, x_pt=300, y_pt=742)}
TABLE = [(85, 500, "Tembusan:"), (85, 484, "Bupati Kudus")]


@pytest.mark.parametrize(
    "above",
    [
        [],
        [(85, 790, "sampaikan terima kasih.")],
        [(290, 800, "- 2 -")],
        [(85, 805, "Lampiran surat"), (290, 790, "halaman 2")],
    ],
    ids=["nothing", "one line", "number", "header"],
)
def test_a_signature_without_the_letter_is_a_fault(above):
    header = [each for each in above if "Lampiran" in each[2]]
    (remark,) = look([*header, *BODY], [*above, *BLOCK, *TABLE], places=CAP)
    assert sorts([remark]) == [("alone", 2, False)]
    assert "Keep with next" in remark.reason


@pytest.mark.parametrize(
    "above",
    [
        [(85, 800, "Demikian surat ini kami buat,"), (85, 785, "terima kasih.")],
        [(85, 805 - 9 * n, f"{n}. Contoh baris tabel", 8) for n in range(4)],
    ],
)
def test_a_signature_with_two_lines_of_the_letter_may_stand(above):
    assert look(BODY, [*above, *BLOCK, *TABLE], places=CAP) == []


@pytest.mark.parametrize(("above", "alone"), [(1, True), (3, True), (5, False)])
def test_above_a_signature_on_the_left_more_than_its_own_lines_is_text(above, alone):
    lines = [(110, 744 + 11 * n, f"Baris {n} di kiri", 9) for n in range(2 + above)]
    cap = {"cap": Place(page=1, x_pt=110, y_pt=742)}
    remarks = look(BODY, [*lines, (110, 660, "Contoh Isman")], places=cap)
    assert sorts(remarks) == [("alone", 2, False)] * alone


def test_a_signature_on_the_first_page_needs_nothing_above_it():
    assert look(BLOCK, BODY, places={"cap": Place(page=0, x_pt=300, y_pt=742)}) == []


def test_without_places_the_stamp_tells_where_the_signature_is():
    pdf = make_letter(BODY, BLOCK)
    overlay(pdf, [draw_stamps(pdf, {"cap": CLEAR}, places=CAP)])
    assert sorts(look_at(write(pdf))) == [("alone", 2, False)]


# --- what is looked at


def test_attachments_behind_the_letter_are_not_looked_at():
    pages = (BODY, [(85, 500, "{{ nama }}")], [])
    assert look(*pages, halaman=1) == []
    assert len(look(*pages)) == 2


def test_a_page_that_begins_elsewhere_is_measured_by_what_is_seen():
    pdf = make_letter([(x + 100, y + 200, text) for x, y, text in BODY])
    pdf.pages[0].mediabox = [100, 200, 695, 1042]
    assert look_at(write(pdf)) == []
    pdf = make_letter([(x + 540, y + 200, text) for x, y, text in BODY])
    pdf.pages[0].mediabox = [100, 200, 695, 1042]
    assert sorts(look_at(write(pdf))) == [("outside", 1, False)]


def test_text_within_a_drawing_is_found_where_it_is_seen():
    pdf = make_letter(BODY, [])
    inner = make_letter([(10, 10, "{{ nama }}")], size=(200, 40))
    form = pdf.copy_foreign(inner.pages[0].as_form_xobject())
    pdf.pages[1].add_resource(form, "/XObject", "/Gambar")
    pdf.pages[1].Contents = pdf.make_stream(b"q 2 0 0 2 100 300 cm /Gambar Do Q")
    (remark,) = look_at(write(pdf))
    assert remark.sort == "braces"
    assert remark.box_mm.left == pytest.approx(120 / MM, abs=2)
    assert remark.box_mm.lower == pytest.approx((842 - 316) / MM, abs=3)


def test_an_emblem_alone_is_a_picture_and_no_blank_page():
    pdf = make_letter([])
    image = read_picture(encode(Image.new("RGB", (30, 30), "blue")), side_mm=20)
    pdf.pages[0].add_resource(embed_picture(pdf, image), "/XObject", "/Foto")
    pdf.pages[0].Contents = pdf.make_stream(b"q 90 0 0 90 100 300 cm /Foto Do Q")
    assert look_at(write(pdf)) == []
