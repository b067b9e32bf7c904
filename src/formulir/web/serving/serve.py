"""Serving the desk of an office to browsers, until it is stopped."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

import uvicorn

from formulir.errors import MachineError
from formulir.web.app import make_app
from formulir.web.door.store import prepare
from formulir.web.serving.supervise import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOOPBACK: Final = "127.0.0.1"
PORT: Final = 8016


class PortTakenError(MachineError):
    """Another program listens where the desk was to."""

    port: int
    says = (
        "port {port} is taken, perhaps by a desk that runs already; stop that, or pass "
        "another one by --port"
    )


def serve(folder: Path, *, port: int, ready: Callable[[str], None]) -> None:
    """Serve the desk to browsers of this machine, until it is interrupted.

    Args:
        folder: The office.
        port: Where to listen.
        ready: Is told the address once the desk can be opened.

    Raises:
        PortTakenError: Another program listens there.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError as error:
            raise PortTakenError(port) from error
        listener.listen(128)
        address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        prepare(folder)
        supervisor = Supervisor(folder)
        app = make_app(folder, address=address, wake=supervisor.wake)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_graceful_shutdown=2,
            lifespan="off",
        )
        supervisor.start()
        ready(address)
        try:
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            supervisor.stop()
