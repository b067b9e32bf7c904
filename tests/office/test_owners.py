"""Whose settings are obeyed, whose programs are run, and what others may write."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from formulir.archive.keys import load_key
from formulir.cli.main import run
from formulir.office import kantor as office
from formulir.office import owners
from formulir.office.founding import found_kantor
from formulir.office.kantor import KantorMissingError, find_kantor, open_kantor
from formulir.office.owners import (
    KantorForeignError,
    ProgramForeignError,
    list_open,
    name_writer,
    refuse_foreign,
    refuse_program,
)
from tests.kantor import add_kind, make_kantor, make_printer, name_printer

NOBODY = 65534
FORMULIR = Path(sys.executable).with_name("formulir")


@pytest.fixture
def folder(tmp_path):
    found_kantor(tmp_path / "kantor")
    return tmp_path / "kantor"


@pytest.fixture
def give_away(monkeypatch):
    """Make a file somebody else's; who may not, becomes somebody else himself."""

    def give(path):
        if os.geteuid() == 0:
            os.chown(path, NOBODY, -1, follow_symlinks=False)
        else:
            monkeypatch.setattr(owners.os, "geteuid", lambda: NOBODY)

    return give


def plant(folder, where, *, key="libreoffice"):
    """Name a program that leaves a trace when it is run."""
    trace, program = folder.with_name("jejak"), where / "jahat.sh"
    program.write_text(f"#!/bin/sh\ntouch {trace}\necho LibreOffice 7.4.7.2\n")
    program.chmod(0o755)
    toml = folder / "kantor.toml"
    toml.write_text(f'{toml.read_text("utf-8")}{key} = "{program}"\n', "utf-8")
    return trace, program


@pytest.mark.parametrize("mode", [0o666, 0o664, 0o646, 0o622])
def test_settings_that_others_may_write_are_refused_with_the_remedy(folder, mode):
    (folder / "kantor.toml").chmod(mode)
    with pytest.raises(KantorForeignError, match=f"mode {mode:04o}.*chmod go-w"):
        open_kantor(folder)


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o1777])
def test_a_folder_that_others_may_write_is_refused(folder, mode):
    folder.chmod(mode)
    with pytest.raises(KantorForeignError, match=f"mode {mode:04o}") as caught:
        open_kantor(folder)
    assert caught.value.path == folder


@pytest.mark.parametrize("name", [".", "kantor.toml"])
def test_an_office_of_somebody_else_is_refused(folder, name, give_away):
    give_away(folder / name)
    with pytest.raises(KantorForeignError, match="it belongs to"):
        open_kantor(folder)


def test_settings_behind_a_link_are_looked_at_where_they_lie(folder, tmp_path):
    outside = tmp_path / "luar"
    outside.mkdir()
    (folder / "kantor.toml").rename(outside / "setelan")
    (folder / "kantor.toml").symlink_to(outside / "setelan")
    assert open_kantor(folder).nama == "kantor"
    outside.chmod(0o777)
    with pytest.raises(KantorForeignError, match="everybody may write it") as caught:
        open_kantor(folder)
    assert caught.value.path == outside


@pytest.mark.usefixtures("one_kind")
def test_who_trusts_an_office_reads_it_and_its_programs_are_refused_all_the_same(
    folder, tmp_path, monkeypatch
):
    open_place = tmp_path / "umum"
    open_place.mkdir(mode=0o777)
    open_place.chmod(0o777)
    trace, _ = plant(folder, open_place)
    folder.chmod(0o777)
    monkeypatch.setenv("FORMULIR_PERCAYA", f"/antah:{folder}/templates/..")
    kantor = open_kantor(folder)
    assert kantor.nama == "kantor"
    with pytest.raises(ProgramForeignError, match="names as libreoffice"):
        kantor.libreoffice  # noqa: B018 - asking is what is refused
    assert run(["--kantor", str(folder), "verify"]) == 0
    assert run(["--kantor", str(folder), "doctor"]) == 5
    assert not trace.exists()


def test_a_group_that_shares_an_office_may_write_it(folder):
    gid = (folder / "kantor.toml").stat().st_gid
    (folder / "kantor.toml").chmod(0o664)
    folder.chmod(0o775)
    assert name_writer(folder, gid=gid) == ""
    assert name_writer(folder, gid=gid + 1) == "its group may write it (mode 0775)"
    refuse_foreign(folder, folder / "kantor.toml", variable="X", gid=gid)


@pytest.mark.usefixtures("one_kind")
@pytest.mark.parametrize("command", ["doctor", "examine"])
@pytest.mark.parametrize("key", ["libreoffice", "python_uno"])
def test_a_program_in_a_folder_that_others_may_write_is_not_run(
    folder, tmp_path, command, key, capfd
):
    open_place = tmp_path / "umum"
    open_place.mkdir()
    open_place.chmod(0o777)
    trace, program = plant(folder, open_place, key=key)
    (tmp_path / "surat.docx").write_bytes(b"PK")
    words = [command, *([str(tmp_path / "surat.docx")] if command == "examine" else [])]
    code = run(["--kantor", str(folder), *words])
    assert not trace.exists()
    if (command, key) != ("examine", "python_uno"):  # which needs no such Python
        assert code == 5
        told = capfd.readouterr()
        assert f"{program}, which kantor.toml names as {key}" in told.out + told.err


