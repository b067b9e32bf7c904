"""Folders to work in: locked while in use, swept once their owner was killed."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryFile, mkdtemp
from typing import TYPE_CHECKING, Final

from formulir.ground.disk import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

MARK: Final = ".formulir"
"""A file that a folder of ours holds: its name alone anybody may have given it."""


def take_folder(workdir: Path) -> tuple[Path, int]:
    """Make a folder to work in, and hold its lock for as long as it is used.

    It gets its name when the lock is held, so that nobody sweeps it away before; a
    crash leaves it unlocked, and ``sweep`` removes it, or under its first name, which
    nobody removes.
    """
    new = Path(mkdtemp(prefix="baru-", dir=workdir))
    hold = os.open(new, os.O_RDONLY)
    fcntl.flock(hold, fcntl.LOCK_EX)
    (new / MARK).touch()
    folder = new.with_name(new.name.replace("baru-", "cetak-", 1))
    new.rename(folder)
    return folder, hold


@contextmanager
def work_in_folder(workdir: Path) -> Iterator[Path]:
    """Hold a folder to work in, with its full path, and remove it in the end.

    What it lies in is made if it is not there. What processes that were killed left
    behind is swept first; a crash inside leaves the folder unlocked, for the next one
    to sweep.
    """
    make_folder(workdir)
    sweep(workdir)
    folder, hold = take_folder(workdir)
    try:
        yield folder.resolve()
    finally:
        rmtree(folder, ignore_errors=True)
        os.close(hold)


def sweep(workdir: Path) -> None:
    """Remove the folders of processes that were killed: those that nobody has locked.

    What bears no mark of ours stays, wherever ``workdir`` leads and whatever lies
    there. A crash leaves a part of a folder, its mark perhaps gone: then it stays.
    """
    for folder in workdir.glob("cetak-*"):
        with suppress(OSError):  # another one may be sweeping, too
            hold = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                os.stat(MARK, dir_fd=hold, follow_symlinks=False)
                fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
                rmtree(folder, ignore_errors=True)
            finally:
                os.close(hold)


def sweep_old(place: Path, pattern: str, *, age: timedelta) -> None:
    """Remove the folders in a place into which nobody has put anything for so long.

    How old they are says the disk, as of a file that is made there now: the clock of
    the office may be another one, which runs behind by years or ahead. A crash leaves a
    part of a folder, for the next one to sweep.

    Args:
        place: Where they lie, if it is there.
        pattern: What their names are like.
        age: How long they are kept.
    """
    found = [(folder, _touched(folder)) for folder in place.glob(pattern)]
    if not found:
        return
    with TemporaryFile(dir=place) as probe:
        last = os.fstat(probe.fileno()).st_mtime - age.total_seconds()
    for folder, touched in found:
        if touched < last:
            rmtree(folder, ignore_errors=True)


def _touched(folder: Path) -> float:
    """Tell when something was last put into a folder; never old where it has gone."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:  # another one may be sweeping, too
        return float("inf")
