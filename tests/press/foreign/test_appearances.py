from __future__ import annotations

import random

import pikepdf
import pytest

from tests.press.conftest import make_pdf, read_text, to_bytes
from tests.press.foreign.normal import looks_alike, normalise
from tests.tools.corpus.beda import draw
from tests.tools.corpus.rupa import make_looks

Name, Dictionary, Array, String = (
    pikepdf.Name,
    pikepdf.Dictionary,
    pikepdf.Array,
    pikepdf.String,
)
RECT = [50, 700, 250, 724]
QUAD = Array([50, 724, 250, 724, 50, 700, 250, 700])
LINE = [55, 705, 150, 720, 245, 705]
UNREAD = "page 1: 1 note(s), of which the mark is printed and the words are not"
DRAWN = "a field or mark without a look of its own: drawn as a viewer does"

PLAINLY = "without a look of its own, drawn plainly:"

FIELDS = {
    "text": {"FT": Name.Tx, "V": String("Nilai 87")},
    "text of many lines": {"FT": Name.Tx, "V": String("Satu\rdua"), "Ff": 1 << 12},
    "text in cells": {
        "FT": Name.Tx,
        "V": String("30304567"),
        "Ff": 1 << 24,
        "MaxLen": 8,
    },
    "text in the middle": {"FT": Name.Tx, "V": String("87"), "Q": 1},
    "a combo": {"FT": Name.Ch, "V": String("Lulus"), "Ff": 1 << 17},
    "a list": {
        "FT": Name.Ch,
        "V": String("b"),
        "Opt": Array([String("a"), String("b")]),
    },
    "a box that is ticked": {"FT": Name.Btn, "V": Name.Ya, "AS": Name.Ya},
    "one of several": {"FT": Name.Btn, "V": Name.Ya, "AS": Name.Ya, "Ff": 1 << 15},
    "a button": {
        "FT": Name.Btn,
        "Ff": 1 << 16,
        "MK": Dictionary(CA=String("Kirim"), BG=Array([0.5, 0.5, 0.5])),
    },
}
MARKS = {
    **{
        kind: {"QuadPoints": QUAD}
        for kind in ("Highlight", "Underline", "StrikeOut", "Squiggly")
    },
    "Ink": {"InkList": Array([Array(LINE)])},
    "Square": {"BS": Dictionary(W=3)},
    "Circle": {"IC": Array([1, 1, 0])},
    "Text": {"Contents": String("Mohon diperiksa")},
}
PLAIN = {
    "a text box": {"Subtype": Name.FreeText, "Contents": String("SETUJU")},
    "a stamp": {"Subtype": Name.Stamp, "Name": Name.NotApproved},
    "a line": {"Subtype": Name.Line, "L": Array([55, 705, 245, 720])},
    "a shape": {"Subtype": Name.Polygon, "Vertices": Array(LINE)},
    "a line of several parts": {"Subtype": Name.PolyLine, "Vertices": Array(LINE)},
    "an insertion mark": {"Subtype": Name.Caret},
}


def make_file(*things, need=None, contents=b"", field=False):
    pdf = make_pdf()
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(contents)
    made = [pdf.make_indirect(Dictionary(Rect=Array(RECT), F=4)) for _ in things]
    for thing, entries in zip(made, things, strict=True):
        thing.Type = Name.Annot
        for key, value in entries.items():
            thing[f"/{key}"] = value
    page.Annots = Array(made)
    if field:
        pdf.Root.AcroForm = Dictionary(Fields=Array(made), DA=String("/Helv 0 Tf 0 g"))
        if need is not None:
            pdf.Root.AcroForm.NeedAppearances = need
    return pdf


def make_field(**entries):
    return {"Subtype": Name.Widget, "T": String("a"), **entries}


def has_marks(data):
    return (
        draw(data)[0].crop((40, 842 - 730, 260, 842 - 690)).getextrema()
        != ((255, 255),) * 3
    )


@pytest.mark.parametrize("need", [True, False, None])
@pytest.mark.parametrize("name", FIELDS)
def test_a_filled_field_without_an_appearance_is_seen(tmp_path, name, need):
    data = to_bytes(make_file(make_field(**FIELDS[name]), need=need, field=True))
    verdict = normalise(data, tmp_path)
    assert has_marks(verdict.pdf)
    if "AS" in FIELDS[name]:  # viewers disagree on its tick: some show none
        assert f"{PLAINLY} a form field" in verdict.catatan
    else:
        assert looks_alike(data, verdict.pdf)
        assert DRAWN in verdict.catatan


