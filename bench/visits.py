"""Who goes where, in all kabupaten and kota: an invented year, seeded."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import date, timedelta
from statistics import mean
from typing import TYPE_CHECKING

from bench.report import describe_load, table
from bench.schools import list_kabkota
from formulir.records.office.wilayah import load_wilayah
from formulir.records.store import Store, memory_store
from formulir.records.visits.assign import Assigned, assign
from formulir.records.visits.planning.cost import MISSING, UNMADE
from formulir.records.visits.planning.greedy import plan_greedily
from formulir.settings import Pendampingan

if TYPE_CHECKING:
    from formulir.records.visits.problem import Plan, Problem

TAHUN, MODELS = 2016, 16
PEOPLE = (5, 12)
SPREAD = 0.2
SEED = 2016
WORDS = """\
## Who goes where

{command}. {load}
{regions} kabupaten and kota, each with {models} model schools and {fewest} to {most}
facilitators, everybody with two absences and a wish, exams, days off and a stretch
of local leave; invented, seeded. Times are of the processor, in one process.

{table}
Greedy costs {excess:.1f} % more than the best plan in the mean, and {worst:.1f} % at
worst, where both lack the same; it lacks more in {lacking} of {regions}.
"""


def measure_visits(*, command: str, regions: int | None) -> str:
    """Plan the visits of the country twice, and each kabupaten greedily as well."""
    load = describe_load()
    codes = list_kabkota()[:regions]
    db = found_year(codes)
    begun = time.process_time()
    done = assign(db, tahun=TAHUN, wilayah=None, bobot=Pendampingan())
    spent = time.process_time() - begun
    again = assign(db, tahun=TAHUN, wilayah=None, bobot=Pendampingan())
    same = sum(
        one.solution == other.solution for one, other in zip(done, again, strict=True)
    )
    assert same == len(done), f"only {same} of {len(done)} are the same again"
    proven = sum(each.solution.cost == each.solution.bound for each in done)
    gaps = [each.solution.gap * 100 for each in done]
    begun = time.process_time()
    greedy = [plan_greedily(each.problem) for each in done]
    spent_greedy = time.process_time() - begun
    excess, more = [], 0
    for each, other in zip(done, greedy, strict=True):
        lack, lack_greedy = (
            _lack(each.problem, each.solution.plan),
            _lack(each.problem, other.plan),
        )
        more += lack_greedy > lack
        if lack_greedy == lack:
            soft = max(each.solution.cost - lack, 1)
            excess.append(100 * ((other.cost - lack) / soft - 1))
    rows = [
        ("processor time of all", f"{spent:.0f} s"),
        ("of the greedy way alone", f"{spent_greedy:.0f} s"),
        ("proven to be the best", f"{proven} of {len(done)}"),
        ("largest gap", f"{max(gaps):.2f} %"),
        ("the same when run again", f"{same} of {len(done)}"),
        ("kabupaten and kota that lack something", _count_lacking(done)),
        ("reasons told", sum(len(each.faults) for each in done)),
    ]
    return WORDS.format(
        command=command,
        load=load,
        regions=len(done),
        models=MODELS,
        fewest=PEOPLE[0],
        most=PEOPLE[1],
        table=table(("", "measured"), rows),
        excess=mean(excess),
        worst=max(excess),
        lacking=more,
    )


def _lack(problem: Problem, plan: Plan) -> int:
    """Return what is paid for what a plan lacks."""
    lack = 0
    for visit in problem.visits:
        made = plan.get(visit.key)
        lack += visit.seats * MISSING + UNMADE if made is None else 0
        lack += MISSING * (visit.seats - len(made.people)) if made else 0
    return lack


def _count_lacking(done: list[Assigned]) -> int:
    return sum(_lack(each.problem, each.solution.plan) > 0 for each in done)


def found_year(codes: list[str]) -> Store:
    """Make a store with schools, people, absences and calendars of some regions."""
    db = memory_store()
    load_wilayah(db)
    chance, npsn = random.Random(SEED), 90_000_000
    rows: dict[str, list[dict[str, object]]] = {}

    def add(tabel: str, **row: object) -> None:
        rows.setdefault(tabel, []).append(row)

    add(
        "pelatihan",
        kode="FASDA-1",
        tahun=TAHUN,
        jenis="fasda",
        kurikulum="3.3",
        nama="Pelatihan",
        penyelenggara="LPMP",
        wilayah=codes[0],
        tempat="Wisma Contoh",
        mulai="2016-04-11",
    )
    for index, kode in enumerate(codes, start=1):
        npsn += MODELS
        _add_region(add, chance, kode, index, npsn)
    with db.writing():
        for tabel, those in rows.items():
            db.table(tabel).insert_all(those)
    return db


def _add_region(add, chance, kode, index, npsn):  # noqa: ANN001, ANN202 - rows of all tables
    middle = (-7.0 + index % 20 * 0.3, 100.0 + index // 20 * 0.5)
    add(
        "usulan",
        id=index,
        tahun=TAHUN,
        wilayah=kode,
        pengusul=f"DISDIK-{kode}",
        usulan_ke=1,
    )
    schools = [str(npsn + n) for n in range(MODELS)]
    for n, each in enumerate(schools):
        shape = ("SD", "SD", "SMP", "SMA")[n % 4]
        add(
            "sekolah",
            npsn=each,
            nama=f"{shape} {n} Contoh",
            bentuk=shape,
            status="N",
            kecamatan=f"Contoh {n % 5}",
            wilayah=kode,
            lintang=round(middle[0] + chance.uniform(-SPREAD, SPREAD), 6),
            bujur=round(middle[1] + chance.uniform(-SPREAD, SPREAD), 6),
        )
        add("usulan_model", usulan=index, npsn=each, urut=n + 1)
        add(
            "verval",
            tahun=TAHUN,
            usulan_ke=1,
            npsn=each,
            tanggal="2016-04-05",
            cara="kunjungan",
            hasil="memenuhi",
        )
    for n in range(chance.randint(*PEOPLE)):
        _add_person(add, chance, kode, f"{kode}-{n:02}")
    first = date(2016, 8, 1) + timedelta(days=chance.randrange(60))
    periods = [
        ("semester", date(2016, 7, 18), date(2016, 12, 17), "*"),
        ("libur", date(2016, 7, 18), date(2016, 7, 20), "*"),
        ("ujian", date(2016, 9, 26), date(2016, 10, 1), chance.choice(["*", "SD"])),
        ("libur", first, first + timedelta(days=chance.randrange(5)), "*"),
    ]
    for jenis, dari, sampai, bentuk in periods:
        add(
            "kalender_sekolah",
            tahun=TAHUN,
            wilayah=kode,
            bentuk=bentuk,
            jenis=jenis,
            dari=dari.isoformat(),
            sampai=sampai.isoformat(),
        )


def _add_person(add, chance, kode, calon):  # noqa: ANN001, ANN202 - as above
    unit = f"{chance.choice(['SD', 'SMP', 'SMA'])} {chance.randrange(MODELS)} Contoh"
    add(
        "calon",
        tahun=TAHUN,
        kode=calon,
        pengusul=f"DISDIK-{kode}",
        wilayah=kode,
        nama=f"Contoh {calon}",
        jabatan="Pengawas",
        unit_kerja=chance.choice([unit, f"UPT Kecamatan Contoh {chance.randrange(5)}"]),
    )
    add("penetapan", tahun=TAHUN, calon=calon, pelatihan="FASDA-1", wilayah=kode)
    days = Counter(chance.sample(range(105), 3))
    for n, day in enumerate(days):
        first = date(2016, 7, 18) + timedelta(days=day)
        add(
            "ketersediaan",
            tahun=TAHUN,
            calon=calon,
            dari=first.isoformat(),
            sampai=(first + timedelta(days=chance.randrange(8))).isoformat(),
            jenis="keinginan" if n == 0 else "berhalangan",
            sebab="Diklat",
        )
