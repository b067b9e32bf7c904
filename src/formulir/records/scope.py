"""What a rule between records is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """The letters that a rule is asked about.

    Args:
        tahun: The programme year.
        wilayah: All codes of the regions that they concern and of those below.
        tanggal: The date that they will carry.
        nilai_lulus: The mark from which a participant can be recommended.
    """

    tahun: int
    wilayah: Collection[str]
    tanggal: date
    nilai_lulus: float = 70
