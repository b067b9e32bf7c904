"""The shipped kinds on paper: margins, pages that hold together, marks in place."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from lxml import etree

from formulir.letters.drafts import check_promises, check_rows, make_drafts
from formulir.letters.profil import load_profiles
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import render
from formulir.model import Lampiran, Scope, Sha256
from formulir.press.pdf.places import Place
from formulir.settings import Settings
from tests.letters.shipped import TEMPLATES, open_contoh
from tests.paper.letters import (
    KINDS,
    LISTS,
    PEOPLE,
    PERIODS,
    SCHEDULES,
    Case,
    make_letter,
)
from tests.paper.measure import (
    DASH,
    MM,
    Page,
    Section,
    check_grids,
    check_pages,
    check_places,
    read_pages,
)
from tests.paper.print import print_all
from tests.press.shipped import PARTS

FIRST, _, LAST = PERIODS
A4 = Section(width=210, height=297, top=20, right=20, bottom=25, left=30)
SCOPE = Scope(tahun=2016, tanggal=FIRST, settings=Settings())
SIGNER = {"nama": "Contoh Wirapustaka", "jabatan": "Kepala LPMP", "nip": "1"}


@pytest.fixture(scope="module")
def contoh():
    with open_contoh() as contoh:
        yield contoh


@pytest.mark.office
@pytest.mark.parametrize("kinds", PARTS)
def test_letters_of_one_row_and_of_many_hold_together(contoh, tmp_path, kinds):
    cases = [
        *(Case(kode=kode, tanggal=LAST, rows=1) for kode in sorted(kinds)),
        *(
            Case(kode=kode, tanggal=FIRST, rows=62, long=True, blank=True)
            for kode in sorted({*LISTS, *SCHEDULES} & kinds)
        ),
    ]
    made = {case.nama: make_letter(contoh, case) for case in cases}
    faults = [
        f"{name}: {fault}"
        for name, pdf, places in print_all(made, tmp_path)
        for pages in [read_pages(pdf, made[name].docx)]
        for fault in (
            *check_pages(pages, made[name].konteks),
            *check_places(places, pages),
        )
    ]
    assert faults == []


@pytest.mark.parametrize("kode", KINDS)
def test_no_table_is_wider_than_the_text_that_it_stands_in(contoh, kode):
    letter = make_letter(contoh, Case(kode=kode, tanggal=FIRST, rows=2))
    assert list(check_grids(letter.docx)) == []


@pytest.mark.parametrize("kode", KINDS)
def test_a_value_that_is_not_printed_blocks_no_letter(contoh, kode):
    """What a kind's query gives and its template does not print may be blank."""
    jenis, rows = contoh.gather(kode, FIRST, wilayah="33")
    template = compile_template(jenis.read_docx(), nama=kode)
    row = rows[0] | {"konteks": rows[0]["konteks"] | {"tak_tercetak": None}}
    assert (
        list(check_rows([row], jenis, templates={row["golongan"]: template}, seri={}))
        == []
    )


def make_blank(contoh, words):
    """Change the sample office until the end of a test."""
    contoh.db.conn.execute("SAVEPOINT kosong")
    contoh.db.conn.execute(words)


@pytest.fixture
def kosong(contoh):
    yield lambda words: make_blank(contoh, words)
    contoh.db.conn.execute("ROLLBACK TO kosong")
    contoh.db.conn.execute("RELEASE kosong")


@pytest.mark.parametrize("kode", ["J3.3", "J4.1", "01.6", "DH"])
def test_a_facilitator_without_nip_blocks_no_letter(contoh, kosong, kode):
    kosong("UPDATE fasilitator SET nip = NULL")
    jenis, rows = contoh.gather(kode, FIRST, wilayah="33")
    template = compile_template(jenis.read_docx(), nama=kode)
    templates = dict.fromkeys((row["golongan"] for row in rows), template)
    assert list(check_rows(rows, jenis, templates=templates, seri={})) == []
    text = read_text(render(template, rows[0]["utuh"], kunci="k"))
    assert rows[0]["utuh"]["fasilitator"][0]["nama"] in text
    assert ("NIP ....." in text) == (kode in {"01.6", "DH"})


@pytest.mark.parametrize("kode", ["01.4", "01.7", "J3.3"])
def test_a_signer_who_has_no_nip_is_given_no_line_for_it(contoh, kosong, kode):
    jenis, rows = contoh.gather(kode, FIRST, wilayah="33")
    template = compile_template(jenis.read_docx(), nama=kode)
    signer = rows[0]["utuh"]["penandatangan"]
    assert f"NIP {signer['nip']}" in read_text(
        render(template, rows[0]["utuh"], kunci="k")
    )
    kosong("UPDATE pejabat SET nip = '-'")
    _, rows = contoh.gather(kode, FIRST, wilayah="33")
    text = read_text(render(template, rows[0]["utuh"], kunci="k"))
    assert signer["nama"] in text
    assert f"NIP {signer['nip']}" not in text
    assert "NIP -" not in text


@pytest.mark.parametrize(
    "kode", [kode for kode, member in LISTS.items() if member in PEOPLE]
)
def test_who_has_no_nip_is_known_by_the_nuptk_on_every_list(contoh, kosong, kode):
    kosong("UPDATE calon SET nip = NULL, nuptk = '1234567890123456'")
    contoh.db.conn.execute("UPDATE peserta SET nip = NULL")
    jenis, rows = contoh.gather(kode, FIRST, wilayah="33")
    template = compile_template(jenis.read_docx(), nama=kode)
    text = read_text(render(template, rows[0]["utuh"], kunci="k"))
    assert "NUPTK 1234567890123456" in text


