"""Users of the machine, made up: a child of root takes their numbers for a while.

No list of the machine names them, and nothing has to be taken away again.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import TYPE_CHECKING

import pytest

from formulir.cli.main import run
from formulir.ground.disk import narrow_umask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GROUP, ELSEWHERE = 61900, 61901
"""The group that shares an office, and another one."""
CLERK, SECOND, STRANGER = 61001, 61002, 61003
_STREAMS = ((0, "r"), (1, "w"), (2, "w"))
NAMES = {CLERK: "tuti", SECOND: "budi", STRANGER: "asing"}


@contextmanager
def common_place() -> Iterator[Path]:
    """Make a folder that everybody can enter and everybody of the group can write."""
    if os.geteuid() != 0:
        pytest.skip("only root can be several users")
    checkout = Path(__file__).parents[1]
    for folder in (*checkout.parents, checkout, Path(sys.base_prefix)):
        if not folder.stat().st_mode & 0o001:
            pytest.skip(f"only root can be several users, and {folder} is root's")
    folder = Path(mkdtemp(prefix="formulir-bersama-"))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder)


def as_user(
    uid: int, work: Callable[[], object], *, groups: tuple[int, ...] = ()
) -> None:
    """Do something in a child that is somebody else; what fails there fails here."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(read)
            os.setgroups(groups)
            os.setresgid(ELSEWHERE, ELSEWHERE, ELSEWHERE)
            os.setresuid(uid, uid, uid)
            os.environ["LOGNAME"] = NAMES[uid]  # noqa: TID251 - no list names the user
            os.umask(0o022)
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - it is told by the parent
            os.write(write, traceback.format_exc()[-60000:].encode())
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    assert status == 0, told


def formulir_as(
    uid: int, *words: object, groups: tuple[int, ...] = (GROUP,), umask: int = 0o022
) -> tuple[int, str]:
    """Run a command as somebody; give its exit code, and all that it printed."""
    with TemporaryFile() as out:

        def work() -> None:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
            sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, m) for n, m in _STREAMS)
            os.umask(umask)
            narrow_umask()
            code = run([str(word) for word in words])
            sys.stderr.flush()
            print(f"\nexit {code}", flush=True)  # noqa: T201 - for the parent

        as_user(uid, work, groups=groups)
        out.seek(0)
        text, _, code = out.read().decode().rpartition("\nexit ")
    return int(code), text
