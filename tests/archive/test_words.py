"""What is searched for, and what it is searched in."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulir.archive.index.file import create_index
from formulir.archive.index.queries import (
    Change,
    find_letters,
    list_beginning,
    put_words,
)
from formulir.archive.words import MANY, Search, list_words, split_words, write_match


@pytest.fixture
def conn(tmp_path):
    conn = create_index(tmp_path / "index.db")
    yield conn
    conn.close()


def put(conn, number, *, status="terbit", before=None, konteks=None, **isi):
    put_words(conn, Change(number, before, status), list_words(isi, konteks))


def find(conn, *teks, **wanted):
    search = Search(teks=teks, **wanted)
    match = write_match(search, partial(list_beginning, conn))
    return [] if match is None else find_letters(conn, match, limit=search.limit)


def test_case_and_accents_do_not_matter():
    assert split_words("SURÉ Ñ ß İ") == split_words("sure n ss i̇")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.integers(0, 2**40))
def test_whatever_is_written_is_found_by_itself(conn, text, number):
    put(conn, number, hal=text)
    found = find(conn, text)
    assert number in found if split_words(text) else found == []
    put_words(conn, Change(number, "terbit", "lain"), list_words({"hal": text}, None))
    assert find(conn, text, status="terbit") == []


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'",
        "a OR b",
        "NEAR(a b)",
        "a*",
        "^a",
        "-a",
        "kata:a",
        "a AND",
        "(",
        "\\",
        "{",
    ],
)
def test_no_word_is_taken_for_an_operator(conn, text):
    put(conn, 1, hal="zzz")
    assert find(conn, text) == []


def test_words_are_found_in_any_order_and_all_must_occur(conn):
    put(conn, 1, hal="Usulan Sekolah Model", nomor="0394/E5.2/PL/2016")
    assert find(conn, "model", "usulan") == [1]
    assert find(conn, "0394/E5.2/PL") == [1]
    assert find(conn, "model", "imbas") == []


def test_every_text_of_the_context_is_searched_but_no_name_of_a_member(conn):
    put(conn, 1, konteks=b'{"sekolah":[{"nama":"SD Bae","umur":7}],"nip":"1970"}')
    assert find(conn, "bae") == find(conn, "1970") == [1]
    assert find(conn, "sekolah") == find(conn, "7") == []


@pytest.mark.parametrize("konteks", [b"", b"\xff", b"[" * 9999, b"5", b"null"])
def test_a_context_that_is_no_json_object_has_no_words(konteks):
    assert list_words({}, konteks) == list_words({}, None)


def test_the_last_word_may_be_the_beginning_of_one(conn):
    put(conn, 1, hal="pernyataan kesediaan")
    assert find(conn, "pernyataan", "kesed") == [1]
    assert find(conn, "pern", "kesediaan") == []
    assert find(conn, "ke") == []


@pytest.mark.parametrize("count", [MANY, MANY + 1])
def test_a_beginning_of_many_words_finds_them_all(conn, count):
    for number in range(count):
        put(conn, number, hal=f"sek{number}")
    assert len(find(conn, "sek")) == count
    put(conn, 1000, hal="sek")
    assert 1000 in find(conn, "sek")


def test_a_stage_finds_its_parts_but_no_other_stage(conn):
    for number, tahap in enumerate(["T04", "T04.1", "T04.10", "T041", "T05", ""]):
        put(conn, number, tahap=tahap)
    assert find(conn, tahap="T04") == [2, 1, 0]
    assert find(conn, tahap="T04.1") == [1]
    assert find(conn, tahap="t04.10") == [2]


def test_a_region_is_found_in_any_role_or_in_one(conn):
    put(conn, 1, wilayah={"penerbit": "33", "subjek": ["33.19", "33.20"]})
    put(conn, 2, wilayah={"penerbit": "33.19"})
    put(conn, 3, wilayah=None)
    assert find(conn, wilayah=frozenset({"33.19"})) == [2, 1]
    assert find(conn, wilayah=frozenset({"33.20", "33.99"})) == [1]
    assert find(conn, wilayah=frozenset({"33.19"}), peran="penerbit") == [2]
    assert find(conn, wilayah=frozenset()) == []


def test_a_whole_country_of_regions_can_be_asked_for(conn):
    put(conn, 1, wilayah={"subjek": "33.19"})
    codes = frozenset(f"{n // 50:02}.{n % 50:02}" for n in range(5000))
    assert find(conn, wilayah=codes) == [1]


def test_a_filter_is_not_found_as_text_nor_text_as_a_filter(conn):
    put(conn, 1, formulir="02.2", hal="f=02.1 s=batal")
    assert find(conn, formulir="02.2", status="terbit") == [1]
    assert find(conn, formulir="02.1") == find(conn, status="batal") == []
    assert find(conn, "f=02.1") == [1]  # by its words f, 02 and 1


def test_odd_values_are_told_apart(conn):
    put(conn, 1, formulir="a b")
    put(conn, 2, formulir="a=20=b")
    assert find(conn, formulir="A B") == [1]
    assert find(conn, formulir="a=20=b") == [2]


def test_the_newest_come_first_and_no_more_than_asked_for(conn):
    for number in range(5):
        put(conn, number, tahun=2016)
    assert find(conn, limit=2) == [4, 3]
    assert find(conn, tahun=2016, limit=2) == [4, 3]
    assert find(conn, tahun=2017) == []


def test_a_status_is_replaced(conn):
    put(conn, 1, hal="usulan")
    put(conn, 2, hal="usulan")
    put(conn, 1, hal="usulan", before="terbit", status="batal")
    assert find(conn, "usulan", status="terbit") == [2]
    assert find(conn, "usulan", status="batal") == [1]
    assert find(conn, "usulan") == [2, 1]
