"""Piles of scans: which sheets of them are placed, and which wait.

The archive has a pile first, with what was read on each sheet; the ledger reads it off
the log (``head.follow_log``). So a crash leaves a pile that is archived or none, and
sheets that wait: what places them looks for them here each time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from formulir.records.store import Store

WAITING = "menunggu"
"""Said of a sheet that bears a page of a letter of ours, and waits for the others."""
DOUBLE = "ganda"
"""The same page stands elsewhere already, or the letter is back whole."""
MIXED = "campur"
"""It bears pages of two letters, or two pages."""
FOREIGN = "asing"
"""Its code is that of another office's letter."""
REFUSED = "ditolak"
"""Its letter is void, or was never issued, or has no such page."""
DIVIDER = "pemisah"
"""A separator sheet."""
OTHERS = "lain"
"""It lies behind a separator: a letter of others."""
BLANK = "kosong"
"""It bears nothing."""
UNREAD = "tak terbaca"
"""No code of a letter can be read on it."""
BY_HAND = (UNREAD, MIXED, OTHERS)
"""What sheets are that a person must place."""
_OPEN = """
SELECT l.*, t.ekstensi, t.saat, t.entri AS pile_entri
FROM lembar AS l JOIN tumpukan AS t ON t.sha256 = l.tumpukan
LEFT JOIN surat AS s ON s.kode = l.kode
WHERE l.entri IS NULL AND l.keadaan IN (SELECT value FROM json_each(:states))
AND (l.kode IS NULL OR (s.status = 'terbit' AND NOT EXISTS (
    SELECT 1 FROM kembali AS k
    WHERE k.surat = s.id AND k.sah = 1 AND k.entri > t.entri)))
ORDER BY t.entri, l.ke
"""
"""Sheets that are not placed; a letter that came back whole later needs none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lembar:
    """A sheet of a pile that is archived.

    Args:
        tumpukan: The digest of the pile.
        ke: Which page of it, from 1.
        keadaan: What it is.
        kode: The archive code of the letter that it names.
        halaman: Which page of that letter.
        putar: By how many degrees it is to be turned.
        entri: Where the archive records what was cut from it.
        ekstensi: What the pile is.
        saat: When the pile came in.
        pile_entri: Where the archive records the pile.
    """

    tumpukan: str
    ke: int
    keadaan: str
    kode: str | None
    halaman: int | None
    putar: int
    entri: int | None
    ekstensi: str
    saat: str
    pile_entri: int


def find_tumpukan(db: Store, sha256: str) -> int | None:
    """Return where the archive records a pile, if it does."""
    asked = "SELECT entri FROM tumpukan WHERE sha256 = ?"
    found = db.value(asked, (sha256,))
    return None if found is None else int(found)


def list_sheets(db: Store, sha256: str) -> list[Lembar]:
    """Return all sheets of a pile, in order."""
    rows = db.rows(
        "SELECT l.*, t.ekstensi, t.saat, t.entri AS pile_entri FROM lembar AS l"
        " JOIN tumpukan AS t ON t.sha256 = l.tumpukan WHERE l.tumpukan = ?"
        " ORDER BY l.ke",
        (sha256,),
    )
    return [Lembar(**row) for row in rows]


def group_waiting(db: Store) -> dict[str, list[Lembar]]:
    """Return the sheets that bear a page of a letter and are not placed, by letter.

    Both stand in the order in which they came.
    """
    waiting: defaultdict[str, list[Lembar]] = defaultdict(list)
    for each in _list_open(db, [WAITING]):
        waiting[str(each.kode)].append(each)
    return dict(waiting)


def list_by_hand(db: Store) -> list[Lembar]:
    """Return the sheets that a person must place, in order."""
    return _list_open(db, BY_HAND)


def _list_open(db: Store, states: Sequence[str]) -> list[Lembar]:
    rows = db.rows(_OPEN, {"states": json.dumps(list(states))})
    return [Lembar(**row) for row in rows]


def name_sheets(sheets: Iterable[Lembar]) -> list[dict[str, Any]]:
    """Name sheets as a line of the log does: by pile, in the order of pages.

    The pile is named by ``sidik``, for the line refers to no object by it.
    """
    named: list[dict[str, Any]] = []
    for each in sheets:
        if not named or named[-1]["sidik"] != each.tumpukan:
            named.append({"sidik": each.tumpukan, "lembar": []})
        named[-1]["lembar"].append(each.ke)
    return named


def follow_pile(db: Store, isi: Mapping[str, Any], entri: int) -> None:
    """Enter a pile that the archive has; one that is there stays as it is."""
    known = [isi["sha256"], isi["ekstensi"], isi["halaman"], isi["saat"], entri]
    done = db.run(
        "INSERT INTO tumpukan (sha256, ekstensi, halaman, saat, entri)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        known,
    )
    if not done.rowcount:
        return
    for each in isi["lembar"]:
        db.insert("lembar", {"tumpukan": isi["sha256"], **spell_sheet(each)})


def spell_sheet(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a sheet, as the line of its pile says them."""
    return {
        "ke": said["ke"],
        "keadaan": said["keadaan"],
        "kode": said.get("surat"),
        "halaman": said.get("halaman"),
        "putar": said.get("putar") or 0,
        "entri": None,
    }


def follow_cut(db: Store, isi: Mapping[str, Any], entri: int) -> None:
    """Mark the sheets from which a return or a letter was cut."""
    for each in isi.get("tumpukan") or ():
        db.run(
            "UPDATE lembar SET entri = ? WHERE tumpukan = ? AND entri IS NULL"
            " AND ke IN (SELECT value FROM json_each(?))",
            (entri, each["sidik"], json.dumps(each["lembar"])),
        )
