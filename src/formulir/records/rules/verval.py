"""Rules of verification: every school of a list gets a verdict that its criteria bear.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 3.3: the LPMP looks at every
school that is proposed and reports what it found; the government of the region may
propose others in the place of those that did not pass, until the middle of the fourth
month; after it the LPMP may appoint what the last list holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.dates import parse_tanggal
from formulir.errors import list_some
from formulir.language import phrase
from formulir.model import Cell, Fault
from formulir.records.rules.deadlines import due_verval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from formulir.language import Sentence
    from formulir.model import Scope
    from formulir.records.store import Store

    Row = dict[str, Any]

SCHOOLS = """
    SELECT p.tahun, p.wilayah, p.npsn, p.model, s.nama,
        u.pengusul, u.usulan_ke, v.usulan_ke AS diperiksa, v.tanggal, v.hasil,
        v.keterangan, t.tanggal AS ditutup,
        iif(p.model IS NULL, 'model', 'imbas') AS peran
    FROM sekolah_program AS p
    JOIN usulan AS u ON u.id = p.usulan
    JOIN sekolah AS s ON s.npsn = p.npsn
    LEFT JOIN verval_terakhir AS v ON v.tahun = p.tahun AND v.npsn = p.npsn
    LEFT JOIN penutupan AS t
        ON t.tahun = p.tahun AND t.wilayah = p.wilayah AND t.tanggal <= :tanggal
    WHERE p.tahun = :tahun
    ORDER BY p.usulan, p.urut_model, p.urut_imbas
"""
"""Each school of the lists in force, what was found, and whether its list is closed."""
_CRITERIA = """
    SELECT k.kode, k.uraian, k.wajib, c.memenuhi
    FROM kriteria_sekolah AS k
    LEFT JOIN verval_kriteria AS c ON c.kriteria = k.kode
        AND c.tahun = :tahun AND c.usulan_ke = :diperiksa AND c.npsn = :npsn
    WHERE k.untuk IN (:peran, 'keduanya')
    ORDER BY k.urut, k.kode
