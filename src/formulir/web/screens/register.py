"""All pages of the desk: each screen names its own."""

from __future__ import annotations

from typing import Final

from formulir.web.screens import (
    entering,
    issuing,
    job,
    letter,
    proposing,
    settling,
    today,
)
from formulir.web.screens.records import pages as records

PAGES: Final = (
    *entering.PAGES,
    *today.PAGES,
    *issuing.PAGES,
    *letter.PAGES,
    *job.PAGES,
    *records.PAGES,
    *proposing.PAGES,
    *settling.PAGES,
)
