"""The child that opens a file which came in: ``python -m …scans.child``.

It takes a folder, what the file is, the folder of trusted certificates, a moment and
the limits. It reads ``masukan`` and writes ``bacaan.json``: where there are signatures
once before they are examined, too. Its limits are set before anything of the file is
read.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.press.child.limits import Limits, limit_process
from formulir.press.scans.qr import ScanRefusedError, open_pages, open_picture, read_qr

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_file(argv: Sequence[str]) -> None:
    """Read one file; an end without an answer is the parent's to explain."""
    name, ekstensi, trusted, saat, text = argv
    limits = Limits(**json.loads(text))
    limit_process(limits)
    source = Path(name, "masukan")
    said: dict[str, Any] = {"reason": "", "halaman": 0, "qr": [], "tanda_tangan": []}
    try:
        if ekstensi == "pdf":
            halaman, pages, signed = open_pages(source, limits=limits)
        else:
            halaman, pages, signed = *open_picture(source, limits=limits), False
        said |= {"halaman": halaman, "qr": read_qr(pages)}
        if signed:
            # What cannot be examined within the limits is told as just that.
            reason = "it took too much time or memory, or is damaged"
            unread = {"putusan": "tidak terbaca", "alasan": reason}
            _write(name, said | {"tanda_tangan": [unread]})
            # What examines signatures takes a second to load; most files have none.
            from formulir.press.scans.signatures import examine_tanda_tangan  # noqa: PLC0415 - above

            said["tanda_tangan"] = examine_tanda_tangan(
                source, trusted=Path(trusted), saat=datetime.fromisoformat(saat)
            )
    except ScanRefusedError as error:
        said["reason"] = error.reason
    _write(name, said)


def _write(folder: str, said: dict[str, Any]) -> None:
    """Write the answer whole, in the place of an earlier one."""
    half = Path(folder, "bacaan.baru")
    half.write_text(json.dumps(said), encoding="utf-8")
    half.replace(Path(folder, "bacaan.json"))


if __name__ == "__main__":
    read_file(sys.argv[1:])
