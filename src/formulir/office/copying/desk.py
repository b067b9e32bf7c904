"""What a backup keeps of the desk: its accounts, and what happened at its door.

Nobody is logged in at an office that was restored, and no job goes on there: sessions
and jobs are of the office that is lost. What is kept bears no password, but what one is
compared with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.ground.disk import write_file
from formulir.ground.rollback import take_rows
from formulir.language import phrase
from formulir.model import Fault
from formulir.office.kantor import BERKAS_MEJA

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.office.kantor import Kantor

KEPT: Final = frozenset({"akun", "kejadian", "_sqlite_migrations"})
"""The tables whose rows are kept; a table is none of them until it is named here."""


def copy_desk(kantor: Kantor, place: Path) -> Fault | None:
    """Copy the accounts of an office's desk, closed to others, if it has a desk.

    A crash leaves a part of a state that is not named yet.

    Returns:
        Why it cannot be read, if it cannot: all else is worth copying without it.
    """
    source = kantor.folder / BERKAS_MEJA
    if not source.is_file():
        return None
    try:
        data = take_rows(source, kept=KEPT)
    except ValueError as error:
        reason = phrase(
            "the accounts of the desk are not in this backup: {error}", error=error
        )
        return Fault(place=BERKAS_MEJA, reason=reason)
    write_file(place / BERKAS_MEJA, data, mode=0o600)
    return None
