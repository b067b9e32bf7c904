"""Saying with one's name that a letter came back signed, where it was not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.archive.find import find_tindakan
from formulir.office.lookup.describe import describe_letters
from formulir.receiving.confirm import confirm_surat
from formulir.receiving.told import tell_return
from formulir.records.ledger.kembali import list_unconfirmed
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.parts.forms import ask_number, read_line
from formulir.web.parts.letters import find_letter, regions_of

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit

NO_REASON = "Tulis pada satu baris apa yang terlihat; ini tercatat bersama nama."


def show_confirm(visit: Visit, *, fault: str = "") -> Reply:
    """Show the letter as issued beside what came back, and ask what is seen.

    Raises:
        AbsentError: Nothing of it waits to be confirmed.
    """
    entri = find_letter(visit)
    kode = entri.isi["kode"]
    with visit.open_catatan() as db:
        waiting = list_unconfirmed(db, kode)
        surat = describe_letters(visit.kantor, db, [entri])[0]
    if not waiting or surat["status"] != "terbit":
        raise AbsentError
    acts = {act.entri: act for act in find_tindakan(visit.kantor.archive, [kode])[kode]}
    came = acts[waiting[-1].entri or 0]
    count = max(int(entri.isi["halaman"]), int(came.isi["halaman"]))
    return show(
        "sahkan.html",
        surat=surat,
        issued=entri,
        came=came,
        told=tell_return(came.isi),
        count=count,
        page=ask_number(visit, "hal", least=1, most=count) or 1,
        fault=fault,
        title=surat["nomor"] or surat["hal"],
    )


def take_confirm(visit: Visit) -> Reply:
    """Record who says that the letter is signed, and why."""
    kode = find_letter(visit).isi["kode"]
    alasan = read_line(visit.take("alasan", ""))
    if not alasan:
        return show_confirm(visit, fault=NO_REASON)
    confirm_surat(visit.kantor, kode, alasan=alasan)
    return go(f"/surat/{kode}")


PAGES = (
    Page(
        path="/surat/{kode}/sahkan",
        title="Sahkan tanda tangan",
        deed="receive",
        reach="object",
        regions=regions_of,
        show=show_confirm,
        take=take_confirm,
    ),
)
