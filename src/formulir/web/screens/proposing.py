"""Proposing schools: on a map and in a list, with quotas, exchanged by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.language import phrase, translate
from formulir.records.office.wilayah import KABKOTA, find_wilayah
from formulir.records.selection.atlas import (
    FREE,
    KUOTA,
    Atlas,
    School,
    list_kabkota,
    read_atlas,
)
from formulir.records.selection.exchange import list_exchanges, make_rows
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.desk.visit import FormMalformedError
from formulir.web.parts.map import draw
from formulir.web.parts.sheets import hand_sheet
from formulir.web.parts.typed import take_rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from formulir.records.store import Store
    from formulir.web.desk.visit import Visit

_NEAREST: Final = 40


def find_kabkota(visit: Visit, db: Store) -> str | None:
    """Give the kabupaten or kota that is looked at, or the only one with schools.

    Raises:
        AbsentError: It is none of the person's.
    """
    asked = visit.query.get("kab", "")
    if not asked:
        if visit.wilayah is not None:
            found = find_wilayah(db, visit.wilayah)
            if found.tingkat == KABKOTA:
                return found.entitas
        regions = list_regions(visit, db)
        return str(regions[0]["kode"]) if len(regions) == 1 else None
    kode = visit.narrow(asked)
    codes = visit.list_codes(db)
    if kode is None or (codes is not None and kode not in codes):
        raise AbsentError
    named = find_wilayah(db, kode)
    if named.tingkat != KABKOTA:
        raise AbsentError
    return named.entitas


def list_regions(visit: Visit, db: Store) -> list[dict[str, Any]]:
    """List the kabupaten and kota with schools in the region that is looked at."""
    return list_kabkota(db, visit.list_codes(db), visit.tahun)


def require_kabkota(visit: Visit, db: Store) -> str:
    """Give the kabupaten or kota that is looked at.

    Raises:
        AbsentError: There is none.
    """
    kode = find_kabkota(visit, db)
    if kode is None:
        raise AbsentError
    return kode


def show_usulan(visit: Visit) -> Reply:
    """Show the schools of a kabupaten, or let one be chosen."""
    with visit.open_catatan() as db:
        kode = find_kabkota(visit, db)
        if kode is None:
            return show("usulan_pilih.html", regions=list_regions(visit, db))
        atlas = read_atlas(db, kode, tahun=visit.tahun)
        nama, several = find_wilayah(db, kode).nama, len(list_regions(visit, db)) > 1
    placed = {one.npsn: one.degrees for one in atlas.schools.values() if one.degrees}
    return show(
        "usulan.html",
        title=f"Usulan {nama}",
        kode=kode,
        nama=nama,
        several=several,
        atlas=atlas,
        drawn=draw(placed),
        jenjang=atlas.count(),
        kuota=KUOTA,
        locked=any(atlas.grounds.values()),
    )


def take_usulan(visit: Visit) -> Reply:
    """Ask for a draft of the proposals."""
    with visit.open_catatan() as db:
        kode = require_kabkota(visit, db)
        nama = find_wilayah(db, kode).nama
        known = read_atlas(db, kode, tahun=visit.tahun).schools
    isi = {
        "tahun": visit.tahun,
        "wilayah": kode,
        "kuota": visit.take_number("kuota", 1, 200),
        "tanpa": _take_schools(visit, "tanpa", known, nama),
        "model": _take_schools(visit, "model", known, nama),
    }
    nomor = visit.ask("usul", isi, judul=f"Mengusulkan sekolah {nama}")
    return go(f"/pekerjaan/{nomor}")


def _take_schools(
    visit: Visit, field: str, known: Collection[str], nama: str
) -> list[str]:
    """Take schools by NPSN; what lies elsewhere is not told from what is nowhere."""
    named = visit.take(field, "").replace(",", " ").split()
    strange = [npsn for npsn in named if npsn not in known]
    if strange:
        reason = phrase(
            "{npsn}: no school of {nama} that may take part",
            npsn=", ".join(strange[:_NEAREST]),
            nama=nama,
        )
        raise FormMalformedError(field, reason=reason)
    return named


def require_school(visit: Visit, atlas: Atlas, field: str) -> School:
    """Find a school that the form or the address names.

    Raises:
        AbsentError: There is none of the kabupaten.
    """
    npsn = visit.take(field, visit.query.get(field, ""))
    if npsn not in atlas.schools:
        raise AbsentError
    return atlas.schools[npsn]


def show_exchange(visit: Visit) -> Reply:
    """Show which schools may take the place of one, and what each would break."""
    return _show_exchange(visit, faults=[])


def _show_exchange(visit: Visit, *, faults: list[str]) -> Reply:
    with visit.open_catatan() as db:
        kode = require_kabkota(visit, db)
        atlas = read_atlas(db, kode, tahun=visit.tahun)
        nama = find_wilayah(db, kode).nama
    school = require_school(visit, atlas, "npsn")
    if school.peran == FREE:
        raise AbsentError
    found = list_exchanges(atlas, school)
    return show(
        "tukar.html",
        status=422 if faults else 200,
        title=f"Tukar {school.nama}",
        kode=kode,
        nama=nama,
        school=school,
        model=atlas.schools.get(school.model or ""),
        found=found[:_NEAREST],
        rest=max(len(found) - _NEAREST, 0),
        locked=atlas.is_locked(school),
        faults=faults,
        wanted=visit.take("ganti", ""),
    )


def take_exchange(visit: Visit) -> Reply:
    """Exchange two schools, as an import of the list would."""
    with visit.open_catatan() as db:
        kode = require_kabkota(visit, db)
        atlas = read_atlas(db, kode, tahun=visit.tahun)
        school = require_school(visit, atlas, "npsn")
        other = require_school(visit, atlas, "ganti")
        rows = make_rows(db, atlas, school.npsn, other.npsn)
    if not rows:
        bare = phrase(
            "a model of the list has no imbas and would get lost; bring the list as a "
            "sheet instead"
        )
        return _show_exchange(visit, faults=[translate(bare)])
    if faults := take_rows(visit, "usulan", rows).reasons:
        return _show_exchange(visit, faults=faults)
    return go(f"/usulan?kab={kode}&ditukar={other.npsn}#s-{other.npsn}")


def hand_usulan(visit: Visit) -> Reply:
    """Hand out the schools as a sheet."""
    with visit.open_catatan() as db:
        kode = require_kabkota(visit, db)
        atlas = read_atlas(db, kode, tahun=visit.tahun)
    rows = [
        {
            "peran": one.peran,
            "npsn": one.npsn,
            "nama": one.nama,
            "jenjang": one.jenjang,
            "kecamatan": one.kecamatan,
            "model": atlas.schools[one.model].nama if one.model else None,
            "jarak": one.jarak_km,
        }
        for one in atlas.schools.values()
    ]
    columns = {
        "peran": "Peran",
        "npsn": "NPSN",
        "nama": "Nama sekolah",
        "jenjang": "Jenjang",
        "kecamatan": "Kecamatan",
        "model": "Imbas dari",
        "jarak": "Jarak (km)",
    }
    name = f"usulan-{visit.tahun}-{kode}"
    return hand_sheet(rows, columns, judul="Usulan", name=name)


PAGES = (
    Page(
        path="/usulan",
        title="Usulan",
        deed="propose",
        reach="chosen",
        show=show_usulan,
        take=take_usulan,
    ),
    Page(
        path="/usulan/tukar",
        title="Tukar sekolah",
        deed="propose",
        reach="chosen",
        show=show_exchange,
        take=take_exchange,
    ),
    Page(
        path="/usulan/unduh",
        title="Unduh usulan",
        deed="propose",
        reach="chosen",
        show=hand_usulan,
    ),
)
