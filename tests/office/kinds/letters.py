"""Plain letters as people write them in Word, with no thought of formulir."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from openpyxl import Workbook
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path


def write_book(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write a sheet as Excel saves it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def write_semicolons(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write a sheet as Indonesian Excel saves CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def merge_field(paragraph, name, *, simple=False):
    """Put a merge field as Word does: of five runs, or as one element."""
    code = f" MERGEFIELD  {name}  \\* MERGEFORMAT "
    if simple:
        node = OxmlElement("w:fldSimple")
        node.set(qn("w:instr"), code)
        run = paragraph.add_run(f"«{name}»")
        node.append(run._r)
        paragraph._p.append(node)
        return
    for kind in ("begin", "instrText", "separate", "text", "end"):
        run = paragraph.add_run()
        run.bold = True
        if kind == "text":
            run.text = f"«{name}»"
            continue
        node = OxmlElement("w:instrText" if kind == "instrText" else "w:fldChar")
        if kind == "instrText":
            node.text = code
        else:
            node.set(qn("w:fldCharType"), kind)
        run._r.append(node)


def sign(document):
    """Write who signs, as every letter of the office ends."""
    for words in ("[Jabatan Pejabat],", "", "", "[Nama Pejabat]", "NIP [NIP Pejabat]"):
        paragraph = document.add_paragraph(words)
        paragraph.paragraph_format.left_indent = Cm(9)
        paragraph.paragraph_format.keep_with_next = True


def write_table(folder: Path) -> tuple[Path, Path]:
    """A letter with a table, its places in braces; the sheet in Excel."""
    document = Document()
    document.add_paragraph("Nomor : {{ Nomor }}\t{{ Tanggal Surat }}")
    document.add_paragraph("Yth. {{ Nama Lengkap }}, {{ Unit Kerja }}")
    table = document.add_table(rows=3, cols=2)
    for row, (label, place) in zip(
        table.rows,
        (
            ("Hari", "{{ Hari Kunjungan }}"),
            ("Wilayah", "{{ Kab/Kota }}"),
            ("Jumlah guru", "{{Jumlah Guru}}"),
        ),
        strict=True,
    ):
        row.cells[0].text, row.cells[1].text = label, place
    sign(document)
    document.save(folder / "Surat Kunjungan.docx")
    rows = (
        (
            "Kode",
            "Nama Lengkap",
            "Unit Kerja",
            "Hari Kunjungan",
            "Kab/Kota",
            "Jumlah Guru",
        ),
        ("K1", "Dra. Siti Ma'rifah", "SD 1 Contoh", date(2016, 4, 4), "33.19", 12),
        ("K2", "Nur'aini & Anak <b>", "SMP 2 Contoh", date(2016, 4, 5), "33.20", 31),
    )
    return folder / "Surat Kunjungan.docx", write_book(folder / "kunjungan.xlsx", *rows)


def write_letterhead(folder: Path) -> tuple[Path, Path]:
    """A letterhead that is a picture in the header; names between guillemets."""
    picture = io.BytesIO()
    Image.new("RGB", (600, 90), "#204060").save(picture, "PNG")
    document = Document()
    head = document.sections[0].header.paragraphs[0]
    head.add_run().add_picture(picture, width=Cm(16))
    document.add_heading("SURAT KETERANGAN", level=1)
    document.add_paragraph("Yang bertanda tangan di bawah ini menerangkan bahwa")
    document.add_paragraph("nama: «Nama», NIP «NIP», bertugas di «Tempat Tugas».")
    sign(document)
    document.save(folder / "keterangan.docx")
    rows = (
        ("NIP", "Nama", "Tempat Tugas"),
        ("197005121995032000", "Contoh Kinanthi", "SD 3 Contoh"),
        ("196502141990031000", "Contoh Bagaskara", "SD 4 Contoh"),
    )
    return folder / "keterangan.docx", write_semicolons(folder / "pegawai.csv", *rows)


def write_merge(folder: Path) -> tuple[Path, Path]:
    """A letter that Word merged until today, of fields in both spellings."""
    document = Document()
    document.add_paragraph("Kepada Yth. ")
    merge_field(document.paragraphs[0], "Nama_Kepala")
    line = document.add_paragraph("Kepala ")
    merge_field(line, '"Nama Sekolah"', simple=True)
    line.add_run(" (NPSN ")
    merge_field(line, "NPSN")
    line.add_run(") menerima dana sebesar Rp ")
    merge_field(line, "Dana")
    sign(document)
    document.save(folder / "Bantuan.docx")
    rows = (
        ("NPSN", "Nama Sekolah", "Nama Kepala", "Dana"),
        ("20300001", 'SMP "Taman" Contoh', "Contoh Adhiwijaya", "1.500.000"),
        ("20300002", "SMA 2 Contoh", "Contoh Larasati", "2.000.000"),
    )
    return folder / "Bantuan.docx", write_book(folder / "bantuan.xlsx", *rows)


def write_landscape(folder: Path) -> tuple[Path, Path]:
    """A certificate on its side; names between angles, one of them in two runs."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    document.add_heading("PIAGAM PENGHARGAAN", level=0)
    line = document.add_paragraph("diberikan kepada ")
    first, last = line.add_run("<Nama"), line.add_run(" Peserta>")
    first.bold, last.font.size = True, Pt(20)
    document.add_paragraph(
        "sebagai <Peran> dengan nilai <Nilai Akhir> (lihat <lampiran>)"
    )
    sign(document)
    document.save(folder / "piagam.docx")
    rows = (
        ("Nama Peserta", "Peran", "Nilai Akhir"),
        ("Contoh Pramesti", "juara I", 92.5),
        ("Contoh Cakrawala", "juara II", 90),
    )
    return folder / "piagam.docx", write_book(folder / "piagam.xlsx", *rows)


