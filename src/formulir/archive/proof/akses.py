"""The second log: who looked at what, and what was handed out, to whom.

``akses.jsonl`` is a log like the first one, and ``akses.checkpoint`` its head, signed
by the same key under the name of the archive with ``/akses`` behind it. Who has no key
may look all the same: his line waits until the next one is signed. So looking never
asks for a passphrase, and never waits for a batch.

Source: ``docs/archive-format.md`` §15.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.acts import read_line, write_line
from formulir.archive.checkpoint import (
    Checkpoint,
    Verifier,
    read_checkpoint,
    sign_checkpoint,
)
from formulir.archive.folder import HeadTamperedError, LogTamperedError, next_line
from formulir.archive.merkle import Frontier, hash_leaf
from formulir.archive.spelling import (
    read_base64,
    read_json,
    write_base64,
    write_json,
)
from formulir.ground.disk import (
    append_synced,
    cut_file,
    guard_disk,
    hold_lock,
    replace_file,
    write_file,
)
from formulir.language import phrase, take_reason
from formulir.model import Entri, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from formulir.archive.folder import Archive
    from formulir.archive.keys import SigningKey

LOG: Final = "akses.jsonl"
HEAD: Final = "akses.checkpoint"
EDGE: Final = "akses.tepi"
"""The right edge of the tree, so that signing reads only what is new; it may go."""
BEHIND: Final = "/akses"
TAIL: Final = 1 << 16
"""So many bytes of the end are read at a time, to find the last line."""


@dataclass(kw_only=True, slots=True)
class AksesVerdict:
    """The verdict on the second log.

    Args:
        signed: How many of its lines are signed.
        faults: What is wrong with it; what merely waits is a remark.
    """

    signed: int = 0
    faults: list[Fault] = field(default_factory=list)


def name_akses(archive: Archive) -> Verifier:
    """Return the key that checks the second log: the archive's, by another name."""
    own = archive.verifier
    return Verifier(asal=own.asal + BEHIND, public=own.public)


def record_akses(
    archive: Archive, isi: Mapping[str, Any], *, saat: datetime, key: SigningKey | None
) -> int:
    """Record that somebody looked, or was handed something.

    A crash leaves the line or not, or one that is torn, which the next call cuts off;
    or lines that are not signed yet, which the next one with a key signs.

    Args:
        archive: The archive.
        isi: What the line says, but for ``entri`` and ``saat``.
        saat: The moment.
        key: The private key, where it can be had without asking.

    Returns:
        The number of the line.

    Raises:
        DiskFailedError: It cannot be written.
        LogTamperedError: The last line is none.
        ValueError: It says something that no line can.
    """
    path = archive.root / LOG
    with guard_disk(path), hold_lock(path):
        end, number = _find_end(path)
        cut_file(path, size_bytes=end)
        line, _ = write_line(isi, entri=number, saat=saat)
        append_synced(path, line + b"\n", at=end)
        if key is not None and key.public == archive.verifier.public:
            _sign(archive, key)
    return number


def judge_akses(archive: Archive) -> AksesVerdict:
    """Judge the second log; damage is told, never raised."""
    path, found = archive.root / LOG, AksesVerdict()
    head, faults = _read_head(archive)
    found.faults += faults
    frontier, root = Frontier(), None
    with guard_disk(path):
        for number, line in enumerate(_iter_lines(path)):
            frontier.add(hash_leaf(line))
            if head is not None and frontier.size == head.size:
                root = frontier.root()
            try:
                read_line(line, entri=number)
            except ValueError as error:
                place = f"{LOG}, entri {number}"
                found.faults.append(Fault(place=place, reason=take_reason(error)))
    if head is not None:
        found.signed = head.size
        if head.size and root != head.root:
            reason = phrase(
                "its lines do not give the signed root over {size} lines",
                size=head.size,
            )
            found.faults.append(Fault(place=LOG, reason=reason))
    if frontier.size > found.signed and not found.faults:
        count = frontier.size - found.signed
        reason = phrase("{count} line(s) wait for a signature", count=count)
        found.faults.append(Fault(place=LOG, reason=reason, warning=True))
    return found


