"""How the office is, in words of the desk and none of the command line."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import timedelta

from formulir.language import phrase, speaking
from formulir.office.copying.backup import backup
from formulir.web.desk.render import fill
from tests.kantor import issue
from tests.web.desk import Desk


def read(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def test_the_age_of_the_backup_is_told_in_words_of_the_desk(desk, tmp_path):
    browser = desk.enter("kepala", "pengelola")
    for path in ("/keadaan", "/"):
        page = read(browser, path)
        assert "Belum pernah ada cadangan" in page
        assert "surat hanya ada di komputer ini" in page
    for path in ("/keadaan", "/keadaan/mesin"):
        assert "formulir backup" not in read(browser, path)
    backup(desk.kantor, tmp_path / "lain")
    page = read(browser, "/keadaan")
    assert "(hari ini)" in page
    assert f'value="{tmp_path}/lain"' in page
    assert "belum ikut" not in page
    kantor = desk.kantor
    late = kantor.saat() + timedelta(days=8)
    other = Desk(folder=desk.folder, adapt=lambda _: replace(kantor, saat=lambda: late))
    assert issue(desk.folder, "02.3") == 0
    with kantor.open_catatan(read_only=True) as db:
        count = db.value("SELECT count(*) FROM surat WHERE formulir = '02.3'")
    page = read(other.enter("kepala", "pengelola"), "/keadaan")
    assert "8 hari yang lalu" in page
    assert f"{count} surat sesudahnya belum ikut; sudah waktunya lagi" in page
    for each in other.clients:
        each.close()


def test_a_sentence_is_told_in_indonesian_though_no_template_asks_for_it():
    facts = {
        "visit": None,
        "kantor": "",
        "ways": (),
        "jobs": (),
        "mark": "",
        "here": "",
    }
    with speaking("id"):
        page = fill(
            "salah.html",
            {
                **facts,
                "title": "",
                "code": "x",
                "faults": [],
                "sentence": phrase("it is missing"),
            },
        )
    assert "it is missing" not in page
