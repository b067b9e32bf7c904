"""How far the kinds of letters of what is looked at are: dear to read, so kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.reviewing.next import read_next

if TYPE_CHECKING:
    from formulir.reviewing.next import KindState
    from formulir.web.desk.kept import Lately
    from formulir.web.desk.visit import Visit

_WHAT: Final = "next"


def are_known(visit: Visit) -> bool:
    """Tell whether the states are there at once, or the browser waits for them."""
    return "tunggu" in visit.query or visit.is_reckoned(_WHAT)


def read_states(visit: Visit) -> Lately[list[KindState]]:
    """Read the states of all kinds, as far as somebody may lag behind a job."""
    return visit.reckon_lately(_WHAT, read_next)
