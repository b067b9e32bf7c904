"""What is typed as words that the index has: each in all its usual spellings.

Nothing is taken away from what was typed: its own words are always one of the ways in
which a term is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from formulir.model import CODE_ALPHABET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Words = tuple[str, ...]
    Term = tuple[Words, ...]

LONGEST_RUN: Final = 6
"""With so many digits, zeros before them counted, a running number may be spelled."""
DIGITS_OF_PREFIX: Final = 6
"""The first digits of an identifier, from so many on, stand for all of it."""
_WORD: Final = re.compile(r"[^\W_]+")
_SLASH: Final = re.compile(r"\s*/\s*")
_PARTS: Final = re.compile(r"[/-]")
_NIP: Final = re.compile(r"(?<!\S)(\d{8})\s+(\d{6})\s+(\d)\s+(\d{3})(?!\S)", re.ASCII)
_KODE: Final = re.compile(r"([0-9a-z]{4})-?([0-9a-z]{4})-?([0-9a-z]{4})", re.ASCII)
_LIKE: Final = str.maketrans("ilo", "110")
"""Letters that no archive code has, and the digits that they are taken for."""
_SIGNS: Final = frozenset(CODE_ALPHABET.lower())
_FORMS: Final = ("sd", "smp", "sma", "smk", "slb", "sdlb", "smplb", "smalb", "tk")
_OTHER_FORMS: Final = ("ra", "mi", "mts", "ma", "mak")
_OWNERS: Final = (("n", "negeri"), ("s", "swasta"))
_SHORT: Final = {
    f"{form}{sign}": (form, owner)
    for form in (*_FORMS, *_OTHER_FORMS)
    for sign, owner in _OWNERS
}
"""How a form and an owner are written as one word: ``sman``, ``mtsn``, ``smks``."""
_LONG: Final = {words: short for short, words in _SHORT.items()}
_FORM_AND_NUMBER: Final = re.compile(
    rf"({'|'.join(sorted((*_SHORT, *_FORMS, *_OTHER_FORMS), reverse=True))})(\d+)"
)


def split_words(text: str) -> list[str]:
    """Split a text into words as they are searched: small letters without accents.

    >>> split_words("Nomor 0394/E5.2/PL — Café")
    ['nomor', '0394', 'e5', '2', 'pl', 'cafe']
    """
    text = text.lower()
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return _WORD.findall(text)


def read_terms(teks: Iterable[str]) -> list[Term] | None:
    """Read what is typed as terms, all of which a letter must have.

    A term is a choice of ways to spell it, each of which is some words: ``SMAN`` is
    also *SMA Negeri*, ``3/UN`` also *0003/UN*, and an archive code needs no hyphens.

    Args:
        teks: What was typed, in pieces as the shell gave it. A slash may stand alone.

    Returns:
        The terms in their order; nothing where a piece has neither letter nor digit, so
        that nothing can be found by it.

    >>> read_terms(["SMAN", "3 / UN"])[0]
    (('sman',), ('sma', 'negeri'))
    >>> read_terms(["3 /", "UN"])[0]
    (('3',), ('03',), ('003',), ('0003',), ('00003',), ('000003',))
    >>> read_terms(["?"]) is None
    True
    """
    pieces = list(teks)
    said = [piece for piece in pieces if piece.strip("/ ")]
    if pieces and not (said and all(map(split_words, said))):
        return None
    text = _SLASH.sub("/", " ".join(pieces))
    terms: list[Term] = []
    behind = 0
    for match in _NIP.finditer(text):
        terms += _read_tokens(text[behind : match.start()])
        groups = match.groups()
        terms.append((("".join(groups),), groups))
        behind = match.end()
    return _join_schools([*terms, *_read_tokens(text[behind:])])


def fits(terms: Iterable[Term], text: str) -> bool:
    """Tell whether a text has all terms, the first digits of an identifier included.

    >>> fits(read_terms(["SMAN", "203173"]), "SMA Negeri 1 Bae 20317300")
    True
    >>> fits(read_terms(["Bae", "Dawe"]), "SMA Negeri 1 Bae")
    False
    """
    words = split_words(text)

    def has(word: str) -> bool:
        if len(word) >= DIGITS_OF_PREFIX and word.isdecimal():
            return any(each.startswith(word) for each in words)
        return word in words

    return all(any(all(map(has, way)) for way in term) for term in terms)


def _read_tokens(text: str) -> list[Term]:
    """Read what stands between blanks."""
    return [term for token in text.split() for term in _read_token(token)]


def _read_token(token: str) -> Iterator[Term]:
    """Read one token: an archive code, a number with slashes, or plain words."""
    if (code := _read_code(token.lower())) is not None:
        yield tuple(dict.fromkeys((tuple(split_words(token)), code)))
        return
    for part in _PARTS.split(token) if "/" in token else [token]:
        words = split_words(part)
        alone = len(words) == 1 and "/" in token
        for word in words:
            match = _FORM_AND_NUMBER.fullmatch(word)
            if match is not None:
                long = _spell_school(match[1], match[2])
                yield ((word,), (match[1], match[2]), *long)
            elif alone and word.isdecimal():
                yield tuple((form,) for form in _spell_run(word))
            else:
                yield tuple(dict.fromkeys(((word,), *_spell_school(word))))


def _read_code(token: str) -> Words | None:
    """Read a token as the three parts of an archive code, if it may be one."""
    match = _KODE.fullmatch(token)
    if match is None:
        return None
    parts = tuple(part.translate(_LIKE) for part in match.groups())
    return parts if _SIGNS.issuperset("".join(parts)) else None


def _spell_school(word: str, *more: str) -> Iterator[Words]:
    """Give the two words for which a short one stands."""
    if word in _SHORT:
        yield (*_SHORT[word], *more)


def _spell_run(word: str) -> Iterator[str]:
    """Give the spellings of a running number, its own one first."""
    yield word
    bare = word.lstrip("0") or "0"
    for width in range(len(bare), LONGEST_RUN + 1):
        if bare.rjust(width, "0") != word:
            yield bare.rjust(width, "0")


def _join_schools(terms: list[Term]) -> list[Term]:
    """Let *SMA Negeri* be found where it is written as one word."""
    joined: list[Term] = []
    skip = False
    for first, second in pairwise([*terms, ()]):
        if skip:
            skip = False
            continue
        pair = tuple(term[0][0] for term in (first, second) if len(term) == 1)
        if len(pair) == 2 and pair in _LONG:  # noqa: PLR2004 - a form and its owner
            joined.append((pair, (_LONG[pair],)))
            skip = True
        else:
            joined.append(first)
    return joined
