"""Signed PDFs, by a certificate that is made on the spot and belongs to nobody."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers


@cache
def make_signer() -> signers.SimpleSigner:
    """Make a key, and a certificate that vouches for itself."""
    key = ec.derive_private_key(7391, ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Penanda Tangan Uji")])
    usage = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment"),
            *("data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
            *("encipher_only", "decipher_only"),
        ),
        False,
    )
    usage |= {"digital_signature": True, "content_commitment": True}
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2016, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2046, 1, 1, tzinfo=UTC))
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    data = pkcs12.serialize_key_and_certificates(
        None, key, certificate, None, NoEncryption()
    )
    signer = signers.SimpleSigner.load_pkcs12_data(data, other_certs=[])
    assert signer is not None
    return signer


def sign_pdf(pdf: bytes, *, field: str = "TandaTangan") -> bytes:
    """Sign a PDF behind its last byte, as PAdES has it."""
    meta = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = signers.sign_pdf(writer, meta, signer=make_signer())
    return bytes(out.getbuffer())
