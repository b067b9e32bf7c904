"""A file is unzipped within limits; one that is no DOCX is called what it is."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final, NoReturn

from formulir.errors import TemplateFaultyError
from formulir.ground.package import TYPES
from formulir.language import phrase
from formulir.model import Docx, Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

BYTES_LIMIT: Final = 64 * 1024 * 1024
"""How large a template may become when it is unzipped."""
MEMBERS_LIMIT: Final = 2_000
"""How many files it may hold."""

_OTHERS: Final = (
    (
        b"{\\rtf",
        phrase(
            "is a file of rich text (.rtf); open it in Word or LibreOffice and save it "
            "as Word document (.docx)"
        ),
    ),
    (b"%PDF", phrase("is a PDF; the letter must be written anew in Word (.docx)")),
    (
        b"<",
        phrase(
            "is a web page or an XML file; open it in Word or LibreOffice and save it "
            "as Word document (.docx)"
        ),
    ),
)
_OLD_WORD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP_ERRORS: Final = (
    *(zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError),
    *(zlib.error, OSError, ValueError),
)


def unpack(docx: Docx, *, nama: str) -> dict[str, bytes]:
    """Unzip a file.

    Args:
        docx: The file.
        nama: What to call it in a fault.

    Raises:
        TemplateFaultyError: It is no package of Office, or it is too large.
    """
    reason = _recognise(docx)
    if reason:
        refuse_file(nama, reason)
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as file:
            infos = [info for info in file.infolist() if not info.is_dir()]
            size = sum(info.file_size for info in infos)
            if size > BYTES_LIMIT:
                refuse_file(
                    nama,
                    phrase(
                        "unzips to {size} bytes; a template has at most {limit}",
                        size=size,
                        limit=BYTES_LIMIT,
                    ),
                )
            if len(infos) > MEMBERS_LIMIT:
                reason = phrase(
                    "holds {count} files; a template has at most {limit}",
                    count=len(infos),
                    limit=MEMBERS_LIMIT,
                )
                refuse_file(nama, reason)
            members = {_clean(info.filename): file.read(info) for info in infos}
    except _ZIP_ERRORS as error:
        refuse_file(
            nama,
            phrase("is no DOCX file ({error}); save it again from Word", error=error),
        )
    if len(members) < len(infos):
        refuse_file(
            nama, phrase("holds two files of one name; save it again from Word")
        )
    if TYPES not in members:
        refuse_file(nama, name_other(members))
    return members


def _clean(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _recognise(docx: Docx) -> str:
    """Say what a file is that is no DOCX, as far as its first bytes tell."""
    if not docx:
        return phrase(
            "is empty; open it in Word or LibreOffice and save it "
            "as Word document (.docx)"
        )
    if docx.startswith(_OLD_WORD):
        if docx.find(_PASSWORD) >= 0:
            return phrase("is protected by a password; save it in Word without one")
        return phrase(
            "is a file of an old Word (.doc); open it in Word or LibreOffice and save "
            "it as Word document (.docx)"
        )
    head = docx.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((said for magic, said in _OTHERS if head.startswith(magic)), "")


def name_other(members: Mapping[str, bytes]) -> str:
    """Say what a ZIP is that holds no document of Word."""
    mime = members.get("mimetype", b"")
    if mime.startswith(b"application/vnd.oasis.opendocument.text"):
        return phrase(
            "is an OpenDocument text (.odt); open it in Word or LibreOffice and save "
            "it as Word document (.docx)"
        )
    if mime.startswith(b"application/vnd.oasis.opendocument"):
        return phrase(
            "is an OpenDocument file, and no text; a letter is written in Word"
        )
    if any(name.startswith(("xl/", "ppt/")) for name in members):
        return phrase(
            "is a workbook or a presentation; a letter is written in Word (.docx)"
        )
    return phrase("is no Word document; save it as .docx from Word")


def refuse_file(nama: str, reason: str) -> NoReturn:
    """Refuse a file.

    Raises:
        TemplateFaultyError: Always.
    """
    raise TemplateFaultyError([Fault(place=nama, reason=reason)])
