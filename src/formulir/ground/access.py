"""Users and groups by their names, and whom to ask where the system lets nobody in."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from typing import TYPE_CHECKING

from formulir.language import phrase

if TYPE_CHECKING:
    from pathlib import Path


def name_user(uid: int) -> str:
    """Name a user; a machine may know a number only."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def name_group(gid: int) -> str:
    """Name a group; a machine may know a number only."""
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return f"gid {gid}"


def find_group(word: str) -> int | None:
    """Return the number of a group, which may be given instead of its name.

    >>> find_group("root"), find_group("4711"), find_group("no such group")
    (0, 4711, None)
    """
    try:
        return grp.getgrnam(word).gr_gid
    except KeyError:
        return int(word) if word.isascii() and word.isdecimal() else None


def is_member(uid: int, gid: int) -> bool:
    """Tell whether a user is in a group, as the machine's lists of both have it.

    Of a number without a name no list says anything; then nothing speaks against it,
    and only who is in a group can give a file to it.
    """
    try:
        user = pwd.getpwuid(uid)
    except KeyError:
        return True
    return gid in os.getgrouplist(user.pw_name, user.pw_gid)


def is_ours(gid: int) -> bool:
    """Tell whether this process is in a group."""
    return gid == os.getegid() or gid in os.getgroups()


def explain_closed(path: Path, *, write: bool = False) -> str:
    """Say why this process may not use a file or folder, and what opens it.

    Args:
        path: It; its owner or the owner of a folder above it may have closed it.
        write: It is to be written.
    """
    above = 0
    for place in (*reversed(path.parents), path):
        try:
            mode = place.stat().st_mode
        except OSError as error:
            return phrase("{place}: {reason}", place=place, reason=error.strerror)
        need = os.X_OK if stat.S_ISDIR(mode) else os.R_OK
        need |= os.W_OK if write and place == path else 0
        if not os.access(place, need, effective_ids=True):
            return _name_cure(place, above=above)
        above = mode
    return phrase("the system refuses it")


def _name_cure(place: Path, *, above: int) -> str:
    """Say who may use a place that is closed to us, and who can change that.

    Args:
        place: The place.
        above: The mode of the folder around it: in one with the set-group-ID bit
            everything is its group's.
    """
    found = place.stat()
    group, owner = name_group(found.st_gid), name_user(found.st_uid)
    can = "root" if found.st_uid == 0 else phrase("{owner} or root", owner=owner)
    if stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISGID:
        if is_ours(found.st_gid):
            return phrase(
                "{place} is closed to its own group; {can} can open it",
                place=place,
                can=can,
            )
        us = name_user(os.geteuid())
        if not us.startswith("uid ") and is_member(os.geteuid(), found.st_gid):
            return phrase(
                "you came into group {group} after you logged in; log in again",
                group=group,
            )
        return phrase(
            "it is shared by group {group}, and you are not in it; ask whoever looks "
            "after this machine for 'usermod -aG {group} {us}', then log in again",
            group=group,
            us=us,
        )
    facts = {"place": place, "owner": owner, "can": can}
    if above & stat.S_ISGID:
        return phrase(
            "{place} is {owner}'s alone, though the folder around it is shared; let "
            "{can} run 'formulir doctor --betulkan'",
            **facts,
        )
    return phrase(
        "{place} belongs to {owner}; to work in one office together, let {can} share "
        "it with a group by 'formulir doctor --kelompok GROUP'",
        **facts,
    )
