"""The faster allocator: taken where it is, done without where it is not."""

from __future__ import annotations

import pytest

from formulir.press.printing import libreoffice as alokator
from formulir.press.printing.libreoffice import allocator_env, find_allocator


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(alokator, "_FOLDERS", (tmp_path,))
    find_allocator.cache_clear()
    yield tmp_path
    find_allocator.cache_clear()


@pytest.mark.usefixtures("folder")
def test_a_machine_without_it_says_nothing_to_its_children():
    assert find_allocator() is None
    assert allocator_env() == {}


@pytest.mark.parametrize("place", [".", "x86_64-linux-gnu", "aarch64-linux-gnu"])
def test_it_is_found_where_debian_and_others_put_it(folder, place):
    library = folder / place / "libtcmalloc_minimal.so.4"
    library.parent.mkdir(exist_ok=True)
    library.touch()
    assert allocator_env() == {"LD_PRELOAD": str(library)}
