"""Reading the sheets that people bring: CSV (also ``.csv.gz``) and XLSX.

Nothing is interpreted here: a cell of a CSV file is its text; a cell of a workbook is
its text, number or date as the workbook stores it. What a file is, its first bytes
tell, not its name. Broken UTF-8 survives as lone surrogates, so that whoever reads the
cell can name its place.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from formulir.ground.disk import find_machine_fault
from formulir.ground.magic import HEAD_BYTES, tell_ekstensi
from formulir.records.sheets.sheet import (
    SIZE_LIMIT_BYTES,
    SheetUnreadableError,
    build_sheet,
    is_blank,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from formulir.records.sheets.sheet import Sheet


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_sheet(path: Path, *, rank: Callable[[Sequence[str]], int]) -> Sheet:
    """Read a file into its heading and rows.

    Args:
        path: The file.
        rank: How well a row of headings fits the table; the delimiter of a CSV file
            is the one whose headings fit best.

    Raises:
        SheetUnreadableError: The file is missing, empty, too large, or no sheet.
    """
    # The formats are loaded when they are met: their imports would slow each start.
    from formulir.records.sheets import read_csv, read_xlsx  # noqa: PLC0415 - see above

    file = _read_bytes(path)
    data = _unpack(path, file)
    if tell_ekstensi(data[:HEAD_BYTES]) == "zip":
        sheet = read_xlsx.parse_xlsx(path, data)
    else:
        sheet = read_csv.parse_csv(path, _decode(path, data), rank=rank)
    if not sheet.rows:
        reason = "it has a heading but no row below it"
        raise SheetUnreadableError(path, reason=reason)
    return replace(sheet, sha256=hashlib.sha256(file).hexdigest())


def read_pages(
    path: Path, *, rank: Callable[[Sequence[str]], int]
) -> tuple[dict[str, Sheet], str]:
    """Read every visible sheet of a file that holds any row, by its name.

    A file that is no workbook is one sheet without a name. A sheet that has a heading
    and no row is left out.

    Args:
        path: The file.
        rank: As ``read_sheet``.

    Returns:
        The sheets, and the digest of the file.

    Raises:
        SheetUnreadableError: As ``read_sheet``; also where no sheet holds a row.
    """
    from formulir.records.sheets import read_xlsx  # noqa: PLC0415 - as above

    file = _read_bytes(path)
    data, found = _unpack(path, file), {}
    if tell_ekstensi(data[:HEAD_BYTES]) != "zip":
        sheet = read_sheet(path, rank=rank)
        return {"": sheet}, sheet.sha256
    for name, table in read_xlsx.parse_pages(path, data):
        if any(not is_blank(cell) for cells in table for cell in cells):
            found[name] = build_sheet(path, enumerate(table, start=1), empty="")
    sheets = {name: sheet for name, sheet in found.items() if sheet.rows}
    if not sheets:
        reason = "it has a heading but no row below it" if found else "it is empty"
        raise SheetUnreadableError(path, reason=reason)
    return sheets, hashlib.sha256(file).hexdigest()


def _read_bytes(path: Path) -> bytes:
    """Read a file whole."""
    try:
        if path.stat().st_size > SIZE_LIMIT_BYTES:
            raise SheetUnreadableError(path, reason=_too_large())
        return path.read_bytes()
    except OSError as error:
        if find_machine_fault(error) is not None:
            raise
        reason = error.strerror or str(error)
        raise SheetUnreadableError(path, reason=reason) from error


def _unpack(path: Path, data: bytes) -> bytes:
    """Unpack a file that is gzip, and refuse one that is empty."""
    if tell_ekstensi(data[:HEAD_BYTES]) == "gz":
        data = _gunzip(path, data)
    if not data.strip():
        raise SheetUnreadableError(path, reason="it is empty")
    return data


def _gunzip(path: Path, data: bytes) -> bytes:
    """Unpack gzip, but no more than a sheet may hold."""
    plain = b""
    while data:
        machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            plain += machine.decompress(data, SIZE_LIMIT_BYTES - len(plain) + 1)
        except zlib.error as error:
            raise SheetUnreadableError(path, reason=f"gzip: {error}") from error
        if len(plain) > SIZE_LIMIT_BYTES:
            raise SheetUnreadableError(path, reason=_too_large())
        if not machine.eof:
            raise SheetUnreadableError(path, reason="gzip: the file is cut off")
        data = machine.unused_data
    return plain


def _too_large() -> str:
    """Say how large a sheet may be."""
    return f"it is larger than {SIZE_LIMIT_BYTES // 2**20} MiB"


def _decode(path: Path, data: bytes) -> str:
    """Read UTF-8 text, with or without its mark; refuse what is no text at all."""
    if tell_ekstensi(data[:HEAD_BYTES]) == "ole":
        reason = "it is an old .xls or an encrypted workbook; save it as plain .xlsx"
        raise SheetUnreadableError(path, reason=reason)
    if data.startswith(_UTF16):
        reason = "it is UTF-16 text; save it as 'CSV UTF-8'"
        raise SheetUnreadableError(path, reason=reason)
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        reason = "it is no XLSX workbook in spite of its name"
        raise SheetUnreadableError(path, reason=reason)
    if b"\0" in data:
        reason = "it is neither text nor an XLSX workbook"
        raise SheetUnreadableError(path, reason=reason)
    return data.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff")
