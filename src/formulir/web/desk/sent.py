"""Forms and files that come in: bounded before they are read, gone with the request."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import RecordError
from formulir.web.desk.visit import SentFile

if TYPE_CHECKING:
    from contextlib import ExitStack

    from starlette.datastructures import FormData
    from starlette.types import Message, Receive

_NAME: Final = 120


class BodyLargeError(RecordError):
    """A form is larger than its page takes."""

    most: int
    says = "what was sent is larger than {most} bytes, and was not taken"


def limit(receive: Receive, most: int) -> Receive:
    """Count what comes in, and stop reading where it is too much."""
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise BodyLargeError(most)
        return message

    return counted


def keep_files(form: FormData, stack: ExitStack) -> dict[str, Any]:
    """Put the files of a form into a folder that goes when the request has ended.

    A crash leaves the folder where the machine keeps what may be swept away.

    Returns:
        ``form`` and ``files`` of a visit. Each file has a name of ours on the disk, for
        the sender's is no path.
    """
    fields: dict[str, list[str]] = {}
    files: dict[str, list[SentFile]] = {}
    folder: Path | None = None
    for name, value in form.multi_items():
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
        elif value.filename:
            if folder is None:
                folder = Path(
                    stack.enter_context(TemporaryDirectory(prefix="formulir-"))
                )
            path = folder / f"{sum(map(len, files.values())):04}"
            with path.open("wb") as target:
                shutil.copyfileobj(value.file, target)
            files.setdefault(name, []).append(
                SentFile(name=tidy(value.filename), path=path)
            )
            value.file.close()
    return {"form": fields, "files": files}


def tidy(name: str) -> str:
    r"""Return what a file is called, as it can be shown: no path, nothing unseen.

    >>> tidy("C:\\fakepath\\calon\n2016.xlsx"), tidy("../../etc/passwd")
    ('calon2016.xlsx', 'passwd')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if letter.isprintable())
    return unicodedata.normalize("NFC", seen)[-_NAME:] or "berkas"
