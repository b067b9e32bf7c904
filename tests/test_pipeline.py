"""The whole way of the school letters, from the records to paper that is sent."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from docxtpl import DocxTemplate
from lxml import etree
from PIL import Image
from pypdf import PdfReader

from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import render
from formulir.office.kantor import open_kantor
from tests.conftest import ROOT
from tests.kantor import add_kind, formulir, issue, make_kantor, make_printer
from tests.tools.corpus.paket import Paket, par
from tests.tools.corpus.tanda import sign_pdf
from tests.tools.verapdf import validate_pdfa

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("02.1", "02.2", "02.3")
HOSTILE = 'SD "A & B" <c> {{ 7*7 }} 72/II'
SPACED = "SD  Contoh\tBerjarak  {% if x %} `a` \\ 'b'"
PROPOSAL = "33.19/DISDIK-33.19/1"
"""The 02.1 that has attachments; the one of Dinas Provinsi has none."""
TITLES = ("Keputusan Bupati", "Denah & foto", "Peta <jarak>")
YEAR = ("--tahun", "2016", "--wilayah", "33.19", "--tanggal", "2016-03-14")


@dataclass(frozen=True, kw_only=True, slots=True)
class Terkirim:
    """An office whose letters were issued, and the lines that told of it."""

    folder: Path
    model: str
    imbas: str
    rows: list[dict]

    def row(self, formulir, kunci):
        (row,) = [
            row
            for row in self.rows
            if (row["formulir"], row["kunci"]) == (formulir, kunci)
        ]
        return row

    def path(self, row):
        return self.folder / row["berkas"]

    def pages(self, row):
        """Return the words of each page, with single blanks between them."""
        reader = PdfReader(self.path(row))
        return [" ".join(page.extract_text().split()) for page in reader.pages]


def pick_schools(folder):
    """Return an SD that is a model and one of its imbas: their NPSN."""
    with open_kantor(folder).open_catatan(read_only=True) as db:
        return db.conn.execute(
            "SELECT i.model, i.npsn FROM usulan_imbas AS i"
            " JOIN sekolah AS s ON s.npsn = i.model WHERE s.bentuk = 'SD'"
            " ORDER BY i.model, i.urut LIMIT 1"
        ).fetchone()


def import_rows(folder, table, rows, *, name):
    """Import rows as a clerk does: from a sheet."""
    sheet = folder.parent / name
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert formulir(folder, "import", table, str(sheet)) == 0


def rename(folder, names):
    """Give schools other names: by NPSN."""
    rows = [
        {"npsn": npsn, "nama": nama, "bentuk": "SD", "status": "N", "wilayah": "33.19"}
        for npsn, nama in names.items()
    ]
    import_rows(folder, "sekolah", rows, name="nama.csv")


def make_hostile(place, *, printer):
    """Make an office whose first model and imbas have names that break programs."""
    folder = make_kantor(place / "kantor", printer=printer)
    model, imbas = pick_schools(folder)
    rename(folder, {model: HOSTILE, imbas: SPACED})
    return folder, model, imbas


def attach(folder, files):
    """Put files behind the letter of PROPOSAL: (title, name, bytes) each."""
    for _title, name, data in files:
        (folder.parent / name).write_bytes(data)
    rows = [
        {"formulir": "02.1", "tahun": 2016, "kunci": PROPOSAL, "urut": urut}
        | {"judul": title, "berkas": name}
        for urut, (title, name, _data) in enumerate(files, start=1)
    ]
    import_rows(folder, "lampiran", rows, name="lampiran.csv")


def make_pdf(*, pages=1):
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
        pdf.pages[-1].Contents = pdf.make_stream(b"0 g 100 100 200 200 re f")
    return pdf


def save(pdf, **options):
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def draw(kind):
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "navy").save(out, kind, dpi=(150, 150))
    return out.getvalue()


def make_portfolio():
    """Make a PDF whose contents are other files."""
    pdf = make_pdf()
    pdf.attachments["isi.txt"] = b"isi"
    pdf.Root.Collection = pikepdf.Dictionary()
    return save(pdf)


@pytest.fixture(scope="module")
def terkirim(tmp_path_factory):
    """Issue 02.1 with attachments, every 02.2, and some 02.3, on real LibreOffice."""
    folder, model, imbas = make_hostile(tmp_path_factory.mktemp("surat"), printer=None)
    data = (save(make_pdf(pages=2)), draw("JPEG"), draw("PNG"))
    names = ("sk.pdf", "foto.jpg", "peta.png")
    attach(folder, list(zip(TITLES, names, data, strict=True)))
    assert issue(folder, "02.1") == 0
    assert issue(folder, "02.2") == 0
    assert issue(folder, "02.3", "--kunci", imbas) == 0
    with redirect_stdout(io.StringIO()) as said:
        assert formulir(folder, "find", "--json") == 0
    rows = [json.loads(line) for line in said.getvalue().splitlines()]
    assert len(rows) == 2 + 6 + 1
    return Terkirim(folder=folder, model=model, imbas=imbas, rows=rows)


@pytest.fixture(scope="module")
def belum(tmp_path_factory):
    """Make an office in which nothing is issued; no test here lets it come to that."""
    place = tmp_path_factory.mktemp("belum")
    return make_hostile(place, printer=make_printer(place))[0]


@pytest.mark.office
def test_a_name_full_of_signs_prints_as_it_is_in_every_kind(terkirim):
    own = terkirim.pages(terkirim.row("02.2", terkirim.model))
    of_imbas = terkirim.pages(terkirim.row("02.3", terkirim.imbas))
    proposal = terkirim.pages(terkirim.row("02.1", PROPOSAL))
    for pages in (own, of_imbas):
        assert HOSTILE in pages[0]
    # In the narrow column of the lampiran a name is broken into lines.
    assert any(HOSTILE.replace(" ", "") in page.replace(" ", "") for page in proposal)
    for pages in (own, of_imbas, proposal):
        assert " 49 " not in " ".join(pages)  # what {{ 7*7 }} would have become


@pytest.mark.office
def test_a_name_full_of_signs_is_archived_and_found_as_it_is(terkirim, capsys):
    row = terkirim.row("02.2", terkirim.model)
    assert formulir(terkirim.folder, "get", row["kode"], "--context") == 0
    assert json.loads(capsys.readouterr().out)["sekolah"]["nama"] == HOSTILE
    assert formulir(terkirim.folder, "find", HOSTILE, "--json") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert row["kode"] in {each["kode"] for each in found}
    assert {each["formulir"] for each in found} == set(KINDS)


@pytest.mark.office
def test_doubled_blanks_and_tabs_of_a_name_reach_paper_and_archive(terkirim, capsys):
    row = terkirim.row("02.3", terkirim.imbas)
    assert formulir(terkirim.folder, "get", row["kode"], "--context") == 0
    assert json.loads(capsys.readouterr().out)["sekolah"]["nama"] == SPACED
    assert " ".join(SPACED.split()) in terkirim.pages(row)[0]


@pytest.mark.office
def test_every_kind_is_valid_pdfa(terkirim):
    rows = [row for row in terkirim.rows if not row["lampiran"]]
    assert {row["formulir"] for row in rows} == set(KINDS)
    assert all(row["pdfa"] for row in rows)
    faults = validate_pdfa([terkirim.path(row) for row in rows])
    assert {path.name: words for path, words in faults.items() if words} == {}


@pytest.mark.office
def test_every_font_is_embedded(terkirim):
    for row in terkirim.rows:
        with pikepdf.open(terkirim.path(row)) as pdf:
            fonts = [
                obj
                for obj in pdf.objects
                if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Font"
            ]
            assert fonts
            for font in fonts:
                if font.Subtype != "/Type0":  # whose descendant is one of the others
                    files = {"/FontFile", "/FontFile2", "/FontFile3"}
                    assert files & set(font.FontDescriptor.keys()), font.BaseFont


@pytest.mark.office
def test_the_code_on_paper_reads_back_as_the_archive_code(terkirim):
    for row in terkirim.rows:
        codes = read_codes(terkirim.path(row))
        count = row["halaman"]
        feet = [f"{row['kode']}/{number}/{count}" for number in range(1, count + 1)]
        assert [code for code in codes if code != row["kode"]] == feet
        assert codes.count(row["kode"]) == 1


def read_codes(path):
    """Scan every page of a file for QR codes."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        pictures = [page.render(scale=2.5, grayscale=True).to_pil() for page in pdf]
    finally:
        pdf.close()
    return [code.text for each in pictures for code in zxingcpp.read_barcodes(each)]


