"""The shipped kinds on paper."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from formulir.letters.profil import KAKI_TTE, Profil, load_profil
from tests.letters.shipped import TANGGAL, TEMPLATES, fill
from tests.press.conftest import read_text

SCHOOLS = ("02.2", "02.3")
ARIAL = Profil(
    golongan="sekolah",
    berlaku_dari=TANGGAL,
    huruf="Arial",
    ukuran_pt=11,
    label_hal="Hal",
    tampilkan_sifat=False,
    tampilkan_tempat=False,
)
NAME = "SMP Islam Terpadu Contoh Cahaya Ma'rifat & Hikmah / Boarding School Kudus"


def make_longest(konteks):
    """Make a statement as long as names and addresses in the country are."""
    konteks = copy.deepcopy(konteks)
    alamat = (
        "Jalan Contoh Raya Pegunungan Kilometer 11, Dukuh Contoh Ngisor "
        "RT 03/RW 02, Desa Colomukti (utara lapangan)"
    )
    konteks["sekolah"] |= {"nama": NAME, "alamat": alamat}
    konteks["kop"] |= {
        "induk": "Pemerintah Kabupaten Kudus",
        "instansi": "Dinas Pendidikan, Pemuda dan Olahraga",
        "nama": NAME,
        "alamat": alamat,
        "kontak": "Telepon (0291) 555012, Posel smpit.contoh@contoh.example",
    }
    konteks["kepala"] = {
        "nama": "Dra. Hj. Contoh Nur Hidayatiningrum Kusumawardhani, S.Pd., M.Pd.",
        "nip": "196602021990032000",
    }
    konteks["pengawas"] |= {"nama": "Dr. H. Contoh Bratasena Wirakusuma, M.Pd."}
    for imbas in konteks.get("imbas", []):
        imbas["nama"] = NAME[:60]
    if "model" in konteks:
        konteks["model"]["nama"] = NAME
    return konteks


@pytest.fixture
def print_pages(worker, tmp_path):
    """Print letters by LibreOffice; gives the text of every page, a list a letter."""

    def print_letters(letters):
        printed = {}
        for name, docx in letters.items():
            pdf = worker.convert(docx, limit_s=60)
            (tmp_path / f"{name}.pdf").write_bytes(pdf)
            printed[name] = [" ".join(page.split()) for page in read_text(pdf)]
        return printed

    return print_letters


@pytest.mark.office
def test_a_statement_takes_one_page_however_long_its_names(contoh, print_pages):
    letters = {}
    for kode in SCHOOLS:
        jenis, rows = contoh.gather(kode)
        longest = make_longest(rows[0]["utuh"])
        letters[f"{kode}-serif"] = fill(jenis, longest)
        letters[f"{kode}-arial"] = fill(jenis, longest, profil=ARIAL)
    printed = print_pages(letters)
    assert {name: len(pages) for name, pages in printed.items()} == dict.fromkeys(
        letters, 1
    )


@pytest.mark.office
def test_no_group_of_schools_and_no_signature_is_torn_apart(contoh, print_pages):
    jenis, rows = contoh.gather("02.1")
    konteks = copy.deepcopy(rows[1]["utuh"])
    groups = [copy.deepcopy(konteks["model"][0]) for _ in range(16)]
    for number, group in enumerate(groups, start=1):
        group["npsn"] = f"M{number:02}"
        group["terakhir"] = int(number == len(groups))
        for imbas in group["imbas"]:
            imbas["npsn"] = f"I{number:02}"
    konteks["model"] = groups
    pages = print_pages({"usulan": fill(jenis, konteks)})["usulan"]
    for number in range(1, 17):
        (page,) = [page for page in pages if f"M{number:02}" in page]
        assert page.count(f"I{number:02}") == 5
    assert "Atas perhatian dan" in pages[0]
    assert konteks["penandatangan"]["nama"] in pages[0]
    assert "M16" in pages[-1]
    assert konteks["penandatangan"]["nama"] in pages[-1]
    assert all("Nama sekolah" in page for page in pages[1:])


def make_sixty(konteks, member):
    """Give a list of a letter sixty members, numbered."""
    konteks = copy.deepcopy(konteks)
    one = konteks[member][0]
    konteks[member] = [
        one | {"nama": f"Contoh Urut{number:02}, S.Pd."} for number in range(1, 61)
    ]
    return konteks


@pytest.mark.office
def test_sixty_invitees_fill_pages_that_all_bear_the_heading(contoh, print_pages):
    jenis, rows = contoh.gather("01.5", date(2016, 4, 1), wilayah="33")
    konteks = make_sixty(rows[0]["utuh"], "peserta")
    pages = print_pages({"undangan": fill(jenis, konteks)})["undangan"]
    first, second = (
        next(n for n, page in enumerate(pages) if f"Lampiran {nomor} :" in page)
        for nomor in ("I", "II")
    )
    assert second - first >= 2
    lists = pages[first:second]
    assert all("Nama dan NIP" in page for page in lists)
    names = [f"Urut{number:02}" for number in range(1, 61)]
    assert [sum(name in page for page in lists) for name in names] == [1] * 60
    assert "Daftar peserta".upper() in pages[first].upper()
    assert "Waktu dalam WIB" in pages[second]
    assert all("Pengampu" in page for page in pages[second:])
    assert konteks["penandatangan"]["nama"] in "".join(pages[:first])


@pytest.mark.office
@pytest.mark.parametrize(
    ("kode", "member", "closing"),
    [
        ("01.1", "calon", "Atas perhatian dan"),
        pytest.param("01.4", "calon", "Urut60", marks=pytest.mark.thorough),
        ("01.7", "fasilitator", "Urut60"),
    ],
)
def test_a_signature_stands_with_what_it_signs(
    contoh, print_pages, kode, member, closing
):
    jenis, rows = contoh.gather(kode, date(2016, 4, 22), wilayah="33")
    signer = rows[0]["utuh"]["penandatangan"]
    letters = {}
    for count in range(1, 61, 7):
        konteks = make_sixty(rows[0]["utuh"], member)
        konteks[member] = konteks[member][-count:]
        letters[f"surat-{count}"] = fill(jenis, konteks)
    for pages in print_pages(letters).values():
        (last,) = [page for page in pages if closing in page]
        assert signer["nama"] in last
        assert f"NIP {signer['nip']}" in last


TODAY = date(2026, 4, 30)
MARK_MM = 23
"""How high the mark of a certificate is."""
MM = 72 / 25.4


def read_heights(page):
    """Give each line of a page with its height above the lower edge, in millimetres."""
    found = []

    def visit(text, cm, tm, _font, _size):
        height = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        found.append((text.strip(), height / MM))

    page.extract_text(visitor_text=visit)
    return [(text, height) for text, height in found if text]


@pytest.mark.office
def test_a_certificate_has_its_room_and_every_page_says_so(
    contoh, print_pages, tmp_path
):
    today = load_profil(TEMPLATES, golongan="kementerian", tanggal=TODAY)
    tte = replace(today, tanda_tangan="tte", kaki_tte=KAKI_TTE)
    letters, signers = {}, {}
    for kode, member in (("01.7", "fasilitator"), ("01.3", "calon")):
        jenis, rows = contoh.gather(kode, TODAY, wilayah="33")
        konteks = make_sixty(rows[0]["utuh"], member)
        signers[kode] = konteks["penandatangan"]["nama"]
        konteks["profil"] = tte.as_konteks()
        letters[kode] = fill(jenis, konteks, profil=tte)
    for pages in print_pages(letters).values():
        assert all(KAKI_TTE in page for page in pages)
    for kode, signer in signers.items():
        for page in PdfReader(tmp_path / f"{kode}.pdf").pages:
            lines = read_heights(page)
            foot = [y for text, y in lines if text.startswith("Dokumen ini telah")]
            (top,) = foot
            above = [y for text, y in lines if y > top + 1]
            assert min(above) - top > 3, "the text stands clear of the sentence"
            assert top > 16, "the sentence stands clear of number, code and pages"
            names = [y for text, y in lines if text == signer]
            posts = [y for text, y in lines if text.startswith("Kepala BBPMP")]
            for y in names:
                post = min(one for one in posts if one > y)
                assert post - y > MARK_MM + 2
