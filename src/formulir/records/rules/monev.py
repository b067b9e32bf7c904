"""Rules of monitoring: whom it may be about, when, after what, and how complete.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 5: monitoring is done twice,
one and three months after the training, together with the accompaniment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.errors import list_some
from formulir.language import phrase
from formulir.model import Cell, Fault
from formulir.records.rules.penetapan_sekolah import tell_why
from formulir.records.rules.verval import SCHOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.language import Sentence
    from formulir.model import Scope
    from formulir.records.store import Store

    Row = dict[str, Any]

_HELD = """
    SELECT m.tahun, m.npsn, m.ke, m.tanggal, s.nama,
        EXISTS (
            SELECT 1 FROM sekolah_ditetapkan AS d
            WHERE d.tahun = m.tahun AND d.npsn = m.npsn AND d.model IS NULL
        ) AS ditetapkan,
        EXISTS (
            SELECT 1 FROM kunjungan AS k
            WHERE k.tahun = m.tahun AND k.npsn = m.npsn AND k.ke = m.ke
                AND k.tanggal IS NOT NULL
        ) AS dikunjungi,
        t.mulai, t.tanggal AS tenggat,
        m.tanggal BETWEEN t.paling_awal AND t.paling_lambat AS dekat,
        (
            SELECT l.tanggal FROM monev AS l
            WHERE l.tahun = m.tahun AND l.npsn = m.npsn AND l.ke = m.ke - 1
        ) AS dahulu,
        (
            SELECT count(*) FROM monev_nilai AS n
            WHERE n.tahun = m.tahun AND n.npsn = m.npsn AND n.ke = m.ke
        ) AS dijawab
    FROM monev AS m
    JOIN sekolah AS s ON s.npsn = m.npsn
    LEFT JOIN tenggat_monev AS t
        ON t.tahun = m.tahun AND t.npsn = m.npsn AND t.ke = m.ke
    WHERE m.tahun = :tahun AND s.wilayah IN ({codes})
    ORDER BY s.wilayah, m.npsn, m.ke
"""
_UNANSWERED = """
    SELECT i.kode FROM instrumen_monev AS i
    WHERE i.tahun = :tahun AND NOT EXISTS (
        SELECT 1 FROM monev_nilai AS n
        WHERE n.tahun = i.tahun AND n.npsn = :npsn AND n.ke = :ke
            AND n.indikator = i.kode
    )
    ORDER BY i.urut, i.kode
"""
_UNASKED = """
    SELECT kode, uraian FROM indikator
    WHERE dipakai AND kode NOT IN (
        SELECT indikator FROM monev_nilai WHERE tahun = :tahun
    )
    ORDER BY urut, kode
"""
_LACKING = """
    SELECT p.npsn, s.nama, t.ke, t.tanggal AS tenggat
    FROM sekolah_ditetapkan AS p
    JOIN sekolah AS s ON s.npsn = p.npsn
    JOIN tenggat_monev AS t ON t.tahun = p.tahun AND t.npsn = p.npsn
    WHERE p.tahun = :tahun AND p.model IS NULL AND t.paling_lambat < :tanggal
        AND s.wilayah IN ({codes}) AND NOT EXISTS (
            SELECT 1 FROM monev AS m
            WHERE m.tahun = p.tahun AND m.npsn = p.npsn AND m.ke = t.ke
        )
    ORDER BY t.ke, p.wilayah, p.npsn
