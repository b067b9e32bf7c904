"""Masking what is nobody's business outside the office: NIK, NUPTK and telephone.

A NIP is printed on every letter and stays; the telephone of an office, a school or a
venue is there to be called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MASK = "*"
SHOWN = 4
"""How many characters of a masked value stay to be seen."""
_PEOPLE = frozenset({"nip", "nik", "nuptk"})
"""Whatever has one of these is a person, even where it is empty."""
_NOMOR = frozenset({"nik", "nuptk", "telepon", "hp"})
"""What is masked of a person."""


def mask(text: str) -> str:
    """Hide a value but for its end, so that whoever knows it recognises it.

    >>> mask("3319016005800001"), mask("081")
    ('************0001', '***')
    """
    shown = text[-SHOWN:] if len(text) > 2 * SHOWN else ""
    return MASK * (len(text) - len(shown)) + shown


def is_masked(value: object) -> bool:
    """Tell whether a value is one that ``mask`` made."""
    return isinstance(value, str) and MASK in value


def mask_people(konteks: Mapping[str, Any]) -> dict[str, Any]:
    """Mask the numbers of the people in what a letter is filled with, at any depth.

    Args:
        konteks: What a letter is filled with; it stays as it is.

    >>> mask_people({"calon": [{"nip": None, "telepon": "081255501000"}]})
    {'calon': [{'nip': None, 'telepon': '********1000'}]}
    """
    is_person = not _PEOPLE.isdisjoint(konteks)
    return {
        name: mask(str(value))
        if is_person and name in _NOMOR and value
        else _mask_inside(value)
        for name, value in konteks.items()
    }


def _mask_inside(value: Any) -> Any:  # noqa: ANN401 - JSON holds what it holds
    """Mask the people inside a value."""
    if isinstance(value, Mapping):
        return mask_people(value)
    if isinstance(value, list):
        return [_mask_inside(one) for one in value]
    return value
