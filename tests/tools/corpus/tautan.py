"""DOCX files that reach out: each way in which one can bring in what is not its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tools.corpus.paket import (
    Paket,
    complex_field,
    drawing,
    par,
    simple_field,
    vml,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HTML = b"<html><body>isi luar<img src='%s'/></body></html>"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="200" height="200"><image width="200" height="200" xlink:href="{}"/></svg>'
)


def linked_picture(paket: Paket, address: str) -> None:
    name = paket.relate("image", address, outside=True)
    paket.body += [drawing(f'r:link="{name}"')]


def linked_vml(paket: Paket, address: str) -> None:
    name = paket.relate("image", address, outside=True)
    paket.body += [vml(f'r:id="{name}"'), vml(f'src="{address}"')]
    paket.body += [vml(f'r:href="{name}"'), vml(f'o:href="{address}"')]


def linked_svg(paket: Paket, address: str) -> None:
    name = paket.add("media/g{}.svg", SVG.format(address).encode(), kind="image")
    paket.body += [drawing(f'r:embed="{name}"')]


def disguised_svg(paket: Paket, address: str) -> None:
    name = paket.add("media/g{}.png", SVG.format(address).encode(), kind="image")
    paket.body += [drawing(f'r:embed="{name}"')]


def include_text(paket: Paket, address: str) -> None:
    paket.body += [
        complex_field(f' INCLUDETEXT "{address}" '),
        complex_field(" INCL", f'UDETEXT "{address}" \\c HTML'),
        simple_field(f" INCLUDETEXT &quot;{address}&quot; "),
    ]


def include_picture(paket: Paket, address: str) -> None:
    paket.body += [
        complex_field(f' INCLUDEPICTURE "{address}" \\d '),
        complex_field(" INCLUDE", f'PICTURE "{address}" \\* MERGEFORMAT \\d'),
        simple_field(f" INCLUDEPICTURE &quot;{address}&quot; \\d "),
    ]


def dde(paket: Paket, address: str) -> None:
    paket.body += [
        complex_field(f' DDEAUTO soffice "{address}" A1 '),
        complex_field(f' LINK Word.Document.8 "{address}" "" \\a \\p '),
        complex_field(f' IMPORT "{address}" '),
        complex_field(f' RD "{address}" '),
    ]


def attached_template(paket: Paket, address: str) -> None:
    name = paket.relate_settings("attachedTemplate", address)
    paket.settings += f'<w:attachedTemplate r:id="{name}"/>'


def mail_merge(paket: Paket, address: str) -> None:
    name = paket.relate_settings("mailMergeSource", address)
    paket.settings += (
        '<w:mailMerge><w:mainDocumentType w:val="catalog"/><w:dataType '
        f'w:val="textFile"/><w:dataSource r:id="{name}"/></w:mailMerge>'
    )


def linked_ole(paket: Paket, address: str) -> None:
    name = paket.relate("oleObject", address, outside=True)
    paket.body.append(
        '<w:p><w:r><w:object><v:shape id="s1" style="width:100pt;height:100pt"/>'
        '<o:OLEObject Type="Link" ProgID="Word.Document.12" ShapeID="s1" '
        f'DrawAspect="Content" r:id="{name}" UpdateMode="Always"/>'
        "</w:object></w:r></w:p>"
    )


def frame_page(paket: Paket, address: str) -> None:
    paket.relate("frame", address, outside=True)
    name = paket.relate("image", address, outside=True)
    paket.body.append(
        '<w:p><w:r><w:pict><v:rect style="width:90pt;height:90pt">'
        f'<v:fill r:id="{name}" src="{address}" type="frame"/>'
        "</v:rect></w:pict></w:r></w:p>"
    )


def linked_media(paket: Paket, address: str) -> None:
    paket.relate("video", address, outside=True)
    name = paket.relate("hyperlink", address, outside=True)
    paket.body.append(
        f'<w:p><w:hyperlink r:id="{name}"><w:r><w:t>klik</w:t></w:r>'
        "</w:hyperlink></w:p>"
    )


def sub_document(paket: Paket, address: str) -> None:
    name = paket.relate("subDocument", address, outside=True)
    paket.body += [f'<w:subDoc r:id="{name}"/>']


def alt_chunk(paket: Paket, address: str) -> None:
    name = paket.add("luar{}.html", HTML % address.encode(), kind="aFChunk")
    paket.body += [f'<w:altChunk r:id="{name}"/>']


def nested_chunk(paket: Paket, address: str) -> None:
    inner = Paket(body=[par("dalam")])
    linked_picture(inner, address)
    name = paket.add("dalam{}.docx", inner.write(), kind="aFChunk")
    paket.body += [f'<w:altChunk r:id="{name}"/>']


def far_chunk(paket: Paket, address: str) -> None:
    name = paket.relate("aFChunk", address, outside=True)
    paket.body += [f'<w:altChunk r:id="{name}"/>']


WAYS: dict[str, Callable[[Paket, str], None]] = {
    make.__name__: make
    for make in (
        linked_picture,
        linked_vml,
        linked_svg,
        disguised_svg,
        include_text,
        include_picture,
        dde,
        attached_template,
        mail_merge,
        linked_ole,
        frame_page,
        linked_media,
    )
}
"""Each way out of a DOCX that leaves its own text whole when it is closed."""

ELSEWHERE: dict[str, Callable[[Paket, str], None]] = {
    make.__name__: make for make in (sub_document, alt_chunk, nested_chunk, far_chunk)
}
"""Ways by which a part of the text itself lies elsewhere."""


def make_docx(ways: Iterable[str], addresses: Iterable[str]) -> bytes:
    """Make a document that goes some ways to some addresses, and names itself."""
    paket = Paket(body=[par("Dokumen aneh")])
    for address in addresses:
        for way in ways:
            (WAYS | ELSEWHERE)[way](paket, address)
    return paket.write()
