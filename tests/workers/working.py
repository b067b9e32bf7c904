"""What the processes of a pool run: a file that they import in no time."""

from __future__ import annotations

import os
import signal
import time

PATIENCE_MS = 30_000


def count_runs(folder, name):
    return len((folder / f"{name}.runs").read_text().splitlines())


def note_run(folder, name):
    """Note that an item is worked on: one line, which no kill can halve."""
    with (folder / f"{name}.runs").open("a") as file:
        file.write(f"{os.getpid()}\n")


def await_file(path):
    end = time.monotonic() + PATIENCE_MS / 1000
    while not path.exists():
        assert time.monotonic() < end, f"{path} did not come"
        time.sleep(0.01)


def finish_second(item):
    """Finish the first item only when the second is done."""
    folder, name = item
    if name == 0:
        await_file(folder / "1.done")
    (folder / f"{name}.done").touch()
    return name


def die_once(item):
    """Kill the process that works on a mortal item, the first time."""
    folder, name, mortal = item
    note_run(folder, name)
    if mortal and count_runs(folder, name) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return name


def always_die(item):
    """Kill every process that works on one of the items."""
    folder, name = item
    if name == 2:
        await_file(folder / "1.got")
        note_run(folder, name)
        os.kill(os.getpid(), signal.SIGKILL)
    return name


def refuse(item):
    raise OSError(f"no room for {item}")


def hang(path):
    """Tell who works, and never end."""
    path.write_text(f"{os.getpid()}\n")
    signal.pause()
