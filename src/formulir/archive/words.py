"""What is searched for, and what it is searched in; no file is touched here.

A letter becomes a set of words. Words of its text consist of letters and digits. What
it is filtered by becomes a word too, marked by ``=``, which no word of a text holds:
``f=02.2``, ``w=33.19``. So every search, of text or by place and time, is the same
thing: the intersection of sorted lists of letters, which is fast in any combination.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from formulir.archive.asking.terms import (
    DIGITS_OF_PREFIX,
    fits,
    read_terms,
    split_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from formulir.archive.asking.terms import Term

__all__ = [
    "Search",
    "fits",
    "list_words",
    "mark",
    "read_terms",
    "split_words",
    "write_match",
]

TEXTS = ("hal", "nomor", "kunci", "kode", "dari", "disposisi")
"""The members of a line whose words are searched, beside those of its context."""
EVERY = "="
"""The word that every letter has, for a search that asks for nothing."""
SHORTEST_BEGINNING = 3
"""The last word given may be the beginning of one, from so many letters on."""
MANY = 64
"""So many words with one beginning are searched one by one."""

_UNPLAIN = re.compile(r"[^a-z0-9.\-]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """A search in the archive: all that is given must hold.

    Args:
        teks: Words that all occur, in any order, whatever their case and accents, in
            any of their usual spellings; the last one may be the beginning of a word,
            of three letters or more, and so may a number of six digits or more.
        formulir: The code of the kind.
        tahap: A stage, or one with parts: ``T04`` finds ``T04.1`` too.
        wilayah: Codes of regions, any of which the letter names.
        peran: The role that one of these regions must have (``penerbit``, …).
        tahun: The programme year.
        status: The last act on the letter (``terbit``, ``batal``, …).
        entries: Only letters whose first acts have these numbers.
        limit: At most so many letters, the newest ones.
        skip: So many of these are left out, the newest ones.
    """

    teks: tuple[str, ...] = ()
    formulir: str | None = None
    tahap: str | None = None
    wilayah: frozenset[str] | None = None
    peran: str | None = None
    tahun: int | None = None
    status: str | None = None
    entries: frozenset[int] | None = None
    limit: int | None = None
    skip: int = 0


def mark(field: str, value: object) -> str:
    """Write a word that filters.

    >>> mark("w=penerbit", "33.19"), mark("f", "A 1")
    ('w=penerbit=33.19', 'f=a=20=1')
    """
    return f"{field}={_spell(str(value).lower())}"


def list_words(isi: Mapping[str, Any], konteks: bytes | None) -> set[str]:
    """List all words by which a letter is found, but for its status.

    Args:
        isi: The line of the first act on it.
        konteks: The JSON that it was made from, if it has one and that is undamaged.
    """
    words = {EVERY, *_list_marks(isi)}
    texts = [text for name in TEXTS if isinstance(text := isi.get(name), str)]
    texts.extend(_load_texts(konteks))
    for text in texts:
        words.update(split_words(text))
    return words


def write_match(
    search: Search, list_beginning: Callable[[str, int], list[str]]
) -> str | None:
    """Write a search as the index asks for it.

    Every word stands in quotes and holds none, so nothing that is searched for can be
    taken for an operator.

    Args:
        search: The search.
        list_beginning: Lists words that the index has with some beginning, at most so
            many.

    Returns:
        The expression, or nothing if no letter can be found, for example by a word
        without letters and digits.

    >>> search = Search(teks=('NEAR("x" OR',), tahun=2016)
    >>> write_match(search, lambda _word, _limit: [])
    '"near" AND "x" AND "or" AND "y=2016"'
    """
    asked = read_terms(search.teks)
    if asked is None or search.wilayah == frozenset():
        return None
    terms = [
        _write_term(term, list_beginning, last=term is asked[-1]) for term in asked
    ]
    for field, value in (
        ("f", search.formulir),
        ("t", search.tahap),
        ("y", search.tahun),
        ("s", search.status),
    ):
        if value is not None:
            terms.append(_quote(mark(field, value)))
    if search.wilayah is not None:
        field = "w" if search.peran is None else mark("w", search.peran)
        terms.append(_write_any(mark(field, code) for code in search.wilayah))
    return " AND ".join(terms or [_quote(EVERY)])


def _write_term(
    term: Term, list_beginning: Callable[[str, int], list[str]], *, last: bool
) -> str:
    """Write a search for a term, in any of its spellings."""
    ways = []
    for words in term:
        *head, word = words
        written = [*map(_quote, head), _quote(word)]
        shortest = SHORTEST_BEGINNING if last else DIGITS_OF_PREFIX
        if len(word) >= shortest and (last or word.isdecimal()):
            written[-1] = _write_beginning(word, list_beginning(word, MANY + 1))
        ways.append(" AND ".join(written))
    return ways[0] if len(term) == 1 else f"({' OR '.join(f'({way})' for way in ways)})"


def _write_beginning(word: str, found: list[str]) -> str:
    """Write a search for the words with one beginning.

    The lists of letters of a few words are walked together, and stop at the limit. A
    beginning of many words makes the index join all their lists first, so it is asked
    for only if the word itself is not there.
    """
    if len(found) > MANY:
        return _quote(word) + ("" if word in found else "*")
    return _write_any(found or [word])


def _write_any(words: Iterable[str]) -> str:
    """Write a search for any of some words."""
    return f"({' OR '.join(_quote(word) for word in sorted(words))})"


def _quote(word: str) -> str:
    """Write a word as a string of the full-text query language."""
    return f'"{word}"'


@lru_cache(maxsize=1 << 14)  # of kinds, years, stages and regions there are few
def _spell(text: str) -> str:
    """Write a text in the letters that words have."""
    return _UNPLAIN.sub(lambda sign: f"={ord(sign[0]):x}=", text)


def _list_marks(isi: Mapping[str, Any]) -> Iterator[str]:
    """Give the words by which a line is filtered."""
    for field, name in (("f", "formulir"), ("y", "tahun")):
        if isi.get(name) is not None:
            yield mark(field, isi[name])
    parts = str(isi.get("tahap") or "").split(".")
    for count in range(1, len(parts) + 1):
        if parts[0]:
            yield mark("t", ".".join(parts[:count]))
    wilayah = isi.get("wilayah")
    for peran, codes in wilayah.items() if isinstance(wilayah, Mapping) else ():
        for code in codes if isinstance(codes, list | tuple) else [codes]:
            yield mark("w", code)
            yield mark(mark("w", peran), code)


def _load_texts(konteks: bytes | None) -> list[str]:
    """Return every string value of a context; one that is no JSON has none."""
    try:
        return [] if konteks is None else list(_list_texts(json.loads(konteks)))
    except (ValueError, RecursionError):
        return []


def _list_texts(value: object) -> Iterable[str]:
    """Give every string value within a JSON value, but no names of members."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _list_texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _list_texts(member)
