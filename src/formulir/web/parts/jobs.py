"""The job that an address or a form names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.web.jobs.table import find_job
from formulir.web.parts.forms import read_number

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit
    from formulir.web.jobs.table import Job

MOST = 10**9
"""More than any job will be."""


def find_named(visit: Visit, word: str) -> Job | None:
    """Find a job by its number as it was sent, whoever asked for it."""
    number = read_number(word, least=0, most=MOST)
    if number is None:
        return None
    with visit.open_meja() as meja:
        return find_job(meja, number)


def find_own(visit: Visit, word: str) -> Job | None:
    """Find a job that whoever visits has asked for."""
    job = find_named(visit, word)
    return job if job is not None and job.akun == visit.person.akun else None
