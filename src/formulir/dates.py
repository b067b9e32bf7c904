"""Dates as Indonesian letters write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from babel.dates import format_date, get_month_names

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
"""The months in the Roman numerals that number patterns use."""


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
    """Read the name of a month, in any case and also as it was spelled of old.

    >>> parse_bulan("maret"), parse_bulan("Nopember"), parse_bulan("mars")
    (3, 11, None)
    """
    names = {name.casefold(): n for n, name in get_month_names(locale="id").items()}
    return (names | {"pebruari": 2, "nopember": 11}).get(word.casefold())


def parse_tanggal(text: str) -> date:
    """Read a date, ISO only: a date is never guessed.

    Raises:
        ValueError: It is not of the form ``2016-03-14``, or no such day exists.

    >>> parse_tanggal("2016-03-14")
    datetime.date(2016, 3, 14)
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) is None:
        msg = f"{text!r} is not a date of the form 2016-03-14"
        raise ValueError(msg)
    return date.fromisoformat(text)
