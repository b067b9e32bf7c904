"""The desk as an application of ASGI: the pages, each behind the guard."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from formulir.web.desk.answer import Headers
from formulir.web.desk.guard import Desk, Guard, Nowhere
from formulir.web.desk.kept import reckon_here
from formulir.web.screens.register import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formulir.office.kantor import Kantor


def make_app(
    folder: Path,
    *,
    address: str,
    wake: Callable[[], None],
    adapt: Callable[[Kantor], Kantor] = lambda kantor: kantor,
    reckoner: Callable[..., Any] = reckon_here,
) -> Starlette:
    """Make the desk of an office.

    Args:
        folder: The office.
        address: Where browsers reach it, such as ``http://127.0.0.1:8016``.
        wake: Is called after each form that was taken, for it may ask for a job.
        adapt: Gives the office what it needs from the world otherwise, such as a clock.
        reckoner: Calls functions that are dear to call, here or elsewhere.
    """
    desk = Desk(
        folder=folder, address=address, wake=wake, adapt=adapt, reckoner=reckoner
    )
    static = StaticFiles(directory=str(resources.files("formulir.web") / "static"))
    pages = [
        Route(page.path, Guard(desk, page), methods=page.methods) for page in PAGES
    ]
    return Starlette(
        routes=[Mount("/static", static), *pages, Mount("/", Nowhere(desk))],
        middleware=[Middleware(Headers, address=address)],
    )
