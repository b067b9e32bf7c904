"""Work that several processes begin at one time: each piece is done once, for all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from formulir.ground.disk import temporary_of, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

B = TypeVar("B")


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """Where results are pinned, by the names of the pieces of work they come from.

    Args:
        folder: Where other processes find them, a folder for its owner only; without
            it nobody else does.
        own: What this process knows.
    """

    folder: Path | None = None
    own: dict[str, Any] = field(default_factory=dict)

    def do(self, pieces: Mapping[str, Callable[[], B]]) -> dict[str, B]:
        """Do pieces of work, leaving out what another process has begun.

        One that another process did not bring to its end is done here: whoever works
        holds a lock, which ends with the process. What a piece raises is raised here.
        """
        for wait in (False, True):
            for name, make in pieces.items():
                with self._claim(name, wait=wait) as mine:
                    if mine and not self._find(name):
                        self.pin(name, make())
        return {name: self.own[name] for name in pieces}

    def pin(self, name: str, result: object) -> None:
        """Pin a result; it gets its name when it is whole, so a crash leaves none."""
        self.own[name] = result
        if self.folder is not None:
            path = self._path(self.folder, name)
            write_file(temporary := temporary_of(path), pickle.dumps(result))
            temporary.replace(path)

    def _find(self, name: str) -> bool:
        """Look whether a result is there, and keep it."""
        if name not in self.own and self.folder is not None:
            path = self._path(self.folder, name)
            if path.exists():
                self.own[name] = pickle.loads(path.read_bytes())  # noqa: S301 - our own file, in a folder for its owner only
        return name in self.own

    @contextmanager
    def _claim(self, name: str, *, wait: bool) -> Iterator[bool]:
        """Hold a piece of work, if nobody else does or once nobody does."""
        if self.folder is None:
            yield True
            return
        path = self._path(self.folder, name).with_suffix(".kunci")
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            mine = True
        except BlockingIOError:
            mine = False
        try:
            yield mine
        finally:
            os.close(lock)

    @staticmethod
    def _path(folder: Path, name: str) -> Path:
        digest = hashlib.sha256(name.encode()).hexdigest()
        return folder / f"{digest[:32]}.hasil"
