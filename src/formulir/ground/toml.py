"""TOML files that people write: all that is wrong with one is told at once."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from formulir.dates import HOW_TO_WRITE, read_tanggal_text
from formulir.language import phrase, take_reason
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

_KINDS: Final[dict[type, tuple[str, Any]]] = {
    str: (phrase("text in quotes"), ""),
    bool: (phrase("true or false"), False),
    int: (phrase("a whole number"), 0),
    float: (phrase("a number"), 0),
    date: (phrase("a date such as 2016-03-14, without quotes"), date.min),
    list: (phrase("a list"), []),
    dict: (phrase("a table"), {}),
}
"""What a value is called, and what stands in for a faulty one until all is read."""


@dataclass(kw_only=True, slots=True)
class TomlTable:
    """A table, taken key by key; what is wrong is gathered, and reading goes on.

    Args:
        prefix: What its keys begin with in a fault: the file, and the tables around.
        data: What stands in it.
        faults: What is wrong in the whole file so far.
        known: The keys that were asked for.
        members: The tables that were taken out of it.
    """

    prefix: str
    data: dict[str, Any]
    faults: list[Fault]
    known: list[str] = field(default_factory=list)
    members: list[TomlTable] = field(default_factory=list)

    def take(
        self,
        key: str,
        kind: type[T],
        default: T | None = None,
        *,
        fits: Callable[[T], object] = lambda _value: True,
        want: str = "",
    ) -> T:
        """Take a value; a whole number is a ``float`` too, but a ``bool`` is neither.

        A day may stand in quotes, as people write it.

        Args:
            key: Its key.
            kind: Its type, exactly: a moment is no date.
            default: What it is when it is left out; nothing where it may not be.
            fits: Whether a value of that type will do.
            want: What will do, in words, where the type does not say it all.
        """
        self.known.append(key)
        wanted, empty = _KINDS[kind]
        usual: T = empty if default is None else default
        if key not in self.data:
            if default is None:
                self.fault(key, phrase("is missing ({want})", want=want or wanted))
            return usual
        value = self.data[key]
        if kind is date and isinstance(value, str):
            value = self._read_tanggal(key, value)
            if value is None:
                return usual
        typed = type(value) is kind or (kind is float and type(value) is int)
        if typed and fits(value):
            return cast("T", value)
        self.fault(key, phrase("must be {want}", want=want or wanted))
        return usual

    def _read_tanggal(self, key: str, text: str) -> date | None:
        """Read a day in quotes, or note why it is none or may be two."""
        try:
            told = read_tanggal_text(text)
        except ValueError as error:
            self.fault(key, take_reason(error))
            return None
        if told.either:
            self.fault(
                key,
                phrase(
                    "{text!r} may be two days; {cure}", text=text, cure=HOW_TO_WRITE
                ),
            )
            return None
        return told.day

    def take_words(self, key: str) -> tuple[str, ...]:
        """Take a list of words, which may be left out."""
        want = phrase("a list of words in quotes")
        words: list[str] = self.take(key, list, [], fits=_holds(str), want=want)
        return tuple(words)

    def take_table(self, key: str) -> TomlTable:
        """Take a table inside this one, which may be left out."""
        return self._open(key, self.take(key, dict, {}))

    def take_tables(self, key: str) -> list[TomlTable]:
        """Take a list of tables, which are counted from 1."""
        want = phrase("a list of tables: [[{key}]]", key=key)
        rows = self.take(key, list, fits=_holds(dict), want=want)
        return [self._open(f"{key}[{n}]", row) for n, row in enumerate(rows, start=1)]

    def take_rest(
        self,
        kind: type[T],
        *,
        fits: Callable[[T], object] = lambda _value: True,
        want: str = "",
    ) -> dict[str, T]:
        """Take all that was not asked for, where a table may have any keys."""
        rest = [key for key in self.data if key not in self.known]
        return {key: self.take(key, kind, fits=fits, want=want) for key in rest}

    def fault(self, key: str, reason: str) -> None:
        """Note what is wrong with a key."""
        self.faults.append(Fault(place=f"{self.prefix}{key}", reason=reason))

    def refuse_rest(self) -> None:
        """Note every key that nobody asked for, here and in the tables inside."""
        for key in self.data:
            if key not in self.known:
                self.fault(key, self._tell_unknown(key))
        for member in self.members:
            member.refuse_rest()

    def _tell_unknown(self, key: str) -> str:
        near = difflib.get_close_matches(key, self.known, n=1)
        if near:
            return phrase("is not known here, did you mean {near}?", near=near[0])
        known = list(self.known)
        return phrase("is not known here, where the keys are {known}", known=known)

    def _open(self, key: str, data: dict[str, Any]) -> TomlTable:
        prefix = f"{self.prefix}{key}."
        self.members.append(TomlTable(prefix=prefix, data=data, faults=self.faults))
        return self.members[-1]


def read_toml(
    path: Path,
    read: Callable[[TomlTable], T],
    *,
    refuse: Callable[[list[Fault]], Exception],
) -> T:
    """Read a file, or tell everything that is wrong with it.

    Args:
        path: The file.
        read: Takes what it needs and makes something of it; where a value is faulty it
            is given another one of the same type, and what it makes is thrown away.
        refuse: Makes the error that is raised for faults.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else take_reason(error)
        if isinstance(error, UnicodeDecodeError):
            reason = phrase(
                "byte {place} is not UTF-8; save the file as UTF-8",
                place=error.start + 1,
            )
        raise refuse(
            [Fault(place=str(path), reason=reason or take_reason(error))]
        ) from error
    table = TomlTable(prefix=f"{path}:", data=data, faults=[])
    made = read(table)
    table.refuse_rest()
    if table.faults:
        raise refuse(table.faults)
    return made


def peek_text(path: Path, key: str) -> str:
    """Return a text of a file before anything in it is believed; nothing for a fault.

    Raises:
        OSError: It cannot be read.
    """
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8")).get(key)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ""
    return value if isinstance(value, str) else ""


def _holds(kind: type) -> Callable[[list[Any]], bool]:
    """Tell whether each member of a list is of a type."""
    return lambda members: all(isinstance(member, kind) for member in members)
