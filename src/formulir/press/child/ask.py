"""The one way to a stranger's file: a child that is limited, shielded, not believed.

Every child that opens such a file is started here. Its limits and its shield stand
before its command, so they hold before its first byte runs. Its time is what it has
computed; the clock only ends one that sleeps.

What it answers is small JSON in a file of its folder. A child that was taken over may
write anything there, or lay a link in our way: what is not the answer that was asked
for is none.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import MachineError
from formulir.ground.disk import find_machine_fault
from formulir.ground.said import pack_said, read_said, unpack_said
from formulir.language import Sentence, phrase
from formulir.press.child.children import (
    MINIMAL_ENV,
    await_work,
    end_child,
    start_child,
    too_much_work,
)
from formulir.press.child.shield import probe_shield, shield_python

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulir.press.child.limits import Limits

ANSWER: Final = "jawaban.json"

_ANSWER_BYTES: Final = 4 << 20
"""More than a hundred pages full of QR codes say."""

_MOST: Final = 1 << 31
"""No number that a child tells is as large."""

_SHELL_SIGNAL: Final = 128
"""A shield passes on the signal that ended its program as a shell does."""

_BACKUP: Final = 2
"""So many times its time the kernel gives a child, should nobody look at it."""


_HINDERED: Final = 74
"""How a child of ours ends that the machine did not let work. Source: sysexits(3)."""


class ChildHinderedError(MachineError):
    """The machine did not let a file be looked at; nothing is known of the file."""

    path: Path
    reason: str
    says = (
        "{path} could not be looked at: {reason}; mend the machine and run it again, "
        "the file may be sound"
    )


class LimitLowError(MachineError):
    """The machine gives programs less than looking at a file may take."""

    name: str
    has: int
    wants: int
    says = (
        "programs get {has} here of {name} and {wants} are wanted; raise it with "
        "ulimit, or where the service is configured"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ChildEnd:
    """How a limited child ended.

    Args:
        status: Its status; below nothing, the signal that ended it.
        stopped: Whether it was ended because it took too much time.
        fault: Why it was stopped, or ended badly; nothing when it ended well.
        said: What it answered, checked; nothing when it gave no such answer.
    """

    status: int
    stopped: bool = False
    fault: str = ""
    said: dict[str, Any] | None = None

    @property
    def excuse(self) -> str:
        """Say why there is no answer."""
        return self.fault or phrase("it tells nothing that can be understood")


def run_limited(
    argv: Sequence[str | Path], *, folder: Path, limits: Limits, memory_bytes: int
) -> ChildEnd:
    """Run a command to its end or its limit.

    Args:
        argv: The command, with its shield before it.
        folder: What it takes for its home.
        limits: What it may cost.
        memory_bytes: Its address space.

    Raises:
        ProgramUnstartableError: The system refuses to start it.
        LimitLowError: It would get less than it may cost.
        ChildHinderedError: Somebody else ended it, as a system without memory does.
    """
    most_s = _BACKUP * limits.cpu_s
    _require(phrase("memory (ulimit -v)"), resource.RLIMIT_AS, memory_bytes)
    _require(
        phrase("a file's size (ulimit -f)"), resource.RLIMIT_FSIZE, limits.size_bytes
    )
    kernel = [f"--as={memory_bytes}", f"--cpu={most_s}:{most_s + 1}"]
    kernel += [f"--fsize={limits.size_bytes}", "--core=0"]
    child = start_child(
        ["/usr/bin/prlimit", *kernel, "--", *argv],
        env={**MINIMAL_ENV, "HOME": str(folder)},
    )
    process = os.pidfd_open(child.pid)
    try:
        fault = await_work(
            child.pid, process, cpu_s=limits.cpu_s, sleep_s=limits.sleep_s
        )
    finally:
        end_child(child)
        os.close(process)
    status = child.returncode
    if status > _SHELL_SIGNAL:
        status = _SHELL_SIGNAL - status
    if not fault and status == -signal.SIGXCPU:
        fault = too_much_work(limits.cpu_s)
    stopped = bool(fault)
    if status == -signal.SIGKILL and not stopped:
        reason = phrase("something ended the program that did it; is memory short?")
        raise ChildHinderedError(folder, reason=reason)
    if not stopped and status:
        fault = phrase("it took too much memory to be read, or is too damaged")
    return ChildEnd(status=status, stopped=stopped, fault=fault)


def _require(name: str, which: int, wants: int) -> None:
    """Refuse to start what would get less than it may cost."""
    has = resource.getrlimit(which)[1]
    if has != resource.RLIM_INFINITY and has < wants:
        raise LimitLowError(name, has=has, wants=wants)


@contextmanager
def answering() -> Iterator[None]:
    """Do a child's work; where the machine fails, end with a status that says so."""
    try:
        yield
    except Exception as error:
        if find_machine_fault(error) is None:
            raise
        sys.exit(_HINDERED)


