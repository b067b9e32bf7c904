"""Sentences in the answers of a child: a pattern and its facts, and not believed.

A child that was taken over may answer any pattern. One that names what is no fact, or
asks for more than to spell a word or a number, is no sentence.
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


def pack_said(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Spell the sentences of an answer so that JSON takes them.

    >>> pack_said({"reason": Sentence("page {page} is blank", {"page": 2})})
    {'reason': {'pola': 'page {page} is blank', 'fakta': {'page': 2}}}
    """
    if isinstance(value, Sentence):
        return {_PATTERN: value.pattern, _FACTS: pack_said(dict(value.facts))}
    if isinstance(value, dict):
        return {key: pack_said(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [pack_said(member) for member in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def read_sentence(value: object, *, depth: int = _DEEPEST) -> Sentence | None:
    """Read a sentence that a child has packed; nothing when it is none.

    >>> read_sentence({"pola": "page {page}", "fakta": {"page": 2}})
    'page 2'
    >>> read_sentence({"pola": "{page:9999999}", "fakta": {"page": 2}})
    """
    if not (isinstance(value, dict) and value.keys() == _KEYS and depth):
        return None
    pattern, given = value[_PATTERN], value[_FACTS]
    if type(pattern) is not str or not isinstance(given, dict):
        return None
    facts = {name: _read_fact(fact, depth=depth) for name, fact in given.items()}
    if any(fact is None for fact in facts.values()):
        return None
    try:
        plain = all(
            (name is None or name in facts) and _SPEC.fullmatch(spec or "")
            for _, name, spec, _ in string.Formatter().parse(pattern)
        )
        return Sentence(pattern, facts) if plain else None
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError):
        return None


def _read_fact(fact: object, *, depth: int) -> object:
    """Read a fact: a word, a number, a sentence, or a list of these."""
    if isinstance(fact, dict):
        return read_sentence(fact, depth=depth - 1)
    if isinstance(fact, list):
        members = [_read_fact(each, depth=depth - 1) for each in fact if depth > 1]
        whole = len(members) == len(fact) and None not in members
        return members if whole else None
    return fact if isinstance(fact, str | int | float) else None


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
