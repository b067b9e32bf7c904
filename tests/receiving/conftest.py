"""What comes in is looked into by children that are forked."""

from __future__ import annotations

from tests.press.forked import forked_children

__all__ = ["forked_children"]
