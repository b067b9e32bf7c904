"""Sentences for people: written in English, told in the language of who reads them.

A sentence is written with ``phrase``: a pattern, and facts that it names. It is a
string in English wherever it is taken for one, in a log or a test; where it is told,
``translate`` looks its pattern up in the catalogue and fills the same facts in. So no
sentence is put together from parts, which another language orders otherwise.

The catalogue is ``bahasa/id/LC_MESSAGES/messages.po``; ``scripts/bahasa.py`` gathers
the patterns of all modules into it and compiles it.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

FOLDER: Final = Path(__file__).parent / "bahasa"
LANGUAGES: Final = ("en", "id")
"""English stands in the code; the catalogue holds Indonesian."""
VARIABLES: Final = ("FORMULIR_BAHASA", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a person says which language, the first that is set."""

_PLAIN = (str, int, float, date, PurePath, type(None))
"""Facts that go from one process to another as they are."""

_chosen: ContextVar[str] = ContextVar("bahasa", default="en")


class Sentence(str):
    """A sentence in English that remembers its pattern and its facts.

    Attributes:
        pattern: What the catalogue is asked for.
        facts: What is filled in, by name; some are sentences themselves.
    """

    __slots__ = ("facts", "pattern")

    pattern: str
    facts: Mapping[str, Any]

    def __new__(cls, pattern: str, facts: Mapping[str, Any]) -> Self:
        """Fill the facts in, in English."""
        self = super().__new__(cls, pattern.format_map(_spell_all(facts, str)))
        self.pattern, self.facts = pattern, facts
        return self

    def __reduce__(self) -> tuple[Any, tuple[str, str, Mapping[str, Any]]]:
        """Survive the way from one process to another, word for word.

        A fact that would not, as many an exception of others, goes as its text.
        """
        return _restore, (str.__str__(self), self.pattern, _flatten(self.facts))

    def __copy__(self) -> Self:
        """Return itself: nothing of it changes."""
        return self

    def __deepcopy__(self, _seen: object) -> Self:
        """Return itself, likewise."""
        return self


def _restore(text: str, pattern: str, facts: Mapping[str, Any]) -> Sentence:
    self = str.__new__(Sentence, text)
    self.pattern, self.facts = pattern, facts
    return self


def _flatten(facts: Mapping[str, Any]) -> dict[str, Any]:
    def plain(fact: object) -> object:
        if isinstance(fact, list | tuple):
            return [plain(each) for each in fact]
        if (sentence := _sentence_of(fact)) is not None:
            return sentence
        return fact if isinstance(fact, _PLAIN) else str(fact)

    return {name: plain(fact) for name, fact in facts.items()}


def phrase(pattern: str, /, **facts: object) -> Sentence:
    """Write a sentence for people.

    Args:
        pattern: In English, as ``str.format`` takes it; it stands here as it is spelled
            in the catalogue, never put together.
        facts: What it names.

    >>> phrase("door {name!r} is shut; {count} wait", name="east", count=2)
    "door 'east' is shut; 2 wait"
    """
    return Sentence(pattern, facts)


def take_reason(error: BaseException) -> str:
    """Return what an error was given to say, a sentence where it was given one."""
    said = error.args[0] if error.args else None
    return _sentence_of(error) or (said if isinstance(said, Sentence) else str(error))


def mark(pattern: str) -> str:
    """Give a pattern its place in the catalogue; it is filled in later.

    >>> Sentence(mark("{count} letters"), {"count": 2})
    '2 letters'
    """
    return pattern


def choose_language(environment: Mapping[str, str]) -> str:
    """Choose the language that a person's environment names.

    >>> choose_language({"LANG": "id_ID.UTF-8"}), choose_language({"LANG": "C"})
    ('id', 'en')
    >>> choose_language({"LANG": "id_ID.UTF-8", "FORMULIR_BAHASA": "en"})
    'en'
    """
    word = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    language = word.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return language if language in LANGUAGES else "en"


def use_language(language: str) -> None:
    """Tell everything from here on in a language."""
    _chosen.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Tell in a language whatever is told meanwhile, such as what goes into a file."""
    before = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(before)


def chain(said: Sequence[str]) -> str:
    """Put sentences behind each other, each still to be told in any language.

    >>> chain(["one waits", phrase("{count} wait", count=2)])
    'one waits; 2 wait'
    """
    chained = said[0]
    for each in said[1:]:
        chained = phrase("{one}; {other}", one=chained, other=each)
    return chained


def translate(said: object) -> str:
    """Tell something in the language that is in use.

    What has a sentence is told by it, a list with commas, all else as it is.
    """
    if isinstance(said, list | tuple):
        return ", ".join(map(translate, said))
    sentence = _sentence_of(said)
    if sentence is None:
        return str(said)
    return look_up(sentence.pattern).format_map(_spell_all(sentence.facts, translate))


def _sentence_of(said: object) -> Sentence | None:
    """Return what is a sentence, or what an object has as its own, such as an error."""
    found = said if isinstance(said, Sentence) else getattr(said, "sentence", None)
    return found if isinstance(found, Sentence) else None


def look_up(pattern: str) -> str:
    """Return a pattern in the language that is in use."""
    language = _chosen.get()
    return pattern if language == "en" else _read_catalogue(language).gettext(pattern)


@cache
def _read_catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", FOLDER, [language], fallback=True)


def _spell_all(
    facts: Mapping[str, Any], spell: Callable[[object], str]
) -> dict[str, Any]:
    """Spell what has a sentence or is a list; the rest is spelled by the pattern."""
    spelled = dict(facts)
    for name, fact in facts.items():
        if isinstance(fact, list | tuple):
            spelled[name] = ", ".join(map(spell, fact))
        elif (sentence := _sentence_of(fact)) is not None:
            spelled[name] = spell(sentence)
    return spelled
