"""The way to a mail server: what it answers, and how far a message has come.

A message is taken when the server has its last line, a dot (RFC 5321, 4.1.1.4). All
before that can be broken off, and the server throws the message away; so the dot is
sent only once its going is on our disk (``claim``). What is answered to it is read by
its first figure, which alone says what became of a command (RFC 5321, 4.2.1): 2 taken,
4 not this time, 5 never. Any other answer, or none, leaves a message of which nobody
knows whether it arrived, and a line on which each side waits for something else.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.errors import MachineError
from formulir.language import phrase
from formulir.records.post.outbox import DOUBTFUL, QUEUED, REFUSED, SENT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formulir.handing.post.message import Mail
    from formulir.settings import Surel

_TAKEN: Final = range(200, 300)
_LATER: Final = range(400, 500)
_NEVER: Final = range(500, 600)
"""What answers mean, by their first figure."""
_GO: Final = 354
_TOO_LARGE: Final = 552


class SurelUnreachableError(MachineError):
    """The mail server cannot be reached, is not who it should be, or lets nobody in."""

    server: str
    reason: str
    says = (
        "the mail server {server} takes no letters: {reason}; nothing is lost, the "
        "letters wait: look at [surel] of kantor.toml and run the same command again"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What became of a message.

    Args:
        keadaan: The state in which it is.
        sebab: What the server said, or why.
        alive: Whether the connection can be used on.
    """

    keadaan: str
    sebab: str
    alive: bool = True


class Post:
    """A connection to the mail server, held open for many messages."""

    def __init__(self, smtp: smtplib.SMTP, name: str) -> None:
        """Hold a connection that is open, closed to others, and logged in."""
        self._smtp = smtp
        self._name = name

    @property
    def limit(self) -> int:
        """Return the size in bytes that the server takes; 0 where it does not say."""
        word = self._smtp.esmtp_features.get("size", "")
        return int(word) if word.isdecimal() else 0

    def close(self) -> None:
        """Take leave; a server that is gone is none the worse for it."""
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    def deliver(self, mail: Mail, *, claim: Callable[[], bool]) -> Answer:
        """Hand a message over.

        Args:
            mail: It.
            claim: Writes down that its last line goes, and says whether it may.

        Returns:
            What became of it: ``antre`` where the server has not taken it.

        Raises:
            SurelUnreachableError: The server takes nothing from this sender at all.
        """
        try:
            if (early := self._announce(mail)) is not None:
                return early
            self._smtp.send(mail.stuffed)
        except (OSError, smtplib.SMTPException) as error:
            self._smtp.close()
            return Answer(keadaan=QUEUED, sebab=explain(error), alive=False)
        if not claim():
            self._smtp.close()  # without the dot the server takes nothing
            return Answer(keadaan=QUEUED, sebab="", alive=False)
        return self._finish()

    def _announce(self, mail: Mail) -> Answer | None:
        """Say from whom and to whom; an answer that ends it is its answer."""
        options = [f"size={len(mail.data)}"] if self._smtp.has_extn("size") else []
        code, said = self._smtp.mail(mail.dari, options)
        if code in _NEVER and code != _TOO_LARGE:
            reason = phrase(
                "it refuses the sender {dari}: {code}",
                dari=mail.dari,
                code=_spell(code, said),
            )
            raise SurelUnreachableError(self._name, reason=reason)
        if code in _TAKEN:
            code, said = self._smtp.rcpt(mail.kepada)
        if code in _TAKEN:
            code, said = self._smtp.docmd("DATA")
            if code == _GO:
                return None
        if code not in _LATER and code not in _NEVER:
            self._smtp.close()  # it says go on to something else than was asked
            return Answer(keadaan=QUEUED, sebab=_spell(code, said), alive=False)
        self._smtp.rset()
        return _judge(code, said)

    def _finish(self) -> Answer:
        """Send the last line, and hear what became of the message."""
        try:
            self._smtp.send(b".\r\n")
            code, said = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._smtp.close()
            return Answer(keadaan=DOUBTFUL, sebab=explain(error), alive=False)
        answer = _judge(code, said)
        if not answer.alive:
            self._smtp.close()
        return answer


def open_post(surel: Surel, password: str, *, folder: Path) -> Post:
    """Reach the mail server, and make sure that it is the one that it says it is.

    Args:
        surel: How the office posts.
        password: That of the user; empty where nobody logs in.
        folder: The office's folder, from which paths are read.

    Raises:
        SurelUnreachableError: It cannot be reached, its certificate is not trusted, or
            it does not let us in.
    """
    name = f"{surel.server}:{surel.port}"
    host = surel.dari.rpartition("@")[2].strip("> ") or "localhost"
    smtp: smtplib.SMTP | None = None
    try:
        context = _trust(surel, folder)
        if surel.keamanan == "tls":
            smtp = smtplib.SMTP_SSL(
                *(surel.server, surel.port, host),
                timeout=surel.tunggu_detik,
                context=context,
            )
        else:
            smtp = smtplib.SMTP(
                surel.server, surel.port, host, timeout=surel.tunggu_detik
            )
        if surel.keamanan == "starttls":
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if surel.pengguna:
            smtp.login(surel.pengguna, password)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        if smtp is not None:
            smtp.close()
        raise SurelUnreachableError(name, reason=explain(error)) from error
    return Post(smtp, name)


def _trust(surel: Surel, folder: Path) -> ssl.SSLContext | None:
    """Say whose certificates are believed: the machine's, and the office's own.

    To read the machine's takes long, and is left out where no certificate is shown.
    """
    if surel.keamanan == "tanpa" and not surel.sertifikat:
        return None
    context = ssl.create_default_context()
    if surel.sertifikat:
        context.load_verify_locations(folder / surel.sertifikat)
    return context


def _judge(code: int, said: bytes) -> Answer:
    """Tell what the last answer means: taken, refused, not this time, or who knows."""
    words = _spell(code, said)
    for codes, keadaan in ((_TAKEN, SENT), (_LATER, QUEUED), (_NEVER, REFUSED)):
        if code in codes:
            return Answer(keadaan=keadaan, sebab=words)
    return Answer(keadaan=DOUBTFUL, sebab=words, alive=False)


def _spell(code: int, said: bytes) -> str:
    """Spell an answer on one line."""
    words = " ".join(said.decode("utf-8", errors="replace").split())
    return "".join(c for c in f"{code} {words}" if c.isprintable())[:300]


def explain(error: Exception) -> str:
    """Say in a few words what went wrong on the way to a server."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        data = said if isinstance(said, bytes) else str(said).encode()
        return _spell(error.smtp_code, data)
    if isinstance(error, ssl.SSLCertVerificationError):
        return phrase(
            "its certificate is not trusted: {verify_message}",
            verify_message=error.verify_message,
        )
    if isinstance(error, TimeoutError):
        return phrase("it does not answer")
    own = error.strerror if isinstance(error, OSError) else None
    words = " ".join(str(own or error).split())
    return words or type(error).__name__
