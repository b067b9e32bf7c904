"""Nobody leads two classes at once: the check across all trainings; pure.

Hours are compared as they are spelled, whatever the zone: nobody leads a class in
Jakarta and one in Jayapura on the same day either.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from formulir.dates import format_hari
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.schedule.hours import format_jam
from formulir.records.schedule.jadwal import is_led

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from formulir.records.schedule.jadwal import Fasilitator, Jadwal, Sesi


ClassName = tuple[str, str]


def check_people(jadwal: Jadwal) -> list[Fault]:
    """Name who leads two classes at once, or one not theirs, and what nobody leads."""
    return [
        *_check_strangers(jadwal),
        *_check_leaderless(jadwal),
        *_check_double(jadwal),
    ]


def identify(fasilitator: Sequence[Fasilitator]) -> dict[str, str]:
    """Give one word for each person, by code: a NIP under two codes is one person.

    Codes that share a NIP, directly or through a third code, are given the same word.
    """
    found: dict[str, str] = {}
    by_nip: dict[str, str] = {}
    for each in fasilitator:
        own = found.setdefault(each.kode, each.kode)
        if not each.nip:
            continue
        other = by_nip.setdefault(each.nip, own)
        if other != own:
            found = {k: other if word == own else word for k, word in found.items()}
            by_nip = {n: other if word == own else word for n, word in by_nip.items()}
    return found


def _check_strangers(jadwal: Jadwal) -> Iterator[Fault]:
    known = {(f.pelatihan, f.kelas, f.kode) for f in jadwal.fasilitator}
    told: set[tuple[str, str, str]] = set()
    for sesi in jadwal.sesi:
        for kode in sesi.fasilitator:
            key = (sesi.pelatihan, sesi.kelas, kode)
            if key not in known | told:
                told.add(key)
                place = f"kelas {sesi.pelatihan}/{sesi.kelas}"
                reason = phrase(
                    "fasilitator {kode} leads sessions, but is not among the "
                    "facilitators of the class; import table fasilitator",
                    kode=kode,
                )
                yield Fault(place=place, reason=reason)


def _check_leaderless(jadwal: Jadwal) -> Iterator[Fault]:
    """Tell sessions without a name: nobody could be found in two places in them.

    A class without any facilitators is told where classes are checked.
    """
    led = {f.kelas for f in jadwal.fasilitator if f.pelatihan == jadwal.pelatihan}
    bare = Counter(
        sesi.kelas
        for sesi in jadwal.sesi
        if is_led(sesi) and not sesi.fasilitator and sesi.kelas in led
    )
    for kelas, count in sorted(bare.items()):
        reason = phrase(
            "{count} session(s) name none of the facilitators of the class; "
            "fill in fasilitator in table sesi, or pass --ulang",
            count=count,
        )
        place = f"kelas {jadwal.pelatihan}/{kelas}"
        yield Fault(place=place, reason=reason, warning=True)


def _check_double(jadwal: Jadwal) -> Iterator[Fault]:
    """Name person, day, hours and both classes, once for each day and pair."""
    person = identify(jadwal.fasilitator)
    names = {each.kode: each.nama for each in reversed(jadwal.fasilitator)}
    by_day: dict[tuple[str, date], list[tuple[str, Sesi]]] = defaultdict(list)
    for sesi in (*jadwal.sesi, *jadwal.others):
        for kode in sesi.fasilitator:
            key = (person.get(kode, kode), sesi.tanggal)
            by_day[key].append((kode, sesi))
    for (_, day), booked in sorted(by_day.items(), key=lambda item: item[0][::-1]):
        for (one, other), hours in _meetings(jadwal, [sesi for _, sesi in booked]):
            codes = list(dict.fromkeys(kode for kode, _ in booked))
            who = names.get(codes[0], codes[0])
            spelled = ", ".join(f"{format_jam(a)}-{format_jam(b)}" for a, b in hours)
            reason = phrase(
                "{who} ({codes}) is in two places on {hari} {tanggal} at {spelled}: "
                "kelas {one} and kelas {other}",
                who=who,
                codes=", ".join(codes),
                hari=format_hari(day),
                tanggal=day,
                spelled=spelled,
                one=_name(one),
                other=_name(other),
            )
            yield Fault(place=f"pelatihan {jadwal.pelatihan}", reason=reason)


def _meetings(
    jadwal: Jadwal, sessions: Sequence[Sesi]
) -> list[tuple[tuple[ClassName, ClassName], list[tuple[int, int]]]]:
    """Give the hours at which two classes, one of them ours, hold the same person."""
    found: dict[tuple[ClassName, ClassName], set[tuple[int, int]]] = defaultdict(set)
    for index, one in enumerate(sessions):
        for other in sessions[index + 1 :]:
            begin, end = max(one.mulai, other.mulai), min(one.selesai, other.selesai)
            left, right = sorted([_class_of(one), _class_of(other)])
            ours = jadwal.pelatihan in (one.pelatihan, other.pelatihan)
            if left != right and begin < end and ours:
                found[left, right].add((begin, end))
    return [(pair, _join(sorted(hours))) for pair, hours in sorted(found.items())]


def _join(hours: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join hours that touch."""
    found: list[tuple[int, int]] = []
    for begin, end in hours:
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _class_of(sesi: Sesi) -> ClassName:
    return (sesi.pelatihan, sesi.kelas)


def _name(kelas: ClassName) -> str:
    return phrase("{kelas} of {pelatihan}", kelas=kelas[1], pelatihan=kelas[0])
