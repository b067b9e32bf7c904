"""Who does the work: this process, a local pool, or a cluster; results come in order.

A chunk whose process was killed is given out again; nothing is lost with it, because
nothing of it was archived.
"""

from __future__ import annotations

import gc
import os
import pickle
from collections import deque
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from formulir.ground.parent import die_with_parent
from formulir.ground.workdir import take_folder
from formulir.language import phrase
from formulir.workers.cluster import (
    DASK,
    Opened,
    PekerjaLostError,
    PelaksanaUnknownError,
    open_dask,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

A = TypeVar("A")
B = TypeVar("B")

LOCAL = "local"
TRIES = 4
"""How often one chunk is given out before its workers' deaths are its own fault."""
CHECK_EVERY_S = 2
"""How often it is asked, while a result is waited for, whether it can still come."""
GC_THRESHOLD = (50_000, 20, 20)
"""How many new objects, and collections of each generation, make a collection due."""


class _Inline(Executor):
    """Works in this process, at once."""

    def submit(
        self, fn: Callable[..., B], /, *args: object, **kwargs: object
    ) -> Future[B]:
        future: Future[B] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class FilePool(Executor):
    """A pool of processes, held open; each item is a file, and so is each result.

    What a pool sends through its pipes should fit into them: a process that is killed
    in the middle of a longer message leaves the other side waiting for the rest for
    ever (CPython gh-94777, for one of the two directions). Fifty letters do not fit.

    A crash leaves the folder of these files, which nobody has locked any more and the
    next ``sweep`` removes.
    """

    def __init__(
        self, workers: int, *, workdir: Path | None, initializer: Callable[[], None]
    ) -> None:
        """Start with no process.

        Args:
            workers: How many processes.
            workdir: A folder for the files; the system's when there is none.
            initializer: Is called in each process first.
        """
        self._folder, self._hold = take_folder(workdir or Path(gettempdir()))
        self._count, self._workers = 0, workers
        self._pool = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=initializer
        )

    def submit(
        self, fn: Callable[..., B], /, *args: object, **kwargs: object
    ) -> Future[B]:
        """Lay the work down in a file, and let a process take it up."""
        self._count += 1
        source = self._folder / f"{self._count}.tugas"
        source.write_bytes(pickle.dumps((fn, args, kwargs)))
        outer: Future[B] = Future()
        inner = self._pool.submit(run_from_file, str(source))
        inner.add_done_callback(partial(_pass_on, outer=outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature is the library's
        """End the processes, and remove what they were given."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        rmtree(self._folder, ignore_errors=True)
        if self._hold >= 0:
            os.close(self._hold)
            self._hold = -1


@dataclass(kw_only=True, slots=True)
class WorkerPool(Generic[A, B]):
    """Who does one sort of work, held open; it is opened anew when its processes die.

    Args:
        work: A function that other processes can import.
        word: The executor: ``local``, or ``dask://HOST:PORT`` of a scheduler.
        workers: How many local processes; 0 works in this process, and is prepared
            beside what else it does.
        workdir: A folder for work that may be lost.
        rehearse: Is called once where the work will be done, before there is any;
            ``await_rehearsal`` waits for its end.
        prepare: Is called in each process, likewise; what these raise the work will
            meet again. A cluster's processes are prepared by earlier work, or become
            so.
    """

    work: Callable[[A], B]
    word: str
    workers: int
    workdir: Path | None = None
    rehearse: Callable[[], None] | None = None
    prepare: Callable[[], None] | None = None
    _rehearsal: Future[None] | None = None
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

    def await_rehearsal(self) -> None:
        """Wait until it is over, well or badly."""
        if self._rehearsal is not None:
            wait([self._rehearsal])

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
                with self._opened.guard():
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
def _open_executor(asked: WorkerPool[A, B]) -> Iterator[Opened]:
    """Open what runs the work."""
    word, workers = asked.word, asked.workers
    if word.startswith(DASK):
        with open_dask(word) as opened:
            yield opened
    elif word != LOCAL:
        raise PelaksanaUnknownError(word, reason=phrase("is unknown"))
    elif workers == 0:
        beside = ThreadPoolExecutor(1)
        try:
            _prepare(asked, beside, processes=1)
            yield Opened(executor=_Inline(), width=0)
        finally:
            beside.shutdown(wait=True, cancel_futures=True)
    else:
        pool = FilePool(workers, workdir=asked.workdir, initializer=_begin)
        try:
            _prepare(asked, pool, processes=workers)
            yield Opened(executor=pool, width=workers)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _prepare(asked: WorkerPool[A, B], executor: Executor, *, processes: int) -> None:
    """Begin what goes before the work; each that is submitted starts a process."""
    if asked.rehearse is not None:
        asked._rehearsal = executor.submit(asked.rehearse)  # noqa: SLF001 - of this module
    if asked.prepare is not None:
        for _ in range(processes):
            executor.submit(asked.prepare)


def _begin() -> None:
    """Begin the life of a process of the pool."""
    die_with_parent()
    # Letters are many small objects that live until they are finished; to look through
    # them for cycles every 700 costs more than the cycles there are.
    gc.set_threshold(*GC_THRESHOLD)


def run_from_file(source: str) -> str:
    """Do the work that a file describes, and name the file of its result."""
    path = Path(source)
    fn, args, kwargs = pickle.loads(path.read_bytes())  # noqa: S301 - our own file, in a folder for its owner only
    result = fn(*args, **kwargs)
    target = path.with_suffix(".hasil")
    target.write_bytes(pickle.dumps(result))
    path.unlink()
    return str(target)


def _pass_on(inner: Future[str], *, outer: Future[B]) -> None:
    """Hand a result on from its file, or the error that came instead."""
    if inner.cancelled():
        outer.cancel()
        return
    error = inner.exception()
    if error is not None:
        outer.set_exception(error)
        return
    path = Path(inner.result())
    outer.set_result(pickle.loads(path.read_bytes()))  # noqa: S301 - as above
    path.unlink()


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
