"""The schedule of a training: its days, classes, rooms and people, and its clashes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from formulir.dates import format_hari
from formulir.records.schedule.check import check_sesi, group_alike, place_of
from formulir.records.schedule.hours import format_jam
from formulir.records.schedule.ics import make_calendar, narrow_jadwal
from formulir.records.schedule.make import schedule
from formulir.records.schedule.store import read_jadwal
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, hand, show
from formulir.web.jobs.told import spell_faults
from formulir.web.parts.sheets import hand_sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from formulir.model import Fault
    from formulir.records.schedule.jadwal import Jadwal, Sesi
    from formulir.records.store import Store
    from formulir.web.desk.visit import Visit

PEOPLE: Final = 60
"""So many participants are listed; the search finds the others."""
COLUMNS: Final = {
    name: name
    for name in (
        *("kelas", "ruang", "hari", "tanggal", "mulai", "selesai", "materi", "judul"),
        *("pengampu", "fasilitator"),
    )
}
_TRAININGS: Final = """
SELECT t.kode, t.nama, t.angkatan, t.jenis, t.wilayah, t.tempat, t.mulai,
    (SELECT count(*) FROM sesi AS s WHERE s.pelatihan = t.kode) AS sesi
FROM pelatihan AS t WHERE t.tahun = ? ORDER BY t.mulai, t.kode
"""


def list_trainings(visit: Visit, db: Store) -> list[dict[str, Any]]:
    """List the year's trainings that are held in the region, or have people of it."""
    rows = db.rows(_TRAININGS, (visit.tahun,))
    codes = visit.list_codes(db)
    if codes is None:
        return rows
    sql = "SELECT DISTINCT pelatihan, wilayah FROM peserta_lengkap WHERE tahun = ?"
    come = {
        row["pelatihan"]
        for row in db.rows(sql, (visit.tahun,))
        if row["wilayah"] in codes
    }
    return [row for row in rows if row["wilayah"] in codes or row["kode"] in come]


def show_schedule(visit: Visit) -> Reply:
    """Show the schedule of a training; the first one where none is named."""
    with visit.open_catatan() as db:
        trainings = list_trainings(visit, db)
        asked = visit.query.get("pelatihan") or next(
            (row["kode"] for row in trainings), ""
        )
        if not asked:
            return show("jadwal.html", trainings=[], chosen=None, plan=None)
        chosen = find_training(trainings, asked)
        jadwal, faults = _read(visit, db, asked, trainings)
        codes = visit.list_codes(db)
    plan = None if jadwal is None else _lay(visit, jadwal, faults, codes)
    return show(
        "jadwal.html",
        trainings=trainings,
        chosen=chosen,
        plan=plan,
        faults=spell_faults(faults, tahun=visit.tahun),
        q=visit.query.get("q", ""),
    )


def find_training(trainings: Sequence[dict[str, Any]], kode: str) -> dict[str, Any]:
    """Find a training among those that may be seen.

    Raises:
        AbsentError: There is none.
    """
    for row in trainings:
        if row["kode"] == kode:
            return row
    raise AbsentError


def _read(
    visit: Visit, db: Store, kode: str, trainings: Sequence[dict[str, Any]]
) -> tuple[Jadwal | None, list[Fault]]:
    """Read a schedule and check it, against those trainings alone that may be seen."""
    jadwal, faults = read_jadwal(db, kode)
    if jadwal is None:
        return None, faults
    if visit.wilayah is not None:
        seen = {row["kode"] for row in trainings}
        others = tuple(sesi for sesi in jadwal.others if sesi.pelatihan in seen)
        jadwal = replace(jadwal, others=others)
    if jadwal.sesi:
        per_jp = visit.kantor.settings.menit_per_jp
        faults = [*faults, *check_sesi(jadwal, menit_per_jp=per_jp)]
    return jadwal, faults


def _lay(
    visit: Visit,
    jadwal: Jadwal,
    faults: Sequence[Fault],
    codes: Collection[str] | None,
) -> dict[str, Any]:
    """Lay a schedule out for the page: days of classes alike, rooms, people."""
    wrong = {fault.place for fault in faults}
    clashes = {
        (sesi.kelas, sesi.tanggal, sesi.mulai)
        for sesi in jadwal.sesi
        if place_of(sesi) in wrong
    }
    groups = [
        {
            "classes": classes,
            "days": [
                (day, [_spell(sesi, classes, clashes) for sesi in own])
                for day, own in groupby(shared, attrgetter("tanggal"))
            ],
        }
        for classes, shared in group_alike(jadwal)
    ]
    sizes = Counter(each.kelas for each in jadwal.peserta)
    leaders = [f for f in jadwal.fasilitator if f.pelatihan == jadwal.pelatihan]
    words = visit.query.get("q", "").casefold().split()
    people = [
        each
        for each in jadwal.peserta
        if (codes is None or each.wilayah in codes)
        and all(word in each.nama.casefold() for word in words)
    ]
    return {
        "jadwal": jadwal,
        "groups": groups,
        "classes": [
            {
                "kelas": each,
                "peserta": sizes[each.kode],
                "leaders": [one for one in leaders if one.kelas == each.kode],
            }
            for each in jadwal.kelas
        ],
        "people": people[:PEOPLE],
        "more": max(0, len(people) - PEOPLE),
    }


