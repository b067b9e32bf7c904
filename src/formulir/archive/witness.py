"""Holding an archive against a checkpoint that was kept where nobody here can write.

Whoever has the key can sign another log, and change all that lies in the folder to fit.
He cannot change what lies elsewhere. The lines themselves are read here: no index, no
ledger and no checkpoint of the folder is believed for what they give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.archive.acts import read_line
from formulir.archive.checkpoint import read_checkpoint
from formulir.archive.folder import (
    LOG,
    LogTamperedError,
    Standing,
    iter_lines,
    load_checkpoint,
    next_line,
    open_log,
)
from formulir.archive.merkle import Frontier, hash_leaf
from formulir.errors import ArsipError
from formulir.ground.disk import guard_disk
from formulir.language import phrase, take_reason
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from formulir.archive.checkpoint import Checkpoint
    from formulir.archive.folder import Archive


def judge_kept(archive: Archive, notes: Mapping[str, bytes]) -> tuple[int, list[Fault]]:
    """Tell from which checkpoints that were kept this archive has not grown.

    An append may go on meanwhile: it changes nothing of the lines before it.

    Args:
        archive: The archive.
        notes: The checkpoints, to the byte, by the name under which each is told.

    Returns:
        How many of its first entries are proved to be what they were, and the faults.

    Source: ``docs/archive-format.md`` §11. The proof of RFC 9162 §2.1.4 says the same
    to those who do not have the lines.
    """
    faults, kept = [], {}
    for place, note in notes.items():
        try:
            kept[place] = read_checkpoint(note, archive.verifier)
        except ValueError as error:
            faults.append(Fault(place=place, reason=take_reason(error)))
    try:
        size = load_checkpoint(archive).size
        roots = find_roots(archive, {each.size for each in kept.values()})
    except ArsipError as error:
        return 0, [*faults, Fault(place=LOG, reason=take_reason(error))]
    proved = 0
    for place, checkpoint in kept.items():
        reason = _judge(checkpoint, size=size, root=roots.get(checkpoint.size))
        if reason:
            faults.append(Fault(place=place, reason=reason))
        else:
            proved = max(proved, checkpoint.size)
    return proved, faults


def find_roots(archive: Archive, sizes: Collection[int]) -> dict[int, bytes]:
    """Read the lines of the log, and give the roots over the first so many of them.

    Returns:
        By size; what the log is too short for is left out.

    Raises:
        LogTamperedError: There is no log.
        DiskFailedError: It cannot be read.
    """
    path, frontier, last = archive.root / LOG, Frontier(), max(sizes, default=0)
    roots = {0: frontier.root()}
    with guard_disk(path), open_log(path) as file:
        while frontier.size < last and (line := next_line(file)).endswith(b"\n"):
            frontier.add(hash_leaf(line[:-1]))
            if frontier.size in sizes:
                roots[frontier.size] = frontier.root()
    return {size: root for size, root in roots.items() if size in sizes}


def read_standing(archive: Archive, *, at: Collection[int]) -> Standing:
    """Say what an archive holds, read off its lines alone: nothing is mended.

    Args:
        archive: The archive.
        at: The sizes at which its root is asked for.

    Raises:
        ArsipError: The checkpoint does not verify, or the lines do not give its root.
    """
    head, path = load_checkpoint(archive), archive.root / LOG
    roots = find_roots(archive, {head.size, *at})
    if roots.get(head.size) != head.root:
        reason = phrase("its lines do not give the root of the checkpoint")
        raise LogTamperedError(path, reason=reason)
    last = None
    for line in iter_lines(path, first=0, last=head.size, at=0):
        last = line
    isi = None if last is None else read_line(last, entri=head.size - 1)
    return Standing(size=head.size, root=head.root, last=isi, root_at=roots.__getitem__)


def _judge(kept: Checkpoint, *, size: int, root: bytes | None) -> str:
    """Say what speaks against an archive, of a checkpoint that its key has signed."""
    if kept.size > size:
        return phrase(
            "it covers {size} entries, the archive holds {held}: an older "
            "archive was put back, or entries were cut off",
            size=kept.size,
            held=size,
        )
    if root != kept.root:
        return phrase(
            "the first {size} entries of the archive are not those that it was "
            "signed over: an entry was changed, and the archive signed anew",
            size=kept.size,
        )
    return ""
