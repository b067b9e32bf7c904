"""A letter: its paper, its data, what happened to it, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.archive.find import find_kode
from formulir.office.lookup.describe import describe_letters
from formulir.reviewing.audit import get_file
from formulir.reviewing.history import read_history
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, hand, show

if TYPE_CHECKING:
    from collections.abc import Collection

    from formulir.model import Entri
    from formulir.web.desk.visit import Visit


def find_entri(visit: Visit) -> Entri:
    """Find the letter that the address names.

    Raises:
        AbsentError: There is none.
    """
    kode = visit.names["kode"]
    found = find_kode(visit.kantor.archive, [kode])
    if kode not in found:
        raise AbsentError
    return found[kode]


def regions_of(visit: Visit) -> Collection[str]:
    """Give the regions that the letter concerns, in any role."""
    wilayah = find_entri(visit).isi.get("wilayah") or {}
    return {
        kode
        for codes in wilayah.values()
        for kode in ([codes] if isinstance(codes, str) else codes or ())
    }


def show_letter(visit: Visit) -> Reply:
    """Show a letter."""
    entri = find_entri(visit)
    with visit.open_catatan() as db:
        surat = describe_letters(visit.kantor, db, [entri])[0]
        riwayat = read_history(visit.kantor, db, [entri.isi["kode"]])
    return show("surat.html", surat=surat, riwayat=riwayat)


def show_pdf(visit: Visit) -> Reply:
    """Hand out the letter as it was archived."""
    found = get_file(visit.kantor, visit.names["kode"])
    return hand(found.data, media="application/pdf", name=found.nama)


PAGES = (
    Page(
        path="/surat/{kode}",
        title="Surat",
        deed="look",
        reach="object",
        regions=regions_of,
        show=show_letter,
    ),
    Page(
        path="/surat/{kode}/pdf",
        title="Unduh surat",
        deed="hand",
        reach="object",
        regions=regions_of,
        show=show_pdf,
    ),
)
