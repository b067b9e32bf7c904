"""The one door to cryptography: the Ed25519 key that signs the checkpoint.

The private key is a PEM file that its owner alone can read, or the group that shares
the office. One that others can read is refused: whoever has it can sign another archive
in the office's name. Where a disk keeps no permissions, a passphrase locks the key.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from formulir.errors import MachineError
from formulir.ground.access import explain_closed, name_group
from formulir.ground.disk import guard_disk, keeps_modes, sync_path, temporary_of
from formulir.language import Sentence, phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""Every permission of group and others."""
_LOCKED: Final = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"
"""How a key begins that has a passphrase. Source: RFC 7468, section 11."""


class KunciMissingError(MachineError):
    """There is no private key."""

    path: Path
    says = (
        "the archive's private key {path} is not there; put it back from its safe copy"
    )


class KunciClosedError(MachineError):
    """The system does not let this user read the private key."""

    path: Path
    reason: str
    says = "the archive's private key {path} is closed to you: {reason}"


class KunciUnreadableError(MachineError):
    """The private key cannot be read."""

    path: Path
    reason: str
    says = (
        "the archive's private key {path} cannot be read: {reason}; put it back from "
        "its safe copy"
    )


class KunciExposedError(MachineError):
    """The private key, or its folder, is open to others than it should be."""

    path: Path
    mode: int
    cure: str
    folder: bool = False

    @property
    def sentence(self) -> Sentence:
        """Say how to close it."""
        facts = {"path": self.path, "mode": self.mode, "cure": self.cure}
        if self.folder:
            return phrase(
                "the folder of the archive's private key {path} is open to others "
                "(mode {mode:04o}); {cure}",
                **facts,
            )
        return phrase(
            "the archive's private key {path} is open to others (mode {mode:04o}); "
            "{cure}",
            **facts,
        )


class KunciExistsError(MachineError):
    """There is a private key already; it is never overwritten."""

    path: Path
    says = "{path} exists; a private key is never overwritten, move it away"


class SandiMissingError(MachineError):
    """The private key is locked, and there is nobody to ask for its passphrase."""

    path: Path
    says = (
        "the archive's private key {path} is locked with a passphrase; run this at a "
        "terminal, where it is asked for, or set FORMULIR_SANDI to it"
    )


class SandiWrongError(MachineError):
    """The private key does not open with the passphrase that was given."""

    path: Path
    says = (
        "the passphrase does not open the archive's private key {path}; type it again, "
        "or correct FORMULIR_SANDI; if it is surely right the file is damaged: put it "
        "back from its safe copy"
    )


def ask_nobody(_path: Path) -> str | None:
    """Know no passphrase."""
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyFile:
    """The file of a private key, and how it is kept.

    Args:
        path: It.
        gid: The group that may read it, if one shares the office.
        ask: Gives its passphrase, where it has one.
    """

    path: Path
    gid: int | None = None
    ask: Callable[[Path], str | None] = ask_nobody

    def closed(self, gid: int) -> int:
        """Return the permissions that what belongs to a group may not give."""
        return stat.S_IRWXO if gid == self.gid else OTHERS


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

    def write_pem(self, sandi: str | None) -> bytes:
        """Write it down, locked if there is a passphrase."""
        lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if sandi is not None:
            lock = serialization.BestAvailableEncryption(_spell(sandi))
        pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        return self._private.private_bytes(pem, pkcs8, lock)


