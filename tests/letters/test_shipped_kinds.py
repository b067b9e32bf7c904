"""The shipped kinds, filled from the sample office."""

from __future__ import annotations

import csv
import io
import runpy
import sys
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from docxtpl import DocxTemplate

from formulir.letters.blanks import check_row
from formulir.letters.jenis import load_jenis
from formulir.letters.reading.compile import compile_template, lint_template
from formulir.letters.reading.shape import infer
from formulir.records.sql.trial import changed
from tests.conftest import ROOT
from tests.letters.shipped import TANGGAL, TEMPLATES, fill, open_contoh
from tests.press.shipped import SPREAD

TAKES_AWAY = "json_patch"
"""It drops members that are blank, so that a template seems to misspell them."""
MANY_LETTERS = {
    "01.1": 3,
    "01.2": 20,
    "01.3": 1,
    "01.4": 1,
    "01.5": 1,
    "01.6": 2,
    "01.7": 1,
    "02.1": 2,
    "02.2": 6,
    "02.3": 30,
    "DH": 14,
    "DK": 12,
    "DR": 3,
    "J3.3": 2,
    "J4.1": 1,
    "JK": 1,
    "JT": 1,
    "LI": 6,
    "LK": 12,
    "LM": 11,
    "LV": 2,
    "NR": 2,
    "RM": 2,
    "SKS": 1,
    "SP": 15,
    "ST": 12,
    "T01": 1,
    "T06": 1,
    "T07": 12,
    "T09": 1,
}
"""How many letters of each kind the sample office's province has."""
KINDS = tuple(MANY_LETTERS)
CAP = {"01.1", "01.3", "01.4", "01.5", "01.7", "02.1", "J3.3", "J4.1"}
CAP |= {"JK", "JT", "LV", "RM", "SKS", "SP", "ST", "T01", "T06", "T07", "T09"}
"""The kinds that bear the office's stamp."""
SCHOOLS = ("02.2", "02.3")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_of(docx: bytes) -> str:
    """Give the words of a letter, a tab and a line break each being a blank."""
    body = Document(io.BytesIO(docx)).element.body
    return " ".join(
        "".join(node.text or "" if node.tag == f"{W}t" else " " for node in nodes)
        for paragraph in body.iter(f"{W}p")
        for nodes in [paragraph.iter(f"{W}t", f"{W}tab", f"{W}br")]
    )


def read_body(kode: str) -> ET.Element:
    docx = (ROOT / "templates" / kode / "surat.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return ET.fromstring(file.read("word/document.xml"))  # noqa: S314 - our own file


@pytest.mark.parametrize("kode", KINDS)
def test_every_kind_says_what_must_be_on_record_before_it(kode):
    """Without it ``formulir next`` is silent of the kind until its letters are due."""
    assert load_jenis(TEMPLATES, kode=kode).perlu


@pytest.mark.parametrize("kode", KINDS)
def test_thanks_stand_on_one_line(kode):
    docx = (TEMPLATES[0] / kode / "surat.docx").read_bytes()
    assert "terima kasih" not in words_of(docx).replace("\n", " ")


@pytest.fixture(scope="module")
def draft():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "scripts")
        patch.setattr(sys, "dont_write_bytecode", True)
        return runpy.run_path(str(ROOT / "scripts" / "draft_templates.py"))


@pytest.mark.parametrize("kode", [*KINDS, "01.1/surat-pemda"])
def test_a_shipped_template_is_what_its_draft_says(kode, draft):
    write_body, judul = draft["DRAFTS"][kode]
    drafted = draft["write_docx"](write_body(), judul=judul)
    name = kode if "/" in kode else f"{kode}/surat"
    assert drafted == (ROOT / "templates" / f"{name}.docx").read_bytes()


@pytest.mark.parametrize("kode", KINDS)
@pytest.mark.parametrize(
    "tanggal",
    [TANGGAL, pytest.param(date(2025, 3, 14), marks=pytest.mark.thorough)],
)
def test_every_letter_of_the_sample_office_is_without_fault(contoh, kode, tanggal):
    jenis, rows = contoh.gather(kode, tanggal, wilayah="33")
    assert len(rows) == MANY_LETTERS[kode]
    assert [fault for row in rows for fault in check_row(row, jenis)] == []
    for golongan in {row["golongan"] for row in rows}:
        own = [row["utuh"] for row in rows if row["golongan"] == golongan]
        template = compile_template(jenis.read_docx(golongan), nama=kode)
        assert lint_template(template, shape=infer(own)) == []


