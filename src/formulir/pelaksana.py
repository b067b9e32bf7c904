"""Who does the work: this process, a local pool, or a cluster; results come in order.

A chunk whose process was killed is given out again; nothing is lost with it, because
nothing of it was archived.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
from collections import deque
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing import parent_process
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from formulir.errors import MachineError
from formulir.titipan import FilePool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

A = TypeVar("A")
B = TypeVar("B")

LOKAL = "local"
DASK = "dask://"
TRIES = 4
"""How often one chunk is given out before its workers' deaths are its own fault."""
CONNECT_LIMIT_S = 5
"""How long a cluster may take to answer."""
CHECK_EVERY_S = 2
"""How often it is asked, while a result is waited for, whether it can still come."""
_PR_SET_PDEATHSIG = 1


class PelaksanaUnknownError(MachineError):
    """There is no executor of that name, or its library is not installed."""

    def __init__(self, word: str, *, reason: str) -> None:
        """Keep the word and what is wrong."""
        super().__init__(word, reason)
        self.word, self.reason = word, reason

    def __str__(self) -> str:
        """Say what there is."""
        return f"--executor {self.word}: {self.reason}; use local or dask://HOST:PORT"


class PekerjaLostError(MachineError):
    """The processes that do the work die again and again."""

    def __init__(self, tries: int) -> None:
        """Keep how often it was tried."""
        super().__init__(tries)
        self.tries = tries

    def __str__(self) -> str:
        """Say what to look at."""
        return (
            f"the working processes died {self.tries} times on the same letters; look "
            "at memory and disk, then run the same command again"
        )


