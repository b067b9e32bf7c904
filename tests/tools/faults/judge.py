"""What an office must be right after a fault, and after the same act once more."""

from __future__ import annotations

import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING

from formulir.archive.objects import FOLDER
from formulir.cli.main import run
from formulir.errors import FormulirError
from formulir.office.kantor import open_kantor
from formulir.reviewing.audit import verify_kantor
from tests.tools.faults.acts import ISSUED, KODE, Issue, attempt, see

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.tools.faults.acts import Act, Seen

READERS = (
    ("verify",),
    ("numbers", "--tahun", "2016"),
    ("status", "--tahun", "2016"),
    ("agenda", "--tahun", "2016"),
    ("find", "--formulir", "X.1"),
    ("get", "{kode}", "-o", "{out}"),
    ("history", "{kode}"),
)
"""Every command that reads an office; none may fail for what a fault has left."""
ALLOWED = {"checkpoint", "index.db", "lock", "log.jsonl", "log.pub"}
ALLOWED |= {"akses.jsonl", "akses.tepi", "akses.checkpoint"}
"""What lies in an archive at rest, but for its objects.

Source: ``docs/archive-format.md``.
"""
BAD = re.compile(r"DOES NOT|\bbug:|tamper|by hand|older copy|call the auditor")
"""What a reader says when it takes the trace of a fault for the work of somebody."""


@dataclass(kw_only=True, slots=True)
class Wrong:
    """What was found wrong with an office after a fault.

    Args:
        alarms: Readers that failed, or cried tamper.
        lost: Acts that were acknowledged and are not there, or not whole.
        doubled: Acts that are there twice.
        stuck: What did not come to its end when the act was done again.
    """

    alarms: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Give each fault with its sort."""
        for name in ("alarms", "lost", "doubled", "stuck"):
            yield from ((name, each) for each in getattr(self, name))


def hear(work: Callable[[], int]) -> tuple[int, str]:
    """Do some work and return its exit code and all that it says."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = work()
    return code, said.getvalue().strip()


def ask_readers(folder: Path, wrong: Wrong, *, first: int = 0) -> None:
    """Let every reader read; another one comes first each time, for it may mend."""
    out = folder.parent / "keluar.pdf"
    kode = (folder.parent / KODE).read_text(encoding="utf-8")
    at = first % len(READERS)
    for reader in (*READERS[at:], *READERS[:at]):
        words = [word.format(kode=kode, out=out) for word in reader]
        code, said = hear(partial(run, ["--kantor", str(folder), *words]))
        if code or BAD.search(said):
            wrong.alarms.append(f"{reader[0]} ended with {code}: {said}")
    out.unlink(missing_ok=True)


def judge_state(
    act: Act, seen: Seen, wrong: Wrong, *, done: bool, when: str = "after the fault"
) -> None:
    """Hold what an office holds against whether an act was acknowledged."""
    log, rows = act.log(seen), act.rows(seen)
    said = f"{act.name}, {when}: {log} in the log, {rows} in the ledger"
    if max(*log, *rows) > 1:
        wrong.doubled.append(said)
    elif len(set(log)) > 1 or len(set(rows)) > 1:
        wrong.lost.append(f"{said}: neither all nor none")
    elif done and not (log[0] and rows[0]):
        wrong.lost.append(said)


def judge_others(seen: Seen, wrong: Wrong) -> None:
    """See that what was there before is there."""
    for kunci in ISSUED:
        if (count := seen.first(kunci)) != 1:
            (wrong.doubled if count else wrong.lost).append(f"{kunci}: {count} times")


def judge_rest(folder: Path, wrong: Wrong) -> None:
    """See that an office verifies without a remark, and holds nothing strange.

    Of a fault behind the checkpoint the archive may keep ``tunda`` until the next
    append, which is made here then.
    """
    if (folder / "archive" / "tunda").exists():
        Issue(keys=["Z1"])(folder, 1)
    proof = verify_kantor(open_kantor(folder), progress=lambda _done, _total: None)
    wrong.stuck += [str(fault) for fault in (*proof.findings, *proof.notices)]
    words = ["--kantor", str(folder), "numbers", "--tahun", "2016"]
    code, said = hear(partial(run, words))
    if code:
        wrong.stuck.append(f"numbers: {said}")
    archive = folder / "archive"
    for path in folder.rglob("*"):
        if path.is_dir():
            continue
        inside = archive in path.parents
        name = path.relative_to(archive if inside else folder).as_posix()
        if inside and not name.startswith(f"{FOLDER}/") and name not in ALLOWED:
            wrong.stuck.append(f"archive/{name} is left")
        if name.endswith(".baru") or (
            name.endswith("-journal") and path.stat().st_size
        ):
            wrong.stuck.append(f"{name} is left")


def judge(
    acts: Sequence[Act],
    folder: Path,
    *,
    done: Sequence[bool],
    first: int,
    all_again: bool = True,
) -> Wrong:
    """Judge an office after a fault in some acts, then do them again, and judge it.

    Args:
        acts: The acts.
        folder: The office.
        done: Which of them were acknowledged.
        first: Which reader reads first.
        all_again: Do those that were acknowledged again, too.
    """
    wrong = Wrong()
    ask_readers(folder, wrong, first=first)
    try:
        seen = see(folder)
    except FormulirError as error:
        wrong.alarms.append(f"it cannot be read: {error}")
        return wrong
    for act, acknowledged in zip(acts, done, strict=True):
        judge_state(act, seen, wrong, done=acknowledged)
    judge_others(seen, wrong)
    for act, acknowledged in zip(acts, done, strict=True):
        if all_again or not acknowledged:
            code, told = hear(partial(attempt, act, folder, 2))
            if code:
                wrong.stuck.append(f"{act.name} again ended with {code}: {told}")
    seen = see(folder)
    for act in acts:
        judge_state(act, seen, wrong, done=True, when="done again")
    judge_others(seen, wrong)
    judge_rest(folder, wrong)
    return wrong


def copy_office(home: Path, target: Path) -> Path:
    """Copy the office, with what lies beside it, to try one case on it."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(home, target)
    return target / "kantor"
