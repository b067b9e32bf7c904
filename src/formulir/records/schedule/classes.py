"""Splitting the participants of a training into classes; pure.

Candidates are kept by kabupaten: those of one kabupaten will share its schools among
themselves, and plan that in class (subject F14), so they sit together as far as even
classes allow. Schools are never split. A class that an office has set for somebody by
hand stays.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 3.4 (15 people a class with
2 facilitators) and 4.1 (5 to 6 schools of 6 people a class with 2 facilitators, in a
room for 45).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from string import ascii_uppercase
from typing import TYPE_CHECKING

from formulir.records.schedule.jadwal import Kelas, Peserta

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


FASILITATOR_PER_KELAS = 2
CALON_PER_KELAS = 15
SEKOLAH_PER_KELAS = (5, 6)
PEOPLE_PER_ROOM = 45
"""What the source asks of a room for schools."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassSplit:
    """Participants in their classes.

    Args:
        daftar_kelas: The classes that there were, and those that had to be made.
        kelas: The class of each participant, by his or her word.
    """

    daftar_kelas: tuple[Kelas, ...]
    kelas: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """People who stay together: a candidate alone, or all of a school."""

    people: tuple[Peserta, ...]
    kelas: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Room:
    """What a class takes at most: so many groups, and so many people in all."""

    kode: str
    groups: int
    seats: int


def split_kelas(
    peserta: Sequence[Peserta], *, jenis: str, daftar_kelas: Sequence[Kelas] = ()
) -> ClassSplit:
    """Split participants into classes that are as even as can be.

    Args:
        peserta: Everybody, in any order; those with a class keep it.
        jenis: ``fasda``, where a class is counted in people, or ``spmi``, where it is
            counted in schools.
        daftar_kelas: Classes with their rooms, to be filled before any is made.
    """
    groups = _group(peserta, jenis=jenis)
    classes = list(daftar_kelas)
    named = {each.kode for each in classes}
    named_by_hand = {each.kelas for each in peserta if each.kelas}
    classes += [Kelas(kode=kode) for kode in sorted(named_by_hand - named)]
    spare = (letter for letter in _letters() if letter not in named | named_by_hand)
    if not classes:
        classes.append(Kelas(kode=next(spare)))
    placed = _fill(groups, [_room(each, jenis=jenis) for each in classes])
    for _ in groups:
        if placed is None:
            classes.append(Kelas(kode=next(spare)))
            placed = _fill(groups, [_room(each, jenis=jenis) for each in classes])
    if placed is None:
        # A school alone is more than any room holds; the checks tell it.
        placed = _fill(groups, [_boundless(each, groups) for each in classes])
    assert placed is not None  # noqa: S101 - a room without bounds takes everybody
    return ClassSplit(daftar_kelas=tuple(classes), kelas=placed)


def seats_of(kelas: Kelas, *, jenis: str) -> int | None:
    """Give how many people, facilitators among them, the room of a class holds."""
    if kelas.kapasitas is not None:
        return kelas.kapasitas
    return PEOPLE_PER_ROOM if jenis == "spmi" else None


def _room(kelas: Kelas, *, jenis: str) -> _Room:
    """Say what a class takes beside its facilitators."""
    limit = CALON_PER_KELAS if jenis == "fasda" else SEKOLAH_PER_KELAS[1]
    seats = seats_of(kelas, jenis=jenis)
    if seats is None:
        return _Room(kode=kelas.kode, groups=limit, seats=limit)
    left = max(seats - FASILITATOR_PER_KELAS, 0)
    groups = min(limit, left) if jenis == "fasda" else limit
    return _Room(kode=kelas.kode, groups=groups, seats=left)


def _boundless(kelas: Kelas, groups: Sequence[_Group]) -> _Room:
    people = sum(len(group.people) for group in groups)
    return _Room(kode=kelas.kode, groups=len(groups), seats=people)


def _group(peserta: Iterable[Peserta], *, jenis: str) -> list[_Group]:
    """Put together who stays together, in an order that does not change."""
    found: dict[tuple[str, str], list[Peserta]] = {}
    for each in sorted(peserta, key=lambda one: (one.wilayah, one.kode)):
        own = each.npsn if jenis == "spmi" and each.npsn else None
        # Who is of no school stands alone; the blank keeps both kinds of words apart.
        key = ("", own) if own else (each.wilayah, f" {each.kode}")
        found.setdefault(key, []).append(each)
    groups = [
        _Group(
            people=tuple(people),
            kelas=next((each.kelas for each in people if each.kelas), None),
        )
        for people in found.values()
    ]
    return sorted(groups, key=_order)


def _order(group: _Group) -> tuple[str, str, str]:
    first = group.people[0]
    return (first.wilayah, first.npsn or "", first.kode)


def _fill(groups: Sequence[_Group], rooms: Sequence[_Room]) -> dict[str, str] | None:
    """Give every participant a class, or nothing when the rooms do not suffice."""
    placed = {group: group.kelas for group in groups if group.kelas}
    waiting = [group for group in groups if not group.kelas]
    targets = _share(len(waiting), rooms, taken=list(placed.values()))
    if targets is None:
        return None
    for room in rooms:
        while waiting and targets[room.kode] and _fits(waiting[0], room, placed):
            placed[waiting.pop(0)] = room.kode
            targets[room.kode] -= 1
    for group in waiting:  # rooms that are too small for their share left these over
        kode = next((room.kode for room in rooms if _fits(group, room, placed)), None)
        if kode is None:
            return None
        placed[group] = kode
    return {
        each.kode: each.kelas or kode
        for group, kode in placed.items()
        for each in group.people
    }


def _share(
    number: int, rooms: Sequence[_Room], *, taken: Sequence[str]
) -> dict[str, int] | None:
    """Say how many groups each class is to take, the emptiest always first."""
    held = {room.kode: taken.count(room.kode) for room in rooms}
    given = dict.fromkeys(held, 0)
    for _ in range(number):
        open_rooms = [room for room in rooms if held[room.kode] < room.groups]
        if not open_rooms:
            return None
        kode = min(open_rooms, key=lambda room: held[room.kode]).kode
        held[kode] += 1
        given[kode] += 1
    return given


def _fits(group: _Group, room: _Room, placed: Mapping[_Group, str]) -> bool:
    inside = [other for other, kode in placed.items() if kode == room.kode]
    people = sum(len(other.people) for other in inside)
    return len(inside) < room.groups and people + len(group.people) <= room.seats


def _letters() -> Iterator[str]:
    """Give the words of classes: A to Z, then A2, B2 and so on."""
    yield from ascii_uppercase
    for turn in count(2):
        yield from (f"{letter}{turn}" for letter in ascii_uppercase)
