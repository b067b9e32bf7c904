"""What is wrong on paper is told before a number is spent, and found out once."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date

import pytest

from formulir.errors import TemplateFaultyError
from formulir.issuing.gather import Request, gather
from formulir.issuing.preflight import preflight
from formulir.issuing.production import find_way
from formulir.issuing.trial import MOST, SAMPLE, try_batch
from formulir.letters.drafts import check_letters
from formulir.office.kantor import open_kantor
from tests.kantor import add_kind, make_kantor, make_printer

BROKEN = "GAGAL CETAK"


@pytest.fixture
def kantor(tmp_path):
    folder = make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    add_kind(folder, "X1")
    find_way.cache_clear()
    return open_kantor(folder)


def look_through(kantor, kode="X1"):
    asked = Request(
        formulir=kode, tahun=2016, wilayah="33.19", tanggal=date(2016, 3, 14)
    )
    with kantor.open_catatan() as db:
        return preflight(kantor, db, gather(kantor, db, asked))


def read_trials(kantor):
    kept = [json.loads(path.read_text()) for path in kantor.workdir.glob("*.json")]
    return [facts for facts in kept if "faults" in facts]


def name_school(kantor, text, *, all_of_them):
    """Rename the imbas, or the last of them, without a further look at the name."""
    with kantor.open_catatan() as db, db.conn:
        keys = [key for (key,) in db.conn.execute("SELECT npsn FROM usulan_imbas")]
        for key in keys if all_of_them else keys[-1:]:
            db.conn.execute("UPDATE sekolah SET nama = ? WHERE npsn = ?", (text, key))


def test_a_template_that_does_not_print_is_a_fault_and_told_once_a_letter(kantor):
    name_school(kantor, BROKEN, all_of_them=True)
    with pytest.raises(TemplateFaultyError) as caught:
        look_through(kantor)
    assert SAMPLE <= len(caught.value.faults) <= MOST
    assert all("cannot be printed" in fault.reason for fault in caught.value.faults)


def test_where_others_print_a_letter_that_does_not_is_a_warning(kantor):
    name_school(kantor, f"{BROKEN} {'panjang ' * 40}", all_of_them=False)
    (warning,) = [w for w in look_through(kantor).warnings if "letter" in w.place]
    assert warning.warning
    assert "cannot be printed" in warning.reason


def test_what_was_seen_is_kept_and_nothing_prints_again(kantor):
    look_through(kantor)
    (trial,) = read_trials(kantor)
    assert SAMPLE <= trial["letters"] <= MOST
    (path,) = kantor.workdir.glob("*.json")
    before = path.stat().st_mtime_ns
    look_through(kantor)
    assert path.stat().st_mtime_ns == before


def test_a_template_with_faults_is_tried_again(kantor):
    name_school(kantor, BROKEN, all_of_them=True)
    with pytest.raises(TemplateFaultyError):
        look_through(kantor)
    name_school(kantor, "SD Contoh", all_of_them=True)
    look_through(kantor)
    (trial,) = read_trials(kantor)
    assert trial["faults"] == []


def test_another_libreoffice_and_another_template_are_tried_anew(kantor):
    look_through(kantor)
    (program,) = kantor.libreoffice[:1]
    os.utime(program, (0, 0))
    look_through(kantor)
    assert len(read_trials(kantor)) == 2
    add_kind(kantor.folder, "X2")
    path = kantor.folder / "templates" / "X2" / "surat.docx"
    path.write_bytes(path.read_bytes() + b"\0")  # the same letter in another file
    look_through(kantor, "X2")
    assert len(read_trials(kantor)) == 3


def test_a_branch_that_was_not_tried_is_tried_beside(kantor):
    asked = Request(
        formulir="X1", tahun=2016, wilayah="33.19", tanggal=date(2016, 3, 14)
    )
    with kantor.open_catatan() as db:
        batch = gather(kantor, db, asked)
    traces = check_letters(batch.jenis, batch.templates, batch.drafts, batch.profil)
    try_batch(kantor, batch, traces)
    (before,) = read_trials(kantor)
    rare = [*traces[:-1], traces[-1] | {"jarang"}]
    try_batch(kantor, batch, rare)
    (trial,) = read_trials(kantor)
    assert "jarang" in trial["branches"]
    assert trial["letters"] == before["letters"] + 1


def test_of_many_branches_no_more_letters_are_tried_than_fit(kantor):
    asked = Request(
        formulir="X1", tahun=2016, wilayah="33.19", tanggal=date(2016, 3, 14)
    )
    with kantor.open_catatan() as db:
        batch = gather(kantor, db, asked)
    drafts = batch.drafts
    traces = [frozenset({str(n)}) for n, _ in enumerate(drafts)]
    try_batch(kantor, replace(batch, drafts=drafts), traces)
    (trial,) = read_trials(kantor)
    assert trial["letters"] == min(MOST, len(drafts))
