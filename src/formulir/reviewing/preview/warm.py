"""The press of a preview: a LibreOffice that starts before anything else is loaded."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.issuing.machine import find_machine
from formulir.press.printing.worker import hold_worker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.office.kantor import Kantor
    from formulir.press.printing.worker import PrintMachine


@dataclass(frozen=True, kw_only=True, slots=True)
class SpecimenPress:
    """A LibreOffice of our own, which prints while its pages are looked at.

    Args:
        thread: The one thread that starts it and speaks to it.
        machine: What prints, as soon as it is found.
    """

    thread: ThreadPoolExecutor
    machine: Future[PrintMachine]


@contextmanager
def open_press(kantor: Kantor) -> Iterator[SpecimenPress]:
    """Hold a press, whose LibreOffice starts at once and ends with it."""
    with ThreadPoolExecutor(1) as thread:
        machine = thread.submit(_start, kantor)
        try:
            yield SpecimenPress(thread=thread, machine=machine)
        finally:
            thread.shutdown(wait=True, cancel_futures=True)
            if not (machine.cancelled() or machine.exception()):
                hold_worker(machine.result()).stop()


def _start(kantor: Kantor) -> PrintMachine:
    machine = find_machine(kantor)
    hold_worker(machine).start()
    return machine
