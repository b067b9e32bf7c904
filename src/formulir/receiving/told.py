"""Telling what a return shows, from what the archive recorded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.receiving.evidence import LEAST

if TYPE_CHECKING:
    from collections.abc import Mapping


def tell_return(isi: Mapping[str, Any]) -> list[str]:
    """Say where nobody's ink is seen; where ink was not looked for, what the log says.

    Args:
        isi: The line of the return (``docs/archive-format.md`` §2).

    >>> place = {"peran": "kepala", "nama": "Contoh", "halaman": 1}
    >>> tell_return({"tinta": [{**place, "luas": 0}, {**place, "luas": 900}]})
    ['no ink is seen where Contoh signs (kepala, page 1)']
    """
    bare: list[str] = [
        phrase(
            "no ink is seen where {nama} signs ({peran}, page {halaman})",
            nama=each.get("nama") or "…",
            peran=each["peran"],
            halaman=each["halaman"],
        )
        for each in isi.get("tinta") or ()
        if each["luas"] < LEAST
    ]
    return bare or list(isi.get("sebab") or ())
