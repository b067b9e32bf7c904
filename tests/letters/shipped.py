"""The shipped kinds and the sample office, opened for tests."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.issuing.check import make_sample
from formulir.letters.context import complete_konteks, read_rows
from formulir.letters.jenis import load_jenis
from formulir.letters.profil import load_profiles
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import render
from formulir.model import Scope
from formulir.records.sql.functions import sql_functions
from formulir.settings import Settings
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES = [ROOT / "templates"]
TANGGAL = date(2016, 3, 14)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contoh:
    """The sample office."""

    db: Any

    def gather(self, kode, tanggal=TANGGAL, *, wilayah="33.19"):
        """Return a kind and the rows of a region, ``utuh`` being complete."""
        jenis = load_jenis(TEMPLATES, kode=kode)
        mohon = Scope(tahun=2016, wilayah=wilayah, tanggal=tanggal, settings=Settings())
        functions = sql_functions(self.db)  # they remember what they have looked up
        rows = read_rows(self.db.conn, jenis, scope=mohon, functions=functions)
        profil = load_profiles(TEMPLATES, rows, tanggal=tanggal)
        for row in rows:
            row["utuh"] = complete_konteks(
                row, jenis, scope=mohon, profil=profil[row["golongan"]]
            )
        return jenis, rows


@contextmanager
def open_contoh() -> Iterator[Contoh]:
    """Load the sample office, propose six models, and lay the trainings out."""
    db = make_sample()
    with closing(db.conn):
        yield Contoh(db=db)


def fill(jenis, konteks, profil=None, golongan=None):
    """Fill a kind with a context, in the shape of a class of letters."""
    docx = jenis.read_docx(golongan)
    template = compile_template(docx, nama=jenis.kode, profil=profil)
    return render(template, konteks, kunci="k")
