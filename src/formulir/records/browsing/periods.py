"""Who holds which office from when to when, and where nobody or two do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_tanggal
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.records.store import Store

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Somebody who holds an office.

    Args:
        row: The row on record.
        nama: The name.
        awalan: ``Plt.``, ``Plh.`` or ``Pj.``, or nothing.
        first: The first day.
        last: The last day; nothing while it lasts.
        begin: Where the time begins on the line, of 100.
        length: How long it is there.
    """

    row: dict[str, Any]
    nama: str
    awalan: str
    first: date
    last: date | None
    begin: float
    length: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """An office that is held by one after another.

    Args:
        instansi: The code of the office to which it belongs.
        kantor: Its name.
        peran: The role, such as ``kepala``.
        jabatan: What it is called.
        holders: Who holds it, the first one first.
        now: Who holds it on the day that was asked about.
        doubts: Where nobody holds it, or two do, a sentence each.
        since: The first day of the line.
        until: The last day of the line.
    """

    instansi: str
    kantor: str
    peran: str
    jabatan: str
    holders: list[Holder]
    now: Holder | None
    doubts: list[str]
    since: date
    until: date


def read_posts(db: Store, *, day: date) -> list[Post]:
    """Read all posts, those of an LPMP first.

    Args:
        db: The record store.
        day: The day whose holder is asked for; the line goes on until then at least.
    """
    rows = db.rows(
        "SELECT p.*, (SELECT i.nama FROM instansi AS i WHERE i.kode = p.instansi"
        " ORDER BY i.berlaku_dari DESC LIMIT 1) AS kantor FROM pejabat AS p"
        " ORDER BY NOT EXISTS (SELECT 1 FROM instansi AS i WHERE i.kode = p.instansi"
        " AND i.jenis = 'lpmp'), p.instansi, p.peran, p.berlaku_dari"
    )
    groups = groupby(rows, key=lambda row: (row["instansi"], row["peran"]))
    return [_make_post(list(those), day) for _, those in groups]


def _make_post(rows: Sequence[dict[str, Any]], day: date) -> Post:
    since = date.fromisoformat(rows[0]["berlaku_dari"])
    lasts = [
        date.fromisoformat(r["berlaku_sampai"]) for r in rows if r["berlaku_sampai"]
    ]
    until = max([day, since + _DAY, *lasts])
    holders = [_make_holder(row, since, until) for row in rows]
    now = [each for each in holders if each.first <= day <= (each.last or date.max)]
    first = holders[-1]
    return Post(
        instansi=rows[0]["instansi"],
        kantor=rows[0]["kantor"] or rows[0]["instansi"],
        peran=rows[0]["peran"],
        jabatan=first.row["jabatan"],
        holders=holders,
        now=now[-1] if now else None,
        doubts=list_doubts(holders, day=day),
        since=since,
        until=until,
    )


def _make_holder(row: dict[str, Any], since: date, until: date) -> Holder:
    first = date.fromisoformat(row["berlaku_dari"])
    last = date.fromisoformat(row["berlaku_sampai"]) if row["berlaku_sampai"] else None
    whole = (until - since).days or 1
    end = min(last or until, until)
    return Holder(
        row={name: value for name, value in row.items() if name != "kantor"},
        nama=row["nama"],
        awalan=row["awalan"] or "",
        first=first,
        last=last,
        begin=round(100 * (first - since).days / whole, 2),
        length=round(max(100 * (end - first).days / whole, 0.8), 2),
    )


def list_doubts(holders: Sequence[Holder], *, day: date) -> list[str]:
    """Say where nobody holds a post, and where two do.

    Args:
        holders: Who holds it, the first one first.
        day: The day on which somebody should hold it.
    """
    told: list[str] = []
    longest = holders[0]
    for each in holders[1:]:
        end = longest.last or date.max
        if each.first <= end:
            both = min(end, each.last or date.max)
            told.append(
                phrase(
                    "{one} and {other} both hold it from {first} to {last}; close the "
                    "time of the one",
                    one=longest.nama,
                    other=each.nama,
                    first=format_tanggal(each.first),
                    last=format_tanggal(both) if both < date.max else phrase("today"),
                )
            )
        elif each.first > end + _DAY:
            told.append(
                phrase(
                    "nobody holds it from {first} to {last}",
                    first=format_tanggal(end + _DAY),
                    last=format_tanggal(each.first - _DAY),
                )
            )
        if (each.last or date.max) > end:
            longest = each
    end = max(each.last or date.max for each in holders)
    if end < day:
        told.append(
            phrase("nobody holds it since {first}", first=format_tanggal(end + _DAY))
        )
    return told
