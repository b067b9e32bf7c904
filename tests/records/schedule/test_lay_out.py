"""Laying out: every minute is there, none twice, none in a break or on a day off."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulir.records.defaults import SORTS
from formulir.records.schedule.holidays import name_libur, read_libur
from formulir.records.schedule.hours import (
    FRIDAY_PRAYER,
    breaks_of,
    check_day_plan,
    format_jam,
    parse_istirahat,
    parse_jam,
)
from formulir.records.schedule.jadwal import Istirahat, Materi, Menit
from formulir.records.schedule.lay_out import CONTINUED, lay_out, split_menit
from formulir.records.schedule.store import _read_materi
from tests.records.jadwal_contoh import make_tata

MENIT = st.builds(
    Menit,
    paparan=st.integers(0, 120),
    praktik=st.integers(0, 300),
    evaluasi=st.integers(0, 90),
    umum=st.integers(0, 60),
)


@st.composite
def curricula(draw):
    menit = draw(st.lists(MENIT, max_size=14))
    hari = sorted(draw(st.integers(1, 7)) for _ in menit)
    return [
        Materi(kode=f"M{n}", hari=day, judul=f"Materi {n}", menit=each)
        for n, (each, day) in enumerate(zip(menit, hari, strict=True))
    ]


@st.composite
def breaks(draw):
    marks = sorted(draw(st.sets(st.integers(0, 1440), max_size=8)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return tuple(Istirahat(mulai=begin, selesai=end) for begin, end in pairs)


@st.composite
def days(draw):
    first = date(2016, 1, 1) + timedelta(days=draw(st.integers(0, 366)))
    off = draw(st.sets(st.integers(0, 20), max_size=5))
    return make_tata(
        first,
        jam_mulai=draw(st.integers(0, 900)),
        jam_mulai_awal=draw(st.integers(0, 1439)),
        menit_per_hari=draw(st.integers(1, 600)),
        istirahat=draw(breaks()),
        istirahat_jumat=draw(breaks()),
        lewati=draw(st.booleans()),
        libur={first + timedelta(days=n): "Libur" for n in off},
    )


def taught(sesi):
    return [each for each in sesi if each.materi is not None]


@settings(max_examples=80)
@given(
    daftar=curricula(),
    day_plan=days().filter(lambda day_plan: check_day_plan(day_plan) is None),
    menit_per_jp=st.sampled_from([1, 15, 45, 60]),
)
def test_whatever_is_asked_for_is_laid_out_soundly(daftar, day_plan, menit_per_jp):
    sesi = lay_out(daftar, day_plan=day_plan, menit_per_jp=menit_per_jp)
    held = defaultdict(Menit)
    per_day = defaultdict(int)
    for each in sesi:
        assert each.mulai < each.selesai <= 24 * 60
        if each.materi is None:
            assert each.menit.total == 0
            continue
        assert each.menit.total == each.selesai - each.mulai
        held[each.materi] += each.menit
        per_day[each.tanggal] += each.menit.total
        for pause in breaks_of(day_plan, each.tanggal) if menit_per_jp == 1 else ():
            assert each.selesai <= pause.mulai or each.mulai >= pause.selesai
    # Every minute of every sort of every subject is there, in the curriculum's order.
    expected = {m.kode: m.menit for m in daftar if m.menit.total}
    assert held == expected
    assert list(dict.fromkeys(s.materi for s in taught(sesi))) == list(expected)
    assert all(total <= day_plan.menit_per_hari for total in per_day.values())
    for one, other in pairwise(sesi):
        assert (one.tanggal, one.selesai) <= (other.tanggal, other.mulai)
    assert not any(
        day_plan.lewati and name_libur(each.tanggal, day_plan.libur) for each in sesi
    )
    # No day begins or ends with a break.
    for day in per_day:
        of_day = [each for each in sesi if each.tanggal == day]
        assert of_day[0].materi is not None
        assert of_day[-1].materi is not None


WHOLE = st.integers(1, 5).flatmap(
    lambda jp: st.integers(0, jp).map(lambda spoken: (spoken, jp - spoken))
)


@settings(max_examples=80)
@given(
    lengths=st.lists(WHOLE, min_size=1, max_size=12),
    menit_per_jp=st.sampled_from([45, 60]),
    awal=st.sampled_from(["08.00", "08.30", "09.00", "13.00"]),
    mulai=st.dates(date(2016, 4, 11), date(2016, 4, 17)),
)
def test_a_curriculum_of_whole_lesson_hours_is_laid_out_in_whole_ones(
    lengths, menit_per_jp, awal, mulai
):
    daftar = [
        Materi(
            kode=f"M{n}",
            hari=1,
            judul="x",
            menit=Menit(paparan=spoken * menit_per_jp, praktik=done * menit_per_jp),
        )
        for n, (spoken, done) in enumerate(lengths)
    ]
    day_plan = make_tata(
        mulai, jam_mulai=parse_jam("08.00"), jam_mulai_awal=parse_jam(awal)
    )
    sesi = lay_out(daftar, day_plan=day_plan, menit_per_jp=menit_per_jp)
    odd = [each for each in taught(sesi) if each.menit.total % menit_per_jp]
    # Only a stretch that no quarter of an hour makes whole is torn, on the first day.
    assert all(each.tanggal == sesi[0].tanggal and awal == "08.30" for each in odd)
    for each in sesi:
        if "Jumat" in each.judul:
            assert each.mulai <= FRIDAY_PRAYER[0]
            assert each.selesai >= FRIDAY_PRAYER[1]


def test_breaks_that_give_way_neither_meet_nor_leave_the_day():
    day_plan = make_tata(
        istirahat=parse_istirahat("09.50-10.00; 10.05-10.10; 23.55-24.00"),
        menit_per_jp=60,
    )
    breaks = [
        (format_jam(each.mulai), format_jam(each.selesai))
        for each in breaks_of(day_plan, date(2016, 4, 18))
    ]
    assert breaks == [("10.00", "10.10"), ("10.10", "10.15"), ("23.55", "24.00")]


@given(menit=MENIT, at=st.integers(0, 600))
def test_parting_minutes_loses_none(menit, at):
    first, rest = split_menit(menit, at)
    assert first + rest == menit
    assert first.total == min(at, menit.total)


@given(menit=st.integers(0, 24 * 60))
def test_an_hour_is_spelled_in_one_way(menit):
    assert parse_jam(format_jam(menit)) == menit


@pytest.mark.parametrize(
    "text",
    ["8.00", "08:00", "24.01", "08.60", " 08.00", "", "\u0660\u0668.\u0660\u0660"],
)
def test_any_other_spelling_of_an_hour_is_refused(text):
    with pytest.raises(ValueError, match="no hour"):
        parse_jam(text)


def test_minutes_are_given_in_the_order_of_their_sorts():
    menit = Menit(paparan=1, praktik=2, evaluasi=3, umum=4)
    assert [getattr(menit, sort) for sort in SORTS] == list(menit) == [1, 2, 3, 4]
    assert Menit(*menit) == menit


@pytest.mark.parametrize(
    "text",
    ["10.15-10.00", "10.00", "12.00-13.00; 10.00-10.15", "10.00-11.00; 10.59-12.00"],
)
def test_breaks_that_make_no_sense_are_refused(text):
    with pytest.raises(
        ValueError,
        match=r"is no break|must come after|ends before it begins|before another",
    ):
        parse_istirahat(text)


def test_a_day_must_hold_its_minutes():
    assert check_day_plan(make_tata()) is None
    assert "not 480" in check_day_plan(make_tata(jam_mulai=20 * 60))
    assert "more than 0" in check_day_plan(make_tata(menit_per_hari=0))
    assert "midnight" in check_day_plan(make_tata(jam_mulai_awal=24 * 60))


def begun(db, kurikulum, mulai, *, menit_per_jp=60, **changes):
    """Lay a shipped curriculum out; give the sessions, and the days on which it is."""
    libur = read_libur(db, [mulai.year])
    day_plan = make_tata(mulai, **({"libur": libur} | changes))
    materi = _read_materi(db, kurikulum)
    sesi = lay_out(materi, day_plan=day_plan, menit_per_jp=menit_per_jp)
    return sesi, sorted({each.tanggal.isoformat() for each in sesi})


def total(sesi):
    return sum((each.menit for each in sesi), Menit())


def test_the_schedule_of_candidates_is_five_days_of_eight_hours(db):
    sesi, daftar = begun(db, "3.3", date(2016, 4, 18))
    menit = total(sesi)
    assert (len(daftar), menit.total, menit.paparan) == (5, 40 * 60, 40 * 60 // 4)
    ends = [max(s.selesai for s in sesi if s.tanggal.isoformat() == d) for d in daftar]
    # A Friday breaks half an hour longer.
    assert [format_jam(end) for end in ends] == ["17.30"] * 4 + ["18.00"]


def test_the_schedule_of_schools_is_four_days_of_eight_hours(db):
    sesi, daftar = begun(db, "4.1", date(2016, 4, 25))
    assert (len(daftar), total(sesi).total) == (4, 32 * 60)


def test_each_subject_begins_on_the_day_it_is_meant_for(db):
    materi = {each.kode: each for each in _read_materi(db, "3.3")}
    sesi, daftar = begun(db, "3.3", date(2016, 4, 18))
    for each in taught(sesi):
        if not each.judul.endswith(CONTINUED):
            day = daftar.index(each.tanggal.isoformat()) + 1
            assert day == materi[each.materi].hari


def test_a_longer_day_does_not_pull_the_next_day_forward(db):
    sesi, daftar = begun(db, "3.3", date(2016, 4, 18), menit_per_hari=600)
    assert len(daftar) == 5
    assert max(each.selesai for each in sesi) == parse_jam("18.00")


def test_over_ascension_isra_mikraj_and_a_sunday(db):
    _, daftar = begun(db, "3.3", date(2016, 5, 4))
    days = ["2016-05-04", "2016-05-07", "2016-05-09", "2016-05-10", "2016-05-11"]
    assert daftar == days
    _, flagged = begun(db, "3.3", date(2016, 5, 4), lewati=False)
    assert flagged == [f"2016-05-0{n}" for n in range(4, 9)]


def test_over_a_friday_a_saturday_and_a_sunday(db):
    sesi, daftar = begun(db, "4.1", date(2016, 4, 21))
    assert daftar == ["2016-04-21", "2016-04-22", "2016-04-23", "2016-04-25"]
    noon = [
        (each.judul, format_jam(each.mulai), format_jam(each.selesai))
        for each in sesi
        if each.materi is None and each.selesai - each.mulai > 45
    ]
    assert noon == [
        ("Istirahat, salat, dan makan", "12.15", "13.15"),
        ("Istirahat, salat Jumat, dan makan", "11.15", "12.45"),
        ("Istirahat, salat, dan makan", "12.15", "13.15"),
        ("Istirahat, salat, dan makan", "12.15", "13.15"),
    ]


def test_the_first_of_june_is_a_working_day_in_2016_and_a_holiday_in_2017(db):
    assert begun(db, "4.1", date(2016, 5, 31))[1][1] == "2016-06-01"
    assert begun(db, "4.1", date(2017, 5, 31))[1][1] == "2017-06-02"


def test_the_office_has_the_last_word_on_holidays(db):
    db.conn.execute("INSERT INTO hari_libur VALUES ('2016-04-19', 1, 'Libur daerah')")
    assert read_libur(db, [2016])[date(2016, 4, 19)] == "Libur daerah"
    assert begun(db, "4.1", date(2016, 4, 18))[1][1] == "2016-04-20"
    assert read_libur(db, [2016])[date(2016, 7, 4)].startswith("Cuti Bersama")


def test_a_training_is_opened_first_tested_on_its_last_day_and_closed_last(db):
    for menit in (200, 300, 355, 380, 480, 700):
        for awal in ("08.00", "10.30", "14.00", "19.00"):
            sesi, _ = begun(
                db,
                "3.3",
                date(2016, 4, 18),
                menit_per_hari=menit,
                jam_mulai_awal=parse_jam(awal),
            )
            words = [each.materi for each in taught(sesi)]
            assert words[0] == "F00"
            # Neither tests nor ceremonies are parted.
            assert words[-2:] == ["F15", "F16"]
            assert words.count("F01") == words.count("F00") == 1
            assert sesi[-1].tanggal == taught(sesi)[-2].tanggal
            assert sesi[0].tanggal == date(2016, 4, 18)


def test_a_first_day_that_begins_in_the_afternoon_ends_before_magrib(db):
    sesi, daftar = begun(
        db, "3.3", date(2016, 4, 18), jam_mulai_awal=parse_jam("14.00")
    )
    first = [each for each in sesi if each.tanggal == date(2016, 4, 18)]
    assert format_jam(first[0].mulai) == "14.00"
    # A lesson hour more would end after it.
    assert format_jam(first[-1].selesai) == "17.15"
    assert len(daftar) == 6
    assert total(sesi).total == 40 * 60
