"""Loading a library without another one that it would like to have."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without(name: str) -> Iterator[None]:
    """Let what is imported inside find no library of a name, unless it is loaded.

    sqlite-utils loads numpy where it finds it, for rows that we never have: a tenth of
    a second at the start of every command. Only the child that compares pictures needs
    it.
    """
    if name in sys.modules:
        yield
        return
    # Python takes this for a module that is known to be missing.
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
