"""The guard before each page: who asks, whether they may, and what comes of it.

In this order: the request was made on our own page; the form is not too large; the
session goes on; the rule of the page lets the person in; the form bears the session's
mark. What is not there and what is not theirs answer alike.
"""

from __future__ import annotations

import sys
import traceback
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from formulir.errors import FormulirError, MachineError
from formulir.language import translate, use_language
from formulir.office.kantor import open_kantor
from formulir.web.desk.answer import answer
from formulir.web.desk.frame import frame
from formulir.web.desk.kept import reckon_here
from formulir.web.desk.page import Page
from formulir.web.desk.render import fill
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.desk.sent import BodyLargeError, keep_files, limit
from formulir.web.desk.visit import Visit
from formulir.web.door.accounts import is_new, read_person
from formulir.web.door.events import FOREIGN, REFUSED, STALE, Event, note_event
from formulir.web.door.rights import EVERYWHERE, Person
from formulir.web.door.same_site import SAFE, is_marked, is_own
from formulir.web.door.sessions import Session, find_session
from formulir.web.door.stores import Stores
from formulir.web.jobs.told import spell_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from formulir.office.kantor import Kantor

COOKIE: Final = "__Host-meja"
NOBODY: Final = Person(akun="", nama="", peran="")
NOWHERE: Final = Session(sidik="", akun={}, tanda="", tahun=None, wilayah=None)
_LARGE: Final = 413


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What all pages of an office's desk share.

    Args:
        folder: The office.
        address: Where browsers reach it.
        wake: Wakes whoever does the jobs.
        adapt: Gives the office what it needs from the world otherwise.
        stores: The stores that are held open from one request to the next.
        reckoner: Calls functions that are dear to call, here or elsewhere.
    """

    folder: Path
    address: str
    wake: Callable[[], None]
    adapt: Callable[[Kantor], Kantor]
    stores: Stores = field(default_factory=Stores)
    reckoner: Callable[..., Any] = reckon_here

    @property
    def host(self) -> str:
        """Return how a browser names this desk."""
        return self.address.partition("://")[2]


class Guard:
    """Answers the requests to a page.

    Args:
        desk: The desk.
        page: The page.
    """

    def __init__(self, desk: Desk, page: Page) -> None:
        """Guard a page."""
        self._desk, self._page = desk, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, in Indonesian whatever this machine speaks."""
        use_language("id")
        request = Request(scope, limit(receive, self._page.limit_bytes))
        with ExitStack() as stack:
            response = await self._answer(request, stack)
        await response(scope, receive, send)

    async def _answer(self, request: Request, stack: ExitStack) -> Response:
        desk, page = self._desk, self._page
        if request.headers.get("host") != desk.host:
            await run_in_threadpool(self._note_foreign, request)
            return PlainTextResponse("Alamat ini bukan alamat meja kerja ini.", 421)
        if not is_own(request.method, request.headers, address=desk.address):
            await run_in_threadpool(self._note_foreign, request)
            return PlainTextResponse(
                "Permintaan ini tidak dikirim dari meja kerja ini.", 403
            )
        given: dict[str, Any] = {}
        if request.method not in SAFE:
            try:
                form = await request.form(max_files=page.limit_files)
            except BodyLargeError as error:
                return PlainTextResponse(translate(error.sentence), _LARGE)
            except MultiPartException:
                return PlainTextResponse("Isian tidak terbaca.", 400)
            given = await run_in_threadpool(keep_files, form, stack)
        return await run_in_threadpool(self._serve, request, given)

    def _serve(self, request: Request, given: dict[str, Any]) -> Response:
        """Answer a request whose form has been read.

        Filling a page can fail as well as making it; a page that tells a fault is
        filled without what stands around it where that cannot be told either.
        """
        visit: Visit | None = None
        try:
            found = self._let_in(request, given)
            if isinstance(found, Visit):
                visit = found
                found = self._run(visit, request)
            reply, html = found, _fill(visit, found)
        except AbsentError:
            self._note_refusal(visit)
            absent = show("tiada.html", status=404, title="Tidak ada", here="")
            reply, html = _fill_fault(visit, absent)
        except FormulirError as error:
            reply, html = _fill_fault(visit, tell_error(error))
        except Exception:  # noqa: BLE001 - a page tells it, and the log has the rest
            traceback.print_exc(file=sys.stderr)
            reply, html = _fill_fault(visit, show("rusak.html", status=500))
        if request.method not in SAFE:
            self._desk.wake()
        return answer(reply, html, cookie=COOKIE)

    def _note_refusal(self, visit: Visit | None) -> None:
        """Note that something was not there for somebody, or not theirs.

        An address that no page has is nobody's, and a mistake.
        """
        if visit is not None and self._page.title:
            with _telling():
                visit.note(REFUSED, self._page.title)

    def _note_foreign(self, request: Request) -> None:
        """Note a request that no page of the desk has sent."""
        desk, client = self._desk, request.client
        alamat = client.host if client else ""
        event = Event(apa=FOREIGN, alamat=alamat, tentang=self._page.title)
        with _telling(), desk.stores.open_meja(desk.folder) as meja:
            note_event(meja, event, saat=desk.adapt(open_kantor(desk.folder)).saat())

    def _let_in(self, request: Request, given: dict[str, Any]) -> Visit | Reply:
        """Find out who asks, and what they look at; or say where they must go first."""
        desk, page = self._desk, self._page
        kantor = desk.adapt(open_kantor(desk.folder))
        kantor = replace(kantor, read_store=desk.stores.catatan.lend)
        token = request.cookies.get(COOKIE, "")
        with desk.stores.open_meja(kantor.folder) as meja:
            session = find_session(meja, token, now=kantor.saat()) if token else None
            if session is None and page.reach != "open":
                return go("/mulai" if is_new(meja) else "/masuk")
        person = read_person(kantor, session.akun) if session else NOBODY
        session = session or NOWHERE
        if person.akun:
            kantor = replace(kantor, oleh=person.akun, peran=person.peran)
        tahun, wilayah = choose_view(kantor, person, session)
        return Visit(
            kantor=kantor,
            person=person,
            session=session,
            path=page.path,
            title=page.title,
            tahun=tahun,
            wilayah=wilayah,
            names={name: str(value) for name, value in request.path_params.items()},
            query=dict(request.query_params),
            is_part=request.headers.get("hx-request") == "true",
            client=request.client.host if request.client else "",
            agent=request.headers.get("user-agent", ""),
            stores=desk.stores,
            reckoner=desk.reckoner,
            **given,
        )

    def _run(self, visit: Visit, request: Request) -> Reply:
        """Let the page answer, if its rule lets the person in."""
        page, is_safe = self._page, request.method in SAFE
        deed = page.deed if is_safe else page.take_deed or page.deed
        if page.reach != "open":
            regions: Collection[str] | None = ()
            if page.regions is not None:
                regions = page.regions(visit)
            elif page.reach == "office":
                regions = EVERYWHERE
            visit.require(deed, regions)
        run = page.show if is_safe else page.take
        if run is None:
            raise AbsentError
        if not is_safe and page.reach != "open":
            mark = visit.take("tanda", request.headers.get("x-tanda", ""))
            if not is_marked(mark, visit.session.tanda):
                visit.note(STALE, page.title)
                return show("usang.html", status=403)
        return run(visit)


