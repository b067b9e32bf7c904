"""Schedules and visits as calendar files; the one door to ``icalendar``.

Each session of each class is an event; breaks are none, they would only fill the
calendar. An event keeps its name when its session is moved, so that a calendar that
takes the file again moves it too, instead of showing it twice.

Source: RFC 5545.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote
from zoneinfo import ZoneInfo

from formulir.records.office.wilayah import ZONA, zona_waktu

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulir.records.schedule.jadwal import Jadwal, Sesi


def make_calendar(jadwal: Jadwal, *, saat: datetime, asal: str) -> bytes:
    """Write the sessions of a training as an iCalendar file.

    Args:
        jadwal: The schedule.
        saat: When the file is made, in UTC.
        asal: The origin line of the office, which makes the names of events its own.

    Raises:
        ZonaUnknownError: The training is held in no known province.
    """
    zona = ZoneInfo(ZONA[zona_waktu(jadwal.wilayah)])
    ruang = {kelas.kode: kelas.ruang for kelas in jadwal.kelas}
    names = {each.kode: each.nama for each in jadwal.fasilitator}
    parts: Counter[tuple[str, str]] = Counter()
    events = []
    for sesi in jadwal.sesi:
        if sesi.materi is None:
            continue
        parts[sesi.kelas, sesi.materi] += 1
        part = parts[sesi.kelas, sesi.materi]
        words = (sesi.materi, str(part), sesi.kelas, jadwal.pelatihan)
        place = filter(None, (ruang.get(sesi.kelas), jadwal.tempat))
        events.append(
            Appointment(
                words=words,
                begin=moment_of(sesi.tanggal, sesi.mulai, zona=zona),
                end=moment_of(sesi.tanggal, sesi.selesai, zona=zona),
                judul=f"Kelas {sesi.kelas}: {sesi.judul}",
                tempat=", ".join(place),
                keterangan=_describe(sesi, names),
            )
        )
    return write_calendar(jadwal.judul, events, saat=saat, asal=asal)


@dataclass(frozen=True, kw_only=True, slots=True)
class Appointment:
    """Something that has a time and a place.

    Args:
        words: What tells it from all others, whenever it is.
        begin: When it begins.
        end: When it ends.
        judul: What it is called.
        tempat: Where it is.
        keterangan: More about it.
    """

    words: tuple[str, ...]
    begin: datetime
    end: datetime
    judul: str
    tempat: str
    keterangan: str


def write_calendar(
    judul: str, events: Iterable[Appointment], *, saat: datetime, asal: str
) -> bytes:
    """Write appointments as an iCalendar file.

    Args:
        judul: The name of the calendar.
        events: The appointments.
        saat: When the file is made, in UTC.
        asal: The origin line of the office, which makes the names of events its own.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - half a second, for this alone

    calendar = Calendar()
    calendar.add("prodid", "-//formulir//jadwal//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", judul)
    for each in events:
        event = Event()
        name = ".".join(quote(word, safe="") for word in each.words)
        event.add("uid", f"{name}@{quote(asal, safe='')}")
        event.add("dtstamp", saat)
        event.add("dtstart", each.begin)
        event.add("dtend", each.end)
        event.add("summary", each.judul)
        event.add("location", each.tempat)
        event.add("description", each.keterangan)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def narrow_jadwal(jadwal: Jadwal, orang: str) -> Jadwal | None:
    """Keep the sessions of one person: those that they lead, or those of their class.

    Returns:
        The schedule with their name in its title; nothing where nobody of the training
        has that code.
    """
    leads = {
        each.kode: each.nama
        for each in jadwal.fasilitator
        if each.pelatihan == jadwal.pelatihan
    }
    people = {each.kode: each for each in jadwal.peserta}
    if orang in leads:
        nama = leads[orang]
        own = [sesi for sesi in jadwal.sesi if orang in sesi.fasilitator]
    elif orang in people:
        nama = people[orang].nama or orang
        own = [sesi for sesi in jadwal.sesi if sesi.kelas == people[orang].kelas]
    else:
        return None
    return replace(jadwal, judul=f"{jadwal.judul}, {nama}", sesi=tuple(own))


def moment_of(day: date, menit: int, *, zona: ZoneInfo) -> datetime:
    """Return a minute of a day as a moment where it is kept."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zona)
    return midnight + timedelta(minutes=menit)


def _describe(sesi: Sesi, names: dict[str, str]) -> str:
    people = [names.get(kode, kode) for kode in sesi.fasilitator]
    return "\n".join(filter(None, (sesi.pengampu, "; ".join(people))))
