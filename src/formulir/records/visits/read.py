"""What is to be planned, as the store has it: a problem for each kabupaten or kota."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.model import Fault
from formulir.records.office.wilayah import cover, find_wilayah
from formulir.records.schedule.check import HARI
from formulir.records.schedule.holidays import read_libur
from formulir.records.visits.calendar import CalendarRow, close_days, list_window
from formulir.records.visits.people import make_people, read_people
from formulir.records.visits.places import measure, survey
from formulir.records.visits.problem import STAGES, Key, ModelSchool, Problem, Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from formulir.records.store import Store
    from formulir.settings import Pendampingan

_SCHOOLS = """
SELECT p.wilayah, p.npsn, s.nama, s.bentuk FROM sekolah_ditetapkan AS p
JOIN sekolah AS s ON s.npsn = p.npsn
WHERE p.tahun = ? AND p.model IS NULL ORDER BY p.wilayah, p.usulan, p.urut_model
"""
_TRAINED = """
SELECT p.npsn, t.mulai, max(s.tanggal) AS selesai FROM pelatihan AS t
JOIN peserta AS p ON p.pelatihan = t.kode AND p.npsn IS NOT NULL
LEFT JOIN sesi AS s ON s.pelatihan = t.kode AND s.kelas = p.kelas
WHERE t.tahun = ? AND t.jenis = 'spmi' GROUP BY p.npsn
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """What is on record of a year's visits, by the codes of today's regions.

    Args:
        tahun: The programme year.
        schools: The model schools that were appointed.
        people: The facilitators, as ``read_people`` gives them.
        periods: The calendars of schools, by the region that they are of.
        libur: The holidays.
        visits: The rows of ``kunjungan``.
    """

    tahun: int
    schools: Mapping[str, Sequence[ModelSchool]]
    people: Mapping[str, Sequence[Mapping[str, Any]]]
    periods: Mapping[str, Sequence[CalendarRow]]
    libur: Mapping[date, str]
    visits: Mapping[Key, Mapping[str, Any]]


def read_year(db: Store, tahun: int, *, wilayah: str | None = None) -> Year:
    """Read what is on record of a year's visits.

    Args:
        db: The record store.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.

    Raises:
        WilayahUnknownError: No region ever had the code.
    """
    today = _Regions(db)
    codes = None if wilayah is None else cover(db, wilayah)
    trained = _read_trained(db, tahun)
    schools: dict[str, list[ModelSchool]] = defaultdict(list)
    for row in db.rows(_SCHOOLS, (tahun,)):
        if codes is not None and row["wilayah"] not in codes:
            continue
        school = ModelSchool(
            npsn=row["npsn"],
            nama=row["nama"],
            bentuk=row["bentuk"],
            trained=trained.get(row["npsn"]),
        )
        schools[today(row["wilayah"])].append(school)
    periods: dict[str, list[CalendarRow]] = defaultdict(list)
    for row in db.rows(
        "SELECT * FROM kalender_sekolah WHERE tahun = ? ORDER BY dari, jenis", (tahun,)
    ):
        periods[today(row["wilayah"])].append(_make_period(row))
    visits = db.rows("SELECT * FROM kunjungan WHERE tahun = ?", (tahun,))
    return Year(
        tahun=tahun,
        schools=schools,
        people=_group(read_people(db, tahun), lambda row: today(row["wilayah"])),
        periods=periods,
        libur=read_libur(db, (tahun,)),
        visits={Key(row["npsn"], row["ke"]): row for row in visits},
    )


class _Regions:
    """Turns codes of any year into those of today, each once."""

    def __init__(self, db: Store) -> None:
        self._db = db
        self._known: dict[str, str] = {}

    def __call__(self, kode: str) -> str:
        if kode not in self._known:
            self._known[kode] = find_wilayah(self._db, kode).entitas
        return self._known[kode]


