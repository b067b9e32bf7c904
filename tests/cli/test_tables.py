"""Tables fit the terminal, and nothing in them is cut."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios

import pytest

from formulir.cli.tables import lay_out_rows, spell_cell
from tests.kantor import formulir, issue, make_kantor, make_printer

ROW = {
    "kode": "K7QF-3M0T-9XWA",
    "nama": "SMP Negeri 10 Satu Atap Contoh Pegunungan Colomukti dan Lauasri",
    "wilayah": "Kab. Kudus, Kota Semarang",
    "nomor": "0001/CTH.33/PM/2016",
    "status": "ditandatangani",
    "sisa": None,
    "hal": "Pernyataan Kesediaan dan Komitmen sebagai Sekolah Imbas Tahun 2016",
}
HEADS = {name: name for name in ROW}
NEEDED = ("kode", "nama", "wilayah", "nomor", "status", "hal")


def lay_out(width, *rows, **more):
    rows = rows or (ROW, ROW | {"kode": "XJM4-9ZHG-9H6H"})
    given = {"columns": HEADS, "spare": ("sisa",), "above": "hal"} | more
    return lay_out_rows(rows, width=width, **given)


def squeeze(words):
    return "".join("".join(words).split())


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 120, 140, 200, 300])
def test_nothing_is_cut_and_nothing_is_wider_than_the_terminal(width):
    layout = lay_out(width)
    assert max(map(len, layout.lines)) <= max(width, 31)
    text = squeeze(layout.lines)
    for name in NEEDED:
        for word in ROW[name].split():
            assert word in text
    assert "XJM4-9ZHG-9H6H" in text


def test_without_a_terminal_each_row_is_one_line_with_all_columns():
    heading, first, _ = lay_out(None).lines
    assert heading.split() == [*ROW]
    assert ROW["nama"] in first
    assert first.endswith(ROW["hal"])


def test_what_rows_share_stands_above_them_once():
    other = ROW | {"hal": "Undangan"}
    lines = lay_out(150, ROW, ROW, other, ROW).lines
    assert [line[:10] for line in lines[1:]] == [
        "▸ Pernyata",
        "K7QF-3M0T-",
        "K7QF-3M0T-",
        "▸ Undangan",
        "K7QF-3M0T-",
        "▸ Pernyata",
        "K7QF-3M0T-",
    ]


def test_a_spare_column_goes_and_is_named_only_where_it_finds_no_room():
    assert lay_out(100).left_out == ["sisa"]
    assert lay_out(300).left_out == []


def test_of_spare_columns_the_one_that_says_nothing_goes_first():
    row = {"a": "x" * 30, "b": "y" * 30, "c": 0}
    layout = lay_out_rows(
        [row], columns=dict.fromkeys("abc", "x"), spare=("b", "c"), width=62
    )
    assert layout.left_out == ["c"]


def test_where_words_are_wider_than_the_terminal_rows_become_blocks():
    lines = lay_out(30).lines
    assert lines[0] == "kode     K7QF-3M0T-9XWA"
    assert lines.count("") == 1
    assert "sisa     -" in lines


def test_a_list_is_spelled_as_people_write_it():
    assert spell_cell(["33.19", "33.74"]) == "33.19, 33.74"
    assert spell_cell({"penerbit": "33", "subjek": ["33.19"]}) == (
        "penerbit=33 subjek=33.19"
    )
    assert (spell_cell([]), spell_cell(None)) == ("-", "-")


@pytest.fixture(scope="module")
def kantor(tmp_path_factory):
    """An office with letters about schools, and about a region."""
    folder = tmp_path_factory.mktemp("tabel")
    kantor = make_kantor(folder / "kantor", printer=make_printer(folder))
    assert issue(kantor, "02.1") == 0
    assert issue(kantor, "02.2") == 0
    return kantor


def look(kantor, *words, width):
    """Run a command at a terminal of a width, and return what it prints."""
    pid, master = pty.fork()
    if pid == 0:
        size = struct.pack("HHHH", 40, width, 0, 0)
        fcntl.ioctl(1, termios.TIOCSWINSZ, size)
        # What the runner of the tests holds for stdout is not the terminal.
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - the process ends with it
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - so does this
        code = formulir(kantor, *words)
        sys.stdout.flush()
        os._exit(code)
    shown = b""
    while True:
        try:
            data = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data
    os.close(master)
    os.waitpid(pid, 0)
    return shown.decode().replace("\r\n", "\n").splitlines()


@pytest.mark.parametrize("width", [80, 100, 140])
@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (
            ("find", "--tahun", "2016"),
            ("SMA Negeri", "Kab. Kudus", "421/0001/2016", "terbit", "Usulan Calon"),
        ),
        (
            ("status", "--tahun", "2016"),
            ("Kabupaten Kudus", "issued", "missing", "T02"),
        ),
        (
            ("status", "--tahun", "2016", "--missing"),
            ("SMA Negeri 2", "Kab. Kudus", "signature", "Usulan Calon"),
        ),
        (
            ("agenda", "--tahun", "2016"),
            ("421/0001/2016", "2016-03-14", "SMA Negeri", "Kab.", "Usulan Calon"),
        ),
    ],
)
def test_at_a_terminal_what_a_person_needs_is_there(kantor, width, words, needed):
    lines = look(kantor, *words, width=width)
    assert max(map(len, lines)) <= width
    for word in needed:
        assert any(word in line for line in lines), word


def test_through_a_pipe_every_column_comes(kantor, capsys):
    assert formulir(kantor, "find", "--formulir", "02.2") == 0
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split()[:6] == [
        "entry",
        "code",
        "kind",
        "stage",
        "name",
        "region",
    ]
    assert len(rows) == 6
    assert all(row.endswith("Sekolah Model Tahun 2016") for row in rows)
