"""Whether a file is what its name says, told by its first bytes. Runs in the child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.ground.magic import HEAD_BYTES, describe_head, is_of_ekstensi
from formulir.press.pdf.normal import LampiranRefusedError

if TYPE_CHECKING:
    from pathlib import Path


def check_kind(source: Path, ekstensi: str) -> None:
    """Refuse a file whose first bytes belie its name.

    Raises:
        LampiranRefusedError: They do.
    """
    try:
        with source.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise LampiranRefusedError(
            reason=f"it cannot be read ({error.strerror})", remedy="hand it in again"
        ) from error
    if is_of_ekstensi(head, ekstensi):
        return
    found = describe_head(head)
    what = f"its contents are {found}" if found else "its contents do not"
    raise LampiranRefusedError(
        reason=f"its name says .{ekstensi} but {what}",
        remedy="open it and save it again as PDF",
    )
