"""Letters on paper: the pages of the archive, in the order of envelopes."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from openpyxl import load_workbook
from PIL import ImageChops

from formulir.archive.find import iter_entries
from formulir.archive.objects import read_object
from formulir.errors import TemplateFaultyError
from formulir.handing.bundle import BundleWish, LabelWish, hand_bundle
from formulir.handing.formats import LabelUnknownError, find_format, read_formats
from formulir.handing.letters import Wanted
from tests.kantor import formulir
from tests.press.conftest import read_text

BOTH = Wanted(formulir=["02.2", "02.3"], tahun=2016)
USULAN = Wanted(formulir=["02.1"], tahun=2016)


def pictures(pdf, *, dpi=50):
    """Show all pages of a file, and forget the file."""
    document = pypdfium2.PdfDocument(pdf)
    shown = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    document.close()
    return shown


def archived(kantor, formulir_kode):
    """Give the files of the letters of a kind, as they were issued."""
    return [
        read_object(kantor.archive.root, entri.isi["sha256"], "pdf")
        for entri in iter_entries(kantor.archive)
        if entri.isi.get("formulir") == formulir_kode
        and entri.isi["tindakan"] == "terbit"
    ]


def is_unseen(image):
    return image.getextrema()[0] == 255


def test_the_pages_behind_the_index_are_those_of_the_archive(kantor, tmp_path):
    path = tmp_path / "a.pdf"
    made = hand_bundle(kantor, BOTH, BundleWish(pdf=path))
    shown = pictures(path)
    wanted = [
        page
        for kode in BOTH.formulir
        for pdf in archived(kantor, kode)
        for page in pictures(pdf)
    ]
    assert len(shown) == made.halaman
    index = len(shown) - len(wanted)
    assert 1 <= index <= 2
    for page, issued in zip(shown[index:], wanted, strict=True):
        assert ImageChops.difference(page, issued).getbbox() is None


def test_each_letter_begins_on_a_front_side_where_both_are_printed(kantor, tmp_path):
    path = tmp_path / "a.pdf"
    made = hand_bundle(kantor, BOTH, BundleWish(pdf=path, duplex=True))
    shown = pictures(path, dpi=20)
    assert made.halaman == len(shown) == 2 + 2 * 36
    assert all(is_unseen(page) for page in shown[3::2])
    assert not any(is_unseen(page) for page in shown[::2])


def test_the_index_says_on_which_page_each_letter_begins(kantor, tmp_path):
    path = tmp_path / "a.pdf"
    hand_bundle(kantor, BOTH, BundleWish(pdf=path, duplex=True))
    texts = read_text(path.read_bytes())
    row = r"(\w{4}-\w{4}-\w{4})\s+1\s+(\d+)"
    rows = re.findall(row, "\n".join(texts[:2]))
    assert len(rows) == 36
    for kode, page in rows:
        assert kode in texts[int(page) - 1]


def test_who_gets_a_copy_gets_a_whole_one_in_an_envelope(kantor, tmp_path):
    path, sheet = tmp_path / "a.pdf", tmp_path / "a.xlsx"
    plain = hand_bundle(kantor, USULAN, BundleWish(pdf=path))
    assert (plain.letters, plain.envelopes) == (2, 1)
    wish = BundleWish(pdf=path, copies=True, addressees=sheet)
    made = hand_bundle(kantor, USULAN, wish)
    rows = read_sheet(sheet)
    copies = [row for row in rows if row["keterangan"] == "tembusan"]
    assert {row["nama"] for row in copies} == {
        *("Gubernur Jawa Tengah", "Bupati Kudus", "Kepala sekolah yang bersangkutan")
    }
    assert made.envelopes == 1 + 3
    texts = read_text(path.read_bytes())
    for row in rows:
        assert sum(row["kode"] in text for text in texts[1:]) == sum(
            row["halaman"] for other in rows if other["kode"] == row["kode"]
        )


def read_sheet(path):
    book = load_workbook(path)
    (heading, *rows) = book.active.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_the_list_of_addressees_says_what_is_known_and_leaves_the_rest_empty(
    kantor, tmp_path
):
    sheet = tmp_path / "a.xlsx"
    made = hand_bundle(kantor, BOTH, BundleWish(addressees=sheet))
    rows = {row["nama"]: row for row in read_sheet(sheet)}
    assert len(rows) == 36
    assert rows["SD 1 Contoh Mekarsari"] == {
        "amplop": rows["SD 1 Contoh Mekarsari"]["amplop"],
        "nama": "SD 1 Contoh Mekarsari",
        "alamat": "Jalan Contoh Sadewo Nomor 113, Desa Sidamukti",
        "tempat": "Kecamatan Kota Kudus, Kabupaten Kudus",
        "telepon": "(0291) 5550100",
        "posel": "sekolah99000001@contoh.example",
        "formulir": "02.3",
        "nomor": None,
        "hal": "Pernyataan Kesediaan dan Komitmen sebagai Sekolah Imbas Tahun 2016",
        "kode": rows["SD 1 Contoh Mekarsari"]["kode"],
        "halaman": 1,
        "keterangan": None,
    }
    lacking = sum(row["posel"] is None for row in rows.values())
    told = [str(fault) for fault in made.remarks]
    assert any(f"posel: {lacking} of 36 addressees" in line for line in told)


@pytest.mark.parametrize(
    "nama", ["103", "121", "a4-24", "a4-21", "amplop-dl", "amplop-c5"]
)
def test_nothing_of_an_address_leaves_its_label(kantor, tmp_path, nama):
    path, which = tmp_path / "l.pdf", find_format(kantor.templates, nama)
    made = hand_bundle(
        kantor, BOTH, BundleWish(labels=LabelWish(path=path, which=which, first=1))
    )
    assert made.envelopes == 36
    shown = pictures(path, dpi=100)
    assert len(shown) == -(-36 // which.count)
    dots = 100 / 25.4
    filled = 0
    for page in shown:
        for index in range(which.count):
            x, y = which.place(index)
            corners = (x + 1, y + 1, x + which.lebar_label - 1)
            box = (*corners, y + which.tinggi_label - 1)
            spot = tuple(round(mm * dots) for mm in box)
            filled += not is_unseen(page.crop(spot))
            page.paste(255, spot)
        if which.amplop:  # the sender stands at the upper left
            page.paste(255, tuple(round(mm * dots) for mm in (10, 8, 95, 40)))
        assert is_unseen(page)
    assert filled == 36


def test_labels_begin_on_the_first_one_that_is_free(kantor, tmp_path):
    path, which = tmp_path / "l.pdf", find_format(kantor.templates, "103")
    labels = LabelWish(path=path, which=which, first=12)
    hand_bundle(kantor, BOTH, BundleWish(labels=labels))
    first, *rest = read_text(path.read_bytes())
    assert len(rest) == 3
    assert first.count("Yth.") == 1


def test_an_office_describes_its_own_labels_and_faults_are_told_at_once(place, kantor):
    own = place / "templates" / "LB" / "label.toml"
    own.parent.mkdir(parents=True)
    own.write_text(
        '[kecil]\nnama = "x"\nlebar = 100\ntinggi = 100\nkolom = 2\nbaris = 2\n'
        "kiri = 0\natas = 0\nlebar_label = 50\ntinggi_label = 50\n"
        "langkah_x = 50\nlangkah_y = 50\ntepi = 2\n"
    )
    assert {"kecil", "103"} <= read_formats(kantor.templates).keys()
    with pytest.raises(LabelUnknownError, match="kecil"):
        find_format(kantor.templates, "besar")
    text = own.read_text().replace("langkah_x = 50", "langkah_x = 49")
    own.write_text(text.replace("tinggi = 100", "tinggi = 90") + "tebal = 1\n")
    with pytest.raises(TemplateFaultyError) as caught:
        read_formats(kantor.templates)
    told = "\n".join(map(str, caught.value.faults))
    assert "tinggi: the labels end at 100 mm, the sheet at 90 mm" in told
    assert "langkah_x: is less than a label" in told
    assert "tebal: is not known here" in told


def test_the_act_tells_all_files_of_one_command(place, kantor, tmp_path, capsys):
    words = ["bundle", "--formulir", "02.2", "--tahun", "2016", "--label"]
    words += [str(tmp_path / "l.pdf"), "--alamat", str(tmp_path / "a.xlsx")]
    assert formulir(place, *words, "-o", str(tmp_path / "b.pdf"), "--duplex") == 0
    *_, last = iter_entries(kantor.archive)
    assert [each["nama"] for each in last.isi["berkas"]] == ["b.pdf", "a.xlsx", "l.pdf"]
    assert (last.isi["cara"], len(last.isi["surat"])) == ("cetak", 6)
    assert (
        "6 letter(s) in 6 envelope(s), 14 page(s) to print" in capsys.readouterr().err
    )
    assert (
        formulir(place, *words[:6], str(tmp_path / "l.pdf"), "--label-mulai", "25") == 2
    )
    assert (
        formulir(place, *words[:6], str(tmp_path / "l.pdf"), "--label-format", "x") == 2
    )
    both = str(tmp_path / "l.pdf")
    assert formulir(place, *words[:6], both, "-o", both) == 2
    capsys.readouterr()
