"""Re-reading a whole archive; nothing is written and nothing is locked.

An append may go on meanwhile. What it adds lies beyond the checkpoint that was read
first, and its objects are in ``tunda`` or, by the time one looks again, in the log.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import read_with_references
from formulir.archive.checkpoint import parse_checkpoint
from formulir.archive.folder import CHECKPOINT, LOG, PUBLIC, next_line
from formulir.archive.index.check import (
    IndexCheck,
    open_index_check,
    read_seen,
    sum_words,
)
from formulir.archive.index.file import FILE
from formulir.archive.index.queries import Place
from formulir.archive.intent import FILE as TUNDA
from formulir.archive.intent import parse_intent
from formulir.archive.objects import FOLDER, ObjectName, read_object_name
from formulir.archive.verdict import (
    Faults,
    LogCheck,
    VerifyReport,
    judge_head,
    judge_object,
)
from formulir.archive.words import list_words
from formulir.ground.disk import TEMPORARY
from formulir.language import phrase, take_reason
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

CHUNK = 1000
"""So many lines are compared with the index at a time."""
READERS = 4
"""So many files are read and hashed side by side, while lines are compared."""
SMALLEST = 4096
"""So many bytes are asked for at least, whatever size a file says that it has."""
BATCH = 32
"""A reader is given what so many lines ask for: handing one over costs as much as
hashing 10 kB."""


def verify(
    root: Path, *, asal: str, progress: Callable[[int, int], None] | None = None
) -> VerifyReport:
    """Re-read everything, and report every fault with its place.

    Damage is never raised, and the private key is not needed.

    Args:
        root: The archive.
        asal: The name that it must have.
        progress: Is told how many entries were read, with their objects, and of how
            many.

    Source: ``docs/archive-format.md`` §8.
    """
    # The checkpoint is read after the index and before the log: an append that goes on
    # meanwhile then shows only beyond what is verified.
    seen = read_seen(root / FILE)
    public, head = _read(root / PUBLIC), _read(root / CHECKPOINT)
    checkpoint, findings = judge_head(public, head, asal=asal)
    index = open_index_check(root / FILE, checkpoint, seen=seen)
    if index.rollback is not None:
        findings.append(Fault(place=CHECKPOINT, reason=index.rollback))
    log = LogCheck(checkpoint=checkpoint)
    with closing(index), ThreadPoolExecutor(READERS) as pool:
        audit = Audit(root=root, log=log, index=index, pool=pool)
        size = None if checkpoint is None else checkpoint.size
        lines = _iter_lines(root / LOG, size)
        audit.read_lines(lines, progress or (lambda _done, _total: None))
        findings += audit.judge()
    return VerifyReport(
        entri=audit.log.frontier.size,
        objects=len(audit.seen),
        size_bytes=audit.size_bytes + audit.end,
        findings=tuple(findings),
        notices=tuple(audit.notices),
        anew=index.anew,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a line wants to be read, away from the order of the lines.

    Args:
        entri: The line.
        objects: What it is the first to refer to.
        letter: What it says, if it is the first on a letter: its words are wanted.
    """

    entri: int
    objects: list[ObjectName]
    letter: dict[str, Any] | None


