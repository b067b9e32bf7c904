"""Trainings for the tests of schedules: in the store, and as plain data."""

from __future__ import annotations

from datetime import date

from formulir.records.schedule.hours import parse_istirahat
from formulir.records.schedule.jadwal import DayPlan

ISTIRAHAT = "10.00-10.15; 12.00-13.00; 15.00-15.15"
FRIDAY = "10.00-10.15; 11.30-13.00; 15.00-15.15"


def make_tata(mulai=date(2016, 4, 18), **changes):
    facts = {
        "mulai": mulai,
        "jam_mulai": 8 * 60,
        "jam_mulai_awal": 8 * 60,
        "menit_per_hari": 480,
        "istirahat": parse_istirahat(ISTIRAHAT),
        "istirahat_jumat": parse_istirahat(FRIDAY),
    }
    return DayPlan(**(facts | changes))


def add_pelatihan(db, kode="FASDA-1", *, jenis="fasda", **changes):
    facts = {
        "kode": kode,
        "tahun": 2016,
        "jenis": jenis,
        "kurikulum": "3.3" if jenis == "fasda" else "4.1",
        "nama": "Pelatihan",
        "penyelenggara": "LPMP",
        "wilayah": "33.22",
        "tempat": "Wisma LPMP",
        "mulai": "2016-04-18",
    }
    insert(db, "pelatihan", **(facts | changes))


def insert(db, table, **facts):
    marks = ", ".join("?" * len(facts))
    db.conn.execute(
        f"INSERT INTO {table} ({', '.join(facts)}) VALUES ({marks})",
        list(facts.values()),
    )


def add_kelas(db, kode, *, pelatihan="FASDA-1", fasilitator=(), **room):
    insert(db, "kelas", pelatihan=pelatihan, kode=kode, **room)
    for urut, each in enumerate(fasilitator, 1):
        word, name, nip = (*each, None)[:3]
        insert(
            db,
            "fasilitator",
            pelatihan=pelatihan,
            kelas=kode,
            kode=word,
            urut=urut,
            nama=name,
            nip=nip,
        )


def add_calon(db, count, *, pelatihan="FASDA-1", start=0):
    for n in range(start, start + count):
        insert(db, "peserta", pelatihan=pelatihan, kode=f"{n:03}", nama=f"Calon {n}")


def add_sekolah(db, count, *, pelatihan="SPMI-1", people=6):
    for n in range(count):
        for m in range(people):
            insert(
                db,
                "peserta",
                pelatihan=pelatihan,
                kode=f"{n:02}-{m}",
                npsn=f"203{n:05}",
                nama=f"Guru {n}.{m}",
            )
