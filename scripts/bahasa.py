"""Gather what the program says into the catalogue, and compile it.

``python scripts/bahasa.py`` adds the sentences that are not in
``src/formulir/bahasa/id/LC_MESSAGES/messages.po`` yet, takes out those that no module
says, and compiles it; it tells what has no translation. Translations are written into
that file, or come in JSON files that are named: English to Indonesian. ``--periksa``
changes nothing and fails where anything would change or is lacking.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import json
import re
import string
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SAYING = {"phrase", "mark"}
WORD = re.compile(r"[A-Za-z]{2,}")
ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "formulir"
PO = SOURCE / "bahasa" / "id" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")
CLICK = ROOT / "scripts" / "bahasa_click.txt"
"""What click itself says, one sentence a line."""


def gather() -> dict[str, list[str]]:
    """Return each sentence that the program says, with the modules that say it."""
    found: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for sentence in list_sentences(path.read_text("utf-8"), place=place):
            found.setdefault(sentence, []).append(place)
    for sentence in list_help():
        found.setdefault(sentence, []).append("src/formulir/cli")
    for line in CLICK.read_text("utf-8").splitlines():
        found.setdefault(line.replace("\\n", "\n"), []).append("click")
    return {sentence: list(dict.fromkeys(where)) for sentence, where in found.items()}


def list_sentences(source: str, *, place: str = "") -> list[str]:
    """List what a module says: the patterns of ``phrase``, and those of its errors.

    Raises:
        SyntaxError: A pattern is put together, so that no catalogue can hold it.
    """
    if not any(word in source for word in (*SAYING, "says")):
        return []  # it says nothing, and is not read any further
    found: list[str] = []
    nodes = list(ast.walk(ast.parse(source)))
    # Another module may have another function of this name.
    says = SAYING & _list_names(nodes) if place else SAYING
    for node in nodes:
        value = None
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in says:
            value = node.args[0]
        elif isinstance(node, ast.Assign) and any(
            getattr(target, "id", "") == "says" for target in node.targets
        ):
            value = node.value
        if value is None:
            continue
        text = getattr(value, "value", None)
        if not isinstance(text, str):
            where = f"{place}:{node.lineno}"
            message = f"{where}: a sentence is put together from parts"
            raise SyntaxError(message)  # noqa: TRY004 - of the source, not of a value
        if text:
            found.append(text)
    return found


def _list_names(nodes: list[ast.AST]) -> set[str]:
    """List what a module takes from ``formulir.language``."""
    return {
        alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "formulir.language"
        for alias in node.names
    }


def list_help() -> list[str]:
    """List what commands say of themselves and their options."""
    from formulir.cli.main import COMMANDS, root  # noqa: PLC0415 - the program itself

    found = [line for _, line in COMMANDS.values()]
    modules = {name for name, _ in COMMANDS.values()}
    commands = [root]
    for name in sorted(modules):
        module = importlib.import_module(f"formulir.cli.{name}")
        commands += [c for c in vars(module).values() if isinstance(c, click.Command)]
    for command in commands:
        found += [inspect.cleandoc(command.help)] if command.help else []
        found += [p.help for p in command.params if getattr(p, "help", None)]
    return found


def list_fields(pattern: str) -> list[str]:
    """List the facts that a pattern names, sorted."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(pattern) if name)


def renew(old: Catalog) -> Catalog:
    """Return the catalogue of what is said, with the translations that are there."""
    new = Catalog(locale="id", project="formulir", fuzzy=False)
    # The catalogue is the same bytes whenever it is made.
    new.creation_date = new.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    new.mime_headers = [
        ("Language", "id"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    for sentence, places in sorted(gather().items()):
        known = old.get(sentence)
        new.add(
            sentence,
            known.string if known else "",
            locations=[(place, 0) for place in places],
        )
    return new


def spell(catalogue: Catalog) -> bytes:
    """Spell a catalogue as its file has it."""
    out = io.BytesIO()
    write_po(out, catalogue, width=88, omit_header=False, include_lineno=False)
    text = out.getvalue().decode("utf-8")
    lines = [
        line
        for line in text.splitlines()
        if not line.startswith(('"POT-Creation', '"PO-Revision', '"Generated-By'))
    ]
    return ("\n".join(lines) + "\n").encode()


def compile_catalogue(catalogue: Catalog) -> bytes:
    """Compile a catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def list_lacks(catalogue: Catalog) -> list[str]:
    """Say what has no translation, or one that names other facts."""
    said = []
    for message in catalogue:
        if not message.id:
            continue
        if not message.string:
            said.append(f"no translation: {message.id!r}")
        elif list_fields(message.id) != list_fields(message.string):
            said.append(f"other facts: {message.id!r}: {message.string!r}")
    return said


def main() -> int:
    """Renew the catalogue, or see whether it is as it would be."""
    old = Catalog(locale="id")
    if PO.exists():
        with PO.open("rb") as file:
            old = read_po(file, locale="id")
    new = renew(old)
    for name in (word for word in sys.argv[1:] if not word.startswith("-")):
        for sentence, words in json.loads(Path(name).read_text("utf-8")).items():
            if (message := new.get(sentence)) is not None:
                message.string = words
    po, mo = spell(new), compile_catalogue(new)
    lacks = list_lacks(new)
    if "--periksa" in sys.argv:
        stale = [p.name for p, data in ((PO, po), (MO, mo)) if p.read_bytes() != data]
        lacks += [f"{name} is not of today: run scripts/bahasa.py" for name in stale]
    else:
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(po)
        MO.write_bytes(mo)
    print(*lacks, sep="\n")
    print(f"{len(new)} sentences, {len(lacks)} lack something", file=sys.stderr)
    return int(bool(lacks))


if __name__ == "__main__":
    sys.exit(main())
