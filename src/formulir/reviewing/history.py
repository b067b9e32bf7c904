"""Who did what: the acts of the ledger, those that only the log has, and the looks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_tindakan
from formulir.archive.proof.akses import list_looks
from formulir.office.lookup.resolve import resolve
from formulir.records.importing.ingest import list_tables
from formulir.records.ledger.acts import list_acts
from formulir.records.own.tables import find_own

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

COLUMNS_HISTORY = ("saat", "oleh", "peran", "versi", "tindakan", "entri", "rincian")
"""The columns of the history, in order."""
_MEMBERS = frozenset(
    ("oleh", "peran", "versi", "tindakan", "entri", "saat", "buku", "riwayat", "pada")
)
_FILE = frozenset(
    ("konteks", "templat", "sha256", "lampiran", "ukuran", "catatan", "pdfa", "wilayah")
)
"""What a line says of files: too long for a history."""


def read_history(
    kantor: Kantor, db: Store, words: Sequence[str]
) -> list[dict[str, Any]]:
    """Read acts, the oldest first.

    Args:
        kantor: The office.
        db: Its record store.
        words: Nothing for all acts; a letter as ``resolve`` finds it; or a table
            and the key of a row.

    Raises:
        NomorUnknownError: No letter is meant, or several have this number.
        SuratAmbiguousError: The words fit several letters.
    """
    if not words:
        acts = [_as_row(row) for row in list_acts(db)]
        looks = [_as_look(look.isi) for look in list_looks(kantor.archive)]
        return _merge(acts, looks)
    table = find_own(db, words[0])
    if table is not None:
        words = [table.tabel, *words[1:]]
    if (table or words[0] in list_tables()) and len(words) > 1:
        rows = map(_as_row, list_acts(db))
        return [row for row in rows if _is_of_row(row["rincian"], words)]
    kode = resolve(kantor, db, " ".join(words))
    rows = map(_as_row, list_acts(db, word=kode))
    own = [row for row in rows if _is_of_letter(row["rincian"], kode)]
    told = {row["entri"] for row in own if row["entri"] is not None}
    lines = find_tindakan(kantor.archive, [kode])[kode]
    own += [_as_line(line.isi) for line in lines if line.entri not in told]
    own.sort(key=lambda row: (row["saat"], row["entri"] or 0))
    looks = [_as_look(it.isi) for it in list_looks(kantor.archive, naming=kode)]
    return _merge(own, [row for row in looks if _is_of_letter(row["rincian"], kode)])


def _merge(
    acts: list[dict[str, Any]], looks: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Put acts and looks in the order of time; within a second, acts stand first."""
    return sorted([*acts, *looks], key=lambda row: row["saat"])


def _as_row(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("saat", "oleh", "peran", "versi", "tindakan", "entri")
    return {name: row[name] for name in names} | {"rincian": json.loads(row["rincian"])}


def _as_line(isi: Mapping[str, Any]) -> dict[str, Any]:
    names = ("saat", "oleh", "peran", "versi", "tindakan", "entri")
    more = {
        name: value
        for name, value in isi.items()
        if name not in _MEMBERS | _FILE and value not in (None, [], {})
    }
    return {name: isi.get(name) for name in names} | {"rincian": more}


def _as_look(isi: Mapping[str, Any]) -> dict[str, Any]:
    """Make a row of a line of the second log, whose numbers are its own."""
    return _as_line(isi) | {"entri": None}


def _is_of_letter(rincian: object, kode: str) -> bool:
    """Tell whether an act names a letter, by whichever of its members."""
    return any(value == kode for value in _values(rincian))


def _is_of_row(rincian: Mapping[str, Any], words: Sequence[str]) -> bool:
    """Tell whether an act is on a table, and on a row of it where it says which."""
    if rincian.get("tabel") != words[0]:
        return False
    key = rincian.get("kunci")
    if key is None:
        return True  # an import tells its rows by number only
    parts = list(key.values()) if isinstance(key, dict) else key
    return [str(part) for part in parts] == [*words[1:]]


def _values(value: object) -> Iterable[object]:
    """Give every value within a JSON value."""
    if isinstance(value, dict):
        for member in value.values():
            yield from _values(member)
    elif isinstance(value, list):
        for member in value:
            yield from _values(member)
    else:
        yield value
