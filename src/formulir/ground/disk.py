"""Writing so that it lasts: bytes reach the disk before their name does."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile, mkstemp
from typing import TYPE_CHECKING, Final

from formulir.errors import MachineError
from formulir.language import take_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedRandom
    from typing import BinaryIO

TEMPORARY = ".baru"
"""How the name of a file ends that is still being written."""
_BESIDE: Final = ".formulir-"
_PROBE: Final = "coba-"
"""How the names begin that nobody has asked for."""


_MACHINE: Final = frozenset(
    {
        *(errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ESTALE),
        *(errno.EMFILE, errno.ENFILE, errno.ENODEV, errno.ENXIO, errno.EREMOTEIO),
    }
)
"""What the system says when it is at fault, and not the file that somebody named."""
_FOLDER: Final = 0o777
"""The mode with which a folder is made, before the umask."""
_PROBE_BYTES: Final = 1 << 20
"""A disk that has no room for this is full."""
_BLOCK: Final = 1 << 20
"""A file is copied in such pieces, so that memory never holds all of it."""


class DiskFailedError(MachineError):
    """The disk refused: it is full, or may not be written or read."""

    path: Path
    reason: str
    says = (
        "{path}: {reason}; make room or mend the permissions and run it again, nothing "
        "is lost"
    )


class FolderMissingError(MachineError):
    """A file is to be written where there is no folder."""

    folder: Path
    says = "there is no folder {folder}; make it, or name a place that there is"


@contextmanager
def guard_disk(path: Path) -> Iterator[None]:
    """Turn what the operating system says into an error of ours.

    Raises:
        DiskFailedError: The operating system refused something inside.
    """
    try:
        yield
    except OSError as error:
        named = Path(os.fsdecode(error.filename or path))
        # A name that only this program gave says nothing to anybody.
        where = path if _is_own(named) else named
        raise DiskFailedError(
            where, reason=error.strerror or take_reason(error)
        ) from error


def _is_own(path: Path) -> bool:
    """Tell whether a name is one that files have before they get their own."""
    return path.name.startswith((_BESIDE, _PROBE)) or path.suffix == TEMPORARY


def find_machine_fault(error: BaseException | None) -> OSError | None:
    """Find what the machine did behind an error that calls a file faulty."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _MACHINE:
            return error
        error = error.__cause__ or error.__context__
    return None


def read_at_most(path: Path, most: int) -> bytes:
    """Read a stranger's file, one byte more than it may have at most.

    So whoever reads it sees that it is too large, and nobody need hold all of it.

    Raises:
        DiskFailedError: It cannot be read.
    """
    with guard_disk(path), path.open("rb") as file:
        return file.read(most + 1)


def mark_file(path: Path) -> tuple[int, int, int]:
    """Tell a file as it lies there from itself after a change, and from its successor.

    Raises:
        OSError: There is none.
    """
    facts = path.stat()
    return facts.st_ino, facts.st_mtime_ns, facts.st_size


def probe_folder(folder: Path) -> None:
    """See that a folder can be written; a crash leaves a file, and the folder's owner.

    Raises:
        DiskFailedError: It cannot.
    """
    with guard_disk(folder), NamedTemporaryFile(dir=folder, prefix=_PROBE) as file:
        file.write(bytes(_PROBE_BYTES))
        file.flush()
        os.fsync(file.fileno())


def narrow_umask() -> None:
    """Let nobody but the owner write what this process makes, and let the owner.

    Whatever the umask was: files are made in many places, by SQLite too, and each of
    them would have to think of it.
    """
    os.umask((os.umask(0o077) | 0o022) & 0o077)


def temporary_of(path: Path) -> Path:
    """Return the name under which a file is written before it gets its own."""
    return path.with_name(path.name + TEMPORARY)


