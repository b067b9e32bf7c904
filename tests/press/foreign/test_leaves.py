from __future__ import annotations

import re

import pikepdf
import pytest

from tests.press.conftest import make_pdf, to_bytes
from tests.press.foreign.normal import looks_alike, normalise
from tests.tools.corpus.rupa import METADATA

Name, Dictionary, Array, String = (
    pikepdf.Name,
    pikepdf.Dictionary,
    pikepdf.Array,
    pikepdf.String,
)
PYTHON = re.compile(r"NoneType|codec|expected str|has no attribute|sequence item|'int'")
BAR = b"0 0 1 rg 100 100 200 90 re f"


def make_page(contents=BAR, **entries):
    pdf = make_pdf()
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(contents)
    for key, value in entries.items():
        page[f"/{key}"] = value
    return pdf


BOXES = {
    "a crop of nothing": {"CropBox": Array([0, 0, 0, 0])},
    "a crop that is no box": {"CropBox": Array([1, 2])},
    "a crop of words": {"CropBox": Array([String("a")] * 4)},
    "corners in another order": {"MediaBox": Array([595, 842, 0, 0])},
    "a turn and a bit": {"Rotate": 90, "CropBox": Array([10, 10, 500, 700])},
    "a turn that is none": {"Rotate": Name.Kiri},
    "more than a turn": {"Rotate": 450},
    "a turn back": {"Rotate": -90},
    "a unit of nothing": {"UserUnit": 0},
    "a unit of words": {"UserUnit": String("cm")},
}


@pytest.mark.parametrize("name", BOXES)
def test_odd_boxes_are_taken_as_viewers_take_them(tmp_path, name):
    data = to_bytes(make_page(**BOXES[name]))
    verdict = normalise(data, tmp_path)
    assert (verdict.putusan, verdict.catatan) == ("ok", ())
    assert looks_alike(data, verdict.pdf)


@pytest.mark.parametrize("box", [None, Array([0, 0, 0, 0]), Array([1]), Name.Besar])
def test_a_page_without_a_size_is_as_large_as_viewers_show_it(tmp_path, box):
    pdf = make_page()
    if box is None:
        del pdf.pages[0].obj["/MediaBox"]
    else:
        pdf.pages[0].obj.MediaBox = box
    verdict = normalise(to_bytes(pdf), tmp_path)
    told = ("page 1 gives no size and was taken as Letter", "the file was damaged")
    assert verdict.catatan[0].startswith(told)
    assert looks_alike(to_bytes(pdf), verdict.pdf)


def test_a_page_has_what_it_inherits(tmp_path):
    pdf = make_page()
    page, pages = pdf.pages[0].obj, pdf.Root.Pages
    del page["/MediaBox"]
    pages.MediaBox, pages.Rotate = Array([0, 0, 300, 400]), 90
    data = to_bytes(pdf)
    verdict = normalise(data, tmp_path)
    assert verdict.catatan == ()
    assert looks_alike(data, verdict.pdf)


CONTENTS = {
    "bytes that are no text": BAR + b" /\xff\xfe\x80 gs BT (\xff) Tj ET",
    "a string without an end": BAR + b" BT (Dengan hormat",
    "a picture without an end": BAR + b" BI /W 9 /H 9 ID abc",
    "a list without an end": BAR + b" [1 2 3",
    "steps of nobody": BAR + b" 1 2 tidakada \xe9\xe9",
    "too many restored": b"Q Q 1 0 0 1 50 50 cm Q " + BAR,
}


@pytest.mark.parametrize("name", CONTENTS)
def test_contents_that_break_off_never_hide_what_stands_before(tmp_path, name):
    data = to_bytes(make_page(CONTENTS[name]))
    verdict = normalise(data, tmp_path)
    assert verdict.putusan in ("ok", "repaired")
    assert looks_alike(data, verdict.pdf)
    assert not PYTHON.search(" ".join(verdict.catatan))


@pytest.mark.parametrize("name", METADATA)
def test_odd_metadata_are_no_damage(tmp_path, name):
    pdf = make_page()
    if METADATA[name] is not None:
        kind = {"Type": Name.Metadata, "Subtype": Name.XML}
        pdf.Root.Metadata = pdf.make_stream(METADATA[name], **kind)
    pdf.docinfo["/Title"] = Array([1, 2])
    verdict = normalise(to_bytes(pdf, fix_metadata_version=False), tmp_path)
    assert (verdict.putusan, verdict.catatan) == ("ok", ())


def test_metadata_that_are_no_stream_are_no_damage(tmp_path):
    for value in (String("a"), 7, Array([1]), Dictionary(A=1)):
        pdf = make_page()
        pdf.Root.Metadata = value
        pdf.Root.OutputIntents = value
        data = to_bytes(pdf, fix_metadata_version=False)
        assert normalise(data, tmp_path).putusan == "ok"


LOCKS = {
    "of old": {"R": 3, "aes": False, "metadata": False},
    "of yesterday": {"R": 4},
    "of today": {"R": 6},
}


@pytest.mark.parametrize("name", LOCKS)
def test_a_file_that_may_be_printed_rides_along(tmp_path, name):
    for allow in (
        pikepdf.Permissions(modify_other=False, extract=False),
        pikepdf.Permissions(print_highres=False),
    ):
        lock = pikepdf.Encryption(user="", owner="b", allow=allow, **LOCKS[name])
        data = to_bytes(make_page(), encryption=lock)
        verdict = normalise(data, tmp_path)
        assert verdict.putusan == "ok"
        assert "printing is allowed, so its pages ride along" in verdict.catatan[0]
        assert looks_alike(data, verdict.pdf)
        with pikepdf.open(tmp_path / "hasil.pdf") as pdf:
            assert not pdf.is_encrypted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Filter /Standard", b"/Filter /Adobe.PubSec"),
        (b"/V 4", b"/V 9"),
        (b"/R 4", b"/R 99"),
    ],
)
def test_a_lock_that_nobody_knows_is_called_one(tmp_path, old, new):
    data = to_bytes(
        make_page(),
        encryption=pikepdf.Encryption(user="", owner="b", R=4),
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    verdict = normalise(data.replace(old, new), tmp_path)
    assert verdict.putusan == "refused"
    assert verdict.reason.startswith("it is encrypted and does not open without")
