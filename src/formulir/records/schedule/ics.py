"""A schedule as a calendar file; the one door to ``icalendar``.

Each session of each class is an event; breaks are none, they would only fill the
calendar. An event keeps its name when its session is moved, so that a calendar that
takes the file again moves it too, instead of showing it twice.

Source: RFC 5545.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote
from zoneinfo import ZoneInfo

from formulir.records.office.wilayah import ZONA, zona_waktu

if TYPE_CHECKING:
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
    from icalendar import Calendar, Event  # noqa: PLC0415 - half a second, for this alone

    zona = ZoneInfo(ZONA[zona_waktu(jadwal.wilayah)])
    calendar = Calendar()
    calendar.add("prodid", "-//formulir//jadwal//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", jadwal.judul)
    ruang = {kelas.kode: kelas.ruang for kelas in jadwal.kelas}
    names = {each.kode: each.nama for each in jadwal.fasilitator}
    parts: Counter[tuple[str, str]] = Counter()
    for sesi in jadwal.sesi:
        if sesi.materi is None:
            continue
        parts[sesi.kelas, sesi.materi] += 1
        part = parts[sesi.kelas, sesi.materi]
        event = Event()
        words = (sesi.materi, str(part), sesi.kelas, jadwal.pelatihan)
        name = ".".join(quote(word, safe="") for word in words)
        event.add("uid", f"{name}@{quote(asal, safe='')}")
        event.add("dtstamp", saat)
        event.add("dtstart", _moment(sesi.tanggal, sesi.mulai, zona=zona))
        event.add("dtend", _moment(sesi.tanggal, sesi.selesai, zona=zona))
        event.add("summary", f"Kelas {sesi.kelas}: {sesi.judul}")
        place = filter(None, (ruang.get(sesi.kelas), jadwal.tempat))
        event.add("location", ", ".join(place))
        event.add("description", _describe(sesi, names))
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


def _moment(day: date, menit: int, *, zona: ZoneInfo) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zona)
    return midnight + timedelta(minutes=menit)


def _describe(sesi: Sesi, names: dict[str, str]) -> str:
    people = [names.get(kode, kode) for kode in sesi.fasilitator]
    return "\n".join(filter(None, (sesi.pengampu, "; ".join(people))))
