"""Asking the views that letters draw on, for what is shown without a letter."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from formulir.records.sql.functions import sql_functions

if TYPE_CHECKING:
    from formulir.model import Scope
    from formulir.records.store import Store


def ask_views(db: Store, sql: str, scope: Scope) -> list[dict[str, Any]]:
    """Run a query of ours over the views of ``views.sql``.

    Args:
        db: The record store.
        sql: The query.
        scope: What the views ask for by ``diminta``: year, region and date.
    """
    asked: dict[str, str | int] = {
        "tahun": scope.tahun,
        "wilayah": scope.wilayah or "",
        "tanggal": scope.tanggal.isoformat(),
    }
    db.lend(sql_functions(db, settings=asdict(scope.settings)))
    db.lend({"diminta": (1, asked.__getitem__)})
    return db.rows(sql, asked)
