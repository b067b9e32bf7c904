"""Children that look into strangers' files, forked from what has imported all.

Half of what such a child takes is Python importing what it works with. Where a test
asks what comes of a file, it is not about the shield and the limits: those are tested
by children as they are in ``tests/press/child``, and by every transcript.
"""

from __future__ import annotations

import os
import runpy
import sys
import traceback
import warnings
from importlib import import_module

import pytest

from formulir.press.child import ask
from formulir.press.child.ask import ChildEnd


def run_forked(argv, **_limits):
    """Run a module of ours in a fork of this process; its limits do not hold."""
    _, module, *words = map(str, argv[argv.index("-m") :])
    import_module(module)
    if (pid := os.fork()) == 0:
        os._exit(run(module, words))
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return ChildEnd(status=status, fault="it ended badly" if status else "")


def run(module, words):
    """Run a module as a program; return its exit code."""
    sys.argv = [module, *words]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it was imported before
            runpy.run_module(module, run_name="__main__")
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException:  # noqa: BLE001 - the child has a code for it
        traceback.print_exc()
        return 1
    return 0


@pytest.fixture(autouse=True)
def forked_children(monkeypatch):
    """Let the children of every test be forked, where this is brought in."""
    monkeypatch.setattr(ask, "run_limited", run_forked)
