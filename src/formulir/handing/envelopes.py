"""The order of envelopes: by addressee, then by letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.handing.addressees import find_addressees, is_list, list_copies, tell_list
from formulir.language import Sentence, mark
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.handing.addressees import Addressee
    from formulir.handing.letters import Letter
    from formulir.records.store import Store

_LACKING = {
    "alamat": mark(
        "{count} of {total} addressees have no address on record, the first is {first}"
    ),
    "telepon": mark(
        "{count} of {total} addressees have no telephone on record, the first is "
        "{first}"
    ),
    "posel": mark(
        "{count} of {total} addressees have no e-mail on record, the first is {first}"
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A letter that lies in an envelope.

    Args:
        letter: It.
        copy: Whether it is there as a copy (tembusan).
    """

    letter: Letter
    copy: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """What one addressee gets.

    Args:
        addressee: Who.
        items: The letters, in order.
    """

    addressee: Addressee
    items: list[Item]


def fill_envelopes(
    db: Store, letters: Sequence[Letter], *, copies: bool = False
) -> list[Envelope]:
    """Put letters into envelopes, one for each addressee.

    The envelopes lie in the order in which their first letter was issued, so that the
    same letters always make the same heap; copies come behind all others.

    Args:
        db: The record store.
        letters: They, in the order in which they were issued.
        copies: Whether those whom a letter names under tembusan get a copy.
    """
    envelopes: dict[str, Envelope] = {}

    def put(addressee: Addressee, item: Item) -> None:
        own = Envelope(addressee=addressee, items=[])
        envelopes.setdefault(addressee.id, own).items.append(item)

    for letter in letters:
        for addressee in find_addressees(db, letter):
            put(addressee, Item(letter=letter))
    for letter in letters if copies else ():
        for addressee in list_copies(db, letter):
            put(addressee, Item(letter=letter, copy=True))
    return list(envelopes.values())


def tell_listed(envelopes: Sequence[Envelope]) -> list[Fault]:
    """Tell of envelopes that are for a list of addressees, whom nothing here names."""
    return [
        Fault(
            place=each.items[0].letter.place,
            reason=tell_list(each.addressee.nama),
            warning=True,
        )
        for each in envelopes
        if is_list(each.addressee)
    ]


def tell_unknown(envelopes: Sequence[Envelope], *names: str) -> list[Fault]:
    """Tell of addressees of whom something is not known, once for each thing.

    Args:
        envelopes: They.
        names: What is asked for: ``alamat``, ``telepon``, ``posel``.
    """
    faults = []
    for name in names:
        lacking = [
            each.addressee.nama
            for each in envelopes
            if not getattr(each.addressee, name)
        ]
        if lacking:
            facts = {"count": len(lacking), "total": len(envelopes)}
            reason = Sentence(_LACKING[name], {**facts, "first": lacking[0]})
            faults.append(Fault(place=name, reason=reason, warning=True))
    return faults
