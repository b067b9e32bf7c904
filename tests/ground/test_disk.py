"""A file that a person named is there as it was, or as it is to be."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from formulir.ground import disk
from formulir.ground.disk import DiskFailedError, publish_file


def test_a_file_is_put_in_the_place_of_another_with_its_mode(tmp_path):
    path = tmp_path / "agenda.csv"
    path.write_bytes(b"lama")
    path.chmod(0o640)
    publish_file(path, b"baru")
    assert path.read_bytes() == b"baru"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        publish_file(tmp_path / "a", b"")
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


def test_what_lies_beside_it_stays_whatever_it_is_called(tmp_path):
    (tmp_path / "a.baru").write_bytes(b"milik orang")
    publish_file(tmp_path / "a", b"baru")
    assert (tmp_path / "a.baru").read_bytes() == b"milik orang"


def test_a_link_stays_and_leads_to_what_is_new(tmp_path):
    (tmp_path / "berkas").write_bytes(b"lama")
    (tmp_path / "tautan").symlink_to("berkas")
    publish_file(tmp_path / "tautan", b"baru")
    assert (tmp_path / "tautan").is_symlink()
    assert (tmp_path / "berkas").read_bytes() == b"baru"


def test_a_pipe_is_written_to():
    read, write = os.pipe()
    publish_file(Path(f"/proc/self/fd/{write}"), b"surat")
    assert os.read(read, 9) == b"surat"
    os.close(read)
    os.close(write)


def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_beside_it(
    tmp_path, monkeypatch
):
    path = tmp_path / "agenda.csv"
    path.write_bytes(b"lama")

    def refuse(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(disk.os, "fsync", refuse)
    with pytest.raises(DiskFailedError, match=r"agenda\.csv: No space left"):
        publish_file(path, b"baru")
    assert path.read_bytes() == b"lama"
    assert list(tmp_path.iterdir()) == [path]
