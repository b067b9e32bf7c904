"""What was seen of a template in print, kept by digest: found out once a machine.

It lies in the work folder, beside the lock of the one who is finding it out. It is
written under another name and takes its own when it is whole: a crash leaves none, and
the next one finds it out anew. What it is kept for is the template, the layout, the
LibreOffice, and the way in which this program joins letters.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from formulir.ground.disk import hold_lock, temporary_of, write_file
from formulir.model import Fault, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from formulir.letters.profil import Profil
    from formulir.model import Docx
    from formulir.press.printing.worker import PrintMachine

_EDITION: Final = 1
"""Of the way in which letters are joined and looked at: another one proves all anew."""


class Route(StrEnum):
    """What letters are printed from."""

    ALONE = "alone"
    """One by one, as their author's DOCX."""
    DOCX = "docx"
    """Joined as DOCX."""
    ODF = "odf"
    """Joined as ODF."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """How letters of a template print in company.

    Args:
        route: The way in which they look as they do alone.
        reason: Why it is not a faster one.
        branches: The branches of the template that the letters looked at went.
        sheets: The pages that the longest of them had.
    """

    route: Route
    reason: str = ""
    branches: frozenset[str] = field(default=frozenset())
    sheets: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """What was seen on sample letters.

    Args:
        branches: The branches of the template that they went.
        faults: What is wrong with them, or may be.
        letters: How many there were.
    """

    branches: frozenset[str] = field(default=frozenset())
    faults: tuple[Fault, ...] = ()
    letters: int = 0


def name_verdict(machine: PrintMachine, docx: Docx, profil: Profil, what: str) -> Path:
    """Name the file in which something is kept.

    Args:
        machine: What prints.
        docx: The template.
        profil: The layout of its letters.
        what: What is kept: a trial, or the fastest way that was to be tried.
    """
    facts = [_EDITION, machine.tell_version(), profil.as_konteks(), what]
    text = json.dumps(facts, sort_keys=True, default=str)
    digest = hashlib.sha256(hashlib.sha256(docx).digest() + text.encode())
    return machine.workdir / f"bukti-{digest.hexdigest()[:32]}.json"


def read_verdict(path: Path) -> Verdict | None:
    """Read a verdict, if there is one that can be read."""
    facts = _read(path)
    try:
        return Verdict(
            route=Route(str(facts["route"])),
            reason=str(facts["reason"]),
            branches=frozenset(map(str, facts["branches"])),
            sheets=int(facts["sheets"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def read_trial(path: Path) -> Trial | None:
    """Read what was seen on sample letters, if there is that."""
    facts = _read(path)
    try:
        faults = [_read_fault(**fault) for fault in facts["faults"]]
        branches, letters = frozenset(facts["branches"]), int(facts["letters"])
    except (KeyError, TypeError, ValueError):
        return None
    return Trial(branches=branches, faults=tuple(faults), letters=letters)


def keep(path: Path, seen: Verdict | Trial) -> None:
    """Keep what was seen; where the disk refuses, it will be found out again."""
    facts = asdict(seen) | {"branches": sorted(seen.branches)}
    temporary = temporary_of(path)
    with suppress(OSError):
        write_file(temporary, json.dumps(facts).encode())
        temporary.replace(path)


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Let one at a time find something out; who comes later reads it."""
    with hold_lock(path.with_suffix(".kunci")):
        yield


def _read_fault(*, spot: Mapping[str, Any] | None = None, **facts: Any) -> Fault:  # noqa: ANN401 - as kept
    return Fault(**facts, spot=None if spot is None else Spot(**spot))


def _read(path: Path) -> Mapping[str, Any]:
    with suppress(OSError, ValueError):
        facts = json.loads(path.read_bytes())
        if isinstance(facts, dict):
            return facts
    return {}
