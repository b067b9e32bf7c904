"""Serving the desk of an office to browsers, until it is stopped."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import uvicorn

from formulir.errors import MachineError
from formulir.web.app import make_app
from formulir.web.door.accounts import is_new
from formulir.web.door.store import open_meja, prepare
from formulir.web.serving.reckoner import Reckoner
from formulir.web.serving.supervise import Supervisor
from formulir.web.serving.tls import Certificates, prepare_certificates

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.office.kantor import Kantor

LOOPBACK: Final = "127.0.0.1"
_HTTPS: Final = 443
_IDLE_S: Final = 60
"""A browser's connection stays open so long between pages, in seconds."""
_SWITCH_S: Final = 0.0005
"""A thread that computes lets another one run so often, in seconds.

A page asks the stores some dozen times, and each time waits for its turn again: by the
5 ms that Python is given, a page beside one that computes takes a quarter of a second.
"""


class PortTakenError(MachineError):
    """Another program listens where the desk was to, or the system forbids it."""

    port: int
    reason: str
    says = (
        "port {port} cannot be had: {reason}; a desk may run there already; stop that, "
        "or pass another one by --port"
    )


class AkunNoneError(MachineError):
    """A desk in the network has nobody yet who could log in."""

    says = (
        "nobody has an account yet, and in the network nobody can make the first one; "
        "make it here by 'formulir user add NAME --peran pengelola'"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A desk that can be opened.

    Args:
        address: Where.
        certificates: What browsers of other machines are to trust, in the network.
    """

    address: str
    certificates: Certificates | None = None


def serve(
    kantor: Kantor, *, port: int, lan: str | None, ready: Callable[[Opened], None]
) -> None:
    """Serve the desk until it is interrupted.

    Args:
        kantor: The office.
        port: Where to listen.
        lan: How other machines name this one: the desk is served to them, too, by TLS
            and never without; or nothing, and it is served to this machine alone.
        ready: Is told once the desk can be opened.

    Raises:
        PortTakenError: Another program listens there.
        AkunNoneError: It is for the network, and there is no account.
        LanNameError: No certificate can bear the name.
    """
    folder = kantor.folder
    sys.setswitchinterval(_SWITCH_S)
    prepare(folder)
    certificates = None
    if lan is not None:
        with open_meja(folder) as meja:
            if is_new(meja):
                raise AkunNoneError
        certificates = prepare_certificates(folder, lan, now=kantor.saat())
    with _listen("0.0.0.0" if lan else LOOPBACK, port) as listener:  # noqa: S104 - by TLS, as was asked
        address = _spell(lan, listener.getsockname()[1])
        supervisor, reckoner = Supervisor(folder), Reckoner(folder)
        app = make_app(
            folder, address=address, wake=supervisor.wake, reckoner=reckoner.ask
        )
        tls: dict[str, Any] = {}
        if certificates is not None:
            tls["ssl_certfile"] = str(certificates.server)
            tls["ssl_keyfile"] = str(certificates.key)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=_IDLE_S,
            lifespan="off",
            **tls,
        )
        supervisor.start()
        ready(Opened(address=address, certificates=certificates))
        try:
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            reckoner.stop()
            supervisor.stop()


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTakenError(port, reason=str(error.strerror)) from error
    listener.listen(128)
    return listener


def _spell(lan: str | None, port: int) -> str:
    if lan is None:
        return f"http://{LOOPBACK}:{port}"
    return f"https://{lan}" if port == _HTTPS else f"https://{lan}:{port}"
