"""What must hold of a schedule, laid out or edited by hand; pure.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 3.4: 5 days, about 40 hours,
25 % presentation; 4.1: 4 days, about 32 hours.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from formulir.language import Sentence, chain, mark, phrase
from formulir.model import Fault
from formulir.records.schedule.check_people import check_people
from formulir.records.schedule.check_rooms import check_kelas
from formulir.records.schedule.holidays import FRIDAY, name_libur
from formulir.records.schedule.hours import FRIDAY_PRAYER, format_jam
from formulir.records.schedule.jadwal import Menit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulir.records.schedule.jadwal import Jadwal, Sesi

JAM = {"fasda": 40, "spmi": 32}
"""Hours that a training lasts; the source leaves open whether of 60 minutes or JP."""
HARI = {"fasda": 5, "spmi": 4}
"""Days that a training lasts."""
PRESENTED = {"fasda": 25.0}
"""The share of presentation, in percent; the source gives none for schools."""
TOLERANCE = 0.05
"""What "about" may mean (a proposal: the source has no number)."""
JAM_MENIT = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassTotal:
    """What the sessions of a class come to.

    Args:
        kelas: The class.
        hari: Days.
        menit: Minutes by what is done in them, breaks left out.
    """

    kelas: str
    hari: int
    menit: Menit

    @property
    def jam(self) -> float:
        """Return hours of sixty minutes."""
        return self.menit.total / JAM_MENIT

    @property
    def paparan(self) -> float:
        """Return the share of presentation, in percent."""
        return 100 * self.menit.paparan / (self.menit.total or 1)


def place_of(sesi: Sesi) -> str:
    """Name a session as faults do."""
    return f"sesi {sesi.pelatihan}/{sesi.kelas} {sesi.tanggal} {format_jam(sesi.mulai)}"


def sum_kelas(jadwal: Jadwal) -> list[ClassTotal]:
    """Sum up the sessions of each class."""
    return [
        ClassTotal(
            kelas=kelas,
            hari=len({sesi.tanggal for sesi in sessions}),
            menit=sum((sesi.menit for sesi in sessions), Menit()),
        )
        for kelas, sessions in by_kelas(jadwal).items()
    ]


def by_kelas(jadwal: Jadwal) -> dict[str, list[Sesi]]:
    """Give the sessions of each class that has any, in the order of time."""
    ordered = sorted(jadwal.sesi, key=attrgetter("kelas", "tanggal", "mulai"))
    return {k: list(sesi) for k, sesi in groupby(ordered, attrgetter("kelas"))}


def group_alike(jadwal: Jadwal) -> list[tuple[list[str], list[Sesi]]]:
    """Put classes together that keep the same hours, whoever leads them.

    Returns:
        The classes of each group, and the sessions of one of them, without class and
        people.
    """
    alike: defaultdict[tuple[Sesi, ...], list[str]] = defaultdict(list)
    for kelas, sessions in by_kelas(jadwal).items():
        hours = tuple(replace(sesi, kelas="", fasilitator=()) for sesi in sessions)
        alike[hours].append(kelas)
    return [(classes, list(hours)) for hours, classes in alike.items()]


def check_sesi(jadwal: Jadwal, *, menit_per_jp: int) -> list[Fault]:
    """Check a schedule.

    Args:
        jadwal: All about it.
        menit_per_jp: Minutes of a lesson hour.

    Returns:
        Faults for what cannot be held: hours that make no sense or meet, days off that
        the training is to leave out, somebody in two places, a room too small, a
        subject left out. Warnings for what departs from the source's figures.
    """
    faults = [fault for sesi in jadwal.sesi for fault in _check_one(jadwal, sesi)]
    faults += _check_days(jadwal)
    for kelas, sessions in by_kelas(jadwal).items():
        faults += _check_meeting(sessions)
        faults += _check_materi(jadwal, kelas, sessions)
        faults += _check_short(sessions, menit_per_jp=menit_per_jp)
    for total in sum_kelas(jadwal):
        faults += _check_total(jadwal, total, menit_per_jp=menit_per_jp)
    return [*faults, *check_people(jadwal), *check_kelas(jadwal)]


def _check_one(jadwal: Jadwal, sesi: Sesi) -> Iterator[Fault]:
    """Check a session by itself."""
    place, length = place_of(sesi), sesi.selesai - sesi.mulai
    known = {materi.kode for materi in jadwal.materi}
    if length <= 0:
        yield Fault(
            place=place,
            reason=phrase(
                "ends at {selesai}, too soon", selesai=format_jam(sesi.selesai)
            ),
        )
    elif sesi.materi is None and sesi.menit.total:
        reason = phrase(
            "is a break, for it has no materi, and yet counts minutes of teaching"
        )
        yield Fault(place=place, reason=reason)
    elif sesi.materi is not None and sesi.menit.total != length:
        reason = phrase(
            "lasts {length} minutes, of which {total} are accounted for",
            length=length,
            total=sesi.menit.total,
        )
        yield Fault(place=place, reason=reason)
    if sesi.materi is not None and sesi.materi not in known:
        reason = phrase(
            "materi {materi} is not in the curriculum of the training",
            materi=sesi.materi,
        )
        yield Fault(place=place, reason=reason)
    begin, end = FRIDAY_PRAYER
    if (
        sesi.materi is not None
        and sesi.tanggal.weekday() == FRIDAY
        and sesi.mulai < end
        and sesi.selesai > begin
    ):
        reason = phrase("goes on through the Friday prayer")
        yield Fault(place=place, reason=reason, warning=True)


def _check_days(jadwal: Jadwal) -> Iterator[Fault]:
    """Check the days of a training: not before its first, and no day off."""
    for day in sorted({sesi.tanggal for sesi in jadwal.sesi}):
        place = f"pelatihan {jadwal.pelatihan}: {day}"
        if day < jadwal.day_plan.mulai:
            reason = phrase(
                "has sessions before the training begins on {mulai}",
                mulai=jadwal.day_plan.mulai,
            )
            yield Fault(place=place, reason=reason)
        if off := name_libur(day, jadwal.day_plan.libur):
            reason = phrase("has sessions on a day off: {off}", off=off)
            if jadwal.day_plan.lewati:
                cure = phrase("set hari_libur to 'tandai' to hold it all the same")
                yield Fault(place=place, reason=chain([reason, cure]))
            else:
                yield Fault(place=place, reason=reason, warning=True)


def _check_meeting(sessions: Sequence[Sesi]) -> Iterator[Fault]:
    """Check that the sessions of a class follow each other."""
    for one, other in pairwise(sessions):
        if one.tanggal == other.tanggal and other.mulai < one.selesai:
            reason = phrase(
                "begins before the one of {mulai} ends at {selesai}",
                mulai=format_jam(one.mulai),
                selesai=format_jam(one.selesai),
            )
            yield Fault(place=place_of(other), reason=reason)


def _check_short(sessions: Sequence[Sesi], *, menit_per_jp: int) -> Iterator[Fault]:
    """Tell sessions that come to less than a lesson hour, which nobody counts."""
    short = [
        sesi
        for sesi in sessions
        if sesi.materi is not None and 0 < sesi.selesai - sesi.mulai < menit_per_jp
    ]
    if short:
        first = short[0]
        reason = phrase(
            "{count} session(s) last less than a JP of {menit_per_jp} minutes, "
            "the first on {tanggal} at {mulai}; count the minutes of table "
            "materi in whole JP and pass --ulang, or join them in table sesi",
            count=len(short),
            menit_per_jp=menit_per_jp,
            tanggal=first.tanggal,
            mulai=format_jam(first.mulai),
        )
        place = f"kelas {first.pelatihan}/{first.kelas}"
        yield Fault(place=place, reason=reason, warning=True)


def _check_materi(
    jadwal: Jadwal, kelas: str, sessions: Sequence[Sesi]
) -> Iterator[Fault]:
    """Check that a class gets its curriculum, opened first and closed last."""
    held: dict[str, Menit] = defaultdict(Menit)
    for sesi in sessions:
        if sesi.materi is not None:
            held[sesi.materi] += sesi.menit
    place = f"kelas {jadwal.pelatihan}/{kelas}"
    for materi in (each for each in jadwal.materi if each.menit.total):
        name = f"{materi.kode} {materi.judul}"
        if materi.kode not in held:
            optional = "(opsional)" in materi.judul
            yield Fault(
                place=place, reason=phrase("lacks {name}", name=name), warning=optional
            )
        elif held[materi.kode] != materi.menit:
            reason = phrase(
                "{name} takes {held} minutes; the curriculum has {menit}",
                name=name,
                held=_spell(held[materi.kode]),
                menit=_spell(materi.menit),
            )
            yield Fault(place=place, reason=reason, warning=True)
    yield from _check_ends(jadwal, place, [s for s in sessions if s.materi is not None])


def _spell(menit: Menit) -> str:
    pairs = menit._asdict().items()
    words = [f"{minutes} {sort}" for sort, minutes in pairs if minutes]
    return " + ".join(words) or "0"


def _check_ends(
    jadwal: Jadwal, place: str, sessions: Sequence[Sesi]
) -> Iterator[Fault]:
    """Check that it is opened first, closed last, and tested on the last day."""
    subjects = [each for each in jadwal.materi if each.menit.total]
    if not (subjects and sessions):
        return
    for end, words in (
        (0, mark("does not begin with {kode} {judul}")),
        (-1, mark("does not end with {kode} {judul}")),
    ):
        subject = subjects[end]
        if sessions[end].materi != subject.kode and subject.menit.umum:
            facts = {"kode": subject.kode, "judul": subject.judul}
            reason = Sentence(words, facts)
            yield Fault(place=place, reason=reason, warning=True)
    tests = [each for each in subjects if each.menit.evaluasi]
    held = [s.tanggal for s in sessions if tests and s.materi == tests[-1].kode]
    if held and held[-1] != sessions[-1].tanggal:
        reason = phrase(
            "{kode} {judul} is not on the last day",
            kode=tests[-1].kode,
            judul=tests[-1].judul,
        )
        yield Fault(place=place, reason=reason, warning=True)


def _check_total(
    jadwal: Jadwal, total: ClassTotal, *, menit_per_jp: int
) -> Iterator[Fault]:
    """Check the sums of a class against the source.

    The source says "jam" without saying of how many minutes: a total that is right by
    the clock, or by the office's lesson hours, is right.
    """
    place = f"kelas {jadwal.pelatihan}/{total.kelas}"
    jam, jp = JAM[jadwal.jenis], total.menit.total / menit_per_jp
    if not any(abs(each - jam) <= jam * TOLERANCE for each in (total.jam, jp)):
        reason = phrase(
            "lasts {total} minutes: {jam:.1f} hours, or {jp:.1f} JP of "
            "{menit_per_jp} minutes; the source asks for about {wanted}",
            total=total.menit.total,
            jam=total.jam,
            jp=jp,
            menit_per_jp=menit_per_jp,
            wanted=jam,
        )
        yield Fault(place=place, reason=reason, warning=True)
    if total.hari != HARI[jadwal.jenis]:
        reason = phrase(
            "lasts {hari} days; the source asks for {wanted}",
            hari=total.hari,
            wanted=HARI[jadwal.jenis],
        )
        yield Fault(place=place, reason=reason, warning=True)
    share = PRESENTED.get(jadwal.jenis)
    if share is not None and abs(total.paparan - share) > share * TOLERANCE:
        reason = phrase(
            "is {paparan:.1f} % paparan; the source asks for {share:.0f} %",
            paparan=total.paparan,
            share=share,
        )
        yield Fault(place=place, reason=reason, warning=True)
