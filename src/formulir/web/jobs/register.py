"""All kinds of jobs."""

from __future__ import annotations

from typing import Final

from formulir.web.jobs import kinds, kinds_receiving

KINDS: Final = {**kinds.KINDS, **kinds_receiving.KINDS}
"""Each kind of job, and what does it."""
