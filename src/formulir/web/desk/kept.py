"""Answers that are dear to make, kept while nothing that they rest on has changed.

What they rest on are the records, the log of the archive, the settings, the templates
and the day. Several who ask for the same wait for one of them to make it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from formulir.office.kantor import Kantor

T = TypeVar("T")

MOST: Final = 64
"""So many answers are kept."""


@dataclass(kw_only=True, slots=True)
class _Place:
    """Where an answer is kept, and what it rested on."""

    lock: Lock = field(default_factory=Lock)
    state: object = None
    value: Any = None


_places: OrderedDict[Hashable, _Place] = OrderedDict()
_door = Lock()


def keep(kantor: Kantor, what: Hashable, make: Callable[[], T]) -> T:
    """Give an answer: the one that is kept, or a new one where something has changed.

    Args:
        kantor: The office.
        what: Names the question with all that it asks, the region among it.
        make: Makes the answer, which nobody may change.
    """
    place = _find_place(kantor, what)
    with place.lock:
        state = tell_state(kantor)
        if place.state != state:
            place.value, place.state = make(), state
        value: T = place.value
    return value


def is_kept(kantor: Kantor, what: Hashable) -> bool:
    """Tell whether an answer would be given at once."""
    return _find_place(kantor, what).state == tell_state(kantor)


def _find_place(kantor: Kantor, what: Hashable) -> _Place:
    key = (str(kantor.folder), what)
    with _door:
        place = _places.setdefault(key, _Place())
        _places.move_to_end(key)
        while len(_places) > MOST:
            _places.popitem(last=False)
    return place


def tell_state(kantor: Kantor) -> tuple[object, ...]:
    """Tell the present state of all that answers rest on from any other."""
    return (kantor.hari_ini(), *_list_marks(kantor))


def _list_marks(kantor: Kantor) -> Iterator[tuple[str, int, int]]:
    single = (kantor.catatan, kantor.folder / "kantor.toml")
    archived = (kantor.folder / "archive" / "checkpoint",)
    own = sorted((kantor.folder / "templates").rglob("*"))
    for path in (*single, *archived, *own):
        try:
            facts = path.stat()
        except OSError:
            continue
        yield str(path), facts.st_mtime_ns, facts.st_size
