"""The press that stays warm between jobs: pictures are seldom asked for once."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from formulir.reviewing.preview.warm import open_press

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor
    from formulir.reviewing.preview.warm import SpecimenPress

IDLE_S: Final = 120.0
"""After so long without a picture LibreOffice ends, for it takes 150 MB."""


@dataclass(kw_only=True, slots=True)
class HeldPress:
    """A press that is started when it is first asked for, and ended when idle.

    Args:
        stack: What is ended with it.
        press: It, while it is held.
        used: When it was last asked for, by the monotonic clock.
    """

    stack: ExitStack = field(default_factory=ExitStack)
    press: SpecimenPress | None = None
    used: float = 0.0

    def hold(self, kantor: Kantor) -> SpecimenPress:
        """Give the press; one whose machine could not be found is tried anew."""
        if self.press is not None and _has_failed(self.press):
            self.end()
        if self.press is None:
            self.press = self.stack.enter_context(open_press(kantor))
        self.used = time.monotonic()
        return self.press

    def cool(self) -> None:
        """End it if it was not asked for in a while."""
        if self.press is not None and time.monotonic() - self.used > IDLE_S:
            self.end()

    def end(self) -> None:
        """End it."""
        self.stack.close()
        self.press = None


def _has_failed(press: SpecimenPress) -> bool:
    machine = press.machine
    return machine.done() and (machine.cancelled() or machine.exception() is not None)
