"""Filling the pages: escaped, complete, and in Indonesian."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from formulir.dates import format_hari, format_tanggal
from formulir.language import Sentence, translate
from formulir.web.desk.cures import address_cell
from formulir.web.helping.read import find_help

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

_EMPTY = "\N{EN DASH}"


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("formulir.web", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_tell,
    )
    env.filters |= {
        "tanggal": spell_day,
        "saat": spell_moment,
        "angka": spell_count,
        "bilang": translate,
        "isi": spell_cell,
    }
    env.tests["dikutip"] = lambda text: "\N{LEFT DOUBLE QUOTATION MARK}" in text
    env.globals["berkas"] = version_static
    env.globals["alamat_sel"] = address_cell
    env.globals["bantuan"] = find_help
    return env


def _tell(shown: object) -> object:
    """Tell a sentence in the language of the pages, also where no filter asks for it.

    A string is left as it is, for markup that was escaped must stay such.
    """
    return translate(shown) if isinstance(shown, Sentence) else shown


def fill(template: str, facts: Mapping[str, Any]) -> str:
    """Fill a page.

    Raises:
        jinja2.UndefinedError: It asks for what is not given.
    """
    return _environment().get_template(template).render(facts)


def spell_day(day: date | str | None, *, hari: bool = False) -> str:
    """Spell a day as letters do, with the day of the week if wanted.

    >>> spell_day("2016-03-15")
    '15 Maret 2016'
    """
    if not day:
        return _EMPTY
    value = day if isinstance(day, date) else date.fromisoformat(day[:10])
    said = format_tanggal(value)
    return f"{format_hari(value)}, {said}" if hari else said


def spell_moment(moment: str | None, zona: ZoneInfo) -> str:
    """Spell a moment of the log where the office is.

    >>> from zoneinfo import ZoneInfo
    >>> spell_moment("2016-03-14T01:00:00Z", ZoneInfo("Asia/Jakarta"))
    '14 Maret 2016 08.00'
    """
    if not moment:
        return _EMPTY
    there = datetime.fromisoformat(moment).astimezone(zona)
    return f"{format_tanggal(there.date())} {there:%H.%M}"


def spell_count(count: float) -> str:
    """Spell a number with points between thousands and a comma before decimals.

    >>> spell_count(49344), spell_count(2.5)
    ('49.344', '2,5')
    """
    swap = str.maketrans(",.", ".,")
    return f"{count:,}".translate(swap)


def spell_cell(value: object) -> str:
    """Spell what a cell holds; a dash where it holds nothing."""
    return _EMPTY if value is None or value == "" else str(value)


@cache
def version_static(name: str) -> str:
    """Return the address of a static file, which changes with its content."""
    data = resources.files("formulir.web").joinpath("static", *name.split("/"))
    mark = hashlib.sha256(data.read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={mark}"
