"""Reading cells about a training: hours, breaks, marks, lists of codes."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.records.cells.text import TYPED_AS_NUMBER, read_number, read_text
from formulir.records.schedule.hours import parse_istirahat

if TYPE_CHECKING:
    from formulir.records.cells.text import Read
    from formulir.records.sheets.sheet import Cell

_MENIT_PER_JAM, _JAM_PER_HARI, _SECONDS_A_MINUTE = 60, 24, 60
_NILAI_LIMIT = 100
_JAM = re.compile(
    r"(?:pukul\s+)?(\d{1,2})[.:](\d\d)(?:[.:]00)?(?:\s*(?:wib|wita|wit))?",
    re.IGNORECASE | re.ASCII,
)
_BREAK = re.compile(r"(.+?)\s*(?:-|\u2013|s\.?\s?/?d\.?)\s*(.+)", re.IGNORECASE)


def read_jam(cell: Cell) -> Read:
    """Read an hour of the day, as text or as a spreadsheet stores it.

    >>> [read_jam(cell)[0] for cell in ("8:00", "08.00 WIB", 0.5, 8.3)]
    ['08.00', '08.00', '12.00', '08.30']
    """
    if isinstance(cell, time):
        return _from_seconds(cell.hour * 3600 + cell.minute * 60 + cell.second), None
    if isinstance(cell, timedelta):
        return _from_seconds(cell.total_seconds()), None
    if isinstance(cell, date):
        # A reader tells each reason by a ValueError, whatever it was given.
        raise ValueError(phrase("a date, not an hour of the day; write 08.00"))  # noqa: TRY004 - see above
    if isinstance(cell, float) and 0 < cell < 1:
        return _from_seconds(cell * _JAM_PER_HARI * 3600), None
    if isinstance(cell, float) and not cell.is_integer():
        # 8.3 was typed as 8.30: minutes have two digits, and a spreadsheet drops zeros.
        return _parse_jam(f"{cell:.2f}"), TYPED_AS_NUMBER
    text, remark = read_text(cell)
    if remark:
        return _parse_jam(f"{text}.00"), TYPED_AS_NUMBER
    return _parse_jam(str(text)), None


def read_breaks(cell: Cell) -> Read:
    """Read the breaks of a day, parted by semicolons; ``-`` is a day without any.

    >>> read_breaks("12:00 - 13:00; 10.00 s.d. 10.15")[0]
    '10.00-10.15; 12.00-13.00'
    """
    text = str(read_text(cell)[0])
    if text == "-":
        return "", None
    parts = filter(None, map(str.strip, text.split(";")))
    spelled = "; ".join(sorted(map(_spell_break, parts)))
    parse_istirahat(spelled)
    return spelled, None


def read_nilai(cell: Cell) -> Read:
    """Read a mark from 0 to 100.

    >>> read_nilai("87,5")
    (87.5, None)
    """
    number, remark = read_number(cell)
    if not isinstance(number, float) or not 0 <= number <= _NILAI_LIMIT:
        raise ValueError(
            phrase(
                "{number:g} is no mark from 0 to {limit}",
                number=number,
                limit=_NILAI_LIMIT,
            )
        )
    return number, remark


def read_code_list(cell: Cell) -> Read:
    """Read codes that are parted by semicolons, each once.

    >>> read_code_list("FN-1;FN-2 ; FN-1")[0]
    'FN-1; FN-2'
    """
    text, remark = read_text(cell)
    parts = [part.strip() for part in str(text).split(";")]
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None, remark


def split_codes(value: object) -> list[str]:
    """Give the codes of a list as ``read_code_list`` stores it."""
    return str(value).split("; ")


def _parse_jam(text: str) -> str:
    """Read an hour from text, or refuse it."""
    found = _JAM.fullmatch(text.strip())
    if found:
        jam, menit = int(found[1]), int(found[2])
        if jam < _JAM_PER_HARI and menit < _MENIT_PER_JAM:
            return f"{jam:02}.{menit:02}"
    raise ValueError(phrase("{text!r} is no hour of the day such as 08.00", text=text))


def _from_seconds(seconds: float) -> str:
    """Write a part of a day as an hour, if it is one to the minute.

    A spreadsheet stores 08.20 as 0.34722…, so a second more or less is nothing.
    """
    menit = round(seconds / _SECONDS_A_MINUTE)
    if abs(menit * _SECONDS_A_MINUTE - seconds) > 1:
        raise ValueError(phrase("an hour with seconds; write 08.00"))
    if not 0 <= menit < _JAM_PER_HARI * _MENIT_PER_JAM:
        raise ValueError(phrase("more than a day, not an hour of it; write 08.00"))
    return f"{menit // _MENIT_PER_JAM:02}.{menit % _MENIT_PER_JAM:02}"


def _spell_break(part: str) -> str:
    """Spell one break as the store does."""
    found = _BREAK.fullmatch(part)
    if not found:
        raise ValueError(phrase("{part!r} is no break such as 12.00-13.00", part=part))
    return f"{_parse_jam(found[1])}-{_parse_jam(found[2])}"
