"""What describes a sheet that can be imported.

The descriptions are data: the import reads by them, and an empty sheet is made from
them. A heading is recognised in any case of letters, whatever blanks, underscores or
points stand in it, under the column's own name and the other names listed here
(Indonesian ones, and those of a Dapodik school list).
"""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LONGEST: Final = 200
"""Longer headings are cells of strangers' sheets, and are not remembered."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a column points to: a row that another table must have.

    Args:
        tabel: The other table.
        column: The column there that holds the same words.
        shared: Columns that both tables have and in which the two rows agree.
        lenient: Whether a row that is not there is only remarked upon, since it may
            come later; the letters that need it find it missing.
    """

    tabel: str
    column: str
    _: KW_ONLY
    shared: tuple[str, ...] = ()
    lenient: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet, and of the table behind it.

    Args:
        nama: Its name in the store, which is a heading too.
        meaning: What it holds, in the words of the office; shown beside the heading.
        kind: What its cells hold, as ``KINDS`` names it.
        headings: Other headings under which it is recognised.
        otherwise: Headings that stand for it in a sheet that has none of these.
        required: Whether each row must fill it.
        default: What an empty cell of a required column means, where it means
            anything.
        choices: The words that it may hold.
        spellings: Other spellings of these, in lower case, and what each stands for.
        example: What a cell may look like, where its kind does not say it.
        points_to: What else must be on record for it.
        private: Whether it is nobody's business outside the office: masked in what
            leaves the store, unless asked for.
    """

    nama: str
    meaning: str
    kind: str = "teks"
    _: KW_ONLY
    headings: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    required: bool = False
    default: str | int | None = None
    choices: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    points_to: Reference | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of a row that needs several of its columns, or the store.

    Args:
        columns: The columns that it looks at; the fault is told at the last one. It is
            left out for a row in which one of them could not be read.
        judge: Says what is wrong with the values of its columns, or nothing; it is
            asked where all are there, and none is masked.
        sql: A query in place of ``judge``: the columns are its parameters, and a row
            that it gives is a fault.
        says: What is then said, a pattern that names columns of that row.
    """

    columns: tuple[str, ...]
    _: KW_ONLY
    judge: Callable[..., str | None] | None = None
    sql: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that can be imported.

    Args:
        nama: Its name in the store.
        meaning: What a row of it is.
        key: The columns that tell one row from another.
        columns: Its columns, in the order of an empty sheet.
        ignored: Headings that are known to come along and are left alone.
        whole: Whether a sheet is taken whole or not at all, bad rows never skipped:
            what it lists belongs together.
        checks: The rules of a row, as it would stand in the store.
        rows: A query of the rows on record, where these are not the table's own.
        shown: What that query gives besides, by the column behind which a filled sheet
            shows it; it is among ``ignored``.
        formulir: The kind of letters of which it has a row a letter, if of one.
        judul: What a list of it is called.
        brief: The columns that a list shows before others.
    """

    nama: str
    meaning: str
    _: KW_ONLY
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ()
    whole: bool = False
    checks: tuple[Check, ...] = ()
    rows: str = ""
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    formulir: str = ""
    judul: str = ""
    brief: tuple[str, ...] = ()

    def filled(self, fill: Mapping[str, str | int]) -> Table:
        """Return it with what columns hold that a sheet lacks or leaves empty."""
        columns = [
            replace(column, default=fill.get(column.nama, column.default))
            for column in self.columns
        ]
        return replace(self, columns=tuple(columns))

    @property
    def source(self) -> str:
        """Return what stands behind FROM in a query of the rows on record."""
        return f"({self.rows})" if self.rows else self.nama


def normalize_heading(headings: str) -> str:
    """Bring a heading to the form in which headings are compared.

    >>> normalize_heading(" Kode_Kab. Kota* ")
    'kodekabkota'
    """
    spell = _normalize if len(headings) <= _LONGEST else _normalize.__wrapped__
    return spell(headings)


@lru_cache(maxsize=8192)
def _normalize(headings: str) -> str:
    return re.sub(r"[\W_]+", "", headings.casefold())
