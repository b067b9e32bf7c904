"""Holding returns against letters: both files are opened in a child process only.

A letter may hold a stranger's attachments, so its file is opened there too. The child
(``child.py``) tells which pages of the letter came back, and how much ink there is
where somebody signs, as small JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.ground.disk import probe_folder
from formulir.ground.workdir import work_in_folder
from formulir.language import Sentence, phrase
from formulir.press.child.ask import ask_child
from formulir.press.child.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COMPARE_LIMITS: Final = Limits(halaman=100, cpu_s=120)
"""What comparing may cost: a page takes a third of a second, and few are looked at."""

_FORM: Final = {
    "banding": [
        {
            "reason": Sentence,
            "halaman": [int],
            "scanned": int,
            "tinta": [{"peran": str, "nama": str, "halaman": int, "tinta": int}],
        }
    ]
}
"""What the child must answer."""
_LISTS: Final = ("halaman", "tinta")


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
        pdf: The file as it was issued, which nobody changes.
        kode: The archive code in its foot.
        signers: Who may sign it.
    """

    pdf: Path
    kode: str
    signers: Sequence[Signer]


@dataclass(frozen=True, kw_only=True, slots=True)
class Return:
    """What came back of a letter.

    Args:
        source: The file, which nobody changes.
        ekstensi: What it is, by its content.
        letter: Its letter.
        named: Which page of the file bears the code of each page of the letter, both
            from 1, as far as codes were read.
        own: Whether the file begins with all bytes of the letter's: its pages are
            those of the letter, and are looked at only where it shows paper.
    """

    source: Path
    ekstensi: str
    letter: Letter
    named: Mapping[int, int]
    own: bool = False


def compare_returns(
    returns: Sequence[Return], *, workdir: Path, limits: Limits = COMPARE_LIMITS
) -> list[Comparison]:
    """Hold returns against their letters, all in one child.

    What was cut from one pile may go together: one that takes the child over could
    speak for the others. If the child does not end well, each is looked at alone, so
    that one does not spoil it for the others.

    A crash of this process takes the child with it and leaves a folder in
    ``workdir``, which the next one sweeps.

    Args:
        returns: What came back.
        workdir: A folder for work that may be lost.
        limits: What it may cost.

    Raises:
        ProgramUnstartableError: The system refuses to start the child.
    """
    with work_in_folder(workdir) as place:
        questions = [_spell_question(each) for each in returns]
        asked, folder = place / "tanya.json", place / "baca"
        asked.write_text(json.dumps(questions), encoding="utf-8")
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
    said = () if end.said is None or end.fault else end.said["banding"]
    if len(said) == len(returns):
        return [
            Comparison(**{**each, **{name: tuple(each[name]) for name in _LISTS}})
            for each in said
        ]
    if len(returns) > 1:
        return [
            compared
            for each in returns
            for compared in compare_returns([each], workdir=workdir, limits=limits)
        ]
    reason = phrase(
        "it could not be compared with the letter: {reason}", reason=end.excuse
    )
    return [Comparison(reason=reason) for _ in returns]


def _spell_question(back: Return) -> dict[str, Any]:
    """Say what the child is asked of a return and its letter."""
    return {
        "berkas": str(back.source.resolve()),
        "ekstensi": back.ekstensi,
        "surat": str(back.letter.pdf.resolve()),
        "kode": back.letter.kode,
        "bernama": list(back.named.items()),
        "asli": back.own,
        "penanda": [asdict(each) for each in back.letter.signers],
    }
