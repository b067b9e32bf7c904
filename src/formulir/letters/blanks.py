"""Blanks in what letters are filled with: which are faults, and where dots stand."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from formulir.language import phrase
from formulir.model import Cell, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from formulir.letters.jenis import Jenis

NOTHING_TO_FILL = "-"
"""Stands on record where dots would be printed, and nothing is to be written there."""

Columns: TypeAlias = "Mapping[str, tuple[str, frozenset[str]]]"
"""The sheet and its columns behind each group of values, as far as known."""
NO_COLUMNS: Final[Columns] = MappingProxyType({})

_NEEDED = ("kunci", "wilayah", "hal", "tujuan", "penanda_tangan", "konteks")


def check_row(
    row: Mapping[str, Any],
    jenis: Jenis,
    *,
    concerns: Callable[[str], bool] = lambda _path: True,
    columns: Columns = NO_COLUMNS,
) -> list[Fault]:
    """Tell every field of a row that must not be blank and is.

    Args:
        row: The row.
        jenis: Its kind.
        concerns: Tells whether the template does anything with a value, such as
            ``daftar[].nip``; one that it does nothing with may be blank.
        columns: The sheet and the columns behind a group of values: what is blank is
            told as a column of a sheet, where that is known.
    """
    blanks = [name for name in _NEEDED if _is_blank(row[name])]
    own = row["wilayah"]
    blanks += [f"wilayah.{peran}" for peran in jenis.peran if _is_blank(own.get(peran))]
    blanks += [
        path
        for path, value in _walk(row["konteks"])
        if _is_blank(value)
        and not _may_be_blank(general := _generalise(path), jenis)
        and concerns(general)
    ]
    return [
        Fault(
            place=_name_place(
                jenis, row["kunci"], _name_blank(path, row["konteks"], columns)
            ),
            reason=phrase("is blank and may not be"),
            cell=_find_cell(path, row["konteks"], columns),
        )
        for path in dict.fromkeys(blanks)
    ]


def _name_place(jenis: Jenis, kunci: str | None, path: str) -> str:
    """Name a field of a letter, which may have no key."""
    if not kunci:
        return phrase("{formulir} (no key): {path}", formulir=jenis.kode, path=path)
    return phrase(
        "{formulir} {kunci}: {path}", formulir=jenis.kode, kunci=kunci, path=path
    )


def _name_blank(path: str, konteks: object, columns: Columns) -> str:
    """Name the sheet and column of a blank value, and whose it is; else its path.

    >>> _name_blank("fasilitator[0].nip", {"fasilitator": [{"nama": "Sri"}]},
    ...             {"fasilitator": ("fasilitator", frozenset({"nip"}))})
    'sheet fasilitator, Sri, column nip'
    """
    cell = _find_cell(path, konteks, columns)
    if cell is None:
        return path
    sheet, name = cell.tabel, cell.kolom
    if whose := cell.row.get("nama"):
        return phrase(
            "sheet {sheet}, {whose}, column {name}", sheet=sheet, whose=whose, name=name
        )
    return phrase("sheet {sheet}, column {name}", sheet=sheet, name=name)


def _find_cell(path: str, konteks: object, columns: Columns) -> Cell | None:
    """Find the cell behind a value, with what its letter knows of the row."""
    *around, name = path.split(".")
    group = re.sub(r"\[\d+\]", "", around[-1]) if around else ""
    sheet, known = columns.get(group, ("", frozenset[str]()))
    if name not in known:
        return None
    inside = konteks
    for step in re.findall(r"\w+", ".".join(around)):
        inside = inside[int(step)] if isinstance(inside, list) else _get(inside, step)
    members = inside.items() if isinstance(inside, dict) else ()
    row = {k: str(v) for k, v in members if k in {"nama", *known} and not _is_blank(v)}
    return Cell(tabel=sheet, row=row, kolom=name)


def _get(group: object, name: str) -> Any:  # noqa: ANN401 - any JSON value
    return group.get(name) if isinstance(group, dict) else None


def fill_blanks(value: Any, jenis: Jenis, path: str = "") -> Any:  # noqa: ANN401 - any JSON value
    """Put dots, or nothing, where a value is blank; leave all else as it is.

    Where dots would be printed, a dash on record says that there is nothing to fill in.

    Text is kept to the letter: braces, doubled spaces and tabs are somebody's name.
    """
    if isinstance(value, dict):
        prefix = f"{path}." if path else ""
        return {
            name: fill_blanks(member, jenis, f"{prefix}{name}")
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [fill_blanks(member, jenis, f"{path}[]") for member in value]
    dots = jenis.boleh_kosong.get(path)
    if dots and value == NOTHING_TO_FILL:
        return ""
    if not _is_blank(value):
        return value
    return "." * dots if dots else ""


def _walk(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Give every leaf with its place, members of a list counted from 0."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _walk(member, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _walk(member, f"{path}[{index}]")
    else:
        yield path, value


def _generalise(path: str) -> str:
    """Name all members of a list at once: ``daftar[].nip`` for ``daftar[1].nip``."""
    return re.sub(r"\[\d+\]", "[]", path)


def _may_be_blank(general: str, jenis: Jenis) -> bool:
    return general in jenis.boleh_kosong or general in jenis.opsional


def _is_blank(value: object) -> bool:
    return value in (None, []) or (isinstance(value, str) and not value.strip())
