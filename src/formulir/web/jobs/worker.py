"""The worker: one process that does the jobs of an office's desk, one after another.

It holds a lock, so that there is one only, dies with the server that started it, and
ends by itself when nothing has come for a while.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.errors import FormulirError, MachineError
from formulir.ground.disk import hold_lock, narrow_umask
from formulir.ground.parent import die_with_parent
from formulir.language import phrase, translate, use_language
from formulir.office.kantor import open_kantor
from formulir.web.door.store import open_meja
from formulir.web.jobs.kinds import Work
from formulir.web.jobs.press import HeldPress
from formulir.web.jobs.register import KINDS
from formulir.web.jobs.table import (
    DONE,
    FAILED,
    STOPPED,
    TRIES,
    begin_next,
    finish,
    note,
)
from formulir.web.jobs.told import spell_faults

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.web.jobs.table import Job

LOCK = "meja.lock"
IDLE_S = 600.0
LOOK_S = 0.1
NOTE_S = 0.2
"""How far a job is, is written so often at most."""
NICER = 10
"""So much later its turn comes than that of the server, for a person waits for a page.

LibreOffice and all else that it starts inherit it, and the disk serves it later, too.
"""


class StopWantedError(Exception):
    """Somebody wants the job stopped; what it has made is whole."""


class PekerjaanKilledError(MachineError):
    """A job's worker was killed again and again, and the job got no further."""

    count: int
    says = (
        "the program that does this work was ended from outside {count} times, and the "
        "work got no further, as happens when memory is short; it was given up, and "
        "what was finished by then is kept; close other programs or ask for less at "
        "once, then ask again; if it happens again, tell whoever tends this machine"
    )


def work(folder: Path, *, idle_s: float = IDLE_S) -> None:
    """Do the jobs of an office's desk until nothing has come for a while."""
    kantor = open_kantor(folder)
    kantor.workdir.mkdir(exist_ok=True)
    press = HeldPress()
    with (
        hold_lock(kantor.workdir / LOCK),
        open_meja(kantor.folder) as meja,
        press.stack,
    ):
        since = time.monotonic()
        while time.monotonic() - since < idle_s:
            job = begin_next(meja, saat=kantor.saat())
            if job is None:
                press.cool()
                time.sleep(LOOK_S)
                continue
            keadaan, hasil = do(open_kantor(folder), meja, job, press=press)
            finish(meja, job.nomor, keadaan, hasil, saat=kantor.saat())
            since = time.monotonic()


def do(
    kantor: Kantor, meja: Store, job: Job, *, press: HeldPress | None = None
) -> tuple[str, dict[str, Any]]:
    """Do one job in the name of whoever asked for it.

    Args:
        kantor: The office.
        meja: The store of the desk.
        job: The job.
        press: What prints pictures; without it a press of the job's own.

    Returns:
        How it ended, and what it came to.
    """
    peran = meja.value("SELECT peran FROM akun WHERE nama = ?", (job.akun,))
    kantor = replace(kantor, oleh=job.akun, peran=peran)
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < NOTE_S and done < total:
            return
        last = now
        if note(meja, job.nomor, done, total) and not (total and done >= total):
            raise StopWantedError

    try:
        _refuse_deadly(job)
        with ExitStack() as stack:
            held = press or HeldPress(stack=stack)
            asked = Work(kantor=kantor, isi=job.isi, tell=tell, press=held)
            return DONE, KINDS[job.jenis](asked)
    except StopWantedError:
        return STOPPED, {}
    except FormulirError as error:
        return FAILED, {
            "kode": error.code,
            "kalimat": translate(error.sentence),
            "salah": spell_faults(
                getattr(error, "faults", ()), tahun=job.isi.get("tahun")
            ),
        }
    except Exception as error:  # noqa: BLE001 - the worker goes on, and the page tells it
        traceback.print_exc()
        said = phrase("the program failed: {name}", name=type(error).__name__)
        return FAILED, {"kode": "bug", "kalimat": translate(said), "salah": []}


def _refuse_deadly(job: Job) -> None:
    """Refuse a job that was taken up too often without getting further."""
    if job.percobaan > TRIES:
        raise PekerjaanKilledError(TRIES)


def main() -> None:
    """Run the worker of the office that the first argument names.

    The second one is the number of the server's process, if it has one.
    """
    die_with_parent(*map(int, sys.argv[2:]))
    os.nice(NICER)
    narrow_umask()
    use_language("id")
    work(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
