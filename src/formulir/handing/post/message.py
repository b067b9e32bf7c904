"""A message: one letter to one addressee, with the words of the office's template.

Its Message-ID is made of the archive code and the addressee, so it is the same at every
try: a mailbox that gets it twice can show it once.

Source: RFC 5322 (messages), RFC 2183 (attachments), RFC 5321, 4.5.2 (dots).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, formataddr, parseaddr
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from formulir.dates import format_tanggal
from formulir.language import phrase, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from formulir.handing.letters import Letter
    from formulir.letters.mail import MessageText
    from formulir.model import Konteks, Pdf
    from formulir.settings import Surel

_LONGEST = 990
"""Characters of a line that a server takes as it is (RFC 5321, 4.5.3.1.6)."""
_KILO = 1000
_SHOWN = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID")
_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """What the server is told of a message, and the message.

    Args:
        dari: The address that it comes from.
        kepada: The address that it goes to.
        data: The message with CRLF, its last line end included.
    """

    dari: str
    kepada: str
    data: bytes

    @property
    def stuffed(self) -> bytes:
        """Return it as it goes over the line: a dot before each first dot of a line."""
        return _DOT.sub(b"..", self.data)


def name_message(letter: Letter, penerima: str, *, asal: str) -> str:
    """Name a message for ever: by letter, addressee and office.

    Args:
        letter: The letter.
        penerima: Who gets it.
        asal: The name of the archive, whose first part is the name of a host.
    """
    who = sha256(penerima.encode()).hexdigest()[:12]
    host = re.sub(r"[^A-Za-z0-9.-]", "-", asal.partition("/")[0]).strip(".-")
    return f"<{letter.kode}.{who}@{host or 'formulir.invalid'}>"


def list_names(office_name: str, letter: Letter, nama: str) -> Konteks:
    """List the names that the text of a message can use."""
    isi = letter.isi
    tanggal = format_tanggal(date.fromisoformat(str(isi["tanggal"])))
    surat: dict[str, Any] = {
        name: str(isi.get(name) or "") for name in ("nomor", "hal", "formulir", "kode")
    }
    return {
        "surat": {**surat, "tanggal": tanggal, "tahun": str(isi.get("tahun") or "")},
        "penerima": {"nama": nama},
        "kantor": {"nama": office_name},
    }


def write_message(
    surel: Surel,
    row: dict[str, Any],
    words: tuple[str, str],
    attached: tuple[str, Pdf],
    *,
    saat: datetime,
) -> Mail:
    """Write a message.

    Args:
        surel: How the office posts.
        row: The message in the outbox.
        words: Its subject and its text.
        attached: The name of the file of the letter, and the file.
        saat: When it is sent.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr(parseaddr(surel.dari))
    message["To"] = formataddr((row["nama"], row["posel"]))
    if surel.balas:
        message["Reply-To"] = surel.balas
    message["Subject"], text = words
    message["Date"] = format_datetime(saat)
    message["Message-ID"] = row["pesan"]
    plain = text.isascii() and max(map(len, text.splitlines()), default=0) < _LONGEST
    message.set_content(text, cte="7bit" if plain else "quoted-printable")
    message.make_mixed()
    name, pdf = attached
    part = EmailMessage(policy=SMTP)
    part.set_content(pdf, "application", "pdf", disposition="attachment", filename=name)
    del part["MIME-Version"]
    message.attach(part)
    return Mail(
        dari=parseaddr(surel.dari)[1], kepada=row["posel"], data=message.as_bytes()
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadableMail:
    """A message as its reader will see it.

    Args:
        heads: What stands above it, by the names of its fields.
        text: Its text.
        files: The name of each file with it, and its kilobytes.
    """

    heads: Mapping[str, str]
    text: str
    files: Sequence[tuple[str, int]]


def read_mail(mail: Mail) -> ReadableMail:
    """Read a message as its reader will see it: decoded, its files by their names."""
    message = message_from_bytes(mail.data, policy=default)
    body = message.get_body()
    return ReadableMail(
        heads={name: str(message[name]) for name in _SHOWN if message[name]},
        text=body.get_content() if body is not None else "",
        files=[
            (str(part.get_filename()), -(-len(part.get_content()) // _KILO))
            for part in message.iter_attachments()
        ],
    )


def show_message(mail: Mail) -> str:
    """Show a message as its reader will see it, for a terminal."""
    found = read_mail(mail)
    files = [
        phrase("attached: {name}, {size} kB", name=name, size=size)
        for name, size in found.files
    ]
    heads = [f"{name}: {value}" for name, value in found.heads.items()]
    return "\n".join([*heads, "", found.text, *map(translate, files), ""])


def fill_words(
    office_name: str, text: MessageText, letter: Letter, nama: str
) -> tuple[str, str]:
    """Fill the subject and the text of an e-mail.

    Raises:
        TemplateFaultyError: The template cannot be filled.
    """
    return text.fill_mail(list_names(office_name, letter, nama))
