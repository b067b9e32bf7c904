"""Proving ``berkas/``: each file is what its name promises, and no other is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.ground.stored import judge_stored
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.office.instansi import list_berkas

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


def check_berkas(kantor: Kantor, db: Store) -> list[Fault]:
    """Hash every file that a record names, and tell what no record names.

    A stray is a warning: an import that was killed leaves one, and so does a record
    that names another file today.

    Args:
        kantor: The office.
        db: Its record store.
    """
    folder, faults = kantor.berkas, []
    named = list_berkas(db)
    judged = {name: _judge(kantor, name) for _, _, name in named}
    for tabel, row, name in named:
        if judged[name]:
            reason = phrase(
                "{judged}; import table {tabel} again, with the file beside it",
                judged=judged[name],
                tabel=tabel,
            )
            faults.append(Fault(place=f"{tabel} {row}", reason=reason))
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    faults += [
        Fault(
            place=f"{folder.name}/{path.name}",
            reason=phrase("no record names it; it may be deleted"),
            warning=True,
        )
        for path in found
        if path.name not in judged
    ]
    return faults


def _judge(kantor: Kantor, name: str) -> str:
    """Say what is wrong with a file; what cannot be read is told, and others go on."""
    try:
        return judge_stored(kantor.berkas / name)
    except OSError as error:
        return phrase(
            "{folder}/{name} cannot be read: {strerror}",
            folder=kantor.berkas.name,
            name=name,
            strerror=error.strerror,
        )
