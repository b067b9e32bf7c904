from __future__ import annotations

from lxml import etree

from formulir.press.printing.join_odf import join_odf
from formulir.press.printing.skeleton import MARK, read_odf_skeleton
from tests.letters.test_odf import SPACE, TEXT, paragraph

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="J">'
    '<style:text-properties style:x="1"/></style:style>'
    '<style:style style:name="P5" style:family="paragraph" '
    'style:master-page-name="Lain"><style:paragraph-properties style:page-number="5"/>'
    "</style:style>"
    '<style:style style:name="T1" style:family="table"/>'
)
FIELD = '<text:page-number text:select-page="current">1</text:page-number>'


def join(*bodies, first="P1", master=""):
    """Join bodies, and return the tree of the whole."""
    shell = (
        f"<office:document {SPACE}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:master-styles>{master}"
        "</office:master-styles><office:body><office:text/></office:body>"
        "</office:document>"
    )
    return etree.fromstring(
        join_odf(read_odf_skeleton(shell.encode(), first=first), bodies)
    )


def begun(root):
    """Return the styles that were made, by name."""
    return {
        node.get(f"{STYLE}name"): node
        for node in root.iter(f"{STYLE}style")
        if node.get(f"{STYLE}name").startswith("Awal")
    }


def test_each_letter_begins_at_its_mark_on_a_page_of_its_own():
    root = join(*[paragraph("isi") + paragraph("lagi")] * 3)
    paragraphs = list(root.iter(f"{TEXT}p"))
    styles = [node.get(f"{TEXT}style-name") for node in paragraphs]
    assert styles == ["Awal0", "P1"] * 3
    marks = [node.get(f"{TEXT}name") for node in root.iter(f"{TEXT}bookmark")]
    assert marks == ["b00000", "b00001", "b00002"]
    (style,) = begun(root).values()
    assert style.get(f"{STYLE}master-page-name") == "Standard"
    assert style.get(f"{STYLE}parent-style-name") == "J"
    assert style[0].get(f"{STYLE}page-number") == "auto"
    assert style[1].tag == f"{STYLE}text-properties"


def test_pages_are_counted_anew_where_their_numbers_are_printed():
    for root in (join(paragraph("isi"), master=FIELD), join(paragraph(FIELD))):
        (style,) = begun(root).values()
        assert style[0].get(f"{STYLE}page-number") == "1"


def test_a_letter_keeps_its_own_first_number_and_sort_of_page():
    root = join(paragraph(FIELD), paragraph("isi", "P5"), first="P5")
    for style in begun(root).values():
        assert style.get(f"{STYLE}master-page-name") == "Lain"
        assert style[0].get(f"{STYLE}page-number") == "5"


def test_a_letter_may_begin_with_a_style_that_all_documents_have_or_a_table():
    table = (
        '<table:table table:name="\x01T" table:style-name="T1"><table:table-row>'
        '<table:table-cell><text:p text:style-name="X"/></table:table-cell>'
        "</table:table-row></table:table>"
    )
    root = join(paragraph("isi", "Judul"), table + paragraph("z"))
    styles = begun(root)
    assert styles["Awal0"].get(f"{STYLE}parent-style-name") == "Judul"
    assert styles["Awal1"].get(f"{STYLE}family") == "table"
    first = next(root.iter("{*}table"))
    assert (
        first.get("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}name") == "b00001T"
    )
    (mark,) = first.iter(f"{TEXT}bookmark")
    assert mark.get(f"{TEXT}name") == "b00001"


def test_what_is_named_in_a_letter_is_named_by_the_letter():
    body = paragraph(f'isi<text:bookmark text:name="{MARK}qr"/>')
    root = join(body, body)
    marks = [node.get(f"{TEXT}name") for node in root.iter(f"{TEXT}bookmark")]
    assert marks == ["b00000", "b00000qr", "b00001", "b00001qr"]


def test_the_same_letters_are_joined_to_the_same_bytes():
    roots = [etree.tostring(join(paragraph("a"), paragraph("b"))) for _ in range(2)]
    assert roots[0] == roots[1]
