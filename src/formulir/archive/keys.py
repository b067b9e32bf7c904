"""The one door to cryptography: the Ed25519 key that signs the checkpoint.

The private key is a PEM file that its owner alone can read. A key that others can read
is refused: whoever has it can sign another archive in the office's name.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from formulir.errors import MachineError
from formulir.ground.disk import guard_disk, sync_path

if TYPE_CHECKING:
    from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""Every permission of group and others."""


class KunciUnreadableError(MachineError):
    """The private key cannot be read."""

    path: Path
    reason: str
    says = (
        "the archive's private key {path} cannot be read: {reason}; put it back from "
        "its safe copy"
    )


class KunciExposedError(MachineError):
    """The private key, or its folder, is open to others than its owner."""

    path: Path
    mode: int
    folder: bool = False

    def __str__(self) -> str:
        """Say how to close it."""
        whose = "folder of the archive's" if self.folder else "archive's"
        closed = "700" if self.folder else "600"
        return (
            f"the {whose} private key {self.path} is open to others "
            f"(mode {self.mode:04o}); close it with: chmod {closed} {self.path}"
        )


class KunciExistsError(MachineError):
    """There is a private key already; it is never overwritten."""

    path: Path
    says = "{path} exists; a private key is never overwritten, move it away"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in memory; it shows nothing of itself when printed."""

    _private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> bytes:
        """Return the 32 bytes of the public key."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Sign some bytes: 64 bytes, the same ones each time (RFC 8032)."""
        return self._private.sign(data)


def create_key(path: Path) -> SigningKey:
    """Make a new private key in a new file that its owner alone can read.

    A crash leaves a key that signs nothing, or the beginning of one; both can be
    removed, for no archive knows it yet.

    Raises:
        KunciExistsError: There is such a file.
        DiskFailedError: It cannot be written.
    """
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with guard_disk(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            # Born closed: a file that is closed later was open for a moment.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise KunciExistsError(path) from None
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        sync_path(path.parent)
    return SigningKey(private)


def load_key(path: Path) -> SigningKey:
    """Read the private key.

    Raises:
        KunciUnreadableError: It is missing, unreadable or no Ed25519 key.
        KunciExposedError: Group or others may do anything with it, or with its folder,
            in which they could lay another one in its place.
    """
    try:
        around = stat.S_IMODE(path.parent.stat().st_mode)
        with path.open("rb") as file:
            # Asked of the open file: its name may point elsewhere a moment later.
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            pem = file.read()
    except OSError as error:
        reason = error.strerror or str(error)
        raise KunciUnreadableError(path, reason=reason) from error
    if mode & OTHERS:
        raise KunciExposedError(path, mode=mode)
    if around & OTHERS:
        raise KunciExposedError(path.parent, mode=around, folder=True)
    try:
        private = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise KunciUnreadableError(path, reason="it is no PEM key") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KunciUnreadableError(path, reason="it is no Ed25519 key")
    return SigningKey(private)


def check_signature(public: bytes, *, signature: bytes, data: bytes) -> bool:
    """Tell whether a signature holds.

    Args:
        public: The 32 bytes of the public key.
        signature: 64 bytes.
        data: What was signed.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):  # ValueError: no such point on the curve
        return False
    return True
