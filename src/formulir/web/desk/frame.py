"""What stands around each page: the office, the person, the ways, the running jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.records.office.wilayah import find_wilayah
from formulir.web.door.rights import may
from formulir.web.jobs.table import list_open

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.web.desk.visit import Visit

WAYS: Final = (
    (
        "Kerja",
        (
            ("/", "Hari ini", "look"),
            ("/terbitkan", "Terbitkan", "issue"),
            ("/kirim", "Kirim", "hand"),
            ("/kembali", "Kembali", "receive"),
        ),
    ),
    (
        "Catatan",
        (
            ("/data", "Data", "read"),
            ("/usulan", "Usulan", "propose"),
            ("/jadwal", "Jadwal", "look"),
        ),
    ),
    (
        "Buku",
        (
            ("/cari", "Cari", "look"),
            ("/agenda", "Agenda", "book"),
            ("/status", "Status", "look"),
            ("/tahun", "Satu tahun", "look"),
        ),
    ),
    (
        "Kantor",
        (
            ("/templat", "Templat", "design"),
            ("/kantor", "Kantor", "settle"),
            ("/orang", "Orang", "tend"),
            ("/keadaan", "Keadaan", "tend"),
            ("/bantuan", "Bantuan", "own"),
        ),
    ),
)
"""The ways through the desk: groups of addresses, names and deeds."""


def frame(visit: Visit | None, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Add to a page's facts what stands around it; of nobody, nothing does."""
    if visit is None or not visit.person.akun:
        nama = visit.kantor.nama if visit else "formulir"
        around = {"visit": None, "kantor": nama, "ways": (), "jobs": (), "mark": ""}
        return {**around, "title": visit.title if visit else "", **facts}
    person = visit.person
    ways = [
        (group, [(path, name) for path, name, deed in pages if may(person, deed)])
        for group, pages in WAYS
    ]
    with visit.open_meja() as meja:
        jobs = list_open(meja, person.akun)
    return {
        "visit": visit,
        "kantor": visit.kantor.nama,
        "zona": visit.kantor.zona,
        "person": person,
        "ways": [(group, pages) for group, pages in ways if pages],
        "here": visit.path,
        "jobs": jobs,
        "mark": visit.session.tanda,
        "title": visit.title,
        "view": name_view(visit),
        "may": visit.may,
        **facts,
    }


def name_view(visit: Visit) -> str:
    """Name the region that a visit looks at."""
    if visit.wilayah is None:
        return "Semua wilayah"
    with visit.open_catatan() as db:
        return find_wilayah(
            db, visit.wilayah, per=visit.kantor.day_in(visit.tahun)
        ).nama
