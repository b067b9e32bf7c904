"""Who may do what: one rule for pages, buttons and queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

STAF, PEMERIKSA, PENANDA_TANGAN = "staf", "pemeriksa", "penanda tangan"
AUDITOR, PENGELOLA = "auditor", "pengelola"
ROLES: Final = (STAF, PEMERIKSA, PENANDA_TANGAN, AUDITOR, PENGELOLA)

_ALL = frozenset(ROLES)
_STAFF = frozenset({STAF, PENGELOLA})
DEEDS: Final[dict[str, frozenset[str]]] = {
    "enter": _ALL | {""},  # log in; nobody has a role yet
    "own": _ALL,  # one's own password, sessions, choice of year and region
    "look": _ALL,  # letters, status, what is to be done
    "read": _ALL,  # tables of the records
    "record": _STAFF,  # write them
    "propose": _STAFF,
    "issue": _STAFF,
    "receive": _STAFF,
    "hand": frozenset({STAF, PENGELOLA, AUDITOR}),
    "send": _STAFF,  # e-mail in the office's name, and who got a letter by hand
    "void": _STAFF,
    "book": frozenset({STAF, PENGELOLA, AUDITOR, PENANDA_TANGAN}),
    "design": _STAFF,  # templates
    "settle": _STAFF,  # letterhead, officials, series
    "tend": frozenset({PENGELOLA}),  # people, sessions, backups, health
}
"""Each deed, and the roles that may do it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Who is at the desk.

    Args:
        akun: The name of the account.
        nama: The person's name.
        peran: The role.
        wilayah: The code of the region that the account is for; or all of them.
        codes: All codes of it and of what lies below, of any year; or all.
    """

    akun: str
    nama: str
    peran: str
    wilayah: str | None = None
    codes: frozenset[str] | None = None


EVERYWHERE: Final = None


def may(person: Person, deed: str, regions: Collection[str] | None = ()) -> bool:
    """Tell whether a person may do something.

    Args:
        person: Who.
        deed: A key of ``DEEDS``.
        regions: The codes of the regions that the thing concerns, one of which must be
            the person's; none where it is the person's own choice which; ``EVERYWHERE``
            where the thing is the whole office's, which needs an account for all.
    """
    if person.peran not in DEEDS[deed]:
        return False
    if person.codes is None or (regions is not None and not regions):
        return True
    return regions is not None and not person.codes.isdisjoint(regions)
