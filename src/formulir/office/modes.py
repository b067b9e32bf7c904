"""Whom the files of an office are open to, and putting that right.

An office is its owner's, or a group's: then whoever of the group writes, the others
can go on. What is made later takes after the folder around it (``ground.disk``); this
is for an office that is made, shared, or was copied, unpacked or touched by root.
"""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from formulir.errors import MachineError
from formulir.ground.access import (
    find_group,
    is_ours,
    name_group,
    name_user,
)
from formulir.ground.disk import keeps_modes, replace_file
from formulir.ground.toml import peek_text
from formulir.language import chain, phrase
from formulir.office.kantor import BERKAS_KANTOR, BERKAS_MEJA
from formulir.office.owners import choose_group, name_writer

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYS: Final = ("kunci",)
_WORK: Final = ("kerja",)
_DESK: Final = frozenset(BERKAS_MEJA + end for end in ("", "-wal", "-shm"))
"""The accounts, which are the server's alone, in an office of a group, too."""
_OBJECTS: Final = ("archive", "objects")
_ROWS: Final = (
    re.compile(r"^kelompok[ \t]*=.*$", re.MULTILINE),
    re.compile(r"^#[ \t]*kelompok[ \t]*=.*$", re.MULTILINE),
)
"""Where the settings name the group: in force, or as what could be said."""


class KelompokUnknownError(MachineError):
    """There is no such group on this machine."""

    kelompok: str
    says = (
        "there is no group {kelompok!r} on this machine; let root make it: groupadd "
        "{kelompok}, and bring each clerk into it: usermod -aG {kelompok} NAME"
    )


class KelompokForeignError(MachineError):
    """Whoever is not in a group cannot share anything with it."""

    kelompok: str
    user: str
    says = (
        "you are not in group {kelompok}, so you cannot share an office with it; let "
        "root say: usermod -aG {kelompok} {user}, then log in again; or let root do it"
    )


class KelompokDoubtfulError(MachineError):
    """Somebody else may have written which group shares an office."""

    path: Path
    kelompok: str
    reason: str
    says = (
        "{path} says that group {kelompok} shares this office, but {reason}, so "
        "somebody else may have said it; say it yourself: formulir doctor --kelompok "
        "{kelompok}"
    )


