"""Sentences in the answers of a child: a pattern and its facts, and not believed.

A child that was taken over may answer any pattern. One that names what is no fact, or
asks for more than to spell a word or a number, is no sentence; nor is one that would
grow, filled in, far beyond what was sent for it. That is counted before it is made.
"""

from __future__ import annotations

import re
import string
from typing import Any, Final

from formulir.language import Sentence

_PATTERN: Final = "pola"
_FACTS: Final = "fakta"
_KEYS: Final = frozenset({_PATTERN, _FACTS})
_SPEC: Final = re.compile(r"|,|\.\df|\.\d%|g|04X")
"""How a fact may be spelled; a width would let a word fill the memory."""
_DEEPEST: Final = 4
"""So deep sentences stand in each other."""
_LONGEST: Final = 10_000
"""So many letters a sentence has at most, filled in."""
_OFTENEST: Final = 4
"""So often a sentence names a fact; each time, it is there once more."""
_LARGEST: Final = 10**15
"""No number that a child tells is as large; spelled whole, it would be long."""


def pack_said(value: Any, *, depth: int = _DEEPEST) -> Any:  # noqa: ANN401 - any JSON value
    """Spell the sentences of an answer so that JSON takes them.

    What a sentence may not hold on the other side is told in English, so that no
    answer is lost for it.

    >>> pack_said({"reason": Sentence("page {page} is blank", {"page": 2})})
    {'reason': {'pola': 'page {page} is blank', 'fakta': {'page': 2}}}
    """
    if isinstance(value, Sentence):
        facts = {
            name: _pack_fact(each, depth - 1) for name, each in value.facts.items()
        }
        packed = {_PATTERN: value.pattern, _FACTS: facts}
        if read_sentence(packed, depth=depth) is not None:
            return packed
        text = str(value)
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    if isinstance(value, dict):
        return {key: pack_said(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [pack_said(member) for member in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def _pack_fact(fact: Any, depth: int) -> Any:  # noqa: ANN401 - whatever is told of
    said = getattr(fact, "sentence", fact)  # an error is told by its own
    if isinstance(said, Sentence):
        return pack_said(said, depth=depth)
    if isinstance(fact, list | tuple):
        return [_pack_fact(each, depth) for each in fact]
    return fact if _is_plain(fact) else str(fact)


def read_sentence(value: object, *, depth: int = _DEEPEST) -> Sentence | None:
    """Read a sentence that a child has packed; nothing when it is none.

    >>> read_sentence({"pola": "page {page}", "fakta": {"page": 2}})
    'page 2'
    >>> read_sentence({"pola": "{page:9999999}", "fakta": {"page": 2}})
    """
    if not (isinstance(value, dict) and value.keys() == _KEYS and depth > 0):
        return None
    pattern, given = value[_PATTERN], value[_FACTS]
    # The catalogue answers an empty pattern with its own heading.
    if type(pattern) is not str or not pattern or not isinstance(given, dict):
        return None
    facts = {name: _read_fact(fact, depth=depth) for name, fact in given.items()}
    if any(fact is None for fact in facts.values()):
        return None
    try:
        return Sentence(pattern, facts) if _is_modest(pattern, facts) else None
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError):
        return None


def _is_modest(pattern: str, facts: dict[str, object]) -> bool:
    """Tell whether a pattern names facts alone, and how long it would be with them.

    Raises:
        ValueError: It is no pattern, or a fact cannot be spelled as it asks.
    """
    spelled = {
        name: ", ".join(map(str, fact)) if isinstance(fact, list) else fact
        for name, fact in facts.items()
    }
    named = dict.fromkeys(facts, 0)
    room = _LONGEST
    for plain, name, spec, turn in string.Formatter().parse(pattern):
        room -= len(plain)
        if name is None:
            continue
        if name not in named or not _SPEC.fullmatch(spec or ""):
            return False
        named[name] += 1
        fact = repr(spelled[name]) if turn else spelled[name]
        room -= len(format(fact, spec or ""))
        if room < 0 or named[name] > _OFTENEST:
            return False
    return room >= 0


def _read_fact(fact: object, *, depth: int) -> object:
    """Read a fact: a word, a number, a sentence, or a list of these."""
    if isinstance(fact, dict):
        return read_sentence(fact, depth=depth - 1)
    if isinstance(fact, list):
        members = [_read_fact(each, depth=depth - 1) for each in fact if depth > 1]
        whole = len(members) == len(fact) and None not in members
        return members if whole else None
    return fact if _is_plain(fact) else None


def _is_plain(fact: object) -> bool:
    """Tell whether a fact is a word, or a number that can be told."""
    if isinstance(fact, int | float):
        return -_LARGEST < fact < _LARGEST
    return isinstance(fact, str)


def read_said(value: object) -> str | None:
    """Read what a child says to people: a sentence that it packed, or plain text."""
    return value if type(value) is str else read_sentence(value)


def unpack_said(value: Any, form: object) -> Any:  # noqa: ANN401 - any JSON value
    """Return an answer that fits its form with its sentences as such.

    Args:
        value: The answer, or a part of it.
        form: Its form: see ``ask.fits``.
    """
    if isinstance(form, dict):
        forms = {key.removesuffix("?"): inner for key, inner in form.items()}
        return {key: unpack_said(inner, forms[key]) for key, inner in value.items()}
    if isinstance(form, list):
        return [unpack_said(each, form[0]) for each in value]
    if form is Sentence and isinstance(value, dict):
        return read_sentence(value)
    return value
