"""The sheet of proposals: one row an imbas school, grouped into lists.

A list is taken whole: it replaces the one on record of the same year, region, office
and turn. Once letters rest on a list its schools stay; the number and date of the
dinas's letter may still be filled in.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.records.office.geo import jarak_km, locate
from formulir.records.selection.usulan import (
    Usulan,
    UsulanLockedError,
    UsulanModel,
    find_grounds,
    find_pengusul,
    insert_models,
    insert_usulan,
    jenjang_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from formulir.records.office.geo import Point
    from formulir.records.sheets.report import Changes, Record, Report
    from formulir.records.store import Store
    from formulir.records.tables.columns import Table


FACTS = ("npsn_model", "jarak_km", "luar_kuota")
"""What a list says about each imbas."""
HEAD = ("nomor", "tanggal")
"""What it says about itself."""


def write_usulan(
    db: Store,
    _table: Table,
    records: Sequence[Record],
    *,
    report: Report,
    changes: Changes,
) -> None:
    """Bring the proposals up to the rows, inside the transaction of the caller.

    Nothing is written once any row has a fault.

    Raises:
        UsulanLockedError: Letters rest on a list whose schools would change.
    """
    schools = _read_schools(db)
    good = [one for one in records if _check_schools(one, schools, report=report)]
    groups = _group(db, good, schools, report=report)
    for rows in groups.values():
        _check_group(rows, report=report)
    if not report.has_faults:
        for key, rows in groups.items():
            full = _complete(rows, schools)
            _write_group(db, key, full, changes=changes, report=report)


def _read_schools(db: Store) -> dict[str, dict[str, Any]]:
    """Read what is asked about the schools."""
    rows = db.rows("SELECT npsn, bentuk, wilayah, lintang, bujur FROM sekolah")
    return {row["npsn"]: row for row in rows}


def _check_schools(
    record: Record, schools: Mapping[str, Any], *, report: Report
) -> bool:
    """See that both schools of a row are on record and are two."""
    values = record.values
    for name in ("npsn_model", "npsn_imbas"):
        if values[name] not in schools:
            reason = phrase(
                "no school {npsn} on record; import the school list first",
                npsn=values[name],
            )
            report.reject(record.row, name, reason)
    if values["npsn_model"] == values["npsn_imbas"]:
        report.reject(
            record.row, "npsn_imbas", phrase("a school cannot be its own imbas")
        )
    return not report.is_rejected(record.row)


def _group(
    db: Store,
    records: Iterable[Record],
    schools: Mapping[str, dict[str, Any]],
    *,
    report: Report,
) -> dict[Usulan, list[Record]]:
    """Gather the rows of each list, finding the office where none is named."""
    find = cache(partial(find_pengusul, db))
    groups: dict[Usulan, list[Record]] = defaultdict(list)
    for record in records:
        values = record.values
        tahun, wilayah = int(values["tahun"] or 0), str(values["wilayah"])
        pengusul = values.get("pengusul")
        if pengusul is None:
            bentuk = schools[str(values["npsn_model"])]["bentuk"]
            jenjang = jenjang_of(bentuk)
            if jenjang is None:
                reason = phrase(
                    "{bentuk} takes no part by itself; name its pengusul", bentuk=bentuk
                )
                report.reject(record.row, "npsn_model", reason)
                continue
            pengusul, _ = find(wilayah, jenjang=jenjang, tahun=tahun)
        key = Usulan(tahun, wilayah, str(pengusul), int(values["usulan_ke"] or 0))
        groups[key].append(record)
    return groups


def _check_group(rows: Sequence[Record], *, report: Report) -> None:
    """See that the rows of one list agree with each other."""
    models = {row.values["npsn_model"]: row for row in rows}
    first: dict[Any, Record] = {}
    for row in rows:
        other = models.get(row.values["npsn_imbas"])
        if other:
            reason = phrase(
                "{npsn_imbas} is a model in {row}",
                npsn_imbas=row.values["npsn_imbas"],
                row=report.tell_row(other.row),
            )
            report.reject(row.row, "npsn_imbas", reason)
        for name in HEAD:
            _check_agrees(first.setdefault("", row), row, name, report=report)
        model = first.setdefault(row.values["npsn_model"], row)
        _check_agrees(model, row, "luar_kuota", report=report)


def _check_agrees(first: Record, row: Record, name: str, *, report: Report) -> None:
    """See that a row says the same as the first one of its list."""
    if row.values.get(name) != first.values.get(name):
        where = report.tell_row(first.row)
        reason = phrase(
            "{name} differs from {where} of the same list",
            name=row.values.get(name),
            where=where,
        )
        report.reject(row.row, name, reason)


def _complete(
    rows: Sequence[Record], schools: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Fill in the distances that the sheet leaves open and the coordinates tell.

    Coordinates that a draft would not believe tell none here either.
    """
    pairs = [(str(r.values["npsn_model"]), str(r.values["npsn_imbas"])) for r in rows]
    points = _locate_all(schools, {npsn for pair in pairs for npsn in pair})
    full = []
    for row, (one, other) in zip(rows, pairs, strict=True):
        values: dict[str, Any] = {"jarak_km": None, **row.values}
        if values["jarak_km"] is None and one in points and other in points:
            values["jarak_km"] = jarak_km(points[one], points[other])
        full.append({**values, "row": row.row})
    return full


