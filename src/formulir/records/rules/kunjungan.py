"""Rules of visits to model schools, and of the imbas that come to them.

A visit is to a school that was appointed, after its training, the second after the
first; what is reported of it was recorded. An imbas that is recorded at a visit is one
of the five of that model. All of it is told by name, before a paper is made.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 3.3 (schools are appointed
after verification), 4.1 to 4.4 (training, then accompaniment in two stages, to which
the imbas are invited).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.dates import format_tanggal, parse_tanggal
from formulir.errors import list_both
from formulir.language import phrase
from formulir.model import Cell, Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from formulir.model import Scope
    from formulir.records.store import Store

VISITS = """
    SELECT
        k.*, s.nama, s.wilayah, coalesce(k.tanggal, k.rencana) AS hari,
        EXISTS (
            SELECT 1 FROM sekolah_program AS p
            WHERE p.tahun = k.tahun AND p.npsn = k.npsn AND p.model IS NULL
        ) AS diusulkan,
        (
            SELECT v.hasil FROM verval_terakhir AS v
            WHERE v.tahun = k.tahun AND v.npsn = k.npsn
        ) AS verval,
        (
            SELECT min(coalesce(
                (SELECT max(e.tanggal) FROM sesi AS e WHERE e.pelatihan = t.kode),
                t.mulai
            ))
            FROM pelatihan AS t JOIN peserta AS p ON p.pelatihan = t.kode
            WHERE t.tahun = k.tahun AND t.jenis = 'spmi' AND p.npsn = k.npsn
        ) AS dilatih,
        coalesce(x.tanggal, x.rencana) AS dahulu,
        x.tanggal AS pertama,
        (
            SELECT count(*) FROM pengimbasan AS b
            WHERE b.tahun = k.tahun AND b.model = k.npsn AND b.ke = k.ke AND b.hadir
        ) AS datang,
        a.nama AS nama_1, b.nama AS nama_2,
        (k.fasilitator_1 IS NULL OR EXISTS (
            SELECT 1 FROM penetapan AS p
            WHERE p.tahun = k.tahun AND p.calon = k.fasilitator_1
        )) AS ditetapkan_1,
        (k.fasilitator_2 IS NULL OR EXISTS (
            SELECT 1 FROM penetapan AS p
            WHERE p.tahun = k.tahun AND p.calon = k.fasilitator_2
        )) AS ditetapkan_2
    FROM kunjungan AS k
    JOIN sekolah AS s ON s.npsn = k.npsn
    LEFT JOIN kunjungan AS x
        ON x.tahun = k.tahun AND x.npsn = k.npsn AND x.ke = 1 AND k.ke = 2
    LEFT JOIN calon AS a ON a.tahun = k.tahun AND a.kode = k.fasilitator_1
    LEFT JOIN calon AS b ON b.tahun = k.tahun AND b.kode = k.fasilitator_2
    WHERE k.tahun = :tahun AND coalesce(k.tanggal, k.rencana) IS NOT NULL
    ORDER BY k.npsn, k.ke
"""
"""The visits of a year, planned or held, with what rules ask about them."""
_IMBAS = """
    SELECT
        b.npsn, s.nama, b.hadir, b.urut,
        (
            SELECT max(x.hadir) FROM pengimbasan AS x
            WHERE x.tahun = b.tahun AND x.model = b.model AND x.npsn = b.npsn
        ) AS pernah,
        (
            SELECT m.nama FROM sekolah_ditetapkan AS p
            JOIN sekolah AS m ON m.npsn = p.model
            WHERE p.tahun = b.tahun AND p.npsn = b.npsn
        ) AS milik
    FROM pengimbasan_tercatat AS b JOIN sekolah AS s ON s.npsn = b.npsn
    WHERE b.tahun = :tahun AND b.model = :npsn AND b.ke = :ke
    ORDER BY b.urut IS NULL, b.urut, b.npsn
