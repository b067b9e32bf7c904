"""Two clerks of one group share an office; whoever is not in the group stays out."""

from __future__ import annotations

import json
import os
import random
import shutil
import stat
from functools import partial

import pytest

from formulir.office.kantor import open_kantor
from tests.kantor import make_printer
from tests.tools.kembali import scan_pdf
from tests.users import (
    CLERK,
    ELSEWHERE,
    GROUP,
    SECOND,
    STRANGER,
    as_user,
    common_place,
    formulir_as,
)

WHERE = ("--tahun", "2016", "--wilayah", "33.19", "--tanggal", "2016-03-14")


def do(uid, folder, *words, **more):
    """Run a command in an office; it must succeed, and what it said is given."""
    code, text = formulir_as(uid, "--kantor", folder, *words, **more)
    assert code == 0, text
    return text


def refused(uid, folder, *words, **more):
    """Run a command in an office; it must fail with one line, which is given."""
    code, text = formulir_as(uid, "--kantor", folder, *words, **more)
    assert code == 5, text
    (line,) = text.splitlines()
    return line


@pytest.fixture(scope="module")
def founded():
    """An office that the first clerk has made, with a printer that is root's."""
    with common_place() as place:
        (place / "srv").mkdir()
        (place / "srv").chmod(0o1777)
        folder, printer = place / "srv" / "kantor", make_printer(place)
        code, text = formulir_as(
            CLERK, "init", folder, "--kelompok", GROUP, "--sample", umask=0o077
        )
        assert code == 0, text
        assert f"group {GROUP} shares it" in text
        with (folder / "kantor.toml").open("a", encoding="utf-8") as file:
            file.write(f'libreoffice = "{printer}"\npython_uno = "{printer}"\n')
            file.write('peran = ["tuti=arsiparis"]\n')
        yield folder


@pytest.fixture
def office(founded):
    """A copy of it, as it was."""
    folder = founded.with_name("salinan")
    shutil.copytree(founded, folder)
    for path in (founded, *founded.rglob("*")):
        found, twin = path.stat(), folder / path.relative_to(founded)
        os.chown(twin, found.st_uid, found.st_gid)
        twin.chmod(stat.S_IMODE(found.st_mode))
    yield folder
    shutil.rmtree(folder)


def list_wrong(folder):
    """List what the others of the group could not go on with.

    What LibreOffice worked with is whoever's it was, who also sweeps it.
    """
    wrong = []
    for path in (folder, *folder.rglob("*")):
        found = path.stat()
        mode, place = stat.S_IMODE(found.st_mode), path.relative_to(folder).as_posix()
        if place.startswith("kerja/cetak-"):
            continue
        usual = 0o2770 if path.is_dir() else 0o660
        if place.startswith("kunci"):
            usual = 0o2750 if path.is_dir() else 0o640
        elif place.startswith("archive/objects/") and path.is_file():
            usual = 0o440
        if (found.st_gid, mode) != (GROUP, usual):
            wrong.append(f"{place} {found.st_gid} {mode:04o}")
    return wrong


def test_an_office_of_a_group_is_open_to_the_group_alone(founded):
    assert list_wrong(founded) == []
    as_user(SECOND, lambda: open_kantor(founded), groups=(GROUP,))


def test_two_clerks_work_in_turn_and_each_act_says_whose_it_is(office, place):
    first = partial(do, CLERK, office, umask=0o077)
    second = partial(do, SECOND, office, umask=0o022)
    first("propose", *WHERE[:4], "--kuota", 6)
    second("issue", "--formulir", "02.1", *WHERE)
    first("issue", "--formulir", "02.2", *WHERE)
    second("issue", "--formulir", "02.3", *WHERE, umask=0o277)
    assert list_wrong(office) == []
    lines = map(json.loads, (office / "archive/log.jsonl").read_text().splitlines())
    issued = [isi for isi in lines if isi["tindakan"] == "terbit"]
    surat = next(isi for isi in issued if isi["formulir"] == "02.2")
    other = next(isi for isi in issued if isi["formulir"] == "02.1")
    digest = surat["sha256"]
    pdf = office / "archive/objects" / digest[:2] / f"{digest[2:]}.pdf"
    scan = place / "pindaian.pdf"
    scan.write_bytes(scan_pdf(pdf.read_bytes(), chance=random.Random(1)))
    second("receive", scan, "--surat", surat["kode"])
    first("void", other["kode"], "--alasan", "keliru", "--ya")
    second("void", surat["kode"], "--alasan", "keliru juga", "--ya")
    assert list_wrong(office) == []

    def list_acts(*words):
        """Give who did what in which role, as the history of a letter or all says."""
        lines = map(json.loads, second("history", *words, "--json").splitlines()[:-1])
        return [(row["tindakan"], row["oleh"], row["peran"]) for row in lines]

    tuti, budi = ("tuti", "arsiparis"), ("budi", "petugas")
    assert list_acts(other["kode"]) == [
        ("pesan", *budi),
        ("terbit", *budi),
        ("batal", *tuti),
    ]
    assert list_acts(surat["kode"]) == [
        ("pesan", *tuti),
        ("terbit", *tuti),
        ("catat kembali", *budi),
        ("diterima", *budi),
        ("batal", *budi),
    ]
    assert {row[1] for row in list_acts()} == {"tuti", "budi"}
    assert "verified:" in first("verify")
    assert "verified:" in second("verify")


