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


@pytest.fixture
def set_surel(place):
    """Let the office post by a server; all its schools have an address."""

    def write(port, **more):
        write_surel(place, port, **more)
        with open_kantor(place).open_catatan() as db:
            give_addresses(db)
        return open_kantor(place)

    return write


def write_surel(place, port, **more):
    """Say in the settings of an office by which server it posts."""
    lines = {"server": '"127.0.0.1"', "port": port, "keamanan": '"tanpa"'}
    lines |= {"dari": '"LPMP Contoh <surat@lpmp.contoh.example>"'}
    lines |= {"jeda_detik": 0, "tunggu_detik": 5, **more}
    text = (place / "kantor.toml").read_text("utf-8").partition("[surel]")[0]
    table = "\n".join(f"{name} = {value}" for name, value in lines.items())
    (place / "kantor.toml").write_text(f"{text}\n[surel]\n{table}\n", "utf-8")


def give_addresses(db):
    """Give each school an address."""
    db.conn.execute(
        "UPDATE sekolah SET posel = 's' || npsn || '@sekolah.contoh.example'"
    )
