"""All pages of the desk: each screen names its own."""

from __future__ import annotations

from typing import Final

from formulir.web.screens import (
    book,
    entering,
    health,
    job,
    proposing,
    schedule,
    searching,
    settling,
    status,
    today,
)
from formulir.web.screens.designing import pages as designing
from formulir.web.screens.designing import replacing
from formulir.web.screens.handing import pages as handing
from formulir.web.screens.handing import posting
from formulir.web.screens.helping import pages as helping
from formulir.web.screens.issuing import pages as issuing
from formulir.web.screens.letters import correcting
from formulir.web.screens.letters import show as letter
from formulir.web.screens.people import events
from formulir.web.screens.people import pages as people
from formulir.web.screens.records import pages as records
from formulir.web.screens.returning import confirming, front, incoming, placing
from formulir.web.screens.year import pages as year

PAGES: Final = (
    *entering.PAGES,
    *today.PAGES,
    *issuing.PAGES,
    *handing.PAGES,
    *posting.PAGES,
    *designing.PAGES,
    *replacing.PAGES,
    *letter.PAGES,
    *schedule.PAGES,
    *correcting.PAGES,
    *job.PAGES,
    *searching.PAGES,
    *status.PAGES,
    *year.PAGES,
    *book.PAGES,
    *front.PAGES,
    *placing.PAGES,
    *incoming.PAGES,
    *confirming.PAGES,
    *people.PAGES,
    *events.PAGES,
    *health.PAGES,
    *records.PAGES,
    *proposing.PAGES,
    *settling.PAGES,
    *helping.PAGES,
)
