"""Holding a return against its letter: both files are opened in a child process only.

A letter may hold a stranger's attachments, so its file is opened there too. The child
(``child.py``) tells which pages of the letter came back, and how much ink there is
where somebody signs, as small JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.ground.disk import make_folder, probe_folder
from formulir.ground.workdir import work_in_folder
from formulir.press.child.ask import ask_child
from formulir.press.child.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COMPARE_LIMITS: Final = Limits(halaman=100, cpu_s=120)
"""What a comparison may cost: a page takes about a second, and fewer are looked at."""

_FORM: Final = {
    "reason": str,
    "halaman": [int],
    "scanned": int,
    "tinta": [{"peran": str, "nama": str, "halaman": int, "tinta": int}],
}
"""What the child must answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """Somebody who signs a letter.

    Args:
        peran: As what: the name under which the letter's data keeps the person.
        nama: As it is printed.
        listed: Whether it is one of a list: such a one signs on a dotted line only.
    """

    peran: str
    nama: str
    listed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What a return shows beside its letter.

    Args:
        reason: Why they could not be compared; nothing when they were.
        halaman: For each page of the letter, on which page it came back, from 1; 0 if
            on none. Of a long letter the first hundred.
        scanned: How many of the pages that came in are pictures of paper.
        tinta: For each place where somebody signs: ``peran``, ``nama``, ``halaman`` of
            the letter, and ``tinta``, hundredths of a square millimetre of ink.
    """

    reason: str = ""
    halaman: tuple[int, ...] = ()
    scanned: int = 0
    tinta: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter that returns are held against.

    Args:
        pdf: The file as it was issued.
        kode: The archive code in its foot.
        signers: Who may sign it.
    """

    pdf: bytes
    kode: str
    signers: Sequence[Signer]


def compare_return(
    data: bytes,
    letter: Letter,
    *,
    ekstensi: str,
    workdir: Path,
    limits: Limits = COMPARE_LIMITS,
) -> Comparison:
    """Hold a return against its letter.

    A crash of this process takes the child with it and leaves a folder in
    ``workdir``, which the next one sweeps.

    Args:
        data: The return.
        letter: Its letter.
        ekstensi: What the return is, by its content.
        workdir: A folder for work that may be lost.
        limits: What it may cost.

    Raises:
        ProgramUnstartableError: The system refuses to start the child.
    """
    make_folder(workdir)
    with work_in_folder(workdir) as place:
        source, issued = place / "masukan", place / "surat"
        source.write_bytes(data)
        issued.write_bytes(letter.pdf)
        asked, folder = place / "tanya.json", place / "baca"
        question = {
            "berkas": str(source),
            "ekstensi": ekstensi,
            "surat": str(issued),
            "kode": letter.kode,
            "penanda": [asdict(each) for each in letter.signers],
        }
        asked.write_text(json.dumps(question), encoding="utf-8")
        folder.mkdir()
        end = ask_child(
            "formulir.press.inking.child",
            [asked],
            folder=folder,
            form=_FORM,
            limits=limits,
        )
        if end.fault:
            probe_folder(folder)  # a full disk is nothing that is wrong with a file
    if end.said is not None and not end.fault:
        return Comparison(**end.said)
    return Comparison(reason=f"it could not be compared with the letter: {end.excuse}")
