"""What an office does by hand: scanning a printed letter, and signing one digitally.

The certificates are made on the spot, for nobody. A signed file can also be changed
afterwards, by an increment behind the signature, as a dishonest or careless hand does.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import img2pdf
import numpy as np
import pikepdf
import pypdfium2
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageFilter
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

DPI = 150


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Somebody who signs: a name, a key and a certificate."""

    nama: str
    pem: bytes
    signer: signers.SimpleSigner


def make_identity(
    nama: str,
    *,
    start: datetime = datetime(2016, 1, 1, tzinfo=UTC),
    days: int = 365 * 30,
    stamps: bool = False,
    purposes: Sequence[x509.ObjectIdentifier] = (ExtendedKeyUsageOID.TIME_STAMPING,),
    critical: bool = True,
) -> Identity:
    """Make a key, and a certificate that vouches for itself.

    Args:
        nama: Whose it is.
        start: From when on it is valid.
        days: For how long.
        stamps: Whether it is that of an authority for timestamps.
        purposes: What such a one may do.
        critical: Whether nobody may pass over that.
    """
    # Whose clock it is signs with RSA: the test authority knows nothing else.
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    key = (
        rsa.generate_private_key(65537, 2048)
        if stamps
        else ec.generate_private_key(ec.SECP256R1())
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nama)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(usage, critical=True)
    )
    if stamps:
        purpose = x509.ExtendedKeyUsage(purposes)
        certificate = certificate.add_extension(purpose, critical=critical)
    certificate = certificate.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = certificate.public_bytes(serialization.Encoding.DER)
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(public),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    return Identity(nama=nama, pem=pem, signer=signer)


def sign_pdf(
    pdf: bytes,
    identity: Identity,
    *,
    field: str = "TandaTangan",
    stamper: DummyTimeStamper | None = None,
    certify: bool = False,
) -> bytes:
    """Sign a PDF behind its last byte, as PAdES has it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=certify,
    )
    out = signers.sign_pdf(writer, meta, signer=identity.signer, timestamper=stamper)
    return bytes(out.getbuffer())


def make_stamper(identity: Identity, moment: datetime) -> DummyTimeStamper:
    """Make an authority that says of whatever it is shown when that was there."""
    return DummyTimeStamper(
        tsa_cert=identity.signer.signing_cert,
        tsa_key=identity.signer.signing_key,
        fixed_dt=moment,
    )


def stamp_pdf(pdf: bytes, stamper: DummyTimeStamper) -> bytes:
    """Let an authority say when a PDF was there: a timestamp that nobody signs."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = signers.PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256")
    return bytes(out.getbuffer())


def prepare_pdf(pdf: bytes) -> bytes:
    """Add a field for a signature that nobody has signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec("Kosong"))
    return _increment(writer)


def save_anew(pdf: bytes, *, linearize: bool = False) -> bytes:
    """Save a PDF with another program."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(out, linearize=linearize)
    return out.getvalue()


def add_page(pdf: bytes) -> bytes:
    """Add an empty page behind the last one, by an increment."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/MediaBox"): generic.ArrayObject(
                [generic.NumberObject(n) for n in (0, 0, 595, 842)]
            ),
            pdf_name("/Resources"): generic.DictionaryObject(),
            pdf_name("/Contents"): writer.add_object(
                generic.StreamObject(stream_data=b"")
            ),
        }
    )
    writer.insert_page(writer.add_object(page) and page)
    return _increment(writer)


def replace_text(pdf: bytes) -> bytes:
    """Draw something else on the first page, by an increment."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    stream = generic.StreamObject(stream_data=b"0 0 595 842 re f")
    page[pdf_name("/Contents")] = writer.add_object(stream)
    writer.update_container(page)
    return _increment(writer)


def add_field(pdf: bytes, value: str) -> bytes:
    """Add a text field to the first page, before it is signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    field = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Widget"),
                pdf_name("/FT"): pdf_name("/Tx"),
                pdf_name("/T"): generic.TextStringObject("isian"),
                pdf_name("/V"): generic.TextStringObject(value),
                pdf_name("/Rect"): generic.ArrayObject(
                    [generic.NumberObject(n) for n in (50, 50, 200, 70)]
                ),
            }
        )
    )
    page[pdf_name("/Annots")] = generic.ArrayObject([field])
    writer.update_container(page)
    writer.root[pdf_name("/AcroForm")] = generic.DictionaryObject(
        {pdf_name("/Fields"): generic.ArrayObject([field])}
    )
    writer.update_root()
    return _increment(writer)


def change_field(pdf: bytes, value: str) -> bytes:
    """Fill the text field with something else, by an increment."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[pdf_name("/V")] = generic.TextStringObject(value)
    writer.update_container(field)
    return _increment(writer)


def _increment(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scan_pages(
    paper: bytes | list[Image.Image],
    *,
    chance: random.Random,
    degrees: float = 2.0,
    dpi: int = DPI,
) -> list[Image.Image]:
    """Scan what was printed, or print a PDF: crooked, soft, grey and noisy."""
    if isinstance(paper, bytes):
        pdf = pypdfium2.PdfDocument(paper)
        paper = [page.render(scale=dpi / 72).to_pil() for page in pdf]
    pages = []
    for sheet in paper:
        picture = sheet.convert("L")
        angle = chance.uniform(-degrees, degrees)
        picture = picture.rotate(
            angle, resample=Image.Resampling.BICUBIC, fillcolor=255
        ).filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 0.8)))
        dots = np.asarray(picture, dtype=np.float32) * 0.8 + 30
        noise = np.random.default_rng(chance.randrange(1 << 30))
        dots += noise.normal(0, 18, dots.shape)
        pages.append(Image.fromarray(dots.clip(0, 255).astype(np.uint8)))
    return pages


def scan_pdf(
    paper: bytes | list[Image.Image],
    *,
    chance: random.Random,
    pages: int | None = None,
) -> bytes:
    """Scan paper into a PDF of pictures, as an office's machine does.

    Args:
        paper: What was printed, or a PDF to print.
        chance: Chooses how crooked and noisy each page is.
        pages: So many pages; empty ones follow the printed ones.
    """
    scanned = scan_pages(paper, chance=chance)
    while pages is not None and len(scanned) < pages:
        blank = Image.new("L", scanned[0].size, 225)
        scanned.append(blank)
    return join_pages(scanned)


def join_pages(pages: list[Image.Image]) -> bytes:
    """Put scanned pages into one PDF, as JPEG."""
    files = []
    for page in pages:
        out = io.BytesIO()
        page.save(out, "JPEG", quality=70, dpi=(DPI, DPI))
        files.append(out.getvalue())
    made = img2pdf.convert(
        files,
        rotation=img2pdf.Rotation.ifvalid,
        nodate=True,
        # The other engine names a file by the second in which it was made.
        engine=img2pdf.Engine.internal,
    )
    return bytes(made)