@pytest.mark.usefixtures("one_kind")
def test_a_program_of_ones_own_is_run(folder, tmp_path):
    trace, _ = plant(folder, tmp_path)
    run(["--kantor", str(folder), "doctor"])
    assert trace.exists()


def test_a_program_is_anothers_if_it_or_a_link_to_it_is(tmp_path, give_away):
    program, link = tmp_path / "soffice", tmp_path / "tautan"
    program.touch(mode=0o755)
    link.symlink_to(program)
    refuse_program(link, key="libreoffice")
    give_away(link)
    with pytest.raises(ProgramForeignError, match="it belongs to"):
        refuse_program(link, key="libreoffice")


def test_a_folder_such_as_tmp_lets_nobody_replace_what_is_ours(tmp_path):
    shared = tmp_path / "bersama"
    shared.mkdir()
    (shared / "soffice").touch(mode=0o755)
    shared.chmod(0o1777)
    refuse_program(shared / "soffice", key="libreoffice")
    (shared / "soffice").chmod(0o757)
    with pytest.raises(ProgramForeignError, match="everybody may write it"):
        refuse_program(shared / "soffice", key="libreoffice")


def test_a_program_that_is_not_there_is_told_by_whoever_looks_for_it(tmp_path):
    refuse_program(tmp_path / "antah" / "soffice", key="libreoffice")


@pytest.mark.usefixtures("one_kind")
def test_doctor_tells_of_an_office_that_is_refused_and_looks_at_the_machine(
    folder, capfd
):
    folder.chmod(0o777)
    assert run(["--kantor", str(folder), "doctor"]) == 5
    out = capfd.readouterr().out
    assert "permissions   PROBLEM" in out
    assert "everybody may write it (mode 0777)" in out
    assert "SQLite        ok" in out


@pytest.mark.usefixtures("one_kind")
def test_doctor_names_what_others_may_write(folder, capfd, tmp_path):
    name_printer(folder, make_printer(tmp_path))
    for name in ("catatan.db", "archive/log.jsonl", "archive/objects"):
        (folder / name).chmod(0o777)
    assert run(["--kantor", str(folder), "doctor"]) == 5
    assert list_open(folder) == [
        folder / name for name in ("archive/log.jsonl", "archive/objects", "catatan.db")
    ]
    assert f"others may write {folder}/archive/log.jsonl" in capfd.readouterr().out


def test_the_search_for_an_office_ends_where_the_file_system_does(folder, monkeypatch):
    """A folder of another device stands in for a stick that is mounted there."""
    monkeypatch.delenv("FORMULIR_KANTOR", raising=False)
    inner = folder / "stik" / "dalam"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert find_kantor(None) == folder
    true = Path.stat

    def stat_device(path, **more):
        found = true(path, **more)
        if path not in {inner, folder / "stik"}:
            return found
        return os.stat_result((*found[:2], found.st_dev + 1, *found[3:]))

    monkeypatch.setattr(office.Path, "stat", stat_device)
    with pytest.raises(KantorMissingError, match="where its file system begins") as no:
        find_kantor(None)
    assert no.value.border == folder / "stik"


def list_modes(folder):
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.lstat().st_mode)
        for path in [folder, *folder.rglob("*")]
    }


def pair_thorough(way, *umasks):
    thorough = pytest.mark.thorough
    return [pytest.param(way, umask, marks=thorough) for umask in umasks]


@pytest.mark.parametrize(
    ("way", "umask"),
    [
        ("command", 0),
        ("command", 0o277),
        *pair_thorough("command", 0o022, 0o077),
        ("function", 0),
        *pair_thorough("function", 0o022, 0o077),
    ],
)
def test_an_office_is_made_with_the_same_modes_under_any_umask(tmp_path, way, umask):
    script = "import sys; from pathlib import Path\n"
    script += "from formulir.office.founding import found_kantor as found\n"
    script += "found(Path(sys.argv[1]))"
    call = [str(FORMULIR), "init", "k"]
    if way == "function":
        call = [sys.executable, "-c", script, "k"]
    subprocess.run(call, cwd=tmp_path, check=True, capture_output=True, umask=umask)
    modes = list_modes(tmp_path / "k")
    folders = {name for name in modes if (tmp_path / "k" / name).is_dir()}
    assert {modes[name] for name in folders - {"kunci"}} == {0o755}
    assert modes["kunci"] == 0o700
    assert modes["kunci/arsip.pem"] == 0o600
    assert modes["kantor.toml"] == 0o644
    assert [name for name, mode in modes.items() if mode & 0o022] == []
    load_key(tmp_path / "k" / "kunci" / "arsip.pem")
    open_kantor(tmp_path / "k")


@pytest.mark.parametrize("umask", [0, pytest.param(0o077, marks=pytest.mark.thorough)])
def test_what_is_written_later_is_never_open_to_others(tmp_path, umask):
    folder = make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    add_kind(folder, "X1")
    where = ("--tahun", "2016", "--wilayah", "33.19", "--tanggal", "2016-03-14")
    call = [FORMULIR, "--kantor", folder, "issue", "--formulir", "X1", *where]
    subprocess.run(call, check=True, capture_output=True, umask=umask)
    modes = list_modes(folder)
    assert len([name for name in modes if name.startswith("archive/objects/")]) > 30
    wrong = [name for name, mode in modes.items() if mode & 0o022]
    assert [name for name in wrong if not (folder / name).is_symlink()] == []
