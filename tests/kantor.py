"""An office for tests: founded once, copied for each, with a printer that is fast.

The stand-in for LibreOffice answers ``--version`` and copies a ready PDF for every
DOCX that it is given; all else of the way of a letter is the real thing. What is
promised about paper is tested with LibreOffice itself.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf

from formulir.cli.main import run
from formulir.impor import import_contoh
from formulir.kantor import open_kantor
from formulir.pendirian import found_kantor
from formulir.records.propose import propose

PRINTER = """\
#!/bin/sh
# Stands in for LibreOffice: copies a ready page for every document.
out=.
files=
while [ $# -gt 0 ]; do
    case $1 in
    --version) echo "LibreOffice 7.4.7.2 stand-in"; exit 0 ;;
    --outdir) out=$2; shift ;;
    *.docx) files="$files $1" ;;
    esac
    shift
done
for file in $files; do
    name=${file##*/}
    cp "%(page)s" "$out/${name%%.docx}.pdf.part"
    mv "$out/${name%%.docx}.pdf.part" "$out/${name%%.docx}.pdf"
done
"""


def make_printer(folder: Path) -> Path:
    """Make the stand-in, and the page that it copies."""
    page = folder / "halaman.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(page)
    script = folder / "soffice"
    script.write_text(PRINTER % {"page": page}, encoding="utf-8")
    script.chmod(0o755)
    return script


def make_kantor(folder: Path, *, printer: Path | None, kuota: int = 6) -> Path:
    """Make the sample office with its proposal of 2016."""
    found_kantor(folder)
    kantor = open_kantor(folder)
    for result in import_contoh(kantor):
        assert result.written
    with kantor.catatan_terbuka() as db:
        propose(db, tahun=2016, wilayah="33.19", kuota=kuota)
    if printer is not None:
        with (folder / "kantor.toml").open("a", encoding="utf-8") as file:
            file.write(f'libreoffice = "{printer}"\n')
    return folder


def add_kind(kantor: Path, kode: str) -> None:
    """Give the office a kind of its own: 02.3, but numbered in the series LPMP."""
    source = Path(__file__).parents[1] / "templates" / "02.3"
    target = kantor / "templates" / kode
    shutil.copytree(source, target)
    toml = target / "jenis.toml"
    text = toml.read_text(encoding="utf-8")
    text = text.replace('kode = "02.3"', f'kode = "{kode}"')
    text = text.replace('seri = ""', 'seri = "instansi"\nhal = "PM"')
    toml.write_text(text, encoding="utf-8")
    sql = (target / "konteks.sql").read_text(encoding="utf-8")
    assert "NULL AS instansi" in sql
    sql = sql.replace("NULL AS instansi", "'LPMP' AS instansi")
    (target / "konteks.sql").write_text(sql, encoding="utf-8")


def formulir(kantor: Path, *words: str) -> int:
    """Run a command on an office and return its exit code."""
    return run(["--kantor", str(kantor), *words])


def issue(kantor: Path, kode: str, *more: str) -> int:
    """Issue the letters of a kind of 2016."""
    where = ("--tahun", "2016", "--wilayah", "33.19", "--tanggal", "2016-03-14")
    return formulir(kantor, "issue", "--formulir", kode, *where, *more)
