"""All pages of the desk: each screen names its own."""

from __future__ import annotations

from typing import Final

from formulir.web.screens import entering, issuing, job, searching, status, today
from formulir.web.screens.letters import correcting
from formulir.web.screens.letters import show as letter

PAGES: Final = (
    *entering.PAGES,
    *today.PAGES,
    *issuing.PAGES,
    *letter.PAGES,
    *correcting.PAGES,
    *job.PAGES,
    *searching.PAGES,
    *status.PAGES,
)
