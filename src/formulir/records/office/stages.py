"""The stages of the programme, by code and name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulir.records.store import Store


def name_tahap(db: Store) -> dict[str, str]:
    """Return the names of the stages, by their codes, in the order of these."""
    rows = db.rows("SELECT kode, nama FROM tahap ORDER BY kode")
    return {row["kode"]: row["nama"] for row in rows}
