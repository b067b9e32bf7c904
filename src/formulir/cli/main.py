"""The root of the command line: finds a command, and prints what went wrong.

Only click is imported here; a command brings its own machinery when it is run, so
that ``--help`` answers at once.
"""

from __future__ import annotations

import gettext
import importlib
import inspect
import os
import sys
import traceback
from copy import copy
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from formulir.errors import FormulirError, MachineError
from formulir.ground.disk import narrow_umask
from formulir.language import (
    FOLDER,
    choose_language,
    look_up,
    phrase,
    translate,
    use_language,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "init": ("house.office", "Make an office in a new folder."),
    "doctor": ("house.office", "Tell what this machine has and lacks."),
    "key": ("house.office", "Tell who can use the archive's key; lock it."),
    "serve": ("house.desk", "Serve the desk: the office in a browser."),
    "user": ("house.desk", "Tell who has an account of the desk; make accounts."),
    "next": ("house.next", "Tell what the office has to do, and by which commands."),
    "import": ("proposing.rows", "Read a CSV or XLSX file into a task or a table."),
    "delete": ("proposing.rows", "Delete a row of a table on which nothing depends."),
    "form": ("proposing.forms", "Make a sheet of a task or a table, to be filled."),
    "propose": ("proposing.records", "Draft the year's model schools and their imbas."),
    "schedule": ("proposing.records", "Lay a training out into sessions and classes."),
    "assign": ("proposing.visits", "Plan who visits which model schools, and when."),
    "context": ("writing.contexts", "Print what a kind's template is filled with."),
    "check": ("writing.templates", "Tell all faults of templates and records."),
    "kind": ("writing.kinds", "Make a kind of a Word file and a sheet; list kinds."),
    "names": ("writing.names", "Tell which names a kind's template can use."),
    "examine": ("house.office", "Tell whether files can ride behind a letter."),
    "preview": (
        "writing.preview",
        "Show the worst letters, without a number.",
    ),
    "issue": ("writing.letters", "Number, print, stamp and archive letters."),
    "receive": ("keeping.receive", "Archive signed returns and incoming letters."),
    "status": ("keeping.status", "Tell what is expected, issued, signed and missing."),
    "monev": ("keeping.monev", "Tell what monitoring found, with a sheet and charts."),
    "tahun": ("keeping.year", "Show the year's programme: planned, done and late."),
    "find": ("keeping.archive", "Find letters by stage, region and text."),
    "get": ("keeping.handing", "Hand out archived files, after checking them."),
    "bundle": ("keeping.handing", "Make one PDF to print, and labels, by envelope."),
    "send": ("keeping.sending", "Post letters by e-mail, each once."),
    "verify": ("keeping.proving", "Re-read the archive and prove it; judge a file."),
    "checkpoint": ("keeping.heads", "Print the archive's head, to be kept elsewhere."),
    "witness": ("keeping.heads", "Sign the heads of other offices that only grow."),
    "export": ("keeping.evidence", "Make a bundle of evidence, or lists of records."),
    "sample": ("keeping.evidence", "Draw letters for an audit, and record which."),
    "backup": ("house.copies", "Copy the office to another disk while it works."),
    "restore": ("house.copies", "Make an office of a backup; its numbers are fenced."),
    "numbers": ("keeping.numbers", "Prove the numbers; enter those given outside."),
    "void": ("writing.void", "Void a letter; its number stays in the book."),
    "replace": ("writing.letters", "Make a corrected letter in the place of another."),
    "history": ("keeping.numbers", "Tell who did what, in what role, when."),
    "agenda": ("keeping.archive", "Write the book of outgoing letters."),
}
"""Every command: the module that holds it, and its line in the help."""


Command = TypeVar("Command", bound=click.Command)

MISTYPED = click.UsageError.exit_code
"""The exit code when a word was mistyped: click's own."""
STOPPED = 130
"""The exit code when the person stopped it."""

SQLITE_MACHINE = frozenset({3, 5, 6, 7, 8, 10, 11, 13, 14, 26})
"""What SQLite says of the machine, and not of our statement.

Permission, busy, locked, memory, read-only, input/output, a damaged file, a full disk,
a file that cannot be opened, or that is no store. The numbers stand here because
``sqlite3`` is not imported for ``--help``.

Source: https://www.sqlite.org/rescode.html
"""


