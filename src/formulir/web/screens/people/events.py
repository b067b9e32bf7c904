"""What happened at the door, for whoever tends it: searched, and taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, show
from formulir.web.door.events import list_events
from formulir.web.parts.forms import read_line
from formulir.web.parts.paging import choose_sheaf
from formulir.web.parts.sheets import hand_sheet

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit

COLUMNS: Final = {
    "saat": "Saat (UTC)",
    "terakhir": "Terakhir (UTC)",
    "kali": "Kali",
    "apa": "Kejadian",
    "oleh": "Oleh",
    "alamat": "Dari",
    "tentang": "Tentang",
}


def find_events(visit: Visit) -> list[dict[str, Any]]:
    """Find what happened that has a word, the last first."""
    word = read_line(visit.query.get("q", "")).casefold()
    with visit.open_meja() as meja:
        rows = list_events(meja)
    return [row for row in rows if word in " ".join(map(str, row.values())).casefold()]


def show_events(visit: Visit) -> Reply:
    """Show what happened, a page at a time."""
    rows = find_events(visit)
    sheaf = choose_sheaf(visit, len(rows))
    q = read_line(visit.query.get("q", ""))
    return show("kejadian.html", events=sheaf.cut(rows), sheaf=sheaf, q=q)


def show_sheet(visit: Visit) -> Reply:
    """Hand out what happened as a sheet."""
    rows = find_events(visit)
    return hand_sheet(rows, COLUMNS, judul="Kejadian", name="kejadian")


PAGES = (
    Page(
        path="/orang/kejadian",
        title="Kejadian",
        deed="tend",
        reach="office",
        show=show_events,
    ),
    Page(
        path="/orang/kejadian/unduh",
        title="Unduh kejadian",
        deed="tend",
        reach="office",
        show=show_sheet,
    ),
)
