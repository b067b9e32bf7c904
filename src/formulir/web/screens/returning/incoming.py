"""A letter of another office among what came in: into the book of incoming letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.language import phrase
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.records.office.instansi import list_offices
from formulir.records.office.stages import name_tahap
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, go, show
from formulir.web.desk.visit import FormMalformedError
from formulir.web.parts.forms import read_line, read_sheets, require_lines
from formulir.web.parts.waiting import (
    describe_piece,
    find_piece,
    note_placing,
    regions_of_pile,
    regions_of_tray,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from formulir.web.desk.visit import Visit
    from formulir.web.parts.waiting import Piece

NEEDED: Final = ("dari", "nomor", "hal")
FIELDS: Final = (
    *NEEDED,
    *("tanggal", "terima", "disposisi", "wilayah", "tahap", "formulir", "kunci"),
    "tahun",
    "lembar",
)


def show_form(visit: Visit) -> Reply:
    """Ask what the letter says."""
    piece = find_piece(visit)
    given = dict.fromkeys(FIELDS, "") | {
        "terima": visit.kantor.hari_ini().isoformat(),
        "wilayah": visit.wilayah or "",
        "tahun": str(visit.tahun),
        "lembar": str(piece.lembar or ""),
    }
    return _show(visit, piece, given)


def _show(
    visit: Visit,
    piece: Piece,
    given: Mapping[str, str],
    *,
    fault: object = "",
    field: str = "",
) -> Reply:
    templates = visit.kantor.templates
    with visit.open_catatan() as db:
        offices, daftar_tahap = list_offices(db), name_tahap(db)
    return show(
        "masuk_surat.html",
        **describe_piece(visit, piece),
        given=given,
        offices=offices,
        daftar_tahap=daftar_tahap,
        kinds=[load_jenis(templates, kode=kode) for kode in list_jenis(templates)],
        fault=fault,
        field=field,
        title="Surat dari instansi lain",
    )


def take_form(visit: Visit) -> Reply:
    """Have the letter entered into the book."""
    given = {name: visit.take(name, "") for name in FIELDS}
    piece = find_piece(visit)
    try:
        surat = read_letter(visit, given)
        sheets = read_sheets(given["lembar"])
    except FormMalformedError as error:
        return _show(visit, piece, given, fault=error.reason, field=error.field)
    isi = {
        **piece.isi,
        "surat": surat,
        "wilayah": visit.narrow(given["wilayah"]),
        "lagi": visit.take("lagi", "") == "1",
        "lembar": sheets,
    }
    judul = f"Mencatat surat dari {surat['dari']}"
    nomor = visit.ask("masuk", isi, judul=judul)
    note_placing(visit, piece, nomor)
    return go(f"/pekerjaan/{nomor}")


def read_letter(visit: Visit, given: Mapping[str, str]) -> dict[str, Any]:
    """Read what the form says of a letter.

    Raises:
        FormMalformedError: Something is not said, or cannot be.
    """
    texts = require_lines(given, NEEDED)
    tanggal: date = visit.take_day("tanggal")
    terima: date = visit.take_day("terima")
    if terima < tanggal:
        reason = phrase("it came in before its own date; see that both are right")
        raise FormMalformedError("terima", reason=reason)
    formulir = given["formulir"]
    if formulir and formulir not in list_jenis(visit.kantor.templates):
        raise FormMalformedError("formulir", reason=phrase("there is no such kind"))
    tahap = given["tahap"]
    with visit.open_catatan() as db:
        if tahap and tahap not in name_tahap(db):
            raise FormMalformedError("tahap", reason=phrase("there is no such stage"))
    return {
        **texts,
        "tanggal": tanggal.isoformat(),
        "terima": terima.isoformat(),
        "program": visit.take_number("tahun", 2000, 2100),
        "formulir": formulir or None,
        "tahap": tahap or None,
        "kunci": read_line(given["kunci"]) or None,
        "disposisi": read_line(given["disposisi"]) or None,
    }


PAGES = (
    Page(
        path="/kembali/berkas/{baki}/{berkas}/masuk",
        title="Surat dari instansi lain",
        deed="receive",
        reach="object",
        regions=regions_of_tray,
        show=show_form,
        take=take_form,
    ),
    Page(
        path="/kembali/lembar/{tumpukan}/{ke}/masuk",
        title="Surat dari instansi lain",
        deed="receive",
        reach="object",
        regions=regions_of_pile,
        show=show_form,
        take=take_form,
    ),
)
