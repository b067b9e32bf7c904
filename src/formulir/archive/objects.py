"""The objects: immutable files, each named by the SHA-256 of its bytes."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from formulir.errors import ArsipError
from formulir.ground.disk import (
    TEMPORARY,
    copy_file,
    guard_disk,
    make_folder,
    sync_path,
    temporary_of,
    write_file,
)
from formulir.ground.flush import flushing
from formulir.ground.stored import hash_file
from formulir.language import phrase
from formulir.model import Sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FOLDER = "objects"

_NAME = re.compile(r"([0-9a-f]{64})\.([a-z0-9]{1,8})")


class ObjectName(NamedTuple):
    """The name of an object: its digest and its extension."""

    sha256: Sha256
    ekstensi: str

    def __str__(self) -> str:
        """Write it as the digest, a dot and the extension."""
        return f"{self.sha256}.{self.ekstensi}"

    @property
    def place(self) -> str:
        """Return where it lies in an archive."""
        return f"{FOLDER}/{self.sha256[:2]}/{self.sha256[2:]}.{self.ekstensi}"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredObject:
    """A file to be kept.

    Args:
        data: Its bytes; of what may be large the file that holds them, which nobody
            changes.
        ekstensi: How its name ends: ``pdf``, ``json``, ``docx``, ``jpg``, ``png``.
    """

    data: bytes | Path
    ekstensi: str
    nama: ObjectName = field(init=False)

    def __post_init__(self) -> None:
        """Name it by its bytes, once, for hashing is the dearest thing here."""
        if isinstance(self.data, Path):
            with guard_disk(self.data):
                found = hash_file(self.data)
        else:
            found = sha256(self.data).hexdigest()
        nama = ObjectName(Sha256(found), self.ekstensi)
        object.__setattr__(self, "nama", nama)


class ObjekTamperedError(ArsipError):
    """An object's bytes are not those that its name promises."""

    path: Path
    found: str
    says = (
        "{path} was changed: its SHA-256 is {found}; call the auditor and put the file "
        "back from a copy"
    )


class ObjekMissingError(ArsipError):
    """An object that the log refers to is not there."""

    path: Path
    says = "{path} is missing; call the auditor and put the file back from a copy"


def read_object_name(text: str) -> ObjectName:
    """Read an object's name.

    Raises:
        ValueError: It is not 64 hexadecimal digits, a dot and an extension; or the
            extension is the one by which names are told that are not final.
    """
    match = _NAME.fullmatch(text)
    if match is None or f".{match[2]}" == TEMPORARY:
        raise ValueError(phrase("{text!r} is no name of an object", text=text))
    return ObjectName(Sha256(match[1]), match[2])


def object_path(root: Path, sha: str, ekstensi: str) -> Path:
    """Return where an object lies.

    >>> from pathlib import PurePosixPath
    >>> str(object_path(PurePosixPath("archive"), "abcd" * 16, "pdf"))[:24]
    'archive/objects/ab/cdabc'

    Raises:
        ValueError: Digest or extension could lead out of the folder.
    """
    return root / read_object_name(f"{sha}.{ekstensi}").place


def read_object(root: Path, sha: str, ekstensi: str) -> bytes:
    """Read an object and check that its bytes are those its name promises.

    Raises:
        ObjekMissingError: It is not there.
        ObjekTamperedError: Its bytes have changed.
        DiskFailedError: The disk cannot read it.
    """
    return _read_checked(object_path(root, sha, ekstensi), sha, _read_whole)


def find_object(root: Path, sha: str, ekstensi: str) -> Path:
    """Return where an object lies, after its bytes were checked; they are not held.

    Raises:
        ObjekMissingError: It is not there.
        ObjekTamperedError: Its bytes have changed.
        DiskFailedError: The disk cannot read it.
    """
    path = object_path(root, sha, ekstensi)
    _read_checked(path, sha, _read_digest)
    return path


def _read_whole(path: Path) -> tuple[bytes, str]:
    data = path.read_bytes()
    return data, sha256(data).hexdigest()


def _read_digest(path: Path) -> tuple[bytes, str]:
    return b"", hash_file(path)


def _read_checked(
    path: Path, sha: str, read: Callable[[Path], tuple[bytes, str]]
) -> bytes:
    """Read an object by a way that gives what is held of it, and the digest of all."""
    with guard_disk(path):
        try:
            data, found = read(path)
        except FileNotFoundError:
            raise ObjekMissingError(path) from None
    if found != sha:
        raise ObjekTamperedError(path, found=found)
    return data


def select_new(
    root: Path, objects: Iterable[StoredObject]
) -> dict[ObjectName, bytes | Path]:
    """Return the objects that are not there yet, each once.

    Raises:
        ObjekTamperedError: One that is there has other bytes; a line that refers to
            it now would refer to damage.
    """
    new = {one.nama: one.data for one in objects}
    for nama in list(new):
        with suppress(ObjekMissingError):
            find_object(root, *nama)
            del new[nama]
    return new


def write_objects(
    root: Path, new: Mapping[ObjectName, bytes | Path], *, after: Callable[[str], None]
) -> None:
    """Write objects: the bytes of all, then their names, then their folders.

    A crash leaves any of them, whole under their own names or in part under temporary
    ones; ``tunda`` must list them before, so that they can be deleted.

    Args:
        root: The archive.
        new: What to write: bytes, or a file that holds them.
        after: Is told when each kind of write is done.

    Raises:
        ObjekTamperedError: A file no longer holds what was promised; it gets no name.
    """
    paths = [object_path(root, *nama) for nama in new]
    temporary = [temporary_of(path) for path in paths]
    folders = sorted({path.parent for path in paths})
    if missing := [folder for folder in folders if not folder.is_dir()]:
        for folder in missing:
            make_folder(folder)
        sync_path(root / FOLDER)
    with flushing(folders, count=len(paths)) as flush:
        for path, (nama, data) in zip(temporary, new.items(), strict=True):
            _write_content(path, data, nama=nama)
            after("temporary object")
        flush(temporary)
        for old, path in zip(temporary, paths, strict=True):
            old.replace(path)
            after("object")
        flush(folders)
    after("folders")


def _write_content(path: Path, data: bytes | Path, *, nama: ObjectName) -> None:
    """Write the bytes of an object, never to be written again."""
    if not isinstance(data, Path):
        write_file(path, data, mode=0o444)
    elif (found := copy_file(data, path, mode=0o444)) != nama.sha256:
        raise ObjekTamperedError(data, found=found)


def delete_objects(root: Path, objects: Iterable[ObjectName]) -> None:
    """Delete what an append that was never committed has left.

    A crash leaves some of them; the next recovery deletes the rest.
    """
    folders = set()
    for nama in objects:
        path = object_path(root, *nama)
        temporary_of(path).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        folders.add(path.parent)
    for folder in sorted(folders):
        if folder.is_dir():
            sync_path(folder)