def test_a_field_shows_what_its_parent_holds(tmp_path):
    pdf = make_file(make_field(), field=True)
    own = pdf.Root.AcroForm.Fields[0]
    parent = pdf.make_indirect(Dictionary(T=String("p"), FT=Name.Tx, V=String("Lulus")))
    parent.Kids, own.Parent = Array([own]), parent
    pdf.Root.AcroForm.Fields = Array([parent])
    verdict = normalise(to_bytes(pdf), tmp_path)
    assert "Lulus" in read_text(verdict.pdf)[0]
    assert looks_alike(to_bytes(pdf), verdict.pdf)


@pytest.mark.parametrize("value", [String("Siti"), None, String("")])
def test_a_form_that_asks_for_it_is_drawn_anew(tmp_path, value):
    entries = {"FT": Name.Tx} | ({} if value is None else {"V": value})
    pdf = make_file(make_field(**entries), need=True, field=True)
    old = pdf.make_stream(b"0 g 0 0 200 24 re f", Type=Name.XObject, Subtype=Name.Form)
    old.BBox = Array([0, 0, 200, 24])
    pdf.Root.AcroForm.Fields[0].AP = Dictionary(N=old)
    verdict = normalise(to_bytes(pdf), tmp_path)
    if value:
        assert looks_alike(to_bytes(pdf), verdict.pdf)
        assert "Siti" in read_text(verdict.pdf)[0]


@pytest.mark.parametrize("kind", MARKS)
def test_a_mark_without_an_appearance_is_drawn_as_a_viewer_does(tmp_path, kind):
    entries = {"Subtype": Name(f"/{kind}"), "C": Array([1, 0, 0]), **MARKS[kind]}
    data = to_bytes(make_file(entries))
    verdict = normalise(data, tmp_path)
    told = (DRAWN, UNREAD) if kind == "Text" else (DRAWN,)
    assert (verdict.putusan, verdict.catatan) == ("ok", told)
    assert has_marks(verdict.pdf)
    assert looks_alike(data, verdict.pdf)


@pytest.mark.parametrize("name", PLAIN)
def test_a_mark_that_the_viewer_does_not_draw_is_drawn_plainly(tmp_path, name):
    data = to_bytes(make_file({"C": Array([1, 0, 0]), **PLAIN[name]}))
    verdict = normalise(data, tmp_path)
    assert verdict.catatan == (f"{PLAINLY} {name}",)
    assert has_marks(verdict.pdf)


def test_text_in_a_box_is_read_whatever_its_ground(tmp_path):
    boxes = [
        {
            "Subtype": Name.FreeText,
            "C": Array(colour),
            "DA": String(f"/Helv 12 Tf {' '.join(map(str, colour))} rg"),
            "Contents": String("DISETUJUI"),
            "Rect": Array([50, 100 + 60 * at, 250, 140 + 60 * at]),
        }
        for at, colour in enumerate(([1, 0, 0], [0, 0, 0], [0.2, 0.4, 0.6]))
    ]
    verdict = normalise(to_bytes(make_file(*boxes)), tmp_path)
    assert read_text(verdict.pdf)[0].split() == ["DISETUJUI"] * 3
    page = draw(verdict.pdf)[0]
    for at in range(3):
        box = page.crop((50, 842 - 140 - 60 * at, 250, 842 - 100 - 60 * at))
        assert box.getpixel((190, 5)) == (255, 255, 255)


@pytest.mark.parametrize("words", [3, 30, 3000])
def test_words_that_do_not_fit_into_a_box_are_smaller_or_told(tmp_path, words):
    text = String(" ".join(["penting"] * words))
    data = to_bytes(make_file({"Subtype": Name.FreeText, "Contents": text}))
    verdict = normalise(data, tmp_path)
    told = "page 1: the words of a text box do not fit into it and are cut"
    assert (told in verdict.catatan) is (words == 3000)
    if words < 3000:
        height = 842 - 700
        below = draw(verdict.pdf)[0].crop((50, height - 2, 250, height + 90))
        assert below.crop((0, 4, 200, 92)).getextrema() == ((255, 255),) * 3
        assert read_text(verdict.pdf)[0].split() == ["penting"] * words


