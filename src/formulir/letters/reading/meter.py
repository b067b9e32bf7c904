"""How much filling one part may cost: what a template does comes from people, too."""

from __future__ import annotations

import time
from typing import Final

from jinja2.exceptions import SecurityError

from formulir.language import phrase

VALUE_LIMIT: Final = 100_000
"""Characters of one value: some thirty pages."""
PASSES_LIMIT: Final = 200_000
"""How often loops may pass in one part of a letter."""
PART_LIMIT: Final = 64 * 1024 * 1024
"""Characters of one part of a letter, its markup included."""
FILL_LIMIT_S: Final = 20.0
"""Seconds of processor time for one part of a letter."""
DIGITS_LIMIT: Final = 64
"""Digits that a number may have or be rounded to."""
_ROUND: Final = 256
"""Passes between two looks at the clock."""
SMALL: Final = 200
"""Characters up to which a value is counted beforehand, by the loop around it."""


class Meter:
    """Counts what one part of a letter costs, and stops it where that is too much."""

    __slots__ = ("_end", "_next", "_size", "_steps")

    def __init__(self) -> None:
        """Begin at nothing."""
        self.start()

    def start(self) -> None:
        """Begin another part."""
        self._steps = 0
        self._size = 0
        self._next = _ROUND
        # A part is filled by the thread that asks, whatever else there is to do.
        self._end = time.thread_time() + FILL_LIMIT_S

    def loop(self, passes: int, weight: int) -> None:
        """Count the passes of a loop, before they begin.

        Raises:
            SecurityError: There are too many, or they would write too much.
        """
        self._steps += passes
        self._size += passes * weight
        if self._steps > self._next or self._size > PART_LIMIT:
            self._look()

    def write(self, size: int) -> None:
        """Count the characters of a value that is printed and is not small.

        Raises:
            SecurityError: There are too many.
        """
        self._size += size
        self._look()
        if size > VALUE_LIMIT:
            raise SecurityError(
                phrase(
                    "a value has {size} characters; at most {limit} are printed",
                    size=size,
                    limit=VALUE_LIMIT,
                )
            )

    def _look(self) -> None:
        self._next = self._steps + _ROUND
        if self._steps > PASSES_LIMIT:
            raise SecurityError(
                phrase(
                    "its loops pass more than {limit} times in one letter",
                    limit=PASSES_LIMIT,
                )
            )
        if self._size > PART_LIMIT:
            raise SecurityError(
                phrase("the letter is larger than {limit} characters", limit=PART_LIMIT)
            )
        if time.thread_time() > self._end:
            raise SecurityError(
                phrase(
                    "one letter takes more than {limit:.0f} s of processor time",
                    limit=FILL_LIMIT_S,
                )
            )


def check_size(value: object) -> object:
    """Hand on a value that a template made, unless it is too large.

    Raises:
        SecurityError: It is.
    """
    if isinstance(value, str | list | tuple) and len(value) > VALUE_LIMIT:
        raise SecurityError(
            phrase("a value that it makes is longer than {limit}", limit=VALUE_LIMIT)
        )
    return value