def _spell(
    sesi: Sesi, classes: Sequence[str], clashes: Collection[object]
) -> dict[str, Any]:
    return {
        "jam": f"{format_jam(sesi.mulai)}\N{EN DASH}{format_jam(sesi.selesai)}",
        "judul": sesi.judul,
        "materi": sesi.materi,
        "pengampu": sesi.pengampu,
        "clash": [
            kelas for kelas in classes if (kelas, sesi.tanggal, sesi.mulai) in clashes
        ],
    }


def take_schedule(visit: Visit) -> Reply:
    """Lay a training out; in place of what is there only after it was shown."""
    kode, agreed = visit.take("pelatihan"), visit.take("setuju", "") == "ya"
    with visit.open_catatan() as db:
        trainings = list_trainings(visit, db)
        chosen = find_training(trainings, kode)
    visit.require("record", [chosen["wilayah"]])
    dry_run = bool(chosen["sesi"]) and not agreed
    per_jp = visit.kantor.settings.menit_per_jp
    with visit.kantor.open_catatan() as db:
        result = schedule(db, kode, ulang=True, dry_run=dry_run, menit_per_jp=per_jp)
    if not dry_run:
        return go(f"/jadwal?{urlencode({'pelatihan': kode})}")
    return show(
        "jadwal_ulang.html",
        chosen=chosen,
        differences=result.differences,
        title="Susun ulang jadwal",
    )


def show_calendar(visit: Visit) -> Reply:
    """Hand out the calendar file of a training, or of one person of it."""
    jadwal = _require_jadwal(visit)
    if orang := visit.query.get("orang", ""):
        with visit.open_catatan() as db:
            codes = visit.list_codes(db)
        hidden = {
            each.kode
            for each in jadwal.peserta
            if codes is not None and each.wilayah not in codes
        }
        narrowed = None if orang in hidden else narrow_jadwal(jadwal, orang)
        if narrowed is None:
            raise AbsentError
        jadwal = narrowed
    kantor = visit.kantor
    data = make_calendar(jadwal, saat=kantor.saat(), asal=kantor.asal)
    name = "-".join(filter(None, (jadwal.pelatihan, orang)))
    return hand(data, media="text/calendar", name=f"{name}.ics")


def show_list(visit: Visit) -> Reply:
    """Hand out the sessions of a training as a sheet."""
    jadwal = _require_jadwal(visit)
    rooms = {kelas.kode: kelas.ruang for kelas in jadwal.kelas}
    names = {each.kode: each.nama for each in jadwal.fasilitator}
    rows = [
        {
            "kelas": sesi.kelas,
            "ruang": rooms.get(sesi.kelas),
            "hari": format_hari(sesi.tanggal),
            "tanggal": sesi.tanggal.isoformat(),
            "mulai": format_jam(sesi.mulai),
            "selesai": format_jam(sesi.selesai),
            "materi": sesi.materi,
            "judul": sesi.judul,
            "pengampu": sesi.pengampu,
            "fasilitator": "; ".join(names.get(one, one) for one in sesi.fasilitator),
        }
        for sesi in jadwal.sesi
    ]
    judul = f"jadwal {jadwal.pelatihan}"
    return hand_sheet(rows, COLUMNS, judul=judul, name=judul)


def _require_jadwal(visit: Visit) -> Jadwal:
    """Read the schedule that the address names.

    Raises:
        AbsentError: There is none that may be seen.
    """
    kode = visit.query.get("pelatihan", "")
    with visit.open_catatan() as db:
        find_training(list_trainings(visit, db), kode)
        jadwal, _ = read_jadwal(db, kode)
    if jadwal is None or not jadwal.sesi:
        raise AbsentError
    return jadwal


PAGES = (
    Page(
        path="/jadwal",
        title="Jadwal",
        deed="look",
        reach="chosen",
        show=show_schedule,
        take=take_schedule,
        take_deed="record",
    ),
    Page(
        path="/jadwal/kalender.ics",
        title="Berkas kalender",
        deed="look",
        reach="chosen",
        show=show_calendar,
    ),
    Page(
        path="/jadwal/sesi.xlsx",
        title="Unduh jadwal",
        deed="look",
        reach="chosen",
        show=show_list,
    ),
)
