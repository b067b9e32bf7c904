"""The one door to pyHanko: what the digital signatures of a PDF are worth.

Runs in the child (``pindai_child``) only. Nothing is fetched from the network: whether
a certificate was revoked is not asked, for an archive must come to the same verdict on
a machine without network. The verdict is on the file as it came in.

Source: ISO 32000-2 §12.8, ETSI EN 319 142-1 (PAdES).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import diff_analysis as rules
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from formulir.dates import format_saat

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

_LATER: Final = rules.ModificationLevel.LTA_UPDATES
RULES: Final = rules.StandardDiffPolicy(
    global_rules=[
        rules.CatalogModificationRule(),
        rules.DocInfoRule().as_qualified(_LATER),
        rules.XrefStreamRule().as_qualified(_LATER),
        rules.ObjectStreamRule().as_qualified(_LATER),
        rules.DSSCompareRule().as_qualified(_LATER),
        rules.MetadataUpdateRule().as_qualified(_LATER),
    ],
    form_rule=rules.FormUpdatingRule(
        field_rules=[rules.SigFieldCreationRule(), rules.SigFieldModificationRule()]
    ),
)
"""What may follow a signature: further signatures and what proves them.

pyHanko's own policy also lets fields be filled in, which on an office's letter would be
a change of what was signed.
"""
_END: Final = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
LONGEST: Final = 200
"""So many letters of what a certificate or a fault says are kept."""
CERTIFICATES: Final = frozenset({".pem", ".crt", ".cer"})


def examine_tanda_tangan(
    source: Path, *, trusted: Path, saat: datetime
) -> list[dict[str, Any]]:
    """Examine each digital signature of a PDF, in the order of signing.

    Args:
        source: The file.
        trusted: A folder of certificates that the office trusts; it may be missing.
        saat: The moment at which certificates must be valid.

    Returns:
        For each signature what the archive records of it
        (``docs/archive-format.md`` §2); one that says ``tidak terbaca`` when the file
        cannot be examined.
    """
    roots = read_certificates(trusted)
    with source.open("rb") as file:
        try:
            reader = PdfFileReader(file, strict=False)
            if reader.encrypted:
                reader.decrypt("")  # printing or copying may be forbidden, not reading
            found = reader.embedded_regular_signatures
            if not found:
                return [_unread("its signature stands in no field of the document")]
            return [_examine(each, roots=roots, saat=saat) for each in found]
        except (PdfError, SigningError, ValueError, KeyError, TypeError) as error:
            return [_unread(str(error))]


def read_certificates(folder: Path) -> list[x509.Certificate] | None:
    """Read the certificates in a folder, PEM or DER; nothing if there is no folder.

    A file that is no certificate is left out: it makes nobody trusted.
    """
    if not folder.is_dir():
        return None
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in CERTIFICATES:
            continue
        try:
            data = path.read_bytes()
            parts = [data]
            if pem.detect(data):
                parts = [der for _, _, der in pem.unarmor(data, multiple=True)]
            found += [x509.Certificate.load(der, strict=True) for der in parts]
        except (OSError, ValueError):
            continue
    return found


def _examine(
    tanda: EmbeddedPdfSignature, *, roots: list[x509.Certificate] | None, saat: datetime
) -> dict[str, Any]:
    """Examine one signature; what pyHanko cannot read is said to be unread."""
    context = ValidationContext(
        trust_roots=roots or [], moment=saat, allow_fetching=False
    )
    try:
        status = validate_pdf_signature(
            tanda, signer_validation_context=context, diff_policy=RULES
        )
        putusan = _judge(status)
        if putusan == "sah" and not _ends_as_read(tanda):
            putusan = "diubah"
        said: dict[str, Any] = {"nama": _name(tanda.signer_cert), "putusan": putusan}
    except (PdfError, SigningError, ValueError, KeyError, TypeError) as error:
        return _unread(str(error))
    if status.signer_reported_dt is not None:
        said["saat"] = format_saat(status.signer_reported_dt)
    if roots is not None:
        said["tepercaya"] = bool(status.trusted)
    return said


def _judge(status: PdfSignatureStatus) -> str:
    """Say what a signature is worth, in one word of ours."""
    if not (status.intact and status.valid):
        return "rusak"
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "sah"
    changed = (
        status.coverage != SignatureCoverageLevel.ENTIRE_REVISION
        or status.modification_level is None
        or status.modification_level >= rules.ModificationLevel.ANNOTATIONS
        or not status.docmdp_ok
    )
    return "diubah" if changed else "sah"


def _ends_as_read(tanda: EmbeddedPdfSignature) -> bool:
    """Tell whether the bytes behind a signature are the updates that were read.

    Bytes behind the last update are ignored by some readers and repaired into a
    document by others, which then show what nobody signed.
    """
    stream = tanda.reader.stream
    stream.seek(int(tanda.byte_range[-2]) + int(tanda.byte_range[-1]))
    tail = stream.read()
    later = tanda.reader.xrefs.total_revisions - 1 - tanda.signed_revision
    if later == 0:
        return not tail.strip()
    return tail.count(b"startxref") == later and _END.search(tail) is not None


def _name(certificate: x509.Certificate) -> str:
    """Return who a certificate is for: its common name, else its whole subject."""
    named = certificate.subject.native.get("common_name")
    return _plain(str(named or certificate.subject.human_friendly))


def _plain(text: str) -> str:
    """Keep what can be printed of a text that a stranger wrote, and not all of it."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:LONGEST]


def _unread(reason: str) -> dict[str, Any]:
    return {"putusan": "tidak terbaca", "alasan": _plain(reason)}
