"""What a profile does to a template: its styles, headers, footers, marks and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from formulir.errors import TemplateFaultyError
from formulir.ground.package import W
from formulir.letters.context import spell_lampiran
from formulir.letters.drafts import check_marks, compile_templates
from formulir.letters.jenis import load_jenis
from formulir.letters.profil import KAKI_TTE, load_profil
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.dress import dress_styles
from formulir.office.kantor import shipped
from tests.letters.docx import make_docx
from tests.letters.shipped import TEMPLATES

PLAIN = load_profil(TEMPLATES, golongan="kementerian", tanggal=date(2016, 4, 1))
TTE = replace(
    load_profil(TEMPLATES, golongan="kementerian", tanggal=date(2026, 4, 1)),
    tanda_tangan="tte",
    kaki_tte=KAKI_TTE,
)
FOOT = "{{ profil.kaki_tte }}"


def read_styles(profil):
    """Return the styles of a shipped letter, dressed, by the names that Word shows."""
    docx = load_jenis(TEMPLATES, kode="01.7").read_docx()
    template = compile_template(docx, nama="t", profil=profil)
    root = etree.fromstring(template.rest["word/styles.xml"])
    return {
        style.find(f"{W}name").get(f"{W}val"): style for style in root.iter(f"{W}style")
    }


def size_of(style):
    return int(style.find(f"{W}rPr/{W}sz").get(f"{W}val")) / 2


def test_sizes_of_a_letterhead_stand_in_points_and_all_others_follow_the_body():
    sizes = {"kop_ukuran_induk": 16, "kop_ukuran_nama": 14.5, "kop_ukuran_alamat": 9}
    styles = read_styles(replace(PLAIN, ukuran_pt=6, kop_huruf="Calibri", **sizes))
    assert size_of(styles["Kop Induk"]) == size_of(styles["Kop 1"]) == 16
    assert size_of(styles["Kop Unit"]) == size_of(styles["Kop 2"]) == 14.5
    assert size_of(styles["Kop 3"]) == 9
    assert size_of(styles["Judul Besar"]) == 7
    fonts = styles["Kop 3"].find(f"{W}rPr/{W}rFonts")
    assert fonts.get(f"{W}ascii") == "Calibri"
    assert styles["Tembusan"].find(f"{W}rPr/{W}rFonts") is None


def test_without_sizes_a_letterhead_keeps_those_of_its_template():
    assert size_of(read_styles(PLAIN)["Kop Induk"]) == 15
    half = read_styles(replace(PLAIN, ukuran_pt=6))
    assert size_of(half["Kop Induk"]) == 7.5


@pytest.mark.parametrize(
    ("garis", "drawn"),
    [("ganda", "thickThinSmallGap"), ("tunggal", "single"), ("tanpa", "nil")],
)
def test_a_letterhead_ends_in_the_line_of_its_profile(garis, drawn):
    styles = read_styles(replace(PLAIN, kop_garis=garis))
    for name in ("Batas Kop", "Kop Garis"):
        line = styles[name].find(f"{W}pPr/{W}pBdr/{W}bottom")
        assert line.get(f"{W}val") == drawn


def test_a_name_is_bold_where_the_profile_wants_it():
    for name in ("Nama Pejabat", "Nama Pejabat Daftar", "Nama Pejabat Lebar"):
        shown = [
            read_styles(replace(PLAIN, nama_tebal=bold))[name].find(f"{W}rPr/{W}b")
            for bold in (True, False)
        ]
        assert shown[0].get(f"{W}val") is None
        assert shown[1].get(f"{W}val") == "0"


def test_a_certificate_has_room_for_its_mark():
    for profil, least in ((PLAIN, 45), (TTE, 62)):
        for name in ("Ruang Tanda Tangan", "Ruang Lebar", "Ruang Daftar"):
            space = read_styles(profil)[name].find(f"{W}pPr/{W}spacing")
            assert int(space.get(f"{W}after")) == least * 20


def test_members_that_are_made_stand_where_the_schema_wants_them():
    bare = (
        f'<w:styles xmlns:w="{W[1:-1]}"><w:style w:styleId="a"><w:name w:val="Kop 3"/>'
        "<w:pPr/></w:style><w:style><w:name w:val='Nama Pejabat'/><w:rPr>"
        '<w:rFonts w:ascii="x"/><w:caps/><w:u/></w:rPr></w:style></w:styles>'
    )
    profil = replace(TTE, kop_huruf="Arial", kop_ukuran_alamat=9)
    root = etree.fromstring(dress_styles(bare.encode(), profil))
    first, second = root
    assert [etree.QName(one).localname for one in first] == ["name", "pPr", "rPr"]
    looks = [etree.QName(one).localname for one in first.find(f"{W}rPr")]
    assert looks == ["rFonts", "sz", "szCs"]
    looks = [etree.QName(one).localname for one in second.find(f"{W}rPr")]
    assert looks == ["rFonts", "b", "caps", "u"]


def compile_edges(*, header="", footer="", profil=PLAIN):
    docx = make_docx("{{ nama }}", header=header, footer=footer)
    return compile_template(docx, nama="t", profil=profil)


def test_what_asks_for_the_profile_alone_is_filled_once_for_all_letters():
    template = compile_edges(header="Hal {{ profil.label_hal }}", footer=FOOT)
    assert [part.label for part in template.parts] == ["body"]
    texts = [template.rest[name] for name in template.list_texts()[1:]]
    assert any(b"Hal Hal" in text for text in texts)
    assert all(b"{{" not in text for text in texts)
    mixed = compile_edges(header="{{ profil.label_hal }} {{ nama }}")
    assert [part.label for part in mixed.parts] == ["body", "header"]


def test_a_footer_that_asks_for_what_no_profile_has_is_told():
    with pytest.raises(TemplateFaultyError) as caught:
        compile_edges(footer="{{ profil.kaki_ttd }}")
    (told,) = caught.value.faults
    assert told.place == "t:footer"
    assert "kaki_ttd" in told.reason


def test_a_letter_for_a_certificate_says_so_at_its_foot():
    jenis = load_jenis(TEMPLATES, kode="01.7")
    docx = make_docx("a")
    silent = compile_template(docx, nama="t", profil=TTE)
    (told,) = check_marks(jenis, silent, TTE)
    assert "its footer does not print profil.kaki_tte" in told.reason
    statement = load_jenis(TEMPLATES, kode="02.3")  # the office does not sign it
    assert check_marks(statement, silent, TTE) == []


@pytest.mark.parametrize("kode", ["01.1", "01.3", "01.4", "01.5", "01.7", "02.1"])
def test_every_shipped_letter_of_an_office_is_ready_for_a_certificate(kode):
    jenis = load_jenis(TEMPLATES, kode=kode)
    for golongan in jenis.list_golongan():
        (template,) = compile_templates(jenis, {golongan: TTE}).values()
        assert check_marks(jenis, template, TTE) == []
        (plain,) = compile_templates(jenis, {golongan: PLAIN}).values()
        assert b"elektronik" not in b"".join(plain.rest.values())


def test_an_offices_own_letter_stands_before_a_shipped_shape_of_a_class(tmp_path):
    own = tmp_path / "01.1"
    own.mkdir()
    folders = [tmp_path, shipped("templates")]
    jenis = load_jenis(folders, kode="01.1")
    assert jenis.list_golongan() == ["kementerian", "pemda"]
    assert jenis.find_docx("pemda").name == "surat-pemda.docx"
    (own / "surat.docx").write_bytes(b"milik kantor")
    jenis = load_jenis(folders, kode="01.1")
    assert jenis.read_docx("pemda") == jenis.read_docx("kementerian") == b"milik kantor"
    assert jenis.list_golongan() == ["kementerian"]
    (own / "surat-pemda.docx").write_bytes(b"milik dinas")
    assert load_jenis(folders, kode="01.1").read_docx("pemda") == b"milik dinas"


@pytest.mark.parametrize(
    ("teks", "gaya", "kosong", "printed"),
    [
        ("2 (dua) berkas", "angka-huruf", "garis", "2 (dua) berkas"),
        ("2 (dua) berkas", "huruf", "tanpa", "Dua berkas"),
        ("15 (lima belas) lembar", "huruf", "tanpa", "Lima belas lembar"),
        ("Satu set", "huruf", "tanpa", "Satu set"),
        ("1 (satu) USB", "huruf", "tanpa", "Satu USB"),
        ("", "angka-huruf", "garis", "-"),
        ("-", "huruf", "garis", "-"),
        (" - ", "angka-huruf", "tanpa", ""),
    ],
)
def test_attachments_are_counted_in_the_style_of_the_period(
    teks, gaya, kosong, printed
):
    profil = replace(PLAIN, lampiran_gaya=gaya, lampiran_kosong=kosong)
    assert spell_lampiran(teks, profil) == printed


def test_a_footer_in_which_nothing_is_left_is_no_footer():
    for profil, called in ((PLAIN, 0), (TTE, 1)):
        template = compile_edges(header="{{ nama }}", footer=FOOT, profil=profil)
        body = etree.fromstring(template.members["word/document.xml"])
        assert len(list(body.iter(f"{W}footerReference"))) == called
        assert len(list(body.iter(f"{W}headerReference"))) == 1
    jenis = load_jenis(TEMPLATES, kode="01.5")
    (template,) = compile_templates(jenis, {"kementerian": PLAIN}).values()
    body = etree.fromstring(template.members["word/document.xml"])
    assert len(list(body.iter(f"{W}headerReference"))) == 3  # its page number stays
    assert not list(body.iter(f"{W}footerReference"))
