"""Notes that many have signed, and the keys that check their lines; no file is touched.

A line of a key that is not asked for is passed over, whoever made it. One that bears
the name and the id of a key that is asked for must hold.

Source: https://c2sp.org/signed-note, https://c2sp.org/tlog-cosignature.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.archive.checkpoint import (
    COSIGNED,
    DASH,
    ED25519,
    KEY_ID_BYTES,
    ROOT_BYTES,
    SIGNATURE_BYTES,
    Checkpoint,
    NoteKey,
    is_asal,
    read_key,
)
from formulir.archive.keys import check_signature
from formulir.archive.spelling import (
    read_base64,
    read_decimal,
    read_text,
    write_base64,
)
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.archive.keys import SigningKey

MOMENT_BYTES: Final = 8
LONGEST_NOTE: Final = 1 << 16
"""So many bytes of a note are read, its signatures included."""
MOST_LINES: Final = 64
"""So many lines of signatures a note has at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedLine:
    """A line with a signature.

    Args:
        nama: The name of its key.
        key_id: The id of it.
        body: What follows the id.
    """

    nama: str
    key_id: bytes
    body: bytes

    @property
    def spelled(self) -> str:
        """Return it as a line of text."""
        return f"{DASH}{self.nama} {write_base64(self.key_id + self.body)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A checkpoint with all lines that sign it.

    Args:
        checkpoint: What it says.
        text: What is signed, its last line feed included.
        lines: The signatures, in order.
    """

    checkpoint: Checkpoint
    text: bytes
    lines: Sequence[SignedLine]

    def write(self) -> bytes:
        """Write it, every line again as it was."""
        signed = "".join(f"{line.spelled}\n" for line in self.lines)
        return self.text + b"\n" + signed.encode()


def parse_key(data: bytes) -> NoteKey:
    """Read a public key of any type from a file that holds it, and nothing else.

    Raises:
        ValueError: It is spelled in another way, or larger than any here.
    """
    if len(data) > LONGEST_NOTE:
        raise ValueError(phrase("larger than {most} bytes", most=LONGEST_NOTE))
    return read_key(read_text(data).removesuffix("\n"))


def parse_note(data: bytes) -> Note:
    """Take a checkpoint with any number of signatures apart; none is checked.

    Raises:
        ValueError: It is no such note, or larger than any here.
    """
    if len(data) > LONGEST_NOTE:
        raise ValueError(phrase("larger than {most} bytes", most=LONGEST_NOTE))
    text, gap, signed = data.partition(b"\n\n")
    if not gap or b"\n\n" in signed or not signed.endswith(b"\n"):
        raise ValueError(phrase("not a text, an empty line, and signatures"))
    lines = [read_signed(line) for line in _split(signed)]
    if len(lines) > MOST_LINES:
        raise ValueError(phrase("more than {most} signatures", most=MOST_LINES))
    body = text + b"\n"
    return Note(checkpoint=_read_text(body), text=body, lines=tuple(lines))


def read_signed(line: str) -> SignedLine:
    """Read a line with a signature.

    Raises:
        ValueError: It is spelled in another way.
    """
    name, gap, signature = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not gap or not is_asal(name):
        raise ValueError(phrase("a signature is not of the form — name base64"))
    data = read_base64(signature)
    if len(data) <= KEY_ID_BYTES:
        raise ValueError(phrase("a signature is too short"))
    head, body = data[:KEY_ID_BYTES], data[KEY_ID_BYTES:]
    return SignedLine(nama=name, key_id=head, body=body)


def find_signed(note: Note, key: NoteKey) -> SignedLine | None:
    """Find the line of a key, and see that it holds.

    Returns:
        It, or nothing where the key has signed nothing here, or is of a type that
        nobody here can check.

    Raises:
        ValueError: A line bears its name and its id, and does not hold.
    """
    found = None
    for line in note.lines if key.kind in {ED25519, COSIGNED} else ():
        if (line.nama, line.key_id) != (key.nama, key.key_id):
            continue
        if not holds(line, key, text=note.text):
            raise ValueError(
                phrase("the signature of {name} does not hold", name=key.nama)
            )
        found = found or line
    return found


def holds(line: SignedLine, key: NoteKey, *, text: bytes) -> bool:
    """Tell whether a line is what a key has signed, of either type of Ed25519."""
    if key.kind == ED25519:
        return check_signature(key.public, signature=line.body, data=text)
    if key.kind != COSIGNED or len(line.body) != MOMENT_BYTES + SIGNATURE_BYTES:
        return False
    signed = _cosigned(text, moment=read_moment(line))
    body = line.body[MOMENT_BYTES:]
    return check_signature(key.public, signature=body, data=signed)


def read_moment(line: SignedLine) -> int:
    """Return the moment at which a cosignature was made: seconds since 1970, UTC."""
    return int.from_bytes(line.body[:MOMENT_BYTES], "big")


def cosign(text: bytes, key: SigningKey, *, nama: str, moment: int) -> SignedLine:
    """Sign a checkpoint of another log, with the moment.

    Args:
        text: Its text.
        key: The private key.
        nama: The name of the key.
        moment: Seconds since 1970, UTC.
    """
    public = NoteKey(nama=nama, kind=COSIGNED, public=key.public)
    signature = key.sign(_cosigned(text, moment=moment))
    body = moment.to_bytes(MOMENT_BYTES, "big") + signature
    return SignedLine(nama=nama, key_id=public.key_id, body=body)


def _cosigned(text: bytes, *, moment: int) -> bytes:
    """Write what a cosignature is over."""
    return f"cosignature/v1\ntime {moment}\n".encode() + text


def _split(data: bytes) -> list[str]:
    """Split text into lines, the last one ended like the others."""
    text = read_text(data)
    if any(sign < " " and sign != "\n" for sign in text):
        raise ValueError(phrase("a control character stands in it"))
    return text.removesuffix("\n").split("\n")


def _read_text(body: bytes) -> Checkpoint:
    """Read the three lines that are signed; extension lines are refused here."""
    lines = _split(body)
    if len(lines) != len(("origin", "size", "root")) or not is_asal(lines[0]):
        raise ValueError(phrase("not a note of origin, size and root"))
    root = read_base64(lines[2])
    if len(root) != ROOT_BYTES:
        raise ValueError(phrase("the root has another length"))
    return Checkpoint(asal=lines[0], size=read_decimal(lines[1]), root=root)
