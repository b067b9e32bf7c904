"""Types into the sheets of a workbook with LibreOffice Calc, as a clerk would.

It is run by the Python that has LibreOffice's UNO bridge:

    python3 calc.py UNO_WORKER SOFFICE PROFILE

``UNO_WORKER`` is the file of the press's worker, which knows how to start LibreOffice.
On stdin stands a JSON list of ``[from, to, {"A2": "typed"}]``: which workbook, where to
save it, and what is typed into the cells of its first sheet. Its name says the format.
"""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

FORMATS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
}


def main() -> None:
    worker, program, profile = sys.argv[1:]
    spec = spec_from_file_location("uno_worker", worker)
    office = module_from_spec(spec)
    spec.loader.exec_module(office)
    context = office.connect(program, profile)
    desktop = office.make(context, "com.sun.star.frame.Desktop")

    def option(name, value):
        return office.PropertyValue(Name=name, Value=value)

    for source, target, cells in json.load(sys.stdin):
        book = desktop.loadComponentFromURL(
            Path(source).as_uri(), "_blank", 0, (option("Hidden", value=True),)
        )
        sheet = book.Sheets.getByIndex(0)
        for place, typed in cells.items():
            sheet.getCellRangeByName(place).FormulaLocal = typed
        name = FORMATS[Path(target).suffix]
        book.storeToURL(Path(target).as_uri(), (option("FilterName", name),))
        book.close(True)  # noqa: FBT003 - UNO takes no keywords


if __name__ == "__main__":
    main()
