"""Serving: this machine alone without TLS, the network only with it."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from formulir.web.serving.serve import AkunNoneError, PortTakenError, serve
from formulir.web.serving.tls import LanNameError, prepare_certificates
from tests.kantor import await_until, make_kantor
from tests.web.desk import SANDI, Desk

NOW = datetime(2026, 3, 14, tzinfo=UTC)
FORMULIR = str(Path(sys.executable).with_name("formulir"))


@pytest.fixture
def kantor(tmp_path):
    return make_kantor(tmp_path / "kantor", printer=None)


def start(kantor, *words, log):
    command = [FORMULIR, "--kantor", str(kantor), *words]
    with log.open("wb") as told:
        return subprocess.Popen(command, stderr=told, start_new_session=True)


def read_address(log):
    for line in log.read_text().splitlines():
        for word in line.split():
            if word.startswith(("http://", "https://")):
                return word
    return None


def fetch(address, context=None):
    with urllib.request.urlopen(address, context=context, timeout=10) as answer:  # noqa: S310 - an address of this test
        return answer.status, answer.read().decode()


def test_the_desk_is_served_to_this_machine_and_ends_when_interrupted(kantor, tmp_path):
    log = tmp_path / "log"
    server = start(kantor, "serve", "--port", "0", log=log)
    try:
        address = await_until(lambda: read_address(log))
        assert address.startswith("http://127.0.0.1:")
        status, page = fetch(address)
        assert (status, "Akun pertama" in page) == (200, True)
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) in {0, 130}


def test_a_port_that_is_taken_is_told_with_its_cure(kantor):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        desk = Desk(folder=kantor)
        with pytest.raises(PortTakenError, match="--port"):
            serve(
                desk.kantor,
                port=other.getsockname()[1],
                lan=None,
                ready=lambda _: None,
            )


def test_a_desk_in_the_network_wants_an_account_first(kantor):
    with pytest.raises(AkunNoneError, match="user add"):
        serve(Desk(folder=kantor).kantor, port=0, lan="kantor.lan", ready=print)


def test_the_desk_is_served_to_the_network_by_tls_alone(kantor, tmp_path):
    desk, log = Desk(folder=kantor), tmp_path / "log"
    desk.add("siti", "pengelola")
    server = start(kantor, "serve", "--port", "0", "--lan", "localhost", log=log)
    try:
        address = await_until(lambda: read_address(log))
        assert address.startswith("https://localhost:")
        trusting = ssl.create_default_context(cafile=kantor / "kunci" / "meja-ca.crt")
        assert "Kata sandi" in fetch(f"{address}/masuk", trusting)[1]
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            fetch(address, ssl.create_default_context())
        with pytest.raises(OSError, match=r"reset|closed|Remote end|EOF"):
            fetch(address.replace("https:", "http:"))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def test_certificates_are_kept_while_they_are_good_and_their_keys_are_secret(kantor):
    first = prepare_certificates(kantor, "kantor.lan", now=NOW)
    seen = first.server.read_bytes(), first.authority.read_bytes()
    again = prepare_certificates(kantor, "kantor.lan", now=NOW + timedelta(days=300))
    assert (again.server.read_bytes(), again.authority.read_bytes()) == seen
    later = prepare_certificates(kantor, "kantor.lan", now=NOW + timedelta(days=380))
    assert later.server.read_bytes() != seen[0]
    assert later.authority.read_bytes() == seen[1]
    other = prepare_certificates(kantor, "meja.lan", now=NOW + timedelta(days=380))
    assert other.server.read_bytes() != seen[0]
    for key in (kantor / "kunci").glob("meja*.key"):
        assert key.stat().st_mode & 0o077 == 0


def test_half_a_pair_is_made_anew(kantor):
    first = prepare_certificates(kantor, "kantor.lan", now=NOW)
    first.server.unlink()
    again = prepare_certificates(kantor, "kantor.lan", now=NOW)
    assert again.fingerprint == first.fingerprint
    assert again.server.is_file()
    (kantor / "kunci" / "meja-ca.key").unlink()
    assert (
        prepare_certificates(kantor, "kantor.lan", now=NOW).fingerprint
        != first.fingerprint
    )


@pytest.mark.parametrize("name", ["", "Kantor", "kantor lan", "a/b", "..", "k" * 65])
def test_a_name_that_no_certificate_can_bear_is_refused(kantor, name):
    with pytest.raises(LanNameError):
        prepare_certificates(kantor, name, now=NOW)


def test_accounts_are_made_listed_changed_and_closed_on_the_command_line(kantor):
    def run(*words, sandi=SANDI):
        command = [FORMULIR, "--kantor", str(kantor), "user", *words]
        environ = os.environ | {"FORMULIR_AKUN_SANDI": sandi}  # noqa: TID251 - a child's
        return subprocess.run(
            command, env=environ, capture_output=True, text=True, check=False
        )

    assert run("add", "siti", "--peran", "pengelola").returncode == 0
    assert run("add", "siti", "--peran", "staf").returncode == 3
    assert run("add", "budi", "--peran", "raja").returncode == 3
    assert run("add", "budi", "--peran", "staf", "--wilayah", "99.99").returncode == 2
    assert run("add", "budi", "--peran", "staf", sandi="pendek").returncode == 3
    assert "siti" in run("list").stdout
    assert run("password", "siti").returncode == 0
    assert run("password", "tono").returncode == 3
    assert run("close", "siti", "--ya").returncode == 0
    said = run("list", "--json").stdout
    assert SANDI not in said
    assert "argon2" not in said
