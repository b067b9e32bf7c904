"""The office as letters show it: letterhead, officials, numbers, stamp and emblem."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_tanggal
from formulir.errors import RecordError
from formulir.ground.stored import judge_stored
from formulir.language import phrase, translate
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.records.browsing.periods import read_posts
from formulir.records.browsing.rows import read_cells
from formulir.records.importing.ingest import find_table
from formulir.records.ledger.book import find_first
from formulir.records.office.instansi import PICTURE_COLUMNS
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, hand, show
from formulir.web.parts.typed import take_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.store import Store
    from formulir.web.desk.visit import Visit
    from formulir.web.parts.typed import Typed

_PICTURE_BYTES: Final = 20_000_000
_MEDIA: Final = {"png": "image/png", "jpg": "image/jpeg"}
_MOST: Final = 999_999
_KEY: Final = ("kode", "berlaku_dari")
"""What tells a letterhead, or a spelling of numbers, from others."""


def show_office(visit: Visit) -> Reply:
    """Show what letters are made of besides their words."""
    return _show_office(visit, {})


def _show_office(visit: Visit, said: Mapping[str, Any]) -> Reply:
    kantor, day = visit.kantor, visit.kantor.hari_ini()
    with visit.open_catatan() as db:
        offices = db.rows(
            "SELECT kode, nama, jenis, induk, alamat, kota, telepon, berlaku_dari,"
            " berlaku_sampai, cap, lambang FROM instansi"
            " ORDER BY jenis <> 'lpmp', kode, berlaku_dari DESC"
        )
        posts = read_posts(db, day=day)
        daftar_seri = [_read_seri(db, row, visit.tahun) for row in db.rows(_SERI)]
    kinds = [load_jenis(kantor.templates, kode=k) for k in list_jenis(kantor.templates)]
    return show(
        "kantor.html",
        status=422 if said.get("faults") else 200,
        offices=offices,
        posts=posts,
        daftar_seri=daftar_seri,
        kinds=kinds,
        today=day,
        doubts=sum(len(post.doubts) for post in posts),
        said={"faults": [], "remarks": [], "done": "", **said},
    )


_SERI: Final = """
SELECT s.*, (SELECT i.nama FROM instansi AS i WHERE i.kode = s.instansi
    ORDER BY i.berlaku_dari DESC LIMIT 1) AS kantor
FROM seri AS s WHERE s.berlaku_dari = (
    SELECT max(o.berlaku_dari) FROM seri AS o WHERE o.kode = s.kode
) ORDER BY s.kode
"""


def _read_seri(db: Store, row: dict[str, Any], tahun: int) -> dict[str, Any]:
    """Read where a series stands in a year."""
    asked = "SELECT max(urut) FROM nomor WHERE seri = ? AND tahun = ?"
    last = db.value(asked, (row["kode"], tahun))
    begins = find_first(db, row["kode"], date(tahun, 12, 31))
    return {**row, "terakhir": last, "berikut": last + 1 if last else begins}


def _find_row(db: Store, tabel: str, key: Mapping[str, str]) -> dict[str, str]:
    """Read a row as it is typed into a sheet.

    Raises:
        AbsentError: There is none.
    """
    cells = read_cells(db, tabel, key)
    if cells is None:
        raise AbsentError
    return cells


def _answer(visit: Visit, done: str, typed: Typed) -> Reply:
    """Show the page with what came of a form."""
    if faults := typed.reasons:
        return _show_office(visit, {"faults": faults, "remarks": typed.remarks})
    return _show_office(visit, {"done": translate(done), "remarks": typed.remarks})


def take_official(visit: Visit) -> Reply:
    """Let somebody follow in a post: whoever holds it does so until the day before."""
    first = visit.take_day("berlaku_dari")
    with visit.open_catatan() as db:
        columns = find_table("pejabat", db).columns
        fresh = {column.nama: visit.take(column.nama, "") for column in columns}
        fresh |= {"berlaku_dari": first.isoformat(), "berlaku_sampai": ""}
        rows = [fresh]
        open_ = db.rows(
            "SELECT berlaku_dari FROM pejabat WHERE instansi = ? AND peran = ?"
            " AND berlaku_sampai IS NULL AND berlaku_dari < ?",
            (fresh["instansi"], fresh["peran"], first.isoformat()),
        )
        for row in open_:
            key = {name: fresh[name] for name in ("instansi", "peran")}
            before = _find_row(db, "pejabat", {**key, **row})
            last = first - timedelta(days=1)
            rows.append({**before, "berlaku_sampai": last.isoformat()})
    done = phrase(
        "{nama} holds it from {first} on",
        nama=fresh["nama"],
        first=format_tanggal(first),
    )
    return _answer(visit, done, take_rows(visit, "pejabat", rows))


def take_seri(visit: Visit) -> Reply:
    """Take the last number that was used on paper: the series goes on behind it."""
    last = visit.take_number("terakhir", 0, _MOST)
    key = {name: visit.take(name) for name in _KEY}
    with visit.open_catatan() as db:
        row = _find_row(db, "seri", key)
    row["mulai"] = str(last + 1)
    done = phrase("series {kode} begins with {mulai}", kode=row["kode"], mulai=last + 1)
    return _answer(visit, done, take_rows(visit, "seri", [row]))


def take_picture(visit: Visit) -> Reply:
    """Take a stamp or an emblem, after it was looked at."""
    mark = visit.take("gambar")
    sent = visit.files.get("berkas")
    if mark not in PICTURE_COLUMNS or not sent:
        raise GambarSentError
    key = {name: visit.take(name) for name in _KEY}
    with visit.open_catatan() as db:
        row = _find_row(db, "instansi", key)
    name = f"{mark}.png"
    row[mark] = name
    typed = take_rows(visit, "instansi", [row], files={name: sent[0]})
    done = phrase("the picture is in use from now on; look at it on a letter")
    return _answer(visit, done, typed)


class GambarSentError(RecordError):
    """A form came without the picture that it is for."""

    says = "no picture came along; choose a PNG or JPG"


def hand_picture(visit: Visit) -> Reply:
    """Hand out the stamp or the emblem of an office."""
    mark = visit.query.get("gambar", "")
    if mark not in PICTURE_COLUMNS:
        raise AbsentError
    key = {name: visit.query.get(name, "") for name in _KEY}
    with visit.open_catatan() as db:
        stored = _find_row(db, "instansi", key)[mark]
    path = visit.kantor.berkas / stored
    media = _MEDIA.get(path.suffix.removeprefix("."))
    if not stored or media is None or judge_stored(path):
        raise AbsentError
    return hand(path.read_bytes(), media=media)


PAGES: Final = (
    Page(
        path="/kantor",
        title="Kantor",
        deed="settle",
        reach="office",
        show=show_office,
    ),
    Page(
        path="/kantor/pejabat",
        title="Ganti pejabat",
        deed="settle",
        reach="office",
        take=take_official,
    ),
    Page(
        path="/kantor/seri",
        title="Nomor terakhir",
        deed="settle",
        reach="office",
        take=take_seri,
    ),
    Page(
        path="/kantor/gambar",
        title="Cap dan lambang",
        deed="settle",
        reach="office",
        show=hand_picture,
        take=take_picture,
        limit_bytes=_PICTURE_BYTES,
    ),
)
