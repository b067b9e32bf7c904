"""A page: its address, its rule, and what shows it or takes what is sent to it.

A page without a rule cannot be made, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from formulir.web.door.rights import DEEDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from formulir.web.desk.reply import Reply
    from formulir.web.desk.visit import Visit

Reach = Literal["open", "office", "chosen", "object"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """An address of the desk.

    Args:
        path: The address, with ``{names}`` for what it is about.
        title: What it is called, in Indonesian.
        deed: What whoever sees it does: a key of ``rights.DEEDS``.
        reach: Whose it is: ``open``, whoever has not logged in; ``office``, the whole
            office's, for accounts of all regions; ``chosen``, the region's that the
            visit has chosen, to which it must restrict what it shows; ``object``, that
            of the thing that the address names.
        regions: Gives the codes of the regions that the thing concerns, which may be
            ``None`` for the whole office; raises ``AbsentError`` where there is none.
        show: Answers a request to see it.
        take: Answers a form that is sent to it.
        take_deed: What whoever sends the form does, if it is another deed, which only
            some of those may do who see the page.
        limit_bytes: The largest form that it takes.
        limit_files: The most files in it.
    """

    path: str
    title: str
    deed: str
    reach: Reach
    regions: Callable[[Visit], Collection[str] | None] | None = None
    show: Callable[[Visit], Reply] | None = None
    take: Callable[[Visit], Reply] | None = None
    take_deed: str | None = None
    limit_bytes: int = 1_000_000
    limit_files: int = 1

    def __post_init__(self) -> None:
        """See that the rule is whole."""
        assert (self.reach == "object") == (self.regions is not None), self.path  # noqa: S101 - an impossible page
        assert self.show or self.take, self.path  # noqa: S101 - likewise
        sends = DEEDS[self.take_deed or self.deed]
        assert sends <= DEEDS[self.deed], self.path  # noqa: S101 - likewise

    @property
    def methods(self) -> list[str]:
        """Return the methods of HTTP that it answers."""
        return (["GET"] if self.show else []) + (["POST"] if self.take else [])
