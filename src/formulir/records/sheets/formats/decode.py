r"""Bringing the bytes of a text file to text: UTF-8, UTF-16 or Windows-1252.

Broken UTF-8 survives as lone surrogates, so that whoever reads the cell can name its
place. Text of a Western Windows is told by this: none of its bytes beyond ASCII is
UTF-8, and each stands for a letter or a sign that people write.
"""

from __future__ import annotations

import re

from formulir.language import phrase

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BOM = "\ufeff"
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_SEEN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŠšŽžŒœŸ"
    "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u2122\u20ac\u00a0"
    "·°ºª²³½¼¾®©«»§±¨\u00d7\u00b4"
)
"""What people write in Windows-1252; others there are bytes of another code page."""


class NoTextError(ValueError):
    """Bytes are no text."""


def decode_text(data: bytes) -> tuple[str, str | None]:
    r"""Decode a file of text, and say how where that was a guess.

    Raises:
        NoTextError: It is no text.

    >>> decode_text(b"caf\xe9")[0], decode_text("é".encode("utf-16"))
    ('café', ('é', None))
    """
    if coding := _UTF16.get(data[:2]):
        return _decode_wide(data[2:], coding), None
    if coding := _guess_wide(data):
        return _decode_wide(data, coding), phrase(
            "read as UTF-16 text, which it does not say"
        )
    if b"\0" in data:
        raise NoTextError(phrase("it is neither text nor a workbook"))
    try:
        return data.decode("utf-8").removeprefix(_BOM), None
    except UnicodeDecodeError:
        return _decode_bytes(data)


def _decode_wide(data: bytes, coding: str) -> str:
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        reason = phrase(
            "it is UTF-16 text that is cut off or damaged ({reason})",
            reason=error.reason,
        )
        raise NoTextError(reason) from error


def _guess_wide(data: bytes) -> str | None:
    """Tell UTF-16 without its mark: of each pair of bytes one is nearly always zero."""
    head = data[:2000]
    for first, coding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[first::2].count(0)
        if zeros > len(head) * 0.4 and not head[1 - first :: 2].count(0):
            return coding
    return None


def _decode_bytes(data: bytes) -> tuple[str, str | None]:
    """Decode what is not all UTF-8: as Windows-1252, or with its broken bytes kept."""
    broken = data.decode("utf-8", errors="surrogateescape")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return broken.removeprefix(_BOM), None
    odd = [char for run in _NON_ASCII.findall(broken) for char in run]
    if any(not "\ud800" <= char <= "\udfff" for char in odd):
        return broken.removeprefix(_BOM), None  # some of it is UTF-8, so all should be
    found = _NON_ASCII.findall(text)
    if not _SEEN.issuperset("".join(found)):
        return broken, None
    place = _NON_ASCII.search(text)
    word = _word_around(text, place.start()) if place else ""
    return text, (
        phrase(
            "read as Windows-1252 text, for it is no UTF-8; look whether "
            "{word!r} is right",
            word=word,
        )
    )


def _word_around(text: str, place: int) -> str:
    """Give the word that a character stands in."""
    begin = max(map(text[:place].rfind, ' ,;\t\n\r|"')) + 1
    return re.split(r"[\s,;|\"]", text[begin : begin + 40], maxsplit=1)[0]
