"""A training as the store has it: its curriculum, classes, people and sessions."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from formulir.dates import parse_tanggal
from formulir.errors import RecordError
from formulir.language import Sentence, phrase, take_reason
from formulir.model import Fault
from formulir.records.defaults import MENIT
from formulir.records.schedule.holidays import read_libur
from formulir.records.schedule.hours import (
    check_day_plan,
    format_jam,
    parse_istirahat,
    parse_jam,
)
from formulir.records.schedule.jadwal import (
    DayPlan,
    Fasilitator,
    Jadwal,
    Kelas,
    Materi,
    Menit,
    Peserta,
    Sesi,
)
from formulir.records.sheets.report import Changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.sheets.report import Difference
    from formulir.records.store import Store


class PelatihanUnknownError(RecordError):
    """No training has the word that was asked for."""

    pelatihan: str
    known: Sequence[str]
    typed = "pelatihan"

    @property
    def sentence(self) -> Sentence:
        """Name some that there are."""
        if not self.known:
            return phrase(
                "there is no pelatihan {pelatihan!r}; import table pelatihan",
                pelatihan=self.pelatihan,
            )
        return phrase(
            "there is no pelatihan {pelatihan!r}; on record are {there}",
            pelatihan=self.pelatihan,
            there=", ".join(self.known[:8]),
        )


def list_pelatihan(db: Store) -> list[str]:
    """Return the codes of all trainings, those of the last year first."""
    return db.values("SELECT kode FROM pelatihan ORDER BY tahun DESC, kode")


def read_jadwal(db: Store, pelatihan: str) -> tuple[Jadwal | None, list[Fault]]:
    """Read all about the schedule of a training.

    Returns:
        What is on record, and the faults of what cannot be read; nothing when the
        hours or days of the training itself are among them.

    Raises:
        PelatihanUnknownError: There is no such training.
    """
    rows = db.rows("SELECT * FROM pelatihan WHERE kode = ?", [pelatihan])
    if not rows:
        raise PelatihanUnknownError(pelatihan, known=list_pelatihan(db))
    head = rows[0]
    day_plan, faults = _read_day_plan(head)
    if day_plan is None:
        return None, faults
    sesi, more = _read_sesi(db, "pelatihan = ?", [pelatihan])
    # A training may cross New Year.
    first = day_plan.mulai.year
    years = (first, first + 1, *(each.tanggal.year for each in sesi))
    day_plan = replace(day_plan, libur=read_libur(db, years))
    angkatan = head["angkatan"] and f"Angkatan {head['angkatan']}"
    jadwal = Jadwal(
        pelatihan=pelatihan,
        jenis=head["jenis"],
        judul=" ".join(filter(None, (head["nama"], angkatan))),
        wilayah=head["wilayah"],
        tempat=head["tempat"],
        day_plan=day_plan,
        materi=_read_materi(db, head["kurikulum"]),
        kelas=_read_kelas(db, pelatihan),
        peserta=_read_peserta(db, pelatihan),
        fasilitator=_read_fasilitator(db),
        sesi=tuple(sesi),
    )
    if not jadwal.materi:
        reason = phrase(
            "kurikulum {kurikulum!r} has no subjects; import table materi",
            kurikulum=head["kurikulum"],
        )
        more.append(Fault(place=f"pelatihan {pelatihan}", reason=reason))
    return with_others(db, jadwal), more


def with_others(db: Store, jadwal: Jadwal) -> Jadwal:
    """Put beside a schedule what its days hold in other trainings."""
    days = sorted({sesi.tanggal.isoformat() for sesi in jadwal.sesi})
    if not days:
        return replace(jadwal, others=())
    condition = "pelatihan != ? AND tanggal BETWEEN ? AND ? AND fasilitator IS NOT NULL"
    # What is misspelled there is told when that training is asked for.
    others, _ = _read_sesi(db, condition, [jadwal.pelatihan, days[0], days[-1]])
    return replace(jadwal, others=tuple(others))


def compare_jadwal(db: Store, jadwal: Jadwal) -> list[Difference]:
    """Tell what writing a schedule changes on record: people's classes, sessions."""
    changes = Changes()
    kelas = {each.kode: each.kelas for each in jadwal.peserta}
    people = "SELECT kode, kelas FROM peserta WHERE pelatihan = ? ORDER BY kode"
    for row in db.rows(people, [jadwal.pelatihan]):
        changes.compare(["peserta.kelas"], [row["kelas"]], [kelas[row["kode"]]])
    wanted = {_place(row): row for row in map(sesi_row, jadwal.sesi)}
    sessions = "SELECT * FROM sesi WHERE pelatihan = ? ORDER BY kelas, tanggal, mulai"
    for old in db.rows(sessions, [jadwal.pelatihan]):
        place = _place(old)
        if new := wanted.get(place):
            names = [f"sesi.{name}" for name in old]
            changes.compare(names, list(old.values()), [new[name] for name in old])
        else:
            changes.remove("sesi", place)
    return changes.differences


def _place(row: Mapping[str, Any]) -> str:
    return f"{row['kelas']} {row['tanggal']} {row['mulai']}"


