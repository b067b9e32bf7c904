"""The book of outgoing letters, whole and in parts."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.office.kantor import open_kantor
from formulir.records.ledger.agenda import Span, count_agenda, read_agenda
from tests.conftest import Jam
from tests.reviewing.book import found_book


@pytest.fixture(scope="module")
def kantor(tmp_path_factory):
    """An office with a row of every sort."""
    folder = tmp_path_factory.mktemp("agenda") / "kantor"
    found_book(folder, Jam())
    return open_kantor(folder)


@pytest.mark.parametrize(
    "span",
    [
        Span.of(2016),
        Span.of(2015),
        Span.of(None),
        Span.of(None, dari=date(2016, 3, 14), sampai=date(2016, 3, 14)),
        Span.of(None, dari=date(2016, 3, 15)),
    ],
)
def test_a_part_of_the_book_is_what_the_whole_book_has_there(kantor, span):
    with kantor.open_catatan(read_only=True) as db:
        whole = read_agenda(db, span)
        assert count_agenda(db, span) == len(whole)
        for skip in range(len(whole) + 2):
            for limit in (1, 3, 100):
                part = read_agenda(db, span, skip=skip, limit=limit)
                assert part == whole[skip : skip + limit]


def test_the_book_that_is_cut_has_every_sort_of_row(kantor):
    with kantor.open_catatan(read_only=True) as db:
        rows = read_agenda(db, Span.of(2016))
    assert {"batal", "luar", "lewat"} <= {row["status"] for row in rows}
    assert len(rows) > 5