"""


def check_monev(db: Store, scope: Scope) -> list[Fault]:
    """Look whether each round was held at an appointed school, in time and in full."""
    rows = _ask(db, scope, _HELD)
    day = {"tahun": scope.tahun, "tanggal": scope.tanggal.isoformat()}
    strangers = any(not row["ditetapkan"] for row in rows)
    listed = {r["npsn"]: r for r in db.rows(SCHOOLS, day)} if strangers else {}
    faults = [
        fault
        for row in rows
        for judge in (
            _judge_school(row, listed),
            _judge_letter(row, scope.tanggal.isoformat()),
            _judge_days(row),
            _judge(db, row),
        )
        for fault in judge
    ]
    return [*faults, *(_tell_unasked(db, scope) if rows else ())]


def check_rekap_monev(db: Store, scope: Scope) -> list[Fault]:
    """Name the appointed schools whose round is past its time and was not held."""
    return [
        _about(
            row,
            phrase(
                "round {ke} was due about {tenggat} and is not on record; the letter "
                "names the school as not monitored",
                ke=row["ke"],
                tenggat=row["tenggat"],
            ),
            warning=True,
        )
        for row in _ask(db, scope, _LACKING)
    ]


def _ask(db: Store, scope: Scope, sql: str) -> list[Row]:
    """Ask about the schools of the regions that letters concern."""
    codes = {f"c{number}": kode for number, kode in enumerate(sorted(scope.codes))}
    names = ", ".join(f":{name}" for name in codes)
    asked = {"tahun": scope.tahun, "tanggal": scope.tanggal.isoformat(), **codes}
    return db.rows(sql.format(codes=names), asked)


def _judge_school(row: Row, listed: dict[str, Row]) -> Iterator[Fault]:
    if not row["ditetapkan"]:
        yield _about(
            row,
            phrase(
                "was monitored, but is not appointed as a model school: {why}",
                why=_tell_stranger(row, listed),
            ),
        )
    if not row["dikunjungi"]:
        reason = phrase(
            "has no visit of stage {ke} on record, with which monitoring goes together "
            "(Petunjuk Teknis 2016, 5); write it in sheet kunjungan",
            ke=row["ke"],
        )
        yield _about(row, reason, warning=True)


def _tell_stranger(row: Row, listed: dict[str, Row]) -> Sentence:
    """Say why a school is no model; an imbas that passed is none either."""
    school = listed.get(row["npsn"])
    if school and school["model"]:
        return phrase("it is an imbas of {model}", model=school["model"])
    return tell_why(row, listed)


def _judge_letter(row: Row, tanggal: str) -> Iterator[Fault]:
    if row["tanggal"] > tanggal:
        reason = phrase(
            "was monitored on {held}, after the date of the letter, {tanggal}",
            held=row["tanggal"],
            tanggal=tanggal,
        )
        yield _about(row, reason)


def _judge_days(row: Row) -> Iterator[Fault]:
    if row["mulai"] is None:
        reason = phrase(
            "nobody of it is on record as a participant of an spmi training, so when "
            "it was due cannot be told"
        )
        yield _about(row, reason, warning=True)
    elif row["tanggal"] < row["mulai"]:
        reason = phrase(
            "was monitored on {tanggal}, before its training began on {mulai}",
            tanggal=row["tanggal"],
            mulai=row["mulai"],
        )
        yield _about(row, reason)
    elif not row["dekat"]:
        reason = phrase(
            "was monitored on {tanggal}; round {ke} was due about {tenggat} "
            "(Petunjuk Teknis 2016, 5)",
            tanggal=row["tanggal"],
            ke=row["ke"],
            tenggat=row["tenggat"],
        )
        yield _about(row, reason, warning=True)
    if row["dahulu"] is not None and row["tanggal"] <= row["dahulu"]:
        reason = phrase(
            "round {ke} on {tanggal} is not after round 1 on {earlier}; correct the "
            "dates in sheet monev",
            ke=row["ke"],
            tanggal=row["tanggal"],
            earlier=row["dahulu"],
        )
        yield _about(row, reason)
    if row["ke"] > 1 and row["dahulu"] is None:
        reason = phrase(
            "round {ke} is on record without the round before it, so there is no "
            "change to tell",
            ke=row["ke"],
        )
        yield _about(row, reason, warning=True)


def _judge(db: Store, row: Row) -> Iterator[Fault]:
    """See how many answers a round has."""
    if not row["dijawab"]:
        reason = phrase("round {ke} has no answer at all on record", ke=row["ke"])
        yield _about(row, reason)
        return
    asked = {name: row[name] for name in ("tahun", "npsn", "ke")}
    if missing := db.values(_UNANSWERED, asked):
        reason = phrase(
            "round {ke} has no answer to {count} indicator(s): {kode}",
            ke=row["ke"],
            count=len(missing),
            kode=list_some(missing),
        )
        yield _about(row, reason, warning=True)


def _tell_unasked(db: Store, scope: Scope) -> Iterator[Fault]:
    """Name the indicators in use that no school answered: letters leave them out."""
    for row in db.rows(_UNASKED, {"tahun": scope.tahun}):
        reason = phrase(
            "no school answered it in {tahun}, so letters leave it out: {uraian}; if "
            "it is asked no more, write tidak in column dipakai of sheet indikator",
            tahun=scope.tahun,
            uraian=row["uraian"],
        )
        yield Fault(place=f"indikator {row['kode']}", reason=reason, warning=True)


def _about(row: Row, reason: Sentence, *, warning: bool = False) -> Fault:
    key: dict[str, str] = {
        name: str(row[name]) for name in ("tahun", "npsn", "ke") if name in row
    }
    return Fault(
        place=f"monev {row['ke']}: {row['npsn']} {row['nama']}",
        reason=reason,
        warning=warning,
        cell=Cell(tabel="monev", row=key, kolom="tanggal") if "tahun" in row else None,
    )
