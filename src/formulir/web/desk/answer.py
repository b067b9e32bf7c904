"""What goes back to the browser: pages, files, streams, and the headers of all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import (
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from formulir.web.desk.reply import Reply

FOLLOW_S: Final = 0.5
"""A stream looks so often whether something has changed."""
_FIRST_S: Final = 0.1
"""The first time so soon, for a short job has ended by then."""
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=()",
}
_KEPT: Final = "public, max-age=31536000, immutable"
_ALWAYS_TLS: Final = "max-age=31536000; includeSubDomains"


class Headers:
    """Puts the headers that protect a page on every answer.

    Args:
        app: What answers.
        address: Where browsers reach the desk.
    """

    def __init__(self, app: ASGIApp, *, address: str) -> None:
        """Wrap an application."""
        self._app = app
        self._secure = address.startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_static = scope["path"].startswith("/static/")

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                if is_static and b"v=" in scope["query_string"]:
                    headers["cache-control"] = _KEPT
                elif "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
                if self._secure:
                    headers["strict-transport-security"] = _ALWAYS_TLS
            await send(message)

        await self._app(scope, receive, send_marked)


def answer(reply: Reply, html: str, *, cookie: str) -> Response:
    """Make the answer of a reply.

    Args:
        reply: It.
        html: Its page, where it has one.
        cookie: The name of the cookie of the session.
    """
    response: Response
    if reply.follow is not None:
        response = StreamingResponse(
            _stream(reply.follow), media_type="text/event-stream"
        )
        response.headers["x-accel-buffering"] = "no"
    elif reply.to:
        response = RedirectResponse(reply.to, status_code=reply.status)
    elif reply.data is not None:
        response = Response(reply.data, media_type=reply.media)
        if reply.name:
            how = f"attachment; filename*=UTF-8''{quote(reply.name, safe='')}"
            response.headers["content-disposition"] = how
    else:
        response = HTMLResponse(html, status_code=reply.status)
    if reply.token == "":
        # Not its cookies, for they are all of this machine's, whatever the port.
        response.headers["clear-site-data"] = '"cache", "storage"'
    if reply.token is not None:
        # A browser keeps a cookie of this name from other hosts, paths and plain HTTP;
        # this machine itself counts as safe.
        response.set_cookie(
            cookie, reply.token, secure=True, httponly=True, samesite="lax", path="/"
        )
    return response


async def _stream(follow: Callable[[], tuple[str, bool]]) -> AsyncIterator[str]:
    """Give a part each time it has changed, until the last one."""
    told, last, wait_s = "", False, _FIRST_S
    while not last:
        html, last = await run_in_threadpool(follow)
        if html != told:
            lines = "\n".join(f"data: {line}" for line in html.splitlines())
            kind = "event: akhir\n" if last else ""
            yield f"{kind}{lines}\n\n"
            told = html
        if not last:
            await asyncio.sleep(wait_s)
            wait_s = min(FOLLOW_S, 1.5 * wait_s)
