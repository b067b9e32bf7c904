"""Reading cells about people: their numbers, and how to reach them.

The columns are optional, so what cannot be right is refused with its reason: a clerk
can look again or leave the cell empty, and nothing wrong gets onto paper.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.records.cells.mask import is_masked
from formulir.records.cells.numbers import is_digits, read_plain
from formulir.records.cells.text import read_text
from formulir.records.sheets.report import Note

if TYPE_CHECKING:
    from formulir.records.cells.text import Read, Reader
    from formulir.records.sheets.sheet import Cell

NIP_DIGITS, NIK_DIGITS, NUPTK_DIGITS = 18, 16, 16
_WOMAN = 40
"""What a NIK adds to the day of birth of a woman."""
_MONTHS = re.compile(r"0[1-9]|1[0-2]|2[1-9]")
"""The month of appointment, or in its place 21, 22, … for a PPPK's contract."""
_MIN_AGE = 15
_KELAMIN = {"1": "L", "2": "P"}
_MASKED = re.compile(r"\*+[^*]{0,4}")
_TELEPON = re.compile(r"\+?[0-9(][0-9 ()./-]{4,}", re.ASCII)
_CALLED = r"(?:telepon|telp|tel|hp|wa|fax|faks|kantor)"
_LABEL = rf"(?:{_CALLED}\.?\s*[:.]?\s*)?"
_LINE = (
    rf"{_LABEL}\+?[0-9(][0-9 ()./-]{{2,}}"
    r"(?:\s*(?:ext|pes|psw|pesawat|hunting)\.?\s*:?\s*[0-9]*)?"
)
_LINES = re.compile(
    rf"{_LINE}(?:\s*(?:[,;&]|dan|atau|(?={_CALLED}))\s*{_LINE})*",
    re.ASCII | re.IGNORECASE,
)
"""What an office or a school writes: several numbers, extensions, what each is for."""
_TELEPON_DIGITS = range(8, 16)
_TELEPON_LENGTH = 120
_POSEL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}")


def strip_nip(text: str) -> str:
    """Take the word NIP and the blanks away.

    >>> strip_nip("NIP. 19590512 198311 1 001")
    '195905121983111001'
    """
    return re.sub(r"(?i)^nip\b[.:]?|\s", "", text)


def find_nip_fault(nip: str) -> str | None:
    """Say why eighteen digits are no NIP, or nothing.

    Eight digits of the birth date, six of the month of appointment, one of the sex
    (1 man, 2 woman), three that tell people of one day apart. A PPPK has 21 in place of
    the month, 22 with the second contract.

    Source: Peraturan Kepala BKN 22/2007 on the NIP.

    >>> find_nip_fault("198013011999031000")
    '19801301 is no birth date'
    """
    if (born := _date(nip[:8])) is None:
        return phrase("{digits} is no birth date", digits=nip[:8])
    year, month = nip[8:12], nip[12:14]
    if not _MONTHS.fullmatch(month):
        return phrase(
            "{year}{month} is no month of appointment (a PPPK has 21 as month)",
            year=year,
            month=month,
        )
    if int(year) < born.year + _MIN_AGE:
        return phrase(
            "born {born} and appointed {appointed} cannot both be right",
            born=born.year,
            appointed=year,
        )
    if nip[14] not in _KELAMIN:
        return phrase(
            "its 15th digit tells the sex, 1 or 2, and is {digit}", digit=nip[14]
        )
    return None


def lahir_of_nip(nip: str) -> str:
    """Give the birth date in a NIP as ISO text."""
    return f"{nip[:4]}-{nip[4:6]}-{nip[6:8]}"


def kelamin_of_nip(nip: str) -> str:
    """Give the sex in a NIP, L or P."""
    return _KELAMIN[nip[14]]


def kelamin_of_nik(nik: str) -> str:
    """Give the sex in a NIK, L or P."""
    return "P" if int(nik[6:8]) > _WOMAN else "L"


NO_NIP = "-"
"""Stands for the NIP of a signer who has none; an empty one is written in by hand."""


def read_none_or(cell: Cell, *, read: Reader) -> Read:
    """Read the number of who signs; a dash says that there is none.

    >>> read_none_or(" - ", read=read_staff_nip)
    ('-', None)
    """
    if isinstance(cell, str) and cell.strip() == NO_NIP:
        return NO_NIP, None
    return read(cell)


