"""Classes: everybody in one, as even as can be, schools whole, hands respected."""

from __future__ import annotations

from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from formulir.records.schedule.classes import split_kelas
from formulir.records.schedule.jadwal import Kelas, Peserta


def candidates(count, wilayah="33.19"):
    return [
        Peserta(kode=f"{wilayah}-{n:02}", wilayah=wilayah) for n in range(1, count + 1)
    ]


def schools(count, people=6, start=0):
    return [
        Peserta(kode=f"{n}-{m}", wilayah="33.19", npsn=f"2030{n:04}")
        for n in range(start, start + count)
        for m in range(people)
    ]


def sizes(parts):
    return sorted(Counter(parts.kelas.values()).values())


@given(count=st.integers(0, 130))
def test_candidates_are_at_most_fifteen_a_class_and_evenly_so(count):
    people = candidates(count)
    parts = split_kelas(people, jenis="fasda")
    assert set(parts.kelas) == {each.kode for each in people}
    assert max(sizes(parts), default=0) <= 15
    assert not count or max(sizes(parts)) - min(sizes(parts)) <= 1
    assert len(parts.daftar_kelas) == max(1, -(-count // 15))


@given(people=st.lists(st.integers(1, 9), max_size=40))
def test_schools_are_never_split_and_fit_their_rooms(people):
    daftar = [
        Peserta(kode=f"{n}-{m}", npsn=f"{n:08}")
        for n, count in enumerate(people)
        for m in range(count)
    ]
    parts = split_kelas(daftar, jenis="spmi")
    assert set(parts.kelas) == {each.kode for each in daftar}
    classes, rooms = defaultdict(set), defaultdict(set)
    for each in daftar:
        classes[each.npsn].add(parts.kelas[each.kode])
        rooms[parts.kelas[each.kode]].add(each.npsn)
    assert all(len(found) == 1 for found in classes.values())
    assert all(len(found) <= 6 for found in rooms.values())
    assert all(count + 2 <= 45 for count in Counter(parts.kelas.values()).values())


def test_sixteen_schools_are_three_classes_of_five_and_six():
    parts = split_kelas(schools(16), jenis="spmi")
    assert sizes(parts) == [30, 30, 36]
    assert [each.kode for each in parts.daftar_kelas] == ["A", "B", "C"]


def test_those_of_one_kabupaten_sit_together():
    people = [*candidates(10, "33.19"), *candidates(10, "33.20")]
    parts = split_kelas(people, jenis="fasda")
    kelas = {(each.wilayah, parts.kelas[each.kode]) for each in people}
    assert kelas == {("33.19", "A"), ("33.20", "B")}


def test_the_order_of_the_sheet_does_not_matter():
    people = candidates(33)
    assert (
        split_kelas(people, jenis="fasda").kelas
        == split_kelas(people[::-1], jenis="fasda").kelas
    )


def test_classes_on_record_are_filled_and_their_rooms_kept():
    rooms = [Kelas(kode="X", ruang="Aula", kapasitas=7), Kelas(kode="Y")]
    parts = split_kelas(candidates(20), jenis="fasda", daftar_kelas=rooms)
    assert list(parts.daftar_kelas) == rooms
    assert Counter(parts.kelas.values()) == {"X": 5, "Y": 15}
    more = split_kelas(candidates(21), jenis="fasda", daftar_kelas=rooms)
    assert [each.kode for each in more.daftar_kelas] == ["X", "Y", "A"]


def test_whoever_has_a_class_keeps_it():
    people = [
        Peserta(kode="1", kelas="B"),
        Peserta(kode="2", kelas="B"),
        *candidates(6),
    ]
    parts = split_kelas(people, jenis="fasda", daftar_kelas=[Kelas(kode="A")])
    assert parts.kelas["1"] == parts.kelas["2"] == "B"
    assert sizes(parts) == [4, 4]


def test_a_school_follows_the_one_of_it_who_has_a_class():
    first, *others = schools(6)
    parts = split_kelas(
        [Peserta(kode=first.kode, npsn=first.npsn, kelas="B"), *others],
        jenis="spmi",
        daftar_kelas=[Kelas(kode="A"), Kelas(kode="B")],
    )
    assert {parts.kelas[f"0-{m}"] for m in range(6)} == {"B"}


def test_a_school_that_no_room_holds_is_placed_all_the_same():
    parts = split_kelas(schools(2, people=50), jenis="spmi")
    assert len(parts.kelas) == 100


def test_more_classes_than_letters():
    parts = split_kelas(candidates(15 * 27), jenis="fasda")
    assert parts.daftar_kelas[-1].kode == "A2"