def write_pages(folder: Path) -> tuple[Path, Path]:
    """A letter of two pages, with places in its header and footer."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Rahasia — [Nama]"
    section.footer.paragraphs[0].text = "[Instansi], [Alamat Kantor]"
    document.add_paragraph("Nomor [Nomor Surat], perihal [Perihal]")
    document.add_paragraph("Yth. [Nama] [sic]").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Lampiran untuk [Nama], [Jabatan]: tanda tangan ..........")
    sign(document)
    document.save(folder / "Pemberitahuan.docx")
    rows = (("Nama", "Jabatan"), ("Contoh Satu", "guru"), ("Contoh Dua", None))
    return folder / "Pemberitahuan.docx", write_book(folder / "orang.xlsx", *rows)


def write_list(folder: Path) -> tuple[Path, Path]:
    """A numbered list, and a sentence that only some letters have."""
    document = Document()
    document.add_paragraph("Yth. {{ Nama }}")
    for words in (
        "membawa {{ Bawaan }};",
        "hadir pukul {{ Jam }}; dan",
        "memakai seragam.",
    ):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("{% if menginap %}Penginapan disediakan.{% endif %}")
    document.add_paragraph("Order: {{ Order }}; group: {{ Group }}")
    sign(document)
    document.save(folder / "daftar.docx")
    rows = (
        ("No", "Nama", "Bawaan", "Jam", "Menginap", "Order", "Group"),
        (1, "Contoh Tiga", "laptop", "08.00", "ya", "A", "x"),
        (
            2,
            "Contoh Empat",
            "{{ 7 * 7 }}",
            "09.00",
            "tidak",
            "'; DROP TABLE surat; --",
            "y",
        ),
    )
    return folder / "daftar.docx", write_book(folder / "daftar.xlsx", *rows)


LETTERS = {
    "K1": write_table,
    "K2": write_letterhead,
    "K3": write_merge,
    "K4": write_landscape,
    "K5.1": write_pages,
    "K6": write_list,
}
"""Six letters by the code of the kind that is made of each."""