class LazyGroup(click.Group):
    """A group that imports a command when it is called, not when it is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of an office's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"formulir.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return explain(command)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without importing any."""
        with formatter.section(look_up("Commands")):
            lines = [(name, look_up(line)) for name, (_, line) in COMMANDS.items()]
            formatter.write_dl(lines)


def explain(command: Command) -> Command:
    """Return a command that explains itself in the language that is in use."""
    told = copy(command)
    told.help = command.help and look_up(inspect.cleandoc(command.help))
    if isinstance(told, click.Group):
        told.commands = {name: explain(each) for name, each in told.commands.items()}
    told.params = [copy(param) for param in command.params]
    for param in told.params:
        if isinstance(param, click.Option) and param.help:
            param.help = look_up(param.help)
    return told


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--kantor", metavar="DIR", help="The office's folder.")
@click.option("--verbose", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="formulir")
@click.pass_context
def root(ctx: click.Context, kantor: str | None, *, verbose: bool) -> None:
    """Fill, number, stamp, print and archive the letters of sekolah model.

    The office is the folder named by --kantor, else by FORMULIR_KANTOR, else the
    nearest folder upward that holds kantor.toml.
    """
    ctx.obj = {"kantor": kantor, "verbose": verbose}


def speak(language: str) -> None:
    """Speak a language from here on, and let click speak it too.

    click asks ``gettext`` for its own words, which looks at the environment.
    """
    use_language(language)
    gettext.bindtextdomain("messages", str(FOLDER))
    os.environ["LANGUAGE"] = language  # noqa: TID251 - there is no other way to tell it


def run(args: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        code = explain(root).main(
            args=list(args), prog_name="formulir", standalone_mode=False
        )
    except click.ClickException as error:
        vars(error)["message"] = translate(error.message)
        error.show()
        return error.exit_code
    except click.Abort:
        stopped = phrase("stopped; run the same command again to go on")
        click.echo(translate(stopped), err=True)
        return STOPPED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; that is no fault
        return 0
    except Exception as error:  # noqa: BLE001 - the outermost door: each is told in one line
        code = _tell_error(error)
        if _is_mistyped(error, args):
            code = MISTYPED
        if "--verbose" in args:
            click.echo(traceback.format_exc(), err=True)
    return code if isinstance(code, int) else 0


def _is_mistyped(error: Exception, args: Sequence[str]) -> bool:
    """Tell whether a word that is none to choose by stands on the command line.

    In a sheet or a template it is for others to correct.
    """
    if not (isinstance(error, FormulirError) and error.typed):
        return False
    behind = (word.partition("=")[2] for word in args if word.startswith("--"))
    return getattr(error, error.typed) in {*args, *filter(None, behind)}


def _tell_error(error: Exception) -> int:
    """Say what went wrong in one line, after the faults that it gathered."""
    if isinstance(error, FormulirError):
        for fault in getattr(error, "faults", ()):
            click.echo(translate(fault.sentence), err=True)
        sentence = " ".join(translate(error.sentence).split())
        click.echo(f"{error.code}: {sentence}", err=True)
        return error.exit_code
    sentence = " ".join(str(error).split())
    result = getattr(error, "sqlite_errorcode", 0)
    if isinstance(error, OSError | MemoryError) or result & 0xFF in SQLITE_MACHINE:
        reason = sentence or phrase("memory ran out")
        said = phrase("machine: {reason}", reason=reason)
        click.echo(translate(said), err=True)
        return MachineError.exit_code
    name = type(error).__name__
    said = phrase(
        "bug: {name}: {sentence}; run again with --verbose and report it",
        name=name,
        sentence=sentence,
    )
    click.echo(translate(said), err=True)
    return 1


def main() -> NoReturn:
    """Run the command line of this process."""
    narrow_umask()
    speak(choose_language(os.environ))  # noqa: TID251 - before an office is known
    sys.exit(run(sys.argv[1:]))
