"""The child that opens a file which came in: ``ask.py`` starts it.

It takes a folder, the file, what the file is, the folder of trusted certificates, a
moment, whether the file is as it was issued, the number of the first page to be read,
how many, and the limits. It writes its answer into the folder: where there are
signatures once before they are examined, too.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.ground.disk import find_machine_fault
from formulir.language import phrase, take_reason
from formulir.press.child.ask import answering, write_answer
from formulir.press.child.limits import Limits
from formulir.press.scans.qr import (
    THOROUGH_S,
    ScanRefusedError,
    open_pages,
    open_picture,
    read_pages,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_file(argv: Sequence[str]) -> None:
    """Read one file; an end without an answer is the parent's to explain."""
    folder, name, ekstensi, trusted, saat, issued, first, count, text = argv
    limits = Limits(**json.loads(text))
    source = Path(name)
    start = int(first) - 1
    said: dict[str, Any] = {
        "reason": "",
        "halaman": 0,
        "pages": [],
        "tanda_tangan": [],
    }
    try:
        if ekstensi == "pdf":
            halaman, pages, signed = open_pages(source, limits=limits)
        else:
            halaman, pages, signed = *open_picture(source, limits=limits), False
        part = pages[start : start + int(count)]
        thorough_s = 0.0 if int(issued) else THOROUGH_S
        found = read_pages(part, first=start + 1, thorough_s=thorough_s)
        said |= {"halaman": halaman, "pages": found}
        if signed and not start:
            # What cannot be examined within the limits is told as just that.
            reason = phrase("it took too much time or memory, or is damaged")
            unread = {"putusan": "tidak terbaca", "alasan": reason}
            unread["jenis"] = "tidak dikenal"
            write_answer(Path(folder), said | {"tanda_tangan": [unread]})
            # What examines signatures takes a second to load; most files have none.
            from formulir.press.scans.signatures import examine_tanda_tangan  # noqa: PLC0415 - above

            said["tanda_tangan"] = examine_tanda_tangan(
                source, trusted=Path(trusted), saat=datetime.fromisoformat(saat)
            )
    except ScanRefusedError as error:
        if find_machine_fault(error) is not None:
            raise
        said["reason"] = take_reason(error)
    write_answer(Path(folder), said)


if __name__ == "__main__":
    with answering():
        read_file(sys.argv[1:])
