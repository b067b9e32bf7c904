"""The door to pyHanko: what the digital signatures of a PDF are worth.

Runs in the child (``child.py``) only, as does what reads timestamps. Nothing is
fetched from the network: whether a certificate was revoked is not asked, for an archive
must come to the same verdict on a machine without network. The verdict is on the file
as it came in.

Source: ISO 32000-2 §12.8, ETSI EN 319 142-1 (PAdES).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import diff_analysis as rules
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext

from formulir.dates import format_saat
from formulir.language import Sentence, phrase, take_reason

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
_TIMESTAMP: Final = "/DocTimeStamp"
FOREIGN: Final = (PdfError, SigningError, ValueError, KeyError, TypeError)
"""What pyHanko raises at a file that it cannot read."""
LONGEST: Final = 200
"""So many letters of what a certificate or a fault says are kept."""
CERTIFICATES: Final = frozenset({".pem", ".crt", ".cer"})


def examine_tanda_tangan(
    source: Path, *, trusted: Path, saat: datetime
) -> list[dict[str, Any]]:
    """Examine what stands in a PDF where digital signatures stand.

    Args:
        source: The file.
        trusted: A folder of certificates that the office trusts; it may be missing.
        saat: The moment at which certificates must be valid, where no timestamp that
            the office trusts says when the signature was there.

    Returns:
        For each signature, in the order of signing, then for each other thing, what
        the archive records of it (``docs/archive-format.md`` §2); one that says
        ``tidak terbaca`` when the file cannot be examined.
    """
    with source.open("rb") as file:
        try:
            reader = PdfFileReader(file, strict=False)
            if reader.encrypted:
                reader.decrypt("")  # printing or copying may be forbidden, not reading
            known = read_known(reader, roots=read_certificates(trusted), saat=saat)
            found = [
                _examine(each, known)
                for each in reader.embedded_signatures
                if each.sig_object_type != _TIMESTAMP
            ]
            found += known.told
            found += [
                _unread("", jenis="kolom kosong")
                for _ in enumerate_sig_fields(reader, filled_status=False)
            ]
            if "/UR3" in reader.root.get("/Perms", {}):
                found.append(_unread("", jenis="hak pakai"))
        except FOREIGN as error:
            return [_unread(take_reason(error))]
    return found or [
        _unread(phrase("its signature stands in no field of the document"))
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known when a signature is examined.

    Args:
        roots: Whom the office trusts; nothing where it keeps no list.
        certs: Certificates that the file brings in its own store.
        saat: The moment of receiving.
        stamps: When trusted timestamps saw the whole file, and which revision.
        told: What the archive records of these timestamps.
    """

    roots: list[x509.Certificate] | None
    certs: list[x509.Certificate]
    saat: datetime
    stamps: list[tuple[int, datetime]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)

    def at(self, moment: datetime) -> ValidationContext:
        """Return by what certificates are judged at a moment."""
        return ValidationContext(
            trust_roots=self.roots or [],
            other_certs=self.certs,
            moment=moment,
            allow_fetching=False,
        )


def read_known(
    reader: PdfFileReader, *, roots: list[x509.Certificate] | None, saat: datetime
) -> Known:
    """Read what a file itself brings: certificates, and timestamps over all of it.

    Source: ETSI EN 319 142-1 §5.4 (document security store, document timestamps).
    """
    known = Known(roots=roots, certs=_read_store(reader), saat=saat)
    for each in reader.embedded_signatures:
        if each.sig_object_type != _TIMESTAMP:
            continue
        try:
            _bring(each, known.certs)
            status = validate_pdf_timestamp(each, known.at(saat))
        except FOREIGN as error:
            known.told.append(_unread(take_reason(error), jenis="cap waktu"))
            continue
        good = status.intact and status.valid
        said: dict[str, Any] = {
            "jenis": "cap waktu",
            "nama": name_signer(status.signing_cert),
            "putusan": "sah" if good else "rusak",
            "saat": format_saat(status.timestamp),
        }
        if roots is not None:
            said["tepercaya"] = bool(status.trusted)
        if good and status.trusted:
            known.stamps.append((each.signed_revision, status.timestamp))
        known.told.append(said)
    return known