@pytest.mark.office
def test_every_page_has_its_foot_and_numbered_letters_their_number(terkirim):
    for row in terkirim.rows:
        pages = terkirim.pages(row)
        assert len(pages) == row["halaman"]
        for number, page in enumerate(pages, start=1):
            assert row["kode"] in page
            assert f"halaman {number} dari {len(pages)}" in page
            assert row["nomor"] is None or row["nomor"] in page
        if row["nomor"] is not None:
            assert pages[0].count(row["nomor"]) == 2  # on the letter and in its foot
    assert {row["nomor"] for row in terkirim.rows} == {None, "421/0001/2016"}


@pytest.mark.office
def test_attachments_follow_the_letter_in_order_each_with_its_title(terkirim):
    row = terkirim.row("02.1", PROPOSAL)
    assert [each["judul"] for each in row["lampiran"]] == list(TITLES)
    reader = PdfReader(terkirim.path(row))
    own = row["halaman"] - 4  # two pages of the PDF, one of each picture
    assert own >= 1
    entries = [
        (entry.title, reader.get_destination_page_number(entry))
        for entry in reader.outline
    ]
    assert [title for title, _page in entries[1:]] == list(TITLES)
    assert [page for _title, page in entries] == [0, own, own + 2, own + 3]
    # A PDF that is not PDF/A takes the claim from the whole, which the log tells.
    assert row["pdfa"] is False
    assert any(remark.startswith(f"{TITLES[0]}: ") for remark in row["catatan"])


