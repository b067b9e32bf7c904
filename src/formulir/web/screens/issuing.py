"""Issuing letters: which, whether they are right, how they look, and then for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.letters.jenis import list_jenis, load_jenis
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, go, show

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit


def show_issuing(visit: Visit) -> Reply:
    """Show the kinds."""
    kantor = visit.kantor
    kinds = [load_jenis(kantor.templates, kode=k) for k in list_jenis(kantor.templates)]
    return show("terbitkan.html", kinds=kinds, today=kantor.hari_ini())


def take_issuing(visit: Visit) -> Reply:
    """Ask for the letters."""
    kode = visit.take("formulir")
    isi = {
        "formulir": kode,
        "tahun": visit.tahun,
        "wilayah": visit.wilayah,
        "tanggal": visit.take_day("tanggal").isoformat(),
        "dijawab": visit.form.get("dijawab", []),
    }
    nomor = visit.ask("terbit", isi, judul=f"Menerbitkan {kode}")
    return go(f"/pekerjaan/{nomor}")


PAGES = (
    Page(
        path="/terbitkan",
        title="Terbitkan",
        deed="issue",
        reach="chosen",
        show=show_issuing,
        take=take_issuing,
    ),
)
