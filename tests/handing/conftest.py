"""An office with letters to hand out, issued once for all tests of the room."""

from __future__ import annotations

import shutil

import pytest

from formulir.office.kantor import open_kantor
from tests.kantor import issue, make_kantor, make_printer

KINDS = ("02.1", "02.2", "02.3")


@pytest.fixture(scope="session")
def issued(tmp_path_factory):
    """Issue the letters of one kabupaten."""
    folder = tmp_path_factory.mktemp("serah")
    place = make_kantor(folder / "kantor", printer=make_printer(folder))
    for kind in KINDS:
        assert issue(place, kind) == 0
    return place


@pytest.fixture
def place(issued, tmp_path):
    """Give the folder of a copy of the office."""
    shutil.copytree(issued, tmp_path / "kantor")
    return tmp_path / "kantor"


@pytest.fixture
def kantor(place):
    return open_kantor(place)
