"""Rules of appointed schools: who takes the place of others, and who may go on.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 3.3 and 4.1: a school that
did not pass is replaced by a new list; trainings and visits are for appointed schools.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.model import Cell, Fault
from formulir.records.rules.deadlines import due_verval
from formulir.records.rules.verval import (
    SCHOOLS,
    name_list,
    name_schools,
    read_lists,
    tell_unseen,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.language import Sentence
    from formulir.model import Scope
    from formulir.records.store import Store

    Row = dict[str, Any]

_PARTICIPANTS = """
    SELECT p.tahun, p.pelatihan, p.npsn, coalesce(s.nama, '') AS nama,
        count(*) AS orang
    FROM peserta_lengkap AS p
    JOIN pelatihan AS t ON t.kode = p.pelatihan
    LEFT JOIN sekolah AS s ON s.npsn = p.npsn
    WHERE p.tahun = :tahun AND t.jenis = 'spmi'
        AND NOT EXISTS (
            SELECT 1 FROM sekolah_ditetapkan AS d
            WHERE d.tahun = p.tahun AND d.npsn = p.npsn
        )
        AND (p.wilayah IN ({codes}) OR t.wilayah IN ({codes}))
    GROUP BY p.pelatihan, p.npsn
    ORDER BY p.pelatihan, p.npsn
"""


def check_pengganti(db: Store, scope: Scope) -> list[Fault]:
    """Name every school that did not pass and that no later list replaces.

    Returns:
        Faults while the list is open, and where no model of a region is left; warnings
        where the LPMP closed it, for what the appointment then goes without.
    """
    lists = read_lists(db, scope)
    return [
        *(
            fault
            for rows in lists
            for row in rows
            if row["hasil"] == "tidak memenuhi"
            for fault in _tell_failed(row, rows)
        ),
        *(
            _tell_empty(rows, lists)
            for rows in lists
            if not _has_model(rows) and any(row["hasil"] for row in rows)
        ),
    ]


def _tell_failed(row: Row, rows: Sequence[Row]) -> list[Fault]:
    """Say that a school is to be replaced, or was not, and what goes with it."""
    place = f"{name_list(row)}: {row['npsn']} {row['nama']}"
    behind = [each for each in rows if each["model"] == row["npsn"]]
    if row["ditutup"]:
        reason = phrase(
            "did not pass and has no replacement; the list was closed on {ditutup}",
            ditutup=row["ditutup"],
        )
        faults = [Fault(place=place, reason=reason, warning=True)]
        if behind:
            reason = phrase(
                "its {count} imbas school(s) are not appointed without it: {named}",
                count=len(behind),
                named=name_schools(behind),
            )
            faults.append(Fault(place=place, reason=reason, warning=True))
        return faults
    reason = phrase(
        "did not pass the verification; the dinas proposes a replacement as "
        "usulan_ke {next} (formulir propose or formulir import usulan), or from {last} "
        "on the list is closed (formulir import penutupan)",
        next=row["usulan_ke"] + 1,
        last=due_verval(row["tahun"]).isoformat(),
    )
    return [Fault(place=place, reason=reason)]


def check_ditetapkan(db: Store, scope: Scope) -> list[Fault]:
    """Name the lists of which no school can be appointed: letters leave them out."""
    faults, lists = [], read_lists(db, scope)
    for rows in lists:
        unseen = [row for row in rows if row["hasil"] is None]
        if _has_model(rows):
            continue
        if unseen and not rows[0]["ditutup"]:
            reason = tell_unseen(unseen, whole=len(unseen) == len(rows))
            faults.append(Fault(place=name_list(rows[0]), reason=reason))
        else:
            faults.append(_tell_empty(rows, lists))
    return faults


def _has_model(rows: Sequence[Row]) -> bool:
    """Tell whether a model school of a list can be appointed."""
    return any(row["model"] is None and row["hasil"] == "memenuhi" for row in rows)


def _tell_empty(rows: Sequence[Row], lists: Sequence[Sequence[Row]]) -> Fault:
    """Say that a list has no model: a fault where its region has none at all."""
    wilayah = rows[0]["wilayah"]
    others = [each for each in lists if each[0]["wilayah"] == wilayah]
    models = [row for row in rows if row["model"] is None]
    reason = phrase(
        "none of its {count} model school(s) passed the verification, so none of its "
        "schools is appointed: {named}",
        count=len(models),
        named=name_schools(models),
    )
    spared = any(_has_model(each) for each in others)
    return Fault(place=name_list(rows[0]), reason=reason, warning=spared)


def check_peserta_ditetapkan(db: Store, scope: Scope) -> list[Fault]:
    """Name the schools that take part in a training of SPMI and are not appointed."""
    codes = {f"c{number}": kode for number, kode in enumerate(sorted(scope.codes))}
    names = ", ".join(f":{name}" for name in codes)
    asked = {"tahun": scope.tahun, **codes}
    strangers = db.rows(_PARTICIPANTS.format(codes=names), asked)
    if not strangers:
        return []
    day = {"tahun": scope.tahun, "tanggal": scope.tanggal.isoformat()}
    listed = {row["npsn"]: row for row in db.rows(SCHOOLS, day)}
    return [
        Fault(
            place=f"peserta {row['pelatihan']}: {row['npsn']} {row['nama']}".rstrip(),
            reason=phrase(
                "sends {orang} participant(s), but is not appointed: {why}",
                orang=row["orang"],
                why=tell_why(row, listed),
            ),
            cell=Cell(
                tabel="peserta",
                row={"pelatihan": row["pelatihan"], "npsn": str(row["npsn"])},
                kolom="npsn",
            ),
        )
        for row in strangers
    ]


def tell_why(row: Row, listed: dict[str, Row]) -> Sentence:
    """Say why a school is not appointed.

    Args:
        row: The school, with ``tahun`` and ``npsn``.
        listed: The schools of the lists in force, by NPSN.
    """
    school = listed.get(row["npsn"])
    if school is None:
        return phrase("it is on no list in force of {tahun}", tahun=row["tahun"])
    if school["hasil"] is None:
        return phrase(
            "it has no verdict of the verification; fill the sheet that 'formulir form "
            "verval -o verval.xlsx --isi --tahun {tahun}' makes",
            tahun=row["tahun"],
        )
    if school["hasil"] != "memenuhi":
        return phrase("it did not pass the verification")
    return phrase(
        "its model {model} did not pass the verification", model=school["model"]
    )