"""
"""The imbas of a visit: those of the list, then others, who have no place in it."""


def check_kunjungan(db: Store, scope: Scope) -> list[Fault]:
    """Look whether each visit may be held when it is planned, and who goes."""
    return [
        fault
        for row in _list_visits(db, scope)
        for fault in (*_check_visit(row), *_check_invitation(row, scope))
    ]


def check_laporan_kunjungan(db: Store, scope: Scope) -> list[Fault]:
    """Look whether each visit that was held may be reported, and can be."""
    return [
        fault
        for row in _list_visits(db, scope)
        if row["tanggal"]
        for fault in (
            *_check_visit(row),
            *_check_report(row, scope),
            *_check_imbas(db, row),
        )
    ]


def check_pengimbasan(db: Store, scope: Scope) -> list[Fault]:
    """Look whether both visits to each model tell who came of its imbas."""
    faults = []
    for row in _list_visits(db, scope):
        if row["ke"] == 2 and row["tanggal"]:  # noqa: PLR2004 - the second of two stages
            faults += [*_check_visit(row), *_check_coverage(db, row)]
        if row["tanggal"]:
            faults += _check_imbas(db, row)
    return faults


def list_unrecorded(
    db: Store, tahun: int, *, codes: Collection[str] | None, today: date
) -> list[str]:
    """Name the visits whose planned day is over and of which nobody recorded anything.

    Args:
        db: The record store.
        tahun: The programme year.
        codes: The regions that are asked about; all, if nothing.
        today: The day.
    """
    return [
        f"{row['nama']} tahap {row['ke']} ({_spell(row['rencana'])})"
        for row in db.rows(VISITS, {"tahun": tahun})
        if row["tanggal"] is None
        and parse_tanggal(row["rencana"]) < today
        and (codes is None or row["wilayah"] in codes)
    ]


def _list_visits(db: Store, scope: Scope) -> list[dict[str, Any]]:
    rows = db.rows(VISITS, {"tahun": scope.tahun})
    return [row for row in rows if row["wilayah"] in scope.codes]


def _about(
    row: dict[str, Any], kolom: str, reason: str, *, warning: bool = False
) -> Fault:
    """Tell a fault at a cell of a visit, and which papers are about it."""
    key = f"{row['npsn']}/{row['ke']}"
    return Fault(
        place=f"kunjungan {key} {row['nama']}: {kolom}",
        reason=reason,
        warning=warning,
        surat=(*(f"{kind} {key}" for kind in ("T07", "DK", "LK")), f"LI {row['npsn']}"),
        cell=Cell(
            tabel="kunjungan",
            row={name: str(row[name]) for name in ("tahun", "npsn", "ke")},
            kolom=kolom,
        ),
    )


def _check_visit(row: dict[str, Any]) -> Iterator[Fault]:
    """See that a school may be visited that day, and by these people."""
    kolom = "tanggal" if row["tanggal"] else "rencana"
    yield from _check_appointed(row)
    if row["dilatih"] is None:
        reason = phrase(
            "no SPMI training of this school is on record; enter its people in sheet "
            "'Peserta pelatihan' of task pelatihan"
        )
        yield _about(row, kolom, reason, warning=True)
    elif row["hari"] <= row["dilatih"]:
        reason = phrase(
            "{hari} is not after the SPMI training of this school, which ends on "
            "{dilatih}; correct the day of the visit",
            hari=_spell(row["hari"]),
            dilatih=_spell(row["dilatih"]),
        )
        yield _about(row, kolom, reason)
    if row["dahulu"] and row["hari"] <= row["dahulu"]:
        reason = phrase(
            "{hari} is not after the first stage, {earlier}; correct one of the two",
            hari=_spell(row["hari"]),
            earlier=_spell(row["dahulu"]),
        )
        yield _about(row, kolom, reason)
    yield from _check_people(row)


def _check_appointed(row: dict[str, Any]) -> Iterator[Fault]:
    """See that a school was appointed as a model: it is on a list, and passed."""
    if not row["diusulkan"]:
        reason = phrase(
            "this school is no model school of a list in force in {tahun}; correct the "
            "school, or take the visit off with 'formulir delete kunjungan'",
            tahun=row["tahun"],
        )
        yield _about(row, "npsn", reason)
    elif row["verval"] is None:
        reason = phrase(
            "this school is not appointed: no verdict of its verification is on "
            "record; enter it in sheet verval"
        )
        yield _about(row, "npsn", reason)
    elif row["verval"] != "memenuhi":
        reason = phrase(
            "this school is not appointed: it did not pass the verification; propose "
            "another in its place, and take the visit off with "
            "'formulir delete kunjungan'"
        )
        yield _about(row, "npsn", reason)


def _check_people(row: dict[str, Any]) -> Iterator[Fault]:
    """See that two different people go who were appointed."""
    first, second = row["fasilitator_1"], row["fasilitator_2"]
    if not first and not second:
        reason = phrase("nobody is named who visits this school; name two people")
        yield _about(row, "fasilitator_1", reason)
    elif not first or not second:
        reason = phrase("only one facilitator is named; a school has two")
        kolom = "fasilitator_2" if first else "fasilitator_1"
        yield _about(row, kolom, reason, warning=True)
    elif first == second:
        reason = phrase("the same facilitator is named twice; name another")
        yield _about(row, "fasilitator_2", reason)
    for place in (1, 2):
        if not row[f"ditetapkan_{place}"]:
            reason = phrase(
                "{nama} is not appointed as a facilitator (01.7); name somebody who "
                "is, or record the appointment in sheet penetapan",
                nama=row[f"nama_{place}"],
            )
            yield _about(row, f"fasilitator_{place}", reason)


def _check_invitation(row: dict[str, Any], scope: Scope) -> Iterator[Fault]:
    """See that who is invited can still come, and that none came before."""
    if not row["tanggal"] and row["datang"]:
        reason = phrase(
            "{datang} imbas are recorded as present at this visit, but it is not "
            "recorded as held; fill in its day",
            datang=row["datang"],
        )
        yield _about(row, "tanggal", reason)
    if not row["tanggal"] and parse_tanggal(row["rencana"]) < scope.tanggal:
        reason = phrase(
            "{hari} lies before the date of the letter, {tanggal}; if the visit was "
            "held, record it; else plan another day",
            hari=_spell(row["rencana"]),
            tanggal=format_tanggal(scope.tanggal),
        )
        yield _about(row, "rencana", reason, warning=True)


def _check_report(row: dict[str, Any], scope: Scope) -> Iterator[Fault]:
    """See that what is reported was recorded, and is not of a day to come."""
    if parse_tanggal(row["tanggal"]) > scope.tanggal:
        reason = phrase(
            "the visit of {hari} is after the date of the report, {tanggal}",
            hari=_spell(row["tanggal"]),
            tanggal=format_tanggal(scope.tanggal),
        )
        yield _about(row, "tanggal", reason)
    if not row["kegiatan"]:
        reason = phrase(
            "the visit was held, but what was done is not recorded; write it in sheet "
            "'Kunjungan sekolah' of task kunjungan, parted by semicolons"
        )
        yield _about(row, "kegiatan", reason)
    unsur = ("kepala", "guru", "tendik", "komite", "pengawas")
    if not any(row[f"hadir_{peran}"] for peran in unsur):
        reason = phrase(
            "the visit was held, but nobody of the school is recorded as present"
        )
        yield _about(row, "hadir_guru", reason)
    if not row["kesepakatan"]:
        reason = phrase("the visit was held, but nothing is recorded as agreed")
        yield _about(row, "kesepakatan", reason, warning=True)
    elif not row["tenggat"]:
        reason = phrase("what was agreed has no day on which it is due")
        yield _about(row, "tenggat", reason, warning=True)


def _check_imbas(db: Store, row: dict[str, Any]) -> Iterator[Fault]:
    """See that each imbas of a visit is recorded, and none that is another's."""
    imbas = db.rows(_IMBAS, row)
    listed = [one for one in imbas if one["urut"] is not None]
    if silent := [one["nama"] for one in listed if one["hadir"] is None]:
        reason = phrase(
            "whether {names} came is not recorded; write it in sheet 'Imbas yang "
            "hadir' of task kunjungan",
            names=list_both(silent),
        )
        yield _about(row, "tanggal", reason, warning=True)
    for one in imbas:
        if one["urut"] is None:
            yield _about(row, "npsn", _tell_stranger(one), warning=True)


def _tell_stranger(one: dict[str, Any]) -> str:
    """Say that a school is recorded at the visit of a model that is not its own."""
    facts = {"imbas": one["nama"], "npsn": one["npsn"], "milik": one["milik"]}
    if one["milik"]:
        return phrase(
            "{imbas} ({npsn}) is recorded at this visit, but is an imbas of {milik}; "
            "correct the model school of that row in sheet pengimbasan",
            **facts,
        )
    return phrase(
        "{imbas} ({npsn}) is recorded at this visit, but is no appointed imbas of this "
        "model; it is a guest and is not counted",
        **facts,
    )


def _check_coverage(db: Store, row: dict[str, Any]) -> Iterator[Fault]:
    """Name the imbas that never came."""
    never = [
        one["nama"]
        for one in db.rows(_IMBAS, row)
        if one["urut"] is not None and not one["pernah"]
    ]
    if never:
        reason = phrase("{names} came to neither visit", names=list_both(never))
        yield _about(row, "tanggal", reason, warning=True)
    if row["pertama"] is None:
        reason = phrase("the first stage is not recorded as held; the report lacks it")
        yield _about(row, "tanggal", reason, warning=True)


def _spell(day: str) -> str:
    return format_tanggal(parse_tanggal(day))
