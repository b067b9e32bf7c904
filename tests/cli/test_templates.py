"""What authors of templates are told and given."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from docx import Document

from formulir.model import Docx
from tests.cli.test_transcripts import misspell
from tests.conftest import ROOT
from tests.kantor import formulir, make_kantor, make_printer
from tests.letters.authoring.word import read_comments

if TYPE_CHECKING:
    from pathlib import Path

WRONG = "imbas.nmaa"
YEAR = ("--tahun", "2016", "--wilayah", "33.19", "--tanggal", "2016-03-14")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("k")
    return make_kantor(folder / "kantor", printer=make_printer(folder))


@pytest.fixture
def kantor(office, tmp_path):
    """An office whose own 02.1 has a name that is spelled wrong."""
    shutil.copytree(office, tmp_path / "kantor")
    folder = tmp_path / "kantor" / "templates" / "02.1"
    folder.mkdir(parents=True)
    docx = (ROOT / "templates" / "02.1" / "surat.docx").read_bytes()
    wrong = misspell(docx, right="imbas.nama ", wrong=f"{WRONG} ")
    (folder / "surat.docx").write_bytes(wrong)
    return tmp_path / "kantor"


def read_shown(path: Path) -> list[tuple[str, str]]:
    shown = read_comments(Docx(path.read_bytes()))
    return [(each.words, each.text) for each in shown]


def test_a_fault_is_one_comment_though_template_and_letters_both_show_it(
    kantor, tmp_path, capsys
):
    own = kantor / "templates" / "02.1" / "surat.docx"
    before = own.read_bytes()
    folder = tmp_path / "a" / "b"
    asked = ("check", "--formulir", "02.1", *YEAR, "--comments", str(folder))
    assert formulir(kantor, *asked) == 4
    told = capsys.readouterr().err
    assert told.endswith(f"{folder / '02.1.docx'}: 1 comment(s)\n")
    said = "Salah: “imbas” tidak mempunyai “nmaa”. Maksudnya “nama”?"
    assert read_shown(folder / "02.1.docx") == [(f"{{{{ {WRONG} }}}}", said)]
    assert [path.name for path in folder.iterdir()] == ["02.1.docx"]
    assert own.read_bytes() == before


def test_a_copy_that_was_corrected_is_kept_unless_it_may_be_replaced(
    kantor, tmp_path, capsys
):
    asked = ("check", "--formulir", "02.1", "--comments", str(tmp_path))
    copy = tmp_path / "02.1.docx"
    copy.write_bytes(b"corrected")
    assert formulir(kantor, *asked) == 4
    assert "pass --timpa to replace it" in capsys.readouterr().err
    assert copy.read_bytes() == b"corrected"
    assert formulir(kantor, *asked, "--timpa") == 4
    assert len(read_shown(copy)) == 1


def test_a_commented_copy_is_checked_as_its_original_is(kantor, tmp_path, capsys):
    asked = ("check", "--formulir", "02.1", "--comments", str(tmp_path))
    assert formulir(kantor, *asked) == 4
    told = capsys.readouterr().err.splitlines()[0]
    own = kantor / "templates" / "02.1" / "surat.docx"
    shutil.copy(tmp_path / "02.1.docx", own)
    assert formulir(kantor, "check", "--formulir", "02.1") == 4
    assert told in capsys.readouterr().err


def test_a_file_that_word_cannot_open_gets_no_comments_and_is_told(
    kantor, tmp_path, capsys
):
    (kantor / "templates" / "02.1" / "surat.docx").write_bytes(b"PK junk")
    asked = ("check", "--formulir", "02.1", "--comments", str(tmp_path / "a"))
    assert formulir(kantor, *asked) == 4
    assert "not written, for Word could not open the file" in capsys.readouterr().err
    assert list((tmp_path / "a").iterdir()) == []


def test_a_fault_of_the_query_is_no_comment(kantor, tmp_path):
    shutil.rmtree(kantor / "templates" / "02.1")
    (kantor / "templates" / "02.3").mkdir()
    (kantor / "templates" / "02.3" / "konteks.sql").write_text("DELETE FROM nomor")
    asked = ("check", "--formulir", "02.3", "--comments", str(tmp_path / "a"))
    assert formulir(kantor, *asked) == 4
    assert list((tmp_path / "a").iterdir()) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    "stand_in", [True, pytest.param(False, marks=pytest.mark.office)]
)
def test_no_shipped_kind_gets_a_comment(office, tmp_path, capsys, stand_in):
    """What LibreOffice prints of them is looked at in ``tests/press/looking``."""
    kantor = office if stand_in else make_kantor(tmp_path / "k", printer=None)
    assert formulir(kantor, "check", "--comments", str(tmp_path / "a")) == 0
    kinds = len([*(ROOT / "templates").glob("*/jenis.toml")])
    told = capsys.readouterr().err
    assert f"{kinds} kind(s) checked: 0 fault(s), 0 warning(s)" in told
    assert list((tmp_path / "a").iterdir()) == []


def test_names_print_json_lines_with_their_keys(office, capsys):
    assert formulir(office, "names", "--formulir", "02.2", *YEAR, "--json") == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    rows = {row["nama"]: row for row in map(json.loads, shown.out.splitlines())}
    assert list(rows["sekolah.nama"]) == [
        *("nama", "tipe", "contoh", "boleh_kosong", "sumber", "tag")
    ]
    assert rows["sekolah.nama"]["sumber"] == "sekolah.nama"
    assert rows["sekolah.nama"]["tag"] == "{{ sekolah.nama }}"


def test_names_as_a_word_file_hold_the_tags(office, tmp_path, capsys):
    path = tmp_path / "nama.docx"
    assert formulir(office, "names", "--formulir", "02.1", "-o", str(path)) == 0
    assert capsys.readouterr().out == ""
    document = Document(str(path))
    assert document.paragraphs[0].text == "Nama untuk templat 02.1"
    cells = {c.text for t in document.tables for row in t.rows for c in row.cells}
    assert {"{{ m.nama }}", "{%tr for m in model %}", "{%tr endfor %}"} <= cells
