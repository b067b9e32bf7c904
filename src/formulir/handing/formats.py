"""Sheets of labels and envelopes: ``templates/LB/label.toml``, the office's first."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Final

from formulir.errors import TemplateError, TemplateFaultyError
from formulir.ground.toml import read_toml
from formulir.language import phrase
from formulir.press.binding.labels import LabelFormat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from formulir.ground.toml import TomlTable

PLACE: Final = "LB/label.toml"
_LARGEST: Final = 2000.0
"""Millimetres; no sheet is larger."""


class LabelUnknownError(TemplateError):
    """No sheet of labels has the name that was asked for."""

    nama: str
    known: Sequence[str]
    typed = "nama"
    says = (
        "there is no sheet of labels {nama!r}; those are {known}; another one is a "
        "table in templates/LB/label.toml of the office"
    )


def read_formats(folders: Sequence[Path]) -> dict[str, LabelFormat]:
    """Read all sheets of labels; the first file that names one wins.

    Raises:
        TemplateFaultyError: A file has faults, all of which are told.
    """
    found: dict[str, LabelFormat] = {}
    for folder in reversed(folders):
        if (folder / PLACE).is_file():
            found |= read_toml(folder / PLACE, _read, refuse=TemplateFaultyError)
    return found


def find_format(folders: Sequence[Path], nama: str) -> LabelFormat:
    """Find a sheet of labels.

    Raises:
        LabelUnknownError: There is none of this name.
        TemplateFaultyError: A file has faults.
    """
    formats = read_formats(folders)
    if nama not in formats:
        raise LabelUnknownError(nama, known=list(formats))
    return formats[nama]


def _read(table: TomlTable) -> dict[str, LabelFormat]:
    return {name: _read_one(table.take_table(name)) for name in list(table.data)}


def _read_one(table: TomlTable) -> LabelFormat:
    want = phrase("millimetres from 0 on")
    take = partial(table.take, kind=float, fits=lambda n: 0 <= n <= _LARGEST, want=want)
    count = partial(
        table.take, kind=int, fits=lambda n: n > 0, want=phrase("from 1 on")
    )
    made = LabelFormat(
        nama=table.take("nama", str),
        lebar=take("lebar"),
        tinggi=take("tinggi"),
        kolom=count("kolom"),
        baris=count("baris"),
        kiri=take("kiri"),
        atas=take("atas"),
        lebar_label=take("lebar_label"),
        tinggi_label=take("tinggi_label"),
        langkah_x=take("langkah_x"),
        langkah_y=take("langkah_y"),
        tepi=take("tepi"),
        amplop=table.take("amplop", bool, default=False),
    )
    if not table.faults:
        _judge(table, made)
    return made


def _judge(table: TomlTable, made: LabelFormat) -> None:
    """Note where labels lie over each other, or beside the sheet, or have no room."""
    right, low = made.place(made.count - 1)
    for key, end, sheet in (
        ("lebar", right + made.lebar_label, made.lebar),
        ("tinggi", low + made.tinggi_label, made.tinggi),
    ):
        if end > sheet and not math.isclose(end, sheet):
            table.fault(
                key,
                phrase(
                    "the labels end at {end:g} mm, the sheet at {sheet:g} mm",
                    end=end,
                    sheet=sheet,
                ),
            )
    for key, step, size, many in (
        ("langkah_x", made.langkah_x, made.lebar_label, made.kolom),
        ("langkah_y", made.langkah_y, made.tinggi_label, made.baris),
    ):
        if many > 1 and step < size:
            table.fault(
                key, phrase("is less than a label, which has {size:g} mm", size=size)
            )
    if 2 * made.tepi + 5 > min(made.lebar_label, made.tinggi_label):
        table.fault("tepi", phrase("leaves no room inside a label"))
