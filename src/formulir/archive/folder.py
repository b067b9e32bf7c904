"""An archive: its folder, its name, its public key, its signed head, its log."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from formulir.archive.checkpoint import (
    Checkpoint,
    Verifier,
    is_asal,
    read_checkpoint,
    read_verifier,
    sign_checkpoint,
    write_verifier,
)
from formulir.archive.keys import create_key
from formulir.archive.merkle import EMPTY_ROOT
from formulir.archive.objects import FOLDER
from formulir.archive.spelling import LONGEST_LINE, write_base64
from formulir.errors import ArsipError, MachineError
from formulir.ground.disk import (
    guard_disk,
    make_folder,
    replace_file,
    sync_path,
    write_synced,
)
from formulir.language import Sentence, phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")

LOG, CHECKPOINT, PUBLIC, LOCK = "log.jsonl", "checkpoint", "log.pub", "lock"


class AsalMalformedError(MachineError):
    """An archive cannot bear that name."""

    asal: str
    says = (
        "{asal!r} cannot name an archive: it takes letters, digits, dots and slashes, "
        "such as lpmp-jateng.example/arsip, no spaces and no plus"
    )


class ArsipExistsError(MachineError):
    """There is an archive already; it is never overwritten."""

    root: Path
    says = "{root} already holds an archive; choose another folder"


class ArsipMissingError(MachineError):
    """There is no archive in that folder."""

    path: Path
    says = "{path} is not there: no archive, or one that was not copied whole"


class HeadTamperedError(ArsipError):
    """The checkpoint or its key is not what an archive of that name writes."""

    path: Path
    reason: str
    says = "{path} does not verify: {reason}; call the auditor"


class LogTamperedError(ArsipError):
    """The log is not what the checkpoint was signed over."""

    path: Path
    reason: str
    entri: int | None = None

    @property
    def sentence(self) -> Sentence:
        """Say which file, which line, and why."""
        facts = {"path": self.path, "entri": self.entri, "reason": self.reason}
        if self.entri is None:
            return phrase(
                "{path}: {reason}; call the auditor and run formulir verify", **facts
            )
        return phrase(
            "{path}, entri {entri}: {reason}; call the auditor and run formulir verify",
            **facts,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """An archive that can be read, and with its private key appended to.

    Args:
        root: Its folder.
        verifier: Its name and its public key.
    """

    root: Path
    verifier: Verifier


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What an archive holds at the moment at which an append begins.

    Args:
        size: The number of lines.
        root: Their root.
        last: What the last line says; nothing in an empty archive.
        root_at: Gives the root over the first so many lines.
        anew: How many lines there were when the search index was made anew, if ever.
    """

    size: int
    root: bytes
    last: Mapping[str, Any] | None
    root_at: Callable[[int], bytes]
    anew: int = 0


def spell_root(root: bytes) -> str:
    """Write the root over a log as its checkpoint does: in base64."""
    return write_base64(root)


def create_archive(
    root: Path, *, asal: str, key: Path, sandi: str | None = None
) -> Archive:
    """Make an empty archive and the key that signs it.

    The checkpoint is written last. A crash before it leaves a folder that is no
    archive, and perhaps a key that signs nothing: remove both and begin again.

    Args:
        root: The folder; it is made if need be.
        asal: The archive's name, such as ``lpmp-jateng.example/arsip``.
        key: Where the private key shall lie, outside the archive.
        sandi: A passphrase that locks the key.

    Raises:
        AsalMalformedError: It cannot bear that name.
        ArsipExistsError: There is one in that folder.
        KunciExistsError: There is a private key at that place.
        DiskFailedError: The disk refuses.
    """
    if not is_asal(asal):
        raise AsalMalformedError(asal)
    if any((root / name).exists() for name in (CHECKPOINT, LOG, FOLDER)):
        raise ArsipExistsError(root)
    private = create_key(key, sandi=sandi)
    verifier = Verifier(asal=asal, public=private.public)
    empty = Checkpoint(asal=asal, size=0, root=EMPTY_ROOT)
    with guard_disk(root):
        make_folder(root)
        sync_path(root.parent)
        make_folder(root / FOLDER)
        write_synced(root / LOG, b"")
        write_synced(root / LOCK, b"")
        write_synced(root / PUBLIC, write_verifier(verifier))
        replace_file(root / CHECKPOINT, sign_checkpoint(empty, private))
    return Archive(root=root, verifier=verifier)


def open_archive(root: Path, *, asal: str) -> Archive:
    """Open an archive by its folder and the name that it must have.

    Raises:
        ArsipMissingError: There is none in that folder.
        HeadTamperedError: Its public key is misspelled or that of another archive.
        DiskFailedError: It cannot be read.
    """
    verifier = _read_head(root / PUBLIC, read_verifier)
    if verifier.asal != asal:
        reason = phrase(
            "it is that of {asal}, not of {wanted}", asal=verifier.asal, wanted=asal
        )
        raise HeadTamperedError(root / PUBLIC, reason=reason)
    return Archive(root=root, verifier=verifier)


def load_checkpoint(archive: Archive) -> Checkpoint:
    """Read the checkpoint and check its signature.

    Raises:
        ArsipMissingError: It is not there.
        HeadTamperedError: It is misspelled, another archive's, or badly signed.
        DiskFailedError: It cannot be read.
    """
    read = partial(read_checkpoint, verifier=archive.verifier)
    return _read_head(archive.root / CHECKPOINT, read)


def read_note(archive: Archive) -> bytes:
    """Return the checkpoint as it is spelled, once its signature is checked.

    Raises:
        ArsipMissingError: It is not there.
        HeadTamperedError: It is misspelled, another archive's, or badly signed.
        DiskFailedError: It cannot be read.
    """

    def read(data: bytes) -> bytes:
        read_checkpoint(data, verifier=archive.verifier)
        return data

    return _read_head(archive.root / CHECKPOINT, read)


def iter_lines(path: Path, *, first: int, last: int, at: int) -> Iterator[bytes]:
    """Give lines of the log one by one, without their line feeds.

    Args:
        path: The log.
        first: The number of the first line wanted.
        last: The number behind the last one.
        at: Where the first one begins, in bytes.

    Raises:
        LogTamperedError: The log ends before that, or within a line.
        DiskFailedError: It cannot be read.
    """
    with guard_disk(path), open_log(path) as file:
        file.seek(at)
        for entri in range(first, last):
            line = next_line(file)
            if not line.endswith(b"\n"):
                reason = phrase(
                    "the log ends here, the checkpoint covers {last} lines", last=last
                )
                raise LogTamperedError(path, reason=reason, entri=entri)
            yield line[:-1]


def next_line(file: BinaryIO) -> bytes:
    """Read a line with its line feed; of one that is too long only a part, without."""
    return file.readline(LONGEST_LINE + 1)


def open_log(path: Path) -> BinaryIO:
    """Open the log for reading.

    Raises:
        LogTamperedError: There is none.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise LogTamperedError(path, reason=phrase("it is missing")) from None


def _read_head(path: Path, read: Callable[[bytes], T]) -> T:
    """Read a file that every archive has."""
    with guard_disk(path):
        try:
            return read(path.read_bytes())
        except FileNotFoundError:
            raise ArsipMissingError(path) from None
        except ValueError as error:
            raise HeadTamperedError(path, reason=take_reason(error)) from error
