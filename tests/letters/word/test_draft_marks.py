"""A draft is no letter: what its author cannot mean is told with its paragraph."""

from __future__ import annotations

import pytest

from formulir.errors import TemplateFaultyError
from formulir.ground.package import W
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import pack_unfilled, render
from formulir.model import Spot
from tests.letters.word.package import (
    fill_text,
    inspect,
    make_members,
    make_word,
    pack_docx,
    par,
    run,
    table,
)

BODY = "word/document.xml"
WHO = 'w:id="5" w:author="A" w:date="2020-01-01T00:00:00Z"'
INS = f"<w:ins {WHO}>{run('baru')}</w:ins>"
DEL = f"<w:del {WHO}><w:r><w:delText>lama</w:delText></w:r></w:del>"
FROM = f"<w:moveFrom {WHO}>{run('dari')}</w:moveFrom>"
TO = f"<w:moveTo {WHO}>{run('ke')}</w:moveTo>"
LOOK = run("tebal", f"<w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange>")
CHANGES = {
    "ins": (par("a", INS), "“baru”, inserted", "baru"),
    "del": (par("a", DEL), "“lama”, deleted", ""),
    "moveFrom": (par("a", FROM), "“dari”, moved away", "dari"),
    "moveTo": (par("a", TO), "“ke”, moved here", "ke"),
    "rPrChange": (par("a", LOOK), "“tebal”, the format", "tebal"),
    "pPrChange": (
        par("a", look=f'<w:jc w:val="left"/><w:pPrChange {WHO}><w:pPr/></w:pPrChange>'),
        "the format of the paragraph",
        "",
    ),
    "numberingChange": (
        par("a", look=f"<w:numPr><w:numberingChange {WHO}/></w:numPr>"),
        "the number of a list",
        "",
    ),
    "paragraph mark": (
        par("a", look=f"<w:rPr><w:ins {WHO}/></w:rPr>"),
        "the end of the paragraph, inserted",
        "",
    ),
    "section": (
        par("a", look=f"<w:sectPr><w:sectPrChange {WHO}/></w:sectPr>"),
        "the layout of the pages",
        "",
    ),
    "row": (
        table(("a",)).replace("<w:tr>", f"<w:tr><w:trPr><w:del {WHO}/></w:trPr>"),
        "a row of the table, deleted",
        "",
    ),
    "cell": (
        table(("a",)).replace("<w:tcPr/>", f"<w:tcPr><w:cellIns {WHO}/></w:tcPr>"),
        "a cell, inserted",
        "",
    ),
    "merge": (
        table(("a",)).replace("<w:tcPr/>", f"<w:tcPr><w:cellMerge {WHO}/></w:tcPr>"),
        "cells, merged",
        "",
    ),
    "table": (
        table(("a",)).replace(
            "<w:tblPr/>", f"<w:tblPr><w:tblPrChange {WHO}/></w:tblPr>"
        ),
        "the format of the table",
        "",
    ),
}


@pytest.mark.parametrize("sort", CHANGES)
@pytest.mark.parametrize(
    "where", ["body", "cell", "header", "footer", "footnotes", "box"]
)
def test_a_tracked_change_is_a_fault_wherever_it_is(sort, where):
    block, said, words = CHANGES[sort]
    parts = {"header": "header1", "footer": "footer1", "footnotes": "footnotes1"}
    if where in parts:
        inner = f'<w:footnote w:id="2">{block}</w:footnote>'
        inner = inner if where == "footnotes" else block
        docx = make_word(par("x"), **{where: inner})
        paragraph = 0
    elif where == "cell":
        docx, paragraph = make_word(par("x"), table((block, "b"))), 1
    elif where == "box":
        box = f"<w:pict><w:txbxContent>{block}</w:txbxContent></w:pict>"
        docx, paragraph = make_word(par("x"), par(f"<w:r>{box}</w:r>")), 2
    else:
        docx, paragraph = make_word(par("x"), block), 1
    (fault,) = inspect(docx)
    assert said in fault.reason
    assert "Review" in fault.reason
    assert not fault.warning
    part = f"word/{parts.get(where, 'document')}.xml"
    assert fault.spot == Spot(part=part, paragraph=paragraph, words=words)


def test_a_change_of_the_last_pages_is_told_at_the_last_paragraph():
    members = make_members(par("a"), par("b"))
    changed = f"<w:sectPrChange {WHO}><w:sectPr/></w:sectPrChange></w:sectPr>"
    members[BODY] = members[BODY].replace("</w:sectPr>", changed)
    (fault,) = inspect(pack_docx(members))
    assert fault.spot.paragraph == 1


def test_a_change_keeps_a_letter_from_being_made():
    with pytest.raises(TemplateFaultyError):
        compile_template(make_word(par("a", INS)), nama="t")


def make_control(text, on="<w:showingPlcHdr/>"):
    return f"<w:sdt><w:sdtPr>{on}</w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize("block", [False, True])
