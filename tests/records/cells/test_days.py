"""Days as people write them: read when there is one reading, refused when two."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.dates import format_hari, format_tanggal, read_tanggal_text
from formulir.records.cells.days import read_tanggal, tanggal_of
from formulir.records.sheets.report import Note

DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 Maret 2016", "2016-03-14"),
        ("14 Mar 2016", "2016-03-14"),
        ("12 Sept 1976", "1976-09-12"),
        ("14/03/2016", "2016-03-14"),
        ("1-Jan-2015", "2015-01-01"),
        ("1 Januari 2015", "2015-01-01"),
        ("2016-03-14", "2016-03-14"),
        ("2016-03-14 0:00:00", "2016-03-14"),
        ("2016-03-14T00:00:00", "2016-03-14"),
        ("Senin, 14 Maret 2016", "2016-03-14"),
        ("Hari Jum'at, 18 Maret 2016", "2016-03-18"),
        ("Ahad, 1 Mei 2016", "2016-05-01"),
        ("14.03.2016", "2016-03-14"),
        ("3-4-2016", "2016-04-03"),
        ("14/03/2016 00.00", "2016-03-14"),
        ("5 Agt. 2016", "2016-08-05"),
        ("7 Pebruari 2016", "2016-02-07"),
        ("Agustus 17, 2016", "2016-08-17"),
        ("17-VIII-2016", "2016-08-17"),
        ("5 Oct 2016", "2016-10-05"),
        (" 07  MARET\u00a02016 ", "2016-03-07"),
        ("42443", "2016-03-14"),
        (42443.0, "2016-03-14"),
    ],
)
def test_a_day_is_read_as_people_write_it(text, day):
    assert read_tanggal(text)[0] == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("03/04/16", "two digits"),
        ("1-Jan-15", "two digits"),
        ("14 Mar 16", "two digits"),
        ("04/25/2015", "no month 25"),
        ("Selasa, 14 Maret 2016", "is a Senin"),
        ("Senin, 3/4/2016", "is a Minggu"),
        ("31/02/2016", "not a date"),
        ("30 Februari 2016", "not a date"),
        ("2016-13-01", "not a date"),
        ("14-03/2016", "not a date"),
        ("Maret 2016", "not a date"),
        ("2016", "not a date"),
        ("20160314", "not a date"),
        ("2016-03-14 10:30", "time of day"),
        ("14/03/2016 07.30 WIB", "time of day"),
        (2016.0, "a number, not a date"),
        (42443.5, "decimal number"),
        (20160314.0, "a number, not a date"),
    ],
)
def test_what_has_two_readings_or_none_is_refused_with_its_value(text, reason):
    with pytest.raises(ValueError, match=reason):
        read_tanggal(text)


@given(DAYS)
def test_what_a_letter_writes_is_read_back(day):
    assert read_tanggal_text(format_tanggal(day)).day == day
    spelled = f"{format_hari(day)}, {format_tanggal(day)}"
    assert read_tanggal_text(spelled).day == day


@given(DAYS)
def test_figures_are_read_day_first_and_told(day):
    value, note = read_tanggal(f"{day:%d/%m/%Y}")
    assert value == day.isoformat()
    assert isinstance(note, Note)
    assert format_tanggal(day) in note.example


@given(DAYS, DAYS)
def test_a_column_with_the_month_first_keeps_nothing_that_may_be_read_both_ways(
    day, other
):
    cells = [f"{day:%m/%d/%Y}", f"{other:%m/%d/%Y}"]
    read = tanggal_of(cells)
    against = any(each.day > 12 for each in (day, other))
    for each, cell in zip((day, other), cells, strict=True):
        if each.day > 12 or (against and each.day != each.month):
            with pytest.raises(ValueError, match=r"month"):
                read(cell)
        else:
            assert read(cell)[0] == f"{each:%Y-%d-%m}"


def test_a_column_of_the_country_is_read_day_first():
    read = tanggal_of(["1/2/2015", "25/4/2015", "", 5.0])
    assert [read(cell)[0] for cell in ("1/2/2015", "25/4/2015")] == [
        "2015-02-01",
        "2015-04-25",
    ]
