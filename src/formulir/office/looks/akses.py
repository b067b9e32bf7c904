"""Recording who looked at the archive, and what was handed out, to whom.

Looking must not be kept from anybody by this: who has no key leaves a line that waits
for a signature, and where nothing can be written, that is told and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.archive.keys import KeyFile, SigningKey, is_locked, load_key
from formulir.archive.proof.akses import LOG, record_akses
from formulir.errors import ArsipError, MachineError
from formulir.language import phrase, take_reason
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.office.kantor import Kantor


def note_akses(
    kantor: Kantor, tindakan: str, facts: Mapping[str, Any], *, untuk: str = ""
) -> list[Fault]:
    """Record that somebody looked, or was handed something.

    Args:
        kantor: The office.
        tindakan: What was done.
        facts: What is known of it: letters, words, names of files.
        untuk: For whom it was done, where somebody said so.

    Returns:
        Why it is not recorded, if it is not.
    """
    actor = kantor.actor()
    isi = {
        **{name: value for name, value in facts.items() if value not in (None, "")},
        "tindakan": tindakan,
        "oleh": actor.oleh,
        "peran": actor.peran,
        "versi": actor.versi,
    }
    if untuk:
        isi["untuk"] = untuk
    try:
        key = _find_key(kantor.keyfile)
        record_akses(kantor.archive, isi, saat=kantor.saat(), key=key)
    except (MachineError, ArsipError, ValueError) as error:
        reason = phrase(
            "this is not recorded, so nobody will know that it was looked at: {reason}",
            reason=take_reason(error),
        )
        return [Fault(place=LOG, reason=reason, warning=True)]
    return []


def _find_key(file: KeyFile) -> SigningKey | None:
    """Load the key, where that asks nobody for anything."""
    try:
        return None if is_locked(file.path) else load_key(file)
    except MachineError:
        return None
