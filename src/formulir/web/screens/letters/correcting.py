"""Correcting a letter: another one in its place, or making it void.

Both are shown with what they mean before the button that does them; the reason and the
date are typed on the page before. Nothing is done until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError, RecordFaultyError, TemplateFaultyError
from formulir.issuing.gather import Request, gather
from formulir.issuing.preflight import list_faults
from formulir.language import take_reason
from formulir.model import Fault
from formulir.office.filing import void_surat
from formulir.office.lookup.describe import describe_letters
from formulir.records.ledger.ledger import find_issued
from formulir.records.rules.tanggal import tell_distance
from formulir.reviewing.changed import find_change
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, go, show
from formulir.web.parts.forms import ask_day, read_line
from formulir.web.parts.letters import find_letter, regions_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from formulir.web.desk.visit import Visit

NO_REASON = "Tulis alasannya pada satu baris; alasan ini tetap tercatat di buku agenda."


def read_letter(visit: Visit) -> dict[str, Any]:
    """Read the letter in force that the address names, as people and ledger know it.

    Raises:
        SuratUnissuedError: It is not in force.
    """
    entri = find_letter(visit)
    with visit.open_catatan() as db:
        row = find_issued(db, entri.isi["kode"])
        surat = describe_letters(visit.kantor, db, [entri])[0]
    return {"row": row, "surat": surat, "title": surat["nomor"] or surat["hal"]}


def make_request(row: Mapping[str, Any], tanggal: date, alasan: str) -> Request:
    """Ask for the letter that is to stand in the place of another one."""
    return Request(
        formulir=row["formulir"],
        tahun=row["tahun"],
        tanggal=tanggal,
        kunci=frozenset({row["kunci"]}),
        ganti={row["kunci"]: row["kode"]},
        alasan=alasan,
    )


def list_doubts(visit: Visit, request: Request) -> list[Fault]:
    """List what stands in the way of a letter, and what is doubtful of it."""
    kantor = visit.kantor
    with kantor.open_catatan() as db:
        try:
            _, faults = list_faults(kantor, db, gather(kantor, db, request))
        except (RecordFaultyError, TemplateFaultyError) as error:
            faults = list(error.faults)
        except RecordError as error:
            faults = [Fault(place=request.formulir, reason=take_reason(error))]
    far = tell_distance(request.tanggal, today=kantor.hari_ini())
    if far is not None:
        faults.append(Fault(place="tanggal", reason=far, warning=True))
    return faults


def show_replace(visit: Visit) -> Reply:
    """Show what another letter would say otherwise, ask for reason and date, then all.

    Without a reason behind the question mark the page asks for it; with one it shows
    what is to be done, and the button.
    """
    kantor, facts = visit.kantor, read_letter(visit)
    alasan = read_line(visit.query.get("alasan", ""))
    tanggal = ask_day(visit, "tanggal") or kantor.hari_ini()
    with visit.open_catatan() as db:
        changes = find_change(kantor, db, facts["row"])
    doubts: Sequence[Fault] = ()
    if alasan and changes is not None:
        doubts = list_doubts(visit, make_request(facts["row"], tanggal, alasan))
    return show(
        "ganti.html",
        **facts,
        changes=changes,
        alasan=alasan,
        tanggal=tanggal,
        fault=NO_REASON if "alasan" in visit.query and not alasan else "",
        faults=[each for each in doubts if not each.warning],
        warnings=[each for each in doubts if each.warning],
    )


def take_replace(visit: Visit) -> Reply:
    """Have the letter replaced, as it was shown."""
    facts = read_letter(visit)
    row, tanggal = facts["row"], visit.take_day("tanggal")
    alasan = read_line(visit.take("alasan", ""))
    if not alasan:
        return go(f"/surat/{row['kode']}/ganti?alasan=")
    isi = {
        "formulir": row["formulir"],
        "tahun": row["tahun"],
        "wilayah": None,
        "kunci": [row["kunci"]],
        "ganti": {row["kunci"]: row["kode"]},
        "alasan": alasan,
        "tanggal": tanggal.isoformat(),
        "mundur": visit.take("mundur", "") == "1",
        "dijawab": visit.form.get("dijawab", []),
    }
    nomor = visit.ask("terbit", isi, judul=f"Mengganti {facts['title']}")
    return go(f"/pekerjaan/{nomor}")


def show_void(visit: Visit) -> Reply:
    """Ask why a letter is to be void, then show what that means, and the button."""
    alasan = read_line(visit.query.get("alasan", ""))
    return show(
        "batal.html",
        **read_letter(visit),
        alasan=alasan,
        fault=NO_REASON if "alasan" in visit.query and not alasan else "",
    )


def take_void(visit: Visit) -> Reply:
    """Make the letter void, as it was shown."""
    kode = find_letter(visit).isi["kode"]
    alasan = read_line(visit.take("alasan", ""))
    if not alasan:
        return go(f"/surat/{kode}/batal?alasan=")
    void_surat(visit.kantor, kode, alasan=alasan)
    return go(f"/surat/{kode}")


PAGES = (
    Page(
        path="/surat/{kode}/ganti",
        title="Ganti surat",
        deed="issue",
        reach="object",
        regions=regions_of,
        show=show_replace,
        take=take_replace,
    ),
    Page(
        path="/surat/{kode}/batal",
        title="Batalkan surat",
        deed="void",
        reach="object",
        regions=regions_of,
        show=show_void,
        take=take_void,
    ),
)
