"""Reading cells that hold a region: by a code of any year, or by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.errors import list_either
from formulir.language import mark, phrase, take_reason
from formulir.records.cells.clean import is_empty
from formulir.records.cells.codes import read_kode_wilayah
from formulir.records.office.wilayah import suggest_wilayah, understand_wilayah
from formulir.records.office.wilayah_name import add_dot, split_nama
from formulir.records.sheets.report import Note, tell_read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.cells.text import Read, Reader
    from formulir.records.office.wilayah_name import NameIndex
    from formulir.records.sheets.sheet import Cell

_DOT_ADDED = mark(
    "{count} code(s) without a dot were read as codes of Kemendagri, "
    "such as {example}; rows {rows}"
)
_NAME_READ = mark(
    "{count} name(s) that do not say Kabupaten or Kota were read as "
    "the only region of that name, such as {example}; rows {rows}"
)


def wilayah_of(codes: Mapping[str, str], names: NameIndex) -> Reader:
    """Make a reader of regions, which gives today's code.

    Args:
        codes: The code of today by every code that is understood.
        names: The names of the regions that are understood.
    """
    told: dict[tuple[str, str], Read | str] = {}

    def read(cell: Cell, beside: Cell = "") -> Read:
        if isinstance(cell, str) and cell in codes:
            return codes[cell], None
        text, remark = read_kode_wilayah(cell)
        word = str(text)
        if word in codes:
            return codes[word], remark
        key = word, _read_province(beside)
        if key not in told:
            try:
                told[key] = _read_word(word, codes, names, province=key[1])
            except ValueError as error:
                told[key] = take_reason(error)
        known = told[key]
        if isinstance(known, str):
            # A reader tells each reason by a ValueError, whatever it was given.
            raise ValueError(known)  # noqa: TRY004 - see above
        return known

    return read


def _read_province(cell: Cell) -> str:
    """Read the province that stands beside a region; one that cannot be is none."""
    if is_empty(cell):
        return ""
    try:
        return str(read_kode_wilayah(cell)[0])
    except ValueError:
        return ""


def _read_word(
    word: str, codes: Mapping[str, str], names: NameIndex, *, province: str
) -> Read:
    """Read a name, or a code without its dot; what may be two regions is refused."""
    found = understand_wilayah(names, word, province=province)
    fits = {kode: nama for kode, nama in found.items() if kode in codes}
    choices = list_either([f"{kode} {nama}" for kode, nama in fits.items()])
    if len(fits) > 1:
        raise ValueError(
            phrase(
                "{word!r} may be {choices}; write the code", word=word, choices=choices
            )
        )
    if not fits:
        known = [(kode, nama) for kode, nama in names.last.items() if kode in codes]
        is_name = any(map(str.isalpha, word))
        near = suggest_wilayah(known, word) if is_name else []
        hint = phrase("; did you mean {near}?", near=list_either(near)) if near else ""
        raise ValueError(
            phrase(
                "{word!r} is no code of a region that fits here{hint}",
                word=word,
                hint=hint,
            )
        )
    note = None
    if add_dot(word):
        note = Note(_DOT_ADDED, tell_read(word, choices))
    elif not split_nama(word).sort:
        note = Note(_NAME_READ, tell_read(word, choices))
    return next(iter(fits)), note
