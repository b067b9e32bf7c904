"""Who gets a message: those of whom an address is on record that can be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.handing.addressees import find_addressees, is_list, tell_list
from formulir.handing.post.message import name_message
from formulir.language import phrase
from formulir.model import Fault
from formulir.office.decisions import is_posel
from formulir.records.post.outbox import Kiriman

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.handing.addressees import Addressee
    from formulir.handing.letters import Letter
    from formulir.records.store import Store


def list_recipients(
    db: Store, letters: Sequence[Letter], *, asal: str
) -> tuple[list[Kiriman], list[Fault]]:
    """List the messages that letters ask for, and tell who gets none.

    Args:
        db: The record store.
        letters: They.
        asal: The name of the archive, for the names of the messages.
    """
    rows, faults = [], []
    for letter in letters:
        for addressee in find_addressees(db, letter):
            if not is_posel(addressee.posel):
                faults.append(_tell(letter, addressee))
                continue
            rows.append(
                Kiriman(
                    kode=letter.kode,
                    penerima=addressee.id,
                    nama=addressee.nama,
                    posel=addressee.posel,
                    pesan=name_message(letter, addressee.id, asal=asal),
                    saat=str(letter.isi["saat"]),
                )
            )
    return rows, faults


def _tell(letter: Letter, addressee: Addressee) -> Fault:
    """Say why an addressee gets no message."""
    nama, posel = addressee.nama, addressee.posel
    if is_list(addressee):
        return Fault(place=letter.place, reason=tell_list(nama), warning=True)
    reason = (
        phrase("{nama} has no e-mail on record, so nothing is sent", nama=nama)
        if not posel
        else phrase(
            "{posel!r} of {nama} is no address of e-mail, so nothing is sent",
            posel=posel,
            nama=nama,
        )
    )
    return Fault(place=letter.place, reason=reason, warning=True)