def test_an_index_that_one_clerk_makes_anew_the_other_keeps_up(office):
    do(CLERK, office, "propose", *WHERE[:4], "--kuota", 6)
    do(CLERK, office, "issue", "--formulir", "02.2", *WHERE)
    (office / "archive/index.db").unlink()
    do(SECOND, office, "find", "Contoh", umask=0o077)
    assert list_wrong(office) == []
    do(CLERK, office, "issue", "--formulir", "02.1", *WHERE)
    do(SECOND, office, "verify")


def test_what_one_clerk_was_killed_over_does_not_hold_the_other(office):
    """A file under a temporary name that was not shared yet."""
    for name in ("archive/tunda.baru", "archive/checkpoint.baru"):
        (office / name).write_bytes(b"sisa")
        os.chown(office / name, CLERK, ELSEWHERE)
        (office / name).chmod(0o600)
    do(SECOND, office, "propose", *WHERE[:4], "--kuota", 6)
    do(SECOND, office, "issue", "--formulir", "02.1", *WHERE)
    assert list_wrong(office) == []


def test_a_stranger_gets_one_line_that_says_whom_to_ask(office):
    for words in (("verify",), ("find", "x"), ("issue", "--formulir", "02.1", *WHERE)):
        line = refused(STRANGER, office, *words, groups=())
        assert line.startswith(f"kantor-closed: {office} is closed to you: ")
        assert f"usermod -aG gid {GROUP} uid {STRANGER}" in line


def test_whoever_may_read_an_office_searches_and_proves_it_and_signs_nothing(
    office, monkeypatch
):
    """Its folder is open to all, which then holds for what is in it."""
    do(CLERK, office, "propose", *WHERE[:4], "--kuota", 6)
    do(CLERK, office, "issue", "--formulir", "02.1", *WHERE)
    office.chmod(0o2775)
    _, told = formulir_as(CLERK, "--kantor", office, "doctor", "--betulkan")
    assert f"{office}/archive/log.jsonl: mode 0660 → 0664" in told
    line = refused(STRANGER, office, "verify", groups=())
    assert line.startswith("kantor-foreign: ")
    assert "doctor --kelompok GROUP" in line
    monkeypatch.setenv("FORMULIR_PERCAYA", str(office))
    assert "verified:" in do(STRANGER, office, "verify", groups=())
    assert "2 letter(s) found" in do(STRANGER, office, "find", "33.19/1", groups=())
    do(STRANGER, office, "history", groups=())
    line = refused(STRANGER, office, "issue", "--formulir", "02.2", *WHERE, groups=())
    assert "closed to you" in line
    do(SECOND, office, "issue", "--formulir", "02.2", *WHERE)
    assert "verified:" in do(STRANGER, office, "verify", groups=())


def test_who_is_in_the_group_is_obeyed_and_who_is_not_is_not(office):
    toml = office / "kantor.toml"
    os.chown(toml, SECOND, GROUP)
    do(CLERK, office, "verify")
    os.chown(toml, STRANGER, ELSEWHERE)
    line = refused(CLERK, office, "verify")
    assert line.startswith("kantor-foreign: ")
    assert f"it belongs to uid {STRANGER}" in line


def test_a_group_that_the_reader_is_not_in_vouches_for_nobody(office):
    """Whoever is in no group with the writers does not run what they name."""
    office.chmod(0o2775)
    (office / "kantor.toml").chmod(0o664)
    line = refused(STRANGER, office, "verify", groups=())
    assert line.startswith("kantor-foreign: ")


def test_a_key_that_root_left_to_itself_is_given_back(office):
    do(CLERK, office, "propose", *WHERE[:4], "--kuota", 6)
    key = office / "kunci/arsip.pem"
    os.chown(key, 0, 0)
    key.chmod(0o600)
    line = refused(SECOND, office, "issue", "--formulir", "02.1", *WHERE)
    assert "kunci-closed: " in line
    assert "is root's alone" in line
    assert "let root run 'formulir doctor --betulkan'" in line
