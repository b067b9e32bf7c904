"""The command line by transcript: what is typed at a terminal, and what it answers.

A transcript tells a story, and is documentation. It is read so:

* ``# …`` is a remark to the reader;
* ``$ …`` is typed at the shell, and goes on in the lines after it that begin with
  ``> ``, as a shell shows them;
* what follows is all that appears, of stdout and stderr, in its order; ``…`` stands
  for anything within a line;
* ``?3`` at its end is the exit code, where that is not 0.

One shell runs a whole transcript, with ``formulir`` as ``forked.py`` starts it. Its
folder holds ``contoh``, an office with the sample records and its proposal of 2016
(``formulir init contoh --sample``, then ``propose --kuota 6``), sheets that lie here,
``surat-dinas.pdf``, a page of another office, ``formulir_verify.py``, and ``otoritas``,
which is an authority for timestamps at the other end of a mail. The office
prints with the stand-in of ``tests/kantor.py``: empty pages, and nothing at all for a
letter that says GAGAL CETAK.
"""

from __future__ import annotations

import difflib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from tests.cli.forked import forked_formulir
from tests.conftest import ROOT
from tests.kantor import make_kantor, make_printer
from tests.press.conftest import make_cap
from tests.tools.authority import make_authority

HERE = Path(__file__).parent
LIMIT_S = 120
ENVIRON = {"LC_ALL": "C.UTF-8", "USER": "juru"}
MARK = "\x1e"
"""What the shell prints after each command, before its exit code."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """What is typed, and what is to appear."""

    typed: list[str]
    answer: list[str]

    @property
    def script(self) -> str:
        """Return it without its prompts."""
        return "\n".join(line[2:] for line in self.typed)


def read_transcript(text: str) -> list[Command]:
    """Read the commands of a transcript, in order.

    >>> read_transcript("# Remark.\\n$ ls\\nfile\\n\\n$ no\\n…\\n?127\\n")[1]
    Command(typed=['$ no'], answer=['…', '?127'])
    """
    found: list[Command] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append(Command(typed=[line], answer=[]))
        elif line.startswith("> ") and not found[-1].answer:
            found[-1].typed.append(line)
        elif not line.startswith("#"):
            found[-1].answer.append(line)
        # A remark may stand anywhere, and belongs to no command.
    return [Command(typed=c.typed, answer=strip_blank(c.answer)) for c in found]


def strip_blank(lines: list[str]) -> list[str]:
    """Take the blank lines off the end, which part the commands of a transcript."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def run_shell(commands: list[Command], *, folder: Path, path: str) -> list[list[str]]:
    """Run all commands in one shell; return what appeared after each, with its code."""
    ends = f"printf '{MARK}%s{MARK}' $?\n"
    script = "".join(f"{command.script}\n{ends}" for command in commands)
    env = {**ENVIRON, "PATH": path, "HOME": str(folder)}
    answer = subprocess.run(
        ["/bin/sh", "-c", script],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=env,
        timeout=LIMIT_S,
        check=False,
    )
    parts = answer.stdout.decode("utf-8").split(MARK)
    found = []
    for said, code in zip(parts[::2], parts[1::2], strict=False):
        lines = strip_blank([line.rstrip() for line in said.splitlines()])
        found.append(lines if code == "0" else [*lines, f"?{code}"])
    return found


def overlay(expected: list[str], actual: list[str]) -> list[str]:
    """Return what appeared, each line spelled as expected wherever it matches that.

    What is left unlike is what a reader must see.

    >>> overlay(["a …", "b"], ["a 7", "c", "b"])
    ['a …', 'c', 'b']
    """
    result: list[str] = []
    waiting = list(expected)
    for line in actual:
        pattern = ".*".join(map(re.escape, waiting[0].split("…"))) if waiting else ""
        if waiting and re.fullmatch(pattern, line):
            result.append(waiting.pop(0))
        else:
            result.append(line)
    return result


def misspell(docx: bytes, *, right: str, wrong: str) -> bytes:
    """Return a template in which a name is spelled wrong wherever it stands."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                assert right.encode() in data
                data = data.replace(right.encode(), wrong.encode())
            new.writestr(name, data)
    return made.getvalue()


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """Lay out what every transcript finds before it."""
    folder = tmp_path_factory.mktemp("transkrip")
    (folder / "meja").mkdir()
    make_kantor(folder / "meja" / "contoh", printer=make_printer(folder))
    for sheet in HERE.glob("*.csv"):
        shutil.copy(sheet, folder / "meja")
    docx = (ROOT / "templates" / "02.1" / "surat.docx").read_bytes()
    wrong = misspell(docx, right="imbas.nama ", wrong="imbas.nmaa ")
    (folder / "meja" / "salah-nama.docx").write_bytes(wrong)
    (folder / "meja" / "cap.png").write_bytes(make_cap())
    shutil.copy(ROOT / "verifier" / "formulir_verify.py", folder / "meja")
    make_authority(folder / "meja" / "otoritas")
    page = pikepdf.new()
    page.add_blank_page(page_size=(595, 842))
    page.save(folder / "meja" / "surat-dinas.pdf")
    return folder / "meja"


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    """Give the folder of the command line."""
    with forked_formulir(tmp_path_factory.mktemp("bin"), environ=ENVIRON) as folder:
        yield folder


LONG = {"pendampingan"}
"""What takes long, and tells of steps that tests of their own try, too."""
TRANSCRIPTS = [
    pytest.param(
        path, id=path.stem, marks=pytest.mark.thorough if path.stem in LONG else ()
    )
    for path in sorted(HERE.glob("*.txt"))
]


@pytest.mark.slow
@pytest.mark.parametrize("transcript", TRANSCRIPTS)
def test_the_command_line_answers_as_the_transcript_tells(
    transcript, desk, program, tmp_path
):
    folder = tmp_path / "meja"
    shutil.copytree(desk, folder)
    commands = read_transcript(transcript.read_text(encoding="utf-8"))
    path = f"{program}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    answers = run_shell(commands, folder=folder, path=path)
    told, shown = [], []
    for command, answer in zip(commands, answers, strict=True):
        told += [*command.typed, *command.answer]
        shown += [*command.typed, *overlay(command.answer, answer)]
    unlike = difflib.unified_diff(told, shown, "told", "shown", lineterm="", n=1)
    assert not (unlike := "\n".join(unlike)), unlike


def test_a_transcript_that_tells_otherwise_fails(tmp_path):
    """A runner that lets everything pass would prove nothing."""
    text = "# Two answers.\n$ printf 'satu\\ndua\\n'; exit_code() { return 3; }\n"
    (command,) = read_transcript(text + "> exit_code\nsatu\nd…\n?3\n\n# End.\n")
    (answer,) = run_shell([command], folder=tmp_path, path="/usr/bin:/bin")
    assert answer == ["satu", "dua", "?3"]
    assert overlay(command.answer, answer) == command.answer
    assert overlay(["satu", "?3"], answer) != ["satu", "?3"]
    assert overlay(["satu", "t…", "?3"], answer) != ["satu", "t…", "?3"]
    assert overlay(["satu", "dua"], answer) != ["satu", "dua"]
    assert overlay(["satu", "dua", "?3", "empat"], answer) != [*answer, "empat"]
