"""Proving a part of an archive: some entries by their proofs, with their files.

The signed root is proved by the hashes that the index keeps, each entry drawn by its
line and the way from it to the root. What is not drawn is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.archive.acts import read_with_references
from formulir.archive.index.current import with_index
from formulir.archive.index.file import FILE, IndexDamagedError
from formulir.archive.merkle import hash_leaf, verify_inclusion
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
    line, proof = current.load_proof(number, size=head.size)
    if not verify_inclusion(
        hash_leaf(line), index=number, size=head.size, proof=proof, root=head.root
    ):
        reason = phrase("its hashes do not lead to the root of the checkpoint")
        raise IndexDamagedError(current.root / FILE, reason=reason)
    try:
        return read_with_references(line, entri=number)[1]
    except ValueError as error:
        where = f"log.jsonl, entri {number}"
        findings.append(Fault(place=where, reason=take_reason(error)))
        return []
