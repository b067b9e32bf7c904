"""Holding the ledger and the archive against each other, column by column."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import has_seal
from formulir.archive.find import iter_entries
from formulir.archive.folder import spell_root
from formulir.archive.witness import read_standing
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.ledger.acts import last_act, spell_act
from formulir.records.ledger.whole import read_guards, read_ledger
from formulir.records.store import memory_store
from formulir.reviewing.replay import UNKNOWN, Replay

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from formulir.office.kantor import Kantor
    from formulir.records.ledger.whole import Ledger
    from formulir.records.store import Store

    Row = dict[str, Any]


def compare(kantor: Kantor, db: Store) -> list[Fault]:
    """Tell every row on which the ledger and the archive do not agree.

    The ledger is read first, as of one moment, and held against the lines that it says
    it has followed, and the sealed acts that wait. Lines behind those are an
    interrupted run's, or of one that goes on, and worth a remark.
    """
    ledger = read_ledger(db)
    faults = [*_compare_schema(ledger)]
    if len(ledger.tables["kepala"]) != 1:
        return [*faults, _fault("kepala", phrase("it must have exactly one row"))]
    head = ledger.head
    standing = read_standing(kantor.archive, at={max(head["entri"], 0)})
    if reason := _judge_head(head, size=standing.size, root_at=standing.root_at):
        return [*faults, _fault("kepala", reason)]
    # An act is in the ledger first, so it is asked again, after the archive.
    if (named := (standing.last or {}).get("buku") or 0) > (known := last_act(db)):
        reason = phrase(
            "the archive names act {named} of the ledger, which knows only {known}",
            named=named,
            known=known,
        )
        return [
            *faults,
            _fault(
                "riwayat",
                phrase("{reason}: an older ledger was put back", reason=reason),
            ),
        ]
    # An office of version 0.1.0 that was not written since has followed it all.
    fresh = head["akar"] is None and ledger.last <= head["riwayat"]
    size = standing.size if fresh else head["entri"]
    if size < standing.size:
        reason = phrase(
            "it lags: {size} of {total} entries; the next run ends it",
            size=size,
            total=standing.size,
        )
        faults.append(_fault("kepala", reason, warning=True))
    replay = Replay()
    for entri in iter_entries(kantor.archive):
        if entri.entri < size:
            faults += _take(replay, entri.isi, entri.entri)
    faults += _read_waiting(ledger, replay, public=kantor.archive.verifier.public)
    faults += [Fault(place=place, reason=reason) for place, reason in replay.odd]
    faults += _compare_rows(ledger, replay)
    faults += _compare_head(ledger, replay, fresh=fresh)
    return faults


def _fault(place: str, reason: str, *, warning: bool = False) -> Fault:
    place = phrase("catatan.db: {place}", place=place)
    return Fault(place=place, reason=reason, warning=warning)


@cache
def _make_schema() -> frozenset[tuple[str, str]]:
    """Return what the program makes to guard the ledger."""
    with closing(memory_store()) as made:
        return frozenset(read_guards(made))


def _compare_schema(ledger: Ledger) -> Iterator[Fault]:
    """Tell what guards the ledger and is not as the program made it."""
    for name in sorted({name for name, _ in _make_schema() ^ ledger.schema}):
        reason = phrase(
            "is not as the program made it: somebody changed the tables by hand"
        )
        yield _fault(phrase("schema: {name}", name=name), reason)


def _judge_head(head: Row, *, size: int, root_at: Callable[[int], bytes]) -> str:
    """Say what speaks against the checkpoint that the ledger saw last, if it does."""
    entri, akar = head["entri"], head["akar"]
    if entri < 0 or (akar is None) != (entri == 0):
        return phrase(
            "it says that it saw {entri} entries with the root {akar}",
            entri=entri,
            akar=akar,
        )
    if entri > size:
        return phrase(
            "it has seen {entri} entries of the archive, which holds {size}: "
            "an older archive was put back",
            entri=entri,
            size=size,
        )
    if akar is not None and spell_root(root_at(entri)) != akar:
        return phrase("the archive that it saw went another way than this one")
    return ""


def _take(replay: Replay, isi: Mapping[str, Any], entri: int | None) -> list[Fault]:
    """Read an act; one that says less than such an act says is a fault."""
    try:
        replay.read(isi, entri)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        reason = phrase(
            "it does not say what an act of its name says ({error!r})", error=error
        )
        place = (
            phrase("log.jsonl, act {act}", act=isi.get("riwayat"))
            if entri is None
            else phrase("log.jsonl, entri {entri}", entri=entri)
        )
        return [Fault(place=place, reason=reason)]
    return []


def _read_waiting(ledger: Ledger, replay: Replay, *, public: bytes) -> Iterator[Fault]:
    """Take in the acts that wait for the log; what bears no seal is a fault."""
    waiting = 0
    for row in sorted(ledger.tables["riwayat"], key=lambda row: row["id"]):
        if row["id"] <= ledger.head["riwayat"]:
            continue  # older than seals
        place, isi = f"riwayat {row['id']}", _spell(row)
        if isi is None:
            yield _fault(place, phrase("its facts cannot be read"))
        elif not has_seal(isi, row["segel"], public=public):
            reason = phrase(
                "it bears no seal of the archive's key: somebody wrote it by hand"
            )
            yield _fault(place, reason)
        elif row["id"] not in replay.riwayat:
            waiting += 1
            yield from _take(replay, isi, None)
    if waiting:
        reason = phrase(
            "{waiting} act(s) wait for the log; the next run ends it", waiting=waiting
        )
        yield _fault("riwayat", reason, warning=True)


def _spell(row: Row) -> Row | None:
    """Return an act as the log spells it; nothing if its facts cannot be read."""
    try:
        return spell_act(row)
    except (TypeError, ValueError):
        return None


def _compare_rows(ledger: Ledger, replay: Replay) -> Iterator[Fault]:
    """Compare each table of the ledger with what the log says of it."""
    tables, sealed = ledger.tables, ledger.head["riwayat"]
    numbers = {
        (row["seri"], row["tahun"], row["urut"], row["sisipan"]): row
        for row in tables["nomor"]
    }
    have: dict[str, dict[Any, Row]] = {
        "surat": {row["kode"]: row for row in tables["surat"]},
        "nomor": numbers,
        "nomor_awal": {
            (row["seri"], row["tahun"]): row for row in tables["nomor_awal"]
        },
        "kembali": {(row["surat"], row["sha256"]): row for row in tables["kembali"]},
        "masuk": {row["kode"]: row for row in tables["masuk"]},
        "tumpukan": {row["sha256"]: row for row in tables["tumpukan"]},
        "lembar": {(row["tumpukan"], row["ke"]): row for row in tables["lembar"]},
        "riwayat": {
            row["id"]: {"isi": _spell(row), "entri": row["entri"]}
            for row in tables["riwayat"]
            if row["id"] > sealed
        },
    }
    _place_loose(replay, numbers)
    judge = _Unsaid(ledger, replay)
    for table, rows in have.items():
        yield from _compare_table(table, rows, getattr(replay, table), judge=judge)
    for row in (*tables["kembali"], *tables["masuk"]):
        if row["entri"] is None:
            reason = phrase("a file was noted and never archived; receive it again")
            code = row.get("surat") or row.get("kode")
            yield _fault(f"surat {code}", reason, warning=True)


def _place_loose(replay: Replay, numbers: Mapping[Any, Row]) -> None:
    """Find out whose the numbers are of which version 0.1.0 did not say it."""
    for key, row in numbers.items():
        said = replay.loose.pop(row["surat"], None)
        if said is not None:
            replay.nomor[key] = said
            replay.surat[row["surat"]]["nomor_luar"] = None
    for code, said in replay.loose.items():
        # A number that another office gave stands on the letter itself.
        replay.surat[code]["nomor_luar"] = said["nomor"]


def _compare_head(ledger: Ledger, replay: Replay, *, fresh: bool) -> Iterator[Fault]:
    """Compare what the ledger says of itself."""
    head, tables = ledger.head, ledger.tables
    # Acts, and letters of version 0.1.0, are numbered without a gap and never deleted.
    most = {"riwayat": max(ledger.last, head["riwayat"]), "surat": head["surat"]}
    for table, number in most.items():
        count = sum(row["id"] <= number for row in tables[table])
        if count != number:
            yield _fault(
                table,
                phrase(
                    "of the first {number} rows only {count} are there",
                    number=number,
                    count=count,
                ),
            )
    begun = replay.buku or {"riwayat": ledger.last, "surat": len(tables["surat"])}
    want: Row = {"id": 1, "pagar": replay.pagar, **begun}
    # The mark of an office of version 0.1.0 is later than its log until the first act.
    if not fresh and (replay.buku or not head["surat"]):
        want["saat"] = replay.saat
    judge = _Unsaid(ledger, replay)
    yield from _compare_table("kepala", {1: head}, {1: want}, judge=judge)


def _compare_table(
    table: str,
    have: Mapping[Any, Row],
    want: Mapping[Any, Row],
    *,
    judge: _Unsaid,
) -> Iterator[Fault]:
    """Compare the rows of a table with those that the log says, column by column."""
    for key in sorted(want.keys() | have.keys(), key=str):
        place = f"{table} {_spell_key(key)}"
        row, said = have.get(key), want.get(key)
        if row is None:
            yield _fault(
                place, phrase("the log says that there is one; the ledger has none")
            )
        elif said is None:
            yield judge.tell(table, place, row)
        else:
            for name, value in said.items():
                if value is not UNKNOWN and row[name] != value:
                    reason = phrase(
                        "{name} is {noted!r}, the log says {value!r}",
                        name=name,
                        noted=row[name],
                        value=value,
                    )
                    yield _fault(place, reason)


class _Unsaid:
    """Judges rows of which the log says nothing.

    Version 0.1.0 wrote neither what was reserved nor what was voided before it was
    issued into the log, nor that a file was noted before it was archived.
    """

    def __init__(self, ledger: Ledger, replay: Replay) -> None:
        """Gather what may be as old as that."""
        last = ledger.head["surat"]
        self.old = {row["kode"] for row in ledger.tables["surat"] if row["id"] <= last}
        self.unlogged = self.old - replay.surat.keys()
        self.any_old = bool(self.old) or replay.old

    def tell(self, table: str, place: str, row: Row) -> Fault:
        """Tell of a row; what version 0.1.0 may have left is a remark only."""
        if self._is_old(table, row):
            reason = phrase(
                "{status} by version 0.1.0, which did not log it",
                status=row.get("status", phrase("noted")),
            )
            return _fault(place, reason, warning=True)
        return _fault(place, phrase("the ledger has it, and the log does not say so"))

    def _is_old(self, table: str, row: Row) -> bool:
        match table:
            case "surat" | "nomor":
                code = row["kode"] if table == "surat" else row["surat"]
                state = row["status"] in {"dipesan", "batal"}
                return code in self.unlogged and state and row.get("entri") is None
            case "kembali":
                return row["surat"] in self.old and row["entri"] is None
            case "masuk":
                return self.any_old and row["entri"] is None
        return False


def _spell_key(key: Hashable) -> str:
    return " ".join(str(part) for part in (key if isinstance(key, tuple) else (key,)))
