from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from formulir.letters.odf.odf import compile_odf, fill_odf, spell_odf
from formulir.letters.odf.odf_tags import OdfUnfitError
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import fill_parts
from formulir.model import Fodt
from tests.letters.docx import make_docx

NAMES = ("office", "text", "table", "style", "draw")
SPACE = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in NAMES
)
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MARK = "\x01"


def make_fodt(body, *, master=""):
    """Write a flat document as LibreOffice does, as far as it is looked at."""
    return Fodt(
        f"<office:document {SPACE}><office:meta/><office:automatic-styles>"
        '<style:style style:name="P9" style:family="paragraph" '
        'style:master-page-name="Converted1"/></office:automatic-styles>'
        f"<office:master-styles>{master}</office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
        "</office:document>".encode()
    )


def paragraph(said, style="P1"):
    return f'<text:p text:style-name="{style}">{said}</text:p>'


def compile_texts(*texts, body=None, master=""):
    """Compile the ODF of a DOCX that has these paragraphs."""
    template = compile_template(make_docx(*texts), nama="uji")
    written = "".join(map(paragraph, texts)) if body is None else body
    fodt = make_fodt(written, master=master)
    return compile_odf(fodt, template, places=frozenset({"qr"}), mark=MARK)


def read(body):
    """Return the text of each paragraph as ODF means it."""
    root = etree.fromstring(f"<x {SPACE}>{body.replace(MARK, 'L')}</x>")
    return [said(node) for node in root.iter(f"{TEXT}p")]


def said(node):
    """Spell a paragraph's text, its blanks, tabs and line ends included."""
    meant = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
    text = " ".join((node.text or "").split(" ")) if node.text else ""
    for child in node:
        if child.tag == f"{TEXT}s":
            text += " " * int(child.get(f"{TEXT}c", "1"))
        else:
            text += meant.get(child.tag, "") + said(child)
        text += child.tail or ""
    return text


@given(st.text(st.sampled_from("ab \t\n&<>\"'é{}%")))
def test_a_value_says_in_odf_what_it_is(value):
    spelled = str(spell_odf(value)) if spell_odf(value) is not value else None
    if spelled is None:
        assert not set(value) & set("\t\n")
        assert "  " not in value
        assert value == value.strip(" ")
    else:
        (found,) = read(paragraph(spelled))
        assert found == value
        plain = etree.fromstring(f"<x {SPACE}>{spelled}</x>")
        texts = [plain.text, *(child.tail for child in plain)]
        assert all(text == text.strip(" ") for text in texts if text)


def test_a_body_is_filled_and_its_blanks_are_kept():
    template = compile_texts("{% if ada %}x{% endif %} muka {{ nama }} {{ nama }}")
    filled, _ = fill_odf(template, {"ada": False, "nama": "A  & <b>"})
    assert read(filled) == [" muka A  & <b> A  & <b>"]
    assert ">muka<" in filled
    assert " muka" not in filled


def test_a_tag_for_a_paragraph_takes_its_place():
    template = compile_texts(
        "{%p for n in daftar %}", "no {{ n }}", "{%p endfor %}", "z"
    )
    filled, _ = fill_odf(template, {"daftar": [1, 2]})
    assert read(filled) == ["no 1", "no 2", "z"]


def test_a_tag_for_a_row_takes_its_place():
    rows = ("{%tr for n in daftar %}", "{{ n }}", "{%tr endfor %}")
    cells = "".join(
        f"<table:table-row><table:table-cell>{paragraph(text)}</table:table-cell>"
        "</table:table-row>"
        for text in rows
    )
    body = f'<table:table table:name="T">{cells}</table:table>{paragraph("z")}'
    template = compile_odf(
        make_fodt(body),
        compile_template(make_docx(rows=tuple((text,) for text in rows)), nama="uji"),
        places=frozenset(),
        mark=MARK,
    )
    filled, _ = fill_odf(template, {"daftar": [1, 2, 3]})
    assert filled.count("<table:table-row>") == 3
    assert f'table:name="{MARK}T"' in filled


def test_marks_are_named_by_the_letter_and_strange_ones_are_gone():
    marks = '<text:bookmark text:name="qr"/>x<text:bookmark text:name="lain"/>y'
    template = compile_texts("{{ a }}xy", body=paragraph("{{ a }}" + marks))
    filled, _ = fill_odf(template, {"a": 1})
    assert filled.count("text:bookmark ") == 1
    assert f'text:name="{MARK}qr"' in filled
    assert read(filled) == ["1xy"]


@pytest.mark.parametrize(
    ("texts", "body", "master"),
    [
        (("{{ a }}",), paragraph("{{<text:span> a }}</text:span>"), ""),
        (("{{ a }}",), paragraph("{{ b }}"), ""),
        (("{{ a }}",), paragraph("{{ a }}{{ a }}"), ""),
        (("{{ a }}",), paragraph("{{ a }}<draw:frame/>"), ""),
        (("{{ a }}",), paragraph("{{ a }}"), "<text:p>{{ a }}</text:p>"),
        (("{{ a }}",), paragraph('{{ a }}<text:span text:style-name="{{ a }}"/>'), ""),
        (("{{ a }}",), paragraph("{{ a }}\ue000"), ""),
        (("{{- a }}",), paragraph("{{- a }}"), ""),
        (("{{ a }}",), "", ""),
        (
            ("x", "{%p if a %}", "{%p endif %}"),
            paragraph("x") + paragraph("{%p if a %}", "P9") + paragraph("{%p endif %}"),
            "",
        ),
        (
            ("{%p if a %}", "{{ a }}", "{%p endif %}"),
            paragraph("{%p if a %}{{ a }}") + paragraph("{%p endif %}"),
            "",
        ),
    ],
)
def test_what_is_not_certain_is_refused_in_words(texts, body, master):
    with pytest.raises(OdfUnfitError) as caught:
        compile_texts(*texts, body=body, master=master)
    assert len(caught.value.reason.split()) > 2


def test_what_is_no_xml_is_refused():
    template = compile_template(make_docx("{{ a }}"), nama="uji")
    with pytest.raises(OdfUnfitError, match="cannot be read"):
        compile_odf(Fodt(b"<x"), template, places=frozenset(), mark=MARK)


def test_both_ways_read_one_context_and_one_sandbox():
    template = compile_template(make_docx("{{ nama | upper }}"), nama="uji")
    odf = compile_texts("{{ nama | upper }}")
    (xml,) = fill_parts(template, {"nama": "a&b"}, kunci="k").values()
    assert "A&amp;B" in xml
    assert "A&amp;B" in fill_odf(odf, {"nama": "a&b"})[0]
