"""The certificate of a desk in the office's own network, and the authority behind it.

The office is its own certificate authority: whoever works at the desk lets the browser
trust that one certificate, once. The authority's key and the server's lie in ``kunci``,
readable by their owner only. A crash leaves files that are made anew or taken as they
are: the server's certificate is written after its key, and a pair that does not fit is
made again.

Source: RFC 5280; CA/Browser Forum, 398 days for a server.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from formulir.errors import RecordError
from formulir.ground.disk import replace_file
from formulir.language import phrase

if TYPE_CHECKING:
    from pathlib import Path

AUTHORITY_DAYS: Final = 3650
SERVER_DAYS: Final = 397
RENEW: Final = timedelta(days=30)
_LONGEST: Final = 64


class LanNameError(RecordError):
    """A name under which other machines cannot reach the desk."""

    name: str
    reason: str
    says = "{name!r} is no name for the desk in the network: {reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificates:
    """Where the certificates of a desk lie.

    Args:
        authority: The certificate that browsers are to trust.
        server: The server's certificate.
        key: The server's key.
        fingerprint: The SHA-256 of the authority's certificate, as browsers show it.
    """

    authority: Path
    server: Path
    key: Path
    fingerprint: str


def check_name(name: str) -> None:
    """Refuse a name that no certificate can bear.

    Raises:
        LanNameError: It is none.
    """
    labels = name.split(".")
    plain = all(
        label and label.replace("-", "").isascii() and label.replace("-", "").isalnum()
        for label in labels
    )
    if not plain or len(name) > _LONGEST or name != name.lower():
        reason = phrase("letters a-z, digits, hyphens and points, such as kantor.lan")
        raise LanNameError(name, reason=reason)


def prepare_certificates(folder: Path, name: str, *, now: datetime) -> Certificates:
    """Make what is not there or not good any more, and say where all lies.

    Args:
        folder: The office.
        name: How other machines name this one.
        now: The moment, in UTC.

    Raises:
        LanNameError: The name is none.
    """
    check_name(name)
    place = folder / "kunci"
    authority, key = _keep_authority(place, folder.name, now=now)
    server = place / "meja.crt"
    server_key = place / "meja.key"
    if not _is_good(server, server_key, authority, name=name, now=now):
        _make_server(server, server_key, (authority, key), name=name, now=now)
    digest = authority.fingerprint(hashes.SHA256()).hex(":").upper()
    return Certificates(
        authority=place / "meja-ca.crt",
        server=server,
        key=server_key,
        fingerprint=digest,
    )


def _keep_authority(
    place: Path, office: str, *, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    path, key_path = place / "meja-ca.crt", place / "meja-ca.key"
    if path.is_file() and key_path.is_file():
        found = x509.load_pem_x509_certificate(path.read_bytes())
        key = _read_key(key_path)
        if _fits(found, key) and found.not_valid_after_utc > now + RENEW:
            return found, key
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Meja kerja {office}"[:_LONGEST])
    built = (
        _begin(name, name, key, now=now, days=AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write_secret(key_path, key)
    replace_file(path, built.public_bytes(serialization.Encoding.PEM))
    return built, key


def _make_server(
    path: Path,
    key_path: Path,
    issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey],
    *,
    name: str,
    now: datetime,
) -> None:
    authority, authority_key = issuer
    key = ec.generate_private_key(ec.SECP256R1())
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    names += [x509.IPAddress(ip_address(each)) for each in list_addresses()]
    built = (
        _begin(_name(name), authority.subject, key, now=now, days=SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _write_secret(key_path, key)
    replace_file(path, built.public_bytes(serialization.Encoding.PEM))


def list_addresses() -> list[str]:
    """List the addresses by which this machine is reached, as it knows them."""
    found = {"127.0.0.1"}
    try:
        known = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        known = []
    return sorted(found | {str(each[4][0]) for each in known})


def _begin(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    *,
    now: datetime,
    days: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
    )


def _name(word: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, word)])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 - only we write it
    return key


def _fits(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bool:
    return certificate.public_key() == key.public_key()


def _is_good(
    path: Path, key_path: Path, authority: x509.Certificate, *, name: str, now: datetime
) -> bool:
    """Tell whether the server's certificate is there, ours, of the name, and lasts."""
    if not (path.is_file() and key_path.is_file()):
        return False
    found = x509.load_pem_x509_certificate(path.read_bytes())
    kind = x509.SubjectAlternativeName
    names = found.extensions.get_extension_for_class(kind).value
    known = {str(each) for each in names.get_values_for_type(x509.IPAddress)}
    return (
        found.issuer == authority.subject
        and _fits(found, _read_key(key_path))
        and found.not_valid_after_utc > now + RENEW
        and name in names.get_values_for_type(x509.DNSName)
        and set(list_addresses()) <= known
    )


def _write_secret(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Write a key that its owner alone can read, from its first byte on."""
    data = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
