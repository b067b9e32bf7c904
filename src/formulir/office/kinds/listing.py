"""The kinds of letters that an office has: the shipped ones, and its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.letters.jenis import list_jenis, load_jenis
from formulir.office.unfinished import finish_kinds
from formulir.records.own.tables import list_own

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor


def list_kinds(kantor: Kantor) -> list[dict[str, Any]]:
    """List the kinds, a row each; a kind that a crash left behind is finished first.

    Raises:
        TemplateFaultyError: The files of a kind are wrong.
    """
    with kantor.open_catatan() as db:
        finish_kinds(kantor, db)
        tables = {own.formulir: own.tabel for own in list_own(db)}
    rows = []
    for kode in list_jenis(kantor.templates):
        jenis = load_jenis(kantor.templates, kode=kode)
        own = (kantor.templates[0] / kode).is_dir()
        rows.append(
            {
                "kode": kode,
                "judul": jenis.judul,
                "tahap": jenis.tahap,
                "nomor": jenis.seri or None,
                "tabel": tables.get(kode),
                "dari": "kantor" if own else "program",
            }
        )
    return rows
