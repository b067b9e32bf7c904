"""What calamine does not tell of an old workbook (.xls), looked for in its records.

It gives nothing for an error value and does not say what is hidden. The file is a
compound file; its stream of the workbook is a row of records.

Source: [MS-CFB] §2 (compound files); [MS-XLS] §2.4.20 (BOF), §2.4.28 (BoundSheet8),
    §2.4.24 (BoolErr), §2.4.53 (ColInfo), §2.4.127 (Formula), §2.4.221 (Row).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from formulir.records.sheets.formats.scan_xlsx import ERROR_VALUE, Scan

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRY = 128
_LAST = 0xFFFFFFFA
"""Sector numbers from here on mark an end, or a sector that is no part of a stream."""
_STREAM, _ROOT = 2, 5
_BOF, _EOF, _BOUNDSHEET = 0x0809, 0x000A, 0x0085
_ROW, _COLINFO, _BOOLERR, _FORMULA = 0x0208, 0x007D, 0x0205, 0x0006
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_NO_NUMBER, _IS_ERROR = b"\xff\xff", 2


class _Compound:
    """A compound file: streams with names, cut into sectors.

    Raises:
        ValueError, IndexError, struct.error: It is damaged.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, self._cutoff = struct.unpack_from("<4xI4xI", data, 44)
        mini_table, _, more, _ = struct.unpack_from("<IIII", data, 60)
        self._table = self._read_table(more)
        self._entries = list(self._read_entries(self._chain(directory)))
        self._mini = self._words(self._chain(mini_table))
        root = next(each for each in self._entries if each[1] == _ROOT)
        self._mini_stream = self._chain(root[2])

    @property
    def names(self) -> set[str]:
        """Return the names of its streams."""
        return {name for name, kind, _, _ in self._entries if kind == _STREAM}

    def read(self, wanted: str) -> bytes:
        """Read a stream."""
        for name, kind, start, size in self._entries:
            if kind == _STREAM and name == wanted:
                small = size < self._cutoff
                return (self._mini_chain(start) if small else self._chain(start))[:size]
        raise ValueError(wanted)

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        return self._data[begin : begin + self._size]

    def _words(self, data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _read_table(self, more: int) -> list[int]:
        """Read the table that says which sector follows which."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while more < _LAST and more not in seen:
            seen.add(more)
            *words, more = self._words(self._sector(more))
            sectors += words
        return [
            word
            for number in sectors
            if number < _LAST
            for word in self._words(self._sector(number))
        ]

    def _chain(self, start: int) -> bytes:
        """Read the sectors of a stream; one that bites its tail is cut there."""
        parts, seen = [], set()
        while start < _LAST and start not in seen:
            seen.add(start)
            parts.append(self._sector(start))
            start = self._table[start]
        return b"".join(parts)

    def _mini_chain(self, start: int) -> bytes:
        parts, seen, size = [], set(), self._mini_size
        while start < _LAST and start not in seen:
            seen.add(start)
            parts.append(self._mini_stream[start * size : (start + 1) * size])
            start = self._mini[start]
        return b"".join(parts)

    def _read_entries(self, data: bytes) -> Iterator[tuple[str, int, int, int]]:
        for begin in range(0, len(data) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", data, begin + 64)
            name = data[begin : begin + max(0, length - 2)].decode(
                "utf-16-le", "replace"
            )
            start, size = struct.unpack_from("<II", data, begin + 116)
            yield name, data[begin + 66], start, size


def list_streams(data: bytes) -> set[str]:
    """Name the streams of a compound file; none where it is damaged.

    >>> list_streams(b"no compound file")
    set()
    """
    try:
        return _Compound(data).names
    except (ValueError, IndexError, StopIteration, struct.error):
        return set()


def scan_xls(data: bytes) -> list[Scan]:
    """Scan each sheet of a workbook, in their order.

    Raises:
        ValueError, IndexError, StopIteration, struct.error: It is damaged.
    """
    compound = _Compound(data)
    book = compound.read("Workbook" if "Workbook" in compound.names else "Book")
    if book[:2] != struct.pack("<H", _BOF):
        raise ValueError(_BOF)
    offsets = []
    for kind, body in _records(book, 0):
        if kind == _BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", body)[0])
    return [_scan_sheet(book, offset) for offset in offsets]


def _records(book: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of a part of the stream, without those of a part inside."""
    depth = 0
    while begin + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, begin)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, book[begin + 4 : begin + 4 + length]
        begin += 4 + length


def _scan_sheet(book: bytes, offset: int) -> Scan:
    scan = Scan()
    for kind, body in _records(book, offset):
        if kind == _ROW and body[12] & _ROW_HIDDEN:
            scan.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLINFO and body[8] & _COLUMN_HIDDEN:
            first, last = struct.unpack_from("<HH", body)
            scan.hidden_columns.update(range(first + 1, last + 2))
        elif (kind == _BOOLERR and body[7]) or (
            kind == _FORMULA and body[12:14] == _NO_NUMBER and body[6] == _IS_ERROR
        ):
            row, column = struct.unpack_from("<HH", body)
            scan.unreadable[row + 1, column + 1] = ERROR_VALUE
    return scan
