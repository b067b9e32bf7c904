"""A pool of processes to which work and results travel in files.

What a pool sends through its pipes should fit into them: a process that is killed in
the middle of a longer message leaves the other side waiting for the rest for ever
(CPython gh-94777, for one of the two directions). Fifty letters do not fit.
"""

from __future__ import annotations

import os
import pickle
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from typing import TYPE_CHECKING, TypeVar

from formulir.ground.workdir import take_folder

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class FilePool(Executor):
    """A pool of processes, held open; each item is a file, and so is each result.

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
        self, fn: Callable[..., T], /, *args: object, **kwargs: object
    ) -> Future[T]:
        """Lay the work down in a file, and let a process take it up."""
        self._count += 1
        source = self._folder / f"{self._count}.tugas"
        source.write_bytes(pickle.dumps((fn, args, kwargs)))
        outer: Future[T] = Future()
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


def run_from_file(source: str) -> str:
    """Do the work that a file describes, and name the file of its result."""
    path = Path(source)
    fn, args, kwargs = pickle.loads(path.read_bytes())  # noqa: S301 - our own file, in a folder for its owner only
    result = fn(*args, **kwargs)
    target = path.with_suffix(".hasil")
    target.write_bytes(pickle.dumps(result))
    path.unlink()
    return str(target)


def _pass_on(inner: Future[str], *, outer: Future[T]) -> None:
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
