"""The claim to PDF/A-2b: an output intent and metadata, made once for all letters.

LibreOffice's plain PDF embeds every font and uses sRGB only; what it leaves out of
PDF/A-2b is this. Its own PDF/A export adds a structure tree that is ten times the size
of a letter's text and cannot be divided among letters.

Source: ISO 19005-2:2011, 6.2.3 (output intent), 6.6 (metadata).
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Final
from xml.sax.saxutils import escape

import pikepdf
from PIL import ImageCms

from formulir.press.paper import add_compressed

_XMP: Final = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{judul}</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def claim_pdfa(pdf: pikepdf.Pdf, *, judul: str) -> None:
    """Give a file the output intent and the metadata of PDF/A-2b.

    Args:
        pdf: The file; its pages use sRGB or gray, and embedded fonts.
        judul: Its title.
    """
    profile = add_compressed(
        pdf, _srgb_profile(), N=3, Alternate=pikepdf.Name.DeviceRGB
    )
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFA1,
                OutputConditionIdentifier=pikepdf.String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )
    xmp = _XMP.format(judul=escape(judul)).encode("utf-8")
    pdf.Root.Metadata = pdf.make_stream(
        xmp, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
    pdf.Root.Lang = pikepdf.String("id-ID")


@cache
def _srgb_profile() -> bytes:
    """Return the profile, compressed once for all letters."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return zlib.compress(profile.tobytes(), 9)
