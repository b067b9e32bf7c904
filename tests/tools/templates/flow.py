"""Sections, breaks, paragraphs and fields: what makes text flow over pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tools.templates.paper import (
    A5,
    complex_field,
    paragraph,
    run,
    simple_field,
)

if TYPE_CHECKING:
    from tests.tools.templates.paper import Paper

TEXT = "Alinea untuk {{ nama }}: {{ a }}"


def write_text(paper: Paper, *, ppr: str = "") -> None:
    """Add as many paragraphs as the letter asks for."""
    paper.add(
        paragraph("{%p for a in alinea %}"),
        paragraph(TEXT, ppr=ppr),
        paragraph("{%p endfor %}"),
    )


# --- First blocks ---


def bare_section_first(paper: Paper) -> None:
    """Begin with a cover page: a paragraph in which nothing but a section ends."""
    if paper.rng.random() < 0.5:
        paper.add_edge("header", paragraph("Sampul {{ nama }}"), which="default")
    paper.end_section(kind="nextPage")


def sometimes_bare_first(paper: Paper) -> None:
    """Begin with a section whose one paragraph is empty for some letters."""
    paper.end_section("{% if ya %}Sampul {{ nama }}{% endif %}", kind="nextPage")


def break_first(paper: Paper) -> None:
    paper.add('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')


def break_before_first(paper: Paper) -> None:
    paper.add(paragraph("Awal {{ nama }}", ppr="<w:pageBreakBefore/>"))


def autospacing_first(paper: Paper) -> None:
    spacing = (
        '<w:spacing w:before="100" w:beforeAutospacing="1" w:afterAutospacing="1"/>'
    )
    if paper.rng.random() < 0.5:
        ppr = f'<w:pStyle w:val="{paper.add_style(spacing)}"/>'
    else:
        ppr = spacing
    paper.add(paragraph("Dari peramban: {{ nama }}", ppr=ppr))
    paper.add(paragraph("Lagi", ppr=ppr))


def space_first(paper: Paper) -> None:
    paper.add(paragraph("Judul {{ nama }}", ppr='<w:spacing w:before="900"/>'))


def hidden_first(paper: Paper) -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    paper.add(paragraph("tersembunyi {{ nama }}", ppr=hidden, rpr="<w:vanish/>"))


def empty_first(paper: Paper) -> None:
    paper.add(paragraph())


def branch_first(paper: Paper) -> None:
    """Begin otherwise when ``ya`` is set."""
    paper.add(
        paragraph("{%p if ya %}"),
        paragraph("Segera, {{ nama }}", ppr='<w:spacing w:before="400"/>'),
        paragraph("{%p endif %}"),
    )


# --- Last blocks ---


def break_last(paper: Paper) -> None:
    paper.add('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')


def hidden_last(paper: Paper) -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    paper.add(paragraph("rahasia", ppr=hidden, rpr="<w:vanish/>"))


def empty_last(paper: Paper) -> None:
    paper.add(paragraph(), paragraph("{% if ya %}{{ nama }}{% endif %}"))


def optional_section_last(paper: Paper) -> None:
    """End with an attachment that only some letters have, on a page of its own."""
    paper.add(paragraph("Hormat kami, {{ kode }}"), paragraph("{%p if ya %}"))
    paper.end_section(kind="nextPage", edges=paper.rng.random() < 0.5)
    paper.add(paragraph("Lampiran bagi {{ nama }}"), paragraph("{%p endif %}"))


def continuous_end(paper: Paper) -> None:
    paper.end_section("Di atas ini satu bagian.", kind="continuous")
    paper.add(paragraph("Penutup {{ nama }}"))


# --- In between ---


def next_page_section(paper: Paper) -> None:
    paper.end_section("Akhir bagian", kind=paper.rng.choice(("nextPage", "")))
    paper.add(paragraph("Bagian lain {{ nama }}"))


def odd_page_section(paper: Paper) -> None:
    paper.end_section("Akhir bagian", kind=paper.rng.choice(("oddPage", "evenPage")))
    paper.add(paragraph("Halaman ganjil atau genap {{ nama }}"))


def lying_section(paper: Paper) -> None:
    paper.end_section(kind="nextPage")
    paper.set_page((11906, 16838), lying=True)
    paper.add(paragraph("Melintang {{ nama }}"))
    write_text(paper)


def small_section(paper: Paper) -> None:
    paper.end_section("Akhir", kind="nextPage")
    paper.set_page(A5)
    paper.add(paragraph("Kecil {{ nama }}"))


def column_section(paper: Paper) -> None:
    paper.end_section(kind="continuous")
    columns = '<w:cols w:num="2" w:space="400"/>'
    paper.section["cols"] = columns
    write_text(paper)
    paper.end_section(kind="continuous")
    paper.add(paragraph("Sesudah dua lajur {{ kode }}"))


def section_with_header(paper: Paper) -> None:
    """Begin a section that brings a header which the first one may lack."""
    paper.end_section("Akhir", kind="nextPage")
    paper.add_edge("header", paragraph("Lampiran {{ kode }}"))
    paper.add(paragraph("Isi lampiran {{ nama }}"))


def optional_section(paper: Paper) -> None:
    """Open with a section that only some letters have, with a header of its own."""
    edges = list(paper.edges)
    paper.add(paragraph("{%p if ya %}"))
    if paper.rng.random() < 0.7:
        paper.edges = []
        paper.add_edge("header", paragraph("Kop pilihan {{ nama }}"))
    paper.add(paragraph("Bagian pilihan {{ kode }}"))
    paper.end_section("Akhir pilihan", kind="nextPage")
    paper.edges = edges if paper.rng.random() < 0.5 else []
    paper.add(paragraph("{%p endif %}"), paragraph("Isi bagi {{ nama }}"))


def loop_of_sections(paper: Paper) -> None:
    paper.add(paragraph("{%p for d in daftar[:3] %}"), paragraph("Bagian {{ d.isi }}"))
    paper.end_section("Akhir {{ d.no }}", kind="nextPage", edges=True)
    paper.add(paragraph("{%p endfor %}"), paragraph("Sesudah bagian {{ kode }}"))


def first_page_section(paper: Paper) -> None:
    """Begin a section whose first page differs."""
    paper.end_section("Akhir", kind="nextPage")
    paper.section["titlePg"] = "<w:titlePg/>"
    paper.add_edge("header", paragraph("Pertama {{ nama }}"), which="first")
    paper.add_edge("header", paragraph("Berikut {{ nama }}"))
    write_text(paper)


def break_inside(paper: Paper) -> None:
    paper.add(
        f'<w:p>{run("Sebelum")}<w:r><w:br w:type="page"/></w:r>{run("sesudah")}</w:p>'
    )


def keep_chain(paper: Paper) -> None:
    lines = paper.rng.randrange(3, 12)
    for number in range(lines):
        text = f"Rantai {number} {{{{ nama }}}}"
        paper.add(paragraph(text, ppr="<w:keepNext/><w:keepLines/>"))
    paper.add(paragraph("Ujung rantai"))


def keep_lines(paper: Paper) -> None:
    write_text(paper, ppr='<w:keepLines/><w:widowControl w:val="1"/>')


def no_widow_control(paper: Paper) -> None:
    write_text(paper, ppr='<w:widowControl w:val="0"/>')


def contextual_spacing(paper: Paper) -> None:
    spacing = '<w:spacing w:before="240" w:after="240"/><w:contextualSpacing/>'
    style = paper.add_style(spacing)
    write_text(paper, ppr=f'<w:pStyle w:val="{style}"/>')


def autospacing(paper: Paper) -> None:
    spacing = '<w:spacing w:beforeAutospacing="1" w:afterAutospacing="1"/>'
    write_text(paper, ppr=spacing)


def tabs_and_borders(paper: Paper) -> None:
    border = '<w:{} w:val="single" w:sz="6" w:space="4" w:color="auto"/>'
    sides = "".join(map(border.format, ("top", "left", "bottom", "right")))
    ppr = (
        f'<w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="DDEEFF"/>'
        '<w:tabs><w:tab w:val="left" w:pos="2000"/>'
        '<w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>'
    )
    cells = f"{run('Nama')}<w:r><w:tab/></w:r>{run('{{ nama }}')}<w:r><w:tab/></w:r>"
    paper.add(f"<w:p><w:pPr>{ppr}</w:pPr>{cells}{run('{{ kode }}')}</w:p>" * 2)


def hidden_inside(paper: Paper) -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    paper.add(paragraph("{{ kode }}", ppr=hidden, rpr="<w:vanish/>"))


def right_to_left(paper: Paper) -> None:
    text = "مرحبا {{ aksara }} {{ nama }}"
    paper.add(paragraph(text, ppr="<w:bidi/>", rpr="<w:rtl/>"))


def page_field(paper: Paper) -> None:
    paper.add(f"<w:p>{run('Pada halaman ')}{complex_field('PAGE')}</w:p>")


def page_count_field(paper: Paper) -> None:
    write = paper.rng.choice((simple_field, complex_field))
    paper.add(f"<w:p>{run('Jumlah halaman ')}{write('NUMPAGES')}</w:p>")


def sequence_field(paper: Paper) -> None:
    write = paper.rng.choice((simple_field, complex_field))
    code = write(r"SEQ Gambar \* ARABIC")
    paper.add(*(f"<w:p>{run('Gambar ')}{code}</w:p>" for _ in range(3)))


def reference_field(paper: Paper) -> None:
    kind = paper.rng.choice(("REF", "PAGEREF"))
    number, name = paper.count(), f"acuan{paper.count()}"
    write = paper.rng.choice((simple_field, complex_field))
    code = write(rf"{kind} {name} \h", result="lama")
    paper.add(
        f'<w:p><w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        f'{run("Sasaran {{ nama }}")}<w:bookmarkEnd w:id="{number}"/></w:p>',
        f"<w:p>{run('Lihat ')}{code}</w:p>",
    )


def branch(paper: Paper) -> None:
    paper.add(
        paragraph("{%p if pilih == 'a' %}"),
        paragraph("Pilihan pertama {{ nama }}"),
        paragraph("{%p elif pilih == 'b' %}"),
        paragraph("Pilihan kedua", ppr='<w:ind w:left="1000"/>'),
        paragraph("{%p else %}"),
        paragraph("{{ kalimat }}", rpr="<w:i/>"),
        paragraph("{%p endif %}"),
    )


def odd_values(paper: Paper) -> None:
    paper.add(paragraph("{{ aksara }} / {{ panjang }} / {{ kosong }}"))


def long_text(paper: Paper) -> None:
    write_text(paper)


FIRST = (
    *(bare_section_first, sometimes_bare_first, break_first, break_before_first),
    *(autospacing_first, space_first, hidden_first, empty_first, branch_first),
)
LAST = (break_last, hidden_last, empty_last, optional_section_last, continuous_end)
MIDDLE = (
    *(next_page_section, odd_page_section, lying_section, small_section),
    *(column_section, section_with_header, optional_section, loop_of_sections),
    *(first_page_section, break_inside, keep_chain, keep_lines, no_widow_control),
    *(contextual_spacing, autospacing, tabs_and_borders, hidden_inside),
    *(right_to_left, page_field, page_count_field, sequence_field),
    *(reference_field, branch, odd_values, long_text),
)
