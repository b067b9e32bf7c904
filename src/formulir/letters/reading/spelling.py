"""Values as people write them: what no letter could mean is refused, not spelled."""

from __future__ import annotations

import math
import re
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Undefined, pass_environment
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.filters import do_round, make_attrgetter

from formulir.language import phrase
from formulir.letters.reading.meter import DIGITS_LIMIT, VALUE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import jinja2

_INLINE: Final = str.maketrans("\t\n\r", "   ")
_STRANGE: Final = re.compile(
    r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_LARGE: Final = 1e15
"""From here on a number of the machine has no decimals."""


def spell_value(value: object) -> object:
    """Write a number as people do, and refuse what is no text and no number.

    Raises:
        TemplateRuntimeError: It is a list, an object, true, false or nothing.

    >>> spell_value(40.0), spell_value(37.5), spell_value(7)
    ('40', '37,5', 7)
    """
    if isinstance(value, str | Undefined):
        return value
    if isinstance(value, bool):
        raise TemplateRuntimeError(
            phrase(
                "{what} is printed as a word of the program; write "
                "{{{{ 'ya' if … else 'tidak' }}}}",
                what="true" if value else "false",
            )
        )
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return _spell_float(value)
    raise TemplateRuntimeError(refuse_sort(value))


def refuse_sort(value: object) -> str:
    """Say why a value that is no text is not printed, and what to do.

    >>> refuse_sort({})
    'an object cannot be printed; name one of its members'
    """
    if value is None:
        return phrase(
            "nothing cannot be printed; say what to print instead, as in "
            "{{{{ x or '-' }}}}"
        )
    if isinstance(value, dict):
        return phrase("an object cannot be printed; name one of its members")
    return phrase(
        "a list cannot be printed; go through it with a for, or join it as in "
        "{{{{ x | join(', ') }}}}"
    )


def _spell_float(number: float) -> str:
    """Write a number with a decimal comma, and with no decimals that say nothing."""
    if not math.isfinite(number):
        raise TemplateRuntimeError(
            phrase("{number} is no number that could be printed", number=number)
        )
    if abs(number) >= _LARGE:
        return str(int(number))
    text = f"{number:.15g}"
    if "e" in text:
        text = f"{number:.20f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    if not decimals:
        return "0" if whole == "-0" else whole
    return f"{whole},{decimals}"


def put_inline(value: object) -> object:
    r"""Keep a value in one line, where the file has no place for a line end or a tab.

    >>> put_inline("a\n\tb")
    'a  b'
    """
    return value.translate(_INLINE) if isinstance(value, str) else value


def check_characters(value: str) -> None:
    """Refuse a character that XML cannot hold.

    Raises:
        TemplateRuntimeError: The value has one.
    """
    found = _STRANGE.search(value)
    if found is not None:
        raise TemplateRuntimeError(
            phrase(
                "the value holds the character U+{number:04X}, which no "
                "document can hold; take it out of the records",
                number=ord(found[0]),
            )
        )


def change_text(original: Callable[..., str]) -> Callable[..., str]:
    """Let a filter of texts work on what would be printed, and on nothing else."""

    @wraps(original)
    def change(value: object, *args: Any, **named: Any) -> str:  # noqa: ANN401 - Jinja's
        return original(spell_value(value), *args, **named)

    return change


@pass_environment
def join_values(
    environment: jinja2.Environment,
    value: Iterable[Any],
    d: str = "",
    attribute: str | int | None = None,
) -> str:
    """Join values as they would print, one by one.

    Raises:
        SecurityError: They would make too long a text.
    """
    members = value
    if attribute is not None:
        members = map(make_attrgetter(environment, attribute), value)
    pieces = [str(spell_value(member)) for member in members]
    if sum(map(len, pieces)) + len(pieces) * len(str(d)) > VALUE_LIMIT:
        raise SecurityError(
            phrase("a list joins to more than {limit} characters", limit=VALUE_LIMIT)
        )
    return str(d).join(pieces)


def replace_text(
    value: object, old: object, new: object, count: int | None = None
) -> str:
    """Replace a text in another one.

    Raises:
        SecurityError: It would become too long.
    """
    text, before, after = (str(spell_value(one)) for one in (value, old, new))
    found = text.count(before)
    if len(text) + found * max(len(after) - len(before), 0) > VALUE_LIMIT:
        raise SecurityError(
            phrase("a value that it makes is longer than {limit}", limit=VALUE_LIMIT)
        )
    return text.replace(before, after, -1 if count is None else count)


def round_number(value: float, precision: int = 0, method: Any = "common") -> float:  # noqa: ANN401 - Jinja's
    """Round a number.

    Raises:
        SecurityError: To more digits than a number has.
    """
    if abs(int(precision)) > DIGITS_LIMIT:
        raise SecurityError(
            phrase("a number is rounded to at most {limit} digits", limit=DIGITS_LIMIT)
        )
    return do_round(value, precision, method)
