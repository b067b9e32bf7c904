"""Normalised attachments lie on the disk until a letter takes them."""

from __future__ import annotations

import pytest

from formulir.ground.workdir import sweep
from formulir.press.pdf.normal import NormalFiles


def test_a_file_is_read_when_it_is_asked_for(workdir):
    files = NormalFiles(workdir)
    files.place("a").write_bytes(b"satu")
    assert "a" not in files
    files.add("a")
    assert (dict(files), len(files)) == ({"a": b"satu"}, 1)
    files.place("a").write_bytes(b"dua")
    assert files["a"] == b"dua"
    with pytest.raises(KeyError):
        files["b"]


def test_the_folder_goes_with_the_object_and_is_not_swept_before(workdir):
    files = NormalFiles(workdir)
    files.place("a").write_bytes(b"satu")
    files.add("a")
    sweep(workdir)
    assert files["a"] == b"satu"
    del files
    assert list(workdir.iterdir()) == []
