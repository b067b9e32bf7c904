"""Proving a part of an archive: some entries by their proofs, with their files.

The signed root is proved by the hashes that the index keeps, each entry drawn by its
line and the way from it to the root. What is not drawn is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.archive.acts import list_references, read_line
from formulir.archive.index.current import with_index
from formulir.archive.index.file import IndexDamagedError
from formulir.archive.index.queries import find_place, load_hash
from formulir.archive.merkle import (
    hash_leaf,
    make_inclusion_proof,
    verify_inclusion,
)
from formulir.archive.objects import ObjekMissingError, ObjekTamperedError, find_object
from formulir.language import phrase, take_reason
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formulir.archive.folder import Archive
    from formulir.archive.index.catch_up import Current
    from formulir.archive.objects import ObjectName


@dataclass(frozen=True, kw_only=True, slots=True)
class Sampled:
    """What looking at a part found.

    Args:
        drawn: How many entries were looked at.
        size: Of how many.
        objects: How many files of theirs.
        findings: The faults.
    """

    drawn: int
    size: int
    objects: int
    findings: tuple[Fault, ...]


def verify_sample(
    archive: Archive,
    choose: Callable[[int], Sequence[int]],
    *,
    progress: Callable[[int, int], None],
) -> Sampled:
    """Look at some entries.

    Args:
        archive: The archive.
        choose: Is told how many entries there are, and gives the numbers of some.
        progress: Is told how many were looked at, of how many.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        IndexStaleError: The index lags and may not be written.
    """

    def look(current: Current) -> Sampled:
        size = current.checkpoint.size
        numbers = choose(size)
        findings: list[Fault] = []
        seen: set[ObjectName] = set()
        for done, number in enumerate(numbers, 1):
            for nama in _prove_entry(current, number, findings):
                if nama not in seen:
                    seen.add(nama)
                    try:
                        find_object(archive.root, *nama)
                    except (ObjekMissingError, ObjekTamperedError) as error:
                        findings.append(
                            Fault(place=nama.place, reason=take_reason(error))
                        )
            progress(done, len(numbers))
        return Sampled(
            drawn=len(numbers),
            size=size,
            objects=len(seen),
            findings=tuple(findings),
        )

    return with_index(archive, look)


def _prove_entry(
    current: Current, number: int, findings: list[Fault]
) -> Sequence[ObjectName]:
    """Prove the line of an entry; return what it refers to."""
    head = current.checkpoint
    place = find_place(current.conn, number)
    if place is None:
        raise IndexDamagedError(
            current.root, reason=phrase("it lacks entri {number}", number=number)
        )
    line = current.load_bytes(place)
    proof = make_inclusion_proof(
        number, head.size, lambda position: load_hash(current.conn, position)
    )
    leaf = hash_leaf(line)
    if not verify_inclusion(
        leaf, index=number, size=head.size, proof=proof, root=head.root
    ):
        raise IndexDamagedError(
            current.root,
            reason=phrase("its hashes do not lead to the root of the checkpoint"),
        )
    try:
        return list_references(read_line(line, entri=number))
    except ValueError as error:
        where = f"log.jsonl, entri {number}"
        findings.append(Fault(place=where, reason=take_reason(error)))
        return []
