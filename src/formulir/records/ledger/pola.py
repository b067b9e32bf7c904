"""The spelling of letter numbers: a closed set of tokens, checked as it is recorded."""

from __future__ import annotations

import json
import re
import string
from itertools import pairwise
from typing import TYPE_CHECKING

from formulir.dates import ROMAN
from formulir.errors import RecordError
from formulir.language import Sentence, phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

TOKENS = frozenset({"urut", "bulan", "bulan_romawi", "tahun"})
"""The tokens that the number and the date fill."""
CODES = frozenset({"unit", "hal", "klasifikasi", "keamanan", "sub"})
"""The tokens that the codes of the series and of the kind fill."""
_DIGITS = (TOKENS | CODES) - {"bulan_romawi"}
"""The tokens that may begin or end with a digit."""
_WIDTH = re.compile("[1-9]?")
"""A width without its zeros: no number that a letter bears is longer."""


class PolaMalformedError(RecordError):
    """A number pattern cannot be written out."""

    pola: str
    reason: str

    @property
    def sentence(self) -> Sentence:
        """Name the tokens there are."""
        known = ", ".join(f"{{{name}}}" for name in sorted(TOKENS | CODES))
        return phrase(
            "number pattern {pola!r}: {reason}; the tokens are {known}",
            pola=self.pola,
            reason=self.reason,
            known=known,
        )


def check_pola(pola: str) -> None:
    """Refuse a pattern that could give two letters the same number.

    Raises:
        PolaMalformedError: It leaves out ``{urut}`` or does not keep it apart from
            other digits, names an unknown token, or is no pattern at all.
    """
    names = list_tokens(pola)
    unknown = [name for name in names if name not in TOKENS | CODES]
    if unknown:
        reason = phrase("unknown token {{{name}}}", name=unknown[0])
        raise PolaMalformedError(pola, reason=reason)
    if "urut" not in names:
        raise PolaMalformedError(pola, reason=phrase("it leaves out {{urut}}"))
    if touching := _find_touching(pola):
        # {urut}{bulan} would spell both 1 in December and 11 in February as 112, and
        # {klasifikasi}{urut} both 1 of 4211 and 11 of 421 as 42111.
        reason = phrase(
            "{{urut}} needs a separator that is no digit beside {{{touching}}}",
            touching=touching,
        )
        raise PolaMalformedError(pola, reason=reason)


class _Urut(int):
    """A running number with the letter behind it, in whatever width."""

    sisipan: str

    def __format__(self, spec: str) -> str:
        """Write the digits in their width, then the letter."""
        return super().__format__(spec) + self.sisipan


def format_nomor(
    pola: str,
    *,
    urut: int,
    tanggal: date,
    kode: Mapping[str, str],
    sisipan: str = "",
) -> str:
    """Write a number in the spelling of its series.

    Args:
        pola: The spelling, as the series records it: ``{urut}``, ``{bulan}``,
            ``{bulan_romawi}``, ``{tahun}``; any other name is a code.
        urut: The running number within the calendar year, from 1.
        tanggal: The date of the letter.
        kode: The codes of the series and of the kind, such as ``unit`` and ``hal``.
        sisipan: The letter behind the running number, of a number that is inserted.

    Raises:
        PolaMalformedError: The spelling leaves out ``{urut}`` or names an unknown
            code.

    Source: numbers seen on letters of the ministry, 2013-2017; Permenpan-RB 80/2012.

    >>> from datetime import date
    >>> format_nomor("{urut:04}/{unit}/{hal}/{tahun}", urut=394,
    ...              tanggal=date(2013, 5, 2), kode={"unit": "E5.2", "hal": "PL"})
    '0394/E5.2/PL/2013'
    """
    check_pola(pola)
    running = _Urut(urut)
    running.sisipan = sisipan
    values: dict[str, object] = {
        "urut": running,
        "bulan": tanggal.month,
        "bulan_romawi": ROMAN[tanggal.month - 1],
        "tahun": tanggal.year,
    }
    for name in list_tokens(pola):
        if name in CODES and name not in kode:
            reason = phrase(
                "neither the series nor the kind has a code {{{name}}}", name=name
            )
            raise PolaMalformedError(pola, reason=reason)
    try:
        return pola.format_map({**kode, **values})
    except ValueError as error:
        raise PolaMalformedError(pola, reason=take_reason(error)) from error


