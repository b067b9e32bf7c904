"""A workbook that somebody brings is opened in a child, and what it says is checked."""

from __future__ import annotations

import datetime as dt
import io
import struct
from pathlib import Path

import pytest
from openpyxl import Workbook

from formulir.language import phrase, translate, use_language
from formulir.office.workbooks import open_workbook
from formulir.press.child.entrust import Cost
from formulir.records.sheets.formats.exchange import read_grids, write_grids
from formulir.records.sheets.formats.read_workbook import parse_workbook
from formulir.records.sheets.sheet import (
    GRID_STEP,
    Block,
    Grid,
    SheetUnreadableError,
    Unreadable,
)
from tests.records.sheets.formats.test_formats import compound, make_book

HERE = Path("daftar.xlsx")


def test_a_child_tells_what_this_process_would_read(tmp_path):
    make_book(tmp_path / "x.xlsx")
    data = (tmp_path / "x.xlsx").read_bytes()
    assert open_workbook(HERE, data) == parse_workbook(HERE, data)


def test_a_file_that_ends_its_reader_is_refused_and_this_process_lives():
    data = bytearray(compound("Workbook"))
    struct.pack_into("<I", data, 44, 0xFFFFFFF0)  # so many sectors of its table
    with pytest.raises(SheetUnreadableError, match=r"damaged"):
        open_workbook(HERE, bytes(data))


def test_what_costs_too_much_is_refused(tmp_path):
    book = Workbook()
    for n in range(300):
        book.active.append([f"{n}"] * 20)
    book.save(tmp_path / "x.xlsx")
    cost = Cost(memory_bytes=3 << 30, cpu_s=20, size_bytes=30_000)
    with pytest.raises(SheetUnreadableError, match="too much memory to be read"):
        open_workbook(HERE, (tmp_path / "x.xlsx").read_bytes(), cost=cost)


def test_a_refusal_of_the_child_is_told_as_it_is():
    with pytest.raises(SheetUnreadableError, match="it is an old Word file"):
        open_workbook(HERE, compound("WordDocument"))


def test_what_the_child_says_can_be_told_in_another_language(tmp_path):
    with pytest.raises(SheetUnreadableError) as refused:
        open_workbook(HERE, compound("WordDocument"))
    book = Workbook()
    book.active.append(["nama", "#N/A"])
    book.save(tmp_path / "x.xlsx")
    (grid,) = open_workbook(HERE, (tmp_path / "x.xlsx").read_bytes())
    use_language("id")
    try:
        assert "berkas Word lama" in translate(refused.value)
        assert translate(grid.lines[0][1][1].reason).startswith("sel ini berisi nilai")
    finally:
        use_language("en")


CELLS = [
    *("a", "é\udc80", "", 1, 1.5, -6.700000000000001, True, False),
    *(dt.date(2016, 3, 7), dt.datetime(2016, 3, 7, 8, 30), dt.time(8, 0)),  # noqa: DTZ001 - as a sheet has it
    *(dt.timedelta(hours=30), Unreadable(reason="x")),
    Unreadable(reason=phrase("no row {number!r}", number=1)),
]


def exchange(grids):
    out = io.BytesIO()
    write_grids(grids, out)
    return out.getvalue()


def test_every_kind_of_cell_comes_through():
    grid = Grid(
        name="A",
        lines=[(3, CELLS), (9, ["x"])],
        blocks=[Block(top=1, left=2, bottom=3, right=4)],
        hidden=True,
        hidden_rows=frozenset({3}),
        hidden_columns=frozenset({1, 2}),
        base=GRID_STEP,
    )
    found = read_grids(io.BytesIO(exchange([grid, grid])))
    assert found == [grid, grid]
    assert [type(cell) for cell in found[0].lines[0][1]] == list(map(type, CELLS))


@pytest.mark.parametrize(
    "said",
    [
        b'[1, ["a"]]\n',
        b'{"name": "A"}\n',
        b"null\n",
        b"[[]\n",
        b"[" * 100_000 + b"\n",
        (
            b'{"name":"A","blocks":[[1,1,1]],"hidden":0,"hidden_rows":[],'
            b'"hidden_columns":[],"base":0}\n'
        ),
        (
            b'{"name":"A","blocks":[[1,1,9999999999,1]],"hidden":0,"hidden_rows":[],'
            b'"hidden_columns":[],"base":0}\n'
        ),
        (
            b'{"name":"A","blocks":[],"hidden":0,"hidden_rows":[],"hidden_columns":[],'
            b'"base":7}\n'
        ),
        exchange([Grid(lines=[])]) + b'[0, ["a"]]\n',
        exchange([Grid(lines=[])]) + b'["1", ["a"]]\n',
        exchange([Grid(lines=[])]) + b"[1, [null]]\n",
        exchange([Grid(lines=[])]) + b"[1, [[1]]]\n",
        exchange([Grid(lines=[])]) + b'[1, [{"eval": "x"}]]\n',
        exchange([Grid(lines=[])]) + b'[1, [{"date": "never"}]]\n',
        exchange([Grid(lines=[])]) + b'[1, [{"unreadable": 1}]]\n',
        exchange([Grid(lines=[(1, [Unreadable(reason=f"{n}") for n in range(101)])])]),
        exchange([Grid(lines=[])]) + b'[1, ["a"]',
    ],
)
def test_what_is_not_of_the_form_is_refused(said):
    with pytest.raises(ValueError):
        read_grids(io.BytesIO(said))