def read_staff_nip(cell: Cell) -> Read:
    """Read the number of a person whom the office looks up itself, strictly.

    >>> read_staff_nip("NIP 19590512 198311 1 001")
    ('195905121983111001', None)
    """
    text, remark = read_plain(cell, counts=(NIP_DIGITS,))
    word = strip_nip(text)
    if word in {"", "-"}:
        return None, None
    if len(word) != NIP_DIGITS or not is_digits(word):
        words = phrase(
            "{text!r} is no NIP of 18 digits; leave it empty where there is none",
            text=text,
        )
        raise ValueError(words)
    if fault := find_nip_fault(word):
        raise ValueError(phrase("{word} is no NIP: {fault}", word=word, fault=fault))
    return word, remark


def read_nik(cell: Cell) -> Read:
    """Read the number of an identity card: 16 digits with the birth date inside.

    Source: Peraturan Pemerintah 40/2019, pasal 37: six digits of the region, six of
    the birth date (the day plus 40 for a woman), four of a serial number.

    >>> read_nik("3319016005800001")
    ('3319016005800001', None)
    """
    word, remark = _read_digits(cell, name="NIK", count=NIK_DIGITS)
    if word is None or is_masked(word):
        return word, remark
    day = int(word[6:8]) - _WOMAN * (kelamin_of_nik(word) == "P")
    month, year = word[8:10], word[10:12]
    if not any(_date(f"{tahun}{year}{month}{day:02}") for tahun in ("19", "20")):
        reason = phrase(
            "{word} is no NIK: its digits {digits} are no birth date",
            word=word,
            digits=word[6:12],
        )
        raise ValueError(reason)
    return word, remark


def read_nuptk(cell: Cell) -> Read:
    """Read the number of a teacher: 16 digits.

    >>> read_nuptk("-")
    (None, None)
    """
    return _read_digits(cell, name="NUPTK", count=NUPTK_DIGITS)


def read_telepon(cell: Cell, *, lines: bool = False) -> Read:
    """Read a telephone number, which keeps its zeros, signs and blanks.

    Args:
        cell: The cell.
        lines: Whether it is an office's: several numbers, with extensions.

    >>> read_telepon("0812-5550-1000"), read_telepon("+62 291 5550100")
    (('0812-5550-1000', None), ('+62 291 5550100', None))
    """
    word, remark = read_plain(cell, counts=_TELEPON_DIGITS)
    if word in {"", "-"}:
        return None, None
    allowed = _LINES if lines else _TELEPON
    fits = len(word) <= _TELEPON_LENGTH and allowed.fullmatch(word)
    if not fits and not _MASKED.fullmatch(word):
        raise ValueError(
            phrase("{word!r} is no telephone number such as 0812 5550 1000", word=word)
        )
    return word, remark


def read_posel(cell: Cell) -> Read:
    """Read an e-mail address, or several that are parted by commas or semicolons.

    >>> read_posel("kepala@dinas.contoh.example; tu@dinas.contoh.example")[0]
    'kepala@dinas.contoh.example; tu@dinas.contoh.example'
    """
    text, remark = read_text(cell)
    parts = [part.strip() for part in re.split(r"[;,]", str(text))]
    if wrong := [part for part in parts if not _POSEL.fullmatch(part)]:
        raise ValueError(
            phrase(
                "{address!r} is no e-mail address such as nama@contoh.id",
                address=wrong[0],
            )
        )
    return text, remark


def _read_digits(
    cell: Cell, *, name: str, count: int
) -> tuple[str | None, str | Note | None]:
    """Read a number of so many digits; one masked by an export passes as it is."""
    text, remark = read_plain(cell, counts=(count,))
    word = re.sub(r"\s", "", text)
    if word in {"", "-"}:
        return None, None
    if _MASKED.fullmatch(word) and len(word) == count:
        return word, None
    if len(word) != count or not is_digits(word):
        raise ValueError(
            phrase(
                "{text!r} is no {name}, which has {count} digits",
                text=text,
                name=name,
                count=count,
            )
        )
    return word, remark if isinstance(remark, Note) else None


def _date(digits: str) -> date | None:
    """Read YYYYMMDD, or nothing when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