def ask_child(
    module: str,
    words: Sequence[str | Path],
    *,
    folder: Path,
    form: dict[str, Any],
    limits: Limits,
) -> ChildEnd:
    """Let a module of ours look into a stranger's file, and read what it answers.

    It is told the folder, the words and the limits. One that ended badly may have
    answered before.

    Args:
        module: What runs as the child.
        words: What it is told.
        folder: An empty folder, the only place where it may write.
        form: What it must answer: see ``fits``.
        limits: What it may cost.

    Raises:
        ProgramUnstartableError: The system refuses to start it.
        MachineError: The machine does not let it work.
    """
    folder = folder.resolve()
    end = run_limited(
        [
            *shield_python(probe_shield(), folder=folder),
            *(sys.executable, "-I", "-m", module, folder, *words),
            json.dumps(asdict(limits)),
        ],
        folder=folder,
        limits=limits,
        memory_bytes=limits.memory_bytes,
    )
    if end.status == _HINDERED:
        reason = phrase("the disk refused what was read or written")
        raise ChildHinderedError(Path(words[0]), reason=reason)
    said = read_answer(folder / ANSWER, form=form)
    return replace(end, said=said)


def write_answer(folder: Path, said: dict[str, Any]) -> None:
    """Write a child's answer whole, in the place of an earlier one."""
    half = folder / f"{ANSWER}.baru"
    half.write_text(json.dumps(pack_said(said)), encoding="utf-8")
    half.replace(folder / ANSWER)


def read_answer(path: Path, *, form: dict[str, Any]) -> dict[str, Any] | None:
    """Read what a child has answered, its lists as tuples.

    Returns:
        Nothing when it is not what was asked for.
    """
    # A child that answers with more than can be nested says nothing, too.
    with suppress(OSError, ValueError, RecursionError):
        said = json.loads(_read_bounded(path))
        # What cannot be written again, no archive and no terminal can take.
        json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
        if fits(said, form):
            return {
                key: tuple(value) if isinstance(value, list) else value
                for key, value in unpack_said(said, form).items()
            }
    return None


def is_plain_file(path: Path) -> bool:
    """Tell whether a child has left a file there, not a link, a pipe or a folder."""
    return path.is_file() and not path.is_symlink()


def fits(value: object, form: object) -> bool:
    """Tell whether a value is of a form, and holds nothing beside it.

    A form is a type; a set of words, one of which it must be; a list of one form for
    each member; or an object of forms, where a key with a question mark may be missing.
    A number is whole and not below nothing. A sentence is one that was packed, or text.

    >>> fits({"halaman": 2, "qr": ["a"]}, {"halaman": int, "qr": [str], "saat?": str})
    True
    >>> fits({"halaman": True}, {"halaman": int}), fits("a", frozenset({"b"}))
    (False, False)
    """
    if isinstance(form, dict):
        forms = {key.removesuffix("?"): inner for key, inner in form.items()}
        return (
            isinstance(value, dict)
            and forms.keys() >= value.keys()
            and all(key in value for key in form if not key.endswith("?"))
            and all(fits(inner, forms[key]) for key, inner in value.items())
        )
    if isinstance(form, list):
        return isinstance(value, list) and all(fits(each, form[0]) for each in value)
    if isinstance(form, frozenset):
        return isinstance(value, str) and value in form
    if form is Sentence:
        return read_said(value) is not None
    if form is int:
        return type(value) is int and 0 <= value < _MOST
    return type(value) is form


def _read_bounded(path: Path) -> bytes:
    """Read a small file.

    Raises:
        OSError: It cannot be read, or is a link.
        ValueError: It is too large, or no file.
    """
    # Neither a link is followed nor the other end of a pipe waited for.
    with os.fdopen(
        os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb"
    ) as file:
        data = file.read(_ANSWER_BYTES + 1)
        if len(data) > _ANSWER_BYTES or not stat.S_ISREG(
            os.fstat(file.fileno()).st_mode
        ):
            raise ValueError(path)
    return data