def _read_store(reader: PdfFileReader) -> list[x509.Certificate]:
    """Read the certificates that a file keeps for later, as far as they can be read."""
    try:
        return list(DocumentSecurityStore.read_dss(reader).load_certs())
    except (NoDSSFoundError, *FOREIGN):
        return []


def _bring(tanda: EmbeddedPdfSignature, certs: list[x509.Certificate]) -> None:
    """Let a signature have the certificates that the file keeps elsewhere.

    What is signed does not cover the certificates beside it, so this changes nothing
    of what it is worth.
    """
    own = tanda.signed_data["certificates"]
    if isinstance(own, cms.CertificateSet):
        have = {each.chosen.dump() for each in own}
    else:
        own, have = cms.CertificateSet([]), set()
    for each in certs:
        if each.dump() not in have:
            own.append(cms.CertificateChoices(name="certificate", value=each))
    tanda.signed_data["certificates"] = own


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


def _examine(tanda: EmbeddedPdfSignature, known: Known) -> dict[str, Any]:
    """Examine one signature; what pyHanko cannot read is said to be unread."""
    jenis = "persetujuan"
    try:
        if tanda.docmdp_level is not None:
            jenis = "sertifikasi"
        _bring(tanda, known.certs)
        status = _validate(tanda, known, known.saat)
        putusan = _judge(status)
        if putusan == "sah" and not _ends_as_read(tanda):
            putusan = "diubah"
        moment = _find_moment(tanda, status, known)
        if moment is not None:
            status = _validate(tanda, known, moment)
        said: dict[str, Any] = {"jenis": jenis, "nama": name_signer(tanda.signer_cert)}
        said["putusan"] = putusan
    except FOREIGN as error:
        return _unread(take_reason(error), jenis=jenis)
    if status.signer_reported_dt is not None:
        said["saat"] = format_saat(status.signer_reported_dt)
    if moment is not None:
        said["cap"] = format_saat(moment)
    when = describe_validity(tanda.signer_cert, moment or known.saat)
    if known.roots is not None or when:
        # A root that the office trusts may itself be the signer's, and too old.
        said["tepercaya"] = bool(status.trusted) and not when
        if not said["tepercaya"]:
            said["alasan"] = when or phrase("it leads to none of those in tepercaya/")
    return said


def _validate(
    tanda: EmbeddedPdfSignature, known: Known, moment: datetime
) -> PdfSignatureStatus:
    """Validate a signature, its certificate judged at a moment."""
    return validate_pdf_signature(
        tanda,
        signer_validation_context=known.at(moment),
        ts_validation_context=known.at(known.saat),
        diff_policy=RULES,
    )


def _find_moment(
    tanda: EmbeddedPdfSignature, status: PdfSignatureStatus, known: Known
) -> datetime | None:
    """Find the first moment at which a trusted timestamp says that it was there."""
    found = [when for at, when in known.stamps if at >= tanda.signed_revision]
    stamp = status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid and stamp.trusted:
        found.append(stamp.timestamp)
    return min(found, default=None)


def describe_validity(certificate: x509.Certificate, moment: datetime) -> str:
    """Say that a certificate is not valid at a moment, if it is not."""
    if moment > certificate.not_valid_after:
        until = format_saat(certificate.not_valid_after)
        return phrase("it was valid until {until} only", until=until)
    if moment < certificate.not_valid_before:
        since = format_saat(certificate.not_valid_before)
        return phrase("it is valid from {since} on only", since=since)
    return ""


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


def name_signer(certificate: x509.Certificate) -> str:
    """Return who a certificate is for: its common name, else its whole subject."""
    named = certificate.subject.native.get("common_name")
    return make_plain(str(named or certificate.subject.human_friendly))


def make_plain(text: str) -> str:
    """Keep what can be printed of a text that a stranger wrote, and not all of it."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:LONGEST]


def _unread(reason: str, *, jenis: str = "tidak dikenal") -> dict[str, Any]:
    said = {"jenis": jenis, "putusan": "tidak terbaca"}
    told = reason if isinstance(reason, Sentence) else make_plain(reason)
    return said | ({"alasan": told} if reason else {})
