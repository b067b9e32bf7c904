"""All kinds of jobs."""

from __future__ import annotations

from typing import Final

from formulir.web.jobs import (
    kinds,
    kinds_designing,
    kinds_handing,
    kinds_receiving,
    kinds_records,
)

KINDS: Final = {
    **kinds.KINDS,
    **kinds_records.KINDS,
    **kinds_receiving.KINDS,
    **kinds_handing.KINDS,
    **kinds_designing.KINDS,
}
"""Each kind of job, and what does it."""
