"""Names of files that people read, and that no system takes for anything else.

They are made of what somebody typed, so nothing of a path may be left in them: no
separator, no name of a device, no dot or blank at an end, nothing that is not seen.
A name is at most ``LONGEST`` bytes, so that a folder still has room before it.

Source: Microsoft, "Naming Files, Paths, and Namespaces"; APPNOTE.TXT of PKWARE, 4.4.17.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 120
"""Bytes of a name in UTF-8, its end included."""
_KEY: Final = 40
"""Bytes of what tells letters of a kind apart; the name itself is cut first."""
_JOINS: Final = re.compile(r"[\\/:|]+")
_CLOSED: Final = re.compile(r'[*?"<>]+')
_DEVICE: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])",
    re.IGNORECASE,
)
_SAFE: Final = frozenset("LMNPSZ")
"""General categories that stay; white space stays as a blank."""


def clean_words(text: str) -> str:
    r"""Take out of a text whatever a file name may not hold.

    >>> clean_words(" ../SMA\u202e 1\t“Bae”/A. ")
    '-SMA 1 “Bae”-A'
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char)[0] in _SAFE
    )
    text = _CLOSED.sub("", _JOINS.sub("-", text))
    return " ".join(text.split()).strip(". ")


def name_letter(formulir: str, judul: str, kunci: str, *, more: str = "") -> str:
    """Name the file of a letter, without its end.

    Args:
        formulir: The kind.
        judul: Whose letter it is.
        kunci: What tells it from the others of its kind.
        more: What tells it from another one of the same name.

    >>> name_letter("02.2", "SMA Negeri 1 Bae", "20317300")
    '02.2 SMA Negeri 1 Bae (20317300)'
    >>> name_letter("01.1", "", "33.19/DISDIK-33/1")
    '01.1 (33.19-DISDIK-33-1)'
    """
    kind, key = clean_words(formulir), cut_bytes(clean_words(kunci), _KEY)
    end = f"({key})" + (f" {clean_words(more)}" if more else "")
    room = LONGEST - len(".pdf") - len(f"{kind}  {end}".encode()) - 1
    words = (kind, cut_bytes(clean_words(judul), room), end)
    return _disarm(" ".join(word for word in words if word))


def _disarm(name: str) -> str:
    """Put a sign before what a system, a shell or a sheet takes for something else."""
    first = name.partition(".")[0].rstrip()
    taken = _DEVICE.fullmatch(first) or name[:1] in "-~.=+@$"
    return f"_{name}" if taken else name


def cut_bytes(text: str, size: int) -> str:
    """Cut a text that is longer than so many bytes, never within a letter.

    >>> cut_bytes("Pélangi", 5), cut_bytes("Pe\u0301langi", 6)
    ('P…', 'P…')
    >>> cut_bytes("Bae", 5)
    'Bae'
    """
    if len(text.encode()) <= size:
        return text
    kept = text.encode()[: max(size - len("…".encode()), 0)].decode(errors="ignore")
    rest = text[len(kept) : len(kept) + 1]
    if rest and unicodedata.combining(rest):
        kept = kept.rstrip("".join(c for c in kept if unicodedata.combining(c)))[:-1]
    return kept.rstrip(". ") + "…"


def name_letters(facts: Sequence[tuple[str, str, str, str]]) -> list[str]:
    """Name the files of letters, each by a name that no other one has in any case.

    Args:
        facts: Of each letter the kind, whose it is, its key, and its archive code,
            which is added to names that would be one on a system that does not tell
            capitals from small letters.

    >>> name_letters([("X", "a", "1", "K7"), ("X", "A", "1", "M0"), ("X", "b", "2", "")]
    ... )
    ['X a (1) K7.pdf', 'X A (1) M0.pdf', 'X b (2).pdf']
    """
    first = [name_letter(kind, judul, key) for kind, judul, key, _ in facts]
    count = Counter(map(fold_name, first))
    return [
        f"{name if count[fold_name(name)] == 1 else name_letter(*own, more=kode)}.pdf"
        for name, (*own, kode) in zip(first, facts, strict=True)
    ]


def fold_name(name: str) -> str:
    """Return what a name is to a system that knows no case, and joins accents."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return unicodedata.normalize("NFKC", folded).casefold()
