"""The letters that the sample office gets from the kinds that are shipped."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.issuing.check import CONTOH_TAHUN, CONTOH_TANGGAL, make_contoh
from formulir.letters.compile import compile_templat
from formulir.letters.context import (
    Permohonan,
    complete_konteks,
    name_surat,
    read_rows,
)
from formulir.letters.jenis import BERKAS_JENIS, load_jenis
from formulir.letters.profil import load_daftar_profil
from formulir.letters.render import fill_parts
from formulir.press.printing.skeleton import Kerangka, find_obstacles, is_fragile
from formulir.records.sql.functions import sql_functions

if TYPE_CHECKING:
    from formulir.letters.compile import Templat

TEMPLATES = Path(__file__).parents[2] / "templates"
KINDS = sorted(path.parent.name for path in TEMPLATES.glob(f"*/{BERKAS_JENIS}"))


def read_kind(kode: str) -> tuple[Templat, list[dict[str, Any]]]:
    """Read a kind's template, and a context for each letter of the sample office."""
    jenis = load_jenis([TEMPLATES], kode=kode)
    mohon = Permohonan(tahun=CONTOH_TAHUN, wilayah="", tanggal=CONTOH_TANGGAL)
    contoh = make_contoh()
    with closing(contoh.conn):
        rows = read_rows(
            contoh.conn, jenis, mohon=mohon, functions=sql_functions(contoh)
        )
    profil = load_daftar_profil([TEMPLATES], rows, tanggal=CONTOH_TANGGAL)
    first = profil[rows[0]["golongan"]] if rows else None
    templat = compile_templat(jenis.read_docx(), nama=kode, profil=first)
    daftar = []
    for urut, row in enumerate(rows, start=1):
        konteks = complete_konteks(
            row, jenis, mohon=mohon, profil=profil[row["golongan"]]
        )
        named = name_surat(konteks, nomor=f"421/{urut:04}/2016", kode=f"K{urut:03}")
        daftar.append(named)
    return templat, daftar


def fill_kind(kode: str) -> tuple[Kerangka, list[dict[str, str]], list[str]]:
    """Fill a kind with all that the sample office has for it.

    Returns:
        What its letters have in common, their parts, and what forbids joining them.
    """
    templat, named = read_kind(kode)
    daftar = [fill_parts(templat, konteks, kunci="k") for konteks in named]
    members = templat.read_members()
    kerangka = Kerangka(
        members=templat.rest, order=templat.order, rapuh=is_fragile(members)
    )
    return kerangka, daftar, find_obstacles(members)
