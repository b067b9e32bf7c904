"""What a page answers: a page to fill, bytes, another address, or a stream."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a page answers.

    Args:
        template: The page that is filled, or nothing.
        facts: What it is filled with.
        status: The HTTP status.
        to: Where the browser is sent instead.
        data: The bytes that are handed out instead.
        media: What these are.
        name: The name of a file to save them under; nothing to show them.
        token: The token of a session that begins; empty where one ends.
        follow: Gives, each time it is asked, a part of a page, and whether it is the
            last one: these are sent as they change.
    """

    template: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    to: str = ""
    data: bytes | None = None
    media: str = ""
    name: str = ""
    token: str | None = None
    follow: Callable[[], tuple[str, bool]] | None = None


def show(template: str, /, *, status: int = 0, **facts: object) -> Reply:
    """Answer with a page.

    Args:
        template: The page.
        status: The HTTP status; by itself 422 where the page tells a ``fault`` of what
            was sent, else 200.
        facts: What the page is filled with.
    """
    status = status or (422 if facts.get("fault") else 200)
    return Reply(template=template, facts=facts, status=status)


def go(to: str, *, token: str | None = None) -> Reply:
    """Send the browser on to another address of the desk."""
    return Reply(to=to, status=303, token=token)


def hand(data: bytes, *, media: str, name: str = "") -> Reply:
    """Answer with bytes: to be saved under a name, or shown."""
    return Reply(data=data, media=media, name=name)


class AbsentError(Exception):
    """There is no such thing, or it is none of this person's: they answer alike."""
