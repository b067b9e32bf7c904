"""The workbook behind a recapitulation of monitoring, with charts of its own.

A chart of a spreadsheet program is drawn from the cells by whoever opens it, so that it
follows when they are changed; the one in the letter is as it was on its day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from formulir.records.sheets.write import fill_cell, make_book, save_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.chart import BarChart
    from openpyxl.worksheet.worksheet import Worksheet

    from formulir.records.sql.monev import RekapMonev

    Rows = Sequence[Mapping[str, Any]]

ASPEK: Final = "Aspek"
GRAFIK: Final = "Grafik"
_SATU, _DUA, _UBAH = "Monev I (%)", "Monev II (%)", "Perubahan (poin)"
_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "Wilayah": {
        "wilayah": "Kode",
        "nama": "Wilayah",
        "ditetapkan": "Sekolah model ditetapkan",
        "dimonitor_satu": "Dimonitor I",
        "dimonitor_dua": "Dimonitor II",
        "satu": _SATU,
        "dua": _DUA,
        "perubahan": _UBAH,
    },
    ASPEK: {
        "wilayah": "Kode",
        "nama": "Wilayah",
        "aspek": "Aspek",
        "satu": _SATU,
        "dua": _DUA,
        "perubahan": _UBAH,
    },
    "Jawaban": {
        "wilayah": "Kode",
        "nama": "Wilayah",
        "aspek": "Aspek",
        "kode": "Indikator",
        "uraian": "Uraian",
        "skala": "Skala",
        "ke": "Monev ke",
        "dijawab": "Banyaknya jawaban",
        "tidak": "Tidak",
        "ya": "Ya",
        "satu": "1",
        "dua": "2",
        "tiga": "3",
        "empat": "4",
        "capaian": "Capaian (%)",
    },
    "Sekolah": {
        "wilayah": "Kode",
        "kabupaten": "Kabupaten/kota",
        "npsn": "NPSN",
        "nama": "Sekolah model",
        "tanggal_satu": "Tanggal monev I",
        "satu": _SATU,
        "tanggal_dua": "Tanggal monev II",
        "dua": _DUA,
        "perubahan": _UBAH,
        "keterangan": "Keterangan",
    },
}
"""The sheets, each with the headings of its columns."""
_WIDTHS: Final = {
    **dict.fromkeys(("Wilayah", "Kabupaten/kota", "Aspek"), 26),
    **dict.fromkeys(("Uraian", "Sekolah model", "Keterangan"), 44),
}
_DECIMAL: Final = frozenset({_SATU, _DUA, _UBAH, "Capaian (%)"})
_CHART_ROWS: Final = 22
"""So many rows lie behind a chart and the space below it."""
_HATCHES: Final = ("wdUpDiag", "pct90")
"""Bars that a printer without colour still tells apart."""
_INKS: Final[tuple[Any, Any]] = ("000000", "FFFFFF")


def write_rekap_monev(rekap: RekapMonev) -> bytes:
    """Write a recapitulation: regions, aspects, answers, schools, and charts.

    There is a chart for each province among the regions, or for each kabupaten where
    there is none.
    """
    rows = {
        "Wilayah": rekap.wilayah,
        ASPEK: rekap.aspek,
        "Jawaban": rekap.butir,
        "Sekolah": [_complete(row) for row in rekap.sekolah],
    }
    book = make_book(
        {
            judul: (
                list(columns.values()),
                [
                    {head: row[name] for name, head in columns.items()}
                    for row in rows[judul]
                ],
            )
            for judul, columns in _COLUMNS.items()
        }
    )
    for sheet in book.worksheets:
        _dress(sheet)
    _add_charts(book, rekap)
    return save_book(book)


def _complete(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give the row of a school its days as days."""
    days = {
        name: date.fromisoformat(row[name]) if row[name] else None
        for name in ("tanggal_satu", "tanggal_dua")
    }
    return {**row, **days}


def _dress(sheet: Worksheet) -> None:
    """Set widths, one decimal for shares, and a page as wide as the sheet."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow, and only here

    _fit_to_page(sheet)
    for column, cell in enumerate(sheet[1], start=1):
        head = str(cell.value)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _WIDTHS.get(head, max(9, len(head) + 4))
        for (each,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
            if head in _DECIMAL:
                each.number_format = "0.0"
            elif head.startswith("Tanggal"):
                each.number_format = "yyyy-mm-dd"


def _fit_to_page(sheet: Worksheet) -> None:
    from openpyxl.worksheet.properties import (  # noqa: PLC0415 - slow, and only here
        PageSetupProperties,
    )

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _add_charts(book: Workbook, rekap: RekapMonev) -> None:
    """Draw the aspects of the widest regions, each beside what it is drawn from."""
    wide = [r for r in rekap.wilayah if r["tingkat"] == "provinsi"] or rekap.wilayah
    sheet, top = book.create_sheet(GRAFIK), 1
    for row in wide:
        own = [each for each in rekap.aspek if each["wilayah"] == row["wilayah"]]
        for number, cells in enumerate(
            (
                (row["nama"], _SATU, _DUA),
                *((each["aspek"], each["satu"], each["dua"]) for each in own),
            )
        ):
            for column, value in enumerate(cells, start=1):
                fill_cell(sheet.cell(top + number, column), value)
        chart = _make_chart(sheet, str(row["nama"]), first=top, last=top + len(own))
        sheet.add_chart(chart, f"E{top}")
        top += max(_CHART_ROWS, len(own) + 2)
    _fit_to_page(sheet)
    for letter, width in (("A", 26), ("B", 13), ("C", 13)):
        sheet.column_dimensions[letter].width = width


def _make_chart(sheet: Worksheet, nama: str, *, first: int, last: int) -> BarChart:
    """Make the chart of some rows, the first of which is their heading."""
    from openpyxl.chart import BarChart, Reference  # noqa: PLC0415 - slow, and only here
    from openpyxl.chart.label import DataLabelList  # noqa: PLC0415 - likewise
    from openpyxl.drawing.colors import ColorChoice  # noqa: PLC0415 - likewise
    from openpyxl.drawing.fill import PatternFillProperties  # noqa: PLC0415 - likewise

    chart = BarChart()
    chart.type, chart.style = "bar", 1
    chart.title = f"Capaian monitoring dan evaluasi menurut aspek, {nama}"
    chart.y_axis.title, chart.y_axis.scaling.min = "Capaian (%)", 0
    chart.y_axis.scaling.max, chart.x_axis.scaling.orientation = 100, "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    # Categories run downwards, so that the far end of them is the lower edge.
    chart.y_axis.crosses, chart.legend.position = "max", "t"
    chart.width, chart.height = 20, 10.5
    figures = Reference(sheet, min_col=2, max_col=3, min_row=first, max_row=last)
    chart.add_data(figures, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=last))
    for bars, hatch in zip(chart.ser, _HATCHES, strict=True):
        black, white = (ColorChoice(srgbClr=each) for each in _INKS)
        looks: Any = {"prst": hatch, "fgClr": black, "bgClr": white}
        bars.graphicalProperties.pattFill = PatternFillProperties(**looks)
        bars.graphicalProperties.line.solidFill = "000000"
        bars.dLbls = DataLabelList(
            showVal=True, showSerName=False, showCatName=False, showLegendKey=False
        )
    return chart
