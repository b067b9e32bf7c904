"""The claim to PDF/A-2b: an output intent and metadata, made once for all letters.

LibreOffice's plain PDF embeds every font and uses sRGB only; what it leaves out of
PDF/A-2b is this. Its own PDF/A export adds a structure tree that is ten times the size
of a letter's text and cannot be divided among letters.

Source: ISO 19005-2:2011, 6.2.3 (output intent), 6.6 (metadata).
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from functools import cache
from html import escape
from typing import Final

import pikepdf
from PIL import ImageCms

from formulir.press.pdf.paper import add_compressed

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
    rgb = pikepdf.Name.DeviceRGB
    profile = add_compressed(pdf, _srgb_profile(), N=3, Alternate=rgb)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = pikepdf.Array([intent])
    xmp = _XMP.format(judul=escape(judul, quote=False)).encode("utf-8")
    pdf.Root.Metadata = pdf.make_stream(
        xmp, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
    pdf.Root.Lang = pikepdf.String("id-ID")


@cache
def _srgb_profile() -> bytes:
    """Return the profile, compressed once for all letters."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return zlib.compress(profile.tobytes(), 9)


def claim_part_3(surat: pikepdf.Pdf) -> None:
    """Change a claim to PDF/A-2b into PDF/A-3b, which alone allows embedded files."""
    with surat.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if "pdfaid:part" in xmp:
            xmp["pdfaid:part"] = "3"


def _claims_pdfa(pdf: pikepdf.Pdf) -> bool:
    """Look whether the metadata claim PDF/A, without parsing them."""
    metadata = pdf.Root.get("/Metadata")
    return metadata is not None and b"pdfaid:part" in metadata.read_bytes()


def _drop_claim(pdf: pikepdf.Pdf) -> None:
    """Take the claim to PDF/A out of the metadata."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        for key in ("pdfaid:part", "pdfaid:conformance"):
            with suppress(KeyError):
                del xmp[key]


_COMPATIBLE: Final = frozenset(f"{part}{level}" for part in "12" for level in "ABU")


_ODD: Final = (
    *(pikepdf.PdfError, SyntaxError, RuntimeError, ArithmeticError),
    *(TypeError, ValueError, LookupError, AttributeError),
)
"""What pikepdf raises on metadata and intents that are not what they should be."""


def claims_fitting_pdfa(pdf: pikepdf.Pdf) -> bool:
    """Tell whether it claims PDF/A-1 or -2 and means its colours as a letter does.

    Device colours mean what the output intent says. A letter's is sRGB, so a file that
    means another one would change its colours, or break the claim.
    """
    try:
        # Only read: who leaves the block of a "with" writes, and fails on odd metadata.
        claim = pdf.open_metadata(set_pikepdf_as_editor=False).pdfa_status.upper()
        intents = pdf.Root.get("/OutputIntents", pikepdf.Array()).as_list()
        profiles = [intent.get("/DestOutputProfile") for intent in intents]
        fitting = all(p is None or p.get("/N") == len("RGB") for p in profiles)
    except _ODD:
        return False  # what cannot be read claims nothing, and harms nobody
    return fitting and claim in _COMPATIBLE
