from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree
from PIL import Image

from formulir.press.joining.join import join, pack_alone
from tests.press import nasty
from tests.press.conftest import unzip
from tests.press.equality import KONTEKS, fill_hazard


def join_hazard(hazard, *, konteks=KONTEKS[:3]):
    """Return the joined document as python-docx reads it, and its members."""
    docx = join(*fill_hazard(hazard, konteks=konteks)).docx
    return Document(io.BytesIO(docx)), unzip(docx)


def read_texts(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


@pytest.mark.parametrize("hazard", nasty.JOINED, ids=lambda hazard: hazard.__name__)
def test_a_joined_document_opens_and_holds_the_texts_in_order(hazard):
    skeleton, letters = fill_hazard(hazard, konteks=KONTEKS[:3])
    together = Document(io.BytesIO(join(skeleton, letters).docx))
    alone = [Document(io.BytesIO(join(skeleton, [parts]).docx)) for parts in letters]
    assert read_texts(together) == [text for one in alone for text in read_texts(one)]
    assert len(together.tables) == sum(len(one.tables) for one in alone)
    assert len(together.sections) == sum(len(one.sections) for one in alone)


def test_the_same_letters_are_joined_to_the_same_bytes():
    skeleton, letters = fill_hazard(nasty.list_numbering, konteks=KONTEKS[:3])
    assert join(skeleton, letters).docx == join(skeleton, letters).docx


def test_marks_are_named_by_their_letter_and_strange_ones_are_gone():
    document, _ = join_hazard(nasty.marks_everywhere)
    starts = list(document.element.iter(qn("w:bookmarkStart")))
    ends = list(document.element.iter(qn("w:bookmarkEnd")))
    assert [mark.get(qn("w:name")) for mark in starts] == [
        f"b{n:05}{place}"
        for n in range(3)
        for place in ("", "lambang", "cap", "qr", "z")
        if (n, place) != (2, "z")
    ]
    numbers = [mark.get(qn("w:id")) for mark in starts]
    assert len(set(numbers)) == len(numbers)
    assert [mark.get(qn("w:id")) for mark in ends] == numbers


def test_a_letter_begins_at_its_mark_also_when_a_table_is_first():
    document, _ = join_hazard(nasty.starts_with_table)
    for n, table in enumerate(document.tables):
        first = table.rows[0].cells[0].paragraphs[0]._p
        mark = first.find(qn("w:bookmarkStart"))
        assert mark.get(qn("w:name")) == f"b{n:05}"


def test_the_last_paragraph_of_a_letter_is_not_spent_on_its_section():
    document, _ = join_hazard(nasty.empty_end)
    closing = [
        (paragraph, paragraph.getprevious())
        for paragraph in document.element.body
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    ]
    assert len(closing) == 2
    for n, (paragraph, before) in enumerate(closing):
        assert len(paragraph) == 1
        name = before.find(qn("w:bookmarkStart")).get(qn("w:name"))
        assert name == f"b{n:05}qr"


def test_every_letter_counts_its_lists_from_the_start():
    document, _ = join_hazard(nasty.list_numbering)
    used = [int(node.val) for node in document.element.iter(qn("w:numId"))]
    assert len(used) == 9
    each = [set(used[n : n + 3]) for n in (0, 3, 6)]
    assert [len(numbers) for numbers in each] == [1, 1, 1]
    assert len(set.union(*each)) == 3
    numbering = document.part.numbering_part.element
    nums = {num.numId: num for num in numbering.num_lst}
    assert len(nums) == len(numbering.num_lst)
    abstract = {nums[number].abstractNumId.val for number in used}
    assert len(abstract) == 1
    for number in used:
        starts = nums[number].findall(
            f"{qn('w:lvlOverride')}[@{qn('w:ilvl')}='0']/{qn('w:startOverride')}"
        )
        assert [start.get(qn("w:val")) for start in starts] == ["1"]


def test_headers_that_differ_become_parts_of_their_own():
    document, members = join_hazard(nasty.headers_that_differ)
    for section, konteks in zip(document.sections, KONTEKS, strict=False):
        assert section.header.paragraphs[0].text == f"Kepada {konteks['nama']}"
        assert section.footer.paragraphs[0].text == f"Kode {konteks['kode']}"
    kinds = etree.fromstring(members["[Content_Types].xml"])
    declared = {
        node.get("PartName"): node.get("ContentType")
        for node in kinds
        if "header" in (node.get("PartName") or "")
    }
    headers = {f"/{name}" for name in members if "header" in name}
    assert set(declared) == headers
    assert len(headers) == 3
    assert len(set(declared.values())) == 1


def test_headers_that_are_equal_are_shared():
    konteks = [KONTEKS[0], KONTEKS[1], KONTEKS[0]]
    document, members = join_hazard(nasty.headers_that_differ, konteks=konteks)
    assert len([name for name in members if "header" in name]) == 2
    texts = [section.header.paragraphs[0].text for section in document.sections]
    assert texts == [f"Kepada {each['nama']}" for each in konteks]


def header_with_picture(letter):
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((40, 40)).save(picture, "PNG")
    header = letter.sections[0].header.paragraphs[0]
    header.text = "Kepada {{ nama }}"
    header.add_run().add_picture(picture, width=Mm(10))
    letter.add_paragraph("Isi")


def test_a_header_of_a_later_letter_keeps_its_picture():
    document, _ = join_hazard(header_with_picture)
    for section in document.sections:
        header = section.header
        (blip,) = header._element.iter(qn("a:blip"))
        part = header.part.related_parts[blip.get(qn("r:embed"))]
        assert part.content_type == "image/png"


def test_drawings_have_numbers_of_their_own():
    document, _ = join_hazard(nasty.image)
    numbers = [node.get("id") for node in document.element.iter("{*}docPr")]
    assert len(numbers) == 6
    assert len(set(numbers)) == 6


def test_pages_are_counted_anew_in_each_letter_and_only_there():
    document, _ = join_hazard(nasty.landscape_inside)
    starts = []
    for section in document.sections:
        counted = section._sectPr.find(qn("w:pgNumType"))
        starts.append(None if counted is None else counted.get(qn("w:start")))
    assert starts == ["1", None] * 3


def begins_late(letter):
    """Begin on page 5, without a break."""
    properties = letter.sections[0]._sectPr
    for tag, name, value in (
        ("type", "val", "continuous"),
        ("pgNumType", "start", "5"),
    ):
        element = properties.makeelement(qn(f"w:{tag}"), {qn(f"w:{name}"): value})
        properties.insert(0, element)
    letter.add_paragraph("Isi {{ nama }}")


def test_a_letter_keeps_its_own_first_number_and_gets_a_page_of_its_own():
    document, _ = join_hazard(begins_late)
    assert len(document.sections) == 3
    for section in document.sections:
        (counted,) = section._sectPr.findall(qn("w:pgNumType"))
        (kind,) = section._sectPr.findall(qn("w:type"))
        assert counted.get(qn("w:start")) == "5"
        assert kind.get(qn("w:val")) == "nextPage"


def test_a_letter_alone_is_its_authors_file_filled_and_nothing_more():
    skeleton, (parts,) = fill_hazard(nasty.headers_that_differ, konteks=KONTEKS[:1])
    members = unzip(pack_alone(skeleton, parts))
    assert tuple(members) == skeleton.order
    for name, data in skeleton.members.items():
        assert members[name] == data
    for name, text in parts.items():
        assert members[name].decode() == text


def test_what_differs_beside_text_and_edges_keeps_a_letter_out_of_company():
    skeleton, letters = fill_hazard(nasty.plain, konteks=KONTEKS[:3])
    rels = "word/_rels/document.xml.rels"
    own = [{**parts, rels: skeleton.members[rels].decode()} for parts in letters]
    assert join(skeleton, own).members == [0, 1, 2]
    own[1][rels] = own[1][rels].replace("</Relationships>", "<!-- --></Relationships>")
    assert join(skeleton, own).members == [0, 2]