REFUSED = {
    "encrypted": (
        save(make_pdf(), encryption=pikepdf.Encryption(user="a", owner="b")),
        "it is encrypted and ",
    ),
    "damaged": (b"%PDF-1.7\nrusak", "it is damaged "),
    "portfolio": (make_portfolio(), "it is a portfolio"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_an_unfit_attachment_is_refused_before_a_number_is_spent(fault, belum, capsys):
    data, reason = REFUSED[fault]
    good = ("Denah", "denah.png", draw("PNG"))
    attach(belum, [good, ("SK <Bupati>", "sk.pdf", data)])
    capsys.readouterr()
    assert issue(belum, "02.1") == 3
    out, err = capsys.readouterr()
    assert out == ""
    line, last = err.splitlines()
    assert line.startswith(f"02.1 {PROPOSAL}: lampiran “SK <Bupati>”: {reason}")
    assert last.startswith("record-faulty: 1 fault(s) in the records; ")
    assert formulir(belum, "numbers", "--tahun", "2016", "--json") == 0
    assert formulir(belum, "find", "--json") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.office
@pytest.mark.slow
def test_signed_and_word_attachments_reach_the_archive_with_the_letter(tmp_path):
    folder = make_hostile(tmp_path, printer=None)[0]
    signed = sign_pdf(save(make_pdf(pages=2)))
    word = Paket(body=[par("Daftar Riwayat Hidup")]).write()
    files = [("Sertifikat", "sertifikat.pdf", signed), ("CV", "cv.docx", word)]
    attach(folder, files)
    assert issue(folder, "02.1", "--kunci", PROPOSAL) == 0
    with redirect_stdout(io.StringIO()) as said:
        assert formulir(folder, "find", "--json") == 0
    row = json.loads(said.getvalue())
    assert row["pdfa"]
    assert [each["ekstensi"] for each in row["lampiran"]] == ["pdf", "docx"]
    assert (
        "Sertifikat: it is digitally signed and was embedded whole, byte for byte"
        in (row["catatan"])
    )
    letter = folder / row["berkas"]
    assert validate_pdfa([letter], flavour="PDFA-3B") == {letter: []}
    assert "Daftar Riwayat Hidup" in PdfReader(letter).pages[-1].extract_text()
    with pikepdf.open(letter) as pdf:
        (spec,) = pdf.attachments.values()
        assert spec.get_file().read_bytes() == signed
    assert formulir(folder, "verify") == 0
    # LibreOffice, which this process holds open, keeps its folder; the files are gone.
    assert not list((folder / "kerja").glob(f"*/{'?' * 64}.pdf"))


@pytest.mark.parametrize("kode", KINDS)
def test_plain_docxtpl_gives_the_same_text_from_what_context_prints(
    kode, belum, capsys
):
    assert formulir(belum, "context", "--formulir", kode, *YEAR) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(printed) == {"02.1": 2, "02.2": 6, "02.3": 30}[kode]
    path = ROOT / "templates" / kode / "surat.docx"
    template = compile_template(path.read_bytes(), nama=kode)
    seen = set()
    for konteks in printed:
        plain, out = DocxTemplate(path), io.BytesIO()
        plain.render(konteks, autoescape=True)
        plain.save(out)
        ours = read_parts(render(template, konteks, kunci="k"))
        assert ours == read_parts(out.getvalue())
        seen.update(text for part in ours.values() for text in part)
    assert any(HOSTILE in text for text in seen)
    assert any(SPACED in text for text in seen)


def read_parts(docx):
    """Return the text of each paragraph, part by part: body, headers, footers."""
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    signs = {f"{w}tab": "\t", f"{w}br": "\n"}
    found = {}
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        for name in file.namelist():
            if not name.startswith(("word/document", "word/header", "word/footer")):
                continue
            found[name] = [
                "".join(
                    signs.get(node.tag, node.text or "")
                    for node in paragraph.iter(f"{w}t", *signs)
                    if node.getparent().tag == f"{w}r"
                )
                for paragraph in etree.fromstring(file.read(name)).iter(f"{w}p")
            ]
    return found


def test_what_cannot_be_printed_keeps_its_number_until_it_can(tmp_path, capsys):
    folder = make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    add_kind(folder, "X1")
    model, imbas = pick_schools(folder)
    rename(folder, {imbas: "SD GAGAL CETAK"})
    with open_kantor(folder).open_catatan(read_only=True) as db:
        keys = [
            row[0]
            for row in db.conn.execute(
                "SELECT npsn FROM usulan_imbas WHERE model = ?", (model,)
            )
        ]
    asked = [word for kunci in keys for word in ("--kunci", kunci)]
    capsys.readouterr()
    assert issue(folder, "X1", *asked, "--json") == 7
    out, err = capsys.readouterr()
    made = {row["kunci"]: row["nomor"] for row in map(json.loads, out.splitlines())}
    assert set(made) == set(keys) - {imbas}
    assert len([each for each in err.splitlines() if f"X1 {imbas}: " in each]) == 1
    every = {f"{urut:04}/CTH.33/PM/2016" for urut in range(1, len(keys) + 1)}
    (kept,) = every - set(made.values())
    rename(folder, {imbas: "SD Contoh Berhasil"})
    capsys.readouterr()
    assert issue(folder, "X1", *asked, "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["kunci"]: row["nomor"] for row in rows} == made | {imbas: kept}
    assert formulir(folder, "verify") == 0
