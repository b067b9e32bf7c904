"""The shipped kinds and the sample office, opened for tests."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.letters.compile import compile_templat
from formulir.letters.context import Permohonan, complete_konteks, read_rows
from formulir.letters.jenis import load_jenis
from formulir.letters.profil import load_daftar_profil
from formulir.letters.render import render
from formulir.records.berkas import name_berkas
from formulir.records.ingest import ImportOptions, import_table
from formulir.records.propose import propose
from formulir.records.sqlfungsi import sql_functions
from formulir.records.store import memory_store
from formulir.records.wilayah import load_wilayah
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES = [ROOT / "templates"]
TABLES = ("instansi", "pejabat", "seri", "sekolah")
TANGGAL = date(2016, 3, 14)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contoh:
    """The sample office."""

    db: Any

    def gather(self, kode, tanggal=TANGGAL):
        """Return a kind and the rows of Kabupaten Kudus, ``utuh`` being complete."""
        jenis = load_jenis(TEMPLATES, kode=kode)
        mohon = Permohonan(tahun=2016, wilayah="33.19", tanggal=tanggal)
        functions = sql_functions(self.db)  # they remember what they have looked up
        rows = read_rows(self.db.conn, jenis, mohon=mohon, functions=functions)
        profil = load_daftar_profil(TEMPLATES, rows, tanggal=tanggal)
        for row in rows:
            row["utuh"] = complete_konteks(
                row, jenis, mohon=mohon, profil=profil[row["golongan"]]
            )
        return jenis, rows


@contextmanager
def open_contoh() -> Iterator[Contoh]:
    """Load the sample office and propose six models."""
    db = memory_store()
    with closing(db.conn):
        load_wilayah(db)
        for tabel in TABLES:
            result = import_table(
                db,
                tabel,
                ROOT / "samples" / f"{tabel}.csv",
                options=ImportOptions(),
                simpan_berkas=name_berkas,
            )
            assert result.rejected == []
        propose(db, tahun=2016, wilayah="33.19", kuota=6)
        yield Contoh(db=db)


def fill(jenis, konteks, profil=None):
    """Fill a kind with a context."""
    templat = compile_templat(jenis.read_docx(), nama=jenis.kode, profil=profil)
    return render(templat, konteks, kunci="k")
