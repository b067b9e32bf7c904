"""All pages of the desk: each screen names its own."""

from __future__ import annotations

from typing import Final

from formulir.web.screens import (
    entering,
    health,
    job,
    letter,
    people,
    proposing,
    schedule,
    settling,
    today,
)
from formulir.web.screens.issuing import pages as issuing
from formulir.web.screens.records import pages as records

PAGES: Final = (
    *entering.PAGES,
    *today.PAGES,
    *issuing.PAGES,
    *letter.PAGES,
    *schedule.PAGES,
    *job.PAGES,
    *people.PAGES,
    *health.PAGES,
    *records.PAGES,
    *proposing.PAGES,
    *settling.PAGES,
)
