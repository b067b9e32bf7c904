"""The second log: who looked, and what was handed out."""

from __future__ import annotations

import pytest

from formulir.archive.folder import HeadTamperedError, LogTamperedError
from formulir.archive.keys import load_key
from formulir.archive.proof.akses import (
    judge_akses,
    list_looks,
    record_akses,
)
from formulir.archive.spelling import read_json, write_json
from tests.archive.conftest import SAAT


@pytest.fixture
def look(office):
    """Record a look: signed, or without the key."""

    def record(kata, *, signed=True):
        key = load_key(office.key) if signed else None
        isi = {"tindakan": "cari", "oleh": "tuti", "kata": kata}
        return record_akses(office.archive, isi, saat=SAAT, key=key)

    return record


def told(office):
    return [fault.reason for fault in judge_akses(office.archive).faults]


def test_looks_are_lines_of_a_signed_log(office, look):
    assert [look(word) for word in ("a", "b", "c")] == [0, 1, 2]
    found = judge_akses(office.archive)
    looks = list_looks(office.archive)
    assert [entri.isi["kata"] for entri in looks] == ["a", "b", "c"]
    assert (found.signed, found.faults) == (3, [])


def test_who_has_no_key_looks_all_the_same_and_is_signed_later(office, look):
    look("a")
    look("b", signed=False)
    found = judge_akses(office.archive)
    assert found.signed == 1
    assert [(fault.warning, fault.reason) for fault in found.faults] == [
        (True, "1 line(s) wait for a signature")
    ]
    look("c")
    assert (judge_akses(office.archive).signed, told(office)) == (3, [])


def test_an_archive_at_which_nobody_looked_has_none(office):
    assert list_looks(office.archive) == []
    assert told(office) == []


def test_only_the_lines_that_name_a_text_are_listed(office, look):
    for word in ("a", 'SD "1" Bae', "a b", "a"):
        look(word)
    path = office.root / "akses.jsonl"
    path.write_bytes(path.read_bytes() + b'{"kata":"a"}\n')  # no line
    for word, numbers in (("a", [0, 3]), ('SD "1" Bae', [1]), ("b", [])):
        found = list_looks(office.archive, naming=word)
        assert [entri.entri for entri in found] == numbers


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.thorough)])
def test_no_byte_that_is_signed_can_be_changed_unseen(office, look, step):
    for word in ("a", "b"):
        look(word)
    for name in ("akses.jsonl", "akses.checkpoint"):
        path = office.root / name
        data = path.read_bytes()
        for place in range(0, len(data), step):
            spoilt = bytearray(data)
            spoilt[place] ^= 1
            path.write_bytes(bytes(spoilt))
            assert told(office), (name, place)
        path.write_bytes(data)
    assert told(office) == []


def test_nothing_is_signed_on_top_of_a_changed_line(office, look):
    for word in ("a", "b"):
        look(word)
    (office.root / "akses.tepi").unlink()
    path = office.root / "akses.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"a"', b'"x"'))
    with pytest.raises(LogTamperedError):
        look("c")
    (office.root / "akses.checkpoint").write_bytes(b"?")
    with pytest.raises(HeadTamperedError):
        look("d")


def test_the_right_edge_may_be_lost_or_spoilt(office, look):
    look("a")
    for data in (b"", b"{}", b'{"banyak":1,"puncak":["AAAA"],"ukuran":5}'):
        (office.root / "akses.tepi").write_bytes(data)
        look("b")
    (office.root / "akses.tepi").unlink()
    look("c")
    assert (judge_akses(office.archive).signed, told(office)) == (5, [])


@pytest.mark.parametrize("wrong", [-1, 0, 1, 5, 10_000])
def test_an_edge_that_begins_elsewhere_spoils_nothing(office, look, wrong):
    for word in ("a", "b"):
        look(word)
    path = office.root / "akses.tepi"
    kept = read_json(path.read_bytes())
    path.write_bytes(write_json({**kept, "ukuran": wrong}))
    look("c")
    assert (judge_akses(office.archive).signed, told(office)) == (3, [])


def test_a_torn_line_is_cut_off_by_the_next_one(office, look):
    look("a")
    path = office.root / "akses.jsonl"
    path.write_bytes(path.read_bytes() + b'{"entri":1,"ka')
    assert look("b") == 1
    assert (judge_akses(office.archive).signed, told(office)) == (2, [])


def test_a_last_line_that_is_none_is_not_written_behind(office, look):
    path = office.root / "akses.jsonl"
    for spoilt in (b"sampah\n", b"{}\n", b'{"entri":true}\n'):
        path.write_bytes(spoilt)
        with pytest.raises(LogTamperedError):
            look("a")
        assert path.read_bytes() == spoilt


def test_a_long_line_at_the_end_is_read_whole(look):
    look("x" * 200_000)
    assert look("b") == 1
    assert look("c") == 2


def test_the_first_log_is_not_touched(office, surat, look):
    office.append(surat.terbit(1))
    look("a")
    assert office.verify().findings == ()
    assert office.verify().notices == ()
