"""The pages of the records."""

from __future__ import annotations

from typing import Final

from formulir.web.screens.records import browsing, one, sheets

PAGES: Final = (*browsing.PAGES, *sheets.PAGES, *one.PAGES)