@pytest.mark.parametrize("kode", SPREAD)
def test_plain_docxtpl_prints_the_same_words(contoh, kode):
    jenis, rows = contoh.gather(kode, wilayah="33")
    for row in rows[:2]:
        peer = DocxTemplate(io.BytesIO(jenis.read_docx()))
        peer.render(row["utuh"], autoescape=True)
        out = io.BytesIO()
        peer.save(out)
        assert words_of(fill(jenis, row["utuh"])) == words_of(out.getvalue())


@pytest.mark.parametrize("kode", KINDS)
def test_a_point_for_a_picture_is_set_at_most_once(kode):
    marks = read_body(kode).iter(f"{W}bookmarkStart")
    names = [mark.get(f"{W}name") for mark in marks]
    wanted = {"qr"} | ({"cap"} if kode in CAP else set())
    if kode not in {"01.2", "02.2", "02.3"}:
        wanted.add("lambang")
    wanted |= {"grafik"} if kode == "RM" else set()
    assert sorted(names) == sorted(wanted)


def test_every_kind_of_the_programme_is_shipped():
    folders = {path.parent.name for path in (ROOT / "templates").glob("*/jenis.toml")}
    assert folders == set(KINDS)


@pytest.mark.parametrize("kode", KINDS)
def test_looks_are_those_of_styles_and_nothing_is_empty(kode):
    body = read_body(kode)
    direct = [
        mark.tag.removeprefix(W)
        for kind in ("pPr", "rPr")
        for properties in body.iter(f"{W}{kind}")
        for mark in properties
    ]
    assert set(direct) <= {"pStyle", "rStyle", "keepNext", "sectPr"}
    assert [run for run in body.iter(f"{W}r") if len(run) == 0] == []


@pytest.mark.parametrize(("kode", "most"), [("02.2", 2), ("02.3", 1)])
def test_a_statement_uses_tables_for_columns_only(kode, most):
    assert len(list(read_body(kode).iter(f"{W}tbl"))) == most


def test_a_page_without_a_letterhead_bears_its_number():
    letter, lampiran = read_body("02.1").iter(f"{W}sectPr")
    assert letter.find(f"{W}titlePg") is not None
    assert lampiran.find(f"{W}titlePg") is None


