"""Copying an office to another disk while it works: only what that one lacks.

Ledger and archive are two stores, and a copy of the one must fit the copy of the other
(``office.filing``): the ledger may not have seen more entries than the archive has, and
must know each act that the archive's last line names. Both hold when the ledger is
copied, as of one moment, while the archive's lock is held and its checkpoint noted:

* nobody appends meanwhile, so the ledger cannot follow a checkpoint beyond the noted
  one;
* each line was written under this lock and names an act that was in the ledger then,
  and no act ever leaves it.

All else may be copied later, for it does not change: the noted checkpoint says how many
lines of the log belong to it, and lines, objects and ``berkas/`` are never rewritten.
What waits in the ledger for the log, or lags behind it, is what a crash would have
left; the first run after a restore finishes it.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from formulir.archive.folder import (
    CHECKPOINT,
    LOCK,
    LOG,
    PUBLIC,
    Archive,
    iter_lines,
    load_checkpoint,
    open_archive,
    read_note,
    spell_root,
)
from formulir.archive.objects import (
    ObjekMissingError,
    ObjekTamperedError,
    find_object,
    write_objects,
)
from formulir.archive.proof.akses import HEAD
from formulir.archive.proof.akses import LOG as LOOKS
from formulir.archive.proof.saksi import FOLDER as WITNESSED
from formulir.archive.proof.saksi import POLICY
from formulir.archive.proof.timestamps import FOLDER as STAMPED
from formulir.archive.witness import read_standing
from formulir.dates import format_saat
from formulir.errors import ArsipError, FormulirError
from formulir.ground.disk import (
    guard_disk,
    hold_lock,
    make_folder,
    replace_file,
    sync_path,
    write_file,
)
from formulir.ground.stored import hash_file, judge_stored
from formulir.ground.workdir import sweep, take_folder
from formulir.language import phrase, take_reason
from formulir.model import Fault
from formulir.office.copying.desk import copy_desk
from formulir.office.copying.shelf import (
    KEPT,
    STATES,
    State,
    iter_objects,
    open_shelf,
    sweep_shelf,
    write_shelf,
)
from formulir.office.filing import check_heads, open_ledger
from formulir.office.kantor import BERKAS_KANTOR, read_version
from formulir.records.ledger.head import read_head
from formulir.records.ledger.notes import BACKUP, note_act
from formulir.records.office.instansi import list_berkas
from formulir.records.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from formulir.archive.folder import Standing
    from formulir.archive.objects import ObjectName
    from formulir.office.copying.shelf import Shelf
    from formulir.office.kantor import Kantor

_STORED = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")


class CadanganNewerError(ArsipError):
    """A backup holds entries that the office does not have, or others."""

    folder: Path
    entri: int
    size: int
    says = (
        "{folder} holds a copy of {entri} entries that this office's archive, of "
        "{size}, has not grown from: an older or another copy of the office was put "
        "back; nothing was written; keep that backup, and call the auditor"
    )


class CadanganUnfitError(ArsipError):
    """What was copied is not what an office is."""

    path: Path
    reason: str
    says = (
        "the copy {path} is not sound: {reason}; the states before it are as they "
        "were; run formulir verify"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """What came of a backup.

    Args:
        state: The new state.
        copied: How many objects and files of records were new.
        kept: How many were there already, and right.
        faults: Files of records that could not be copied, for they are spoilt.
        unsaid: Why the office's history does not tell of it, if it does not.
    """

    state: State
    copied: int = 0
    kept: int = 0
    faults: list[Fault] = field(default_factory=list)
    unsaid: str = ""


def backup(
    kantor: Kantor,
    folder: Path,
    *,
    with_key: bool = False,
    after: Callable[[str], None] = lambda _step: None,
) -> Backup:
    """Copy an office, as of one moment, and read again what was written.

    The new state is built in a folder of its own and named last, so a crash anywhere
    leaves the states before it as they were; the next backup removes what it left.

    Args:
        kantor: The office; others may work in it meanwhile.
        folder: Where to: empty, not there yet, or a backup of this office.
        with_key: Copy the private key, too.
        after: Is told after each write what was written; tests cut the power there.

    Raises:
        CadanganForeignError: The folder is no place for it.
        CadanganNewerError: What lies there is newer than this office, or forked.
        CadanganUnfitError: The copy is not sound.
        ArsipError: The archive is damaged.
        DiskFailedError: A disk refuses; the states before are as they were.
    """
    with guard_disk(folder), open_shelf(kantor, folder) as shelf:
        sweep_shelf(shelf)
        copying = _Copying(kantor=kantor, shelf=shelf, after=after)
        done = copying.copy_state(with_key=with_key)
        grown = replace(shelf, states=[done.state, *shelf.states][:KEPT])
        write_shelf(grown)
        after("marker")  # the new state is there; a crash leaves one too many
        sweep_shelf(grown)
        after("swept")
    return replace(done, unsaid=_note(kantor, shelf.folder, done.state))


def _note(kantor: Kantor, folder: Path, state: State) -> str:
    """Note a backup in the history; say why not, for the backup is whole all the same.

    A crash before it leaves a backup of which the history does not tell.
    """
    facts = {
        "banyak": state.entri,
        "akar": state.akar,
        "keadaan": state.nomor,
        "tempat": os.fsencode(folder).decode("utf-8", "backslashreplace"),
    }
    try:
        with open_ledger(kantor) as db, db.writing():
            note_act(db, kantor.actor(), BACKUP, facts)
    except FormulirError as error:
        return take_reason(error)
    return ""


@dataclass(kw_only=True, slots=True)
class _Copying:
    """One backup that is being written.

    Args:
        kantor: The office.
        shelf: Where to; its lock is held.
        after: Is told of each write.
        copied: How many files that are named by their digests were written.
        kept: How many of them were there and right.
        faults: By its name, what of the records' and the desk's files could not be.
    """

    kantor: Kantor
    shelf: Shelf
    after: Callable[[str], None]
    copied: int = 0
    kept: int = 0
    faults: dict[str, Fault] = field(default_factory=dict)

    def copy_state(self, *, with_key: bool) -> Backup:
        """Write a new state, and what it shares with others; it is not named yet."""
        nomor = 1 + max((each.nomor for each in self.shelf.states), default=0)
        place = self.shelf.folder / STATES / f"{nomor:04}"
        place.mkdir(mode=0o700, parents=True)
        saat = format_saat(self.kantor.saat())
        # Before the log, which covers what they are over then.
        self._copy_files(place, [self.kantor.archive.root / STAMPED])
        self._copy_ledger(place)
        copy, standing = self._copy_log(place)
        self._copy_objects(copy)
        self._copy_berkas(place)
        self._copy_settings(place, with_key=with_key)
        if fault := copy_desk(self.kantor, place):
            self.faults[fault.place] = fault
        self.after("desk")
        files = _sync_tree(place)
        self.after("state")
        state = State(
            nomor=nomor,
            saat=saat,
            entri=standing.size,
            akar=spell_root(standing.root),
            versi=read_version(),
            berkas={name: hash_file(place / name) for name in files},
            kurang=sorted(self.faults),
        )
        return Backup(
            state=state,
            copied=self.copied,
            kept=self.kept,
            faults=[*self.faults.values()],
        )

    def _copy_ledger(self, place: Path) -> None:
        """Copy the ledger and the checkpoint that belongs to it.

        The ledger goes to the office's own disk first: all who commit wait meanwhile,
        and the other disk may be slow.
        """
        archive, name = self.kantor.archive, self.kantor.catatan.name
        (place / "archive").mkdir(exist_ok=True)
        with _workplace(self.kantor) as near:
            with (
                self.kantor.open_catatan(read_only=True) as db,
                hold_lock(archive.root / LOCK),
            ):
                note = read_note(archive)
                db.copy_to(near / name)
            shutil.copyfile(near / name, place / name)
        write_file(place / "archive" / CHECKPOINT, note)
        self.after("ledger")

    def _copy_log(self, place: Path) -> tuple[Archive, Standing]:
        """Copy the lines under the noted checkpoint, and hold all against all.

        Returns:
            The copy of the archive, without objects, and what it holds.
        """
        archive, root = self.kantor.archive, place / "archive"
        name = self.kantor.catatan.name
        write_file(root / PUBLIC, (archive.root / PUBLIC).read_bytes())
        copy = open_archive(root, asal=self.kantor.asal)
        size = load_checkpoint(copy).size
        with (root / LOG).open("wb") as file:
            for line in iter_lines(archive.root / LOG, first=0, last=size, at=0):
                file.write(line + b"\n")
        self.after("log")
        earlier = [each for each in self.shelf.states if each.entri <= size]
        with closing(open_store(place / name, read_only=True)) as db:
            seen = read_head(db).entri
            at = {0, min(seen, size), *(each.entri for each in earlier)}
            standing = read_standing(copy, at=at)
            for state in self.shelf.states:
                if state.entri > size or state.akar != spell_root(
                    standing.root_at(state.entri)
                ):
                    raise CadanganNewerError(
                        self.shelf.folder, entri=state.entri, size=size
                    )
            if reason := db.check():
                raise CadanganUnfitError(place, reason=reason)
            check_heads(db, standing, read_head(db))
        return copy, standing

    def _copy_objects(self, copy: Archive) -> None:
        """Copy the objects that the backup lacks or has spoilt, and read them again."""
        source, target = self.kantor.archive.root, self.shelf.folder
        (target / "objects").mkdir(exist_ok=True)
        for chunk in iter_objects(copy):
            lacking = [name for name in chunk if not _holds(target, name)]
            self.kept += len(chunk) - len(lacking)
            if lacking:
                files = {name: find_object(source, *name) for name in lacking}
                write_objects(target, files, after=self.after)
            for name in lacking:
                find_object(target, *name)
            self.copied += len(lacking)

    def _copy_berkas(self, place: Path) -> None:
        """Copy the files of records; one that is spoilt is told, and others go on."""
        source, target = self.kantor.berkas, self.shelf.folder / "berkas"
        name = self.kantor.catatan.name
        target.mkdir(exist_ok=True)
        found = sorted(source.iterdir()) if source.is_dir() else []
        for path in found:
            if not _STORED.fullmatch(path.name):
                continue  # nobody's: an import that was killed left it
            if not judge_stored(target / path.name):
                self.kept += 1
                continue
            data = path.read_bytes()
            if sha256(data).hexdigest() == path.name.partition(".")[0]:
                replace_file(target / path.name, data)
                self.after("berkas")
                self.copied += 1
        with closing(open_store(place / name, read_only=True)) as db:
            named = list_berkas(db)
        for tabel, row, stored in named:
            if judge_stored(target / stored):
                reason = judge_stored(source / stored) or phrase(
                    "it could not be copied"
                )
                self.faults[stored] = Fault(place=f"{tabel} {row}", reason=reason)

    def _copy_files(self, place: Path, tops: Iterable[Path]) -> None:
        """Copy files, and all that lies in folders, each to its place."""
        for path in _list_files(tops):
            target = place / path.relative_to(self.kantor.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_file(target, path.read_bytes())

    def _copy_settings(self, place: Path, *, with_key: bool) -> None:
        """Copy what people have written, and the key if that is asked for."""
        folder, root = self.kantor.folder, self.kantor.archive.root
        tops = [folder / BERKAS_KANTOR, folder / "templates", self.kantor.trusted]
        # The head of the looks before its lines, which are more by then, never fewer.
        tops += [root / name for name in (HEAD, LOOKS, POLICY, WITNESSED)]
        self._copy_files(place, tops)
        if with_key:
            target = place / self.kantor.key.relative_to(folder)
            target.parent.mkdir(mode=0o700)
            write_file(target, self.kantor.key.read_bytes(), mode=0o600)
        self.after("settings")


@contextmanager
def _workplace(kantor: Kantor) -> Iterator[Path]:
    """Give a folder on the office's own disk; a crash leaves it to the next backup.

    Nothing else would come by soon: it holds a copy of the records.
    """
    make_folder(kantor.workdir)
    sweep(kantor.workdir)
    folder, hold = take_folder(kantor.workdir)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(hold)


def _holds(root: Path, name: ObjectName) -> bool:
    """Tell whether an object is there, and is what its name promises."""
    with suppress(ObjekMissingError, ObjekTamperedError):
        find_object(root, *name)
        return True
    return False


def _list_files(tops: Iterable[Path]) -> Iterator[Path]:
    """Give the files at or below some places, as far as these are there."""
    for top in tops:
        if top.is_file():
            yield top
        for folder, _, names in os.walk(top):
            paths = [Path(folder) / name for name in sorted(names)]
            yield from (path for path in paths if path.is_file())


def _sync_tree(place: Path) -> list[str]:
    """Wait until a folder is on the disk, with all below it; name its files."""
    names = []
    for folder, _, files in os.walk(place, topdown=False):
        for file in sorted(files):
            sync_path(Path(folder) / file)
            names.append((Path(folder) / file).relative_to(place).as_posix())
        sync_path(Path(folder))
    sync_path(place.parent)
    return sorted(names)
