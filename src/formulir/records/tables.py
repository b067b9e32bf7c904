"""Every sheet that can be imported, by its name."""

from __future__ import annotations

from formulir.records.tables_office import INSTANSI, PEJABAT, SERI, WILAYAH
from formulir.records.tables_school import LAMPIRAN, SEKOLAH, USULAN

TABLES = {
    table.nama: table
    for table in (WILAYAH, INSTANSI, PEJABAT, SEKOLAH, USULAN, SERI, LAMPIRAN)
}
"""The sheets, in the order in which an office first needs them."""
