"""One spelling for everything: canonical JSON, base64 and decimal numbers.

Each reader here accepts exactly what its writer writes. A second spelling of the same
value would be a way to change bytes without changing what they say.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LARGEST = 2**53 - 1
"""The largest integer that every JSON library reads without loss (RFC 8785)."""

LONGEST_LINE = 1 << 26
"""So many bytes a line of a log has at most: a reader need not hold more."""
DEEPEST = 64
"""So many objects and lists stand inside each other at most, the outermost counted."""
_NAME = re.compile(r"[a-z0-9_]+")
_DEEP = phrase("nested more than {limit} deep", limit=DEEPEST)
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,15}")


def write_json(value: Mapping[str, Any]) -> bytes:
    """Write a JSON object in its canonical spelling.

    Raises:
        ValueError: It holds something that has no canonical spelling here: a
            fraction, a member's name outside ``a-z 0-9 _``, half a character; or it
            is nested deeper than ``DEEPEST``.

    Source: RFC 8785, narrowed to integers and plain names.

    >>> write_json({"b": ["é", None], "a": 1}).decode()
    '{"a":1,"b":["é",null]}'
    """
    _check_value(value, depth=1)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def read_json(line: bytes) -> dict[str, Any]:
    """Read a JSON object that is spelled canonically.

    Raises:
        ValueError: It is no JSON object, or is spelled in another way.

    >>> read_json(b'{"a": 1}')
    Traceback (most recent call last):
    ValueError: not in canonical spelling
    """
    if len(line) > LONGEST_LINE:
        raise ValueError(phrase("longer than {most} bytes", most=LONGEST_LINE))
    text = read_text(line)
    try:
        value = json.loads(text)
        same = isinstance(value, dict) and write_json(value) == line
    except RecursionError as error:  # far deeper than may be
        raise ValueError(_DEEP) from error
    except json.JSONDecodeError as error:
        raise ValueError(
            phrase(
                "not JSON at character {pos}: {message}",
                pos=error.pos,
                message=error.msg,
            )
        ) from error
    if not same:
        raise ValueError(phrase("not in canonical spelling"))
    return dict(value)


def read_text(data: bytes) -> str:
    """Read UTF-8.

    Raises:
        ValueError: It is none; the byte is named.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        message = phrase("not UTF-8 at byte {start}", start=error.start)
        raise ValueError(message) from error


def write_base64(data: bytes) -> str:
    """Write base64 with padding (RFC 4648 §4)."""
    return b64encode(data).decode("ascii")


def read_base64(text: str) -> bytes:
    """Read base64 in its one spelling.

    Raises:
        ValueError: Another text stands for the same bytes, or it stands for none.

    >>> read_base64("AB==")  # the last digit has bits to spare, and uses them
    Traceback (most recent call last):
    ValueError: not in canonical base64
    """
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except ValueError as error:  # binascii.Error and UnicodeEncodeError among them
        raise ValueError(phrase("not base64")) from error
    if write_base64(data) != text:
        raise ValueError(phrase("not in canonical base64"))
    return data


def read_decimal(text: str) -> int:
    """Read a number from 0 without sign or leading zeros.

    Raises:
        ValueError: It is spelled in another way, or is larger than any count here.

    >>> read_decimal("10")
    10
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(phrase("not a plain decimal number"))
    return int(text)


def _check_value(value: object, *, depth: int) -> None:
    """Refuse what JSON libraries would spell in different ways, or not read."""
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(
                phrase("{value} is too large for a JSON number", value=value)
            )
        return
    if not isinstance(value, dict | list | tuple):
        message = phrase("{value!r} has no canonical spelling", value=value)
        raise ValueError(message)  # noqa: TRY004 - to whoever writes it, no bug
    if depth > DEEPEST:
        raise ValueError(_DEEP)
    for member in _list_members(value):
        if type(member) is not str:  # most are one, and need no call each
            _check_value(member, depth=depth + 1)


def _list_members(value: dict[Any, Any] | Sequence[Any]) -> Iterable[Any]:
    """Return what an object or a list holds, when the names in it are plain."""
    if not isinstance(value, dict):
        return value
    for name in value:
        if not (isinstance(name, str) and _NAME.fullmatch(name)):
            raise ValueError(
                phrase("{name!r} is no plain name for a member", name=name)
            )
    return value.values()
