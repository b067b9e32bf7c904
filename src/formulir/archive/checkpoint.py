"""The signed head of the tree and the key that checks it; no file is touched here.

Source: https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from formulir.archive.keys import check_signature
from formulir.archive.spelling import (
    read_base64,
    read_decimal,
    read_text,
    write_base64,
)
from formulir.language import phrase

if TYPE_CHECKING:
    from formulir.archive.keys import SigningKey

DASH = "\u2014 "
"""What a line with a signature begins with."""
ED25519 = b"\x01"
"""The type of key that signed-note gives to Ed25519."""
COSIGNED = b"\x04"
"""The type of key whose signatures tell when they were made (``cosignature/v1``)."""
KEY_ID_BYTES = 4
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
ROOT_BYTES = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """How many lines of the log are in the archive, and the root over them.

    Args:
        asal: The origin: the name of the archive, which is also that of its key.
        size: The number of lines.
        root: 32 bytes.
    """

    asal: str
    size: int
    root: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteKey:
    """A public key under its name, whatever its type.

    Args:
        nama: The name.
        kind: The byte that tells its type.
        public: The key itself.
    """

    nama: str
    kind: bytes
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the 4 bytes that tell keys of one name apart."""
        data = self.nama.encode() + b"\n" + self.kind + self.public
        return sha256(data).digest()[:KEY_ID_BYTES]

    @property
    def spelled(self) -> str:
        """Return it as a line of text."""
        key = write_base64(self.kind + self.public)
        return f"{self.nama}+{self.key_id.hex()}+{key}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verifier:
    """The public key of an archive, under the archive's name.

    Args:
        asal: The key's name, which is the archive's.
        public: The 32 bytes of the Ed25519 key.
    """

    asal: str
    public: bytes

    @property
    def key(self) -> NoteKey:
        """Return it as a key among others."""
        return NoteKey(nama=self.asal, kind=ED25519, public=self.public)

    @property
    def key_id(self) -> bytes:
        """Return the 4 bytes that tell keys of one name apart."""
        return self.key.key_id


def is_asal(name: str) -> bool:
    """Tell whether a name can be that of an archive and its key.

    >>> is_asal("lpmp-jateng.example/archive"), is_asal("LPMP Jateng"), is_asal("a+b")
    (True, False, False)
    """
    return (
        name != "" and "+" not in name and name.isprintable() and name.split() == [name]
    )


def write_verifier(verifier: Verifier) -> bytes:
    """Write the line of ``log.pub``."""
    return f"{verifier.key.spelled}\n".encode()


def read_key(line: str) -> NoteKey:
    """Read a public key of any type, as ``log.pub`` and policies spell it.

    Raises:
        ValueError: It is spelled in another way, or its id does not fit it.
    """
    # From the left: neither name nor id holds a plus, base64 may.
    name, *rest = line.split("+", 2)
    if len(rest) != len(("id", "key")) or not is_asal(name):
        raise ValueError(phrase("not of the form name+id+key"))
    data = read_base64(rest[1])
    key = NoteKey(nama=name, kind=data[:1], public=data[1:])
    if key.kind in {ED25519, COSIGNED} and len(key.public) != PUBLIC_BYTES:
        raise ValueError(phrase("not an Ed25519 key"))
    if not key.public or rest[0] != key.key_id.hex():
        raise ValueError(phrase("the key id does not fit the name and the key"))
    return key


def read_verifier(data: bytes) -> Verifier:
    """Read the line of ``log.pub``.

    Raises:
        ValueError: It is spelled in another way, or its id does not fit its key.
    """
    (line,) = _read_lines(data, count=1)
    key = read_key(line)
    if key.kind != ED25519:
        raise ValueError(phrase("not an Ed25519 key"))
    return Verifier(asal=key.nama, public=key.public)


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> bytes:
    """Write a checkpoint and sign it."""
    text = _write_text(checkpoint)
    verifier = Verifier(asal=checkpoint.asal, public=key.public)
    signature = write_base64(verifier.key_id + key.sign(text))
    return text + f"\n{DASH}{checkpoint.asal} {signature}\n".encode()


def read_checkpoint(data: bytes, verifier: Verifier) -> Checkpoint:
    """Read a checkpoint and check its signature.

    Nothing is checked against a clock: a checkpoint carries no date, for its order
    among others is shown by its size.

    Raises:
        ValueError: It is spelled in another way, is another archive's, or its
            signature does not hold.
    """
    checkpoint, signature = parse_checkpoint(data)
    if checkpoint.asal != verifier.asal:
        raise ValueError(
            phrase(
                "it is that of {asal}, not of {wanted}",
                asal=checkpoint.asal,
                wanted=verifier.asal,
            )
        )
    if signature[:KEY_ID_BYTES] != verifier.key_id:
        raise ValueError(phrase("it is signed by another key than log.pub"))
    text, body = _write_text(checkpoint), signature[KEY_ID_BYTES:]
    if not check_signature(verifier.public, signature=body, data=text):
        raise ValueError(phrase("its signature does not hold"))
    return checkpoint


def parse_checkpoint(data: bytes) -> tuple[Checkpoint, bytes]:
    """Take a checkpoint apart, without asking who signed it.

    Returns:
        What it says, and its key id followed by its signature.

    Raises:
        ValueError: It is spelled in another way.
    """
    asal, size, root, empty, signed = _read_lines(data, count=5)
    head = f"{DASH}{asal} "
    if not is_asal(asal) or empty or not signed.startswith(head):
        raise ValueError(phrase("not a note of origin, size, root and one signature"))
    checkpoint = Checkpoint(asal=asal, size=read_decimal(size), root=read_base64(root))
    signature = read_base64(signed.removeprefix(head))
    lengths = (len(checkpoint.root), len(signature))
    if lengths != (ROOT_BYTES, KEY_ID_BYTES + SIGNATURE_BYTES):
        raise ValueError(phrase("the root or the signature has another length"))
    return checkpoint, signature


def _write_text(checkpoint: Checkpoint) -> bytes:
    """Write the part that is signed."""
    root = write_base64(checkpoint.root)
    return f"{checkpoint.asal}\n{checkpoint.size}\n{root}\n".encode()


def _read_lines(data: bytes, *, count: int) -> list[str]:
    """Split a text of so many lines, each ended by one line feed."""
    *lines, end = read_text(data).split("\n")
    if end or len(lines) != count:
        raise ValueError(phrase("not {count} line(s)", count=count))
    return lines
