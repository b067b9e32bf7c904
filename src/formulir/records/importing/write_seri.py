"""Writing the sheets of the book of numbers: series, and numbers given outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.dates import parse_tanggal
from formulir.language import phrase, take_reason
from formulir.records.importing.upsert import write_rows
from formulir.records.ledger.acts import take_moment
from formulir.records.ledger.outside import Luar, enter_outside, read_sisipan
from formulir.records.ledger.pola import can_clash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.errors import RecordError
    from formulir.records.ledger.acts import Actor
    from formulir.records.sheets.report import Changes, Record, Report
    from formulir.records.store import Store
    from formulir.records.tables.columns import Table


def write_seri(
    db: Store,
    table: Table,
    records: Sequence[Record],
    *,
    report: Report,
    changes: Changes,
) -> None:
    """Write series, refusing two of one office that can spell the same number."""
    write_rows(db, table, records, report=report, changes=changes)
    rows = db.rows("SELECT * FROM seri ORDER BY kode, berlaku_dari")
    for record in records:
        for other in rows:
            if _clash(record, other):
                reason = phrase(
                    "can spell the same number as series {kode} ({pola}) of the same "
                    "office; give one of them a code of its own",
                    kode=other["kode"],
                    pola=other["pola"],
                )
                report.reject(record.row, "pola", reason)
        _judge_begin(db, record, report=report)


def _clash(record: Record, other: dict[str, Any]) -> bool:
    own = record.values
    return (
        own["instansi"] == other["instansi"]
        and own["kode"] != other["kode"]
        and can_clash(
            (str(own["pola"]), str(own["isi"])), (other["pola"], other["isi"])
        )
    )


def _judge_begin(db: Store, record: Record, *, report: Report) -> None:
    """Judge with which number a series is to begin."""
    mulai, seri = record.values.get("mulai"), record.values["kode"]
    if mulai is None:
        return
    if int(mulai) < 1:
        report.reject(record.row, "mulai", phrase("a number is at least 1"))
    given = "SELECT tahun, max(urut) AS urut FROM nomor WHERE seri = ? GROUP BY tahun"
    for row in db.rows(given, (seri,)):
        reason = phrase(
            "has no effect in {tahun}: its numbers are at {urut} already; "
            "leave numbers out with 'formulir numbers --lewati'",
            tahun=row["tahun"],
            urut=row["urut"],
        )
        report.remark(record.row, "mulai", reason)


def write_outside(
    actor: Actor,
    db: Store,
    table: Table,
    records: Sequence[Record],
    *,
    report: Report,
    changes: Changes,
) -> None:
    """Enter letters that were numbered outside into the book."""
    moment = take_moment(db, actor)
    letters = []
    for record in records:
        urut = record.values.get("urut")
        place = None if urut is None else read_sisipan(str(urut), bare=True)
        if urut is not None and place is None:
            report.reject(
                record.row, "urut", phrase("{urut!r} is no running number", urut=urut)
            )
            continue
        words = {
            name: str(record.values[name] or "")
            for name in ("seri", "nomor", "hal", "tujuan")
        }
        letter = Luar(
            **words,
            tanggal=parse_tanggal(str(record.values["tanggal"])),
            oleh=str(record.values.get("oleh") or actor.oleh),
            urut=place,
        )
        letters.append((record.row, letter))

    def refuse(number: int, error: RecordError) -> None:
        report.reject(letters[number][0], table.key[-1], take_reason(error))

    new, same = enter_outside(
        db, [each for _, each in letters], actor=actor, moment=moment, refuse=refuse
    )
    changes.new += new
    changes.same += same
