from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pikepdf
import pytest
from docx import Document

from formulir.errors import TemplateFaultyError
from formulir.ground.package import TAG, W, parse_part
from formulir.letters.authoring.comments import (
    DocxUncommentableError,
    comment_faults,
    list_own,
)
from formulir.letters.authoring.paragraphs import list_paragraphs, read_words
from formulir.letters.jenis import load_jenis
from formulir.letters.reading.compile import compile_template, lint_template
from formulir.letters.reading.shape import infer
from formulir.model import Docx, Fault, Spot
from tests.conftest import ROOT
from tests.letters.authoring.word import (
    _AFAR,
    PLACES,
    make_paragraph,
    make_word,
    read_comments,
    replace_body,
)
from tests.letters.docx import make_docx
from tests.press.conftest import rasterise

if TYPE_CHECKING:
    from pathlib import Path

NAMA = "t.docx"
KONTEKS = {
    "sekolah": {"nama": "SD 1 Contoh", "npsn": "99000001"},
    "model": [{"nama": "SD 2", "imbas": [{"nama": "SD 3"}, {"nama": "SD 4"}]}],
}
SORTS = {
    "{{ nmaa }}": "Nama “nmaa” tidak ada",
    "{{ sekolah.nmaa }}": "Maksudnya “nama”?",
    "{{ sekolah.nama | uper }}": "Maksudnya “upper”?",
    "{{ sekolah.nama.x }}": "hanya satu nilai",
    "{{ model.nama }}": "adalah daftar",
    "{{ sekolah.nama.upper() }}": "tidak boleh memanggil fungsi",
    "{% if sekolah is strang %}x{% endif %}": "Uji “strang”",
    "{% include 'x' %}": "{% include %} tidak boleh",
    "{{ sekolah nama }}": "Satu tag hanya memuat satu nama",
    "${nomor_naskah}": "tanda dari aplikasi lain",
    "{{r sekolah.nama }}": "teks berformat",
    "{{ sekolah.__class__ }}": "berawalan garis bawah",
}
"""What is planted, and what its author is told of it."""


def find_faults(docx: Docx) -> list[Fault]:
    try:
        template = compile_template(docx, nama=NAMA)
    except TemplateFaultyError as error:
        return error.faults
    return lint_template(template, shape=infer([KONTEKS]))


def comment(docx: Docx) -> Docx:
    return comment_faults(docx, find_faults(docx))


def words_of(text: str) -> str:
    """Return what is marked of a planted text: its first tag, or all of it."""
    return text.partition("%}")[0] + "%}" if "%}" in text else text


def read_body(docx: Docx) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        root = parse_part(file.read("word/document.xml"))
    return [read_words(each) for each in list_paragraphs(root)]


PLANTED = [
    (sort, place, 1 + number % 5)
    for number, (place, sort) in enumerate(product(PLACES, SORTS))
]


def is_apart(sort: str, place: str) -> bool:
    """Tell whether a sort at a place shows more than the sort and the place do."""
    return place == "body" or (len(sort) + PLACES.index(place)) % 5 == 0


@pytest.mark.parametrize(
    ("text", "place", "pieces"),
    [
        pytest.param(*one, marks=() if is_apart(*one[:2]) else pytest.mark.thorough)
        for one in PLANTED
    ],
)
def test_a_planted_fault_is_one_comment_at_its_words(text, place, pieces):
    docx = make_word({place: [(text, pieces)]})
    commented = comment(docx)
    (shown,) = read_comments(commented)
    assert shown.author == "formulir"
    assert SORTS[text] in shown.text
    if place in _AFAR:
        assert shown.words == "Paragraf pertama."
        assert f"“{words_of(text)}”" in shown.text.splitlines()[0]
        assert shown.text.startswith("Di ")
    else:
        assert shown.words == words_of(text)
    assert read_body(commented) == read_body(docx)