def write_file(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file, and do not wait until its bytes are on the disk.

    A crash leaves the file with any part of the bytes: write under a temporary name.
    What another one was killed over there, before it was shared, is removed. A link is
    no place to write to: in a shared folder another one may have laid it for us.
    """
    with _write_anew(path, mode) as file:
        file.write(data)


def copy_file(source: Path, path: Path, *, mode: int = 0o644) -> str:
    """Copy a file piece by piece, and do not wait until its bytes are on the disk.

    A crash leaves the file with any part of the bytes; what lies there is treated as
    ``write_file`` does.

    Returns:
        The SHA-256 of what was written, in hexadecimal digits.
    """
    digest = sha256()
    with source.open("rb") as read, _write_anew(path, mode) as file:
        while block := read.read(_BLOCK):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def _write_anew(path: Path, mode: int) -> BinaryIO:
    """Open a file to write all of it, as ``write_file`` says."""
    flags = os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW
    try:
        handle = _make_file(path, flags, mode)
    except PermissionError:
        path.unlink(missing_ok=True)  # the folder says whether we may
        handle = _make_file(path, flags, mode)
    return os.fdopen(handle, "wb")


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, unless they are there.

    A crash leaves the folder, perhaps before it is shared; ``doctor --betulkan`` does.
    """
    if path.is_dir():
        return
    if not path.parent.exists():
        make_folder(path.parent)
    try:
        path.mkdir()
    except FileExistsError:  # another one was quicker
        return
    if (shared := share_mode(path.parent, _FOLDER)) != _FOLDER:
        path.chmod(shared | stat.S_ISGID)


def share_mode(folder: Path, mode: int) -> int:
    """Return the mode of what is made in a folder; outside a shared one, the given one.

    A folder is shared that its group may write and hands on. What the owner of a file
    in it may do, the group may, and nobody else more than with the folder. No umask
    has a say in it.

    Args:
        folder: The folder.
        mode: What a file or folder is made with elsewhere.
    """
    found = folder.stat().st_mode
    if not (found & stat.S_ISGID and found & stat.S_IWGRP):
        return mode
    owner = mode & stat.S_IRWXU
    return owner | owner >> 3 | (mode & found & stat.S_IRWXO)


def keeps_modes(folder: Path) -> bool:
    """Tell whether a disk keeps who may do what, as FAT, exFAT and many shares do not.

    A crash leaves an empty file. Where none can be made, it is taken to keep them.
    """
    try:
        with NamedTemporaryFile(dir=folder, prefix=_PROBE) as file:
            # The system makes it for its owner alone.
            return not os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    except OSError:
        return True


def _make_file(path: Path, flags: int, mode: int) -> int:
    """Open a file, made with the mode that its folder asks for if it is not there."""
    handle = os.open(path, flags | os.O_CREAT | os.O_CLOEXEC, mode)
    wanted = share_mode(path.parent, mode)
    if wanted != mode and stat.S_IMODE(os.fstat(handle).st_mode) != wanted:
        with suppress(PermissionError):  # another one's, who has opened it to us
            os.fchmod(handle, wanted)
    return handle


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and wait until its bytes are on the disk; a crash as above."""
    write_file(path, data)
    sync_path(path)


def sync_path(path: Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a small file as a whole.

    The bytes reach the disk before the name does, and the name before this returns. A
    crash leaves the old file or the new one, never a mixture, and perhaps a file under
    the temporary name, which the next call overwrites.
    """
    temporary = temporary_of(path)
    write_synced(temporary, data)
    temporary.replace(path)
    sync_path(path.parent)


def publish_file(path: Path, data: bytes) -> None:
    """Put a file where a person wants it, in the place of one that is there.

    It is written beside that place under a name that nobody has, and gets its own when
    it is on the disk. A crash leaves the old file or the new one, and perhaps the other
    name. A link leads to the file that is replaced; a device or pipe is written to.

    Raises:
        FolderMissingError: There is no folder to put it into.
        DiskFailedError: The operating system refuses; what was there is there.
    """
    with guard_disk(path):
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
    with publishing(path) as file, guard_disk(path):
        file.write(data)


@contextmanager
def publishing(path: Path) -> Iterator[BufferedRandom]:
    """Give a file to write that gets its name when it is whole and on the disk.

    What is raised inside leaves what was there, as a crash does, which leaves perhaps
    the other name, too. A link leads to the file that is replaced.

    Raises:
        FolderMissingError: There is no folder to put it into.
        DiskFailedError: The operating system refuses; what was there is there.
    """
    with guard_disk(path):
        place = path.resolve()
        if not place.parent.is_dir():
            raise FolderMissingError(place.parent)
        mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else _usual_mode()
        handle, name = mkstemp(suffix=TEMPORARY, prefix=_BESIDE, dir=place.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            with guard_disk(path):
                file.flush()
                os.fchmod(handle, mode)
                os.fsync(handle)
        with guard_disk(path):
            Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)  # nobody else could have this name
        raise
    with guard_disk(path):
        sync_path(place.parent)


def _usual_mode() -> int:
    """Return the mode of a file that is made in the usual way."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def append_synced(path: Path, data: bytes, *, at: int) -> None:
    """Write at the end of a file, and wait until the disk has it.

    A crash leaves any part of the bytes behind ``at``.
    """
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def cut_file(path: Path, *, size_bytes: int) -> None:
    """Cut a file that is longer than it should be; leave any other as it is.

    A crash leaves the file as it was, or cut.
    """
    if path.stat().st_size > size_bytes:
        with path.open("r+b") as file:
            file.truncate(size_bytes)
            os.fsync(file.fileno())


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Be the only one who writes, waiting for whoever does.

    The kernel frees the lock when its holder ends, however it ends, so a killed writer
    never keeps the next one out. The file is opened for reading alone, for a reader
    without write permission must be able to wait for a writer.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:  # a copy of an archive may have been made without it
        handle = _make_file(path, os.O_RDONLY, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_locked(path: Path) -> bool:
    """Tell whether somebody holds the lock of a file or folder."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
