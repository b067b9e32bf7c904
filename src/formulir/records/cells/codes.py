"""Reading cells that hold identifiers, words of a closed set, patterns or files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from formulir.language import chain, phrase, take_reason
from formulir.records.cells.berkas import check_berkas, name_berkas
from formulir.records.cells.numbers import is_digits, read_plain
from formulir.records.cells.people import NIP_DIGITS, find_nip_fault, strip_nip
from formulir.records.cells.text import TYPED_AS_NUMBER, read_text
from formulir.records.ledger.pola import (
    CODES,
    TOKENS,
    PolaMalformedError,
    check_pola,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from formulir.records.cells.text import Read, Reader
    from formulir.records.sheets.sheet import Cell

_NPSN_DIGITS, _DAPODIK_DIGITS = 8, 6
_NPSN = re.compile(r"[A-Z]{0,4}\d+", re.ASCII | re.IGNORECASE)
_KODE_POS = re.compile(r"(?i:kode\s*pos\s*[:.]?)?\s*(\d{5})", re.ASCII)


def read_npsn(cell: Cell) -> Read:
    """Read a school's number, which usually has eight digits but need not.

    >>> read_npsn("20300001.0")[0], read_npsn("P9970001")[0]
    ('20300001', 'P9970001')
    """
    if isinstance(cell, str) and len(cell) == _NPSN_DIGITS and is_digits(cell):
        return cell, None
    text, remark = read_plain(cell, counts=(_NPSN_DIGITS,))
    word = re.sub(r"(?i)^npsn\b[.:]?|\s", "", text)
    if len(word) == _NPSN_DIGITS and is_digits(word):
        return word, remark if isinstance(cell, str) else None
    if not _NPSN.fullmatch(word):
        raise ValueError(
            phrase("{text!r} is no NPSN, which usually has eight digits", text=text)
        )
    return word, remark or phrase("an NPSN usually has eight digits; kept as it is")


def read_nip(cell: Cell) -> Read:
    """Read an official's number; blanks inside and the word NIP are left away.

    It is lenient: lists that come from elsewhere hold odd ones, and they are printed
    as they are, so far as they are digits. ``read_staff_nip`` is its strict twin.

    >>> read_nip("NIP 19590512 198311 1 001")
    ('195905121983111001', None)
    >>> read_nip("-")
    (None, None)
    """
    text, remark = read_plain(cell, counts=(NIP_DIGITS,))
    word = strip_nip(text)
    if word in {"", "-"}:
        return None, None
    if not is_digits(word):
        words = phrase(
            "{text!r} is no NIP of 18 digits; leave it empty where there is none",
            text=text,
        )
        raise ValueError(words)
    if len(word) != NIP_DIGITS:
        return text, phrase("a NIP has 18 digits; kept as it is")
    if find_nip_fault(word):
        remark = phrase("its birth date, appointment or sex is none; kept as it is")
    return word, remark


def read_kode_pos(cell: Cell) -> Read:
    """Read a postal code: five digits, none of which is lost when typed as a number.

    >>> read_kode_pos("Kode Pos 59352"), read_kode_pos(59352.0)
    (('59352', None), ('59352', None))
    """
    word, remark = read_plain(cell, counts=(5,))
    found = _KODE_POS.fullmatch(word)
    if not found:
        raise ValueError(
            phrase("{word!r} is no postal code, which has five digits", word=word)
        )
    return found[1], remark if isinstance(cell, str) else None


def read_kode_wilayah(cell: Cell) -> Read:
    """Read a region's code; one typed as a number gets its shape back.

    33.1 can only be 33.10, since a kabupaten has two digits after the point; 31900
    can only be Dapodik's 031900.

    >>> read_kode_wilayah(33.1)[0], read_kode_wilayah(31900)[0]
    ('33.10', '031900')
    """
    if isinstance(cell, float) and not cell.is_integer():
        if round(cell, 2) != cell:
            raise ValueError(phrase("{cell} is no code of a region", cell=cell))
        return f"{cell:.2f}", TYPED_AS_NUMBER
    text, remark = read_plain(cell, counts=())
    if not isinstance(cell, str) and len(text) == _DAPODIK_DIGITS - 1:
        return f"0{text}", remark
    return text, remark


def read_isi(cell: Cell) -> Read:
    """Read the codes of a series: ``unit=E5.2; hal=PL`` or a JSON object.

    >>> read_isi("unit=E5.2; hal=PL")
    ('{"hal": "PL", "unit": "E5.2"}', None)
    """
    text = str(read_text(cell)[0])
    if text.startswith("{"):
        try:
            codes = json.loads(text)
        except json.JSONDecodeError as error:
            raise ValueError(
                phrase("not a JSON object: {error}", error=error)
            ) from error
    else:
        codes = dict(_pair(part) for part in text.split(";") if part.strip())
    if not all(isinstance(code, str) for code in codes.values()):
        raise ValueError(
            phrase("each code of a series must be text in quotation marks")
        )
    if strange := sorted(set(codes) - CODES):
        there = ", ".join(sorted(CODES))
        reason = phrase(
            "{code!r} is no code that a pattern can name; there are {there}",
            code=strange[0],
            there=there,
        )
        if strange[0] in TOKENS:
            hint = phrase("with which number a series begins stands in column mulai")
            raise ValueError(chain([reason, hint]))
        raise ValueError(reason)
    return json.dumps(codes, ensure_ascii=False, sort_keys=True), None


def read_pola(cell: Cell) -> Read:
    """Read a number pattern, refusing one that could not be written out."""
    text = str(read_text(cell)[0])
    try:
        check_pola(text)
    except PolaMalformedError as error:
        raise ValueError(take_reason(error)) from error
    return text, None


def choice(*words: str, also: Mapping[str, str] | None = None) -> Reader:
    """Make a reader of one word out of a closed set, in any case of letters.

    Args:
        words: The words as they are stored.
        also: Other spellings, in lower case, and the word that each stands for.
    """
    known = {word.casefold(): word for word in words} | dict(also or {})

    def read(cell: Cell) -> Read:
        # 01.1 that was typed as a number has lost its zero, but says what it is.
        decimal = isinstance(cell, float) and not cell.is_integer()
        text = f"{cell:g}" if decimal else str(read_text(cell)[0])
        if text.casefold() not in known:
            raise ValueError(
                phrase("{text!r} is none of {words}", text=text, words=", ".join(words))
            )
        return known[text.casefold()], None

    return read


def berkas_in(
    folder: Path,
    *,
    kinds: frozenset[str],
    known: frozenset[str],
    found: dict[str, Path],
    look: Callable[[Path], str | None],
) -> Reader:
    """Make a reader of file names, which gives the name that the file is stored under.

    Args:
        folder: Where the sheet lies.
        kinds: The extensions that may be named.
        known: The names of files that are stored already; a sheet that was made from
            the records has those.
        found: Where each file that is named is noted, by its stored name.
        look: Looks at a file, and gives a remark; raises a ValueError for a file that
            cannot be used.
    """

    def read(cell: Cell) -> Read:
        text = str(read_text(cell)[0])
        if text in known:
            return text, None
        path = check_berkas(folder, text, kinds=kinds)
        remark = look(path)
        name = name_berkas(path)
        found[name] = path
        return name, remark

    return read


def _pair(part: str) -> tuple[str, str]:
    """Split ``unit=E5.2``."""
    name, sign, code = part.partition("=")
    if not sign or not name.strip():
        raise ValueError(
            phrase("{part!r} is not of the form unit=E5.2", part=part.strip())
        )
    return name.strip(), code.strip()
