"""Making an office of a backup: proved before it is believed, fenced before it numbers.

Numbers may have been given after the backup was made, by the office that is lost or by
hand. So a restored office numbers nothing until it is told, for each series, the last
number known on paper; what may have been given is left out for ever.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.archive.find import find_entri
from formulir.archive.folder import LOCK, PUBLIC
from formulir.archive.keys import load_key
from formulir.archive.log import KunciForeignError
from formulir.archive.objects import (
    ObjekMissingError,
    ObjekTamperedError,
    find_object,
    write_objects,
)
from formulir.errors import ArsipError
from formulir.ground.disk import (
    guard_disk,
    hold_lock,
    replace_file,
    sync_path,
    write_file,
)
from formulir.ground.stored import hash_file, judge_stored
from formulir.language import Sentence, phrase, take_reason
from formulir.model import Fault
from formulir.office.book import tell_last
from formulir.office.copying.shelf import iter_objects, read_shelf
from formulir.office.filing import RESTORED, finish_filing
from formulir.office.founding import build_beside, refuse_occupied
from formulir.office.kantor import BERKAS_MEJA, open_kantor
from formulir.office.modes import set_modes
from formulir.records.office.instansi import list_berkas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from formulir.archive.folder import Archive
    from formulir.office.copying.shelf import State
    from formulir.office.kantor import Kantor

UNFINISHED = ".formulir-restore-"
"""What stands between the name of an office and chance while it is restored."""


class CadanganDamagedError(ArsipError):
    """A backup is not what was backed up."""

    folder: Path
    nomor: int
    faults: list[Fault]

    @property
    def sentence(self) -> Sentence:
        """Count the faults, and say what else there is."""
        return phrase(
            "state {nomor} of {folder} has {count} fault(s); nothing was "
            "restored; take an earlier state with --keadaan N, or another "
            "backup, and call the auditor",
            nomor=self.nomor,
            folder=self.folder,
            count=len(self.faults),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Restored:
    """An office that was made of a backup.

    Args:
        kantor: The office.
        state: What it was made of.
        has_key: Whether its key is there: without it, it can only be read.
    """

    kantor: Kantor
    state: State
    has_key: bool


def restore(
    folder: Path,
    new: Path,
    *,
    prove: Callable[[Kantor], Iterable[Fault]],
    key: Path | None = None,
    nomor: int | None = None,
    after: Callable[[str], None] = lambda _step: None,
) -> Restored:
    """Make an office of a backup, with a fence before its numbers.

    It is built in a fresh folder beside its place, proved there, and renamed into it,
    which only an empty folder gives way to. A fault leaves nothing, a crash the fresh
    folder: never half an office, and never one without its fence.

    Args:
        folder: The backup; nothing is written to it.
        new: Where the office shall lie.
        prove: Gives what is wrong with the copy: all that ``formulir verify`` finds.
        key: The private key, where the backup does not hold it.
        nomor: Which state; the newest if left out.
        after: Is told after each write what was written; tests cut the power there.

    Raises:
        CadanganMissingError: There is no such backup or state.
        CadanganDamagedError: It is not what was backed up; all faults are told.
        FolderOccupiedError: Something lies where the office shall lie.
        KunciForeignError: The key is that of another archive.
        DiskFailedError: A disk refuses.
    """
    new = new.resolve()
    with guard_disk(folder):
        shelf = read_shelf(folder)
        state = shelf.find(nomor)
        refuse_occupied(new)
        new.parent.mkdir(parents=True, exist_ok=True)
        with hold_lock(folder), build_beside(new, mark=UNFINISHED) as built:
            making = _Making(folder=folder, built=built, state=state, after=after)
            kantor = making.copy_state()
            has_key = making.put_key(kantor, key)
            making.refuse(
                fault
                for fault in prove(kantor)
                if not any(name in fault.reason for name in state.kurang)
            )
            _raise_fence(kantor, state, has_key=has_key)
            after("fence")
            set_modes(built)
            _sync_folders(built)
            built.rename(new)
            sync_path(new.parent)
            after("renamed")
    return Restored(kantor=open_kantor(new), state=state, has_key=has_key)


def _raise_fence(kantor: Kantor, state: State, *, has_key: bool) -> None:
    """Let the office refuse to number, and its history say of what it was made.

    What was half done when it was copied is finished, if there is a key to sign with.
    """
    facts = {"cadangan": state.saat, "banyak": state.entri, "keadaan": state.nomor}
    replace_file(kantor.folder / RESTORED, json.dumps(facts).encode())
    if has_key:
        finish_filing(kantor)


def tell_numbers(
    kantor: Kantor, last: Mapping[str, int], *, tahun: int
) -> list[tuple[str, int]]:
    """Tell a restored office the last numbers on paper of a year, for every series.

    Returns:
        By series, how many numbers were left out.
    """
    tanggal = kantor.day_in(tahun)
    return tell_last(kantor, last, tanggal=tanggal, actor=kantor.actor())


@dataclass(kw_only=True, slots=True)
class _Making:
    """One office that is being made.

    Args:
        folder: The backup.
        built: The folder in which the office is built.
        state: What it is made of.
        after: Is told of each write.
        faults: What is wrong with the backup.
    """

    folder: Path
    built: Path
    state: State
    after: Callable[[str], None]
    faults: list[Fault] = field(default_factory=list)

    def copy_state(self) -> Kantor:
        """Copy all, hashing it; what is not what was backed up is gathered.

        Raises:
            CadanganDamagedError: Something was not.
        """
        for name, digest in self.state.berkas.items():
            self._copy_file(name, digest)
        self.refuse()
        self.after("state")
        for name in ("berkas", "templates", "kunci", "archive/objects"):
            (self.built / name).mkdir(mode=0o700, exist_ok=True)
        write_file(self.built / "archive" / LOCK, b"")
        try:
            kantor = open_kantor(self.built)
            self._copy_objects(kantor.archive)
        except ArsipError as error:
            self.refuse([Fault(place=self.state.place, reason=take_reason(error))])
        self._copy_berkas(kantor)
        self.refuse()
        find_entri(kantor.archive, 0)  # makes the index, which is not backed up
        self.after("index")
        return kantor

    def refuse(self, faults: Iterable[Fault] = ()) -> None:
        """Refuse the backup if anything is wrong with it."""
        self.faults += faults
        if self.faults:
            raise CadanganDamagedError(
                self.folder, nomor=self.state.nomor, faults=self.faults
            )

    def put_key(self, kantor: Kantor, named: Path | None) -> bool:
        """Put the private key in its place, born closed; tell whether there is one.

        Raises:
            KunciForeignError: It is that of another archive.
            MachineError: It cannot be used, for a reason that ``load_key`` tells.
        """
        kantor.key.parent.chmod(0o700)
        if named is not None:
            kantor.key.unlink(missing_ok=True)
            write_file(kantor.key, named.read_bytes(), mode=0o600)
        if not kantor.key.exists():
            return False
        kantor.key.chmod(0o600)
        sync_path(kantor.key)
        if load_key(kantor.keyfile).public != kantor.archive.verifier.public:
            source = named or self.folder / self.state.place
            raise KunciForeignError(source, public=kantor.archive.root / PUBLIC)
        return True

    def _copy_file(self, name: str, digest: str) -> None:
        """Copy a file of the state, and hash the copy."""
        source, target = self.folder / self.state.place / name, self.built / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        reason = ""
        if name == BERKAS_MEJA:
            target.touch(mode=0o600)
        try:
            shutil.copyfile(source, target)
        except FileNotFoundError:
            reason = phrase("it is missing")
        else:
            sync_path(target)
            if (found := hash_file(target)) != digest:
                reason = phrase("changed: its SHA-256 is {found}", found=found)
        if reason:
            place = f"{self.state.place}/{name}"
            self.faults.append(Fault(place=place, reason=reason))

    def _copy_objects(self, archive: Archive) -> None:
        """Copy the objects that the lines refer to, each checked by its name."""
        for chunk in iter_objects(archive):
            files = {}
            for name in chunk:
                try:
                    files[name] = find_object(self.folder, *name)
                except (ObjekMissingError, ObjekTamperedError) as error:
                    self.faults.append(
                        Fault(place=name.place, reason=take_reason(error))
                    )
            write_objects(archive.root, files, after=self.after)

    def _copy_berkas(self, kantor: Kantor) -> None:
        """Copy the files that records name, each checked by its name."""
        with kantor.open_catatan(read_only=True) as db:
            named = {name for _, _, name in list_berkas(db)}
        for name in sorted(named - {*self.state.kurang}):
            source = self.folder / "berkas" / name
            if reason := judge_stored(source):
                self.faults.append(Fault(place=f"berkas/{name}", reason=reason))
            else:
                replace_file(kantor.berkas / name, source.read_bytes())
                self.after("berkas")


def _sync_folders(place: Path) -> None:
    """Wait until the names of all files are on the disk."""
    for folder, _, _ in os.walk(place, topdown=False):
        sync_path(place / folder)
