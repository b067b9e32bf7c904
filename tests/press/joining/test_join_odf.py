from __future__ import annotations

from lxml import etree

from formulir.ground.package import FO
from formulir.press.joining.identity import widen
from formulir.press.joining.join_odf import join_odf
from formulir.press.joining.skeleton import MARK, read_odf_skeleton, read_widths
from tests.letters.odf.test_odf import SPACE, TEXT, paragraph

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


PAPER = (
    '<style:page-layout style:name="pm{}"><style:page-layout-properties '
    'fo:page-width="{}" fo:margin-right="0.5in"/></style:page-layout>'
)
SPACES = (
    SPACE + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def read_shell(*, first="P1", edge="", papers=("8.2681in",)):
    layouts = "".join(PAPER.format(n, paper) for n, paper in enumerate(papers))
    masters = "".join(
        f'<style:master-page style:name="{name}" style:page-layout-name="pm0" '
        f'style:next-style-name="Standard">{edge}</style:master-page>'
        for name in ("Standard", "Lain")
    )
    shell = (
        f"<office:document {SPACES}><office:automatic-styles>{STYLES}{layouts}"
        f"</office:automatic-styles><office:master-styles>{masters}"
        "</office:master-styles><office:body><office:text/></office:body>"
        "</office:document>"
    )
    return read_odf_skeleton(shell.encode(), first=first)


def join(*bodies, first="P1", master=""):
    """Join bodies, and return the tree of the whole."""
    joined = join_odf(read_shell(first=first, edge=master), bodies)
    return etree.fromstring(joined.fodt)


def begun(root):
    """Return the styles that were made, by name."""
    return {
        node.get(f"{STYLE}name"): node
        for node in root.iter(f"{STYLE}style")
        if node.get(f"{STYLE}name") not in {"P1", "P5", "T1"}
    }


def list_marks(root):
    return [node.get(f"{TEXT}name") for node in root.iter(f"{TEXT}bookmark")]


def test_each_letter_begins_at_its_mark_on_a_page_of_its_own():
    root = join(*[paragraph("isi") + paragraph("lagi")] * 3)
    paragraphs = list(root.iter(f"{TEXT}p"))
    styles = [node.get(f"{TEXT}style-name") for node in paragraphs]
    assert styles == ["Awalb00000", "P1", "Awalb00001", "P1", "Awalb00002", "P1"]
    wanted = [f"b{n:05}{end}" for n in range(3) for end in ("", "z")]
    assert list_marks(root) == wanted[:-1]
    for index, style in enumerate(begun(root).values()):
        assert style.get(f"{STYLE}master-page-name") == f"Standardx{index}"
        assert style.get(f"{STYLE}parent-style-name") == "J"
        assert style[0].get(f"{STYLE}page-number") == "auto"
        assert style[1].tag == f"{STYLE}text-properties"


def test_each_letter_has_paper_of_its_own_width_and_text_of_the_same():
    root = join(*[paragraph("isi")] * 3)
    papers = {
        node.get(f"{STYLE}name"): (
            round(float(node[0].get(f"{FO}page-width")[:-2]) * 1440),
            round(float(node[0].get(f"{FO}margin-right")[:-2]) * 1440),
        )
        for node in root.iter(f"{STYLE}page-layout")
    }
    assert papers == {"pm0": (11906, 720)} | {
        f"pm0x{n}": (11906 + widen(n), 720 + widen(n)) for n in range(3)
    }
    for node in root.iter(f"{STYLE}master-page"):
        name, _, index = node.get(f"{STYLE}name").partition("x")
        own = f"x{index}" if index else ""
        assert name in {"Standard", "Lain"}
        assert node.get(f"{STYLE}page-layout-name") == f"pm0{own}"
        assert node.get(f"{STYLE}next-style-name") == f"Standard{own}"


def test_a_block_that_begins_another_page_keeps_to_the_paper_of_its_letter():
    root = join(*[paragraph("isi") + paragraph("lampiran", "P5")] * 2)
    styles = [node.get(f"{TEXT}style-name") for node in root.iter(f"{TEXT}p")]
    assert styles == ["Awalb00000", "P5x0", "Awalb00001", "P5x1"]
    for index in range(2):
        style = begun(root)[f"P5x{index}"]
        assert style.get(f"{STYLE}master-page-name") == f"Lainx{index}"
        assert style[0].get(f"{STYLE}page-number") == "5"


def test_papers_of_nearly_the_same_width_tell_no_letters_apart():
    assert read_widths(read_shell(papers=("21cm",))) == {11906}
    assert read_widths(read_shell(papers=("210mm", "29.7cm"))) == {11906, 16838}
    assert read_widths(read_shell(papers=("21cm", "21.1cm"))) == frozenset()
    assert read_widths(read_shell(papers=("selebar apa pun",))) == frozenset()


def test_the_marks_of_a_letter_stay_out_of_rows_that_are_repeated():
    table = (
        '<table:table table:style-name="T1"><table:table-header-rows>'
        f"<table:table-row><table:table-cell>{paragraph('kepala')}</table:table-cell>"
        "</table:table-row></table:table-header-rows><table:table-row>"
        f"<table:table-cell>{paragraph('isi')}</table:table-cell></table:table-row>"
        "</table:table>"
    )
    root = join(table + paragraph(""), table + paragraph(""))
    cells = [[c.tag for c in p] for p in root.iter(f"{TEXT}p")]
    mark = f"{TEXT}bookmark"
    # The empty paragraph behind a table is dropped where another letter follows.
    assert cells == [[], [mark, mark], [], [mark], []]
    assert list_marks(root) == ["b00000", "b00000z", "b00001"]


def test_pages_are_counted_anew_where_their_numbers_are_printed():
    for root in (join(paragraph("isi"), master=FIELD), join(paragraph(FIELD))):
        (style,) = begun(root).values()
        assert style[0].get(f"{STYLE}page-number") == "1"


def test_a_letter_keeps_its_own_first_number_and_sort_of_page():
    root = join(paragraph(FIELD), paragraph("isi", "P5"), first="P5")
    for style in begun(root).values():
        assert style.get(f"{STYLE}master-page-name").startswith("Lainx")
        assert style[0].get(f"{STYLE}page-number") == "5"


def test_a_letter_may_begin_with_a_style_that_all_documents_have_or_a_table():
    table = (
        '<table:table table:name="\x01T" table:style-name="T1"><table:table-row>'
        '<table:table-cell><text:p text:style-name="X"/></table:table-cell>'
        "</table:table-row></table:table>"
    )
    root = join(paragraph("isi", "Judul"), table + paragraph("z"))
    styles = begun(root)
    assert styles["Awalb00000"].get(f"{STYLE}parent-style-name") == "Judul"
    assert styles["Awalb00001"].get(f"{STYLE}family") == "table"
    first = next(root.iter("{*}table"))
    assert (
        first.get("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}name") == "b00001T"
    )
    assert list_marks(first) == ["b00001"]


def test_what_is_named_in_a_letter_is_named_by_the_letter():
    body = paragraph(f'isi<text:bookmark text:name="{MARK}qr"/>')
    root = join(body, body)
    wanted = [f"b{n:05}{mark}" for n in range(2) for mark in ("", "qr", "z")]
    assert list_marks(root) == wanted[:-1]


def test_the_same_letters_are_joined_to_the_same_bytes():
    roots = [etree.tostring(join(paragraph("a"), paragraph("b"))) for _ in range(2)]
    assert roots[0] == roots[1]
