"""The family of errors, sorted by who can cure them.

A leaf is a docstring, its facts and one sentence, ``says``, into which the facts are
filled by their names. The facts are declared as a dataclass declares its fields, and
are given in that order or by name. ``typed`` names the fact that is a word to choose
by: where it stands on the command line, whoever typed it can cure it. Its code is its
class name without ``Error``, in kebab case, and has a heading in ``docs/errors.md``.
The leaves stand beside the code that raises them; what crosses rooms stands here.
"""

from __future__ import annotations

import re
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, ClassVar, dataclass_transform

from formulir.language import Sentence, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.model import Fault


@dataclass_transform(eq_default=False)
class FormulirError(Exception):
    """The root: every fault that formulir foresees.

    ``args`` holds all the facts in their order, so that an error survives the way
    from one process to another, and being copied.

    >>> class PintuShutError(RecordError):
    ...     pintu: str
    ...     since: str = "noon"
    ...     says = "door {pintu!r} is shut since {since}; knock"
    >>> error = PintuShutError("east")
    >>> error
    PintuShutError(pintu='east', since='noon')
    >>> print(error.code, error, sep=": ")
    pintu-shut: door 'east' is shut since noon; knock
    """

    exit_code: ClassVar[int] = 1
    says: ClassVar[str] = ""
    typed: ClassVar[str] = ""
    __signature__: ClassVar[Signature] = Signature()

    def __init_subclass__(cls) -> None:
        """Read the facts that a leaf declares, and what some are by default."""
        super().__init_subclass__()
        kind, empty = Parameter.POSITIONAL_OR_KEYWORD, Parameter.empty
        cls.__signature__ = Signature(
            [
                Parameter(name, kind, default=getattr(cls, name, empty))
                for name in cls.__annotations__
            ]
        )

    def __init__(self, *args: object, **named: object) -> None:
        """Keep the facts, each as an attribute.

        Raises:
            TypeError: A fact is missing, given twice, or not one of this error.
        """
        facts = self.__signature__.bind(*args, **named)
        facts.apply_defaults()
        super().__init__(*facts.args)
        vars(self).update(facts.arguments)

    def __str__(self) -> str:
        """Fill the facts into the sentence; where one is a list, with commas."""
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """Return what it says, to be told in a person's language."""
        return Sentence(self.says, vars(self))

    def __repr__(self) -> str:
        """Name the facts."""
        facts = zip(self.__signature__.parameters, self.args, strict=False)
        words = (f"{name}={fact!r}" for name, fact in facts)
        return f"{type(self).__name__}({', '.join(words)})"

    @property
    def code(self) -> str:
        """Return the name under which ``docs/errors.md`` explains it."""
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

    faults: list[Fault]

    @property
    def sentence(self) -> Sentence:
        """Count them."""
        return phrase(
            "{count} fault(s) in the records; nothing was written and no number was "
            "spent; correct them and run it again",
            count=_count(self.faults),
        )


class TemplateFaultyError(TemplateError):
    """Templates hold faults, all of which are listed."""

    faults: list[Fault]

    @property
    def sentence(self) -> Sentence:
        """Count them."""
        return phrase(
            "{count} fault(s) in the templates; nothing was written and no number was "
            "spent; correct the files that are named and run it again",
            count=_count(self.faults),
        )


def _count(faults: Sequence[Fault]) -> int:
    return sum(not fault.warning for fault in faults)


def list_all(words: Sequence[str]) -> str:
    """List words in a sentence; those that are sentences can still be told otherwise.

    >>> list_all(["a", "b", "c"])
    'a, b, c'
    """
    if not any(isinstance(word, Sentence) for word in words):
        return ", ".join(words)
    return phrase("{words}", words=list(words))


def list_either(words: Sequence[str]) -> str:
    """List words of which one is meant.

    >>> list_either(["a", "b", "c"]), list_either(["a"])
    ('a, b or c', 'a')
    """
    if len(words) < 2:  # noqa: PLR2004 - a pair
        return list_all(words)
    return phrase("{words} or {last}", words=list(words[:-1]), last=words[-1])


def list_both(words: Sequence[str]) -> str:
    """List words all of which are meant.

    >>> list_both(["a", "b", "c"]), list_both(["a"])
    ('a, b and c', 'a')
    """
    if len(words) < 2:  # noqa: PLR2004 - a pair
        return list_all(words)
    return phrase("{words} and {last}", words=list(words[:-1]), last=words[-1])


def list_some(words: Sequence[str], *, shown: int = 5) -> str:
    """List words in a sentence, but not all of many.

    >>> list_some(["a", "b", "c"]), list_some(["a", "b", "c"], shown=2)
    ('a, b, c', 'a, b and 1 more')
    """
    more = len(words) - shown
    if more <= 0:
        return list_all(words)
    return phrase("{words} and {more} more", words=list(words[:shown]), more=more)
