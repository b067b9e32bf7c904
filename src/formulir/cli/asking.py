"""Asking the person: a question is told in their language, like all else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from formulir.errors import MachineError, RecordError
from formulir.language import phrase, translate
from formulir.office.kantor import NEW_SANDI_VARIABLE, SANDI_VARIABLE, read_new_sandi

if TYPE_CHECKING:
    from pathlib import Path


def is_attended() -> bool:
    """Tell whether somebody sits at a terminal and can be asked."""
    return sys.stdin.isatty()


def confirm(question: str) -> bool:
    """Ask something that is answered by yes or no; no, if only Enter is pressed."""
    return click.confirm(translate(question), default=False, err=True)


def prompt(question: str, **how: Any) -> Any:  # noqa: ANN401 - click's own
    """Ask for a value, which ``how`` tells click to read."""
    return click.prompt(translate(question), err=True, **how)


class ConsentMissingError(RecordError):
    """Something that cannot be undone was asked for, and nobody can be asked."""

    question: str
    says = "{question} nobody is at a terminal to be asked; pass --ya to do it"


def agree(question: str, *, ya: bool) -> None:
    """Ask before something that cannot be undone.

    Raises:
        ConsentMissingError: Nobody is at a terminal.
        click.Abort: The person said no.
    """
    if ya:
        return
    if not is_attended():
        raise ConsentMissingError(question)
    if not confirm(question):
        raise click.Abort


def ask_sandi(path: Path) -> str | None:
    """Ask the person for the passphrase of a key, if somebody is there."""
    if not is_attended():
        return None
    word: str = prompt(phrase("passphrase of {path}", path=path), hide_input=True)
    return word


class SandiUntoldError(MachineError):
    """A passphrase is to be set, and nobody can be asked for it."""

    variable: str
    says = (
        "nobody is at a terminal to be asked for the new passphrase; set {variable} to "
        "it, or run this at a terminal"
    )


def ask_new_sandi(*, locked: bool = False) -> str:
    """Ask for the passphrase that a key is to have.

    Args:
        locked: Whether it has another one.

    Raises:
        SandiUntoldError: It is not in the environment, and nobody is at a terminal.
    """
    untold = SandiUntoldError(NEW_SANDI_VARIABLE if locked else SANDI_VARIABLE)
    known = read_new_sandi(locked=locked)
    return ask_twice(phrase("new passphrase"), known=known, untold=untold)


def ask_twice(question: str, *, known: str | None, untold: MachineError) -> str:
    """Ask for a secret twice, for nobody can read what is typed.

    Args:
        question: What is asked.
        known: What the environment says; then nobody is asked.
        untold: What is wrong where nobody is at a terminal.

    Raises:
        MachineError: That.
    """
    if known is not None:
        return known
    if not is_attended():
        raise untold
    word: str = prompt(question, hide_input=True, confirmation_prompt=True)
    return word
