"""Passwords: judging, hashing and comparing them.

Source: OWASP ASVS 5.0, 6.2; RFC 9106 (Argon2).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from formulir.errors import RecordError
from formulir.language import phrase

SHORTEST, LONGEST = 10, 256
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""27 ms of processor time and 19 MiB each (docs/asvs.md)."""
_AT_ONCE = BoundedSemaphore(2)
"""So many are hashed at once, that guessing never takes the machine from the others."""


class SandiWeakError(RecordError):
    """A password that is easily guessed."""

    reason: str
    says = "the password is not taken: {reason}"


def judge(word: str, *, about: tuple[str, ...] = ()) -> None:
    """Refuse a password that is short, common, or says who it belongs to.

    Args:
        word: It; any characters, none is demanded.
        about: Words that it may not be made of, such as the account's name.

    Raises:
        SandiWeakError: It is easily guessed.
    """
    bare = word.strip().casefold()
    if len(word) < SHORTEST:
        raise SandiWeakError(
            phrase("it has {count} characters, {least} are needed", **_sizes(word))
        )
    if len(word) > LONGEST:
        raise SandiWeakError(
            phrase("it has {count} characters, {most} are the most", **_sizes(word))
        )
    letters = _NO_LETTER.sub("", bare.translate(_LOOKALIKE))
    if len(set(bare)) < _DISTINCT or _is_made_of(letters, _read_common()):
        raise SandiWeakError(phrase("it is one of those that are tried first"))
    own = frozenset(
        _NO_LETTER.sub("", word) for each in about for word in each.casefold().split()
    )
    if _is_made_of(letters, own | _read_common()):
        raise SandiWeakError(phrase("it is made of a name"))


_DISTINCT = 5
"""So many different characters it has at least."""
_NO_LETTER = re.compile(r"[\W\d_]+")
_LOOKALIKE = str.maketrans("@$", "as")


def _is_made_of(letters: str, words: frozenset[str]) -> bool:
    """Tell whether letters are nothing but some of these words, one behind another."""
    ends = {0}
    for start in range(len(letters)):
        if start in ends:
            ends |= {
                start + len(word)
                for word in words
                if word and letters.startswith(word, start)
            }
    return len(letters) in ends


def _sizes(word: str) -> dict[str, object]:
    return {"count": len(word), "least": SHORTEST, "most": LONGEST}


@cache
def _read_common() -> frozenset[str]:
    """Read the passwords that are tried first, as far as they are long enough."""
    text = resources.files("formulir.web.door").joinpath("sandi_umum.txt")
    return frozenset(text.read_text(encoding="utf-8").split("\n"))


def hash_password(word: str) -> str:
    """Return what a password is compared with; it does not give it away."""
    with _AT_ONCE:
        return _HASHER.hash(word)


def fits(hashed: str | None, word: str) -> bool:
    """Tell whether a password is the one; of nobody's none is, after the same time."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(hashed or _nobody(), word[:LONGEST]) and bool(hashed)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody's")
