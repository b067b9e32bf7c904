"""A mail server for tests: small, on this machine, and as bad as it is told to be."""

from __future__ import annotations

import socketserver
import threading
from collections import defaultdict
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.policy import default


class Postbox(socketserver.ThreadingTCPServer):
    """Takes letters, and does at each step what a test wants done.

    ``on`` is told each step (``greet``, ``mail``, ``rcpt``, ``data``, ``half``,
    ``dot``, ``taken``) with the address that is written to. What it returns is said
    instead of the usual answer, and ``drop`` ends the connection without one. One that
    ``keeps`` takes a message whatever it says of it.
    """

    daemon_threads = True
    allow_reuse_address = True
    context = None

    def __init__(self, on=lambda _step, _to: None, *, size=None, keeps=False):
        super().__init__(("127.0.0.1", 0), Visitor)
        self.on = on
        self.size = size
        self.keeps = keeps
        self.taken = []
        self.visits = 0
        self.lock = threading.Lock()

    @property
    def port(self):
        return self.server_address[1]

    @property
    def messages(self):
        return [message_from_bytes(data, policy=default) for data in self.taken]

    def count(self):
        """Count how often each message was taken, by its name."""
        counts = defaultdict(int)
        for data in self.taken:
            head = data.partition(b"\r\n\r\n")[0]
            counts[message_from_bytes(head, policy=default)["Message-ID"]] += 1
        return counts

    def handle_error(self, request, client_address):
        """Say nothing: clients of these tests break off."""


class Visitor(socketserver.StreamRequestHandler):
    def handle(self):
        with self.server.lock:
            self.server.visits += 1
        self.to = ""
        if self.server.context is not None:
            self.request = self.server.context.wrap_socket(
                self.request, server_side=True
            )
            self.setup()
        with suppress(OSError, EOFError):
            self.say(self.server.on("greet", "") or "220 kotak pos")
            while self.answer(self.rfile.readline().decode().strip()):
                pass

    def finish(self):
        super().finish()
        if self.server.context is not None:
            self.request.close()

    def say(self, words):
        if words == "drop":
            raise EOFError
        self.wfile.write(f"{words}\r\n".encode())

    def answer(self, line):
        word = line.partition(" ")[0].upper()
        if word in {"EHLO", "HELO"}:
            size = f"250-SIZE {self.server.size}\r\n" if self.server.size else ""
            self.say(
                f"{size}250 kotak pos".replace("250-SIZE", "250-pos\r\n250-SIZE", 1)
            )
        elif word == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
            self.say(self.server.on("rcpt", self.to) or "250 baik")
        elif word == "MAIL":
            self.say(self.server.on("mail", "") or "250 baik")
        elif word == "DATA":
            self.take()
        elif word == "QUIT":
            self.say("221 sampai jumpa")
            return False
        else:
            self.say("250 baik" if word == "RSET" else "502 tidak dikenal")
        return bool(word)

    def take(self):
        refusal = self.server.on("data", self.to)
        self.say(refusal or "354 silakan")
        if refusal:
            return
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise EOFError  # without the dot nothing is taken
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            if len(lines) == 3 and self.server.on("half", self.to) == "drop":
                raise EOFError
        said = self.server.on("dot", self.to) or "250 diterima"
        if said.startswith("2") or said == "drop" or self.server.keeps:
            with self.server.lock:
                self.server.taken.append(b"".join(lines))
        self.say(said)
        self.server.on("taken", self.to)


@contextmanager
def serving(on=lambda _step, _to: None, **more):
    """Hold a mail server open."""
    with Postbox(on, **more) as server:
        thread = threading.Thread(
            target=server.serve_forever, args=(0.02,), daemon=True
        )
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