def parse_nomor(pola: str, nomor: str, *, tanggal: date) -> tuple[int, str] | None:
    """Read the running number, and the letter behind it, out of a spelled number.

    Args:
        pola: The pattern.
        nomor: The number as it is spelled on paper.
        tanggal: The date of the letter, whose month and year must be those spelled.

    Returns:
        The running number and the letter, or nothing if it is spelled otherwise.

    >>> from datetime import date
    >>> parse_nomor("{urut:04}/{unit}/{tahun}", "0123a/E5.2/2016",
    ...             tanggal=date(2016, 3, 14))
    (123, 'a')
    """
    parts = []
    for literal, name, spec, _ in string.Formatter().parse(pola):
        parts.append(re.escape(literal))
        if name == "urut":
            parts.append(r"(?P<urut>[0-9]{1,9})(?P<sisipan>[a-z]?)")
        elif name in TOKENS:
            own = {"urut": 1, "tanggal": tanggal, "kode": {}}
            token = f"{{{name}:{spec}}}" if spec else f"{{{name}}}"
            one = format_nomor("{urut}|" + token, **own)  # type: ignore[arg-type] # as named
            parts.append(re.escape(one.removeprefix("1|")))
        elif name is not None:
            parts.append(r"\S(?:.*?\S)?")
    found = re.fullmatch("".join(parts), nomor)
    if found is None or int(found["urut"]) == 0:
        return None
    return int(found["urut"]), found["sisipan"]


def can_clash(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two patterns can spell the same number.

    A code that only the kind gives may be anything. Both are read sign by sign, each
    sign of the one against each of the other.

    Args:
        one: A pattern, and its codes as JSON.
        other: Another one, likewise.

    >>> can_clash(("{urut:03}/SK/{tahun}", "{}"), ("{urut}/{hal}/{tahun}", "{}"))
    True
    >>> can_clash(("{urut:03}/SK/{tahun}", "{}"), ("SK/{urut}/{tahun}", "{}"))
    False
    """
    left, right = _list_signs(*one), _list_signs(*other)
    waiting, seen = [(0, 0)], {(0, 0)}
    while waiting:
        i, j = waiting.pop()
        if i == len(left) and j == len(right):
            return True
        if i == len(left) or j == len(right):
            continue
        (signs, more), (others, more_of_other) = left[i], right[j]
        if signs is not None and others is not None and not signs & others:
            continue
        for step_i in (0, 1) if more else (1,):
            for step_j in (0, 1) if more_of_other else (1,):
                following = (i + step_i, j + step_j)
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)
    return False


def _list_signs(pola: str, isi: str) -> list[tuple[frozenset[str] | None, bool]]:
    """List the signs of a pattern: what may stand there, and whether more than once.

    Nothing stands for any sign. A text is as many signs, each once.
    """
    digits, roman = frozenset("0123456789"), frozenset("IVX")
    codes = json.loads(isi)
    signs: list[tuple[frozenset[str] | None, bool]] = []
    for literal, name, _, _ in string.Formatter().parse(pola):
        signs += [(frozenset(sign), False) for sign in literal]
        if name == "bulan_romawi":
            signs.append((roman, True))
        elif name == "tahun":
            signs += [(digits, False)] * 4
        elif name in TOKENS:
            signs.append((digits, True))
        elif name in codes:
            signs += [(frozenset(sign), False) for sign in codes[name]]
        elif name is not None:
            signs.append((None, True))
    return signs


def _find_touching(pola: str) -> str | None:
    """Name a token from whose digits those of ``{urut}`` could not be told apart."""
    parts = [(text, name) for text, name, _, _ in string.Formatter().parse(pola)]
    for (_, left), (between, right) in pairwise(parts):
        if left and right and "urut" in {left, right}:
            (other,) = {left, right} - {"urut"} or {"urut"}
            if other in _DIGITS and (between == "" or between.isdigit()):
                return other
    return None


def list_tokens(pola: str) -> list[str]:
    """Name the tokens of a pattern, refusing whatever is more than a token.

    Raises:
        PolaMalformedError: It is no pattern at all.
    """
    try:
        parts = list(string.Formatter().parse(pola))
    except ValueError as error:
        raise PolaMalformedError(pola, reason=take_reason(error)) from error
    names = []
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        width = (spec or "").lstrip("0")
        if conversion or not name.isidentifier() or not _WIDTH.fullmatch(width):
            reason = phrase(
                "{{{name}}} may only have a width up to 9, such as {{urut:04}}",
                name=name,
            )
            raise PolaMalformedError(pola, reason=reason)
        names.append(name)
    return names
