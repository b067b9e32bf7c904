"""What Jinja says of a template, as sentences; what is not known here stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.language import Sentence

_SAYS: Final[tuple[tuple[str, Callable[[dict[str, str]], Sentence]], ...]] = (
    (
        r"'(?P<name>[^']+)' is undefined",
        lambda facts: phrase("'{name}' is undefined", **facts),
    ),
    (
        r"'(?P<whole>[^']+)' has no attribute '(?P<name>[^']+)'",
        lambda facts: phrase("'{whole}' has no attribute '{name}'", **facts),
    ),
    (
        (
            r"Unexpected end of template\. Jinja was looking for the following tags: "
            r"(?P<names>.+)\. The innermost block that needs to be closed is "
            r"'(?P<name>\w+)'\."
        ),
        lambda facts: phrase(
            "Unexpected end of template. Jinja was looking for the following tags: "
            "{names}. The innermost block that needs to be closed is '{name}'.",
            **facts,
        ),
    ),
    (
        r"Encountered unknown tag '(?P<tag>\w+)'\.",
        lambda facts: phrase("Encountered unknown tag '{tag}'.", **facts),
    ),
    (
        (
            r"Encountered unknown tag '(?P<tag>\w+)'\. Jinja was looking for the "
            r"following tags: (?P<names>.+)\. The innermost block that needs to be "
            r"closed is '(?P<name>\w+)'\."
        ),
        lambda facts: phrase(
            "Encountered unknown tag '{tag}'. Jinja was looking for the following "
            "tags: {names}. The innermost block that needs to be closed is '{name}'.",
            **facts,
        ),
    ),
    (
        r"expected token 'end of print statement', got '(?P<name>.+)'",
        lambda facts: phrase(
            "expected token 'end of print statement', got '{name}'", **facts
        ),
    ),
    (
        r"expected token 'end of statement block', got '(?P<name>.+)'",
        lambda facts: phrase(
            "expected token 'end of statement block', got '{name}'", **facts
        ),
    ),
    (
        r"expected token '(?P<want>[^']+)', got '(?P<name>.+)'",
        lambda facts: phrase("expected token '{want}', got '{name}'", **facts),
    ),
    (
        r"Expected an expression, got '(?P<name>.+)'",
        lambda facts: phrase("Expected an expression, got '{name}'", **facts),
    ),
    (r"tag name expected", lambda _: phrase("tag name expected")),
    (
        r"unexpected char '(?P<name>.+)' at (?P<position>\d+)",
        lambda facts: phrase("unexpected char '{name}' at {position}", **facts),
    ),
    (
        r"unexpected '(?P<name>.+)', expected '(?P<want>.+)'",
        lambda facts: phrase("unexpected '{name}', expected '{want}'", **facts),
    ),
    (
        r"unexpected '(?P<name>.+)'",
        lambda facts: phrase("unexpected '{name}'", **facts),
    ),
    (
        r"can't assign to '(?P<name>.+)'",
        lambda facts: phrase("can't assign to '{name}'", **facts),
    ),
    (r"expected name or number", lambda _: phrase("expected name or number")),
    (
        r"expected subscript expression",
        lambda _: phrase("expected subscript expression"),
    ),
)
"""A rule for each text, the nearer one first, and the sentence that it makes."""


def explain_fill(error: BaseException) -> str:
    """Say why a template cannot be read or filled, as a sentence where that is known.

    >>> explain_fill(ValueError("'nama' is undefined"))
    "'nama' is undefined"
    """
    return read_jinja(take_reason(error))


def read_jinja(said: str) -> str:
    """Make a sentence of what Jinja says, where it is known."""
    for rule, write in _SAYS:
        found = re.fullmatch(rule, said, re.DOTALL)
        if found is None:
            continue
        facts = {
            name: _join(fact.split(" or ")) for name, fact in found.groupdict().items()
        }
        if (sentence := write(facts)) == said:
            return sentence
    return said


def _join(words: list[str]) -> str:
    """Put choices together as one fact."""
    joined = words[0]
    for word in words[1:]:
        joined = phrase("{one} or {other}", one=joined, other=word)
    return joined
