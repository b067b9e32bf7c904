"""Templat: all kinds with a picture, and one with its Word files and its names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.letters.authoring.names import KELOMPOK
from formulir.letters.authoring.names_docx import write_names
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.office.kinds.listing import list_kinds
from formulir.office.kinds.using import find_file, list_files
from formulir.reviewing.names import make_request, read_names
from formulir.web.desk.kept import is_kept, keep
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, hand, show
from formulir.web.jobs.kinds_designing import place_pictures
from formulir.web.parts.pictures import take_page
from formulir.web.parts.sheets import WORD

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.issuing.gather import Request
    from formulir.letters.jenis import Jenis
    from formulir.office.kantor import Kantor
    from formulir.reviewing.names import Names
    from formulir.web.desk.visit import Visit

CLASSES: Final = {"kementerian": "kementerian", "pemda": "dinas", "sekolah": "sekolah"}
"""How people call the classes of letters."""


def require_jenis(visit: Visit) -> Jenis:
    """Read the kind that the address names.

    Raises:
        AbsentError: There is none.
    """
    kode, folders = visit.names["formulir"], visit.kantor.templates
    if kode not in list_jenis(folders):
        raise AbsentError
    return load_jenis(folders, kode=kode)


def list_pictures(visit: Visit, jenis: Jenis) -> list[Path]:
    """List the pictures of a letter as the kind prints it today; none are drawn."""
    return sorted(place_pictures(visit.kantor, jenis).glob("*.png"))


def show_kinds(visit: Visit) -> Reply:
    """Show all kinds, each with a letter of the sample office as it prints it."""
    rows = []
    for row in list_kinds(visit.kantor):
        jenis = load_jenis(visit.kantor.templates, kode=row["kode"])
        files = list_files(visit.kantor, jenis)
        own = any(each.own for each in files)
        pages = list_pictures(visit, jenis)
        rows.append({**row, "own": own, "pages": len(pages)})
    rows.sort(key=lambda row: (row["tahap"], row["kode"]))
    lacking = [row["kode"] for row in rows if not row["pages"]]
    return show("templat.html", rows=rows, lacking=len(lacking))


def take_pictures(visit: Visit) -> Reply:
    """Ask for the pictures that are not drawn yet."""
    folders = visit.kantor.templates
    lacking = [
        kode
        for kode in list_jenis(folders)
        if not list_pictures(visit, load_jenis(folders, kode=kode))
    ]
    if not lacking:
        return go("/templat")
    judul = f"Menggambar {len(lacking)} templat"
    return go(f"/pekerjaan/{visit.ask('contoh', {'formulir': lacking}, judul=judul)}")


def show_picture(visit: Visit) -> Reply:
    """Show a page of the letter of a kind."""
    pages, halaman = list_pictures(visit, require_jenis(visit)), take_page(visit)
    if halaman > len(pages):
        raise AbsentError
    return hand(pages[halaman - 1].read_bytes(), media="image/png")


def show_kind(visit: Visit, *, fault: str = "") -> Reply:
    """Show a kind: its letter, its Word files, the form for another, its names."""
    jenis = require_jenis(visit)
    return show(
        "templat_jenis.html",
        jenis=jenis,
        files=list_files(visit.kantor, jenis),
        classes=CLASSES,
        pages=len(list_pictures(visit, jenis)),
        names=_find_names(visit, jenis) if _is_ready(visit, jenis) else None,
        q=visit.query.get("q", ""),
        fault=fault,
        title=f"Templat {jenis.kode}",
    )


def _is_ready(visit: Visit, jenis: Jenis) -> bool:
    """Tell whether the names are there at once, or the browser waits for them."""
    return "tunggu" in visit.query or is_kept(visit.kantor, ("nama", jenis.kode))


def _read_names(visit: Visit, jenis: Jenis) -> Names:
    request = make_request(jenis.kode)
    return keep(
        visit.kantor,
        ("nama", jenis.kode),
        lambda: visit.reckon(_name_all, request),
    )


def _name_all(kantor: Kantor, request: Request) -> Names:
    return read_names(kantor.templates, request, kantor=None, office=kantor)


def _find_names(visit: Visit, jenis: Jenis) -> list[Any]:
    words = visit.query.get("q", "").casefold().split()
    return [
        each
        for each in _read_names(visit, jenis).variables
        if each.tipe != KELOMPOK
        and all(
            word in f"{each.nama} {each.contoh} {each.sumber}".casefold()
            for word in words
        )
    ]


def show_names(visit: Visit) -> Reply:
    """Show the names as a part of a page, or hand them out as a Word file."""
    jenis = require_jenis(visit)
    if visit.query.get("unduh"):
        data = write_names(jenis, _read_names(visit, jenis).variables)
        return hand(data, media=WORD, name=f"{jenis.kode} nama.docx")
    return show(
        "bagian/nama_templat.html",
        jenis=jenis,
        q=visit.query.get("q", ""),
        names=_find_names(visit, jenis),
    )


def hand_word(visit: Visit) -> Reply:
    """Hand out the Word file that is in use for a class of letters."""
    jenis = require_jenis(visit)
    golongan = visit.query.get("golongan", "")
    file = find_file(visit.kantor, jenis.kode, golongan)
    name = f"{jenis.kode} {file.nama}"
    return hand(file.path.read_bytes(), media=WORD, name=name)


PAGES = (
    Page(
        path="/templat",
        title="Templat",
        deed="design",
        reach="office",
        show=show_kinds,
        take=take_pictures,
    ),
    Page(
        path="/templat/{formulir}/gambar/{halaman}",
        title="Gambar templat",
        deed="design",
        reach="office",
        show=show_picture,
    ),
    Page(
        path="/templat/{formulir}/nama",
        title="Nama untuk templat",
        deed="design",
        reach="office",
        show=show_names,
    ),
    Page(
        path="/templat/{formulir}/berkas",
        title="Berkas Word",
        deed="design",
        reach="office",
        show=hand_word,
    ),
)
