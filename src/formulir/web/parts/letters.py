"""The letter that an address names: what several screens ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_kode
from formulir.office.lookup.resolve import list_concerned
from formulir.web.desk.reply import AbsentError
from formulir.web.door.rights import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from formulir.model import Entri
    from formulir.web.desk.visit import Visit


def find_letter(visit: Visit) -> Entri:
    """Find the letter that the address names.

    Raises:
        AbsentError: There is none.
    """
    kode = visit.names["kode"]
    found = find_kode(visit.kantor.archive, [kode])
    if kode not in found:
        raise AbsentError
    return found[kode]


def list_regions(isi: Mapping[str, Any]) -> Collection[str] | None:
    """List the regions that a letter concerns, in any role.

    Returns:
        Their codes; ``EVERYWHERE`` where it says none, for then it is nobody's own.
    """
    return list_concerned(isi) or EVERYWHERE


def regions_of(visit: Visit) -> Collection[str] | None:
    """Give the regions of the letter that the address names."""
    return list_regions(find_letter(visit).isi)
