"""Dates as Indonesian letters write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

from babel.dates import format_date

from formulir.language import phrase

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
"""The months in the Roman numerals that number patterns use."""


MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags agus agst aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for word in words.split()
}
"""The months by every spelling that is met in Indonesian lists, English ones too."""
_DAYS = {
    word: number
    for number, words in enumerate(
        (
            "senin sen monday mon",
            "selasa sel tuesday tue",
            "rabu rab wednesday wed",
            "kamis kam thursday thu",
            "jumat jum'at jum friday fri",
            "sabtu sab saturday sat",
            "minggu ahad min sunday sun",
        )
    )
    for word in words.split()
}
_WEEKDAY = re.compile(r"(?:hari\s+)?([a-z]+(?:['\u2019`]at)?)\s*(?:,|/|\s)\s*(.+)")
_MIDNIGHT = re.compile(r"(.*\d)(?:\s+|t)0?0[:.]00(?:[:.]00(?:[.,]0+)?)?(?:\s*am)?z?")
_CLOCK = re.compile(r".*\d(?:\s+|t)\d{1,2}[:.]\d\d.*")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_FIGURES = re.compile(
    r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})", re.ASCII
)
_WORDS = re.compile(
    r"(?:tanggal\s+|tgl\.?\s+)?(\d{1,2})[-/. ]\s*([a-z]+)\.?[-/., ]\s*(\d{4}|\d{2})",
    re.ASCII,
)
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})\s*,?\s+(\d{4}|\d{2})", re.ASCII)
_MONTHS_A_YEAR = 12
_YEAR_DIGITS = 4
HOW_TO_WRITE = phrase("write 2016-03-07 or 7 Maret 2016")


def format_tanggal(tanggal: date) -> str:
    """Write a date as a letter does: no leading zero, the month in words.

    >>> format_tanggal(date(2016, 3, 7))
    '7 Maret 2016'
    """
    return format_date(tanggal, "d MMMM y", locale="id")


def format_hari(tanggal: date) -> str:
    """Write the day of the week.

    >>> format_hari(date(2016, 3, 14))
    'Senin'
    """
    return format_date(tanggal, "EEEE", locale="id")


def format_range(mulai: date, selesai: date) -> str:
    """Write the days from one to another as an invitation does.

    >>> format_range(date(2016, 4, 11), date(2016, 4, 15))
    '11 s.d. 15 April 2016'
    >>> format_range(date(2016, 5, 30), date(2016, 6, 3))
    '30 Mei s.d. 3 Juni 2016'
    """
    if mulai == selesai:
        return format_tanggal(mulai)
    pola = "d MMMM y"
    if mulai.year == selesai.year:
        pola = "d" if mulai.month == selesai.month else "d MMMM"
    return f"{format_date(mulai, pola, locale='id')} s.d. {format_tanggal(selesai)}"


def format_saat(saat: datetime) -> str:
    """Write a moment for the log: UTC, whole seconds.

    >>> format_saat(datetime(2016, 3, 14, 1, 2, 3, tzinfo=UTC))
    '2016-03-14T01:02:03Z'
    """
    return saat.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_bulan(word: str) -> int | None:
    """Read the name of a month: short, of old, English or Roman, in any case.

    >>> parse_bulan("maret"), parse_bulan("Nopember"), parse_bulan("IX")
    (3, 11, 9)
    """
    if word.upper() in ROMAN:
        return ROMAN.index(word.upper()) + 1
    return MONTHS.get(word.casefold())


def parse_tanggal(text: str) -> date:
    """Read a date as the program itself writes it: ISO only.

    Raises:
        ValueError: It is not of the form ``2016-03-14``, or no such day exists.

    >>> parse_tanggal("2016-03-14")
    datetime.date(2016, 3, 14)
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) is None:
        msg = phrase("{text!r} is not a date of the form 2016-03-14", text=text)
        raise ValueError(msg)
    return date.fromisoformat(text)