def test_a_placeholder_that_nobody_filled_in_is_a_fault(block):
    text = "Klik di sini"
    control = make_control(par(text)) if block else par(make_control(run(text)))
    (fault,) = inspect(make_word(par("a"), control))
    assert "placeholder" in fault.reason
    assert fault.spot == Spot(part=BODY, paragraph=1, words=text)


@pytest.mark.parametrize(
    "control",
    [
        make_control(run("diisi"), on=""),
        make_control(run("diisi"), on='<w:showingPlcHdr w:val="0"/>'),
        make_control(run("{{ nama }}")),
        make_control(run("  ")),
    ],
)
def test_a_control_that_was_filled_in_or_holds_a_tag_is_right(control):
    assert inspect(make_word(par(control)), {"nama": "B"}) == []


def make_field(code, said="1"):
    """Write a field as Word does, in runs of its own."""
    mark = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
    middle = run(said) if said else ""
    return (
        mark % "begin"
        + f"<w:r><w:instrText>{code[:3]}</w:instrText></w:r>"
        + f"<w:r><w:instrText>{code[3:]}</w:instrText></w:r>"
        + mark % "separate"
        + middle
        + mark % "end"
    )


def make_simple(code, said="1"):
    return f'<w:fldSimple w:instr="{code}">{run(said)}</w:fldSimple>'


FAULTS = {
    "mail merge": ["MERGEFIELD nama", "mergefield nama", "NEXT", "ADDRESSBLOCK"],
    "day of printing": ["DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE"],
    "computer that prints": ["FILENAME", "USERNAME", "FILLIN x", "ASK a b", "DDE a b"],
    "takes its value": ["INCLUDETEXT a", "INCLUDEPICTURE a", "LINK Excel.Sheet a"],
    "never filled in": ["MACROBUTTON NoMacro [klik]"],
    "leads to the bookmark": ["REF tiada", "PAGEREF tiada", "NOTEREF tiada"],
}


@pytest.mark.parametrize("make", [make_field, make_simple])
@pytest.mark.parametrize(
    ("reason", "code"), [(reason, code) for reason in FAULTS for code in FAULTS[reason]]
)
def test_a_field_that_says_something_wrong_is_a_fault(make, reason, code):
    (fault,) = inspect(make_word(par("a"), par("b", make(f" {code} \\* x ", "lama"))))
    assert reason in fault.reason
    assert not fault.warning
    assert fault.spot == Spot(part=BODY, paragraph=1, words="lama")


MARK = '<w:bookmarkStart w:id="1" w:name="Ada"/><w:bookmarkEnd w:id="1"/>'


@pytest.mark.parametrize(
    "code",
    [
        *("PAGE", "NUMPAGES", "SECTIONPAGES", "SEQ Tabel", "TOC \\o", "SYMBOL 1"),
        *("LISTNUM", "STYLEREF 1", "= 1+1", "=SUM(ABOVE)", "EQ \\f(1,2)"),
        *("REF ada \\h", "PAGEREF Ada", "HYPERLINK \\l &quot;ada&quot;", "Ada"),
        *("REF {{ nama }}", ""),
    ],
)
def test_a_field_that_does_no_harm_is_let_through(code):
    docx = make_word(par(MARK + make_field(code)))
    assert [f for f in inspect(docx, {"nama": "B"}) if "{{" not in code] == []


@pytest.mark.parametrize("code", ["AUTHOR", "TITLE", "DOCPROPERTY x", "IF 1=1 a b"])
def test_a_field_that_may_be_old_is_a_warning(code):
    (remark,) = inspect(make_word(par(make_field(code, "lama"))))
    assert remark.warning
    assert "when the file was saved" in remark.reason
    (same,) = compile_template(make_word(par(make_field(code))), nama="t").remarks
    assert same.warning


