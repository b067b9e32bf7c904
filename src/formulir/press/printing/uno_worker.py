"""Holds one LibreOffice open and converts what it is told to, a line at a time.

It is run by the Python that has LibreOffice's UNO bridge, which is seldom the one that
formulir runs in, and so it imports nothing of formulir:

    python3 uno_worker.py SOFFICE PROFILE

Each line on stdin is a JSON object with ``source`` and ``target``, two paths whose
suffixes say what is to become of what; each line on stdout answers one with
``{"ok": true}`` or ``{"error": "…"}``. The first line of all is the answer to starting.
When stdin ends, both processes end.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # only the Python of LibreOffice has it
from com.sun.star.beans import (
    PropertyValue,
)

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
START_LIMIT_S = 300
"""By the clock: only a LibreOffice that sleeps needs as long to answer at all.

What it computes meanwhile is limited by the one who asks.
"""
RESTART = 81
"""LibreOffice's status when it wants to be started once more, as on a new profile."""

LOAD = {".docx": "MS Word 2007 XML", ".fodt": "OpenDocument Text Flat XML"}
STORE = {".pdf": "writer_pdf_Export", ".fodt": "OpenDocument Text Flat XML"}
"""LibreOffice's names for what a document is read and written as."""
FILTER: dict[str, object] = {
    "ExportBookmarksToPDFDestination": True,
    "ExportBookmarks": False,
    "UseTaggedPDF": False,
    "ReduceImageResolution": False,
    "Quality": 95,
}


class OfficeFailedError(Exception):
    """LibreOffice did not start, or would not load or write a document."""


def bind_to(parent: int) -> None:
    """Let the kernel end this process with its parent; end at once if that has gone.

    Without the second look, a parent that is killed between fork and prctl would leave
    a LibreOffice that nobody ends.

    Source: prctl(2), PR_SET_PDEATHSIG.
    """
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def start_office(program: str, profile: str, pipe: str) -> subprocess.Popen[bytes]:
    """Start LibreOffice, bound to the life of this process."""
    parent = os.getpid()
    return subprocess.Popen(
        [
            program,
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"-env:UserInstallation={Path(profile).as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: bind_to(parent),  # noqa: PLW1509 - one thread only here
    )


def connect(program: str, profile: str) -> Any:  # noqa: ANN401 - UNO has no types
    """Start LibreOffice and return its context."""
    pipe = f"formulir{secrets.token_hex(8)}"
    office = start_office(program, profile, pipe)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end:
        if office.poll() == RESTART:
            office = start_office(program, profile, pipe)
        elif office.returncode is not None:
            raise OfficeFailedError("ended", office.returncode)
        try:
            context = resolver.resolve(
                f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
            )
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.02)
            continue
        remove_pipes(pipe, profile)
        return context
    raise OfficeFailedError("silent", START_LIMIT_S)


def remove_pipes(pipe: str, profile: str) -> None:
    """Take the names of LibreOffice's sockets away, so that a kill leaves no file.

    Nobody else is to connect: neither through the one that it was told to open, nor
    through the one by which it finds itself started twice on a profile.
    """
    address = Path(profile).as_uri().encode("utf-16-le")
    digest = hashlib.md5(address, usedforsecurity=False).digest()
    own = "".join(f"{byte:x}" for byte in digest)
    for name in (pipe, f"SingleOfficeIPC_{own}"):
        path = Path(f"/tmp/OSL_PIPE_{os.getuid()}_{name}")  # noqa: S108 - where LibreOffice puts it
        path.unlink(missing_ok=True)


def properties(values: dict[str, object]) -> tuple[object, ...]:
    """Spell settings as UNO wants them."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def make(context: Any, service: str) -> Any:  # noqa: ANN401 - as above
    """Make one of LibreOffice's services."""
    return context.ServiceManager.createInstanceWithContext(service, context)


def open_frame(context: Any) -> Any:  # noqa: ANN401 - as above
    """Open a window for one document, that nobody sees.

    It has no bars. Where LibreOffice opens one by itself it has a status bar, hidden
    like the rest, for which all words are counted while the document prints.
    """
    place = uno.createUnoStruct("com.sun.star.awt.WindowDescriptor")
    place.Type = uno.Enum("com.sun.star.awt.WindowClass", "TOP")
    place.ParentIndex = -1
    # In a window in which anything could be seen, a mark in a heading that is repeated
    # is looked for on the page that was seen last.
    place.Bounds = uno.createUnoStruct("com.sun.star.awt.Rectangle", 0, 0, 1, 1)
    window = make(context, "com.sun.star.awt.Toolkit").createWindow(place)
    frame = make(context, "com.sun.star.frame.Frame")
    frame.initialize(window)
    frame.LayoutManager = None
    return frame


def convert(context: Any, source: Path, target: Path) -> int:  # noqa: ANN401 - as above
    """Load one document and write it as another.

    Returns:
        How many pages it was laid out in.
    """
    load: dict[str, object] = {
        "Hidden": True,
        "ReadOnly": True,
        "FilterName": LOAD[source.suffix],
        "MacroExecutionMode": 0,
        "UpdateDocMode": 0,
    }
    frame = open_frame(context)
    try:
        document = frame.loadComponentFromURL(
            source.as_uri(), "_self", 0, properties(load)
        )
        if document is None:
            raise OfficeFailedError("unopened")
        store: dict[str, object] = {"FilterName": STORE[target.suffix]}
        if target.suffix == ".pdf":
            kind = "[]com.sun.star.beans.PropertyValue"
            store["FilterData"] = uno.Any(kind, properties(FILTER))
        document.storeToURL(target.as_uri(), properties(store))
        return int(document.CurrentController.PageCount)
    finally:
        frame.close(True)  # noqa: FBT003 - UNO's own call


def answer(value: dict[str, object]) -> None:
    """Write one line to the one who asks."""
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Answer line by line until stdin ends."""
    program, profile = sys.argv[1:]
    try:
        context = connect(program, profile)
    except OfficeFailedError as error:
        answer({"error": error.args})
        return
    answer({"ok": True})
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            pages = convert(context, Path(asked["source"]), Path(asked["target"]))
        except OfficeFailedError as error:
            answer({"error": error.args})
        except Exception as error:  # noqa: BLE001 - UNO raises what it likes; the asker judges
            answer({"error": f"{type(error).__name__}: {error}"[:500]})
        else:
            answer({"ok": True, "pages": pages})


if __name__ == "__main__":
    main()
