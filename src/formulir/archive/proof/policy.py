"""Whom a verifier believes: the keys of logs and witnesses, and how many must sign.

Source: https://c2sp.org/tlog-policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from formulir.archive.checkpoint import read_key
from formulir.archive.proof.notes import find_signed, read_moment
from formulir.archive.spelling import read_text
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.archive.checkpoint import NoteKey, Verifier
    from formulir.archive.proof.notes import Note

LONGEST_POLICY: Final = 1 << 16
NONE: Final = "none"
WORDS: Final = {"any": lambda _members: 1, "all": len}
"""What may stand for the number of members that must sign."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Some witnesses or groups, and how many of them must sign."""

    least: int
    members: Sequence[str]


@dataclass(kw_only=True, slots=True)
class Policy:
    """Whose signatures are asked for.

    Args:
        logs: The keys of the logs that are believed, by name.
        witnesses: The keys of witnesses, by their names in the policy.
        groups: How they are counted together.
        quorum: The witness or group that must have signed, or ``none``.
    """

    logs: dict[str, NoteKey] = field(default_factory=dict)
    witnesses: dict[str, NoteKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str | None = None


def trust_log(verifier: Verifier) -> Policy:
    """Make the policy of whoever knows one log, and no witness."""
    return Policy(logs={verifier.asal: verifier.key}, quorum=NONE)


def read_policy(data: bytes) -> Policy:
    """Read a policy.

    Raises:
        ValueError: A line is not one of a policy; it is named by its number.
    """
    if len(data) > LONGEST_POLICY:
        raise ValueError(phrase("larger than {most} bytes", most=LONGEST_POLICY))
    policy = Policy()
    for number, line in enumerate(read_text(data).split("\n"), 1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            _read_line(policy, words)
        except ValueError as error:
            message = phrase("line {number}: {reason}", number=number, reason=error)
            raise ValueError(message) from error
    if policy.quorum is None:
        raise ValueError(phrase("it has no line quorum"))
    return policy


def write_policy(policy: Policy) -> bytes:
    """Write a policy of logs, witnesses and how many of these must sign."""
    lines = [f"log {key.spelled}" for key in policy.logs.values()]
    lines += [f"witness {name} {key.spelled}" for name, key in policy.witnesses.items()]
    lines += [
        f"group {name} {group.least} {' '.join(group.members)}"
        for name, group in policy.groups.items()
    ]
    return "".join(f"{line}\n" for line in [*lines, f"quorum {policy.quorum}"]).encode()


def judge_note(note: Note, policy: Policy) -> dict[str, int]:
    """See that a checkpoint is signed as a policy asks.

    Returns:
        The witnesses that have signed it, each with the moment.

    Raises:
        ValueError: Its log is not believed, a signature does not hold, or too few
            witnesses have signed.
    """
    asal = note.checkpoint.asal
    log = policy.logs.get(asal)
    if log is None:
        raise ValueError(
            phrase("its log {asal} is not one that is believed", asal=asal)
        )
    if find_signed(note, log) is None:
        raise ValueError(
            phrase("{asal} has not signed it with the key that is believed", asal=asal)
        )
    moments = {}
    for name, key in policy.witnesses.items():
        line = find_signed(note, key)
        if line is not None:
            moments[name] = read_moment(line)
    if not _is_met(policy, str(policy.quorum), moments):
        raise ValueError(
            phrase(
                "too few witnesses have signed it: {quorum} is asked for, there is "
                "{names}",
                quorum=policy.quorum,
                names=", ".join(moments) or "-",
            )
        )
    return moments


def _is_met(policy: Policy, name: str, signed: Mapping[str, int]) -> bool:
    if name == NONE or name in signed:
        return True
    group = policy.groups.get(name)
    # A group names only what stands above it, so this ends.
    return group is not None and group.least <= sum(
        _is_met(policy, member, signed) for member in group.members
    )


def _read_line(policy: Policy, words: Sequence[str]) -> None:
    """Read one line into a policy."""
    read = _READERS.get(words[0])
    if read is None:
        raise ValueError(phrase("{word!r} begins no line of a policy", word=words[0]))
    if policy.quorum is not None and words[0] == "quorum":
        raise ValueError(phrase("a second line quorum"))
    read(policy, words[1:])


def _read_log(policy: Policy, words: Sequence[str]) -> None:
    _need(words, least=1, most=2)
    key = read_key(words[0])
    _refuse_double(key, policy.logs)
    policy.logs[key.nama] = key


def _read_witness(policy: Policy, words: Sequence[str]) -> None:
    _need(words, least=2, most=3)
    _refuse_name(policy, words[0])
    key = read_key(words[1])
    _refuse_double(key, policy.witnesses)
    policy.witnesses[words[0]] = key


def _read_group(policy: Policy, words: Sequence[str]) -> None:
    _need(words, least=3)
    name, count, *members = words
    _refuse_name(policy, name)
    for member in members:
        _know(policy, member)
    if len(set(members)) < len(members):
        raise ValueError(phrase("a member stands in it twice"))
    spelled = count.isascii() and count.isdecimal() and not count.startswith("0")
    least = WORDS[count](members) if count in WORDS else int(count) if spelled else 0
    if not 1 <= least <= len(members):
        raise ValueError(phrase("{count!r} is no number of its members", count=count))
    policy.groups[name] = Group(least=least, members=members)


def _read_quorum(policy: Policy, words: Sequence[str]) -> None:
    _need(words, least=1, most=1)
    if words[0] != NONE:
        _know(policy, words[0])
    policy.quorum = words[0]


_READERS: Final[Mapping[str, Callable[[Policy, Sequence[str]], None]]] = {
    "log": _read_log,
    "witness": _read_witness,
    "group": _read_group,
    "quorum": _read_quorum,
}


def _need(words: Sequence[str], *, least: int, most: int | None = None) -> None:
    if len(words) < least or (most is not None and len(words) > most):
        raise ValueError(phrase("another number of words than such a line has"))


def _know(policy: Policy, name: str) -> None:
    if name not in policy.witnesses and name not in policy.groups:
        raise ValueError(phrase("no line before it names {name}", name=name))


def _refuse_name(policy: Policy, name: str) -> None:
    if name == NONE or name in policy.witnesses or name in policy.groups:
        raise ValueError(phrase("the name {name} is taken", name=name))


def _refuse_double(key: NoteKey, known: Mapping[str, NoteKey]) -> None:
    if any(key.public == other.public for other in known.values()):
        raise ValueError(phrase("a second line of one key"))
    if any(key.nama == other.nama for other in known.values()):
        raise ValueError(phrase("a second key of {name}", name=key.nama))
