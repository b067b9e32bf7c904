"""What is to be planned, and a plan, as plain data.

A visit is one of two to a model school. Two people make it on one day, which is theirs
for nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from formulir.settings import Pendampingan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

PAIR = 2
"""So many people make a visit."""
STAGES = (1, 2)


class Key(NamedTuple):
    """What tells a visit from others.

    Args:
        npsn: The school.
        ke: The stage.
    """

    npsn: str
    ke: int

    @property
    def other(self) -> Key:
        """Return the other visit of the school."""
        return self._replace(ke=sum(STAGES) - self.ke)


class Bar(NamedTuple):
    """What keeps a person from going on a day, or a school from being visited.

    Args:
        rule: The table that says so, such as ``ketersediaan``.
        what: What it says, such as the reason or the holiday.
    """

    rule: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelSchool:
    """A model school that was appointed.

    Args:
        npsn: Its number.
        nama: Its name.
        bentuk: SD, SMP, …
        trained: The last day of its training; nothing where none is on record.
    """

    npsn: str
    nama: str
    bentuk: str = "SD"
    trained: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A facilitator who was appointed.

    Args:
        kode: The office's word for him or her.
        nama: The name.
        asal: The school that he or she comes from, if it is one on record.
        kapasitas: So many visits a year at most.
        away: The days on which he or she cannot go, with the reasons.
        spared: The days on which he or she had rather not go.
    """

    kode: str
    nama: str
    kapasitas: int
    asal: str | None = None
    away: Mapping[date, Bar] = field(default_factory=dict)
    spared: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A visit that is to be planned.

    Args:
        key: Which.
        days: The days on which the school can be visited, in their order.
        closed: The days of the stage on which it cannot, with the rule of each.
        tetap: The day that is set by hand, if it is.
        people: The people who are set by hand.
        held: Whether it was held: then nothing of it is to be planned.
    """

    key: Key
    days: tuple[date, ...]
    closed: Mapping[date, Bar] = field(default_factory=dict)
    tetap: date | None = None
    people: tuple[str, ...] = ()
    held: bool = False

    @property
    def seats(self) -> int:
        """Return how many people are wanted; of what was held, who was there."""
        return len(self.people) if self.held else PAIR

    def is_set(self, kode: str) -> bool:
        """Tell whether a person is set by hand for a day that is set by hand, too.

        That stands whatever else there is on that day.
        """
        return self.tetap is not None and kode in self.people

    @property
    def choices(self) -> tuple[date, ...]:
        """Return the days that there are to choose from."""
        return self.days if self.tetap is None else (self.tetap,)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """All that a plan of one kabupaten or kota rests on.

    Args:
        tahun: The programme year.
        wilayah: The kabupaten or kota.
        schools: Its model schools, in the order of their lists.
        people: The people who work there, by their codes' order.
        visits: The visits, in the order of schools and stages.
        jarak: Tenths of a kilometre between a school and a person, where both places
            are known, by a straight line.
        bobot: What weighs how much.
    """

    tahun: int
    wilayah: str
    schools: tuple[ModelSchool, ...]
    people: tuple[Person, ...]
    visits: tuple[Visit, ...]
    jarak: Mapping[tuple[str, str], int] = field(default_factory=dict)
    bobot: Pendampingan = field(default_factory=Pendampingan)

    def may_go(self, person: Person, visit: Visit) -> bool:
        """Tell whether a person may make a visit, on some day.

        Who is set by hand may.
        """
        if person.kode in visit.people:
            return True
        return person.asal != visit.key.npsn and any(
            day not in person.away for day in visit.choices
        )

    def set_by_hand(self, person: Person) -> list[Visit]:
        """Give the visits for which a person is set by hand."""
        return [visit for visit in self.visits if person.kode in visit.people]

    def days_taken(self, person: Person) -> set[date]:
        """Give the days on which a person is away, or is set by hand."""
        by_hand = self.set_by_hand(person)
        return {*person.away, *(each.tetap for each in by_hand if each.tetap)}

    def pairs(self) -> list[tuple[Visit, Visit]]:
        """Give the two visits of each school."""
        first = {each.key.npsn: each for each in self.visits if each.key.ke == 1}
        return [
            (first[each.key.npsn], each)
            for each in self.visits
            if each.key.ke != 1 and each.key.npsn in first
        ]

    @property
    def share(self) -> int:
        """Return how many visits make an even load, rounded up."""
        return -(-PAIR * len(self.visits) // max(len(self.people), 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A visit of a plan: on which day, by whom.

    Args:
        day: The day.
        people: One person or two, by their codes' order.
    """

    day: date
    people: tuple[str, ...]


Plan = dict[Key, Made]
"""The visits that are made; what cannot be made is not in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Solution:
    """A plan, and how good it is.

    Args:
        plan: It.
        cost: What it costs.
        bound: No plan costs less than this.
        way: ``cp-sat`` or ``greedy``.
    """

    plan: Plan
    cost: int
    bound: int
    way: str

    @property
    def gap(self) -> float:
        """Return by how much it may be worse than the best, as a part of its cost."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0