"""


def check_verval(db: Store, scope: Scope) -> list[Fault]:
    """Look whether every school of the lists in force has a verdict, and a sound one.

    Returns:
        Faults for schools without one while their list is open, for verdicts that
        contradict their criteria or give no reason, and for a list that was closed too
        early; warnings for what was left out or came late.
    """
    lists = read_lists(db, scope)
    return [
        *check_closing(db, scope),
        *(one for each in lists for one in _check_missing(each)),
        *(one for each in lists for one in _check_verdicts(db, each)),
    ]


def read_lists(db: Store, scope: Scope) -> list[list[Row]]:
    """Read the schools of each list in force of the regions that are asked about."""
    asked = {"tahun": scope.tahun, "tanggal": scope.tanggal.isoformat()}
    lists: dict[str, list[Row]] = {}
    for row in db.rows(SCHOOLS, asked):
        if row["wilayah"] in scope.codes:
            lists.setdefault(name_list(row), []).append(row)
    return list(lists.values())


def name_list(row: Row) -> str:
    """Name the list of a school, as people do."""
    return "usulan {tahun} {wilayah}/{pengusul}/{usulan_ke}".format_map(row)


def name_schools(rows: Iterable[Row]) -> str:
    """Name schools, some of many."""
    return list_some([f"{row['npsn']} {row['nama']}" for row in rows])


def check_closing(db: Store, scope: Scope) -> list[Fault]:
    """Refuse that a list is closed before those who propose have had their time."""
    last = due_verval(scope.tahun)
    rows = db.rows("SELECT * FROM penutupan WHERE tahun = ?", (scope.tahun,))
    return [
        Fault(
            place=f"penutupan {row['tahun']} {row['wilayah']}",
            reason=phrase(
                "the list is closed on {tanggal}, but schools may be replaced until "
                "{last} (Petunjuk Teknis 2016, 3.3); correct the date, or delete the "
                "row",
                tanggal=row["tanggal"],
                last=last.isoformat(),
            ),
            cell=Cell(
                tabel="penutupan",
                row={"tahun": str(row["tahun"]), "wilayah": row["wilayah"]},
                kolom="tanggal",
            ),
        )
        for row in rows
        if row["wilayah"] in scope.codes and parse_tanggal(row["tanggal"]) < last
    ]


def tell_unseen(rows: Sequence[Row], *, whole: bool) -> Sentence:
    """Say that schools have no verdict, and how one comes on record.

    Args:
        rows: The schools.
        whole: Whether they are all of their list.
    """
    facts: Mapping[str, object] = {
        "count": len(rows),
        "named": name_schools(rows),
        "tahun": rows[0]["tahun"],
    }
    if whole:
        return phrase(
            "none of its {count} school(s) was verified: {named}; fill the sheet that "
            "'formulir form verval -o verval.xlsx --isi --tahun {tahun}' makes, and "
            "bring it back with 'formulir import verval verval.xlsx'",
            **facts,
        )
    return phrase(
        "{count} school(s) have no verdict of the verification: {named}; fill the "
        "sheet that 'formulir form verval -o verval.xlsx --isi --tahun {tahun}' makes, "
        "and bring it back with 'formulir import verval verval.xlsx'",
        **facts,
    )


def _check_missing(rows: Sequence[Row]) -> list[Fault]:
    """Name the schools of a list that nobody gave a verdict on."""
    unseen = [row for row in rows if row["hasil"] is None]
    if not unseen:
        return []
    place, whole = name_list(rows[0]), len(unseen) == len(rows)
    if not unseen[0]["ditutup"] or whole:
        return [Fault(place=place, reason=tell_unseen(unseen, whole=whole))]
    reason = phrase(
        "the list was closed on {ditutup}; {count} school(s) without a verdict are not "
        "appointed: {named}",
        ditutup=unseen[0]["ditutup"],
        count=len(unseen),
        named=name_schools(unseen),
    )
    return [Fault(place=place, reason=reason, warning=True)]


def _check_verdicts(db: Store, rows: Sequence[Row]) -> list[Fault]:
    """Hold the verdicts of a list against what was found of each criterion."""
    faults: list[Fault] = []
    bare: list[Row] = []
    for row in rows:
        if row["hasil"] is None:
            continue
        found = db.rows(_CRITERIA, row)
        unmet = [each for each in found if each["memenuhi"] == 0]
        if row["hasil"] == "memenuhi":
            faults += [
                _about(row, phrase("passed without meeting {kode} ({uraian})", **each))
                for each in unmet
                if each["wajib"]
            ]
            if any(each["wajib"] and each["memenuhi"] is None for each in found):
                bare.append(row)
        elif not unmet and not row["keterangan"]:
            reason = phrase(
                "did not pass, and no reason is on record; fill column Alasan of sheet "
                "verval, or the criterion that is not met"
            )
            faults.append(_about(row, reason))
    return [*faults, *_remark_bare(bare), *_remark_late(rows)]


def _remark_bare(rows: Sequence[Row]) -> list[Fault]:
    """Remark on schools that passed before all that is asked of them was looked at."""
    if not rows:
        return []
    reason = phrase(
        "{count} school(s) passed, but not every criterion that is asked of them as "
        "model or imbas is on record: {named}",
        count=len(rows),
        named=name_schools(rows),
    )
    return [Fault(place=name_list(rows[0]), reason=reason, warning=True)]


def _remark_late(rows: Sequence[Row]) -> list[Fault]:
    """Remark on verdicts that came after the middle of the fourth month."""
    last = due_verval(rows[0]["tahun"])
    late = [
        row for row in rows if row["tanggal"] and parse_tanggal(row["tanggal"]) > last
    ]
    if not late:
        return []
    reason = phrase(
        "{count} school(s) were verified after {last}, the programme's deadline "
        "(Petunjuk Teknis 2016, 3.3): {named}",
        count=len(late),
        last=last.isoformat(),
        named=name_schools(late),
    )
    return [Fault(place=name_list(rows[0]), reason=reason, warning=True)]


def _about(row: Row, reason: Sentence, *, kolom: str = "hasil") -> Fault:
    known = {"tahun": row["tahun"], "usulan_ke": row["diperiksa"], "npsn": row["npsn"]}
    return Fault(
        place=f"verval {row['tahun']}: {row['npsn']} {row['nama']}",
        reason=reason,
        cell=Cell(
            tabel="verval",
            row={name: str(value) for name, value in known.items()},
            kolom=kolom,
        ),
    )
