"""Whether a request that changes something was made on a page of the desk itself.

Source: OWASP ASVS 5.0, 3.5; Fetch Metadata Request Headers (W3C).
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SAFE = frozenset({"GET", "HEAD"})


def is_own(method: str, headers: Mapping[str, str], *, address: str) -> bool:
    """Tell whether a browser says that one of our own pages asks.

    Args:
        method: The method of the request.
        headers: Its headers, by their names in lower case.
        address: The desk's own, such as ``https://kantor.lan``.
    """
    if method in SAFE:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    said = headers.get("origin")
    return said == address if said is not None else site == "same-origin"


def is_marked(given: str, mark: str) -> bool:
    """Tell whether a form brings the mark of the session along."""
    return hmac.compare_digest(given.encode(), mark.encode())
