"""Holding the ledger and the archive against each other, column by column."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from formulir.archive.find import iter_entries, read_news
from formulir.model import Fault
from formulir.records.ledger.acts import count_unsealed, last_act, list_acts, spell_act
from formulir.records.ledger.head import read_head
from formulir.records.store import LEDGER, memory_store
from formulir.reviewing.replay import UNKNOWN, Replay

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

    Row = dict[str, Any]


def compare(kantor: Kantor, db: Store) -> list[Fault]:
    """Tell every row on which the ledger and the archive do not agree.

    The ledger is held against the lines that it says it has followed, and the sealed
    acts that wait. Lines behind those are an interrupted run's, worth a remark.
    """
    head = read_head(db)
    standing, _ = read_news(kantor.archive, since=head.entri)
    faults = [*_compare_schema(db)]
    if head.entri > standing.size:
        reason = f"it has seen {head.entri} entries of the archive, which holds "
        reason += f"{standing.size}: an older archive was put back"
        return [*faults, _fault("kepala", reason)]
    if head.akar is not None:
        root = b64encode(standing.root_at(head.entri)).decode("ascii")
        if root != head.akar:
            reason = "the archive that it saw went another way than this one"
            return [*faults, _fault("kepala", reason)]
    named = (standing.last or {}).get("buku") or 0
    if named > (known := last_act(db)):
        reason = f"the archive names act {named} of the ledger, which knows {known}: "
        return [*faults, _fault("riwayat", f"{reason}an older catatan.db was put back")]
    # An office of version 0.1.0 that was not written since has followed it all.
    fresh = head.akar is None and last_act(db) <= count_unsealed(db)
    size = standing.size if fresh else head.entri
    if size < standing.size:
        reason = f"it lags: {size} of {standing.size} entries; the next run ends it"
        faults.append(_fault("kepala", reason, warning=True))
    replay = Replay()
    for entri in iter_entries(kantor.archive):
        if entri.entri < size:
            replay.read(entri.isi, entri.entri)
    faults += _read_waiting(kantor, db, replay)
    faults += _compare_rows(db, replay, fresh=fresh)
    return faults


def _fault(place: str, reason: str, *, warning: bool = False) -> Fault:
    return Fault(place=f"catatan.db: {place}", reason=reason, warning=warning)


def _compare_schema(db: Store) -> Iterator[Fault]:
    """Tell what guards the ledger and is not as the program made it."""
    asked = (
        "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        " AND tbl_name IN (SELECT value FROM json_each(?))"
    )
    of_ledger = (json.dumps(LEDGER),)
    made = memory_store()
    want = {tuple(row.values()) for row in made.rows(asked, of_ledger)}
    made.close()
    have = {tuple(row.values()) for row in db.rows(asked, of_ledger)}
    for name, _ in sorted(want ^ have):
        reason = "is not as the program made it: somebody changed the tables by hand"
        yield _fault(f"schema: {name}", reason)


def _read_waiting(kantor: Kantor, db: Store, replay: Replay) -> Iterator[Fault]:
    """Take in the acts that wait for the log; those without a seal are faults."""
    waiting = 0
    for row in list_acts(db, after=count_unsealed(db)):
        if row["id"] in replay.riwayat:
            continue
        place = f"riwayat {row['id']}"
        try:
            isi = spell_act(row)
        except (TypeError, ValueError):
            yield _fault(place, "its facts cannot be read")
            continue
        if not kantor.has_sealed(isi, row["segel"]):
            reason = "it is not in the log and bears no seal of the archive's key"
            yield _fault(place, f"{reason}: somebody wrote it by hand")
            continue
        waiting += 1
        replay.read(isi, None)
    if waiting:
        reason = f"{waiting} act(s) wait for the log; the next run ends it"
        yield _fault("riwayat", reason, warning=True)


def _compare_rows(db: Store, replay: Replay, *, fresh: bool) -> Iterator[Fault]:
    """Compare each table of the ledger with what the log says of it."""
    kode = {row["id"]: row["kode"] for row in db.rows("SELECT id, kode FROM surat")}
    last = db.value("SELECT surat FROM kepala")
    old = frozenset(each for number, each in kode.items() if number <= last)
    for row in (numbers := db.rows("SELECT * FROM nomor")):
        row["surat"] = row["surat"] and kode.get(row["surat"], row["surat"])
    returns = db.rows("SELECT * FROM kembali")
    for row in returns:
        row["surat"] = kode.get(row["surat"], row["surat"])
    letters = {row["kode"]: row for row in db.rows("SELECT * FROM surat")}
    yield from _compare_table("surat", letters, replay.surat, old=old)
    own = {(r["seri"], r["tahun"], r["urut"], r["sisipan"]): r for r in numbers}
    loose = {key: replay.loose.pop(row["surat"], None) for key, row in own.items()}
    known = {key: row for key, row in loose.items() if row is not None}
    yield from _compare_table("nomor", own, replay.nomor | known, old=old)
    for code, row in replay.loose.items():
        # A number that another office gave stands on the letter itself.
        if letters.get(code, {}).get("nomor_luar") != row["nomor"]:
            reason = f"the log says number {row['nomor']}, the ledger does not"
            yield _fault(f"surat {code}", reason)
    begun = {(r["seri"], r["tahun"]): r for r in db.rows("SELECT * FROM nomor_awal")}
    yield from _compare_table("nomor_awal", begun, replay.nomor_awal, old=old)
    back = {(row["surat"], row["sha256"]): row for row in returns}
    yield from _compare_table("kembali", back, replay.kembali, old=old)
    book = {row["kode"]: row for row in db.rows("SELECT * FROM masuk")}
    for row in book.values():
        row["wilayah"] = json.loads(row["wilayah"])
    yield from _compare_table("masuk", book, replay.masuk, old=old)
    for code in [*(row["surat"] for row in returns), *book]:
        waits = book.get(code) or next(r for r in returns if r["surat"] == code)
        if waits["entri"] is None:
            reason = "a file was noted and never archived; receive it again"
            yield _fault(f"surat {code}", reason, warning=True)
    acts = {row["id"]: _as_act(row) for row in list_acts(db, after=count_unsealed(db))}
    yield from _compare_table("riwayat", acts, replay.riwayat, old=old)
    yield from _compare_head(db, replay, fresh=fresh)


def _as_act(row: Row) -> Row:
    """Return an act as the log spells it; one that cannot be read is like no other."""
    try:
        return {"isi": spell_act(row), "entri": row["entri"]}
    except (TypeError, ValueError):
        return {"isi": None, "entri": row["entri"]}


def _compare_head(db: Store, replay: Replay, *, fresh: bool) -> Iterator[Fault]:
    """Compare what the ledger says of itself."""
    (row,) = db.rows("SELECT * FROM kepala")
    want: Row = {"pagar": replay.pagar, **replay.buku}
    if not fresh:
        want["saat"] = replay.saat
    yield from _compare_table("kepala", {1: row}, {1: want}, old=frozenset())


def _compare_table(
    table: str,
    have: Mapping[Any, Row],
    want: Mapping[Any, Row],
    *,
    old: frozenset[str],
) -> Iterator[Fault]:
    """Compare the rows of a table with those that the log says, column by column."""
    for key in sorted(want.keys() | have.keys(), key=str):
        place = f"{table} {_spell_key(key)}"
        row, said = have.get(key), want.get(key)
        if row is None:
            yield _fault(place, "the log says that there is one; the ledger has none")
        elif said is None:
            reason, warning = _judge_unsaid(row, old=old)
            yield _fault(place, reason, warning=warning)
        else:
            for name, value in said.items():
                if value is not UNKNOWN and row[name] != value:
                    reason = f"{name} is {row[name]!r}, the log says {value!r}"
                    yield _fault(place, reason)


def _judge_unsaid(row: Row, *, old: frozenset[str]) -> tuple[str, bool]:
    """Judge a row of which the log says nothing; whether that is worth a remark only.

    Version 0.1.0 wrote neither what was reserved nor what was voided before it was
    issued into the log.
    """
    if row.get("kode", row.get("surat")) in old and row.get("entri") is None:
        state = row.get("status", "noted")
        if state in {"dipesan", "batal", "noted"}:
            return f"{state} by version 0.1.0, which did not log it", True
    return "the ledger has it, and the log does not say so", False


def _spell_key(key: Hashable) -> str:
    return " ".join(str(part) for part in (key if isinstance(key, tuple) else (key,)))
