"""Sending by e-mail: what would go, to whom not, and what a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.handing.post.foreseeing import foresee
from formulir.handing.post.message import read_mail
from formulir.records.post.outbox import DOUBTFUL, QUEUED, REFUSED, SENT
from formulir.web.desk.kept import is_kept, keep
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.jobs.told import spell_faults
from formulir.web.screens.handing.choice import (
    ask_for,
    make_wanted,
    read_letters,
    take_choice,
)

if TYPE_CHECKING:
    from formulir.handing.post.foreseeing import Foreseen
    from formulir.web.desk.visit import Visit
    from formulir.web.screens.handing.choice import HandChoice

SHOWN: Final = 200
"""So many messages, and so many of those who get none, are named."""
STATES: Final = (SENT, QUEUED, REFUSED, DOUBTFUL)


def show_posting(visit: Visit) -> Reply:
    """Show what sending would do; what takes long is put in once it is there."""
    choice = read_letters(visit, visit.query)
    if choice is None or visit.kantor.surel is None or not choice.chosen:
        raise AbsentError
    return _show(visit, choice)


def _show(visit: Visit, choice: HandChoice, *, fault: str = "") -> Reply:
    facts: dict[str, Any] = {"choice": choice, "fault": fault, "seen": None}
    waits = not (visit.is_part or fault or "tunggu" in visit.query)
    if waits and not is_kept(visit.kantor, _name(visit, choice)):
        return show("kirim_surel.html", **facts)
    seen = _foresee(visit, choice)
    rows = seen.posted.rows
    facts |= {
        "seen": seen,
        "mail": read_mail(seen.mail) if seen.mail is not None else None,
        "counts": {state: seen.posted.count(state) for state in STATES},
        "waiting": [row for row in rows if row["keadaan"] == QUEUED][:SHOWN],
        "open": [row for row in rows if row["keadaan"] in {REFUSED, DOUBTFUL}][:SHOWN],
        "remarks": spell_faults(seen.posted.remarks, tahun=visit.tahun),
    }
    template = "bagian/surel.html" if visit.is_part else "kirim_surel.html"
    return show(template, **facts)


def _name(visit: Visit, choice: HandChoice) -> tuple[object, ...]:
    return ("surel", choice.formulir, visit.tahun, visit.wilayah, choice.which)


def _foresee(visit: Visit, choice: HandChoice) -> Foreseen:
    wanted = make_wanted(visit, choice)
    return keep(
        visit.kantor, _name(visit, choice), lambda: foresee(visit.kantor, wanted)
    )


def take_posting(visit: Visit) -> Reply:
    """Ask for the messages that wait, if they are as many as were shown."""
    choice = _take_choice(visit)
    rows = _foresee(visit, choice).posted.rows
    waiting = [row for row in rows if row["keadaan"] == QUEUED]
    if not waiting or visit.take("banyak") != str(len(waiting)):
        return _show(
            visit, choice, fault="Yang menunggu berubah; tidak ada yang dikirim."
        )
    isi = ask_for(visit, choice)
    isi["kunci"] = sorted({str(row["kunci"]) for row in waiting})
    judul = f"Mengirim {len(waiting)} pesan {choice.formulir}"
    return go(f"/pekerjaan/{visit.ask('surel', isi, judul=judul)}")


def take_decision(visit: Visit) -> Reply:
    """Ask that what a person decided on messages is written down."""
    choice = _take_choice(visit)
    lagi = visit.take("putusan") == "lagi"
    states = {REFUSED, DOUBTFUL} if lagi else {DOUBTFUL}
    ticked = set(visit.form.get("kode", ()))
    rows = _foresee(visit, choice).posted.rows
    fits = [r for r in rows if r["kode"] in ticked and r["keadaan"] in states]
    if not fits:
        fault = (
            "Centang dahulu pesan yang dikirim lagi."
            if lagi
            else "Centang dahulu pesan yang meragukan; pesan yang ditolak tidak sampai."
        )
        return _show(visit, choice, fault=fault)
    isi = ask_for(visit, choice, lagi=lagi)
    isi["kode"] = sorted({str(row["kode"]) for row in fits})
    isi["kunci"] = sorted({str(row["kunci"]) for row in fits})
    isi["yang"] = choice.which
    judul = f"Mencatat keputusan tentang {len(fits)} pesan {choice.formulir}"
    return go(f"/pekerjaan/{visit.ask('keputusan', isi, judul=judul)}")


def _take_choice(visit: Visit) -> HandChoice:
    """Read which letters are meant, where the office has a server to send by."""
    choice = take_choice(visit)
    if visit.kantor.surel is None or not choice.chosen:
        raise AbsentError
    return choice


PAGES = (
    Page(
        path="/kirim/surel",
        title="Kirim surel",
        deed="send",
        reach="chosen",
        show=show_posting,
        take=take_posting,
    ),
    Page(
        path="/kirim/surel/putuskan",
        title="Putuskan pesan",
        deed="send",
        reach="chosen",
        take=take_decision,
    ),
)
