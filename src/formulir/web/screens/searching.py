"""Searching letters: one box for words, numbers, days, regions and what became of them.

Whatever is asked, only letters of the region that the visit looks at are found, and
only such are suggested.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.find import count_entries, find_entries
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.office.lookup.asked import Question, read_question
from formulir.office.lookup.describe import describe_letters, name_wilayah
from formulir.office.lookup.resolve import MOST, list_near
from formulir.records.office.wilayah import cover
from formulir.reviewing.audit import make_search
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, show
from formulir.web.parts.chain import name_people
from formulir.web.parts.forms import ask_day, ask_number, read_line
from formulir.web.parts.paging import COUNTED, ROWS, choose_sheaf
from formulir.web.parts.sheets import hand_sheet

if TYPE_CHECKING:
    from formulir.archive.words import Search
    from formulir.model import Entri
    from formulir.web.desk.visit import Visit

STATUS: Final = ("terbit", "ditandatangani", "batal", "masuk")
FILTERS: Final = ("formulir", "status", "tahun", "dari", "sampai", "harfiah")
COLUMNS: Final = {
    "nama": "Sekolah atau orang",
    "wilayah": "Wilayah",
    "hal": "Hal",
    "nomor": "Nomor",
    "tanggal": "Tanggal",
    "oleh": "Dicatat oleh",
    "status": "Status",
    "formulir": "Jenis",
    "tahap": "Tahap",
    "kode": "Kode arsip",
}
"""What a sheet of letters says, with its headings."""


def read_wish(visit: Visit) -> Question:
    """Read what is asked: the box, and the fields beside it, which have the last word.

    Words that are to be searched as they stand are not read.
    """
    text = read_line(visit.query.get("q", ""))
    with visit.open_catatan() as db:
        plain = visit.query.get("harfiah") == "1"
        asked = Question(teks=tuple(text.split())) if plain else read_question(db, text)
    status = visit.query.get("status", "")
    return replace(
        asked,
        status=status if status in STATUS else asked.status,
        dari=ask_day(visit, "dari") or asked.dari,
        sampai=ask_day(visit, "sampai") or asked.sampai,
    )


def narrow(visit: Visit, asked: str | None) -> tuple[str | None, bool]:
    """Choose the smaller of the visit's region and the one that is asked for.

    Returns:
        It, and whether the two have anything in common.
    """
    own = visit.wilayah
    if own is None or asked is None:
        return own or asked, True
    with visit.open_catatan() as db:
        if asked in cover(db, own):
            return asked, True
        return own, own in cover(db, asked)


def make_wish(visit: Visit, asked: Question) -> Search | None:
    """Make the search, restricted to the visit's region; nothing where it is empty."""
    wilayah, common = narrow(visit, asked.wilayah)
    late = asked.dari and asked.sampai and asked.dari > asked.sampai
    if not common or late:
        return None
    kinds = list_jenis(visit.kantor.templates)
    formulir = visit.query.get("formulir")
    return make_search(
        visit.kantor,
        asked.teks,
        wilayah=wilayah,
        dari=asked.dari,
        sampai=asked.sampai,
        status=asked.status,
        formulir=formulir if formulir in kinds else None,
        tahun=ask_number(visit, "tahun", least=2000, most=2100),
    )


def describe(visit: Visit, entries: list[Entri]) -> list[dict[str, Any]]:
    """Describe letters as rows of the list, with who recorded each."""
    people = name_people(visit)
    with visit.open_catatan() as db:
        rows = describe_letters(visit.kantor, db, entries)
    acts = (entri.isi.get("oleh") or "" for entri in entries)
    return [
        row | {"oleh": people.get(oleh, oleh)}
        for row, oleh in zip(rows, acts, strict=True)
    ]


def show_search(visit: Visit) -> Reply:
    """Show what was found, the newest first, and how the question was read."""
    asked = read_wish(visit)
    search, archive = make_wish(visit, asked), visit.kantor.archive
    bound = None if search is None else replace(search, limit=COUNTED + 1)
    sheaf = choose_sheaf(visit, 0 if bound is None else count_entries(archive, bound))
    rows: list[dict[str, Any]] = []
    if search is not None and sheaf.count:
        page = replace(search, skip=sheaf.first, limit=sheaf.first + ROWS)
        rows = describe(visit, find_entries(archive, page))
    near = [] if rows or not asked.teks else suggest_near(visit, asked.teks)
    templates = visit.kantor.templates
    return show(
        "cari.html",
        q=read_line(visit.query.get("q", "")),
        asked=asked,
        wilayah=spell_wilayah(visit, asked.wilayah),
        given=dict.fromkeys(FILTERS, "") | dict(visit.query),
        kinds=[load_jenis(templates, kode=kode) for kode in list_jenis(templates)],
        statuses=STATUS,
        rows=rows,
        sheaf=sheaf,
        near=near,
        most=MOST,
    )


def suggest_near(visit: Visit, teks: tuple[str, ...]) -> list[tuple[str, int]]:
    """Suggest words, one letter away, that letters of the region have, and how many."""
    with visit.open_catatan() as db:
        codes = visit.list_codes(db)
    found = list_near(visit.kantor, teks, codes=codes)
    return [(words, len(letters)) for words, letters in found]


def spell_wilayah(visit: Visit, kode: str | None) -> str:
    """Name the region that a question was read to ask for."""
    if kode is None:
        return ""
    with visit.open_catatan() as db:
        return name_wilayah(db, kode, None)


def show_sheet(visit: Visit) -> Reply:
    """Hand out what is found as a sheet, so many letters as are counted."""
    search = make_wish(visit, read_wish(visit))
    entries = (
        []
        if search is None
        else find_entries(visit.kantor.archive, replace(search, limit=COUNTED))
    )
    rows = describe(visit, entries)
    return hand_sheet(rows, COLUMNS, judul="Surat", name="surat")


PAGES = (
    Page(path="/cari", title="Cari", deed="look", reach="chosen", show=show_search),
    Page(
        path="/cari/unduh",
        title="Unduh hasil pencarian",
        deed="look",
        reach="chosen",
        show=show_sheet,
    ),
)
