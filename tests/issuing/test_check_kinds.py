"""``check`` tells what is wrong with each kind, and one never hides the others."""

from __future__ import annotations

import shutil

import pytest

from formulir.issuing.check import check_jenis, make_sample
from formulir.reviewing.doctor import (
    _list_templates,
    _look_at_fonts,
    _look_at_joining,
    _try,
)
from tests.conftest import ROOT
from tests.letters.word.package import make_members, make_word, pack_docx, par, run

SHIPPED = ROOT / "templates"
MARKS = "".join(
    f'<w:bookmarkStart w:id="{n}" w:name="{name}"/><w:bookmarkEnd w:id="{n}"/>'
    for n, name in enumerate(("cap", "qr"))
)
CHANGE = f'<w:ins w:id="1" w:author="A">{run("baru")}</w:ins>'
FILES = {
    "kecil": (make_word(par(MARKS, "Halo {{ kop.nama }}")), []),
    "rusak": (pack_docx(make_members() | {"word/document.xml": "<w:p"}), ["damaged"]),
    "odt": (
        pack_docx({"mimetype": "application/vnd.oasis.opendocument.text"}),
        [".odt"],
    ),
    "konsep": (
        make_word(par(MARKS, CHANGE), par("{{ kop.nmaa }}"), par("x {%p if kop %}")),
        ["still tracked", "would vanish", "endif"],
    ),
    "banyak": (
        make_word(par(MARKS, CHANGE), par("{{ kop.nmaa }} {{ kop }}")),
        ["still tracked", "no 'nmaa'", "is an object"],
    ),
    "tanpa": (make_word(par("{{ kop.nama }}")), ["no bookmark cap", "no bookmark qr"]),
}


@pytest.fixture(scope="module")
def sample():
    store = make_sample()
    yield store
    store.conn.close()


@pytest.fixture
def folders(tmp_path):
    """Give folders of templates; a kind of the office is written into the first."""
    (tmp_path / "02.1").mkdir()
    return [tmp_path, SHIPPED]


@pytest.mark.parametrize("name", FILES)
def test_each_sort_of_file_is_told_and_the_other_kinds_are_checked(
    folders, sample, name
):
    docx, wanted = FILES[name]
    (folders[0] / "02.1" / "surat.docx").write_bytes(docx)
    faults = [f for f in check_jenis(folders, sample, kode="02.1") if not f.warning]
    told = " ".join(fault.reason for fault in faults)
    if name == "konsep":  # an unclosed block says nothing more than that
        wanted = wanted[:2]
    assert [reason for reason in wanted if reason not in told] == []
    assert bool(faults) == bool(wanted)
    if name == "rusak":
        assert check_jenis(folders, sample, kode="02.3") == []
    for look in (_look_at_fonts, _look_at_joining):
        assert _try("kinds", lambda look=look: look([*_list_templates(folders)])).facts


def test_a_tag_that_is_formatted_in_pieces_has_its_spot(folders, sample):
    docx = make_word(par(MARKS, "x"), par(run("{{ kop.", "<w:b/>") + run("nama }}")))
    (folders[0] / "02.1" / "surat.docx").write_bytes(docx)
    (remark,) = [
        fault
        for fault in check_jenis(folders, sample, kode="02.1")
        if "formatted in pieces" in fault.reason
    ]
    assert remark.warning
    assert (remark.spot.paragraph, remark.spot.words) == (1, "{{ kop.nama }}")


def test_fonts_that_nothing_uses_are_not_told(folders, sample):
    shutil.copy(SHIPPED / "02.1" / "surat.docx", folders[0] / "02.1" / "surat.docx")
    assert check_jenis(folders, sample, kode="02.1") == []
