"""The words of a message: plain text with tags, filled in the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jinja2

from formulir.errors import TemplateFaultyError
from formulir.language import phrase
from formulir.letters.jinja_words import explain_fill, read_jinja
from formulir.letters.reading.sandbox import FILL_ERRORS, Sandbox, evaluate
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from formulir.model import Konteks

SUBJECT = "Subjek:"
"""How the first line of the text of an e-mail begins."""
LARGEST = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageText:
    """A text to be filled, read once for all messages.

    Args:
        path: Where it is.
        template: The text.
    """

    path: Path
    template: jinja2.Template

    def fill(self, names: Konteks) -> str:
        """Fill it.

        Raises:
            TemplateFaultyError: It names what is not there, or cannot be filled.
        """
        try:
            return evaluate(self.template, names)
        except FILL_ERRORS as error:
            raise _refuse(self.path, explain_fill(error)) from error

    def fill_mail(self, names: Konteks) -> tuple[str, str]:
        """Fill the text of an e-mail.

        Returns:
            The subject, on one line, and the text.

        Raises:
            TemplateFaultyError: It has no subject, or cannot be filled.
        """
        first, _, rest = self.fill(names).lstrip("\ufeff\n").partition("\n")
        subject = " ".join(first.removeprefix(SUBJECT).split())
        if not first.startswith(SUBJECT) or not subject:
            raise _refuse(
                self.path,
                phrase("its first line must begin with {subject!r}", subject=SUBJECT),
            )
        return subject, rest.strip("\n") + "\n"


def read_text(folders: Sequence[Path], *, formulir: str, nama: str) -> MessageText:
    """Read the text of messages: the office's for the kind, its own, then the shipped.

    Args:
        folders: Where kinds are looked for, the office's folder first.
        formulir: The kind.
        nama: The name of the file, such as ``surel.txt``.

    Raises:
        TemplateFaultyError: It cannot be read.
    """
    paths = [path for f in folders for path in (f / formulir / nama, f / nama)]
    path = next((path for path in paths if path.is_file()), paths[-1])
    try:
        text = path.read_text("utf-8")
        if len(text) > LARGEST:
            raise _refuse(
                path, phrase("it has more than {most} characters", most=LARGEST)
            )
        sandbox = Sandbox(spell=lambda value: value)
        sandbox.autoescape = False  # it is no XML
        return MessageText(path=path, template=sandbox.from_string(text))
    except jinja2.TemplateSyntaxError as error:
        place = f"{path}:{error.lineno}"
        raise _refuse(place, read_jinja(str(error.message))) from error
    except (OSError, *FILL_ERRORS) as error:
        raise _refuse(path, explain_fill(error)) from error


def _refuse(place: Path | str, reason: str) -> TemplateFaultyError:
    return TemplateFaultyError([Fault(place=str(place), reason=reason)])
