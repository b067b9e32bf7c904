"""Draft the sample attachments: ``uv run python scripts/draft_lampiran.py``.

Five curricula vitae of invented candidates, one in each sort of file that an office
gets: PDF/A, DOCX, and scans as JPEG, PNG and TIFF. LibreOffice writes the PDF, whose
bytes differ from run to run; the others come out the same.
"""

from __future__ import annotations

import csv
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from PIL import Image, ImageDraw, ImageFont

from formulir.dates import format_tanggal

SAMPLES = Path(__file__).parent.parent / "samples"
TARGET = SAMPLES / "lampiran"
PENGUSUL = "DISDIK-33"
SORTS = ("pdf", "docx", "jpg", "png", "tif")
FONT = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
A4_100_DPI = (827, 1169)
PDFA = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
FIELDS = (
    ("Nama", "nama"),
    ("NIP", "nip"),
    ("Tempat, tanggal lahir", "lahir"),
    ("Pangkat, golongan", "pangkat"),
    ("Jabatan", "jabatan"),
    ("Unit kerja", "unit_kerja"),
    ("Pendidikan terakhir", "pendidikan"),
    ("Alamat", "alamat_rumah"),
    ("Posel", "posel"),
)


def main() -> None:
    """Write the files, and the sheet that names them."""
    TARGET.mkdir(exist_ok=True)
    with (SAMPLES / "calon.csv").open(encoding="utf-8", newline="") as file:
        orang = [row for row in csv.DictReader(file) if row["pengusul"] == PENGUSUL]
    rows = []
    for urut, (row, sort) in enumerate(zip(orang, SORTS, strict=True), start=1):
        lahir = format_tanggal(date.fromisoformat(row["tanggal_lahir"]))
        row["lahir"] = f"{row['tempat_lahir']}, {lahir}"
        lines = [(label, row[field]) for label, field in FIELDS]
        path = TARGET / f"cv-{urut}.{sort}"
        WRITERS.get(sort, write_scan)(path, lines)
        judul = f"Daftar Riwayat Hidup {row['nama']}"
        name = path.relative_to(SAMPLES).as_posix()
        rows.append(("01.1", 2016, f"{PENGUSUL}/1", urut, judul, name))
    with (SAMPLES / "lampiran.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("formulir", "tahun", "kunci", "urut", "judul", "berkas"))
        writer.writerows(rows)


def write_docx(path: Path, lines: list[tuple[str, str]]) -> None:
    """Write it as somebody types it."""
    document: Any = Document()
    document.add_heading("Daftar Riwayat Hidup", level=1)
    table = document.add_table(rows=0, cols=2)
    for label, value in lines:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.save(str(path))


def write_pdf(path: Path, lines: list[tuple[str, str]]) -> None:
    """Write it as an office with a printer driver for PDF/A does."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.docx"
        write_docx(source, lines)
        command = ["soffice", "--headless", "--convert-to", PDFA, "--outdir", folder]
        subprocess.run([*command, str(source)], check=True, capture_output=True)
        path.write_bytes(source.with_suffix(".pdf").read_bytes())


def write_scan(path: Path, lines: list[tuple[str, str]]) -> None:
    """Write it as a scanner does: a picture of a page."""
    image = Image.new("L", A4_100_DPI, 255)
    draw = ImageDraw.Draw(image)
    draw.text((110, 90), "DAFTAR RIWAYAT HIDUP", font=ImageFont.truetype(FONT, 24))
    for number, (label, value) in enumerate(lines):
        y, font = 170 + number * 34, ImageFont.truetype(FONT, 17)
        draw.text((110, y), label, font=font)
        draw.text((320, y), f": {value}", font=font)
    if path.suffix == ".tif":
        image.convert("1").save(path, dpi=(100, 100), compression="group4")
    elif path.suffix == ".png":
        image.quantize(8).save(path, dpi=(100, 100), optimize=True)
    else:
        image.save(path, dpi=(100, 100), quality=60)


WRITERS = {"docx": write_docx, "pdf": write_pdf}

if __name__ == "__main__":
    main()