@contextmanager
def _telling() -> Iterator[None]:
    """Go on where something cannot be noted: what was refused stays refused."""
    try:
        yield
    except Exception:  # noqa: BLE001 - the server's own log has it
        traceback.print_exc(file=sys.stderr)


def _fill(visit: Visit | None, reply: Reply) -> str:
    if not reply.template:
        return ""
    return fill(reply.template, frame(visit, reply.facts))


def _fill_fault(visit: Visit | None, reply: Reply) -> tuple[Reply, str]:
    """Fill a page that tells of a fault, without what stands around it if need be."""
    try:
        return reply, _fill(visit, reply)
    except Exception:  # noqa: BLE001 - what failed before fails here again
        traceback.print_exc(file=sys.stderr)
        return reply, _fill(None, reply)


class Nowhere:
    """Answers what no page has the address of, as if it were somebody else's."""

    def __init__(self, desk: Desk) -> None:
        """Stand behind all pages."""
        page = Page(
            path="/", title="", deed="own", reach="chosen", show=_hide, take=_hide
        )
        self._guard = Guard(desk, page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._guard(scope, receive, send)


def _hide(_visit: Visit) -> Reply:
    raise AbsentError


def tell_error(error: FormulirError) -> Reply:
    """Tell a foreseen fault on a page of its own: what, where, and how to cure it."""
    status = 503 if isinstance(error, MachineError) else 422
    return show(
        "salah.html",
        status=status,
        sentence=translate(error.sentence),
        code=error.code,
        faults=spell_faults(getattr(error, "faults", ())),
    )


def choose_view(
    kantor: Kantor, person: Person, session: Session
) -> tuple[int, str | None]:
    """Return the year and region that a session looks at, or the likeliest ones."""
    tahun, wilayah = session.tahun, session.wilayah or person.wilayah
    if tahun is None:
        with kantor.open_catatan(read_only=True) as db:
            tahun = db.value(
                "SELECT max(tahun) FROM (SELECT max(tahun) AS tahun FROM surat"
                " UNION ALL SELECT max(tahun) FROM usulan"
                " UNION ALL SELECT max(tahun) FROM calon"
                " UNION ALL SELECT max(tahun) FROM pelatihan)"
            )
    return tahun or kantor.hari_ini().year, wilayah