@pytest.mark.parametrize("flags", [2, 32, 36, 6])
def test_what_a_viewer_hides_stays_hidden(tmp_path, flags):
    things = [
        {"Subtype": Name.Square, "F": flags},
        {"Subtype": Name.FreeText, "Contents": String("rahasia"), "F": flags},
    ]
    field = make_field(**FIELDS["text"], F=flags)
    for pdf in (make_file(*things), make_file(field, field=True)):
        verdict = normalise(to_bytes(pdf), tmp_path)
        assert not has_marks(verdict.pdf)
        assert read_text(verdict.pdf) == [""]


def test_an_invisible_mark_of_a_known_kind_is_seen(tmp_path):
    data = to_bytes(make_file({"Subtype": Name.Square, "F": 1, "C": Array([1, 0, 0])}))
    assert has_marks(normalise(data, tmp_path).pdf)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"Subtype": Name.Redact}, "a mark of what is to be blacked out"),
        ({"Subtype": Name.Ink}, "a drawing"),
        ({"Subtype": Name.Line}, "a line"),
    ],
)
def test_a_mark_that_nobody_can_draw_is_named(tmp_path, entries, words):
    verdict = normalise(to_bytes(make_file(entries)), tmp_path)
    if not has_marks(verdict.pdf):
        told = f"page 1: {words} that only its own program draws was left out"
        assert (verdict.putusan, verdict.catatan) == ("cleaned", (told,))


UNDRAWN = {
    "the fill of a shape": PLAIN["a shape"] | {"IC": Array([0, 1, 0])},
    "the line that leads to a text box": PLAIN["a text box"]
    | {"CL": Array([60, 700, 90, 710, 120, 715])},
    "the words beside a line": PLAIN["a line"] | {"Cap": True},
}


@pytest.mark.parametrize("part", UNDRAWN)
def test_a_part_of_a_mark_that_is_not_drawn_is_told(tmp_path, part):
    entries = {"C": Array([1, 0, 0]), "Contents": String("Siti"), **UNDRAWN[part]}
    verdict = normalise(to_bytes(make_file(entries)), tmp_path)
    assert has_marks(verdict.pdf)
    assert f"page 1: {part} is not drawn" in verdict.catatan
    del entries["IC" if "IC" in entries else "CL" if "CL" in entries else "Cap"]
    verdict = normalise(to_bytes(make_file(entries)), tmp_path)
    assert not any("is not drawn" in each for each in verdict.catatan)


def test_words_of_notes_are_told_page_by_page(tmp_path):
    note = {"Subtype": Name.Text, "Contents": String("Mohon diperbaiki")}
    told = UNREAD
    assert told in normalise(to_bytes(make_file(note)), tmp_path).catatan
    silent = normalise(to_bytes(make_file(note | {"Contents": String(" ")})), tmp_path)
    assert told not in silent.catatan
    hidden = normalise(to_bytes(make_file(note | {"F": 2})), tmp_path)
    assert told not in hidden.catatan


@pytest.mark.parametrize(
    "contents", [b"q 1 0 0 1 90 90 cm q", b"Q Q 1 0 0 1 9 9 cm", b"(a"]
)
def test_what_contents_leave_open_moves_no_mark(tmp_path, contents):
    data = to_bytes(make_file({"Subtype": Name.Square}, contents=contents))
    assert looks_alike(data, normalise(data, tmp_path).pdf)


def test_a_mark_of_a_layer_that_is_off_is_told(tmp_path):
    pdf = make_file({"Subtype": Name.Square})
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("L")))
    default = Dictionary(OFF=Array([group]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=default)
    pdf.pages[0].obj.Annots[0].OC = group
    verdict = normalise(to_bytes(pdf), tmp_path)
    told = "page 1: a frame of a layer that is switched off stays hidden"
    assert told in verdict.catatan
    assert not has_marks(verdict.pdf)


@pytest.mark.parametrize("seed", range(2))
def test_odd_files_look_as_they_did_or_say_so(tmp_path, seed):
    told = ("drawn plainly", "look at it", "left out", "stays hidden", "look at its")
    for _, data in make_looks(random.Random(seed).randrange(1 << 20), 5):
        verdict = normalise(data, tmp_path)
        assert verdict.putusan in ("ok", "cleaned", "repaired")
        if not any(word in text for text in verdict.catatan for word in told):
            assert looks_alike(data, verdict.pdf)
