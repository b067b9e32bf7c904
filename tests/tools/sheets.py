"""How long a large workbook takes to be imported, and how much memory it needs.

``python -m tests.tools.sheets`` makes a workbook of schools, with texts shared as Excel
shares them, imports it twice into a store of its own, each time in a fresh process, and
tells seconds and the peak of memory. With ``--file`` a list is imported, written as the
sheet of what is on record, and imported again: all must be the same.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from pathlib import Path
from xml.sax.saxutils import escape

from formulir.office.workbooks import open_workbook
from formulir.records.cells.berkas import name_berkas
from formulir.records.forms.form import make_form
from formulir.records.forms.write_form import write_form
from formulir.records.importing.ingest import ImportOptions, import_table
from formulir.records.office.wilayah import load_wilayah
from formulir.records.store import open_store
from formulir.records.tables.registry import TABLES

HEAD = "NPSN,Nama Sekolah,Bentuk Pendidikan,Status,Alamat,Kecamatan,Kode Wilayah"
HEAD += ",Kabupaten/Kota,Lintang,Bujur,Kepala Sekolah,NIP Kepala Sekolah,Telepon"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/'
    '2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/'
    '2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.'
    'org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" '
    'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats'
    '.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="'
    'worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="'
    'sharedStrings.xml"/></Relationships>',
}
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def make_rows(count):
    """Give the rows of invented schools."""
    for n in range(count):
        yield [
            f"{20_000_000 + n}",
            f"SD NEGERI {n % 4000} CONTOH",
            ("SD", "SMP", "SMA", "SMK")[n % 4],
            "Negeri" if n % 3 else "Swasta",
            f"Jalan Contoh Nomor {n}",
            f"Kec. Contoh {n % 500}",
            "33.19",
            "Kab. Kudus",
            -6.7 - n % 1000 / 10_000,
            110.8 + n % 997 / 10_000,
            f"Contoh Kepala {n % 9000}, S.Pd.",
            "196201021987031000",
            f"0291 {555_000 + n}",
        ]


def write_workbook(path, rows, *, title=True):
    """Write a workbook with titles above its heading, row by row."""
    shared: dict[str, int] = {}

    def cell(column, row, value):
        if value is None:
            return ""
        place = f"{chr(ord('A') + column)}{row}"
        if isinstance(value, str):
            index = shared.setdefault(value, len(shared))
            return f'<c r="{place}" t="s"><v>{index}</v></c>'
        return f'<c r="{place}"><v>{value}</v></c>'

    def line(number, values):
        cells = "".join(cell(n, number, value) for n, value in enumerate(values))
        return f'<row r="{number}">{cells}</row>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f"<worksheet {_MAIN}><sheetData>".encode())
            above = [["DAFTAR SEKOLAH"], [], HEAD.split(",")] if title else []
            for number, values in enumerate(above, start=1):
                part.write(line(number, values).encode())
            for number, values in enumerate(rows, start=len(above) + 1):
                part.write(line(number, values).encode())
            part.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        package.writestr("xl/sharedStrings.xml", f"<sst {_MAIN}>{items}</sst>")


def tell(words):
    """Tell a finding."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def import_once(store, path, *, form=None):
    """Import in this process; where asked, write what is on record into a sheet."""
    new = not store.exists()
    with closing(open_store(store, new=new)) as db:
        if new:
            load_wilayah(db)
        options = ImportOptions(agree=lambda _: True, open_workbook=open_workbook)
        result = import_table(
            db, "sekolah", path, options=options, keep_berkas=name_berkas
        )
        counts = (result.new, result.changed, result.same, result.rejected_rows)
        tell("new {}  changed {}  same {}  rejected {}".format(*counts))
        if form:
            form.write_bytes(write_form(make_form(db, TABLES["sekolah"], isi=True)))


def measure(*arguments):
    """Run a step in a process of its own, and tell its time and memory."""
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tests.tools.sheets", *map(str, arguments)]
    subprocess.run(command, check=True)
    after, seconds = (
        resource.getrusage(resource.RUSAGE_CHILDREN),
        time.perf_counter() - begin,
    )
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = after.ru_maxrss / 1024
    tell(f"{seconds:.1f} s ({cpu:.1f} s of processor), at most {peak:.0f} MiB so far")


def main():
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--once", nargs=2, type=Path, metavar=("STORE", "FILE"))
    parser.add_argument("--form", type=Path)
    given = parser.parse_args()
    if given.once:
        import_once(*given.once, form=given.form)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, path = folder / "catatan.db", folder / "sekolah.xlsx"
        if given.file:
            measure("--once", store, given.file, "--form", path)
        else:
            write_workbook(path, make_rows(given.rows))
            tell(f"{given.rows:,} rows, {path.stat().st_size / 2**20:.0f} MiB")
            measure("--once", store, path)
        measure("--once", store, path)


if __name__ == "__main__":
    main()