class Told(NamedTuple):
    """A day that somebody wrote.

    Args:
        day: The day.
        figures: Whether it was read out of figures, the day before the month.
        either: Whether nothing but this custom of the country told them apart.
    """

    day: date
    figures: bool = False
    either: bool = False


def read_tanggal_text(text: str) -> Told:
    """Read a day as people write it; what can be read in two ways is refused.

    Figures are read day first, as the country writes them; a month in words may be
    short, of old, English or Roman. A weekday before it must be that of the day, and a
    midnight behind it, which spreadsheets add, is nothing.

    Raises:
        ValueError: It is no day, has a year of two digits, another weekday than it
            says, or a time of day.

    >>> read_tanggal_text("Senin, 14 Mar 2016").day.isoformat()
    '2016-03-14'
    >>> read_tanggal_text("03/04/2016")
    Told(day=datetime.date(2016, 4, 3), figures=True, either=True)
    """
    word = " ".join(text.split()).casefold()
    weekday = _WEEKDAY.fullmatch(word)
    number = weekday and _DAYS.get(re.sub(r"['\u2019`]", "", weekday[1]))
    if weekday and number is not None:
        told = _read_day(weekday[2], text)
        if told.day.weekday() != number:
            raise ValueError(
                phrase(
                    "{text!r} contradicts itself, for {day} is a {weekday}; correct "
                    "the day or the date",
                    text=text,
                    day=format_tanggal(told.day),
                    weekday=format_hari(told.day),
                )
            )
        return told._replace(either=False)
    return _read_day(word, text)


def is_month_first(text: str) -> bool:
    """Tell whether figures can only be a month before a day, as elsewhere in the world.

    >>> is_month_first("04/25/2015"), is_month_first("25/04/2015")
    (True, False)
    """
    found = _FIGURES.fullmatch(_drop_midnight(" ".join(text.split()).casefold()))
    if found is None:
        return False
    return int(found[1]) <= _MONTHS_A_YEAR < int(found[3])


def _drop_midnight(word: str) -> str:
    found = _MIDNIGHT.fullmatch(word)
    return found[1] if found else word


def _read_day(word: str, text: str) -> Told:
    """Read a day without its weekday; ``text`` is what a fault names."""
    word = _drop_midnight(word)
    if _CLOCK.fullmatch(word):
        raise ValueError(
            phrase(
                "{text!r} is a date with a time of day; leave the time away", text=text
            )
        )
    if found := _ISO.fullmatch(word):
        return Told(_make(text, found[1], found[3], found[4]))
    if found := _FIGURES.fullmatch(word):
        if is_month_first(word):
            raise ValueError(
                phrase(
                    "{text!r} has no month {month}, for the day stands first; {cure}",
                    text=text,
                    month=found[3],
                    cure=HOW_TO_WRITE,
                )
            )
        day = _make(text, found[4], found[3], found[1])
        either = int(found[1]) <= _MONTHS_A_YEAR and int(found[1]) != int(found[3])
        return Told(day, figures=True, either=either)
    if found := _WORDS.fullmatch(word):
        number, month, year = found[1], found[2], found[3]
    elif found := _MONTH_FIRST.fullmatch(word):
        number, month, year = found[2], found[1], found[3]
    else:
        raise ValueError(
            phrase(
                "{text!r} is not a date; {cure}",
                text=text,
                cure=HOW_TO_WRITE,
            )
        )
    return Told(_make(text, year, str(parse_bulan(month) or 0), number))


def _make(text: str, year: str, month: str, day: str) -> date:
    """Make a day of its parts, or say what is wrong with them."""
    if len(year) != _YEAR_DIGITS:
        raise ValueError(
            phrase(
                "{text!r} has a year of two digits, which may mean two centuries; "
                "write the year with four",
                text=text,
            )
        )
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(
            phrase(
                "{text!r} is not a date; {cure}",
                text=text,
                cure=HOW_TO_WRITE,
            )
        ) from None
