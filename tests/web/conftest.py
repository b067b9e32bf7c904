"""The office that the tests of the desk share: with letters of one kabupaten."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest

from formulir.web.door.store import prepare
from tests.kantor import issue, make_kantor, make_printer
from tests.press.forked import forked_children
from tests.web.desk import Desk

__all__ = ["forked_children"]


@pytest.fixture(scope="session")
def issued(tmp_path_factory):
    folder = tmp_path_factory.mktemp("meja")
    printer = make_printer(folder)
    kantor = make_kantor(folder / "kantor", printer=printer)
    for kode in ("02.1", "02.2"):
        assert issue(kantor, kode) == 0
    prepare(kantor)
    return kantor


@pytest.fixture
def desk(issued, tmp_path):
    """A desk of an office that has issued the letters of Kudus."""
    with open_desk(issued, tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def shared_desk(issued, tmp_path_factory):
    """A desk for all tests of a module: for those that change nothing on it."""
    with open_desk(issued, tmp_path_factory.mktemp("bersama")) as made:
        yield made


@contextmanager
def open_desk(issued, folder):
    """Hold a desk in a copy of an office open."""
    shutil.copytree(issued, folder / "kantor")
    made = Desk(folder=folder / "kantor")
    with made.kantor.open_catatan() as db, db.writing():
        db.run("UPDATE kepala SET tempat = NULL")  # it is meant to be a copy
    yield made
    for each in made.clients:
        each.close()
