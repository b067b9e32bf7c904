"""Reading the files that people bring: XLSX, XLS and ODS workbooks, and CSV.

Nothing is interpreted here: a cell of a CSV file is its text; a cell of a workbook is
its text, number or date as the workbook stores it. What a file is, its first bytes
tell, not its name; what is no sheet is named for what it is.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from formulir.ground.disk import find_machine_fault
from formulir.ground.magic import HEAD_BYTES, tell_ekstensi
from formulir.language import phrase, take_reason
from formulir.records.sheets.edits import apply_edits
from formulir.records.sheets.formats.decode import NoTextError, decode_text
from formulir.records.sheets.formats.foreign import describe_text
from formulir.records.sheets.formats.read_csv import parse_csv
from formulir.records.sheets.rowless import is_misnamed
from formulir.records.sheets.sheet import (
    SIZE_LIMIT_BYTES,
    SheetFile,
    SheetUnreadableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from formulir.records.sheets.edits import Spot
    from formulir.records.sheets.sheet import Grid

    Rank: TypeAlias = Callable[[Sequence[str]], int]
    Open: TypeAlias = Callable[[Path, bytes], list[Grid]]


def read_book(
    path: Path,
    *,
    rank: Rank,
    open_workbook: Open | None = None,
    edits: Mapping[Spot, str] = MappingProxyType({}),
) -> SheetFile:
    """Read a file into its sheets, whose headings are not looked for yet.

    Args:
        path: The file.
        rank: How well a row of headings fits what is wanted; the delimiter of a CSV
            file is the one whose headings fit best.
        open_workbook: Opens the bytes of a workbook; without it, this process does,
            which only a workbook of our own may ask of it.
        edits: What stands in some of its cells instead.

    Raises:
        SheetUnreadableError: The file is missing, empty, too large, or no sheet.
    """
    file = _read_bytes(path)
    data = _unpack(path, file)
    remarks: list[str] = []
    if tell_ekstensi(data[:HEAD_BYTES]) in {"zip", "ole"}:
        grids = (open_workbook or _open_here)(path, data)
    else:
        grids, remarks = _read_text(path, data, rank=rank)
    digest = hashlib.sha256(file).hexdigest()
    book = SheetFile(name=path.name, grids=grids, sha256=digest, remarks=remarks)
    if is_misnamed(book):
        words = phrase(
            "its name says that it is a workbook, but it is text; read as CSV"
        )
        book = replace(book, remarks=[words, *remarks])
    return apply_edits(book, edits)


def _open_here(path: Path, data: bytes) -> list[Grid]:
    # calamine is loaded where it is needed: it would slow each start.
    from formulir.records.sheets.formats.read_workbook import (  # noqa: PLC0415
        parse_workbook,
    )

    return parse_workbook(path, data)


def _read_text(path: Path, data: bytes, *, rank: Rank) -> tuple[list[Grid], list[str]]:
    """Read a file that is no workbook."""
    if reason := describe_text(data):
        raise SheetUnreadableError(path, reason=reason)
    try:
        text, guess = decode_text(data)
    except NoTextError as error:
        raise SheetUnreadableError(path, reason=take_reason(error)) from error
    grid, split = parse_csv(path, text, rank=rank)
    return [grid], [remark for remark in (guess, split) if remark]


def _read_bytes(path: Path) -> bytes:
    """Read a file whole."""
    try:
        if path.stat().st_size > SIZE_LIMIT_BYTES:
            raise SheetUnreadableError(path, reason=_too_large())
        return path.read_bytes()
    except OSError as error:
        if find_machine_fault(error) is not None:
            raise
        reason = error.strerror or take_reason(error)
        raise SheetUnreadableError(path, reason=reason) from error


def _unpack(path: Path, data: bytes) -> bytes:
    """Unpack a file that is gzip, and refuse one that is empty."""
    if tell_ekstensi(data[:HEAD_BYTES]) == "gz":
        data = _gunzip(path, data)
    if not data.strip():
        raise SheetUnreadableError(path, reason=phrase("it is empty"))
    return data


def _gunzip(path: Path, data: bytes) -> bytes:
    """Unpack gzip, but no more than a sheet may hold."""
    plain = b""
    while data:
        machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            plain += machine.decompress(data, SIZE_LIMIT_BYTES - len(plain) + 1)
        except zlib.error as error:
            raise SheetUnreadableError(
                path, reason=phrase("gzip: {error}", error=error)
            ) from error
        if len(plain) > SIZE_LIMIT_BYTES:
            raise SheetUnreadableError(path, reason=_too_large())
        if not machine.eof:
            raise SheetUnreadableError(path, reason=phrase("gzip: the file is cut off"))
        data = machine.unused_data
    return plain


def _too_large() -> str:
    """Say how large a sheet may be."""
    return phrase("it is larger than {count} MiB", count=SIZE_LIMIT_BYTES // 2**20)