def _group(
    rows: Iterable[dict[str, Any]], key: Callable[[dict[str, Any]], str]
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _make_period(row: Mapping[str, Any]) -> CalendarRow:
    return CalendarRow(
        jenis=row["jenis"],
        dari=date.fromisoformat(row["dari"]),
        sampai=date.fromisoformat(row["sampai"]),
        bentuk=row["bentuk"],
        keterangan=row["keterangan"] or "",
    )


def _read_trained(db: Store, tahun: int) -> dict[str, date]:
    """Give the last day of the training of each school; by its length where it must."""
    usual = timedelta(days=HARI["spmi"] - 1)
    return {
        row["npsn"]: date.fromisoformat(row["selesai"])
        if row["selesai"]
        else date.fromisoformat(row["mulai"]) + usual
        for row in db.rows(_TRAINED, (tahun,))
    }


def make_problem(
    db: Store, year: Year, wilayah: str, *, bobot: Pendampingan
) -> tuple[Problem, list[Fault]]:
    """Make the problem of one kabupaten or kota, and tell what it rests on in doubt.

    Args:
        db: The record store.
        year: What is on record of the year.
        wilayah: The region, by its code of today.
        bobot: How visits are planned.
    """
    schools = tuple(year.schools.get(wilayah, ()))
    rows = year.people.get(wilayah, ())
    ground = survey(wilayah, _read_ground(db, wilayah))
    people, faults = make_people(rows, ground, usual=bobot.kunjungan_per_orang)
    units = {row["kode"]: row["unit_kerja"] for row in rows}
    jarak, more = measure(ground, schools, people, units)
    province = find_wilayah(db, wilayah).induk or wilayah
    periods = [*year.periods.get(wilayah, ()), *year.periods.get(province, ())]
    visits = [
        _make_visit(year, school, ke, periods=periods, bobot=bobot)
        for school in schools
        for ke in STAGES
    ]
    problem = Problem(
        tahun=year.tahun,
        wilayah=wilayah,
        schools=schools,
        people=people,
        visits=tuple(visits),
        jarak=jarak,
        bobot=bobot,
    )
    return problem, [*faults, *more, *_tell_doubts(problem, periods)]


def _tell_doubts(problem: Problem, periods: Sequence[CalendarRow]) -> list[Fault]:
    """Tell what is not on record, so that no rule of it can hold."""
    faults = []
    if not any(each.jenis == "semester" for each in periods):
        reason = phrase(
            "no semester of {wilayah} is on record, so none bounds the visits; import "
            "table kalender_sekolah",
            wilayah=problem.wilayah,
        )
        place = f"kalender_sekolah {problem.tahun} {problem.wilayah}"
        faults.append(Fault(place=place, reason=reason, warning=True))
    for school in problem.schools:
        if school.trained is None:
            reason = phrase(
                "nobody of {nama} takes part in an SPMI training on record, so the "
                "training does not bound its visits",
                nama=school.nama,
            )
            place = f"sekolah {school.npsn}"
            faults.append(Fault(place=place, reason=reason, warning=True))
    return faults


def _read_ground(db: Store, wilayah: str) -> list[dict[str, Any]]:
    return db.rows(
        "SELECT npsn, nama, kecamatan, lintang, bujur FROM sekolah WHERE wilayah IN "
        "(SELECT kode FROM wilayah WHERE entitas = ?) ORDER BY npsn",
        (wilayah,),
    )


def _make_visit(
    year: Year,
    school: ModelSchool,
    ke: int,
    *,
    periods: Sequence[CalendarRow],
    bobot: Pendampingan,
) -> Visit:
    key = Key(school.npsn, ke)
    window = list_window(year.tahun, ke, bobot)
    closed = close_days(window, school, periods, year.libur)
    row = year.visits.get(key, {})
    held = row.get("tanggal")
    by_hand = row if held or row.get("tetap") else {}
    day = held or by_hand.get("rencana")
    people = {by_hand.get("fasilitator_1"), by_hand.get("fasilitator_2")} - {None}
    return Visit(
        key=key,
        days=tuple(each for each in window if each not in closed),
        closed=closed,
        tetap=date.fromisoformat(day) if day else None,
        people=tuple(sorted(map(str, people))),
        held=bool(held),
    )
