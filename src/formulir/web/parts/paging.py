"""Long lists, a page at a time, with counts that are never counted to the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from formulir.web.parts.forms import ask_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from formulir.web.desk.visit import Visit

    T = TypeVar("T")

ROWS: Final = 50
"""So many rows stand on a page."""
COUNTED: Final = 1_000
"""So many are counted; of more is said that they are more."""
LAST: Final = COUNTED // ROWS


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheaf:
    """Where in a list a page stands.

    Args:
        number: Which page, from 1.
        count: How many rows there are, as far as they are counted.
        query: What stands behind the question mark, without the page.
    """

    number: int
    count: int
    query: str

    @property
    def most(self) -> int:
        """Return how many are counted and can be turned to."""
        return COUNTED

    @property
    def more(self) -> bool:
        """Tell whether there are more than are counted."""
        return self.count > self.most

    @property
    def pages(self) -> int:
        """Return how many pages can be turned to."""
        return max(1, -(-min(self.count, self.most) // ROWS))

    @property
    def first(self) -> int:
        """Return the place of the first row of the page, from 0."""
        return (self.number - 1) * ROWS

    def cut(self, rows: Sequence[T]) -> Sequence[T]:
        """Return the rows of the page."""
        return rows[self.first : self.first + ROWS]


def choose_sheaf(visit: Visit, count: int) -> Sheaf:
    """Choose the page of a list that is asked for, or the last one there is."""
    wanted = ask_number(visit, "hal", least=1, most=LAST) or 1
    query = urlencode({k: v for k, v in visit.query.items() if k != "hal" and v})
    sheaf = Sheaf(number=wanted, count=count, query=query)
    return replace(sheaf, number=min(wanted, sheaf.pages))
