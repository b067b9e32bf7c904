"""The one door to openpyxl: spreadsheets that formulir writes."""

from __future__ import annotations

from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from formulir.records.forms.help import HELP, LISTS
from formulir.records.sheets.write import fill_cell, save_book
from formulir.records.tables.kinds import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from formulir.records.forms.form import FormColumn, FormSheet


_LAST_ROW = 1_048_576
_TYPED_ROWS = 200
"""So far down another sheet of the workbook is looked for what can be chosen."""
_REQUIRED = PatternFill("solid", fgColor="FFF2CC")
_NOTE_PX = (360, 130)
_LINE_PT = 15
_HELP_WIDTHS = (26, 8, 44, 44, 28, 22, 40)


def write_form(form: FormSheet, *more: FormSheet) -> bytes:
    """Write sheets to be filled, with their drop-downs and their explanations.

    They stand first, where the import looks for them; the page of explanations is that
    of the first. The codes of drop-downs stand in a hidden sheet, because a list in the
    cell's own rule holds 255 characters and no commas. Rows are written one by one, so
    a long sheet needs little memory.
    """
    book, sheets = Workbook(write_only=True), (form, *more)
    columns = [column for each in sheets for column in each.columns]
    lists = list(dict.fromkeys(one.choices for one in columns if one.choices))
    for each in sheets:
        _write_sheet(book, each, lists)
    _write_help_page(book, form.help)
    hidden = book.create_sheet(LISTS)
    hidden.sheet_state = "hidden"
    # A number that is typed is none of a list of texts.
    whole = {one.choices for one in columns if one.format == WHOLE}
    told = [tuple(map(int, each)) if each in whole else each for each in lists]
    for words in zip_longest(*told):
        hidden.append([_make_cell(hidden, word, format_="@") for word in words])
    return save_book(book)


def _write_sheet(
    book: Workbook, form: FormSheet, lists: Sequence[tuple[str, ...]]
) -> None:
    """Write one sheet to be filled."""
    sheet = book.create_sheet(form.nama)
    sheet.freeze_panes = f"{get_column_letter(form.fixed + 1)}2"
    for number, column in enumerate(form.columns, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = column.format
        sheet.column_dimensions[letter].hidden = column.hidden
        if column.choices or column.source:
            rule = _make_rule(column, lists)
            rule.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.data_validations.append(rule)
    sheet.append([_make_heading(sheet, column) for column in form.columns])
    for row in form.rows:
        sheet.append(
            [
                _make_cell(sheet, value, format_=column.format)
                for value, column in zip(row, form.columns, strict=True)
            ]
        )


def _make_rule(column: FormColumn, lists: Sequence[tuple[str, ...]]) -> DataValidation:
    """Make the drop-down of a column: of the hidden sheet, or of another sheet."""
    if column.source:
        name, place = column.source
        letter = get_column_letter(place)
        choices = f"'{name}'!${letter}$2:${letter}${_TYPED_ROWS}"
    else:
        letter = get_column_letter(lists.index(column.choices) + 1)
        choices = f"{LISTS}!${letter}$1:${letter}${len(column.choices)}"
    return DataValidation(
        type="list",
        formula1=choices,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop" if column.strict else "warning",
        errorTitle=column.judul,
        error="Pilih salah satu dari daftar."
        if column.strict
        else "Kode ini belum ada dalam daftar. Tetap dipakai?",
    )


def _make_heading(sheet: WriteOnlyWorksheet, column: FormColumn) -> Cell:
    """Make a heading with its note; one that must be filled stands out."""
    cell = _make_cell(sheet, column.judul, format_="@")
    cell.font = Font(bold=column.required)
    if column.required:
        cell.fill = _REQUIRED
    width, height = _NOTE_PX
    cell.comment = Comment(column.catatan, "formulir", width=width, height=height)
    return cell


def _make_cell(sheet: WriteOnlyWorksheet, value: Any, *, format_: str) -> Cell:  # noqa: ANN401 - see below
    """Make a cell of a sheet that is written row by row."""
    cell = WriteOnlyCell(sheet, value=None)
    fill_cell(cell, value)
    cell.number_format = format_
    return cell


def _write_help_page(book: Workbook, rows: Iterable[Sequence[str]]) -> None:
    """Write the page of explanations."""
    sheet = book.create_sheet(HELP)
    for number, width in enumerate(_HELP_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, row in enumerate(rows, start=1):
        cells = [_make_cell(sheet, word, format_="@") for word in row]
        for place, cell in enumerate(cells):
            cell.alignment = Alignment(wrap_text=place > 0, vertical="top")
        # No program makes a row higher by itself that comes without a height.
        pairs = zip(row[1:], _HELP_WIDTHS[1:], strict=False)
        lines = max((ceil(len(word) / width) for word, width in pairs), default=1)
        if lines > 1:
            sheet.row_dimensions[number].height = lines * _LINE_PT
        sheet.append(cells)
