"""All pages of the desk: each screen names its own."""

from __future__ import annotations

from typing import Final

from formulir.web.screens import (
    entering,
    health,
    issuing,
    job,
    letter,
    people,
    today,
)

PAGES: Final = (
    *entering.PAGES,
    *today.PAGES,
    *issuing.PAGES,
    *letter.PAGES,
    *job.PAGES,
    *people.PAGES,
    *health.PAGES,
)