def test_no_style_but_the_defaults_names_a_font():
    docx = (ROOT / "templates" / "02.1" / "surat.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        parts = [file.read(name) for name in file.namelist()]
    assert sum(part.count(b"<w:rFonts") for part in parts) == 1


def test_an_activity_is_a_letter_where_its_place_is_filled_in(contoh):
    planned = contoh.db.rows("SELECT tahap, tempat FROM kegiatan ORDER BY tahap")
    assert [row["tahap"] for row in planned if row["tempat"]] == ["T01", "T06", "T09"]
    assert len(planned) == 6
    for kode in ("T01", "T06", "T09"):
        _, rows = contoh.gather(kode)
        assert [row["kunci"] for row in rows] == ["33.19/1"]
        assert rows[0]["kurang"] == []
        _, elsewhere = contoh.gather(kode, wilayah="33.74")
        assert elsewhere == []


def test_a_diseminasi_invites_each_model_with_its_imbas_behind_it(contoh):
    _, (row,) = contoh.gather("T09")
    schools = row["konteks"]["sekolah"]
    sorts = [school["sebagai"] for school in schools]
    models = [["Sekolah model"] + ["Sekolah imbas"] * own for own in (5, 5, 5, 4, 5, 4)]
    assert sorts == [sort for model in models for sort in model]
    assert len({school["npsn"] for school in schools}) == 34


def test_who_is_sent_is_appointed_for_the_wilayah(contoh):
    _, (row,) = contoh.gather("T06")
    sent = [each["nama"] for each in row["konteks"]["fasilitator"]]
    asked = (
        "SELECT c.nama FROM penetapan AS p JOIN calon AS c"
        " ON c.tahun = p.tahun AND c.kode = p.calon WHERE p.wilayah = '33.19'"
    )
    assert sorted(sent) == sorted(contoh.db.values(asked))
    assert len(row["konteks"]["sekolah"]) == 6


def test_a_certificate_is_for_who_attended_passed_and_was_appointed(contoh):
    _, rows = contoh.gather("SP", wilayah="33")
    asked = (
        "SELECT n.pelatihan || '/' || n.peserta FROM nilai AS n"
        " JOIN penetapan AS k ON k.calon = n.peserta WHERE n.rekomendasi"
    )
    assert sorted(row["kunci"] for row in rows) == sorted(contoh.db.values(asked))
    with changed(contoh.db, ("nilai", "peserta")):
        assert contoh.gather("SP", wilayah="33")[1] == []
    total = rows[0]["konteks"]["jumlah"]["jp"]
    assert sum(int(one["jp"]) for one in rows[0]["konteks"]["materi"]) == int(total)


def test_who_proposes_depends_on_the_jenjang(contoh):
    _, rows = contoh.gather("02.1")
    assert {row["kunci"]: row["wilayah"]["penerbit"] for row in rows} == {
        "33.19/DISDIK-33/1": "33",
        "33.19/DISDIK-33.19/1": "33.19",
    }
    scopes = [row["konteks"]["usulan"]["lingkup"] for row in rows]
    assert scopes == ["SMA dan SMK", "SD dan SMP"]


def test_a_letterhead_and_a_signer_are_those_of_the_date(contoh):
    _, rows = contoh.gather("02.1", date(2016, 9, 14))
    assert {row["tujuan"] for row in rows} == {
        "Kepala Lembaga Penjaminan Mutu Pendidikan Jawa Tengah"
    }
    acting = [row for row in rows if row["konteks"]["penandatangan"]["awalan"]]
    assert [row["penanda_tangan"] for row in acting] == [
        "Plt. Kepala Dinas Pendidikan, Pemuda dan Olahraga Kabupaten Kudus"
    ]
    _, later = contoh.gather("02.1", date(2025, 3, 14))
    assert "Balai Besar" in later[0]["tujuan"]


def test_a_missing_office_is_a_fault_and_no_vanished_letter(contoh):
    contoh.db.conn.execute("BEGIN")
    try:
        contoh.db.conn.execute("DELETE FROM instansi")
        contoh.db.conn.execute("DELETE FROM pejabat")
        jenis, rows = contoh.gather("02.1")
        faults = "\n".join(str(f) for row in rows for f in check_row(row, jenis))
        _, statements = contoh.gather("02.3")
        _, later = contoh.gather("02.3", date(2022, 4, 7))
    finally:
        contoh.db.conn.execute("ROLLBACK")
    assert len(rows) == 2
    assert "kop.nama: is blank" in faults
    assert "penandatangan.nama: is blank" in faults
    assert len(statements) == 30
    assert {row["tujuan"] for row in statements} == {"Kepala LPMP Jawa Tengah"}
    assert [row for row in statements if row["kurang"]] == []
    for row in later:  # nobody knows what the office is called by then
        (cell,) = row["kurang"]
        assert (cell["tabel"], cell["kolom"]) == ("instansi", "wilayah")


def test_a_private_school_stands_under_no_government(contoh):
    by_status = {"N": set(), "S": set()}
    for kode in SCHOOLS:
        for row in contoh.gather(kode)[1]:
            konteks = row["konteks"]
            by_status[konteks["sekolah"]["status"]].add(konteks["kop"]["induk"])
    assert by_status["S"] == {None}
    assert by_status["N"] == {
        "Pemerintah Kabupaten Kudus",
        "Pemerintah Provinsi Jawa Tengah",
    }


def test_a_model_names_its_five_and_each_of_them_names_it(contoh):
    named = {
        (row["kunci"], imbas["npsn"])
        for row in contoh.gather("02.2")[1]
        for imbas in row["konteks"]["imbas"]
    }
    naming = {
        (row["konteks"]["model"]["npsn"], row["kunci"])
        for row in contoh.gather("02.3")[1]
    }
    assert len(named) == 30
    assert named == naming


def test_the_latest_list_replaces_the_earlier_one(contoh):
    contoh.db.conn.execute("SAVEPOINT usul")
    try:
        before = contoh.db.rows("SELECT id FROM usulan WHERE pengusul = 'DISDIK-33'")
        contoh.db.conn.execute(
            "INSERT INTO usulan (tahun, wilayah, pengusul, usulan_ke)"
            " VALUES (2016, '33.19', 'DISDIK-33', 2)"
        )
        contoh.db.conn.execute(
            "INSERT INTO usulan_model SELECT (SELECT max(id) FROM usulan), npsn, urut,"
            " 1 FROM usulan_model WHERE usulan = ? LIMIT 1",
            (before[0]["id"],),
        )
        jenis, rows = contoh.gather("02.1")
    finally:
        contoh.db.conn.execute("ROLLBACK TO usul")
        contoh.db.conn.execute("RELEASE usul")
    assert rows[0]["kunci"] == "33.19/DISDIK-33/2"
    words = words_of(fill(jenis, rows[0]["utuh"]))
    assert "Usulan ini merupakan usulan ke-2" in words
    assert "1 (satu) sekolah diusulkan di luar kuota" in words


def test_a_blank_is_dotted_for_the_hand(contoh):
    jenis, rows = contoh.gather("02.3")
    row = next(row for row in rows if row["konteks"]["kepala"]["nama"] is None)
    assert "Nama : " + "." * 44 in words_of(fill(jenis, row["utuh"]))


def test_a_private_head_without_a_nip_is_asked_for_it_once(contoh):
    jenis, rows = contoh.gather("02.3")
    blank = [row for row in rows if row["konteks"]["kepala"]["nip"] is None]
    by_status = {row["konteks"]["sekolah"]["status"]: row["utuh"] for row in blank}
    dots = "." * 36
    private = words_of(fill(jenis, by_status["S"]))
    assert f"NIP/NUPTK : {dots}" in private
    assert private.count(dots) == 1 + private.count("." * 44)
    public = words_of(fill(jenis, by_status["N"]))
    assert f" NIP : {dots}" in public
    assert public.count(f" NIP {dots}") == 1


def test_no_head_leads_two_schools_and_no_nip_is_given_twice():
    with (ROOT / "samples" / "sekolah.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [
        row["kepala"].partition("Contoh ")[2].partition(",")[0]
        for row in rows
        if row["kepala"]
    ]
    assert len(set(names)) == len(names)
    nips = [row["nip_kepala"] for row in rows if row["nip_kepala"]]
    nips += {row["nip_pengawas"] for row in rows if row["nip_pengawas"]}
    assert len(set(nips)) == len(nips)
    degrees = {row["bentuk"] for row in rows if "S.Pd.SD." in row["kepala"]}
    assert degrees == {"SD"}


def test_the_samples_say_that_they_are_invented():
    for tabel in ("sekolah", "pejabat", "calon", "tim", "fasilitator"):
        column = "nama"
        path = ROOT / "samples" / f"{tabel}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row[column] for row in rows if "Contoh" not in row[column]] == []
        nips = [row[name] for row in rows for name in row if name.startswith("nip")]
        assert [nip for nip in nips if nip and not nip.endswith("000")] == []


def test_what_is_blank_stays_a_name_of_the_context():
    queries = sorted((ROOT / "templates").glob("*/konteks.sql"))
    assert [path for path in queries if TAKES_AWAY in path.read_text("utf-8")] == []


def test_a_training_without_sessions_and_a_visit_without_a_due_day_keep_their_names():
    with open_contoh() as contoh:
        with contoh.db.writing():
            contoh.db.run("DELETE FROM sesi")
            contoh.db.run("UPDATE kunjungan SET tenggat = NULL")
        _, (announced,) = contoh.gather("01.5", TANGGAL)
        _, visits = contoh.gather("LK", TANGGAL)
    assert not announced["utuh"]["jumlah"]["jp"]
    assert not any(row["utuh"]["kunjungan"]["tenggat"] for row in visits)
