"""What a file is that is no sheet which can be read here, in words, with the cure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from formulir.ground.magic import HEAD_BYTES, describe_head
from formulir.language import phrase
from formulir.records.sheets.formats.scan_xls import list_streams

if TYPE_CHECKING:
    import zipfile

_SAVE: Final = phrase("save it as an Excel workbook (.xlsx)")
_OPEN: Final = phrase("open it in a spreadsheet program and {saving}", saving=_SAVE)
_SPREADSHEETML: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_FLAT: Final = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_MARKUP: Final = re.compile(
    rb"\s*<(?:!doctype|html|head|body|table|div|style|meta)\b", re.IGNORECASE
)
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]|^(?:%PDF|\{\\rtf|<)")
"""What no CSV text holds; the first two letters of a picture may begin a heading."""
_MEMBERS: Final = {
    "word/document.xml": phrase("a Word file; copy its table into a spreadsheet"),
    "ppt/presentation.xml": phrase("a presentation; copy its table into a spreadsheet"),
    "xl/workbook.bin": phrase("a binary workbook (.xlsb); {cure}", cure=_OPEN),
    "Index/Document.iwa": phrase(
        "an Apple Numbers document; export it as Excel (.xlsx)"
    ),
}
_ODF: Final = {
    "text": phrase("a text document (.odt); copy its table into a spreadsheet"),
    "presentation": phrase("a presentation (.odp); copy its table into a spreadsheet"),
    "graphics": phrase("a drawing (.odg); copy its table into a spreadsheet"),
}
_STREAMS: Final = {
    "EncryptedPackage": phrase(
        "a workbook that is locked with a password; open it with the "
        "password and save it without one"
    ),
    "WordDocument": phrase("an old Word file; copy its table into a spreadsheet"),
    "PowerPoint Document": phrase(
        "an old presentation; copy its table into a spreadsheet"
    ),
}
"""What a compound file is that holds a stream of that name."""


def describe_package(package: zipfile.ZipFile, kind: str) -> str:
    """Say what a ZIP archive is that is no workbook.

    Args:
        package: The archive.
        kind: What its member ``mimetype`` says, where there is one.
    """
    names = set(package.namelist())
    for name, words in _MEMBERS.items():
        if name in names:
            return phrase("it is {words}", words=words)
    for name, words in _ODF.items():
        if kind.startswith(f"application/vnd.oasis.opendocument.{name}"):
            return phrase("it is {words}", words=words)
    return phrase(
        "it is a ZIP archive and no workbook; unpack it and import the sheet inside"
    )


def describe_compound(data: bytes) -> str:
    """Say what a compound file is that is no workbook which can be read."""
    streams = list_streams(data)
    for name, words in _STREAMS.items():
        if name in streams:
            return phrase("it is {words}", words=words)
    if streams & {"Workbook", "Book"}:
        return phrase(
            "it is an old workbook (.xls) that is damaged or locked with a "
            "password; {cure}",
            cure=_OPEN,
        )
    return phrase(
        "it is an old Office file, but no workbook that can be read; {cure}", cure=_OPEN
    )


def describe_text(data: bytes) -> str | None:
    """Say what a file is that is neither package nor plain text; nothing for text."""
    head = data[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _SPREADSHEETML in data[: 8 * HEAD_BYTES]:
        return phrase("it is an XML spreadsheet of Excel 2003; {cure}", cure=_OPEN)
    if _FLAT in data[: 8 * HEAD_BYTES]:
        return phrase("it is a flat XML document (.fods); {cure}", cure=_OPEN)
    if _MARKUP.match(head):
        return phrase(
            "it is a web page (HTML), whatever its name says; {cure}", cure=_OPEN
        )
    if (words := describe_head(head)) and _BINARY.search(head):
        return phrase(
            "it is {words}; a sheet is an Excel or ODS workbook, or CSV text",
            words=words,
        )
    return None
