"""What is left of a DOCX when it has been written anew."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress

import pytest
from docx import Document
from lxml import etree

from formulir.press.attachments.docx_clean import clean_docx
from formulir.press.attachments.docx_parts import clean_part
from formulir.press.child.limits import Limits
from formulir.press.pdf.normal import LampiranRefusedError
from tests.press.conftest import make_cap, make_letter
from tests.tools.corpus import word
from tests.tools.corpus.paket import (
    SPACES,
    Paket,
    complex_field,
    drawing,
    par,
    simple_field,
)
from tests.tools.corpus.tautan import ELSEWHERE, WAYS, make_docx

ADDRESS = "http://127.0.0.1:9/rahasia"


def clean(tmp_path, data, **limits):
    source, target = tmp_path / "a.docx", tmp_path / "b.docx"
    source.write_bytes(data)
    catatan = clean_docx(source, target, limits=Limits(**limits))
    with zipfile.ZipFile(target) as file:
        return catatan, {name: file.read(name) for name in file.namelist()}


def pick(files, name):
    return next(data for other, data in files if other == name)


def fix(*body):
    """Clean a body; return its text, and what was said."""
    root = etree.fromstring(f"<w:body {SPACES}>{''.join(body)}</w:body>")
    catatan = clean_part(root, known=())
    return "".join(root.itertext("{*}t")), catatan, root


def test_a_plain_letter_loses_nothing_that_shows(tmp_path):
    data = make_letter("Dengan hormat")
    catatan, _parts = clean(tmp_path, data)
    assert catatan == ()
    before = Document(io.BytesIO(data))
    after = Document(tmp_path / "b.docx")
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
    assert {s.name for s in after.styles} == {s.name for s in before.styles}


def test_its_own_pictures_stay(tmp_path):
    paket = Paket()
    name = paket.add("media/cap.png", make_cap(), kind="image")
    paket.body += [drawing(f'r:embed="{name}"')]
    catatan, parts = clean(tmp_path, paket.write())
    assert catatan == ()
    assert make_cap() in parts.values()


@pytest.mark.parametrize("way", WAYS)
def test_no_part_knows_the_address(way, tmp_path):
    catatan, parts = clean(tmp_path, make_docx([way], [ADDRESS]))
    assert catatan
    assert not [name for name, data in parts.items() if b"rahasia" in data]
    assert not [name for name, data in parts.items() if b"External" in data]


@pytest.mark.parametrize("way", ELSEWHERE)
def test_text_that_lies_elsewhere_is_refused(way, tmp_path):
    with pytest.raises(LampiranRefusedError, match="another document"):
        clean(tmp_path, make_docx([way], [ADDRESS]))


def test_macros_objects_and_controls_are_left_behind_and_named(tmp_path):
    files = dict(word.make_parts())
    catatan, parts = clean(tmp_path, files["makro"])
    assert catatan == ("macros were removed",)
    assert b"macroEnabled" not in parts["[Content_Types].xml"]
    assert not [name for name in parts if "vba" in name]
    catatan, parts = clean(tmp_path, files["objek"])
    assert catatan == (
        "embedded objects were reduced to their pictures",
        "ActiveX controls were removed",
    )
    assert not [data for data in parts.values() if data.startswith((b"MZ", b"\xd0"))]


def test_parts_that_lead_back_to_each_other_are_taken_once(tmp_path):
    _, parts = clean(tmp_path, dict(word.make_parts())["kepala-lingkar"])
    assert len([name for name in parts if name.startswith("word/header")]) == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    {
        "bom-zip": "it unfolds into more than is allowed",
        "bom-entitas": "it declares entities",
        "entitas-luar": "it declares entities",
        "bom-bagian": "it has 3005 parts and 2000 are allowed",
    }.items(),
)
def test_what_unfolds_is_refused(name, reason, tmp_path):
    with pytest.raises(LampiranRefusedError, match=reason):
        clean(tmp_path, pick(word.make_bombs(), name))


@pytest.mark.parametrize("name", ["lembar", "slide"])
def test_what_is_no_letter_is_refused(name, tmp_path):
    with pytest.raises(LampiranRefusedError, match="holds no Word text"):
        clean(tmp_path, dict(word.make_parts())[name])


@pytest.mark.parametrize("magic", [b"<svg", b"%!PS", b"%PDF-", b"\x1f\x8b", b""])
def test_a_picture_that_can_refer_to_files_is_left_out(magic, tmp_path):
    paket = Paket(body=[par("x")])
    paket.add("media/a.png", magic, kind="image")
    catatan, parts = clean(tmp_path, paket.write())
    assert catatan == ("pictures that can refer to other files were left out",)
    assert not [name for name in parts if "media" in name]


def test_a_field_spread_over_runs_leaves_what_it_showed():
    text, catatan, root = fix(complex_field(" INCLUDE", 'TEXT "c:\\x"', result="isi"))
    assert text == "isi"
    assert catatan == ["fields that bring in other files were fixed as they stood"]
    assert not list(root.iter("{*}instrText", "{*}fldChar"))


def test_a_field_within_an_instruction_shows_nothing_of_it():
    inner = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> LINK x </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r><w:t>dalam</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    outer = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> IF </w:instrText></w:r>{inner}"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r><w:t>luar</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    text, catatan, _ = fix(outer)
    assert text == "luar"
    assert len(catatan) == 1


def test_a_field_that_only_the_layout_fills_stays_alive():
    _, catatan, root = fix(simple_field(" PAGE "), complex_field(" NUMPAGES "))
    assert catatan == []
    assert len(list(root.iter("{*}fldSimple", "{*}instrText"))) == 2


def test_a_date_stays_the_date_that_the_letter_had():
    text, catatan, root = fix(simple_field(" DATE ", "14 Maret 2016"))
    assert (text, catatan) == ("14 Maret 2016", [])
    assert not list(root.iter("{*}fldSimple"))


@pytest.mark.parametrize("mark", ["begin", "separate", "end"])
def test_a_field_that_is_not_whole_is_taken_apart(mark):
    half = f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>'
    text, _, root = fix(f"<w:p>{half}</w:p>", par("teks"))
    assert not list(root.iter("{*}fldChar"))
    assert text == ("" if mark == "begin" else "teks")


def test_tracked_changes_are_told():
    _, catatan, _ = fix("<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>")
    assert catatan == ["it holds tracked changes, which show; look at its pages"]


def test_every_damaged_document_is_cleaned_or_refused(tmp_path):
    reasons = set()
    for _name, data in word.make_damaged(random.Random(7)):
        with suppress(LampiranRefusedError):
            clean(tmp_path, data)
            continue
        with pytest.raises(LampiranRefusedError) as caught:
            clean(tmp_path, data)
        reasons.add(str(caught.value).split(" (")[0])
    assert "it is encrypted; save a copy without password" in reasons
    assert "it is damaged" in reasons
