"""What waits today, each line with the way to what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.records.ledger.notes import judge_backup
from formulir.reviewing.next import read_next
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, show

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit


def show_today(visit: Visit) -> Reply:
    """Show what waits, in the order of the programme."""
    states = read_next(visit.kantor, tahun=visit.tahun, wilayah=visit.wilayah)
    ready = [s for s in states if s.pending and not (s.lacks or s.after or s.faults)]
    faulty = [s for s in states if s.pending and s.faults]
    away = [s for s in states if s.issued > s.signed]
    with visit.open_catatan() as db:
        backup = judge_backup(db, now=visit.kantor.saat())
    return show(
        "hari_ini.html",
        today=visit.kantor.hari_ini(),
        ready=ready,
        faulty=faulty,
        away=away,
        backup=backup,
    )


PAGES = (
    Page(path="/", title="Hari ini", deed="look", reach="chosen", show=show_today),
)