def test_a_field_may_reach_over_paragraphs_and_hold_another():
    begin = make_field("TOC \\o", "").removesuffix(
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    inner = make_field("DATE", "kemarin")
    (fault,) = inspect(make_word(par(begin), par("x", inner), par("y", end)))
    assert "DATE" in fault.reason
    assert fault.spot == Spot(part=BODY, paragraph=1, words="kemarin")


@pytest.mark.parametrize("text", ["«nama_lama»", "Kepada «Nama Sekolah»,"])
def test_the_text_of_an_old_merge_field_is_a_fault(text):
    (fault,) = inspect(make_word(par(text)))
    assert "mail merge" in fault.reason
    assert fault.spot.words.startswith("«")


STYLES = (
    f'<w:styles xmlns:w="{W.strip("{}")}">'
    '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="H2"><w:basedOn w:val="H"/></w:style>'
    '<w:style w:type="character" w:styleId="H3"><w:basedOn w:val="H"/>'
    '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
    '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
)


@pytest.mark.parametrize(
    ("paragraph", "hides"),
    [
        (par("a", run("rahasia", "<w:vanish/>")), True),
        (par("a", run("rahasia", '<w:vanish w:val="false"/>')), False),
        (par("a", run("rahasia", '<w:rStyle w:val="H"/>')), True),
        (par("a", run("rahasia", '<w:rStyle w:val="H2"/>')), True),
        (par("a", run("rahasia", '<w:rStyle w:val="H3"/>')), False),
        (par("a", run("rahasia", '<w:rStyle w:val="A"/>')), False),
        (par("rahasia", look='<w:pStyle w:val="P"/>'), True),
        (par("a", look="<w:rPr><w:vanish/></w:rPr>"), False),
    ],
)
def test_hidden_text_is_a_warning(paragraph, hides):
    members = make_members(paragraph, leads=[("s", "styles", "gaya.xml", False)])
    found = inspect(pack_docx({**members, "word/gaya.xml": STYLES}))
    assert [fault.spot.words for fault in found] == ["rahasia"] * hides
    assert all(fault.warning for fault in found)


def test_a_linked_picture_is_a_fault_and_one_in_the_file_is_none():
    blip = '<w:r><w:drawing><a:blip r:%s="p1"/></w:drawing></w:r>'
    for key, outside in (("link", True), ("embed", True), ("embed", False)):
        docx = make_word(
            par("a"),
            par(blip % key),
            leads=[("p1", "image", "C:\\foto.png" if outside else "f.png", outside)],
        )
        found = inspect(docx)
        assert len(found) == outside
        assert all("not in the file" in fault.reason for fault in found)
        assert all(fault.spot.paragraph == 1 for fault in found)


@pytest.mark.parametrize(
    ("anchor", "count"), [("tiada", 1), ("ADA", 0), ("_top", 0), ("{{ nama }}", 0)]
)
def test_a_link_to_a_bookmark_that_is_not_there_is_a_fault(anchor, count):
    link = f'<w:hyperlink w:anchor="{anchor}">{run("lihat")}</w:hyperlink>'
    found = inspect(make_word(par(MARK), par(link)), {"nama": "Ada"})
    assert [fault.spot.words for fault in found] == ["lihat"] * count


def test_bookmarks_of_notes_and_headers_are_known():
    docx = make_word(par(make_field("REF ada")), header=par(MARK))
    assert inspect(docx) == []


RANGE = '<w:comment{0} w:id="0"/>'
COMMENTED = (
    par(
        RANGE.format("RangeStart"),
        "Halo {{ nama }}",
        RANGE.format("RangeEnd"),
        f"<w:r><w:rPr><w:b/></w:rPr>{RANGE.format('Reference')}</w:r>",
    ),
    par(run("x") + f"<w:r><w:t>y</w:t>{RANGE.format('Reference')}</w:r>"),
)


def make_commented(*blocks, count=3, **parts):
    members = make_members(
        *blocks,
        leads=[
            ("c1", "comments", "comments.xml", False),
            ("c2", "commentsExtended", "/word/ext.xml", False),
            ("c3", "people", "people.xml", False),
        ],
        **parts,
    )
    head = f'xmlns:w="{W.strip("{}")}"'
    note = f'<w:comment w:id="0">{par("{{ tiada }} {% rusak")}</w:comment>' * count
    members["word/comments.xml"] = f"<w:comments {head}>{note}</w:comments>"
    members["word/_rels/comments.xml.rels"] = "<Relationships/>"
    members["word/ext.xml"] = members["word/people.xml"] = "<x/>"
    types = members["[Content_Types].xml"]
    own = '<Override PartName="/word/comments.xml" ContentType="x"/></Types>'
    members["[Content_Types].xml"] = types.replace("</Types>", own)
    return pack_docx(members)


@pytest.mark.parametrize("count", [1, 3])
def test_comments_are_set_aside_with_a_remark(count):
    docx = make_commented(*COMMENTED, count=count)
    template = compile_template(docx, nama="t")
    (remark,) = template.remarks
    assert remark.warning
    assert f"{count} comment" in remark.reason
    assert template.docx == docx
    for members in (template.read_members(), template.rest):
        assert not [name for name in members if "comment" in name or "people" in name]
        assert not [d for d in members.values() if b"comment" in bytes(d).lower()]
    assert b"comment" not in bytes(pack_unfilled(template)).lower()
    printed = render(template, {"nama": "B"}, kunci="k")
    clean = [par("Halo {{ nama }}"), par(run("x") + "<w:r><w:t>y</w:t></w:r>")]
    assert fill_text(docx, {"nama": "B"}) == fill_text(make_word(*clean), {"nama": "B"})
    assert b"comment" not in bytes(printed).lower()


def test_a_comment_in_a_header_is_set_aside_as_well():
    docx = make_commented(par("a"), header=COMMENTED[0])
    assert fill_text(docx, {"nama": "B"}, "word/header1.xml") == ["Halo B"]
    assert [remark.warning for remark in inspect(docx, {"nama": "B"})] == [True]


def test_a_tag_that_a_comment_cuts_apart_is_whole():
    start, end = RANGE.format("RangeStart"), RANGE.format("RangeEnd")
    docx = make_commented(par(run("{{ na"), start, run("ma"), end, run(" }}!")))
    assert fill_text(docx, {"nama": "B"}) == ["B!"]


def test_a_template_without_comments_is_left_as_it_is():
    docx = make_word(par("a"), header=par("{{ nama }}"))
    template = compile_template(docx, nama="t")
    assert template.remarks == ()
