"""Cutting returns out of piles, without encoding a picture anew.

A pile is a stranger's file: it is opened in a limited, shielded child only
(``cut_child.py``). The child writes PDFs into its folder, and this process copies them
where they are wanted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from formulir.errors import RecordError
from formulir.ground.disk import copy_file, probe_folder
from formulir.ground.workdir import work_in_folder
from formulir.language import Sentence, phrase
from formulir.press.child.ask import ask_child, is_plain_file
from formulir.press.child.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CUT_LIMITS: Final = Limits(size_bytes=1 << 30, cpu_s=120)
"""What cutting some files may cost."""
_FORM: Final = {"reason": Sentence}


class TumpukanUncutError(RecordError):
    """A pile lets nothing be cut out of it."""

    reason: str
    says = (
        "no page can be cut out of the pile: {reason}; split it with another program, "
        "and hand in the letters one by one"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class CutSheet:
    """A page of a pile that is to be taken.

    Args:
        pile: Where the pile lies.
        ekstensi: What it is: one of ``scan.KINDS``.
        ke: Which page of it, from 1.
        putar: By how many degrees it is to be turned to the right.
    """

    pile: Path
    ekstensi: str
    ke: int
    putar: int = 0


class CutFile(NamedTuple):
    """A file that was cut out of piles, and the SHA-256 of its bytes."""

    path: Path
    sha256: str


def cut_sheets(
    files: Sequence[Sequence[CutSheet]],
    *,
    target: Path,
    workdir: Path,
    limits: Limits = CUT_LIMITS,
) -> list[CutFile]:
    """Cut files out of piles: for each a PDF of its pages; the same ones, the same PDF.

    A crash of this process takes the child with it and leaves a folder in
    ``workdir``, which the next one sweeps.

    Args:
        files: For each file its pages, in order.
        target: A folder without files of such names, where they are to lie.
        workdir: A folder for work that may be lost.
        limits: What it may cost.

    Raises:
        TumpukanUncutError: A pile cannot be opened, or the child does not end well.
        MachineError: The machine does not let it work.
    """
    piles = list(dict.fromkeys((s.pile, s.ekstensi) for one in files for s in one))
    asked = {
        "piles": [
            {"path": str(path.resolve()), "ekstensi": ekstensi}
            for path, ekstensi in piles
        ],
        "files": [
            [(piles.index((s.pile, s.ekstensi)), s.ke, s.putar) for s in one]
            for one in files
        ],
    }
    with work_in_folder(workdir) as place:
        folder, order = place / "hasil", place / "potong.json"
        folder.mkdir()
        order.write_text(json.dumps(asked), encoding="utf-8")
        end = ask_child(
            "formulir.press.scans.cut_child",
            [order],
            folder=folder,
            form=_FORM,
            limits=limits,
        )
        said = end.said or {"reason": end.excuse}
        paths = [folder / f"{at}.pdf" for at in range(len(files))]
        reason = end.fault or said["reason"]
        if reason or not all(map(is_plain_file, paths)):
            probe_folder(folder)  # a full disk is nothing that is wrong with a pile
            raise TumpukanUncutError(reason or phrase("a page is missing"))
        # Copied, for whoever took a child over may hold its own files open.
        return [
            CutFile(made := target / path.name, copy_file(path, made)) for path in paths
        ]
