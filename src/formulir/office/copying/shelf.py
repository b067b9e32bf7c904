"""A backup as it lies on its disk: states, and what all of them share.

::

    cadangan.json       whose backup it is, and which states are whole: written last
    objects/ab/cdef…    the archive's objects, named by their digests
    berkas/<digest>.…   the files that came with records, likewise
    keadaan/0007/       a state: catatan.db, kantor.toml, archive/ without objects,
                        templates/, tepercaya/, the accounts of meja.db, and kunci/ if
                        that is asked for

A state that ``cadangan.json`` does not name is not there, whatever lies in the folder:
a crash leaves one, and the next backup removes it. Nothing that a named state needs is
ever written again, so an earlier state is whole whatever becomes of a later one.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import list_references
from formulir.archive.find import iter_entries
from formulir.archive.folder import PUBLIC
from formulir.errors import MachineError
from formulir.ground.disk import guard_disk, hold_lock, replace_file
from formulir.language import phrase
from formulir.office.kantor import BERKAS_KANTOR, BERKAS_MEJA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.archive.folder import Archive
    from formulir.archive.objects import ObjectName
    from formulir.office.kantor import Kantor

MARKER, STATES, KEPT = "cadangan.json", "keadaan", 3
"""The file that tells what is whole, the folder of states, how many of them stay."""
AT_ONCE = 64
"""So many objects are held in memory and waited for together."""
FORMAT = "formulir-cadangan/1"
TOPS = frozenset(
    {
        *("archive", "catatan.db", BERKAS_KANTOR, BERKAS_MEJA),
        *("kunci", "templates", "tepercaya"),
    }
)
"""What a state holds; nothing else of a backup gets into an office."""


class CadanganForeignError(MachineError):
    """A backup was to be written where it would destroy, or help nobody."""

    folder: Path
    reason: str
    says = "no backup can be written to {folder}: {reason}; name another folder"


class CadanganMissingError(MachineError):
    """A folder holds no backup that can be restored."""

    folder: Path
    reason: str
    says = "{folder} holds no backup to restore: {reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """An office as it was at one moment.

    Args:
        nomor: Its number, by which its folder is named.
        saat: When it was copied.
        entri: How many entries its archive has.
        akar: The root over them, in base64.
        versi: The version of formulir that wrote it.
        berkas: The files of its folder, each with its SHA-256.
        kurang: Files that were spoilt already when it was copied.
    """

    nomor: int
    saat: str
    entri: int
    akar: str
    versi: str
    berkas: Mapping[str, str]
    kurang: Sequence[str] = ()

    @property
    def place(self) -> str:
        """Return the folder within the backup."""
        return f"{STATES}/{self.nomor:04}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """What a backup says of itself.

    Args:
        folder: Where it lies.
        public: The line of ``log.pub``: name and key of the archive that it is of.
        states: The states that are whole, the newest first.
    """

    folder: Path
    public: str
    states: Sequence[State]

    def find(self, nomor: int | None) -> State:
        """Return a state by its number, or the newest.

        Raises:
            CadanganMissingError: It is not there.
        """
        for state in self.states:
            if nomor in {None, state.nomor}:
                return state
        known = [state.nomor for state in self.states]
        if not known:
            reason = phrase("no state in it is whole")
        elif nomor is None:
            reason = phrase("no state is whole; those are: {known}", known=known)
        else:
            reason = phrase(
                "no state {nomor} is whole; those are: {known}",
                nomor=nomor,
                known=known,
            )
        raise CadanganMissingError(self.folder, reason=reason)


def read_shelf(folder: Path) -> Shelf:
    """Read what a backup says of itself; nothing of it is believed yet.

    Raises:
        CadanganMissingError: It is no backup, or its marker cannot be read.
        DiskFailedError: The disk cannot be read.
    """
    path = folder / MARKER
    with guard_disk(path):
        try:
            return _parse(folder, json.loads(path.read_bytes()))
        except FileNotFoundError:
            raise CadanganMissingError(
                folder,
                reason=phrase(
                    "it has no {berkas}, which is written last", berkas=MARKER
                ),
            ) from None
        except (KeyError, TypeError, ValueError) as error:
            raise CadanganMissingError(
                folder,
                reason=phrase(
                    "{berkas} is not what a backup writes ({error!r})",
                    berkas=MARKER,
                    error=error,
                ),
            ) from error


def _parse(folder: Path, said: Any) -> Shelf:  # noqa: ANN401 - whatever the file holds
    if said["format"] != FORMAT:
        raise ValueError(said["format"])
    states = [State(**each) for each in said["keadaan"]]
    for state in states:
        if not isinstance(state.nomor, int):
            raise TypeError(state.nomor)
        for name in state.berkas:
            path = PurePosixPath(name)
            if path.parts[0] not in TOPS or ".." in path.parts:
                raise ValueError(name)
    return Shelf(folder=folder, public=str(said["log_pub"]), states=states)


@contextmanager
def open_shelf(kantor: Kantor, folder: Path) -> Iterator[Shelf]:
    """Hold a backup of an office to write into, making it if need be.

    Whoever else backs up to it waits. A crash at the making leaves an empty folder, or
    a backup without a state.

    Raises:
        CadanganForeignError: It lies in the office, or is no backup of this office.
        CadanganMissingError: Its marker cannot be read.
    """
    folder = folder.resolve()
    public = (kantor.archive.root / PUBLIC).read_text("utf-8").strip()
    if folder.is_relative_to(kantor.folder):
        raise CadanganForeignError(
            folder, reason=phrase("it lies in the office itself")
        )
    if folder.exists() and not folder.is_dir():
        raise CadanganForeignError(folder, reason=phrase("it is no folder"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with hold_lock(folder):
        if not (folder / MARKER).exists():
            if any(folder.iterdir()):
                reason = phrase("it is neither empty nor a backup")
                raise CadanganForeignError(folder, reason=reason)
            write_shelf(Shelf(folder=folder, public=public, states=[]))
        shelf = read_shelf(folder)
        if shelf.public != public:
            reason = phrase(
                "it is the backup of another office, {public}", public=shelf.public
            )
            raise CadanganForeignError(folder, reason=reason)
        yield shelf


def write_shelf(shelf: Shelf) -> None:
    """Say which states are whole; a crash leaves the old word or the new one."""
    said = {
        "format": FORMAT,
        "log_pub": shelf.public,
        "keadaan": [asdict(state) for state in shelf.states],
    }
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    replace_file(shelf.folder / MARKER, f"{text}\n".encode())


def iter_objects(archive: Archive) -> Iterator[list[ObjectName]]:
    """Give the objects that the lines refer to, each once, ``AT_ONCE`` at a time."""
    names = iter(
        {
            name: None
            for entri in iter_entries(archive)
            for name in list_references(entri.isi)
        }
    )
    while chunk := list(islice(names, AT_ONCE)):
        yield chunk


def sweep_shelf(shelf: Shelf) -> None:
    """Remove the states that are not named: older ones, and what a crash has left.

    Objects stay: they are named by their digests, and the next backup needs them. A
    crash leaves some of the states, none of which is named.
    """
    named = {state.place for state in shelf.states}
    folder = shelf.folder / STATES
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.isdecimal() and f"{STATES}/{path.name}" not in named:
            shutil.rmtree(path)
