"""The book of letters, outgoing and incoming, and the numbers that stand in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import RecordError
from formulir.language import Sentence, phrase
from formulir.office.book import choose_seri, leave_numbers, record_letter
from formulir.office.lookup.book import count_rows, list_rows, name_rows
from formulir.records.ledger.agenda import Span, prove_nomor
from formulir.records.ledger.book import list_seri
from formulir.records.ledger.outside import Luar, read_range, read_sisipan
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, go, show
from formulir.web.desk.visit import FormMalformedError
from formulir.web.parts.forms import ask_day, ask_number, read_line, require_lines
from formulir.web.parts.paging import ROWS, Sheaf, choose_sheaf
from formulir.web.parts.sheets import hand_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.web.desk.visit import Visit

OUTGOING: Final = {
    "no": "No.",
    "tanggal": "Tanggal",
    "nomor": "Nomor",
    "hal": "Hal",
    "nama": "Sekolah atau orang",
    "wilayah": "Wilayah",
    "tujuan": "Kepada",
    "lampiran": "Lampiran",
    "penanda_tangan": "Penanda tangan",
    "formulir": "Jenis",
    "seri": "Seri",
    "status": "Status",
    "kode": "Kode arsip",
    "keterangan": "Keterangan",
}
INCOMING: Final = {
    "agenda": "Agenda",
    "terima": "Diterima",
    "dari": "Dari",
    "tanggal": "Tanggal surat",
    "nomor": "Nomor",
    "hal": "Hal",
    "disposisi": "Disposisi",
    "formulir": "Jenis",
    "tahap": "Tahap",
    "status": "Status",
    "kode": "Kode arsip",
}
FIELDS: Final = ("seri", "nomor", "tanggal", "hal", "tujuan", "oleh", "urut")
"""What a form of a letter numbered by hand holds."""
NEEDED: Final = ("nomor", "hal", "tujuan", "oleh")
LEFT: Final = ("seri", "urut", "alasan")
"""What a form of numbers that are left out holds."""


def read_span(visit: Visit) -> Span:
    """Read which days of the book are asked for: the year that is looked at, or some.

    Where the days asked for hold none, the book of them is empty.
    """
    dari, sampai = ask_day(visit, "dari"), ask_day(visit, "sampai")
    year = ask_number(visit, "tahun", least=2000, most=2100) or visit.tahun
    return Span.of(None if dari or sampai else year, dari=dari, sampai=sampai)


def find_rows(visit: Visit, span: Span, *, masuk: bool) -> list[dict[str, Any]]:
    """Find the rows of the book that have a word, as the ledger has them."""
    word = read_line(visit.query.get("q", "")).casefold()
    with visit.open_catatan() as db:
        rows = list_rows(db, span, masuk=masuk)
    return [
        row
        for row in rows
        if not word or word in " ".join(map(str, row.values())).casefold()
    ]


def choose_rows(
    visit: Visit, span: Span, *, masuk: bool
) -> tuple[Sheaf, Sequence[dict[str, Any]]]:
    """Choose the rows of the page that is asked for; no others are read of a book."""
    if read_line(visit.query.get("q", "")):
        found = find_rows(visit, span, masuk=masuk)
        sheaf = choose_sheaf(visit, len(found))
        return sheaf, sheaf.cut(found)
    with visit.open_catatan() as db:
        sheaf = choose_sheaf(visit, count_rows(db, span, masuk=masuk))
        part = slice(sheaf.first, sheaf.first + ROWS)
        return sheaf, list_rows(db, span, masuk=masuk, part=part)


def show_book(visit: Visit) -> Reply:
    """Show the book, a page at a time, and how the numbers of the year stand."""
    masuk, span = visit.query.get("buku") == "masuk", read_span(visit)
    sheaf, rows = choose_rows(visit, span, masuk=masuk)
    year = span.last.year if span.last != date.max else visit.tahun
    with visit.open_catatan() as db:
        shown, faults = name_rows(visit.kantor, db, rows, masuk=masuk)
        proofs = [] if masuk else prove_nomor(db, tahun=year)
    return show(
        "agenda.html",
        masuk=masuk,
        rows=shown,
        faults=faults,
        sheaf=sheaf,
        proofs=proofs,
        year=year,
        given={name: visit.query.get(name, "") for name in ("q", "dari", "sampai")},
    )


def show_sheet(visit: Visit) -> Reply:
    """Hand out the book as a sheet, all of it."""
    masuk, span = visit.query.get("buku") == "masuk", read_span(visit)
    rows = find_rows(visit, span, masuk=masuk)
    with visit.open_catatan() as db:
        named, _ = name_rows(visit.kantor, db, rows, masuk=masuk)
    columns, which = (INCOMING, "masuk") if masuk else (OUTGOING, "keluar")
    name = f"agenda-{which}-{span.last.year}"
    return hand_sheet(named, columns, judul="Agenda", name=name)


def show_entry(visit: Visit) -> Reply:
    """Ask for a letter that was numbered by hand."""
    given = {name: visit.query.get(name, "") for name in FIELDS}
    given["oleh"] = given["oleh"] or visit.person.nama
    return _show_entry(visit, given)


def _show_entry(
    visit: Visit, given: Mapping[str, str], *, fault: object = "", field: str = ""
) -> Reply:
    with visit.open_catatan() as db:
        daftar_seri = list_seri(db)
    return show(
        "agenda_catat.html",
        given=given,
        daftar_seri=daftar_seri,
        fault=fault,
        field=field,
    )


def take_entry(visit: Visit) -> Reply:
    """Enter a letter that was numbered by hand."""
    given = {name: visit.take(name, "") for name in FIELDS}
    try:
        letter = _read_letter(visit, given)
        record_letter(visit.kantor, letter, actor=visit.kantor.actor())
    except FormMalformedError as error:
        return _show_entry(visit, given, fault=error.reason, field=error.field)
    except RecordError as error:
        return _show_entry(visit, given, fault=error.sentence, field="nomor")
    return go(f"/agenda?tahun={letter.tanggal.year}&q={letter.urut or ''}")


def _read_letter(visit: Visit, given: Mapping[str, str]) -> Luar:
    """Read the form of a letter that was numbered by hand."""
    texts = require_lines(given, NEEDED)
    urut = read_sisipan(given["urut"], bare=True) if given["urut"] else None
    if given["urut"] and urut is None:
        reason = phrase("write a running number such as 123 or 123a")
        raise FormMalformedError("urut", reason=reason)
    with visit.open_catatan() as db:
        seri = choose_seri(db, given["seri"] or None)
    return Luar(seri=seri, tanggal=visit.take_day("tanggal"), urut=urut, **texts)


def show_left(visit: Visit) -> Reply:
    """Ask which numbers are left out and why, then show what that means."""
    given = {name: read_line(visit.query.get(name, "")) for name in LEFT}
    asked = bool(visit.query.keys() & {"urut", "alasan"})
    fault = _judge_left(given) if asked else ""
    return _show_left(visit, given, fault=fault, ready=asked and not fault)


def _judge_left(given: Mapping[str, str]) -> str | Sentence:
    """Say what is wrong with a wish to leave numbers out."""
    if read_range(given["urut"].replace(" ", "")) is None:
        return phrase("write running numbers such as 130 or 130-140")
    return "" if given["alasan"] else phrase("write the reason on one line")


def _show_left(
    visit: Visit, given: Mapping[str, str], *, fault: object, ready: bool
) -> Reply:
    with visit.open_catatan() as db:
        daftar_seri: Sequence[str] = list_seri(db)
    return show(
        "agenda_lewati.html",
        given=given,
        daftar_seri=daftar_seri,
        fault=fault,
        ready=ready,
    )


def take_left(visit: Visit) -> Reply:
    """Leave numbers out for ever, as it was shown."""
    given = {name: read_line(visit.take(name, "")) for name in LEFT}
    tahun = visit.take_number("tahun", 2000, 2100)
    fault: object = _judge_left(given)
    numbers = read_range(given["urut"].replace(" ", ""))
    if fault or numbers is None:
        return _show_left(visit, given, fault=fault, ready=False)
    kantor = visit.kantor
    try:
        with visit.open_catatan() as db:
            seri = choose_seri(db, given["seri"] or None)
        leave_numbers(
            kantor,
            seri,
            numbers,
            tanggal=kantor.day_in(tahun),
            alasan=given["alasan"],
            actor=kantor.actor(),
        )
    except RecordError as error:
        return _show_left(visit, given, fault=error.sentence, ready=False)
    return go(f"/agenda?tahun={tahun}&q=dilewati")


PAGES = (
    Page(path="/agenda", title="Agenda", deed="book", reach="office", show=show_book),
    Page(
        path="/agenda/unduh",
        title="Unduh agenda",
        deed="book",
        reach="office",
        show=show_sheet,
    ),
    Page(
        path="/agenda/catat",
        title="Catat surat yang dinomori sendiri",
        deed="issue",
        reach="office",
        show=show_entry,
        take=take_entry,
    ),
    Page(
        path="/agenda/lewati",
        title="Lewati nomor",
        deed="issue",
        reach="office",
        show=show_left,
        take=take_left,
    ),
)
