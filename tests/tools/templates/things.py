"""Lists, tables, pictures, frames, notes: what stands in the flow of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tools.templates.flow import TEXT, write_text
from tests.tools.templates.paper import paragraph, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.tools.templates.paper import Paper

# --- Lists ---


def _level(number: int, *, fmt: str, text: str, start: bool = True) -> str:
    begin = '<w:start w:val="1"/>' if start else ""
    indent = 360 * (number + 1)
    return (
        f'<w:lvl w:ilvl="{number}">{begin}<w:numFmt w:val="{fmt}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def _levels(*, start: bool = True) -> list[str]:
    return [
        _level(0, fmt="decimal", text="%1.", start=start),
        _level(1, fmt="lowerLetter", text="%2)", start=start),
        _level(2, fmt="lowerRoman", text="%1.%2.%3", start=start),
    ]


def _items(paper: Paper, number: int, *, levels: Sequence[int] = (0, 0, 0)) -> None:
    for level in levels:
        ppr = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        paper.add(paragraph(f"Butir tingkat {level} {{{{ kode }}}}", ppr=ppr))


def bullets(paper: Paper) -> None:
    abstract = paper.add_abstract([_level(0, fmt="bullet", text="•")])
    _items(paper, paper.add_num(abstract))


def numbered_list(paper: Paper) -> None:
    _items(paper, paper.add_num(paper.add_abstract(_levels())), levels=(0, 1, 1, 0, 2))


def list_in_loop(paper: Paper) -> None:
    number = paper.add_num(paper.add_abstract(_levels()))
    ppr = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    write_text(paper, ppr=ppr)


def list_over_1000(paper: Paper) -> None:
    first = paper.add_num(paper.add_abstract(_levels()), number=1001)
    bullet = paper.add_abstract([_level(0, fmt="bullet", text="-")])
    _items(paper, paper.add_num(bullet, number=1002))
    _items(paper, first)


def list_level_override(paper: Paper) -> None:
    own = _level(0, fmt="lowerLetter", text="%1)")
    over = f'<w:lvlOverride w:ilvl="0">{own}</w:lvlOverride>'
    _items(paper, paper.add_num(paper.add_abstract(_levels()), overrides=over))


def list_start_override(paper: Paper) -> None:
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
    _items(paper, paper.add_num(paper.add_abstract(_levels()), overrides=over))


def list_without_start(paper: Paper) -> None:
    _items(paper, paper.add_num(paper.add_abstract(_levels(start=False))))


def lists_of_one_kind(paper: Paper) -> None:
    """Give two lists one definition; the second may begin anew or go on."""
    abstract = paper.add_abstract(_levels())
    first = paper.add_num(abstract)
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    second = paper.add_num(abstract, overrides=paper.rng.choice(("", over)))
    for number in (first, second, first):
        _items(paper, number, levels=(0, 1))


def list_by_style(paper: Paper) -> None:
    number = paper.add_num(paper.add_abstract(_levels()))
    style = paper.add_style(f'<w:numPr><w:numId w:val="{number}"/></w:numPr>')
    for _ in range(3):
        paper.add(paragraph("Pasal {{ kode }}", ppr=f'<w:pStyle w:val="{style}"/>'))


# --- Tables ---


def write_cell(content: str, *, tcpr: str = "", width: int = 2500) -> str:
    own = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{tcpr}</w:tcPr>'
    inner = content if content.startswith("<w:") else paragraph(content)
    return f"<w:tc>{own}{inner}</w:tc>"


def write_row(*cells: str, trpr: str = "") -> str:
    own = f"<w:trPr>{trpr}</w:trPr>" if trpr else ""
    return f"<w:tr>{own}{''.join(cells)}</w:tr>"


def write_table(*rows: str, columns: int = 3, tblpr: str = "", layout: str = "") -> str:
    border = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    names = ("top", "left", "bottom", "right", "insideH", "insideV")
    sides = "".join(map(border.format, names))
    fixed = f'<w:tblLayout w:type="{layout}"/>' if layout else ""
    grid = '<w:gridCol w:w="2500"/>' * columns
    return (
        f'<w:tbl><w:tblPr>{tblpr}<w:tblW w:w="0" w:type="auto"/>'
        f"<w:tblBorders>{sides}</w:tblBorders>{fixed}</w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def write_tag_row(tag: str) -> str:
    return write_row(write_cell(tag), write_cell(""), write_cell(""))


def _loop(*rows: str) -> list[str]:
    return [
        write_tag_row("{%tr for d in daftar %}"),
        *rows,
        write_tag_row("{%tr endfor %}"),
    ]


_PLAIN = write_row(
    write_cell("{{ d.no }}"), write_cell("{{ d.isi }}"), write_cell("{{ kode }}")
)
_HEADING = write_row(
    write_cell("No"), write_cell("Isi"), write_cell("Kode"), trpr="<w:tblHeader/>"
)


def table_of_rows(paper: Paper) -> None:
    layout = paper.rng.choice(("", "fixed", "autofit"))
    paper.add(write_table(_HEADING, *_loop(_PLAIN), layout=layout), paragraph())


def table_unsplit(paper: Paper) -> None:
    row = write_row(
        write_cell("{{ d.no }}"), write_cell("{{ d.isi }} " * 8), write_cell("x")
    )
    whole = row.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
    paper.add(write_table(*_loop(whole)), paragraph())


def table_merged(paper: Paper) -> None:
    down = ('<w:vMerge w:val="restart"/>', "<w:vMerge/>", "<w:vMerge/>")
    rows = [
        write_row(
            write_cell("{{ nama }}" if n == 0 else "", tcpr=merge),
            write_cell("b"),
            write_cell("c"),
        )
        for n, merge in enumerate(down)
    ]
    wide = write_row(
        write_cell("lebar {{ kode }}", tcpr='<w:gridSpan w:val="2"/>', width=5000),
        write_cell("d"),
    )
    paper.add(write_table(*rows, wide), paragraph())


def table_nested(paper: Paper) -> None:
    inner = write_table(
        write_row(write_cell("{%tr for s in d.anak %}", width=1200)),
        write_row(write_cell("{{ s }}", width=1200)),
        write_row(write_cell("{%tr endfor %}", width=1200)),
        columns=1,
    )
    row = write_row(
        write_cell("{{ d.no }}"),
        write_cell(inner + paragraph()),
        write_cell("{{ d.isi }}"),
    )
    paper.add(write_table(*_loop(row)), paragraph())


def table_loops_nested(paper: Paper) -> None:
    inner = (
        write_tag_row("{%tr for s in d.anak %}"),
        write_row(
            write_cell(""), write_cell("{{ s }}"), write_cell("{{ loop.index }}")
        ),
        write_tag_row("{%tr endfor %}"),
    )
    paper.add(write_table(_HEADING, *_loop(_PLAIN, *inner)), paragraph())


def table_with_branch(paper: Paper) -> None:
    plain = write_row(
        write_cell("ya"), write_cell("{{ nama }}"), write_cell("{{ kode }}")
    )
    always = write_row(
        write_cell("selalu"), write_cell("{{ nama }}"), write_cell("{{ kode }}")
    )
    paper.add(
        write_table(
            write_tag_row("{%tr if ya %}"),
            plain,
            write_tag_row("{%tr endif %}"),
            always,
        ),
        paragraph(),
    )


def table_floating(paper: Paper) -> None:
    place = (
        '<w:tblpPr w:leftFromText="180" w:rightFromText="180" w:vertAnchor="{}" '
        'w:horzAnchor="margin" w:tblpXSpec="right" w:tblpY="{}"/>'
    ).format(paper.rng.choice(("text", "page", "margin")), paper.rng.randrange(1, 3000))
    row = write_row(
        write_cell("{{ nama }}", width=1500), write_cell("apung", width=1500)
    )
    paper.add(write_table(row, columns=2, tblpr=place))
    write_text(paper)


def table_aligned(paper: Paper) -> None:
    how = paper.rng.choice(("center", "right"))
    place = f'<w:tblpPr w:vertAnchor="text" w:horzAnchor="page" w:tblpXSpec="{how}"/>'
    row = write_row(write_cell("{{ nama }}", width=1500), write_cell("x", width=1500))
    paper.add(write_table(row, columns=2, tblpr=place))
    write_text(paper)


def table_in_percent(paper: Paper) -> None:
    row = write_row(write_cell("{{ nama }}"), write_cell("{{ kode }}"))
    wide = write_table(row, columns=2)
    auto = '<w:tblW w:w="0" w:type="auto"/>'
    paper.add(wide.replace(auto, '<w:tblW w:w="5000" w:type="pct"/>'), paragraph())


def table_first(paper: Paper) -> None:
    rows = write_row(
        write_cell("{{ nama }}"), write_cell("{{ kode }}"), write_cell("awal")
    )
    paper.add(write_table(rows), paragraph())


def table_with_heading_first(paper: Paper) -> None:
    paper.add(write_table(_HEADING, *_loop(_PLAIN)), paragraph())


def table_last(paper: Paper) -> None:
    rows = write_row(
        write_cell("{{ nama }}"), write_cell("{{ kode }}"), write_cell("akhir")
    )
    paper.add(write_table(rows), paragraph())


def table_full_last(paper: Paper) -> None:
    thin = paragraph(ppr='<w:spacing w:after="0" w:line="20" w:lineRule="exact"/>')
    paper.add(write_table(*_loop(_PLAIN)), thin)


def table_floating_last(paper: Paper) -> None:
    place = (
        '<w:tblpPr w:vertAnchor="text" w:horzAnchor="text" w:tblpX="900" w:tblpY="1"/>'
    )
    row = write_row(write_cell("{{ nama }}"), write_cell("apung akhir"))
    paper.add(write_table(row, columns=2, tblpr=place), paragraph())


# --- Frames, boxes, pictures ---


def frame(paper: Paper) -> None:
    place = (
        '<w:framePr w:w="3000" w:hSpace="180" w:wrap="around" w:vAnchor="{}" '
        'w:hAnchor="{}" w:x="6000" w:y="{}"/>'
    ).format(
        paper.rng.choice(("text", "page", "margin")),
        paper.rng.choice(("page", "margin")),
        paper.rng.randrange(500, 4000),
    )
    paper.add(paragraph("Bingkai {{ nama }}", ppr=place))
    paper.add(paragraph("Di samping bingkai {{ kode }} {{ kalimat }}"))


def frame_aligned(paper: Paper) -> None:
    how = paper.rng.choice(("center", "right"))
    place = (
        '<w:framePr w:w="2500" w:hSpace="180" w:wrap="around" w:vAnchor="page" '
        f'w:hAnchor="page" w:xAlign="{how}" w:y="1500"/>'
    )
    paper.add(paragraph("Bingkai tengah {{ kode }}", ppr=place))
    paper.add(paragraph("Di samping bingkai itu {{ nama }} {{ kalimat }}"))


def drop_cap(paper: Paper) -> None:
    place = (
        '<w:keepNext/><w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" '
        'w:vAnchor="text" w:hAnchor="text"/><w:spacing w:after="0"/>'
    )
    paper.add(paragraph("D", ppr=place, rpr='<w:sz w:val="90"/>'))
    paper.add(paragraph("engan hormat {{ nama }}, {{ kalimat }}"))


def _anchor(
    paper: Paper, graphic: str, *, wrap: str = "<wp:wrapNone/>", where: str = ""
) -> str:
    """Write a drawing that stands anywhere, or in a given place of its line."""
    number = paper.count()
    across, down = (
        paper.rng.choice(("page", "margin", "column")),
        paper.rng.choice(("page", "margin", "paragraph")),
    )
    side, up = paper.rng.randrange(0, 2_000_000), paper.rng.randrange(0, 1_500_000)
    where = where or (
        f'<wp:positionH relativeFrom="{across}"><wp:posOffset>{side}</wp:posOffset>'
        "</wp:positionH>"
    )
    return (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" '
        'simplePos="0" relativeHeight="251658240" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'{where}<wp:positionV relativeFrom="{down}"><wp:posOffset>{up}'
        '</wp:posOffset></wp:positionV><wp:extent cx="1500000" cy="700000"/>'
        f'{wrap}<wp:docPr id="{number}" name="Benda {number}"/><wp:cNvGraphicFramePr/>'
        f"{graphic}</wp:anchor></w:drawing>"
    )


def _picture(paper: Paper) -> str:
    key, number = paper.add_picture(), paper.count()
    return (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
        f'picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="g"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        '<a:off x="0" y="0"/><a:ext cx="1500000" cy="700000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic>"
    )


def picture_anchored(paper: Paper) -> None:
    wrap = paper.rng.choice(
        (
            "<wp:wrapNone/>",
            '<wp:wrapSquare wrapText="bothSides"/>',
            "<wp:wrapTopAndBottom/>",
        )
    )
    drawing = _anchor(paper, _picture(paper), wrap=wrap)
    paper.add(
        f"<w:p><w:r>{drawing}</w:r>{run('Gambar {{ nama }} {{ kalimat }}')}</w:p>"
    )


def picture_aligned(paper: Paper) -> None:
    """Align a picture with the paper itself, whose width then tells where it stands."""
    how = paper.rng.choice(("center", "right", "outside"))
    across = paper.rng.choice(("page", "rightMargin"))
    where = f'<wp:positionH relativeFrom="{across}"><wp:align>{how}</wp:align>'
    drawing = _anchor(paper, _picture(paper), where=f"{where}</wp:positionH>")
    paper.add(f"<w:p><w:r>{drawing}</w:r>{run('Gambar terpaut {{ nama }}')}</w:p>")


def picture_inline(paper: Paper) -> None:
    number = paper.count()
    drawing = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="1500000" cy="700000"/><wp:docPr id="{number}" name="i"/>'
        f"{_picture(paper)}</wp:inline></w:drawing>"
    )
    paper.add(f"<w:p><w:r>{drawing}</w:r></w:p>")


def picture_for_some(paper: Paper) -> None:
    paper.add(paragraph("{%p if ya %}"))
    picture_inline(paper)
    paper.add(paragraph("{%p endif %}"))


def box(paper: Paper) -> None:
    graphic = (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="1500000" cy="700000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill>'
        '<a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:txbx>'
        f"<w:txbxContent>{paragraph('Kotak {{ nama }}')}</w:txbxContent></wps:txbx>"
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    )
    wrap = '<wp:wrapSquare wrapText="bothSides"/>'
    drawing = _anchor(paper, graphic, wrap=wrap)
    choice = f'<mc:Choice Requires="wps">{drawing}</mc:Choice>'
    paper.add(
        f"<w:p><w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
        f"{run('Di samping kotak {{ kode }}')}</w:p>"
    )


def box_as_wide_as_paper(paper: Paper) -> None:
    """Give a box a width in hundredths of that of the paper."""
    box(paper)
    wide = (
        '<wp14:sizeRelH relativeFrom="page"><wp14:pctWidth>40000</wp14:pctWidth>'
        "</wp14:sizeRelH></wp:anchor>"
    )
    paper.add(paper.body.pop().replace("</wp:anchor>", wide))


def old_box(paper: Paper) -> None:
    number = paper.count()
    paper.add(
        f'<w:p><w:r><w:pict><v:shape id="Kotak{number}" '
        f'o:spid="_x0000_s{1030 + number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:200pt;margin-top:10pt;width:150pt;height:50pt;z-index:251659264"><v:textbox><w:txbxContent>'
        f"{paragraph('Kotak lama {{ nama }}')}</w:txbxContent></v:textbox></v:shape>"
        f"</w:pict></w:r>{run('Di samping kotak lama')}</w:p>"
    )


# --- Notes, equations, wrappers ---


def footnote(paper: Paper) -> None:
    mark = paper.add_note("footnote", "Catatan kaki {{ nama }}")
    paper.add(f"<w:p>{run('Bercatatan kaki')}{mark}</w:p>")


def endnote(paper: Paper) -> None:
    mark = paper.add_note("endnote", "Catatan akhir {{ kode }}")
    paper.add(f"<w:p>{run('Bercatatan akhir')}{mark}</w:p>")


def equation(paper: Paper) -> None:
    part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>"
    fraction = f"<m:f>{part.format('num', '{{ kode }}')}{part.format('den', '2')}</m:f>"
    paper.add(f"<w:p>{run('Rumus ')}<m:oMath>{fraction}</m:oMath></w:p>")


def content_control(paper: Paper) -> None:
    head = '<w:sdt><w:sdtPr><w:alias w:val="isi"/><w:id w:val="{}"/></w:sdtPr>'
    paper.add(
        f"{head.format(paper.count())}<w:sdtContent>{paragraph('Isian {{ nama }}')}"
        "</w:sdtContent></w:sdt>",
        f"<w:p>{head.format(paper.count())}<w:sdtContent>{run('{{ kode }}')}"
        "</w:sdtContent></w:sdt></w:p>",
    )


def smart_tag(paper: Paper) -> None:
    paper.add(
        '<w:p><w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" '
        f'w:element="place">{run("Kota {{ nama }}")}</w:smartTag></w:p>'
    )


def stamp_places(paper: Paper) -> None:
    """Mark where the press stamps."""
    for name in ("lambang", "cap", "qr"):
        number = paper.count()
        paper.add(
            f'<w:p><w:bookmarkStart w:id="{number}" w:name="{name}"/>'
            f'<w:bookmarkEnd w:id="{number}"/>{run("Tempat " + name)}</w:p>'
        )


def heading(paper: Paper) -> None:
    paper.add(paragraph("Judul {{ nama }}", ppr='<w:pStyle w:val="Heading1"/>'))
    paper.add(paragraph(TEXT.replace("{{ a }}", "{{ kalimat }}")))


FIRST = (table_first, table_with_heading_first, frame, drop_cap, box, picture_anchored)
LAST = (table_last, table_full_last, table_floating_last, picture_inline, endnote)
MIDDLE = (
    *(bullets, numbered_list, list_in_loop, list_over_1000, list_level_override),
    *(list_start_override, list_without_start, lists_of_one_kind, list_by_style),
    *(table_of_rows, table_unsplit, table_merged, table_nested, table_loops_nested),
    *(table_with_branch, table_floating, table_aligned, table_in_percent, frame),
    *(frame_aligned, drop_cap, picture_anchored, picture_aligned),
    *(picture_inline, picture_for_some, box, box_as_wide_as_paper, old_box),
    *(footnote, endnote, equation),
    *(content_control, smart_tag, stamp_places, heading),
)
