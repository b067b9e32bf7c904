from __future__ import annotations

import pytest

from formulir.ground.package import BODY
from formulir.press.joining.obstacles import find_obstacles, is_fragile
from tests.press.conftest import unzip
from tests.press.nasty import make_template, plain
from tests.press.shipped import fill_kind

END = "<w:sectPr"
RUN = "<w:p><w:r>{}</w:r></w:p>"
PAPER = '<w:pgSz w:w="{}"/><w:pgMar w:right="720"/>'
SECTION = "<w:p><w:pPr><w:sectPr>{}</w:sectPr></w:pPr></w:p>"
HEADER = (
    '<w:headerReference w:type="first" r:id="rId9" xmlns:r="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships"/>'
)
SETTINGS = "word/settings.xml"


def field(*pieces):
    """Write a field as Word does, its code in so many pieces."""
    code = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (
        f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "end")
    )
    return f"<w:p>{begin}{code}{end}</w:p>"


def simple_field(code):
    return f'<w:p><w:fldSimple w:instr="{code}"><w:r/></w:fldSimple></w:p>'


@pytest.fixture(scope="module")
def members():
    return unzip(make_template(plain))


def put(members, text, *, name=BODY, before=END):
    """Put something into a part, before what it is to stand before."""
    whole = members[name].decode()
    assert before in whole
    head, found, tail = whole.rpartition(before)
    return {**members, name: f"{head}{text}{found}{tail}".encode()}


OBSTACLES = [
    (RUN.format('<w:footnoteReference w:id="1"/>'), "footnotes"),
    (RUN.format('<w:endnoteReference w:id="1"/>'), "endnotes"),
    (field("NUMPAGES"), "field NUMPAGES"),
    (field(" SEC", "TION \\* MERGEFORMAT"), "field SECTION"),
    (field("  "), "field (unnamed)"),
    (simple_field("date"), "field DATE"),
    ("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "end with a paragraph"),
    (SECTION.format(PAPER.format(16838)), "end with a paragraph"),
    (SECTION.format("") + "<w:p/>", "how wide its paper"),
    (SECTION.format(PAPER.format("lebar")) + "<w:p/>", "how wide its paper"),
    (SECTION.format(PAPER.format(12100)) + "<w:p/>", "nearly the same width"),
    (SECTION.format("<w:lnNumType/>" + PAPER.format(16838)) + "<w:p/>", "its lines"),
    ("<w:altChunk/><w:p/>", "document inside the document"),
    (RUN.format("<w:object/>"), "embedded object"),
    (RUN.format("<w:pict/>"), "old Word"),
    ('<w:p><w:hyperlink w:anchor="bab"/></w:p>', "links to its own bookmarks"),
]


@pytest.mark.parametrize(("text", "words"), OBSTACLES)
def test_what_would_go_wrong_in_the_body_is_told(members, text, words):
    (reason,) = find_obstacles(put(members, text))
    assert words in reason


def test_a_later_section_may_not_bring_a_header_of_a_new_kind(members):
    body = put(members, SECTION.format(PAPER.format(16838)) + "<w:p/>")
    assert find_obstacles(body) == []
    (reason,) = find_obstacles(put(body, HEADER, before="<w:pgSz"))
    assert "a header or footer that its first one lacks" in reason


def test_a_letter_may_not_insist_on_an_odd_page(members):
    for kind, count in (("oddPage", 1), ("evenPage", 1), ("nextPage", 0)):
        body = put(members, f'<w:type w:val="{kind}"/>', before="<w:pgSz")
        reasons = find_obstacles(body)
        assert len(reasons) == count
        assert all("odd or even page only" in reason for reason in reasons)


@pytest.mark.parametrize("setting", ["evenAndOddHeaders", "mirrorMargins"])
def test_pages_may_not_differ_by_which_side_they_are_on(members, setting):
    changed = put(members, f"<w:{setting}/>", name=SETTINGS, before="</w:settings>")
    (reason,) = find_obstacles(changed)
    assert "even and odd pages differ" in reason


def test_a_style_may_not_number_paragraphs(members):
    numbered = "<w:style><w:pPr><w:numPr></w:numPr></w:pPr></w:style>"
    changed = put(members, numbered, name="word/styles.xml", before="</w:styles>")
    (reason,) = find_obstacles(changed)
    assert "a style of it numbers" in reason


def test_other_documents_may_not_ride_along(members):
    (reason,) = find_obstacles({**members, "word/embeddings/buku.xlsx": b""})
    assert "embedded documents" in reason


def test_fields_are_looked_for_in_every_part(members):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    edge = f'<w:hdr xmlns:w="{space}">{field("NUMPAGES")}</w:hdr>'
    (reason,) = find_obstacles({**members, "word/header3.xml": edge.encode()})
    assert "NUMPAGES" in reason


def test_the_number_of_a_page_is_no_obstacle(members):
    text = field(" page \\* MERGEFORMAT ") + simple_field("PAGE") + "<w:p/>"
    assert find_obstacles(put(members, text)) == []


def test_each_obstacle_is_told_once_and_all_are_told(members):
    text = field("NUMPAGES") * 2 + RUN.format("<w:pict/>")
    assert len(find_obstacles(put(members, text))) == 2


@pytest.mark.parametrize("kode", ["02.1", "02.2", "02.3"])
def test_the_letters_of_the_first_stage_are_joined(kode):
    _, _, obstacles = fill_kind(kode)
    assert obstacles == []


KEEP = "<w:p><w:pPr><w:keepNext/></w:pPr></w:p>"
LET_GO = '<w:p><w:pPr><w:keepNext w:val="0"/></w:pPr></w:p>'
BORN = '<w:p><w:pPr><w:pStyle w:val="Anak"/></w:pPr></w:p>'
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Induk"><w:pPr><w:keepNext/></w:pPr>'
    '</w:style><w:style w:type="paragraph" w:styleId="Anak">'
    '<w:basedOn w:val="Induk"/></w:style>'
)


@pytest.mark.parametrize(
    ("chain", "fragile"),
    [
        (KEEP * 3, False),
        (KEEP * 4, True),
        (BORN * 4, True),
        (KEEP * 2 + BORN * 2, True),
        (KEEP * 3 + LET_GO + KEEP * 3, False),
        (KEEP * 3 + "<w:tbl><w:tr/></w:tbl>" + KEEP * 3, False),
        (f"<w:tbl><w:tr><w:tc>{KEEP * 6}</w:tc></w:tr></w:tbl>", False),
    ],
)
def test_a_long_chain_that_keeps_together_is_fragile(members, chain, fragile):
    whole = put(members, chain)
    whole = put(whole, STYLES, name="word/styles.xml", before="</w:styles>")
    assert is_fragile(whole) is fragile


def test_styles_that_are_based_on_each_other_end_the_search(members):
    ring = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/>'
        "</w:style>"
        for one, other in (("Anak", "Induk"), ("Induk", "Anak"))
    )
    whole = put(members, BORN * 4)
    assert not is_fragile(put(whole, ring, name="word/styles.xml", before="</w:st"))
