"""Placing by hand what the program could not: the page beside the likeliest letters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_entries, find_kode
from formulir.language import translate
from formulir.office.lookup.describe import describe_letters
from formulir.receiving.likely import OUT, list_likely
from formulir.reviewing.audit import make_search
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.desk.visit import FormMalformedError
from formulir.web.jobs.tray import drop_file
from formulir.web.parts.forms import read_line, read_sheets
from formulir.web.parts.letters import list_regions
from formulir.web.parts.pictures import hand_page
from formulir.web.parts.waiting import (
    describe_piece,
    find_next,
    find_paper,
    find_piece,
    note_placing,
    regions_of_pile,
    regions_of_tray,
    require_tray,
)

if TYPE_CHECKING:
    from formulir.model import Entri
    from formulir.web.desk.visit import Visit
    from formulir.web.parts.waiting import Piece

FOUND = 8
"""So many letters that were searched for are shown."""


def list_candidates(visit: Visit, piece: Piece) -> list[dict[str, Any]]:
    """List the letters that something may be of: those searched for, else likely."""
    kantor, word = visit.kantor, read_line(visit.query.get("q", ""))
    entries: list[Entri]
    if word:
        search = make_search(
            kantor, tuple(word.split()), wilayah=visit.wilayah, status=OUT
        )
        entries = find_entries(kantor.archive, replace(search, limit=FOUND))
    else:
        with visit.open_catatan() as db:
            codes = visit.list_codes(db)
        entries = list_likely(kantor, piece.nama, beside=piece.beside, codes=codes)
    with visit.open_catatan() as db:
        return describe_letters(kantor, db, entries)


def show_piece(visit: Visit, *, fault: str = "") -> Reply:
    """Show what is to be placed, and where it may belong."""
    piece = find_piece(visit)
    return show(
        "tempatkan.html",
        **describe_piece(visit, piece),
        candidates=list_candidates(visit, piece),
        q=read_line(visit.query.get("q", "")),
        fault=fault,
        title=piece.nama,
    )


def show_picture(visit: Visit) -> Reply:
    """Answer with the picture of a page of it."""
    return hand_page(visit, find_paper(visit))


def take_piece(visit: Visit) -> Reply:
    """Have it put to the letter that was chosen, and go on to what waits next.

    Raises:
        AbsentError: The letter is not the person's.
    """
    piece, kode = find_piece(visit), visit.take("surat")
    found = find_kode(visit.kantor.archive, [kode])
    if kode not in found or not visit.may("receive", list_regions(found[kode].isi)):
        raise AbsentError
    try:
        sheets = read_sheets(visit.take("lembar", "") or str(piece.lembar or ""))
    except FormMalformedError as error:
        return show_piece(visit, fault=translate(error.reason))
    isi = {**piece.isi, "surat": kode, "lembar": sheets}
    following = find_next(visit, piece)
    nomor = visit.ask("tempatkan", isi, judul=f"Menempatkan {piece.nama}")
    note_placing(visit, piece, nomor)
    return go(following)


def take_away(visit: Visit) -> Reply:
    """Take a file out of its tray: it is no letter at all."""
    piece = find_piece(visit)
    following = find_next(visit, piece)
    drop_file(visit.kantor, require_tray(visit), visit.names["berkas"])
    return go(following)


_BASES = (
    ("/kembali/berkas/{baki}/{berkas}", regions_of_tray),
    ("/kembali/lembar/{tumpukan}/{ke}", regions_of_pile),
)
PAGES = (
    *(
        Page(
            path=base,
            title="Tempatkan",
            deed="receive",
            reach="object",
            regions=regions,
            show=show_piece,
            take=take_piece,
        )
        for base, regions in _BASES
    ),
    *(
        Page(
            path=f"{base}/gambar/{{halaman}}",
            title="Gambar halaman",
            deed="receive",
            reach="object",
            regions=regions,
            show=show_picture,
        )
        for base, regions in _BASES
    ),
    Page(
        path="/kembali/berkas/{baki}/{berkas}/buang",
        title="Buang berkas",
        deed="receive",
        reach="object",
        regions=regions_of_tray,
        take=take_away,
    ),
)