def list_looks(archive: Archive, *, naming: str | None = None) -> list[Entri]:
    """List the lines of the second log without judging it; what is no line is left out.

    Args:
        archive: The archive.
        naming: Only lines in which this text stands: the others are not even parsed,
            so one letter may be asked after at every sight of it.
    """
    path, found = archive.root / LOG, []
    sought = "" if naming is None else json.dumps(naming, ensure_ascii=False)
    with guard_disk(path):
        for number, line in enumerate(_iter_lines(path)):
            if sought.encode() in line:
                with suppress(ValueError):
                    found.append(Entri(entri=number, isi=read_line(line, entri=number)))
    return found


def _sign(archive: Archive, key: SigningKey) -> None:
    """Sign all lines; the caller holds the lock."""
    root = archive.root
    frontier, end = _load_edge(archive)
    for line in _iter_lines(root / LOG, at=end):
        frontier.add(hash_leaf(line))
        end += len(line) + 1
    head = Checkpoint(
        asal=name_akses(archive).asal, size=frontier.size, root=frontier.root()
    )
    replace_file(root / HEAD, sign_checkpoint(head, key))
    peaks = [write_base64(peak) for peak in frontier.peaks]
    edge = write_json({"banyak": frontier.size, "puncak": peaks, "ukuran": end})
    # Whoever loses it reads the log from its beginning, once.
    write_file(root / EDGE, edge)


def _load_edge(archive: Archive) -> tuple[Frontier, int]:
    """Read the right edge, as far as the signed root and the log vouch for it.

    The root vouches for the hashes. Where the lines that wait begin, none does: the
    line that begins there must bear the number that is next.

    Raises:
        HeadTamperedError: There is a head, and it does not hold.
    """
    path = archive.root / HEAD
    if not path.exists():
        return Frontier(), 0
    try:
        head = read_checkpoint(path.read_bytes(), name_akses(archive))
    except ValueError as error:
        raise HeadTamperedError(path, reason=take_reason(error)) from error
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = read_json((archive.root / EDGE).read_bytes())
        peaks = [read_base64(peak) for peak in kept["puncak"]]
        edge = Frontier(size=kept["banyak"], peaks=peaks)
        if (edge.size, replace(edge).root()) == (head.size, head.root):
            waiting = _iter_lines(archive.root / LOG, at=kept["ukuran"])
            read_line(next(waiting, b""), entri=head.size)
            return edge, kept["ukuran"]
    return _prove_lines(archive, head)


def _prove_lines(archive: Archive, head: Checkpoint) -> tuple[Frontier, int]:
    """Read the signed lines from the beginning: nothing is signed on top of others.

    Raises:
        LogTamperedError: They do not give the signed root.
    """
    frontier, end = Frontier(), 0
    for line in _iter_lines(archive.root / LOG):
        if frontier.size == head.size:
            break
        frontier.add(hash_leaf(line))
        end += len(line) + 1
    if (frontier.size, frontier.root()) != (head.size, head.root):
        reason = phrase("its lines do not give the root of the checkpoint")
        raise LogTamperedError(archive.root / LOG, reason=reason)
    return frontier, end


def _read_head(archive: Archive) -> tuple[Checkpoint | None, list[Fault]]:
    path = archive.root / HEAD
    with guard_disk(path):
        if not path.exists():
            return None, []
        try:
            return read_checkpoint(path.read_bytes(), name_akses(archive)), []
        except ValueError as error:
            return None, [Fault(place=HEAD, reason=take_reason(error))]


def _iter_lines(path: Path, *, at: int = 0) -> Iterator[bytes]:
    """Give the whole lines of the second log."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        file.seek(at)
        while (line := next_line(file)).endswith(b"\n"):
            yield line[:-1]


_ENDS: Final = 2
"""The end of the last line, and that of the one before it."""


def _find_end(path: Path) -> tuple[int, int]:
    """Find where the last whole line ends, and the number of the next one.

    Raises:
        LogTamperedError: The last line is none.
    """
    with path.open("rb") as file:
        start, tail = file.seek(0, os.SEEK_END), b""
        while start > 0 and tail.count(b"\n") < _ENDS:
            step = min(start, TAIL)
            start -= step
            file.seek(start)
            tail = file.read(step) + tail
    whole, found, torn = tail.rpartition(b"\n")
    if not found:
        return 0, 0
    end = start + len(tail) - len(torn)
    last = whole.rpartition(b"\n")[2]
    try:
        number = read_json(last).get("entri", -1)
        return end, read_line(last, entri=number)["entri"] + 1
    except ValueError as error:
        raise LogTamperedError(path, reason=take_reason(error)) from error
