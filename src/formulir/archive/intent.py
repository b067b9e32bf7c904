"""``tunda``: what an append is about to write, so that a crash leaves no stray file.

It is there from before the first object until after the commit. Its first line is the
size of the checkpoint that it builds on. As long as that is the checkpoint's size the
append is not committed, and its objects, none of which were there before, are nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.archive.objects import delete_objects, read_object_name
from formulir.archive.spelling import read_decimal
from formulir.errors import ArsipError
from formulir.ground.disk import replace_file, sync_path
from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from formulir.archive.objects import ObjectName

FILE = "tunda"


class TundaMalformedError(ArsipError):
    """``tunda`` says something that no append writes."""

    path: Path
    reason: str
    says = (
        "{path}: {reason}; run formulir verify: the objects that it finds slipped in "
        "and this file may then be removed"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Intent:
    """The intent of an append.

    Args:
        size: The size of the checkpoint before it.
        objects: The objects that are not there yet.
    """

    size: int
    objects: frozenset[ObjectName]


def parse_intent(data: bytes) -> Intent:
    """Read an intent.

    Raises:
        ValueError: It is spelled in another way.
    """
    if b"\n" not in data or not data.isascii():
        raise ValueError(phrase("it is no list of names, one on each line"))
    size, *names, end = data.decode("ascii").split("\n")
    objects = [read_object_name(name) for name in names]
    if end or objects != sorted(set(objects)):
        raise ValueError(phrase("the list is not sorted or has no end"))
    return Intent(size=read_decimal(size), objects=frozenset(objects))


def read_intent(root: Path) -> Intent | None:
    """Read the intent of the append that is under way or was interrupted.

    Raises:
        TundaMalformedError: It is spelled in another way.
    """
    path = root / FILE
    try:
        return parse_intent(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise TundaMalformedError(path, reason=take_reason(error)) from error


def write_intent(root: Path, *, size: int, objects: Iterable[ObjectName]) -> None:
    """Write down what is about to be written; it is on the disk when this returns.

    A crash leaves either no intent and no objects, or an intent without objects.
    """
    lines = [str(size), *(str(nama) for nama in sorted(objects))]
    replace_file(root / FILE, "".join(f"{line}\n" for line in lines).encode())


def remove_intent(root: Path) -> None:
    """Forget an intent; a crash leaves it, which does no harm."""
    (root / FILE).unlink(missing_ok=True)
    sync_path(root)


def settle_intent(root: Path, *, size: int) -> None:
    """Delete what an interrupted append has left, unless it was committed.

    A crash leaves the intent and some of its objects; this starts again then.

    Args:
        root: The archive.
        size: The size of its checkpoint.

    Raises:
        TundaMalformedError: The intent cannot be one of this archive's.
    """
    intent = read_intent(root)
    if intent is None:
        return
    if intent.size > size:
        reason = phrase(
            "it builds on {size} lines, the checkpoint has {signed}",
            size=intent.size,
            signed=size,
        )
        raise TundaMalformedError(root / FILE, reason=reason)
    if intent.size == size:
        delete_objects(root, intent.objects)
    remove_intent(root)