class ModesUnkeptError(MachineError):
    """The disk of an office keeps no permissions."""

    folder: Path
    says = (
        "the disk of {folder} keeps no permissions, so there is nothing to mend and no "
        "group to share it with: whoever may use the disk may; lock the archive's key "
        "with 'formulir key --sandi'"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a file or folder of an office should be.

    Args:
        mode: Its permissions.
        uid: Its owner; nothing where anybody of the group may be.
        gid: Its group; nothing where it does not matter.
    """

    mode: int
    uid: int | None = None
    gid: int | None = None

    def judge(self, found: os.stat_result) -> str:
        """Say what is to be changed of what was found, or nothing."""
        changes: list[str] = []
        if self.uid not in {None, found.st_uid}:
            old, new = name_user(found.st_uid), name_user(self.uid)
            changes.append(phrase("owner {old} → {new}", old=old, new=new))
        if self.gid not in {None, found.st_gid}:
            old, new = name_group(found.st_gid), name_group(self.gid)
            changes.append(phrase("group {old} → {new}", old=old, new=new))
        if self.mode != (mode := stat.S_IMODE(found.st_mode)):
            changes.append(
                phrase("mode {old:04o} → {new:04o}", old=mode, new=self.mode)
            )
        return chain(changes) if changes else ""


class Seen(NamedTuple):
    """A file or folder of an office.

    Args:
        place: Where it lies.
        found: What it is.
        wanted: What it should be.
        name: Its name.
        around: The folder around it, held open.
    """

    place: Path
    found: os.stat_result
    wanted: Wanted
    name: str
    around: int


def require_group(kelompok: str) -> int:
    """Return the number of a group that the caller can share something with.

    Raises:
        KelompokUnknownError: There is none of that name.
        KelompokForeignError: The caller is not in it, and is not root.
    """
    gid = find_group(kelompok)
    if gid is None:
        raise KelompokUnknownError(kelompok)
    if os.geteuid() != 0 and not is_ours(gid):
        raise KelompokForeignError(kelompok, user=name_user(os.geteuid()))
    return gid


def find_amiss(folder: Path, *, gid: int | None) -> Iterator[tuple[Path, str]]:
    """Find what is open to others than it should be, or closed to those of the group.

    Returns:
        Each such file or folder, and what would have to be changed.
    """
    for seen in _walk(folder, gid=gid):
        if change := seen.wanted.judge(seen.found):
            yield seen.place, change


def share(folder: Path, kelompok: str) -> Iterator[str]:
    """Let a group share an office: name it in the settings, then open the files to it.

    A crash leaves an office that names its group and is not open to it everywhere;
    doing it again, or ``mend``, goes on.

    Returns:
        What was changed, a sentence each.

    Raises:
        KelompokUnknownError, KelompokForeignError: It cannot be shared with that group.
        ModesUnkeptError: The disk keeps no permissions.
    """
    gid = require_group(kelompok)
    if not keeps_modes(folder):
        raise ModesUnkeptError(folder)
    toml = (folder / BERKAS_KANTOR).resolve()
    if peek_text(toml, "kelompok") != kelompok:
        replace_file(toml, name_kelompok(toml.read_text("utf-8"), kelompok).encode())
        yield f"{toml}: kelompok = {json.dumps(kelompok)}"
    yield from apply_modes(folder, gid=gid, closed=True)


def mend(folder: Path) -> Iterator[str]:
    """Put right whom an office is open to: its group if it names one, else its owner.

    A crash leaves a part of it put right; doing it again goes on.

    Returns:
        What was changed or could not be, a sentence each.

    Raises:
        KelompokDoubtfulError: Somebody else may have written which group that is.
        ModesUnkeptError: The disk keeps no permissions.
    """
    toml = folder / BERKAS_KANTOR
    if not keeps_modes(folder):
        raise ModesUnkeptError(folder)
    word = peek_text(toml, "kelompok")
    gid = find_group(word)
    if gid is not None:
        believed = choose_group(folder, gid)
        if reason := name_writer(toml, gid=believed):
            raise KelompokDoubtfulError(toml, kelompok=word, reason=reason)
    elif word:
        yield phrase(
            "{toml}: there is no group {word} on this machine; left to its owner",
            toml=toml,
            word=word,
        )
    yield from apply_modes(folder, gid=gid)


def set_modes(new: Path) -> None:
    """Open an office that was just made to all who may use it, whatever the umask says.

    That is the group that its settings name, if the caller can share with it; else
    everybody may read what is not the key's.
    """
    if not keeps_modes(new):
        return
    gid = find_group(peek_text(new / BERKAS_KANTOR, "kelompok"))
    if gid is not None and (os.geteuid() == 0 or is_ours(gid)):
        list(apply_modes(new, gid=gid, closed=True))
        return
    for folder, _, _ in os.walk(new, topdown=False):
        Path(folder).chmod(0o755)
    (new / BERKAS_KANTOR).chmod(0o644)
    (new / "kunci").chmod(0o700)


def name_kelompok(text: str, kelompok: str) -> str:
    r"""Write into settings which group shares the office.

    >>> name_kelompok("nama = 1\n# kelompok = 'x'\n", "lpmp")
    'nama = 1\nkelompok = "lpmp"\n'
    >>> name_kelompok("nama = 1\n", "lpmp")
    'kelompok = "lpmp"\nnama = 1\n'
    """
    line = f"kelompok = {json.dumps(kelompok, ensure_ascii=False)}"
    for row in _ROWS:
        if row.search(text):
            return row.sub(lambda _found: line, text, count=1)
    return f"{line}\n{text}"


def apply_modes(
    folder: Path, *, gid: int | None, closed: bool = False
) -> Iterator[str]:
    """Change what is not as it should be, and say each change.

    No link is followed, and what has a second name is left: whoever may write in the
    office could have laid it there for root to open.

    Args:
        folder: The office.
        gid: The group that shares it, if one does.
        closed: Let nobody else read it, although others may so far.
    """
    for place, _, wanted, name, around in _walk(folder, gid=gid, closed=closed):
        with suppress(FileNotFoundError):  # it was there a moment ago
            handle = os.open(name, os.O_PATH | os.O_NOFOLLOW, dir_fd=around)
            try:
                found = os.fstat(handle)
                if change := wanted.judge(found):
                    reason = _change(handle, found, wanted) or change
                    yield phrase("{place}: {reason}", place=place, reason=reason)
            finally:
                os.close(handle)


def _change(handle: int, found: os.stat_result, wanted: Wanted) -> str:
    """Change what is held open, or say why it cannot be."""
    if not stat.S_ISDIR(found.st_mode) and found.st_nlink > 1:
        return phrase(
            "is left as it is, for it has another name elsewhere (a hard link)"
        )
    place = f"/proc/self/fd/{handle}"
    keep = -1
    try:
        uid = keep if wanted.uid is None else wanted.uid
        gid = keep if wanted.gid is None else wanted.gid
        if (uid, gid) != (keep, keep):
            os.chown(place, uid, gid)
        os.chmod(place, wanted.mode)  # noqa: PTH101 - a handle, not a path
    except PermissionError:
        amiss = wanted.judge(found)
        if found.st_uid == 0:
            return phrase("({amiss}) can be changed by root only", amiss=amiss)
        return phrase(
            "({amiss}) can be changed by {owner} or root only",
            amiss=amiss,
            owner=name_user(found.st_uid),
        )
    return ""


def _walk(folder: Path, *, gid: int | None, closed: bool = False) -> Iterator[Seen]:
    """Give each file and folder of an office, what it should be, and how to open it.

    What works in ``kerja/`` at the moment has folders of its own there, and stays.
    """
    folder = folder.resolve()
    top = folder.stat()
    others = 0 if closed else stat.S_IMODE(top.st_mode) & (stat.S_IROTH | stat.S_IXOTH)

    def want(parts: tuple[str, ...], found: os.stat_result) -> Wanted:
        if gid is None:
            return Wanted(mode=_own(parts, found.st_mode), uid=top.st_uid)
        return Wanted(mode=_shared(parts, found.st_mode, others=others), gid=gid)

    around = os.open(folder.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield Seen(folder, top, want((), top), folder.name, around)
    finally:
        os.close(around)
    for root, folders, files, handle in os.fwalk(folder):
        here = Path(root).relative_to(folder).parts
        if here == _WORK:
            folders.clear()
        for name in sorted((*folders, *files)):
            with suppress(FileNotFoundError):  # another one works here
                found = os.stat(name, dir_fd=handle, follow_symlinks=False)
                if stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode):
                    place, wanted = Path(root, name), want((*here, name), found)
                    yield Seen(place, found, wanted, name, handle)


def _shared(parts: tuple[str, ...], mode: int, *, others: int) -> int:
    """Return the mode of something in an office that a group shares.

    Args:
        parts: Where it lies.
        mode: What it has; a program stays one.
        others: What the folder of the office allows everybody: reading, or nothing.
    """
    folder = stat.S_ISDIR(mode)
    if not _DESK.isdisjoint(parts[:1]):
        return 0o600
    if parts[:1] == _KEYS:
        return 0o2750 if folder else 0o640
    if folder:
        return 0o2770 | others
    usual = 0o440 if parts[:2] == _OBJECTS else 0o660
    run = 0o110 | (others & 1) if mode & stat.S_IXUSR else 0
    return usual | run | (others & stat.S_IROTH)


def _own(parts: tuple[str, ...], mode: int) -> int:
    """Return the mode of something in an office of one owner: others read at most."""
    folder = stat.S_ISDIR(mode)
    if not _DESK.isdisjoint(parts[:1]):
        return 0o600
    if parts[:1] == _KEYS:
        return 0o700 if folder else 0o600
    owner = 0o400 if parts[:2] == _OBJECTS else 0o600
    needs = stat.S_IRWXU if folder else owner
    return (stat.S_IMODE(mode) | needs) & ~(0o7000 | stat.S_IWGRP | stat.S_IWOTH)
