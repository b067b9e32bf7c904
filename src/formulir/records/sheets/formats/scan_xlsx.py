"""What calamine does not tell of an XLSX package, looked for in its XML.

calamine lays a sheet out as a full rectangle up to its last cell, so one stray cell in
the far corner would ask for more memory than there is and end the process. It gives
nothing for an error value, or for a formula whose result is not stored, and does not
say which rows are hidden.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from formulir.language import phrase
from formulir.records.sheets.sheet import (
    CELL_LIMIT,
    COLUMN_LIMIT,
    Unreadable,
    read_reference,
)

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

_SPARSE = 20
_CHUNK_BYTES = 4 * 1024 * 1024
# A cell that is only formatted has no value, and calamine passes over it.
_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^>/])>"
    rb"(?!\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>)"
)
_REFERENCE = re.compile(rb"(?:^|\s)r=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']", re.MULTILINE)
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^>/])>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^>]*\bt=[\"']e[\"'][^>]*)>")
_TEXT = re.compile(rb"\bt=[\"']str[\"']")
_UNSEEN = re.compile(rb"<(?:\w+:)?row\s([^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_UNSEEN_COLUMN = re.compile(
    rb"<(?:\w+:)?col\s([^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*)>"
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*\bid=[\"']([^\"']+)[\"'][^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
ERROR_VALUE = Unreadable(
    reason=phrase(
        "the cell holds an error value such as #N/A; correct its formula, "
        "or clear the cell"
    )
)
_UNSAVED = Unreadable(
    reason=phrase(
        "the cell holds a formula whose result is not stored; open the "
        "workbook in a spreadsheet and save it, or paste the values"
    )
)


@dataclass(kw_only=True, slots=True)
class Scan:
    """What was found in the XML of a sheet.

    Args:
        height: Its last row that holds anything.
        width: Its last column that does.
        filled: How many of its cells do.
        unreadable: The cells that hold what cannot be read, by row and column.
        hidden_rows: The rows that nobody sees.
        hidden_columns: The columns that nobody sees.
    """

    height: int = 0
    width: int = 0
    filled: int = 0
    unreadable: dict[tuple[int, int], Unreadable] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def is_sparse(self) -> bool:
        """Tell whether its cells lie so far apart that some may be strays."""
        return self.width * self.height > _SPARSE * max(self.filled, COLUMN_LIMIT)

    def tell_size(self) -> str | None:
        """Say why it is too large to be laid out, or nothing."""
        if self.width > COLUMN_LIMIT:
            return phrase(
                "it has a cell in column {width}, beyond {limit}",
                width=self.width,
                limit=COLUMN_LIMIT,
            )
        if self.width * self.height > CELL_LIMIT:
            return phrase(
                "its cells span {height} rows and {width} columns; delete stray ones",
                height=self.height,
                width=self.width,
            )
        return None


def scan_xlsx(package: zipfile.ZipFile, index: int) -> Scan:
    """Scan the sheet of that place in a workbook, in pieces of some megabytes.

    Raises:
        KeyError: The package has no such part.
    """
    scan = Scan()
    with package.open(find_part(package, index)) as file:
        for piece in _read_pieces(file):
            _scan_piece(piece, scan)
    return scan


def find_part(package: zipfile.ZipFile, index: int) -> str:
    """Find the XML part of a sheet."""
    sheets = _SHEET.findall(package.read("xl/workbook.xml"))
    for attributes in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels")):
        if _attribute(attributes, b"Id") == sheets[index].decode():
            target = _attribute(attributes, b"Target")
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    raise KeyError(f"sheet {index + 1}")


def _attribute(attributes: bytes, name: bytes) -> str:
    """Read one attribute of an XML element."""
    found = re.search(rb"\b" + name + rb"=[\"']([^\"']*)[\"']", attributes)
    return found[1].decode() if found else ""


def _read_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Read XML in pieces that end with a row."""
    rest = b""
    while chunk := file.read(_CHUNK_BYTES):
        rest += chunk
        end = rest.rfind(b"row>") + len(b"row>")
        if end >= len(b"row>"):
            yield rest[:end]
            rest = rest[end:]
    yield rest


def _scan_piece(piece: bytes, scan: Scan) -> None:
    """Note what a piece of a sheet's XML tells."""
    places = _REFERENCE.findall(b"\n".join(_CELL.findall(piece)))
    if places:
        columns = {letters for letters, _ in places}
        scan.width = max(scan.width, *map(read_reference, columns))
        scan.height = max(scan.height, *{int(row) for _, row in places})
        scan.filled += len(places)
    for attributes in _ERROR.findall(piece):
        _note(scan, attributes, ERROR_VALUE)
    for attributes in _NO_RESULT.findall(piece):
        if not _TEXT.search(attributes):
            _note(scan, attributes, _UNSAVED)
    for attributes in _UNSEEN.findall(piece):
        if row := _attribute(attributes, b"r"):
            scan.hidden_rows.add(int(row))
    for attributes in _UNSEEN_COLUMN.findall(piece):
        first, last = (int(_attribute(attributes, name)) for name in (b"min", b"max"))
        scan.hidden_columns.update(range(first, min(last, COLUMN_LIMIT) + 1))


def _note(scan: Scan, attributes: bytes, cell: Unreadable) -> None:
    """Note a cell that calamine would give as empty though it is not."""
    if found := _REFERENCE.search(attributes):
        scan.unreadable[int(found[2]), read_reference(found[1])] = cell
