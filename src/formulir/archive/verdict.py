"""The verdict on an archive: bytes in, faults out; no file is touched here.

Each check cites the page that asks for it. Nothing is trusted that is not under the
signature; the index only helps to say which line is not the one that was signed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import name_act, read_with_references
from formulir.archive.checkpoint import Checkpoint, read_checkpoint, read_verifier
from formulir.archive.folder import CHECKPOINT, LOG, PUBLIC
from formulir.archive.merkle import Frontier, hash_leaf
from formulir.language import phrase, take_reason
from formulir.model import Fault

if TYPE_CHECKING:
    from formulir.archive.objects import ObjectName

NAMED = 10
"""So many faults of one kind are listed; the rest is counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyReport:
    """What verifying found.

    Args:
        entri: How many entries were read.
        objects: How many objects were read.
        size_bytes: How many bytes these are, the log included.
        findings: The faults: those of the head first, then of the log, the objects,
            the index. None means that the archive verifies.
        notices: Remarks that are no faults, such as traces of an interrupted run.
        anew: How many entries there were when the search index was made anew, if ever;
            nothing where there is no index.
    """

    entri: int
    objects: int
    size_bytes: int
    findings: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    anew: int | None = None


@dataclass(kw_only=True, slots=True)
class Faults:
    """Faults of one kind: the first few, and how many more."""

    named: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(self, place: str, reason: str) -> None:
        """Note a fault."""
        if len(self.named) < NAMED:
            self.named.append(Fault(place=place, reason=reason))
        else:
            self.more += 1

    def listed(self) -> list[Fault]:
        """List them; the last one tells how many are not listed."""
        if not self.more:
            return list(self.named)
        reason = phrase("and {more} more like this", more=self.more)
        return [*self.named, Fault(place=self.named[-1].place, reason=reason)]


def judge_head(
    public: bytes | None, head: bytes | None, *, asal: str
) -> tuple[Checkpoint | None, list[Fault]]:
    """Check the public key and the checkpoint.

    That both were not replaced by another key's is not checked: nothing inside the
    folder can show it (``docs/archive-format.md`` §8).

    Args:
        public: The bytes of ``log.pub``, or nothing if it cannot be read.
        head: The bytes of ``checkpoint``, likewise.
        asal: The name that the archive must have.

    Returns:
        The checkpoint if it can be trusted, and the faults.

    Source: https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint.
    """
    try:
        verifier = read_verifier(_need(public))
        if verifier.asal != asal:
            reason = phrase(
                "it is that of {asal}, not of {wanted}",
                asal=verifier.asal,
                wanted=asal,
            )
            return None, [Fault(place=PUBLIC, reason=reason)]
    except ValueError as error:
        return None, [Fault(place=PUBLIC, reason=take_reason(error))]
    try:
        return read_checkpoint(_need(head), verifier), []
    except ValueError as error:
        return None, [Fault(place=CHECKPOINT, reason=take_reason(error))]


@dataclass(kw_only=True, slots=True)
class LogCheck:
    """Reads the lines of a log one after the other and judges them as a whole.

    Args:
        checkpoint: What was signed, or nothing if that is damaged itself.
        frontier: The tree over the lines.
        known: The tree over the leaves that the index has.
        misspelled: Lines that are not what a line is.
        differing: Lines that give another leaf than the index has.
        once: The acts read that happen to a letter once.
    """

    checkpoint: Checkpoint | None
    frontier: Frontier = field(default_factory=Frontier)
    known: Frontier = field(default_factory=Frontier)
    misspelled: Faults = field(default_factory=Faults)
    differing: Faults = field(default_factory=Faults)
    once: set[tuple[str, ...]] = field(default_factory=set)

    def read(
        self, line: bytes, known: bytes | None
    ) -> tuple[tuple[dict[str, Any], list[ObjectName]] | None, list[bytes]]:
        """Read the next line.

        Args:
            line: Its bytes, without the line feed.
            known: The leaf that the index has for it, or nothing.

        Returns:
            What it says and what it refers to, or nothing if it is misspelled; and the
            hashes of the subtrees that it completes.
        """
        entri, leaf = self.frontier.size, hash_leaf(line)
        kept = self.frontier.add(leaf)
        if known is not None and self.known.size == entri:
            self.known.add(known)
            if known != leaf:
                self.differing.add(
                    _line(entri), phrase("this is not the line that was signed")
                )
        try:
            isi, references = read_with_references(line, entri=entri)
        except ValueError as error:
            self.misspelled.add(_line(entri), take_reason(error))
            return None, kept
        act = name_act(isi)
        if act is not None:  # recorded once (``docs/archive-format.md`` §2)
            if act in self.once:
                self.misspelled.add(
                    _line(entri),
                    phrase("a second {act} of {whose}", act=act[0], whose=act[1]),
                )
            self.once.add(act)
        return (isi, references), kept

    def judge(self) -> list[Fault]:
        """Judge the lines read against the root that was signed (RFC 9162 §2.1.1)."""
        head = self.checkpoint
        size, root = self.frontier.size, self.frontier.root()
        if head is None or (size, root) == (head.size, head.root):
            # Signed, or nothing to compare with: the spelling is all there is to say.
            return self.misspelled.listed()
        if self.known.root() == head.root and self.known.size == head.size:
            # The leaves in the index are those that were signed: they prove which line
            # is not. Where fewer lines are left, none of them need differ.
            faults = self.differing.listed()
        else:
            faults = self.misspelled.listed()
        if size < head.size:
            reason = phrase(
                "the log ends here, the checkpoint covers {size} lines", size=head.size
            )
            faults.append(Fault(place=_line(size), reason=reason))
        whole = phrase(
            "its lines do not give the signed root over {size} lines", size=head.size
        )
        return faults or [Fault(place=LOG, reason=whole)]


def judge_object(nama: ObjectName, data: bytes | None, *, entri: int) -> Fault | None:
    """Check an object against its name (``docs/archive-format.md`` §3).

    Args:
        nama: Its name.
        data: Its bytes, or nothing if it cannot be read.
        entri: A line that refers to it.
    """
    if data is None:
        return Fault(
            place=nama.place,
            reason=phrase("missing; entri {entri} refers to it", entri=entri),
        )
    found = sha256(data).hexdigest()
    if found == nama.sha256:
        return None
    reason = phrase(
        "changed: its SHA-256 is {found}; entri {entri} refers to it",
        found=found,
        entri=entri,
    )
    return Fault(place=nama.place, reason=reason)


def _line(entri: int) -> str:
    """Write the place of a line."""
    return phrase("{log}, entri {entri}", log=LOG, entri=entri)


def _need(data: bytes | None) -> bytes:
    """Refuse a file that is not there."""
    if data is None:
        raise ValueError(phrase("missing or unreadable"))
    return data