@dataclass(kw_only=True, slots=True)
class Found:
    """What was found.

    Args:
        size_bytes: The bytes of the objects read.
        words: The sum over the words of the letters (``sum_words``).
        faults: What is wrong with objects.
    """

    size_bytes: int = 0
    words: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Audit:
    """One pass over an archive: what was seen, and what is wrong with it.

    Args:
        root: The archive.
        log: The judge of the lines.
        index: The judge of the index.
        pool: Reads objects.
        seen: Each object that a line refers to.
        damaged: The faults of objects.
        notices: Remarks.
        asked: What is to be read next.
        waiting: What is being read, in the order of the lines.
        end: Where the last line read ends in the log, in bytes.
        size_bytes: The bytes of the objects read.
    """

    root: Path
    log: LogCheck
    index: IndexCheck
    pool: ThreadPoolExecutor
    seen: set[ObjectName] = field(default_factory=set)
    damaged: Faults = field(default_factory=Faults)
    notices: list[Fault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    waiting: deque[Future[Found]] = field(default_factory=deque)
    end: int = 0
    size_bytes: int = 0

    def read_lines(
        self, lines: Iterator[bytes], progress: Callable[[int, int], None]
    ) -> None:
        """Read every line, and each object when a line first refers to it."""
        head, told = self.log.checkpoint, 0

        def tell(last: int) -> int:
            for entri in range(told, last):
                progress(entri + 1, entri + 1 if head is None else head.size)
            return last

        while chunk := list(islice(lines, CHUNK)):
            before, first = len(self.waiting), self.log.frontier.size
            leaves = self.index.begin_chunk(first, len(chunk))
            for entri, line in enumerate(chunk, first):
                said, kept = self.log.read(line, leaves.get(entri))
                if said is not None:
                    isi, references = said
                    place = Place(entri, self.end, isi["tindakan"], isi.get("kode"))
                    is_first = self.index.compare(place, kept)
                    self._ask(entri, references, letter=isi if is_first else None)
                self.end += len(line) + 1
            self._hand_over()
            # What these lines ask for is read while the next ones are compared.
            self._take_in(before)
            told = tell(first)
        self._take_in(len(self.waiting))
        tell(self.log.frontier.size)

    def judge(self) -> list[Fault]:
        """List the faults: of the log, the objects, the index."""
        findings = self.log.judge()
        if findings or self.log.checkpoint is None:
            # What a damaged log refers to is not known, so no file is a stray and no
            # index is wrong on its word.
            reason = phrase(
                "strays and index.db were not looked for: the log is not sound"
            )
            self.notices.append(Fault(place=LOG, reason=reason, warning=True))
            return findings + self.damaged.listed()
        objects = self.damaged.listed()
        strays = self._judge_strays()
        index = self.index.judge(size=self.log.frontier.size, words=not objects)
        if self.index.notice is not None:
            self._remark(FILE, self.index.notice)
        with suppress(OSError):
            if (self.root / LOG).stat().st_size > self.end:
                reason = phrase(
                    "bytes beyond the checkpoint: an append was interrupted"
                )
                self._remark(LOG, reason)
        return findings + objects + strays + index

    def _ask(
        self,
        entri: int,
        references: list[ObjectName],
        *,
        letter: dict[str, Any] | None,
    ) -> None:
        """Ask for what a line refers to, unless an earlier one did."""
        new = [nama for nama in references if nama not in self.seen]
        self.seen.update(new)
        if new or letter is not None:
            self.asked.append(Asked(entri=entri, objects=new, letter=letter))
        if len(self.asked) >= BATCH:
            self._hand_over()

    def _hand_over(self) -> None:
        """Let what was asked for be read."""
        self.waiting.append(self.pool.submit(_read_all, self.root, self.asked))
        self.asked = []

    def _take_in(self, count: int) -> None:
        """Wait for what was asked for first."""
        for _ in range(count):
            found = self.waiting.popleft().result()
            self.size_bytes += found.size_bytes
            self.index.words += found.words
            for fault in found.faults:
                self.damaged.add(fault.place, fault.reason)

    def _judge_strays(self) -> list[Fault]:
        """Find what lies under ``objects/`` and no line refers to."""
        strays = [
            (path, nama)
            for path, nama in _walk(self.root)
            if path.endswith(TEMPORARY) or nama not in self.seen
        ]
        # In this order: an append that goes on stands in ``tunda`` until the checkpoint
        # covers it, so it is seen in the one or in the other.
        excused = self._read_intent() | self._read_later() if strays else set()
        faults = Faults()
        for path, nama in strays:
            if nama in excused:
                self._remark(
                    path, phrase("of an append that goes on or was interrupted")
                )
            else:
                faults.add(path, phrase("slipped in: no entry refers to it"))
        return faults.listed()

    def _read_intent(self) -> set[ObjectName | None]:
        """Return what an append is about to write or has left."""
        data = _read(self.root / TUNDA)
        try:
            return set() if data is None else set(parse_intent(data).objects)
        except ValueError as error:
            self._remark(TUNDA, take_reason(error))
            return set()

    def _read_later(self) -> set[ObjectName | None]:
        """Return what entries refer to that were committed since verifying began.

        Whether that checkpoint is signed is not checked: it only excuses files, and the
        next verifying looks at them.
        """
        try:
            head, _ = parse_checkpoint(_read(self.root / CHECKPOINT) or b"")
        except ValueError:
            return set()
        first = self.log.frontier.size
        lines = _iter_lines(self.root / LOG, head.size - first, at=self.end)
        later: set[ObjectName | None] = set()
        for entri, line in enumerate(lines, first):
            with suppress(ValueError):  # a misspelled one refers to nothing
                later.update(read_with_references(line, entri=entri)[1])
        return later

    def _remark(self, place: str, reason: str) -> None:
        """Note something that is no fault."""
        self.notices.append(Fault(place=place, reason=reason, warning=True))


def _iter_lines(path: Path, count: int | None, *, at: int = 0) -> Iterator[bytes]:
    """Give the whole lines of the log, at most so many, as far as it can be read."""
    try:
        with path.open("rb") if path.is_file() else BytesIO() as file:
            file.seek(at)
            whole = iter(partial(next_line, file), b"")
            for line in islice(whole, None if count is None else max(count, 0)):
                if not line.endswith(b"\n"):
                    return  # torn, or longer than any line
                yield line[:-1]
    except OSError:
        return  # the lines that are missing are what is reported


def _read_all(root: Path, asked: list[Asked]) -> Found:
    """Read what lines want to be read, a file at a time."""
    found = Found()
    for each in asked:
        konteks = _find_konteks(each.letter or {})
        text = None
        for nama in dict.fromkeys([*each.objects, *konteks]):
            data = _read(f"{root}/{nama.place}")
            if nama in each.objects:
                found.size_bytes += len(data or b"")
                if fault := judge_object(nama, data, entri=each.entri):
                    found.faults.append(fault)
            if nama in konteks:  # whose words are wanted, even if it was read before
                text = data
        if each.letter is not None:
            found.words += sum_words(each.entri, list_words(each.letter, text))
    return found


def _find_konteks(isi: dict[str, Any]) -> list[ObjectName]:
    """Name the context that a line refers to, if it does."""
    sha = isi.get("konteks")
    return [] if sha is None else [ObjectName(sha, "json")]


def _read(path: Path | str) -> bytes | None:
    """Read a plain file, or nothing if it is none: the verdict says so.

    Anything else might never end: a pipe waits for whoever writes into it.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            return None
        parts = []
        while part := os.read(handle, max(found.st_size, SMALLEST) + 1):
            parts.append(part)
        return b"".join(parts)
    except OSError:
        return None
    finally:
        os.close(handle)


def _walk(root: Path) -> Iterator[tuple[str, ObjectName | None]]:
    """Give each file under ``objects/``, and the object that may lie there."""
    folders = [FOLDER]
    while folders:
        folder = folders.pop()
        with suppress(OSError), os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                # A folder that is a link is no folder of ours, and is not walked into.
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                else:
                    yield path, None if entry.is_symlink() else _name_of(path)


def _name_of(path: str) -> ObjectName | None:
    """Return the object whose place, or temporary place, a path is."""
    try:
        first, second = path.removeprefix(f"{FOLDER}/").split("/")
        nama = read_object_name(first + second.removesuffix(TEMPORARY))
    except ValueError:
        return None
    return nama if len(first) == len("ab") else None
