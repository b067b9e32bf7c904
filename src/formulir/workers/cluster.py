"""A cluster as the one who does the work: dask, which is an extra."""

from __future__ import annotations

import logging
import socket
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.errors import MachineError
from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DASK = "dask://"
CONNECT_LIMIT_S = 5
"""How long a cluster may take to answer."""


class PelaksanaUnknownError(MachineError):
    """There is no executor of that name, or its library is not installed."""

    word: str
    reason: str
    says = "--executor {word}: {reason}; use local or dask://HOST:PORT"


class PekerjaLostError(MachineError):
    """The processes that do the work die again and again."""

    tries: int
    says = (
        "the working processes died {tries} times on the same letters; look at memory "
        "and disk, then run the same command again"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """An executor that is held open.

    Args:
        executor: What items are given to.
        width: How many it works on at once; 0 when it works in this process.
        check: Raises when what is under way will never come; an executor that tells
            so by itself needs none.
        guard: Lets an executor's own words for its loss leave as ``BrokenExecutor``.
    """

    executor: Executor
    width: int
    check: Callable[[], None] = lambda: None
    guard: Callable[[], AbstractContextManager[None]] = nullcontext


@contextmanager
def open_dask(word: str) -> Iterator[Opened]:
    """Reach a cluster; one that is lost in the middle counts as broken."""
    try:
        import dask  # noqa: PLC0415 - an extra, and slow to load
        import distributed  # noqa: PLC0415 - as above
        from distributed.client import ClosedClientError  # noqa: PLC0415 - as above
        from distributed.comm.core import CommClosedError  # noqa: PLC0415 - as above
    except ImportError:
        reason = phrase("needs the extra 'cluster' (pip install formulir[cluster])")
        raise PelaksanaUnknownError(word, reason=reason) from None
    for name in ("distributed.client", "tornado.application"):
        # What they would say at length of a lost cluster, is said below in one line.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Letters travel with their attachments; that they are large is no news.
    quiet = dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"})

    @contextmanager
    def guard() -> Iterator[None]:
        try:
            yield
        except distributed.KilledWorker as error:
            raise PekerjaLostError(error.allowed_failures + 1) from None
        except (CancelledError, ClosedClientError, CommClosedError) as error:
            raise BrokenExecutor(take_reason(error)) from error

    with quiet, guard(), _connect(distributed, word) as client:
        _await_workers(client, word)
        yield Opened(
            # Two items are never the same: there is no result of old to look up.
            executor=client.get_executor(pure=False),
            width=sum(client.nthreads().values()),
            check=_watch(client, word),
            guard=guard,
        )


def _watch(client: Any, word: str) -> Callable[[], None]:  # noqa: ANN401 - dask has no types
    """Watch a cluster that does not always tell when it is lost.

    A result that is being fetched when the scheduler goes is forgotten, and tasks wait
    for as long as there is no worker.
    """
    connection = client.scheduler_comm

    def check() -> None:
        if client.status != "running" or client.scheduler_comm is not connection:
            raise BrokenExecutor(phrase("{word} was lost", word=word))
        _await_workers(client, word)

    return check


def _await_workers(client: Any, word: str) -> None:  # noqa: ANN401 - dask has no types
    try:
        client.wait_for_workers(1, timeout=CONNECT_LIMIT_S)
    except TimeoutError:
        raise PelaksanaUnknownError(word, reason=phrase("has no workers")) from None


def _connect(distributed: Any, word: str) -> Any:  # noqa: ANN401 - dask has no types
    host, _, port = word.removeprefix(DASK).rpartition(":")
    try:
        # Asked first whether anybody listens, for a client that was refused stays
        # half-made, and can block the next one.
        socket.create_connection((host.strip("[]"), port), CONNECT_LIMIT_S).close()
        client = distributed.Client(f"tcp://{host}:{port}", timeout=CONNECT_LIMIT_S)
    except OSError as error:
        reason = phrase("does not answer ({error})", error=error)
        raise PelaksanaUnknownError(word, reason=reason) from error
    return client
