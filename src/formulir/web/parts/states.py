"""How far the kinds of letters of what is looked at are: dear to read, so kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.reviewing.next import read_next
from formulir.web.desk.kept import is_kept, keep_lately

if TYPE_CHECKING:
    from formulir.reviewing.next import KindState
    from formulir.web.desk.kept import Lately
    from formulir.web.desk.visit import Visit


def are_known(visit: Visit) -> bool:
    """Tell whether the states are there at once, or the browser waits for them."""
    return "tunggu" in visit.query or is_kept(
        visit.kantor, _name(visit), busy=visit.is_busy()
    )


def read_states(visit: Visit) -> Lately[list[KindState]]:
    """Read the states of all kinds, as far as somebody may lag behind a job."""
    tahun, wilayah = visit.tahun, visit.wilayah
    return keep_lately(
        visit.kantor,
        _name(visit),
        lambda: visit.reckon(read_next, tahun=tahun, wilayah=wilayah),
        busy=visit.is_busy(),
    )


def _name(visit: Visit) -> tuple[object, ...]:
    return ("next", visit.tahun, visit.wilayah)
