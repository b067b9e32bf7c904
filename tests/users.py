"""Users of the machine, made up: a child of root takes their numbers for a while.

No list of the machine names them, and nothing has to be taken away again.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import shutil
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import TYPE_CHECKING

import pytest

from formulir.cli.main import COMMANDS, run
from formulir.ground.disk import narrow_umask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GROUP, ELSEWHERE = 61900, 61901
"""The group that shares an office, and another one."""
CLERK, SECOND, STRANGER = 61001, 61002, 61003
_NEW_MOUNTS, _BIND, _ALL_BELOW, _PRIVATE = 0x20000, 0x1000, 0x4000, 1 << 18
"""From ``sched.h`` and ``sys/mount.h``."""
_STREAMS = ((0, "r"), (1, "w"), (2, "w"))
NAMES = {CLERK: "tuti", SECOND: "budi", STRANGER: "asing"}


@contextmanager
def common_place() -> Iterator[Path]:
    """Make a folder that everybody can enter and everybody of the group can write."""
    if os.geteuid() != 0:
        pytest.skip("only root can be several users")
    try:
        as_user(CLERK, lambda: None)
    except AssertionError as error:
        pytest.skip(f"name spaces are forbidden here: {error}")
    folder = Path(mkdtemp(prefix="formulir-bersama-"))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder)


def _open_ways(*needed: Path) -> None:
    """Let everybody reach some folders that lie in one that is root's, as its home.

    The closed folder is covered, for this process and its children alone, by an empty
    one that holds nothing but what is needed.
    """
    ways = {
        closed[-1]: [other for other in needed if closed[-1] in other.parents]
        for place in needed
        if (closed := [up for up in place.parents if not up.stat().st_mode & 0o001])
    }
    if not ways:
        return
    _call("unshare", _NEW_MOUNTS)
    _mount("none", Path("/"), "", _PRIVATE | _ALL_BELOW)
    for top, places in ways.items():
        handles = [os.open(place, os.O_PATH) for place in places]
        _mount("tmpfs", top, "tmpfs", 0, b"mode=755")
        for place, handle in zip(places, handles, strict=True):
            place.mkdir(parents=True)
            _mount(f"/proc/self/fd/{handle}", place, "", _BIND)
            os.close(handle)


def _mount(source: str, target: Path, kind: str, flags: int, data: bytes = b"") -> None:
    words = (os.fsencode(source), os.fsencode(target), kind.encode())
    _call("mount", *words, ctypes.c_ulong(flags), data)


def _call(name: str, *words: object) -> None:
    """Call the system, which Python 3.11 has no words for."""
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*words) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


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
            _open_ways(Path(__file__).parents[1], Path(sys.base_prefix))
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
    for name in COMMANDS.keys() & set(words):
        # Here, so that not each child does it anew.
        importlib.import_module(f"formulir.cli.{COMMANDS[str(name)][0]}")
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
