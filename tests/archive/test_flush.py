"""Waiting for the disk: each file by itself, or all at once where that is as safe."""

from __future__ import annotations

import errno
import os
import platform
import tempfile
from pathlib import Path

import pytest

from formulir.archive.objects import (
    StoredObject,
    object_path,
    select_new,
    write_objects,
)
from formulir.ground import disk, flush
from formulir.ground.disk import DiskFailedError
from formulir.ground.flush import MANY, syncs_whole

OBJEK = [StoredObject(data=b"%d" % n, ekstensi="pdf") for n in range(MANY)]


@pytest.fixture
def root(tmp_path):
    (tmp_path / "objects").mkdir()
    return tmp_path


def write(root, objects=OBJEK):
    write_objects(root, select_new(root, objects), after=lambda _step: None)


def list_names(root):
    return sorted(path.name for path in root.rglob("*") if path.is_file())


@pytest.fixture
def whole(monkeypatch):
    """Sync as a whole, whatever the tests' folder lies on."""
    monkeypatch.setattr(flush, "syncs_whole", lambda _folder: True)


@pytest.fixture
def synced(monkeypatch):
    """Note what is synced by itself, and still do it."""
    seen: list[str] = []
    true = os.fsync

    def note(handle):
        seen.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        true(handle)

    monkeypatch.setattr(disk.os, "fsync", note)
    return seen


@pytest.mark.usefixtures("whole")
def test_of_many_all_bytes_are_on_the_disk_before_any_name(root, monkeypatch, synced):
    states = []
    true = flush._sync_whole

    def note(handle, folder):
        states.append(list_names(root))
        true(handle, folder)

    monkeypatch.setattr(flush, "_sync_whole", note)
    write(root)
    final = sorted(object_path(root, *one.nama).name for one in OBJEK)
    assert states == [[f"{name}.baru" for name in final], final]
    # The folders of objects were new; that they are there is synced by itself.
    assert synced == [str(root / "objects")]


def test_of_few_each_is_synced_by_itself(root, synced):
    write(root, OBJEK[:2])
    paths = [object_path(root, *one.nama) for one in OBJEK[:2]]
    wanted = {f"{path}.baru" for path in paths} | {str(path.parent) for path in paths}
    assert wanted <= set(synced)


@pytest.fixture
def elsewhere(root):
    """Let objects lie on another file system than the archive, behind a link."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        assert Path(other).stat().st_dev != root.stat().st_dev
        (root / "objects").rmdir()
        (root / "objects").symlink_to(other)
        yield Path(other)


@pytest.fixture
def calls(monkeypatch):
    """Note by their devices which file systems are synced, and still do it."""
    seen: list[int] = []
    true = flush._LIBC

    class Noting:
        def syncfs(self, handle):
            seen.append(os.fstat(handle).st_dev)
            return true.syncfs(handle)

    monkeypatch.setattr(flush, "_LIBC", Noting())
    return seen


@pytest.mark.usefixtures("whole")
def test_objects_on_another_file_system_are_synced_there(root, elsewhere, calls):
    write(root)
    assert calls == [elsewhere.stat().st_dev] * 2  # the bytes, then the names


@pytest.mark.usefixtures("whole")
def test_each_file_system_that_holds_a_part_of_the_objects_is_synced(
    root, elsewhere, calls, tmp_path_factory
):
    part = object_path(root, *OBJEK[0].nama).parent.name
    here = tmp_path_factory.mktemp("bagian")
    (elsewhere / part).symlink_to(here)
    write(root)
    devices = {elsewhere.stat().st_dev, here.stat().st_dev}
    assert len(devices) == 2
    assert len(calls) == 4
    assert set(calls[:2]) == set(calls[2:]) == devices


def test_objects_where_none_is_synced_as_a_whole_are_synced_each(
    root, elsewhere, synced
):
    assert not syncs_whole(elsewhere)
    write(root)
    paths = [object_path(elsewhere.parent, *one.nama) for one in OBJEK]
    names = {f"{path.name}.baru" for path in paths}
    inside = [path for path in map(Path, synced) if path.is_relative_to(elsewhere)]
    assert names <= {path.name for path in inside}
    assert {path.parent.name for path in paths} <= {path.name for path in inside}


@pytest.mark.parametrize("release", ["5.7.19-amd64", "4.19.0", "unheard-of"])
def test_a_linux_that_keeps_failures_to_itself_syncs_each(
    root, synced, monkeypatch, release
):
    monkeypatch.setattr(platform, "release", lambda: release)
    write(root)
    assert len(synced) > MANY


def test_what_is_no_file_system_of_a_disk_is_not_trusted():
    assert not syncs_whole(Path("/proc"))
    assert not syncs_whole(Path("/there/is/none"))


@pytest.mark.usefixtures("whole")
def test_a_disk_that_fails_is_told_and_no_object_has_its_name(root, monkeypatch):
    class Full:
        def syncfs(self, _handle):
            flush.ctypes.set_errno(errno.ENOSPC)
            return -1

    monkeypatch.setattr(flush, "_LIBC", Full())
    with pytest.raises(OSError, match="No space left") as caught:
        write(root)
    assert Path(caught.value.filename).parent == root / "objects"
    assert all(name.endswith(".baru") for name in list_names(root))


def refuse(_handle, folder):
    raise OSError(errno.EIO, os.strerror(errno.EIO), str(folder))


@pytest.mark.usefixtures("whole")
def test_an_append_of_many_that_the_disk_refuses_records_nothing(
    office, surat, monkeypatch
):
    daftar = [surat.terbit(n) for n in range(MANY)]
    with monkeypatch.context() as broken:
        broken.setattr(flush, "_sync_whole", refuse)
        with pytest.raises(DiskFailedError, match="run it again"):
            office.append(*daftar)
    assert office.find() == []
    assert len(office.append(*daftar)) == MANY
    assert office.verify().findings == ()
    assert not [name for name in office.files() if name.endswith(".baru")]