def create_key(path: Path, *, sandi: str | None = None) -> SigningKey:
    """Make a new private key in a new file that its owner alone can read.

    A crash leaves a key that signs nothing, or the beginning of one; both can be
    removed, for no archive knows it yet.

    Args:
        path: The file.
        sandi: A passphrase that locks it.

    Raises:
        KunciExistsError: There is such a file.
        KunciExposedError: The disk keeps no permissions, and there is no passphrase.
        DiskFailedError: It cannot be written.
    """
    key = SigningKey(Ed25519PrivateKey.generate())
    with guard_disk(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sandi is None and not keeps_modes(path.parent):
            cure = phrase(
                "this disk keeps no permissions; make it with a passphrase: --sandi"
            )
            mode = stat.S_IMODE(path.parent.stat().st_mode)
            raise KunciExposedError(path.parent, mode=mode, cure=cure, folder=True)
        try:
            _write_closed(path, key.write_pem(sandi))
        except FileExistsError:
            raise KunciExistsError(path) from None
        sync_path(path.parent)
    return key


def load_key(key: Path | KeyFile) -> SigningKey:
    """Read the private key; a bare path is one that only its owner may read.

    Raises:
        KunciMissingError: It is not there.
        KunciClosedError: This user may not read it.
        KunciUnreadableError: It is no Ed25519 key, or the disk fails.
        KunciExposedError: Others may do anything with it, or with its folder, in which
            they could lay another one in its place, and no passphrase locks it.
        SandiMissingError, SandiWrongError: A passphrase locks it.
    """
    file = key if isinstance(key, KeyFile) else KeyFile(path=key)
    pem, found = _read(file.path)
    if not _has_lock(pem):
        _refuse_exposed(file, found)
    return _open(file, pem)


def is_locked(path: Path) -> bool:
    """Tell whether a private key has a passphrase.

    Raises:
        MachineError: It cannot be read, as ``load_key``.
    """
    return _has_lock(_read(path)[0])


def describe_key(file: KeyFile) -> str:
    """Say who can use the private key, as far as it can be told without a passphrase.

    Raises:
        MachineError: As ``load_key``, its passphrase excepted.
    """
    if is_locked(file.path):
        return phrase("locked with a passphrase")
    load_key(file)
    if file.gid is not None and file.path.stat().st_gid == file.gid:
        return phrase("readable by group {gid} only", gid=name_group(file.gid))
    return phrase("readable by its owner only")


def rewrite_key(file: KeyFile, *, sandi: str | None) -> None:
    """Lock the private key with another passphrase, or with none.

    The new file is written beside the old one, closed, and is read back before it takes
    its name. So a crash leaves the old file or the new one, whole, and each opens with
    its own passphrase; and perhaps the key under the temporary name, which its owner
    alone can read and the next call removes. It may be the only file that is left of a
    key: nothing is removed before the other has the name.

    Args:
        file: The key, which may be open to others: this is the cure for it.
        sandi: The passphrase; none, and it is no longer locked.

    Raises:
        KunciExposedError: It would be open to others without a passphrase.
        DiskFailedError: It cannot be written; the old one is there.
        MachineError: As ``load_key``.
    """
    path = file.path.resolve()  # a link stays, and leads to the new file
    key = _open(file, _read(file.path)[0])
    with guard_disk(path):
        found = path.stat()
        if sandi is None and not keeps_modes(path.parent):
            cure = phrase(
                "this disk keeps no permissions, so it must keep its passphrase"
            )
            raise KunciExposedError(path, mode=stat.S_IMODE(found.st_mode), cure=cure)
        new = temporary_of(path)
        new.unlink(missing_ok=True)
        _write_closed(new, key.write_pem(sandi))
        with suppress(PermissionError):  # a disk without owners, or we are not root
            os.chown(new, found.st_uid, found.st_gid)
        if file.gid is not None and new.stat().st_gid == file.gid:
            new.chmod(0o640)
        made = KeyFile(path=new, ask=lambda _path: sandi)
        if _open(made, _read(new)[0]).public != key.public:
            raise KunciUnreadableError(new, reason=phrase("it is not what was written"))
        new.replace(path)
        sync_path(path.parent)


def _write_closed(path: Path, data: bytes) -> None:
    """Write a new file that its owner alone can read.

    Raises:
        FileExistsError: There is one.
    """
    # Born closed: a file that is closed later was open for a moment.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> tuple[bytes, os.stat_result]:
    """Read a file, and who may do what with it."""
    try:
        with path.open("rb") as file:
            # Asked of the open file: its name may point elsewhere a moment later.
            return file.read(), os.fstat(file.fileno())
    except FileNotFoundError:
        raise KunciMissingError(path) from None
    except PermissionError as error:
        raise KunciClosedError(path, reason=explain_closed(path)) from error
    except OSError as error:
        reason = error.strerror or take_reason(error)
        raise KunciUnreadableError(path, reason=reason) from error


def _has_lock(pem: bytes) -> bool:
    """Tell whether a key has a passphrase; who reads or exchanges it gains nothing."""
    return pem.lstrip().startswith(_LOCKED)


def _refuse_exposed(file: KeyFile, found: os.stat_result) -> None:
    path, around = file.path, file.path.parent.stat()
    places = ((path, found, "600"), (path.parent, around, "700"))
    for place, each, closed in places:
        if (mode := stat.S_IMODE(each.st_mode)) & file.closed(each.st_gid):
            cure = phrase(
                "close it with: chmod {closed} {place}", closed=closed, place=place
            )
            if not keeps_modes(path.parent):
                cure = phrase(
                    "this disk keeps no permissions: lock it with a passphrase, "
                    "formulir key --sandi"
                )
            elif file.gid is not None:
                cure = phrase("close it with: formulir doctor --betulkan")
            folder = place != path
            raise KunciExposedError(place, mode=mode, cure=cure, folder=folder)


def _open(file: KeyFile, pem: bytes) -> SigningKey:
    """Make a key of what was read, after asking for its passphrase if it has one."""
    sandi = file.ask(file.path) if _has_lock(pem) else None
    if _has_lock(pem) and not sandi:
        raise SandiMissingError(file.path)
    try:
        word = _spell(sandi) if sandi else None
        private = serialization.load_pem_private_key(pem, password=word)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        if sandi:
            raise SandiWrongError(file.path) from error
        raise KunciUnreadableError(
            file.path, reason=phrase("it is no PEM key")
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KunciUnreadableError(file.path, reason=phrase("it is no Ed25519 key"))
    return SigningKey(private)


def _spell(sandi: str) -> bytes:
    """Spell a passphrase in bytes, however a keyboard composes its letters."""
    return normalize("NFC", sandi).encode("utf-8")


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
