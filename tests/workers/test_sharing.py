"""Each piece of work is done once, whoever begins it; a killed one's is done again."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from formulir.workers.sharing import Board

PIECES = [f"bagian {n}" for n in range(20)]


def make(done, name):
    done.append(name)
    return name.upper()


def test_by_itself_a_board_does_each_piece_once():
    board, done = Board(), []
    pieces = {name: partial(make, done, name) for name in PIECES}
    for _ in range(2):
        assert board.do(pieces) == {name: name.upper() for name in PIECES}
    assert done == PIECES


def test_who_begin_at_one_time_share_the_work_and_get_all_of_it(tmp_path):
    done, start = [], Barrier(4)

    def begin(_):
        start.wait()
        pieces = {name: partial(make, done, name) for name in PIECES}
        return Board(folder=tmp_path).do(pieces)

    with ThreadPoolExecutor(4) as pool:
        for got in pool.map(begin, range(4)):
            assert got == {name: name.upper() for name in PIECES}
    assert sorted(done) == sorted(PIECES)


def test_what_was_pinned_is_not_done(tmp_path):
    Board(folder=tmp_path).pin("bagian 3", "dulu")
    done = []
    pieces = {name: partial(make, done, name) for name in PIECES}
    assert Board(folder=tmp_path).do(pieces)["bagian 3"] == "dulu"
    assert "bagian 3" not in done


DIES = """
import os, pathlib, sys
from formulir.workers.sharing import Board
Board(folder=pathlib.Path(sys.argv[1])).do({sys.argv[2]: lambda: os._exit(9)})
"""


def test_what_one_that_was_killed_had_begun_is_done(tmp_path):
    argv = [sys.executable, "-c", DIES, str(tmp_path), PIECES[0]]
    assert subprocess.run(argv, check=False).returncode == 9
    assert Board(folder=tmp_path).do({PIECES[0]: str}) == {PIECES[0]: ""}


def test_what_a_piece_raises_is_raised_and_the_piece_is_free(tmp_path):
    board = Board(folder=tmp_path)
    with pytest.raises(ZeroDivisionError):
        board.do({PIECES[0]: partial(divmod, 1, 0)})
    assert board.do({PIECES[0]: str}) == {PIECES[0]: ""}