def _locate_all(
    schools: Mapping[str, dict[str, Any]], named: Collection[str]
) -> dict[str, Point]:
    """Give the places that can be believed in the kabupaten of the named schools."""
    wanted = {schools[npsn]["wilayah"] for npsn in named}
    places: dict[str, dict[str, Any]] = {kode: {} for kode in wanted}
    for npsn, one in schools.items():
        if one["wilayah"] in wanted:
            places[one["wilayah"]][npsn] = (one["lintang"], one["bujur"])
    located = [locate(those) for those in places.values()]
    return {npsn: point for each in located for npsn, point in each.points.items()}


def _write_group(
    db: Store,
    key: Usulan,
    rows: Sequence[dict[str, Any]],
    *,
    changes: Changes,
    report: Report,
) -> None:
    """Write one list, comparing its rows with those on record."""
    head, known = _read_group(db, key)
    wanted = {row["npsn_imbas"]: _facts(row) for row in rows}
    places = {row["npsn_imbas"]: row["row"] for row in rows}
    number = tuple(rows[0].get(name, head.get(name)) for name in HEAD)
    before = tuple(head.get(name) for name in HEAD)
    for npsn, facts in wanted.items():
        old = (*known[npsn], *before) if npsn in known else None
        changes.compare((*FACTS, *HEAD), old, (*facts, *number), row=places[npsn])
    gone = known.keys() - wanted.keys()
    for npsn in sorted(gone):
        changes.remove("npsn_imbas", npsn)
    if gone:
        words = phrase(
            "list {key}: {count} imbas on record are not in the sheet and go",
            key=key,
            count=len(gone),
        )
        report.remark(rows[0]["row"], "npsn_imbas", words)
    models = _build(rows)
    if not head:
        insert_usulan(db, key, models, nomor=number[0], tanggal=number[1])
        return
    db.run(
        "UPDATE usulan SET nomor = ?, tanggal = ? WHERE id = ?", (*number, head["id"])
    )
    if known != wanted:
        grounds = find_grounds(db, head["id"])
        if grounds:
            raise UsulanLockedError(str(key), grounds=grounds)
        db.run("DELETE FROM usulan_model WHERE usulan = ?", (head["id"],))
        insert_models(db, head["id"], models)


def delete_imbas(db: Store, row: Mapping[str, Any]) -> None:
    """Take a row of the sheet out of its list, inside the transaction of the caller.

    A model goes with its last imbas, a list with its last model.
    """
    key = "tahun = :tahun AND wilayah = :wilayah AND pengusul = :pengusul"
    asked = f"SELECT id FROM usulan WHERE {key} AND usulan_ke = :usulan_ke"
    one = {"id": db.value(asked, row), "npsn": row["npsn_imbas"]}
    db.run("DELETE FROM usulan_imbas WHERE usulan = :id AND npsn = :npsn", one)
    db.run(
        "DELETE FROM usulan_model WHERE usulan = :id"
        " AND npsn NOT IN (SELECT model FROM usulan_imbas WHERE usulan = :id)",
        one,
    )
    db.run(
        "DELETE FROM usulan WHERE id = :id"
        " AND id NOT IN (SELECT usulan FROM usulan_model)",
        one,
    )


def _read_group(
    db: Store, key: Usulan
) -> tuple[dict[str, Any], dict[str, tuple[Any, ...]]]:
    """Read a list on record: its head, and the facts of each imbas."""
    heads = db.rows(
        "SELECT * FROM usulan WHERE tahun = ? AND wilayah = ? AND pengusul = ? "
        "AND usulan_ke = ?",
        tuple(key),
    )
    if not heads:
        return {}, {}
    rows = db.rows(
        "SELECT i.npsn AS npsn_imbas, i.model AS npsn_model, i.jarak_km, m.luar_kuota "
        "FROM usulan_imbas AS i JOIN usulan_model AS m "
        "ON m.usulan = i.usulan AND m.npsn = i.model WHERE i.usulan = ?",
        (heads[0]["id"],),
    )
    return heads[0], {row["npsn_imbas"]: _facts(row) for row in rows}


def _facts(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give what a list says about an imbas."""
    return tuple(row[name] for name in FACTS)


def _build(rows: Sequence[dict[str, Any]]) -> list[UsulanModel]:
    """Make the list out of its rows, in their order."""
    by_model: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_model[row["npsn_model"]].append(row)
    return [
        UsulanModel(
            npsn=npsn,
            luar_kuota=bool(those[0]["luar_kuota"]),
            imbas=[(row["npsn_imbas"], row["jarak_km"]) for row in those],
        )
        for npsn, those in by_model.items()
    ]