class _Inline(Executor):
    """Works in this process, at once."""

    def submit(
        self, fn: Callable[..., B], /, *args: object, **kwargs: object
    ) -> Future[B]:
        future: Future[B] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def _check_nothing() -> None:
    """Trust an executor that tells by itself when a result will never come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """An executor that is held open.

    Args:
        executor: What items are given to.
        width: How many it works on at once; 0 when it works in this process.
        check: Raises when what is under way will never come.
    """

    executor: Executor
    width: int
    check: Callable[[], None] = _check_nothing


def _warm_nothing() -> None:
    """Have nothing that must be started before the work comes."""


@dataclass(kw_only=True, slots=True)
class Pelaksana(Generic[A, B]):
    """Who does one sort of work, held open; it is opened anew when its processes die.

    Args:
        work: A function that other processes can import.
        word: The executor: ``local``, or ``dask://HOST:PORT`` of a scheduler.
        workers: How many local processes; 0 works in this process.
        kerja: A folder for work that may be lost.
        warm: Is called where the work will be done, before there is any; a cluster's
            processes are warm from earlier work, or become so.
    """

    work: Callable[[A], B]
    word: str
    workers: int
    kerja: Path | None = None
    warm: Callable[[], None] = _warm_nothing
    _stack: ExitStack = field(default_factory=ExitStack)
    _opened: Opened | None = None

    def __enter__(self) -> Self:
        """Open it.

        Raises:
            PelaksanaUnknownError: There is no such executor, or it cannot be reached.
        """
        self._opened = self._stack.enter_context(_open_executor(self))
        return self

    def __exit__(self, *error: object) -> None:
        """End its processes."""
        self._opened = None
        self._stack.close()

    def run(self, items: Iterable[A]) -> Iterator[tuple[A, B]]:
        """Do work on items, a few at a time, and give the results in their order.

        At most twice as many items as workers are under way, and the others are not
        even asked for, so memory does not grow with their number.

        Raises:
            PekerjaLostError: The processes died again and again.
            PelaksanaUnknownError: The executor could not be opened anew.
        """
        rest, given = iter(items), deque[A]()
        tries = 0
        while tries < TRIES:
            try:
                if self._opened is None:
                    self.__enter__()
                assert self._opened is not None  # noqa: S101 - just opened
                for done in _stream(self.work, rest, given, self._opened):
                    tries = 0
                    yield done
            except BrokenExecutor:
                tries += 1
                self.__exit__()
            else:
                return
        raise PekerjaLostError(tries)


@contextmanager
def _open_executor(asked: Pelaksana[A, B]) -> Iterator[Opened]:
    """Open what runs the work."""
    word, workers = asked.word, asked.workers
    if word.startswith(DASK):
        with _open_dask(word) as opened:
            yield opened
    elif word != LOKAL:
        raise PelaksanaUnknownError(word, reason="is unknown")
    elif workers == 0:
        asked.warm()
        yield Opened(executor=_Inline(), width=0)
    else:
        begin = partial(_begin, asked.warm)
        pool = FilePool(workers, kerja=asked.kerja, initializer=begin)
        try:
            pool.start(asked.work)
            yield Opened(executor=pool, width=workers)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _open_dask(word: str) -> Iterator[Opened]:
    """Reach a cluster; one that is lost in the middle counts as broken."""
    try:
        import dask  # noqa: PLC0415 - an extra, and slow to load
        import distributed  # noqa: PLC0415 - as above
        from distributed.client import ClosedClientError  # noqa: PLC0415 - as above
        from distributed.comm.core import CommClosedError  # noqa: PLC0415 - as above
    except ImportError:
        reason = "needs the extra 'cluster' (pip install formulir[cluster])"
        raise PelaksanaUnknownError(word, reason=reason) from None
    for name in ("distributed.client", "tornado.application"):
        # What they would say at length of a lost cluster, is said below in one line.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Letters travel with their attachments; that they are large is no news.
    quiet = dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"})
    with quiet, _connect(distributed, word) as client:
        try:
            _await_workers(client, word)
            yield Opened(
                # Two items are never the same: there is no result of old to look up.
                executor=client.get_executor(pure=False),
                width=sum(client.nthreads().values()),
                check=_watch(client, word),
            )
        except distributed.KilledWorker as error:
            raise PekerjaLostError(error.allowed_failures + 1) from None
        except (CancelledError, ClosedClientError, CommClosedError) as error:
            raise BrokenExecutor(str(error)) from error


def _watch(client: Any, word: str) -> Callable[[], None]:  # noqa: ANN401 - dask has no types
    """Watch a cluster that does not always tell when it is lost.

    A result that is being fetched when the scheduler goes is forgotten, and tasks wait
    for as long as there is no worker.
    """
    connection = client.scheduler_comm

    def check() -> None:
        if client.status != "running" or client.scheduler_comm is not connection:
            raise BrokenExecutor(f"{word} was lost")
        _await_workers(client, word)

    return check


def _await_workers(client: Any, word: str) -> None:  # noqa: ANN401 - dask has no types
    try:
        client.wait_for_workers(1, timeout=CONNECT_LIMIT_S)
    except TimeoutError:
        raise PelaksanaUnknownError(word, reason="has no workers") from None


def _connect(distributed: Any, word: str) -> Any:  # noqa: ANN401 - dask has no types
    host, _, port = word.removeprefix(DASK).rpartition(":")
    try:
        # Asked first whether anybody listens, for a client that was refused stays
        # half-made, and can block the next one.
        socket.create_connection((host.strip("[]"), port), CONNECT_LIMIT_S).close()
        client = distributed.Client(f"tcp://{host}:{port}", timeout=CONNECT_LIMIT_S)
    except OSError as error:
        reason = f"does not answer ({error})"
        raise PelaksanaUnknownError(word, reason=reason) from error
    return client


def die_with_parent() -> None:
    """Let the kernel end this process when the one that started it ends.

    Source: prctl(2), PR_SET_PDEATHSIG.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = parent_process()
    if parent is not None and os.getppid() != parent.pid:
        os._exit(1)  # it ended before the kernel was asked, which then never tells


def _begin(warm: Callable[[], None]) -> None:
    """Begin the life of a process of the pool."""
    die_with_parent()
    warm()


def _stream(
    work: Callable[[A], B], rest: Iterator[A], given: deque[A], opened: Opened
) -> Iterator[tuple[A, B]]:
    """Give results in order.

    An item that was taken from ``rest`` stays in ``given`` until its result is there;
    when the executor breaks, what lies in ``given`` goes first the next time.
    """
    most = max(2 * opened.width, 1)
    under_way = deque(opened.executor.submit(work, item) for item in given)
    while True:
        for item in islice(rest, most - len(under_way)):
            given.append(item)
            under_way.append(opened.executor.submit(work, item))
        if not under_way:
            return
        while not wait([under_way[0]], CHECK_EVERY_S).done:
            opened.check()
        result = under_way.popleft().result()
        yield given.popleft(), result
