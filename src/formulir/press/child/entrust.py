"""Entrusting a stranger's file to a child that another room has written.

Rooms that read files of kinds of their own bring the module that reads them; here it
is limited and shielded like every such child.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from formulir.ground.disk import probe_folder
from formulir.language import Sentence
from formulir.press.child.ask import ANSWER, ask_child, is_plain_file
from formulir.press.child.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What a child may cost.

    Args:
        memory_bytes: Its address space.
        cpu_s: Seconds of processor time.
        size_bytes: Of each file that it writes.
    """

    memory_bytes: int
    cpu_s: int
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Entrusted:
    """What became of a file.

    Args:
        reason: Why it could not be read; nothing where it was.
        folder: Where the child has left what it found.
    """

    reason: str
    folder: Path

    def open_left(self, name: str) -> IO[bytes]:
        """Open what the child has left under a name; no link is followed.

        Raises:
            ValueError: There is no such file.
        """
        path = self.folder / name
        if not is_plain_file(path):
            raise ValueError(path)
        return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


@contextmanager
def entrust(module: str, data: bytes, *, cost: Cost) -> Iterator[Entrusted]:
    """Let a module look into the bytes of a stranger's file.

    It is told a folder, the file, the name under which it answers ``{"reason": …}``,
    and its limits. A crash leaves the folder, which is the system's and holds a copy of
    the file.

    Args:
        module: What runs as the child.
        data: The file.
        cost: What it may cost.

    Raises:
        MachineError: The machine does not let the child work.
    """
    limits = Limits(
        memory_bytes=cost.memory_bytes, cpu_s=cost.cpu_s, size_bytes=cost.size_bytes
    )
    with TemporaryDirectory(prefix="formulir-berkas-") as name:
        folder = Path(name).resolve()
        source = folder / "berkas"
        source.write_bytes(data)
        form = {"reason": Sentence}
        words: tuple[str | Path, ...] = (source, ANSWER)
        end = ask_child(module, words, folder=folder, form=form, limits=limits)
        if end.fault:
            probe_folder(folder)  # a full disk is nothing that is wrong with a file
        reason = end.excuse if end.said is None else end.said["reason"]
        yield Entrusted(reason=reason, folder=folder)
