"""The family of errors, sorted by who can cure them.

Every error builds its own sentence from facts that it keeps as attributes. Its code
is its class name without ``Error``, in kebab case, and has a heading in
``docs/errors.md``. The leaves stand beside the code that raises them; what crosses
rooms stands here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.model import Fault


class FormulirError(Exception):
    """The root: every fault that formulir foresees."""

    exit_code: ClassVar[int] = 1

    @property
    def code(self) -> str:
        """Return the name under which ``docs/errors.md`` explains it.

        >>> RecordError().code
        'record'
        """
        name = type(self).__name__.removesuffix("Error")
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


class RecordError(FormulirError):
    """A record must be corrected; the clerk can cure it."""

    exit_code = 3


class TemplateError(FormulirError):
    """A template must be corrected; its author can cure it."""

    exit_code = 4


class MachineError(FormulirError):
    """The machine lacks something; the operator can cure it."""

    exit_code = 5


class ArsipError(FormulirError):
    """The archive does not verify; the auditor is called."""

    exit_code = 6


class RecordFaultyError(RecordError):
    """Records hold faults, all of which are listed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep all the faults, so that all can be mended at once."""
        super().__init__(faults)
        self.faults = list(faults)

    def __str__(self) -> str:
        """Count them."""
        return (
            f"{_count(self.faults)} fault(s) in the records; nothing was written "
            "and no number was spent; correct them and run it again"
        )


class TemplateFaultyError(TemplateError):
    """Templates hold faults, all of which are listed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep all the faults, so that all can be mended at once."""
        super().__init__(faults)
        self.faults = list(faults)

    def __str__(self) -> str:
        """Count them."""
        return (
            f"{_count(self.faults)} fault(s) in the templates; nothing was written "
            "and no number was spent; correct the files that are named and run it "
            "again"
        )


def _count(faults: Sequence[Fault]) -> int:
    return sum(not fault.warning for fault in faults)


def list_some(words: Sequence[str], *, shown: int = 5) -> str:
    """List words in a sentence, but not all of many.

    >>> list_some(["a", "b", "c"]), list_some(["a", "b", "c"], shown=2)
    ('a, b, c', 'a, b and 1 more')
    """
    more = len(words) - shown
    return ", ".join(words[:shown]) + (f" and {more} more" if more > 0 else "")
