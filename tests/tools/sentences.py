"""What people are told can be told in their language: each reason is a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.language import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulir.model import Fault
    from formulir.records.sheets.report import ImportResult


def keep_whole(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults, none of which is told in loose words."""
    kept = list(faults)
    loose = [each.reason for each in kept if not isinstance(each.reason, Sentence)]
    assert loose == []
    return kept


def keep_result(result: ImportResult) -> ImportResult:
    """Return the result of an import, likewise."""
    keep_whole((*result.rejected, *result.warnings))
    return result
