"""Waiting until much that was written is on the disk: one wait instead of hundreds.

A file by itself costs a commit of the file system's journal; of six hundred files that
is most of what an append to the archive takes. Linux can sync a file system as a whole.
"""

from __future__ import annotations

import ctypes
import os
import platform
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from formulir.ground.disk import sync_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Executor
    from pathlib import Path

MANY: Final = 32
"""From so many files on, the file system is synced as a whole, if it can be."""
WRITERS: Final = 8
"""So many files are synced side by side; the disk merges what comes together."""

_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_TELLS_SINCE: Final = (5, 8)
"""The first Linux that tells of what could not be written. Source: syncfs(2)."""
_WHOLE: Final = frozenset({0xEF53, 0x58465342, 0x9123683E})
"""Where a sync of the whole is one of each file: ext2 to ext4, XFS, Btrfs.

Source: linux/magic.h. Elsewhere, as over a network, it may promise less.
"""
_STATFS_BYTES: Final = 256
"""More than any ``struct statfs``, which begins with the sort of file system."""


@contextmanager
def flushing(
    folders: Iterable[Path], *, count: int
) -> Iterator[Callable[[Iterable[Path]], None]]:
    """Give a function that returns when files in some folders are on the disk.

    It is to be opened before anything is written, for the kernel tells of what failed
    since. Each folder is asked where it lies, for a part of an archive may be a link,
    or mounted from another disk: every file system among them is synced, and if one of
    them cannot be as a whole, every file is by itself.

    Args:
        folders: The folders of all the files; they are there.
        count: How many files there will be.
    """
    devices = {folder.stat().st_dev: folder for folder in folders}
    if count < MANY or not all(map(syncs_whole, devices.values())):
        with ThreadPoolExecutor(WRITERS) as pool:
            yield partial(_sync_each, pool)
        return
    with ExitStack() as stack:
        handles = {}
        for folder in devices.values():
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            stack.callback(os.close, handle)
            handles[handle] = folder
        yield lambda _paths: _sync_all(handles)


def syncs_whole(folder: Path) -> bool:
    """Tell whether the file system of a folder is as safe synced as a whole."""
    release = re.match(r"(\d+)\.(\d+)", platform.release())
    if release is None or (int(release[1]), int(release[2])) < _TELLS_SINCE:
        return False
    if not hasattr(_LIBC, "syncfs"):
        return False
    answer = ctypes.create_string_buffer(_STATFS_BYTES)
    if _LIBC.statfs(os.fsencode(folder), answer) != 0:
        return False
    return ctypes.c_long.from_buffer(answer).value in _WHOLE


def _sync_each(pool: Executor, paths: Iterable[Path]) -> None:
    for _ in pool.map(sync_path, paths):
        pass  # what could not be written is raised here


def _sync_all(handles: Mapping[int, Path]) -> None:
    for handle, folder in handles.items():
        _sync_whole(handle, folder)


def _sync_whole(handle: int, root: Path) -> None:
    if _LIBC.syncfs(handle) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(root))