def write_jadwal(db: Store, jadwal: Jadwal) -> None:
    """Replace the sessions of a training, inside the caller's transaction.

    Classes that are missing are made, participants get their class; what stands there
    about rooms is kept.
    """
    db.table("kelas").insert_all(
        ({"pelatihan": jadwal.pelatihan, **asdict(kelas)} for kelas in jadwal.kelas),
        ignore=True,
    )
    db.run_many(
        "UPDATE peserta SET kelas = ? WHERE pelatihan = ? AND kode = ?",
        [(each.kelas, jadwal.pelatihan, each.kode) for each in jadwal.peserta],
    )
    db.run("DELETE FROM sesi WHERE pelatihan = ?", [jadwal.pelatihan])
    db.table("sesi").insert_all(map(sesi_row, jadwal.sesi))


def sesi_row(sesi: Sesi) -> dict[str, Any]:
    """Spell a session as the store has it."""
    return {
        "pelatihan": sesi.pelatihan,
        "kelas": sesi.kelas,
        "tanggal": sesi.tanggal.isoformat(),
        "mulai": format_jam(sesi.mulai),
        "selesai": format_jam(sesi.selesai),
        "materi": sesi.materi,
        "judul": sesi.judul,
        **dict(zip(MENIT, sesi.menit, strict=True)),
        "pengampu": sesi.pengampu,
        "fasilitator": "; ".join(sesi.fasilitator) or None,
    }


def _read_day_plan(head: dict[str, Any]) -> tuple[DayPlan | None, list[Fault]]:
    """Read how the days of a training are cut, or all that is wrong with it."""
    faults: list[Fault] = []

    def read(name: str, parse: Any) -> Any:  # noqa: ANN401 - each column has its own type
        try:
            return parse(head[name] or "")
        except ValueError as error:
            place = f"pelatihan {head['kode']}: {name}"
            faults.append(Fault(place=place, reason=take_reason(error)))
            return None

    facts = {
        "mulai": read("mulai", parse_tanggal),
        "jam_mulai": read("jam_mulai", parse_jam),
        "istirahat": read("istirahat", parse_istirahat),
        "istirahat_jumat": read("istirahat_jumat", parse_istirahat),
    }
    awal = facts["jam_mulai"]
    if head["jam_mulai_awal"]:
        awal = read("jam_mulai_awal", parse_jam)
    if faults:
        return None, faults
    day_plan = DayPlan(
        **facts,
        jam_mulai_awal=awal,
        menit_per_hari=head["menit_per_hari"],
        lewati=head["hari_libur"] == "lewati",
    )
    if reason := check_day_plan(day_plan):
        return None, [Fault(place=f"pelatihan {head['kode']}", reason=reason)]
    return day_plan, []


def _read_menit(row: dict[str, Any]) -> Menit:
    return Menit(*(row[name] for name in MENIT))


def _read_materi(db: Store, kurikulum: str) -> tuple[Materi, ...]:
    rows = db.rows(
        "SELECT * FROM materi WHERE kurikulum = ? ORDER BY urut, kode", [kurikulum]
    )
    names = ("kode", "hari", "judul", "pengampu")
    return tuple(
        Materi(menit=_read_menit(row), **{name: row[name] for name in names})
        for row in rows
    )


def _read_kelas(db: Store, pelatihan: str) -> tuple[Kelas, ...]:
    sql = "SELECT kode, ruang, kapasitas FROM kelas WHERE pelatihan = ? ORDER BY kode"
    return tuple(Kelas(**row) for row in db.rows(sql, [pelatihan]))


def _read_peserta(db: Store, pelatihan: str) -> tuple[Peserta, ...]:
    sql = (
        "SELECT kode, coalesce(nama, '') AS nama, wilayah, npsn, kelas "
        "FROM peserta_lengkap WHERE pelatihan = ? ORDER BY kode"
    )
    return tuple(Peserta(**row) for row in db.rows(sql, [pelatihan]))


def _read_fasilitator(db: Store) -> tuple[Fasilitator, ...]:
    sql = (
        "SELECT pelatihan, kelas, kode, nama, nullif(replace(nip, ' ', ''), '-') "
        "AS nip FROM fasilitator ORDER BY pelatihan, kelas, urut, kode"
    )
    return tuple(Fasilitator(**row) for row in db.rows(sql))


def _read_sesi(
    db: Store, condition: str, params: Sequence[str]
) -> tuple[list[Sesi], list[Fault]]:
    """Read sessions; one whose hours are misspelled is a fault and left out."""
    rows = db.rows(
        f"SELECT * FROM sesi WHERE {condition} "
        "ORDER BY pelatihan, kelas, tanggal, mulai",
        params,
    )
    found, faults = [], []
    for row in rows:
        try:
            found.append(_make_sesi(row))
        except ValueError as error:
            place = "sesi {pelatihan}/{kelas} {tanggal} {mulai}".format(**row)
            faults.append(Fault(place=place, reason=take_reason(error)))
    return found, faults


def _make_sesi(row: dict[str, Any]) -> Sesi:
    codes = map(str.strip, (row["fasilitator"] or "").split(";"))
    names = ("judul", "pengampu", "pelatihan", "kelas")
    return Sesi(
        tanggal=parse_tanggal(row["tanggal"]),
        mulai=parse_jam(row["mulai"]),
        selesai=parse_jam(row["selesai"]),
        materi=row["materi"] or None,
        menit=_read_menit(row),
        fasilitator=tuple(filter(None, codes)),
        **{name: row[name] for name in names},
    )
