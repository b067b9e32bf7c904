"""What waits today, each line with the way to what is to be done."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.find import find_kode
from formulir.letters.jenis import load_jenis
from formulir.office.lookup.describe import describe_letters
from formulir.records.ledger.notes import read_age
from formulir.records.rules.registry import find_tenggat
from formulir.records.tasks.registry import TASKS
from formulir.reviewing.changed import find_changed
from formulir.reviewing.ready.seri import read_seri
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, show
from formulir.web.parts.states import are_known, read_states

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.reviewing.next import KindState
    from formulir.web.desk.visit import Visit

FIRST: Final = ("kantor", "dinas", "calon")
"""The tasks with which an empty office begins, in order."""
CHANGED: Final = 50
"""So many letters that no longer fit their records are named, and so many changes."""


def show_today(visit: Visit) -> Reply:
    """Show what waits, in the order of the programme.

    What takes long is put into the page once it is there.
    """
    kantor = visit.kantor
    with visit.open_catatan() as db:
        empty = _is_empty(db)
        codes = visit.list_codes(db)
        daftar_seri = read_seri(db, tanggal=kantor.hari_ini(), codes=codes)
        backup = read_age(db, now=kantor.saat()) if visit.person.codes is None else None
    return show(
        "hari_ini.html",
        today=kantor.hari_ini(),
        empty=[TASKS[name] for name in FIRST] if empty else [],
        daftar_seri=daftar_seri,
        backup=backup,
        waiting=_list_waiting(visit) if are_known(visit) and not empty else None,
    )


def show_waiting(visit: Visit) -> Reply:
    """Show what waits, as a part of the page."""
    waiting, today = _list_waiting(visit), visit.kantor.hari_ini()
    template = "bagian/menunggu.html" if visit.is_part else "menunggu.html"
    return show(template, waiting=waiting, today=today)


def show_changed(visit: Visit) -> Reply:
    """Show the letters that no longer fit their records."""
    seen = visit.reckon_lately("berubah", _read_changed)
    template = "bagian/berubah.html" if visit.is_part else "berubah.html"
    found = seen.value
    count = sum(len(each["letters"]) for each in found)
    return show(template, groups=found[:CHANGED], count=count, lama=seen.saat)


def _is_empty(db: Store) -> bool:
    """Tell whether nobody has put anything in yet."""
    tables = ("surat", "instansi", "sekolah", "calon")
    return not any(db.value(f"SELECT 1 FROM {name} LIMIT 1") for name in tables)


def _list_waiting(visit: Visit) -> dict[str, Any]:
    """List what waits: what can be issued, what cannot and why, what is not back."""
    seen = read_states(visit)
    states = seen.value
    free = [one for one in states if one.pending and not (one.lacks or one.after)]
    away = [one for one in states if one.issued > one.signed]
    return {
        "ready": [one for one in free if not one.faults],
        "faulty": [one for one in free if one.faults],
        "lama": seen.saat,
        "lacking": _gather_lacks(states),
        "unrecorded": [one for one in states if one.unrecorded],
        "away": [(one, _find_due(visit, one)) for one in away],
    }


def _gather_lacks(states: Sequence[KindState]) -> list[dict[str, Any]]:
    """Put kinds together that wait for the same first thing, as ``next`` does."""
    found: dict[object, dict[str, Any]] = {}
    for each in states:
        if each.lacks:
            lack = each.lacks[0]
            own = found.setdefault(lack.tugas, {"lack": lack, "kinds": []})
            own["kinds"].append(each)
    return list(found.values())


def _find_due(visit: Visit, kind: KindState) -> date | None:
    """Find the last day on which letters of a kind are to be back."""
    jenis = load_jenis(visit.kantor.templates, kode=kind.formulir)
    with visit.open_catatan() as db:
        return find_tenggat(db, visit.tahun, jenis.aturan)


def _read_changed(
    kantor: Kantor, *, tahun: int, wilayah: str | None
) -> list[dict[str, Any]]:
    """Read which letters no longer fit, by what has changed, and by name."""
    with kantor.open_catatan(read_only=True) as db:
        found = list(find_changed(kantor, db, tahun=tahun, wilayah=wilayah))
        codes = [one.kode for one in islice(found, CHANGED)]
        archived = find_kode(kantor.archive, codes)
        named = describe_letters(kantor, db, archived.values())
    names = {row["kode"]: row["nama"] or row["hal"] for row in named}
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in found:
        letter = {"kode": one.kode, "formulir": one.formulir, "nomor": one.nomor}
        letter["nama"] = names.get(one.kode) or one.kunci
        groups.setdefault(tuple(map(str, one.changes)), []).append(letter)
    return [{"changes": said, "letters": own} for said, own in groups.items()]


PAGES = (
    Page(path="/", title="Hari ini", deed="look", reach="chosen", show=show_today),
    Page(
        path="/hari-ini/menunggu",
        title="Yang menunggu",
        deed="look",
        reach="chosen",
        show=show_waiting,
    ),
    Page(
        path="/hari-ini/berubah",
        title="Surat yang tidak lagi sesuai datanya",
        deed="look",
        reach="chosen",
        show=show_changed,
    ),
)
