"""Kinds of an office that were made in the records, and lack their last name.

A kind begins with the commit of the records; its ``jenis.toml``, by which kinds are
found, waits beside its place until then. A crash between the two leaves a file that
waits, and whoever writes next gives it its name.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from formulir.ground.disk import guard_disk, sync_path
from formulir.records.own.tables import find_own

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

JENIS: Final = "jenis.toml"
WAITING: Final = "jenis.toml.tunda"
"""What ``jenis.toml`` is called until its kind is in the records."""


def finish_kinds(kantor: Kantor, db: Store) -> None:
    """Give the kinds that are in the records the name by which they are found.

    A crash leaves the old name or the new one. Readers do it too, so another may have
    done it meanwhile.
    """
    for waiting in list_waiting(kantor):
        if find_own(db, waiting.parent.name) is not None:
            with guard_disk(waiting), suppress(FileNotFoundError):
                waiting.replace(waiting.with_name(JENIS))
                sync_path(waiting.parent)


def list_waiting(kantor: Kantor) -> list[Path]:
    """List the files that wait for the records."""
    return sorted(kantor.templates[0].glob(f"*/{WAITING}"))
