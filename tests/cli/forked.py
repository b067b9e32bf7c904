"""The command line, started at once: a process that has imported it forks for each.

Most of what a transcript takes would be Python importing the same files for each of
its commands. A server imports them once, and ``formulir`` is a script of a few lines:
it hands its words, its folder and its streams to the server, which forks. The child
runs what the installed command runs, in a process of its own, and its exit code becomes
the script's. That each command also starts by itself is tested in ``test_contract.py``.
"""

from __future__ import annotations

import ast
import atexit
import gc
import os
import pkgutil
import socket
import sys
from contextlib import contextmanager, suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import formulir
from formulir.cli.main import main
from formulir.letters.drafts import compile_templates
from formulir.letters.jenis import load_jenis
from formulir.letters.profil import load_profil
from formulir.office.kantor import shipped
from formulir.press.child.children import end_child, start_child
from tests.kantor import await_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CLIENT = """\
#!{python} -IS
import _socket, posix, sys
server = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
server.connect({door!r})
asked = ascii((sys.argv, posix.getcwd(), posix.environ)).encode()
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
server.sendmsg([asked], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
sys.exit(int(server.recv(100)))
"""
"""It takes what is built into Python alone: so it starts in half the time."""
LIMIT_BYTES = 100_000
COMMON = ("02.1", "02.2")
"""The kinds that most transcripts issue letters of."""
DAY = date(2016, 3, 14)
"""The day of most of them."""
ELSEWHERE = tuple(
    f"formulir.{name}"
    for name in (
        *("press.printing.uno_worker", "press.charts.child", "press.inking."),
        *("press.scans.signatures", "workers.cluster", "web."),
    )
)
"""What no command of a transcript imports: LibreOffice's own, other libraries', what
the limited child imports, and the desk."""


@contextmanager
def forked_formulir(folder: Path, *, environ: Mapping[str, str]) -> Iterator[Path]:
    """Run the server; give the folder of ``formulir``, to be put in a path."""
    door, script = folder / "pintu", folder / "formulir"
    text = CLIENT.format(python=sys.executable, door=str(door))
    script.write_text(text, encoding="utf-8")
    script.chmod(0o755)
    root = Path(__file__).parents[2]
    argv = [sys.executable, "-c", "from tests.cli.forked import serve; serve()", door]
    server = start_child(argv, env={**environ, "PYTHONPATH": str(root)})
    try:
        await_until(door.exists)
        yield folder
    finally:
        end_child(server)


def serve() -> None:
    """Answer whoever comes to the door, each in a child."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        door.bind(f"{sys.argv[1]}.baru")
        door.listen()
        Path(f"{sys.argv[1]}.baru").rename(sys.argv[1])  # whoever sees it may knock
        for found in pkgutil.walk_packages(formulir.__path__, "formulir."):
            if not found.name.startswith(ELSEWHERE):
                import_module(found.name)
        # What is made once a process is made here.
        for kode in COMMON:
            compile_kind([shipped("templates")], kode)
        gc.freeze()  # so that no child copies what it never touches
        while True:
            caller, _ = door.accept()
            if os.fork() == 0:
                break
            caller.close()
            with suppress(ChildProcessError):  # the last of those that have ended
                while os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG):
                    pass
    answer(caller)


def compile_kind(folders: Sequence[Path], kode: str) -> None:
    """Compile the templates of a kind as whoever issues letters of it does."""
    jenis = load_jenis(folders, kode=kode)
    profil = {
        golongan: load_profil(folders, golongan=golongan, tanggal=DAY)
        for golongan in jenis.list_golongan()
    }
    compile_templates(jenis, profil, folder=f"templates/{kode}")


def answer(caller: socket.socket) -> NoReturn:
    """Run one command, and end as it does; tell its exit code last of all."""
    message, streams, *_ = socket.recv_fds(caller, LIMIT_BYTES, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    words, folder, environ = ast.literal_eval(message.decode())
    os.chdir(folder)
    os.environb.clear()
    os.environb.update(environ)
    sys.argv = words
    code = 1
    try:
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        # All of a process's end but taking down what was imported.
        atexit._run_exitfuncs()
        with suppress(BrokenPipeError, ValueError):  # whoever reads has gone
            sys.stdout.flush()
        sys.stderr.flush()
        caller.sendall(str(code).encode())
        os._exit(code)
