"""A stamp or a code without a place in the letter is told, not left out silently."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.kantor import formulir, issue, make_kantor, make_printer

SHIPPED = Path(__file__).parents[2] / "templates"


def drop_bookmarks(docx, *names, part="word/document.xml"):
    """Take bookmarks out of a template, as retyping a block in Word does."""
    source = io.BytesIO(docx.read_bytes())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(docx, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == part:
                text = data.decode()
                for name in names:
                    found = f'<w:bookmarkStart [^>]*w:name="{name}"[^>]*/>'
                    text, count = re.subn(found, "", text)
                    assert count == 1, name
                data = text.encode()
            new.writestr(item, data)


@pytest.fixture
def office(tmp_path):
    folder = make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    shutil.copytree(SHIPPED / "02.1", folder / "templates" / "02.1")
    return folder


@pytest.mark.parametrize(
    "names",
    [("cap",), ("qr",), pytest.param(("cap", "qr"), marks=pytest.mark.thorough)],
)
def test_a_mark_without_a_bookmark_is_a_fault_before_the_number(office, names, capfd):
    drop_bookmarks(office / "templates/02.1/surat.docx", *names)
    assert formulir(office, "check", "--formulir", "02.1") == 4
    told = capfd.readouterr().err
    for name in ("cap", "qr"):
        assert (f"it has no bookmark {name}," in told) == (name in names)
    assert issue(office, "02.1") == 4
    assert "it has no bookmark" in capfd.readouterr().err
    assert formulir(office, "numbers", "--tahun", "2016", "--json") == 0
    assert capfd.readouterr().out == ""


def test_a_kind_may_say_that_it_wants_no_code(office, capfd):
    drop_bookmarks(office / "templates/02.1/surat.docx", "qr")
    toml = office / "templates/02.1/jenis.toml"
    toml.write_text(toml.read_text("utf-8") + "\n[qr]\ngambar = false\n", "utf-8")
    assert formulir(office, "check", "--formulir", "02.1") == 0
    assert issue(office, "02.1", "--json") == 0
    assert len(capfd.readouterr().out.splitlines()) == 2


def test_a_template_without_an_emblem_is_a_choice_of_its_author(office):
    drop_bookmarks(office / "templates/02.1/surat.docx", "lambang")
    assert formulir(office, "check", "--formulir", "02.1") == 0
    assert issue(office, "02.1") == 0


def test_a_mark_that_the_printer_loses_is_told_and_stands_in_the_log(office, capfd):
    printer = office.parent / "cetak"
    text = printer.read_text("utf-8")
    lost = r'if name.endswith("cap"): continue' + "\n            "
    assert text.count("marks.append(") == 1
    printer.write_text(text.replace("marks.append(", f"{lost}marks.append("), "utf-8")
    assert issue(office, "02.1", "--json") == 0
    captured = capfd.readouterr()
    assert "cap: the letter has no place for it" in captured.err
    log = (office / "archive" / "log.jsonl").read_text("utf-8")
    remarks = [json.loads(line).get("catatan") for line in log.splitlines()]
    assert ["cap: the letter has no place for it"] in remarks