def test_the_list_of_schools_tells_gugus_program_and_telephone(contoh, kosong):
    kosong(
        "UPDATE sekolah SET gugus = 'Gugus Contoh 9',"
        " program_keahlian = 'Teknik Contoh', telepon = '(0291) 5550999'"
    )
    jenis, rows = contoh.gather("02.1", FIRST)
    template = compile_template(jenis.read_docx(), nama="02.1")
    text = read_text(render(template, rows[0]["utuh"], kunci="k"))
    for word in ("Gugus Contoh 9", "Teknik Contoh", "(0291) 5550999"):
        assert text.count(word) == sum(
            1 + len(model["imbas"]) for model in rows[0]["utuh"]["model"]
        )


@pytest.mark.parametrize("mengetahui", [True, False])
def test_the_superior_signs_a_statement_where_the_office_wants_it(contoh, mengetahui):
    jenis, rows = contoh.gather("01.2", FIRST, wilayah="33")
    template = compile_template(jenis.read_docx(), nama="01.2")
    konteks = rows[0]["utuh"]
    konteks["surat"]["mengetahui"] = mengetahui
    text = read_text(render(template, konteks, kunci="k"))
    assert ("Atasan langsung," in text) is mengetahui
    assert "Yang membuat pernyataan," in text


@pytest.mark.parametrize(("bound", "warned"), [(0, True), (9, True), (10, False)])
def test_a_letter_that_promises_more_files_than_it_binds_is_told(contoh, bound, warned):
    jenis, rows = contoh.gather("01.1", FIRST, wilayah="33")
    (row,) = [each for each in rows if each["kunci"] == "DISDIK-33/1"]
    assert row["utuh"]["jumlah"]["calon"] == 5
    cv = Lampiran(judul="CV", sha256=Sha256("0" * 64), ekstensi="pdf")
    drafts = make_drafts(
        [row],
        jenis,
        SCOPE,
        profil=load_profiles(TEMPLATES, [row], tanggal=FIRST),
        seri={},
        lampiran={"DISDIK-33/1": (cv,) * bound},
    )
    told = [str(fault) for fault in check_promises(jenis, drafts)]
    assert bool(told) is warned
    assert all(f"10 files are attached, and binds {bound};" in each for each in told)
    other, _ = contoh.gather("01.2", FIRST)
    assert list(check_promises(other, drafts)) == []


def read_text(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "\n".join("".join(p.itertext()) for p in root.iter("{*}p"))


def make_page(text, *, box=(30, 40, 190, 200), first=False):
    """Make a page with ink in a box of millimetres: left, top, right, bottom."""
    ink = np.zeros((round(297 * MM), round(210 * MM)), dtype=bool)
    left, top, right, bottom = (round(mm * MM) for mm in box)
    ink[top:bottom, left:right] = True
    return Page(ink=ink, text=text, section=A4, first=first)


@pytest.mark.parametrize(
    ("box", "side"),
    [
        ((28, 40, 190, 200), "left"),
        ((30, 40, 192, 200), "right"),
        ((30, 40, 190, 274), "bottom"),
        ((30, 40, 190, 271), None),
    ],
)
def test_ink_outside_the_margins_is_seen(box, side):
    faults = list(check_pages([make_page("", box=box)], {}))
    assert [each.split("from the ")[1].split(",")[0] for each in faults] == (
        [side] if side else []
    )


def test_a_page_of_signatures_and_torn_lists_are_seen():
    head = "No. Nama "
    rows = [f"Urut{n:02}" for n in range(1, 9)]
    lonely = make_page("Kepala LPMP Contoh Wirapustaka NIP 1")
    pages = [make_page(head + " ".join(rows), first=True), lonely]
    (fault,) = check_pages(pages, {"penandatangan": SIGNER})
    assert "page 2: holds a signature and only" in fault
    leader = {"nama": "Contoh Sekarwangi", "nip": "1978"}
    alone = make_page("Mengetahui fasilitator kelas: Contoh Sekarwangi NIP 1978")
    (fault,) = check_pages([pages[0], alone], {"fasilitator": [leader]})
    assert "page 2: holds a signature and only" in fault
    many = " ".join(f"Urut{n:02}" for n in range(2, 14))
    torn = [f"{head}Urut01", head + many, "Urut14 Urut15"]
    faults = list(check_pages([make_page(text) for text in torn], {}))
    assert faults == [
        "the list begins with 1 row(s)",
        "the list ends with 2 row(s)",
        "page 3: rows without a heading",
    ]


def test_a_tall_row_may_stand_alone_on_a_page():
    pages = [make_page(f"No. Nama {rows}") for rows in ("Urut01 Urut02", "Urut03")]
    assert list(check_pages(pages, {})) == []


def test_a_page_that_is_left_nearly_empty_is_seen():
    pages = [make_page("x", box=(30, 40, 190, 90)), make_page("y")]
    assert list(check_pages(pages, {})) == ["page 1: ends 90 mm below its upper edge"]


def test_a_day_that_loses_its_date_is_seen():
    head = "Waktu Materi JP Pengampu "
    hours = f"08.00{DASH}09.00 Prates "
    pages = [
        make_page(f"{head}Senin, 11 April 2016 {hours * 4}"),
        make_page(f"{head}{hours}"),
    ]
    assert list(check_pages(pages, {})) == [
        "page 2: sessions without their day",
        "the schedule ends with 1 session(s)",
    ]


def test_a_code_that_reaches_into_the_margin_is_seen():
    page = make_page("")
    place = Place(page=0, x_pt=170 / 25.4 * 72, y_pt=500)
    assert "192.0 mm" in next(iter(check_places({"qr": place}, [page])))