def test_sixty_faults_and_more_are_planted_of_each_sort_at_each_place():
    assert len(PLANTED) >= 60
    assert {sort for sort, _, _ in PLANTED} == set(SORTS)
    assert {(place, pieces) for _, place, pieces in PLANTED} == {
        (place, pieces) for place in PLACES for pieces in range(1, 6)
    }


@pytest.mark.parametrize("pieces", range(1, 6))
def test_all_faults_of_a_file_are_told_in_it_at_once(pieces):
    names = iter(f"salah{n}" for n in range(100))
    planted = {
        place: [(f"{{{{ {next(names)} }}}}", pieces) for _ in range(8)]
        for place in PLACES
    }
    shown = read_comments(comment(make_word(planted)))
    assert len(shown) == 64
    at_words = [each.words for each in shown if not each.text.startswith("Di ")]
    near = [t for place in ("body", "table", "nested") for t, _ in planted[place]]
    assert sorted(at_words) == sorted(near)
    afar = [each.text for each in shown if each.text.startswith("Di ")]
    for place in _AFAR:
        for text, _ in planted[place]:
            assert sum(f"“{text}”" in told.splitlines()[0] for told in afar) == 1


def test_several_faults_of_one_paragraph_are_told_each_at_its_own_words():
    docx = make_docx("A {{ a1 }} b {{ b1 }} c {{ c1 }}{{ sekolah.d1 }}.")
    words = [each.words for each in read_comments(comment(docx))]
    assert words == ["{{ a1 }}", "{{ b1 }}", "{{ c1 }}", "{{ sekolah.d1 }}"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kepada {{ sekolah.nama di tempat", "{{ sekolah.nama di tempat"),
        ("Kepada sekolah.nama }} di tempat", "}}"),
        ("{{ sekolah.npsn }} dan {{ sekolah.nama", "{{ sekolah.nama"),
        ("{% if sekolah %}ada", "{% if sekolah %}"),
        ("nmaa itu {{ nmaa }}", "{{ nmaa }}"),
        ("{{ sekolah.nama }} lalu {{ nama }}", "{{ nama }}"),
    ],
)
def test_what_is_not_whole_is_marked_as_far_as_it_goes(text, words):
    (shown,) = read_comments(comment(make_docx("a", text)))
    assert shown.words == words


def test_a_tag_over_two_paragraphs_is_told_at_both():
    shown = read_comments(comment(make_docx("Kepada {{ sekolah.", "nama }} di")))
    assert [each.words for each in shown] == ["{{ sekolah.", "}}"]


def test_a_whole_paragraph_tag_is_marked_in_its_own_paragraph():
    docx = make_docx("{{ sekolah.nmaa }}", "{%p if nmaa %}", "x", "{%p endif %}")
    words = [each.words for each in read_comments(comment(docx))]
    assert words == ["{{ sekolah.nmaa }}", "{%p if nmaa %}"]


@pytest.mark.parametrize(
    "words", ["dua tiga", "dua\u00a0tiga", "“dua”", "{{ x }}", "empat", "tak ada", ""]
)
def test_a_spot_is_taken_at_its_word(words):
    body = make_paragraph('Satu "dua"', " dua t", "iga {{ x", " }} em", "pat")
    docx = replace_body(make_word({}), make_paragraph("Paragraf pertama."), body)
    spot = Spot(part="word/document.xml", paragraph=0, words=words)
    fault = Fault(place="apa pun", reason="unknown test 'x'", spot=spot)
    (shown,) = read_comments(comment_faults(docx, [fault]))
    whole = 'Satu "dua" dua tiga {{ x }} empat'
    straight = words.translate({0x201C: '"', 0x201D: '"', 0xA0: " "})
    assert shown.words == (straight if straight and straight in whole else whole)


def test_a_fault_of_the_whole_file_stands_at_the_first_paragraph():
    docx = make_docx("Satu", "dua")
    fault = Fault(
        place=NAMA,
        reason="the font Foo is not on this machine, and none has its widths",
        warning=True,
    )
    (shown,) = read_comments(comment_faults(docx, [fault]))
    assert shown.words == "Satu"
    assert shown.text.startswith("Peringatan: Huruf Foo")


def test_comments_of_the_author_stay_and_keep_their_words():
    document = Document()
    paragraph = document.add_paragraph("Tolong ")
    run = paragraph.add_run("periksa {{ nmaa }} ini")
    document.add_comment(run, text="Sudah benar?", author="Bu Contoh")
    out = io.BytesIO()
    document.save(out)
    own, told = read_comments(comment(Docx(out.getvalue())))
    assert (own.author, own.text) == ("Bu Contoh", "Sudah benar?")
    assert own.words == "periksa {{ nmaa }} ini"
    assert told.words == "{{ nmaa }}"


def test_a_second_check_of_a_commented_file_tells_the_same_beside_the_first():
    docx = make_docx("a {{ nmaa }}")
    once = comment(docx)
    assert [str(fault) for fault in find_faults(once)] == [
        str(fault) for fault in find_faults(docx)
    ]
    assert [each.words for each in read_comments(comment(once))] == ["{{ nmaa }}"] * 2


def test_marks_of_a_comment_that_is_not_there_give_way():
    docx = make_word({"body": [("{{ nmaa }}", 1)]})
    lost = "<w:body><w:p><w:commentRangeStart w:id='0'/>"
    (shown,) = read_comments(comment(replace_body(docx, "<w:body><w:p>", lost)))
    assert shown.words == "{{ nmaa }}"


RUN = "<w:r><w:t>satu dua</w:t></w:r>"
WRAPPED = {
    "hyperlink": f"<w:hyperlink w:anchor='x'>{RUN}</w:hyperlink>",
    "inserted": f"<w:ins w:id='90' w:author='a'>{RUN}</w:ins>",
    "deleted": "<w:del w:id='91' w:author='a'><w:r>"
    "<w:delText>satu dua</w:delText></w:r></w:del>",
    "control": f"<w:sdt><w:sdtPr><w:id w:val='5'/></w:sdtPr><w:sdtContent>{RUN}"
    "</w:sdtContent></w:sdt>",
    "simple field": f"<w:fldSimple w:instr=' AUTHOR '>{RUN}</w:fldSimple>",
    "code of a field": "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    "<w:r><w:instrText> MERGEFIELD dua </w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>«a»</w:t></w:r>"
    "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
    "tabs in a run": "<w:r><w:t>satu</w:t><w:tab/><w:t>dua</w:t><w:br/>"
    "<w:t>3</w:t></w:r>",
}
"""What runs can be wrapped in; ``dua`` is wrong in each."""


def make_wrapped(*runs: str) -> Docx:
    inner = "".join(
        f"<w:p><w:r><w:t>Awal </w:t></w:r>{around}<w:r><w:t> akhir</w:t></w:r></w:p>"
        for around in runs
    )
    return replace_body(make_word({}), make_paragraph("Paragraf pertama."), inner)


@pytest.mark.parametrize("around", WRAPPED)
def test_words_are_marked_in_whatever_they_are_wrapped(around):
    docx = make_wrapped(WRAPPED[around])
    commented = comment_faults(docx, [DUA])
    (shown,) = read_comments(commented)
    assert shown.words == ("«a»" if "code" in around else "dua")
    assert read_body(commented) == read_body(docx)


def test_deleted_words_are_marked_where_they_stood():
    reason = "a change is still tracked here (“satu dua”, deleted); see"
    spot = Spot(part="word/document.xml", paragraph=0)
    docx = make_wrapped(WRAPPED["deleted"])
    commented = comment_faults(docx, [Fault(place="x", reason=reason, spot=spot)])
    assert [each.words for each in read_comments(commented)] == ["satu dua"]


def test_a_file_without_a_paragraph_is_given_one_for_its_comments():
    docx = rename(make_docx("x"), (b"<w:p><w:r><w:t>x</w:t></w:r></w:p>", b""))
    (shown,) = read_comments(comment_faults(docx, [Fault(place="x", reason="y")]))
    assert shown.text == "Salah: Y"


def test_a_file_that_is_too_large_is_not_unzipped():
    out = io.BytesIO(make_docx("x"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/media/besar.bin", bytes(65 * 1024 * 1024))
    with pytest.raises(DocxUncommentableError, match="unzips to"):
        comment_faults(Docx(out.getvalue()), [])


DUA = Fault(
    place="x",
    reason="unknown test 'x'",
    spot=Spot(part="word/document.xml", paragraph=0, words="dua"),
)


def rename(docx: Docx, *changes: tuple[bytes, bytes]) -> Docx:
    """Spell names of the package otherwise, wherever they stand."""

    def spell(data: bytes) -> bytes:
        for old, new in changes:
            data = data.replace(old, new)
        return data

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as file, zipfile.ZipFile(out, "w") as made:
        for name in file.namelist():
            made.writestr(spell(name.encode()).decode(), spell(file.read(name)))
    return Docx(out.getvalue())


def test_parts_that_are_called_otherwise_are_found():
    docx = rename(
        make_word({}),
        (b"word/document.xml", b"word/isi.xml"),
        (b"document.xml.rels", b"isi.xml.rels"),
        (b"header1.xml", b"atas.xml"),
    )
    faults = [
        Fault(place="x", reason="unknown test 'x'", spot=spot)
        for spot in (
            Spot(part="word/isi.xml", paragraph=0, words="pertama"),
            Spot(part="word/atas.xml", paragraph=0, words="Kosong"),
        )
    ]
    commented = rename(comment_faults(docx, faults), (b"isi.xml", b"document.xml"))
    body, header = read_comments(commented)
    assert body.words == "pertama"
    assert header.text.startswith("Di kepala halaman (header), paragraf ke-1: “Kosong”")


def test_a_model_for_documents_becomes_a_document_with_comments():
    docx = make_docx("{{ nmaa }}")
    plain, model = b"document.main+xml", b"template.main+xml"
    commented = comment(rename(docx, (plain, model)))
    assert [each.words for each in read_comments(commented)] == ["{{ nmaa }}"]
    with zipfile.ZipFile(io.BytesIO(commented)) as file:
        assert model not in file.read("[Content_Types].xml")


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("word/charts/chart1.xml", "Di bagian word/charts/chart1.xml: “{{ x }}”"),
        ("docProps/core.xml", "Di properti dokumen: “{{ x }}”"),
    ],
)
def test_a_part_without_paragraphs_is_named(part, place):
    spot = Spot(part=part, paragraph=0, words="{{ x }}")
    fault = Fault(place="x", reason="unknown test 'x'", spot=spot)
    (shown,) = read_comments(comment_faults(make_docx("Satu"), [fault]))
    assert shown.words == "Satu"
    assert shown.text.splitlines()[0] == place


@pytest.mark.parametrize("data", [b"", b"junk", b"PK\x05\x06" + b"\0" * 18])
def test_what_word_cannot_open_is_refused(data):
    with pytest.raises(DocxUncommentableError):
        comment_faults(Docx(data), find_faults(Docx(data)))


@pytest.mark.parametrize(
    "kode", sorted(p.parent.name for p in ROOT.glob("templates/*/surat.docx"))
)
def test_only_faults_of_the_word_file_are_its_own(kode):
    jenis = load_jenis([ROOT / "templates"], kode=kode)
    spelled = (str(jenis.find_docx()), f"templates/{kode}/surat.docx")
    place = ":body: “a”"
    told = [
        Fault(place=f"{each}{place}", reason="unknown test 'x'") for each in spelled
    ]
    others = [
        Fault(place=str(jenis.sql), reason="unknown test 'x'"),
        Fault(place=f"{kode} 33.19: hal", reason="is blank and may not be"),
        Fault(place=f"/lain/surat.docx{place}", reason="unknown test 'x'"),
    ]
    aside = Fault(place=spelled[0], reason="1 comment is set aside and not printed")
    assert list_own(jenis, jenis.find_docx(), [*others, *told, aside]) == [told[0]]


def set_aside(docx: Docx) -> Docx:
    """Take the marks of comments out of a file, as is done before a letter is made."""
    document = Document(io.BytesIO(docx))
    names = ("commentRangeStart", "commentRangeEnd", "commentReference")
    for mark in list(document.element.body.iter(*(f"{W}{name}" for name in names))):
        mark.getparent().remove(mark)
    out = io.BytesIO()
    document.save(out)
    return Docx(out.getvalue())


def read_pages(pdf: bytes) -> list[bytes]:
    """Return the pixels of every page."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        count = len(file.pages)
    return [rasterise(pdf, page, dpi=100).tobytes() for page in range(count)]


@pytest.mark.office
@pytest.mark.slow
def test_runs_that_were_cut_print_as_they_did_whole(worker):
    for kode in ("02.1", "02.3", "J3.3"):
        docx = load_jenis([ROOT / "templates"], kode=kode).read_docx()
        faults = [
            Fault(place=f"{NAMA}:body", reason=f"the tag {tag} is formatted", spot=spot)
            for at, text in enumerate(read_body(docx))
            for tag in {*TAG.findall(text), *text.split()[:2]}
            for spot in [Spot(part="word/document.xml", paragraph=at, words=tag)]
        ]
        commented = comment_faults(docx, faults)
        assert len(read_comments(commented)) == len(faults)
        clean, cut = (
            read_pages(worker.convert(each, limit_s=60))
            for each in (docx, set_aside(commented))
        )
        assert clean == cut, kode


def count_comments(folder: Path, files: dict[str, Docx]) -> dict[str, int]:
    """Let LibreOffice open files as a person does, and count the comments it has read.

    The one that prints cannot: in a window without bars it opens no comment.
    """
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice is not None
    for name, docx in files.items():
        (folder / f"{name}.docx").write_bytes(docx)
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{folder.parent}/profil",
            *("--headless", "--convert-to", "odt", "--outdir", str(folder)),
            *(str(folder / f"{name}.docx") for name in files),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return {
        path.stem: zipfile.ZipFile(path)
        .read("content.xml")
        .count(b"<office:annotation ")
        for path in folder.glob("*.odt")
    }


@pytest.mark.office
@pytest.mark.slow
def test_commented_files_open_in_libreoffice(tmp_path):
    """LibreOffice refuses a file as a whole when a comment stands where none may."""
    names = iter(f"salah{n}" for n in range(100))
    planted = {
        place: [(f"{{{{ {next(names)} }}}}", pieces) for pieces in range(1, 6)]
        for place in PLACES
    }
    faults = [
        replace(DUA, spot=replace(DUA.spot, paragraph=number))
        for number in range(len(WRAPPED))
    ]
    files = {
        "semua": comment(make_word(planted)),
        "terbungkus": comment_faults(make_wrapped(*WRAPPED.values()), faults),
    }
    assert count_comments(tmp_path, files) == {"semua": 40, "terbungkus": len(WRAPPED)}


@pytest.mark.office
@pytest.mark.thorough
def test_files_with_one_comment_open_in_libreoffice(tmp_path):
    files = {
        place: comment(make_word({place: [("{{ sekolah.nmaa }}", 3)]}))
        for place in PLACES
    }
    for name, around in WRAPPED.items():
        files[name] = comment_faults(make_wrapped(around), [DUA])
    assert count_comments(tmp_path, files) == dict.fromkeys(files, 1)
