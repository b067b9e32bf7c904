"""Answers that are dear to make, kept while nothing that they rest on has changed.

What they rest on are the records, the log of the archive, the settings, the templates
and the day. Several who ask for the same wait for one of them to make it.

While a job writes letters all this changes all the time. Then an answer may lag behind
a little, and says so. Whoever asks gets the last one at once; it is made anew beside
that, after ``LAG`` times what it takes to make, so that no more than that part of a
processor goes into it. Only one that is older than ``OLDEST_S`` is waited for.
"""

from __future__ import annotations

from collections import OrderedDict
from contextvars import copy_context
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from datetime import datetime

    from formulir.office.kantor import Kantor

T = TypeVar("T")

MOST: Final = 64
"""So many answers are kept."""
LAG: Final = 20
"""Times what an answer takes to make: so long it is not made anew while a job runs."""
LONGEST_S: Final = 60.0
"""So long at most, in seconds."""
OLDEST_S: Final = 300.0
"""One that was made so long ago nobody is given any more, in seconds."""


@dataclass(kw_only=True, slots=True)
class _Place:
    """Where an answer is kept, and what it rested on."""

    lock: Lock = field(default_factory=Lock)
    state: object = None
    value: Any = None
    saat: datetime | None = None
    made: float = 0.0
    took: float = 0.0

    def is_young(self) -> bool:
        """Tell whether the answer need not be made anew yet, though it lags behind."""
        return monotonic() - self.made < min(LAG * self.took, LONGEST_S)

    def is_usable(self) -> bool:
        """Tell whether there is an answer that can be given though it lags behind."""
        return self.state is not None and monotonic() - self.made < OLDEST_S

    def fill(self, kantor: Kantor, make: Callable[[], Any], state: object) -> None:
        """Make the answer, and note when and how long it took."""
        start, saat = monotonic(), kantor.saat()
        value = make()
        self.made = monotonic()
        self.value, self.saat, self.took = value, saat, self.made - start
        self.state = state


@dataclass(frozen=True, kw_only=True, slots=True)
class Lately(Generic[T]):
    """An answer that may lag behind.

    Args:
        value: It.
        saat: When it was made, where something has changed since then.
    """

    value: T
    saat: datetime | None


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
            place.fill(kantor, make, state)
        value: T = place.value
    return value


def keep_lately(
    kantor: Kantor, what: Hashable, make: Callable[[], T], *, busy: bool
) -> Lately[T]:
    """Give an answer as ``keep`` does, but while a job runs one that may lag behind.

    Args:
        kantor: The office.
        what: Names the question with all that it asks, the region among it.
        make: Makes the answer, which nobody may change.
        busy: Whether a job runs.
    """
    place = _find_place(kantor, what)
    if not (busy and place.is_usable()) or place.state == tell_state(kantor):
        return Lately(value=keep(kantor, what, make), saat=None)
    last: Lately[T] = Lately(value=place.value, saat=place.saat)
    if not place.is_young() and place.lock.acquire(blocking=False):
        refill = copy_context().run  # for the language, which belongs to the request
        Thread(target=refill, args=(_refill, kantor, place, make), daemon=True).start()
    return last


def _refill(kantor: Kantor, place: _Place, make: Callable[[], object]) -> None:
    """Make an answer anew, beside whoever asked; the lock of its place is held."""
    try:
        place.fill(kantor, make, tell_state(kantor))
    except Exception:  # noqa: BLE001 - whoever asks next makes it, and is told
        place.state = None
    finally:
        place.lock.release()


def is_kept(kantor: Kantor, what: Hashable, *, busy: bool = False) -> bool:
    """Tell whether an answer would be given at once.

    Args:
        kantor: The office.
        what: Names the question.
        busy: Whether a job runs, so that it may lag behind.
    """
    place = _find_place(kantor, what)
    return (busy and place.is_usable()) or place.state == tell_state(kantor)


def reckon_here(
    kantor: Kantor, make: Callable[..., T], *args: object, **named: object
) -> T:
    """Call a function here that a process beside the server might call as well."""
    return make(kantor, *args, **named)


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
