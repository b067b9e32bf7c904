"""Who may have written a file: the one who asks, root, or somebody else.

``kantor.toml`` names programs that are run, so whoever could have written it, or could
lay another one in its place, can run what he likes as whoever reads it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Final

from formulir.errors import MachineError
from formulir.ground.access import is_member, is_ours, name_user
from formulir.language import Sentence, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LINKS: Final = 40
"""So many links the system itself follows at most."""


class KantorMissingError(MachineError):
    """No office was named, and none lies upward of the current folder."""

    place: Path
    upward: bool
    border: Path | None = None

    @property
    def sentence(self) -> Sentence:
        """Say how to name one and how to make one."""
        facts = {"place": self.place, "border": self.border}
        if not self.upward:
            return phrase(
                "no kantor.toml in {place}; name an office with --kantor, or make one "
                "with 'formulir init'",
                **facts,
            )
        if self.border is None:
            return phrase(
                "no kantor.toml in {place} or above it; name an office with --kantor, "
                "or make one with 'formulir init'",
                **facts,
            )
        return phrase(
            "no kantor.toml in {place} or above it up to {border}, where its file "
            "system begins; name an office with --kantor, or make one with 'formulir "
            "init'",
            **facts,
        )


class KantorForeignError(MachineError):
    """Somebody else may have written the settings of an office."""

    folder: Path
    path: Path
    reason: str
    variable: str
    says = (
        "{path} is not obeyed, for it names programs to run and {reason}; make it "
        "yours with chown and close it with chmod go-w, or copy the office, or share "
        "it with a group by 'formulir doctor --kelompok GROUP', or trust it with "
        "{variable}={folder}"
    )


class ProgramForeignError(MachineError):
    """Somebody else may have written a program that an office names."""

    key: str
    path: Path
    place: Path
    reason: str
    says = (
        "{path}, which kantor.toml names as {key}, is not run: {reason} ({place}); "
        "name a program that only you or root can change"
    )


def name_writer(path: Path, *, gid: int | None = None) -> str:
    """Say who, beside the caller and root, may have written a file or a folder.

    Access lists count as well: where there is one, the bits of the group are the most
    that it grants to anybody.

    Args:
        path: It; a link is followed.
        gid: A group whose members may write it, such as one that shares an office.

    Returns:
        What is wrong with it, or nothing.

    Raises:
        OSError: It is not there, or may not be looked at.
    """
    found = path.stat()
    mode = stat.S_IMODE(found.st_mode)
    if stranger := _name_stranger(found, gid=gid):
        return phrase("it belongs to {stranger}", stranger=stranger)
    if found.st_mode & stat.S_IWOTH:
        return phrase("everybody may write it (mode {mode:04o})", mode=mode)
    if found.st_mode & stat.S_IWGRP and found.st_gid != gid:
        return phrase("its group may write it (mode {mode:04o})", mode=mode)
    return ""


def choose_group(folder: Path, gid: int | None) -> int | None:
    """Return the group that shares an office, if the caller may believe that.

    ``kantor.toml`` names it, and could name any: so it counts for whoever is in it.
    Root needs to be in none; for root it counts in an office that root has made.

    Args:
        folder: The office.
        gid: The group that its settings name, if they do.

    Raises:
        OSError: The office is not there, or may not be looked at.
    """
    if gid is None or is_ours(gid):
        return gid
    return gid if os.geteuid() == folder.stat().st_uid == 0 else None


def refuse_foreign(
    folder: Path, toml: Path, *, variable: str, gid: int | None = None
) -> None:
    """Refuse an office that somebody else may have set up.

    Args:
        folder: The office, resolved.
        toml: Its settings, which may be a link.
        variable: What a person names offices in that are trusted all the same.
        gid: The group that shares the office, if one does.

    Raises:
        KantorForeignError: Folder or settings are another's, or open to others.
        OSError: They cannot be looked at.
    """
    place, reason = folder, name_writer(folder, gid=gid)
    if not reason:
        place, reason = toml, name_writer(toml, gid=gid)
    if not reason and toml.is_symlink():
        place, reason = _find_writer(toml, gid=gid) or (toml, "")
    if reason:
        raise KantorForeignError(folder, path=place, reason=reason, variable=variable)


def refuse_program(path: Path, *, key: str) -> None:
    """Refuse a program that another than the caller and root could have put there.

    Raises:
        ProgramForeignError: It, or a folder or a link on the way to it, is another's
            or open to others.
    """
    found = _find_writer(path.absolute())
    if found is not None:
        place, reason = found
        raise ProgramForeignError(key, path=path, place=place, reason=reason)


def list_open(folder: Path, *, gid: int | None = None) -> list[Path]:
    """List what others may write of an office: its files, its archive's, its folders.

    What lies in the folders of files named by their digests is not looked at one by
    one; whoever may not write these folders can add nothing to them.
    """
    places = [folder, *folder.iterdir(), *(folder / "archive").glob("*")]
    found = []
    for place in sorted(places):
        with suppress(OSError):  # a link that leads nowhere
            found += [place] if name_writer(place, gid=gid) else []
    return found


def _find_writer(path: Path, *, gid: int | None = None) -> tuple[Path, str] | None:
    """Find the first place on the way to a file that somebody else may write.

    What is not there is passed over: nobody can put it there, if no place before it
    is found. A folder in which everybody may write, but none replace what is not his,
    as ``/tmp``, is no such place; a link in it is if another one laid it.
    """
    for place in _walk(path):
        with suppress(FileNotFoundError):
            if stranger := _name_stranger(place.lstat(), gid=gid):
                return place, phrase("it belongs to {stranger}", stranger=stranger)
            sticky = place.is_dir() and place.stat().st_mode & stat.S_ISVTX
            if (reason := name_writer(place, gid=gid)) and not (
                sticky and not _name_stranger(place.stat())
            ):
                return place, reason
    return None


def _walk(path: Path) -> Iterator[Path]:
    """Give the places on the way to a file, each link's own way, and where it ends."""
    for _ in range(_LINKS):
        yield from chain(reversed(path.parents), [path])
        if not path.is_symlink():
            break
        path = path.parent / path.readlink()
    real = path.resolve()
    yield from chain(reversed(real.parents), [real])


def _name_stranger(found: os.stat_result, *, gid: int | None = None) -> str:
    """Name who owns something, if that is neither the caller nor root.

    Who shares an office is no stranger in it: whoever is in the group, with what
    belongs to the group.
    """
    if found.st_uid in {0, os.geteuid()}:
        return ""
    if gid is not None and found.st_gid == gid and is_member(found.st_uid, gid):
        return ""
    return name_user(found.st_uid)
