"""A package is read by its relationships; what is no letter is told as what it is."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest

from formulir.errors import TemplateFaultyError
from formulir.ground.package import BODY, TYPES
from formulir.letters.drafts import list_marks
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.raw import is_signature_bound, list_fonts, split_tags
from formulir.letters.reading.render import render
from formulir.letters.word import unpack as opening
from formulir.model import Docx
from tests.letters.docx import make_docx, read_text
from tests.letters.word.package import (
    NAMES,
    document,
    fill_text,
    inspect,
    make_members,
    make_word,
    pack_docx,
    par,
    reasons,
    relations,
)

MARK = '<w:bookmarkStart w:id="1" w:name="cap"/>'


def test_the_smallest_package_is_a_letter():
    docx = make_word(par(MARK, "Halo {{ nama }}"))
    template = compile_template(docx, nama="t")
    assert fill_text(docx, {"nama": "B"}) == ["Halo B"]
    assert list_marks(template) == {"cap"}
    assert template.styles is None
    assert list_fonts([template.members[BODY]], template.styles) == set()
    assert not is_signature_bound(template.members[BODY], template.styles)


@pytest.mark.parametrize(
    ("main", "target"),
    [
        ("word/document2.xml", "word/document2.xml"),
        ("doc/isi.xml", "/doc/isi.xml"),
        ("isi.xml", "./isi.xml"),
        ("word/document.xml", "Word/Document.xml"),
    ],
)
def test_the_body_may_have_another_name(main, target):
    members = make_members(
        par(MARK, "{{ nama }} {{ a.b }}"), main=main, header=par("Kop {{ nama }}")
    )
    members["_rels/.rels"] = relations(("r1", "officeDocument", target, False))
    own = make_members(par("Lain {{ rusak"))[BODY]
    if main != BODY and main.startswith("word/"):
        members[BODY] = own  # what nothing leads to
    docx = pack_docx({name.lstrip("/"): data for name, data in members.items()})
    template = compile_template(docx, nama="t")
    assert {part.label for part in template.parts} == {"body", "header"}
    konteks = {"nama": "B", "a": {"b": "C"}}
    assert read_text(render(template, konteks, kunci="k")) == ["B C"]
    (fault,) = inspect(docx, {"nama": "B", "a": {"x": 1}})
    written = (
        main if main.startswith(("doc", "isi")) or "2" in main else fault.spot.part
    )
    assert fault.spot.part == written
    assert fault.spot.words == "{{ a.b }}"


@pytest.mark.parametrize(
    "target",
    ["/word/header1.xml", "./header1.xml", "../word/header1.xml", "Header1.xml"],
)
def test_a_header_is_found_by_any_spelling_of_its_target(target):
    members = make_members(par("{{ nama }}"), header=par("Kop {{ nama }}"))
    rels = members["word/_rels/document.xml.rels"]
    members["word/_rels/document.xml.rels"] = rels.replace("header1.xml", target)
    template = compile_template(pack_docx(members), nama="t")
    assert sorted(part.label for part in template.parts) == ["body", "header"]


def test_a_header_may_have_any_name():
    members = make_members(par("x"), leads=[("h", "header", "../kop/a.xml", False)])
    members["kop/a.xml"] = f"<w:hdr {NAMES}>{par('Kop {{ nama }}')}</w:hdr>"
    docx = pack_docx(members)
    assert fill_text(docx, {"nama": "B"}, "kop/a.xml") == ["Kop B"]


BRACES = "<x>{{ nama }} {% rusak</x>"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("docProps/app.xml", "extended-properties"),
        ("docProps/custom.xml", "custom-properties"),
        ("customXml/item1.xml", "customXml"),
        ("customXml/itemProps1.xml", "customXmlProps"),
        ("word/webSettings.xml", "webSettings"),
        ("word/fontTable.xml", "fontTable"),
        ("word/theme/theme1.xml", "theme"),
        ("word/settings.xml", "settings"),
        ("word/glossary/document.xml", "glossaryDocument"),
        ("word/stylesWithEffects.xml", "stylesWithEffects"),
        ("docProps/thumbnail.jpeg", "thumbnail"),
        ("word/people.xml", "people"),
        ("lain/apa.xml", "apa"),
    ],
)
def test_braces_in_what_is_never_printed_do_no_harm(name, kind):
    members = make_members(par("{{ nama }}"), leads=[("z", kind, f"/{name}", False)])
    docx = pack_docx({**members, name: BRACES})
    assert inspect(docx, {"nama": "B"}) == []
    assert fill_text(docx, {"nama": "B"}) == ["B"]


@pytest.mark.parametrize(
    ("name", "kind", "data"),
    [
        ("word/charts/chart1.xml", "chart", "<c>{{ nama }}</c>"),
        ("word/numbering.xml", "numbering", '<n v="{{ nama }}"/>'),
        ("word/diagrams/data1.xml", "diagramData", "<d>{% if a %}</d>"),
        ("word/media/a.svg", "image", "<svg>{{ nama }}</svg>"),
    ],
)
def test_braces_in_what_is_printed_but_never_filled_are_a_fault(name, kind, data):
    members = make_members(par("x"), leads=[("z", kind, f"/{name}", False)])
    (fault,) = inspect(pack_docx({**members, name: data}))
    assert "never filled in" in fault.reason
    assert fault.spot.part == name


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "(.doc)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (b"{\\rtf1 x}", "(.rtf)"),
        (b"%PDF-1.7", "PDF"),
        (b"\xef\xbb\xbf<html>", "web page"),
        (b"", "empty"),
        (b"\x05user" + bytes(150), "no DOCX file"),
    ],
)
def test_what_is_no_docx_is_called_what_it_is(data, said):
    (told,) = reasons(Docx(data))
    assert said in told
    assert "Word" in told


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "(.odt)"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "no text"),
        ({TYPES: "<Types/>", "xl/workbook.xml": "<w/>"}, "workbook"),
        ({TYPES: "<Types/>", "a.xml": "<w/>"}, "no Word document"),
        ({"a.txt": "x"}, "no Word document"),
    ],
)
def test_a_zip_that_is_no_docx_is_called_what_it_is(members, said):
    (told,) = reasons(pack_docx(members))
    assert said in told


def test_a_strict_document_is_told_how_to_be_saved():
    strict = document(par("{{ nama }}")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "Strict" in reasons(pack_docx({**make_members(), BODY: strict}))[0]


def test_a_package_whose_members_come_twice_is_refused():
    out = io.BytesIO(make_word(par("a")))
    with zipfile.ZipFile(out, "a") as file, pytest.warns(match="Duplicate"):
        file.writestr(BODY, document(par("b")))
    assert "two files of one name" in reasons(Docx(out.getvalue()))[0]


def test_a_package_that_is_too_large_is_refused(monkeypatch):
    docx = make_word(par("a" * 10_000))
    monkeypatch.setattr(opening, "BYTES_LIMIT", 9_000)
    assert "unzips to" in reasons(docx)[0]
    monkeypatch.setattr(opening, "BYTES_LIMIT", 10**9)
    monkeypatch.setattr(opening, "MEMBERS_LIMIT", 2)
    assert "files" in reasons(docx)[0]


def test_xml_that_is_nested_too_deep_is_refused():
    deep = "<w:sdt>" * 300 + "</w:sdt>" * 300
    assert "damaged" in reasons(make_word(deep))[0]


def test_a_damaged_zip_is_refused():
    docx = bytearray(make_word(par("a" * 500)))
    docx[150:180] = bytes(30)
    assert "no DOCX file" in reasons(Docx(bytes(docx)))[0]


@pytest.mark.parametrize("lacking", ["styles.xml", "settings.xml", "numbering.xml"])
def test_a_part_that_word_always_writes_may_be_lacking(lacking):
    with zipfile.ZipFile(io.BytesIO(make_docx("Halo {{ nama }}"))) as file:
        members = {name: file.read(name) for name in file.namelist()}
    del members[f"word/{lacking}"]
    docx = pack_docx(members)
    assert fill_text(docx, {"nama": "B"}) == ["Halo B"]
    template = compile_template(docx, nama="t")
    assert list_marks(template) == frozenset()
    assert split_tags(template.members[BODY]) == []
    is_signature_bound(template.members[BODY], template.styles)


def test_a_template_is_left_to_the_letter_where_nothing_is_changed():
    docx = make_docx("Halo {{ nama }}", header="Kop")
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    assert compile_template(docx, nama="t").read_members() == members


def test_one_broken_package_raises_nothing_but_a_fault():
    members = make_members(par("{{ nama }}"), header=par("x"))
    for name in members:
        for data in (b"", b"<x/>", b"<x", members[name].encode()[:-9], None):
            broken = {**members, name: data}
            if data is None:
                del broken[name]
            with suppress(TemplateFaultyError):
                list_marks(compile_template(pack_docx(broken), nama="t"))


def test_only_fonts_that_are_used_count():
    styles = (
        f"<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr>'
        '<w:rFonts w:hAnsi="Calibri"/></w:rPr></w:style>'
        '<w:style w:styleId="M"><w:rPr><w:rFonts w:ascii="Courier"/></w:rPr></w:style>'
        '<w:style w:styleId="J"><w:basedOn w:val="D"/></w:style>'
        '<w:style w:styleId="D"><w:rPr><w:rFonts w:ascii="Cambria"/></w:rPr></w:style>'
        "</w:styles>"
    )
    text = document(par("x", look='<w:pStyle w:val="J"/>'))
    direct = document(par("<w:r><w:rPr><w:rFonts w:ascii='Gill'/></w:rPr></w:r>"))
    used = list_fonts([text.encode(), direct.encode()], styles.encode())
    assert used == {"Arial", "Calibri", "Cambria", "Gill"}
