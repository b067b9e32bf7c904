"""What stands on the edges of pages, and what the pages themselves are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tools.templates.paper import (
    A5,
    FOLIO,
    complex_field,
    paragraph,
    run,
    simple_field,
)

if TYPE_CHECKING:
    from tests.tools.templates.paper import Paper

_EDGES = ("header", "footer")


def filled_header(paper: Paper) -> None:
    paper.add_edge("header", paragraph("Kepada {{ nama }}"))


def plain_header(paper: Paper) -> None:
    text = "Pemerintah Kabupaten Contoh"
    paper.add_edge("header", paragraph(text, ppr='<w:jc w:val="center"/>'))


def absolute_header(paper: Paper) -> None:
    paper.add_edge("header", paragraph("Tuan {{ nama }}"), absolute=True)


def tall_header(paper: Paper) -> None:
    """Give a header that grows with a value, so that the body moves."""
    paper.add_edge("header", paragraph("{{ nama }} {{ kalimat }}"))


def filled_footer(paper: Paper) -> None:
    absolute = paper.rng.random() < 0.3
    paper.add_edge("footer", paragraph("Kode {{ kode }}"), absolute=absolute)


def page_in_footer(paper: Paper) -> None:
    write = paper.rng.choice((simple_field, complex_field))
    content = f"<w:p>{run('Halaman ')}{write('PAGE')}</w:p>"
    paper.add_edge("footer", content)


def pages_in_footer(paper: Paper) -> None:
    content = (
        f"<w:p>{simple_field('PAGE')}{run(' dari ')}{complex_field('NUMPAGES')}</w:p>"
    )
    paper.add_edge("footer", content)


def first_page(paper: Paper) -> None:
    """Let the first page have edges of its own, some of them missing."""
    paper.section["titlePg"] = "<w:titlePg/>"
    for kind in _EDGES:
        if paper.rng.random() < 0.7:
            paper.add_edge(kind, paragraph(f"{kind} {{{{ nama }}}}"), which="first")
    paper.add_edge("header", paragraph("Lanjutan {{ kode }}"))


def even_pages(paper: Paper) -> None:
    paper.settings.append("<w:evenAndOddHeaders/>")
    paper.add_edge("header", paragraph("genap {{ nama }}"), which="even")
    paper.add_edge("header", paragraph("ganjil {{ nama }}"))


def watermark(paper: Paper) -> None:
    shape = (
        '<w:p><w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" '
        'o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype><v:shape id="Cap1" '
        'o:spid="_x0000_s2049" type="#_x0000_t136" style="position:absolute;'
        "width:400pt;height:120pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" fillcolor="silver" stroked="f">'
        '<v:textpath style="font-family:&quot;Liberation Serif&quot;;font-size:1pt" '
        'string="SALINAN"/></v:shape></w:pict></w:r></w:p>'
    )
    paper.add_edge("header", shape)


def page_borders(paper: Paper) -> None:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="24" w:color="333333"/>'
        for side in ("top", "left", "bottom", "right")
    )
    paper.section["pgBorders"] = (
        f'<w:pgBorders w:offsetFrom="page">{sides}</w:pgBorders>'
    )


def document_grid(paper: Paper) -> None:
    kind = paper.rng.choice(("lines", "linesAndChars", "snapToChars"))
    paper.section["docGrid"] = f'<w:docGrid w:type="{kind}" w:linePitch="420"/>'


def line_numbers(paper: Paper) -> None:
    restart = paper.rng.choice(("continuous", "newPage", "newSection"))
    paper.section["lnNumType"] = f'<w:lnNumType w:countBy="2" w:restart="{restart}"/>'


def number_start(paper: Paper) -> None:
    """Let page numbers begin elsewhere, or be letters."""
    attribute = paper.rng.choice(('w:start="5"', 'w:start="0"', 'w:fmt="lowerRoman"'))
    paper.section["pgNumType"] = f"<w:pgNumType {attribute}/>"
    paper.add_edge("footer", f"<w:p>{simple_field('PAGE')}</w:p>")


def own_page_size(paper: Paper) -> None:
    paper.set_page(paper.rng.choice((A5, FOLIO)), lying=paper.rng.random() < 0.3)


def lying_page(paper: Paper) -> None:
    paper.set_page((11906, 16838), lying=True)


def vertical_centre(paper: Paper) -> None:
    kind = paper.rng.choice(("center", "bottom"))
    paper.section["vAlign"] = f'<w:vAlign w:val="{kind}"/>'


def columns(paper: Paper) -> None:
    paper.section["cols"] = '<w:cols w:num="2" w:space="400"/>'


def right_to_left_section(paper: Paper) -> None:
    paper.section["bidi"] = "<w:bidi/>"


def gutter(paper: Paper) -> None:
    page = paper.section["pgMar"]
    paper.section["pgMar"] = page.replace('w:gutter="0"', 'w:gutter="400"')


def mirror_margins(paper: Paper) -> None:
    paper.settings.append("<w:mirrorMargins/>")


def no_defaults(paper: Paper) -> None:
    """Leave the defaults of paragraphs out, and with them the control of widows."""
    paper.defaults = ""


EDGES = (
    *(filled_header, plain_header, absolute_header, tall_header, filled_footer),
    *(page_in_footer, pages_in_footer, first_page, even_pages, watermark),
    *(page_borders, document_grid, line_numbers, number_start, own_page_size),
    *(lying_page, vertical_centre, columns, mirror_margins, no_defaults),
    *(right_to_left_section, gutter),
)
"""Features of the first section."""
