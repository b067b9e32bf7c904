"""Words that differ by one letter from what was typed, as far as the index has them."""

from __future__ import annotations

from itertools import chain, islice, product
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from formulir.archive.asking.terms import Term, Words

SHORTEST: Final = 3
"""Shorter words are near to too much."""
LONGEST: Final = 24
"""Longer words are no words of a letter."""
OF_A_WORD, OF_ALL = 4, 16
"""So many words are taken for one that was typed, and so many ways for all of them."""
_SIGNS: Final = ascii_lowercase + digits


def list_near(
    terms: Sequence[Term], *, has: Callable[[str], bool]
) -> list[tuple[str, ...]]:
    """List what may have been meant, where some of the words are not there.

    Args:
        terms: What was typed, as ``read_terms`` reads it.
        has: Tells whether the index has a word.

    Returns:
        The words with those that are not there replaced, at most ``OF_ALL`` ways;
        nothing when all are there, or when nothing is near to one of them.

    >>> known = {"sma", "lubuk"}.__contains__
    >>> list_near([(("sma",),), (("lbuk",),)], has=known)
    [('sma', 'lubuk')]
    >>> list_near([(("sma",),)], has=known)
    []
    """
    choices: list[list[Words]] = []
    replaced = False
    for term in terms:
        there = [way for way in term if all(map(has, way))]
        if there:
            choices.append(there[:1])
        else:
            replaced = True
            near = (found for way in term for found in _replace(way, has))
            choices.append(list(islice(near, OF_A_WORD)))
    if not replaced:
        return []
    return [tuple(chain(*ways)) for ways in islice(product(*choices), OF_ALL)]


def _replace(way: Words, has: Callable[[str], bool]) -> Iterator[Words]:
    """Give the ways to put words that are there in the place of those that are not."""
    choices = [
        [word] if has(word) else list(islice(filter(has, _edit(word)), OF_A_WORD))
        for word in way
    ]
    yield from product(*choices)


def _edit(word: str) -> Iterator[str]:
    """Give every word that differs by one sign, or by two that are exchanged."""
    if not SHORTEST <= len(word) <= LONGEST:
        return
    seen = {word}
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        edited = [head + sign + tail for sign in _SIGNS]
        if tail:
            edited += [head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]]
            edited += [head + sign + tail[1:] for sign in _SIGNS]
        for other in edited:
            if other not in seen:
                seen.add(other)
                yield other
