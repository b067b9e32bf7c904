"""Folders to work in: ours are swept, everybody else's stay."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from formulir.ground.workdir import (
    MARK,
    sweep,
    sweep_old,
    take_folder,
    work_in_folder,
)
from tests.kantor import let_age


def kill(workdir):
    """Take a folder and die: its lock is let go of, its files stay."""
    folder, hold = take_folder(workdir)
    (folder / "surat.pdf").write_bytes(b"%PDF")
    os.close(hold)
    return folder


def test_what_a_killed_worker_has_left_is_swept_and_what_one_uses_stays(tmp_path):
    used, hold = take_folder(tmp_path)
    left = kill(tmp_path)
    sweep(tmp_path)
    assert used.exists()
    assert not left.exists()
    os.close(hold)


def test_a_folder_that_only_has_such_a_name_stays(tmp_path):
    theirs = tmp_path / "cetak-undangan"
    theirs.mkdir()
    (theirs / "naskah.txt").write_text("milik orang")
    sweep(tmp_path)
    assert (theirs / "naskah.txt").exists()


def test_through_a_link_nothing_is_swept_but_what_is_ours(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "cetak-undangan").mkdir(parents=True)
    ours = kill(elsewhere)
    (tmp_path / "kerja").symlink_to(elsewhere)
    sweep(tmp_path / "kerja")
    assert list(elsewhere.iterdir()) == [elsewhere / "cetak-undangan"]
    assert not ours.exists()


def test_a_folder_that_is_a_link_is_not_followed_and_a_linked_mark_is_none(tmp_path):
    home = tmp_path / "rumah"
    home.mkdir()
    (home / MARK).touch()
    work = tmp_path / "kerja"
    work.mkdir()
    (work / "cetak-tautan").symlink_to(home)
    (work / "cetak-surat").mkdir()
    (work / "cetak-surat" / "isi").touch()
    sweep(work)
    assert (home / MARK).exists()
    assert (work / "cetak-tautan").is_symlink()
    assert (work / "cetak-surat" / "isi").exists()


def test_a_borrowed_folder_goes_when_the_work_ends_however_it_ends(tmp_path):
    with work_in_folder(tmp_path) as folder:
        (folder / "hasil").mkdir()
        assert folder == folder.resolve()
        sweep(tmp_path)
        assert folder.exists()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ZeroDivisionError), work_in_folder(tmp_path):
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []


def test_whoever_borrows_sweeps_what_was_left_and_not_what_others_use(tmp_path):
    left = kill(tmp_path)
    with work_in_folder(tmp_path) as one, work_in_folder(tmp_path) as other:
        assert not left.exists()
        assert one.exists()
        assert other.exists()
        assert one != other


def test_folders_that_are_old_by_the_clock_of_their_disk_go(tmp_path):
    sweep_old(tmp_path / "tiada", "*", age=timedelta(days=1))
    for name, days in (
        ("a-lama", 1.1),
        ("a-baru", 0.9),
        ("b-lama", 9),
        ("a-depan", -9),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "berkas").touch()
        let_age(
            tmp_path / name / "berkas", days=99
        )  # what was put in, and when, counts
        let_age(tmp_path / name, days=days)
    sweep_old(tmp_path, "a-*", age=timedelta(days=1))
    assert {path.name for path in tmp_path.iterdir()} == {"a-baru", "b-lama", "a-depan"}
