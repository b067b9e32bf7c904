"""The attachments of many letters: each examined once, and kept on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.model import Fault
from formulir.press.attachments.examine import examine
from formulir.press.pdf.normal import NormalFiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from formulir.model import Draft, Pdf


def examine_lampiran(
    drafts: Iterable[Draft], *, berkas: Path, workdir: Path, libreoffice: Sequence[Path]
) -> tuple[Mapping[str, Pdf], list[Fault]]:
    """Examine each attachment once, in its limited child process.

    Args:
        drafts: The letters that they ride behind.
        berkas: Where their files lie, named by their digest.
        workdir: A folder for work that may be lost.
        libreoffice: Candidates for what prints a DOCX, best first.

    Returns:
        Each by its digest, made safe to merge; and why others are refused.
    """
    wanted = {each.sha256: (each, one) for one in drafts for each in one.lampiran}
    if not wanted:
        return {}, []
    workdir.mkdir(exist_ok=True)
    fit = NormalFiles(workdir)
    faults: list[Fault] = []
    for digest, (lampiran, draft) in wanted.items():
        verdict = examine(
            berkas / f"{digest}.{lampiran.ekstensi}",
            ekstensi=lampiran.ekstensi,
            workdir=workdir,
            result=fit.place(digest),
            libreoffice=libreoffice,
        )
        if verdict.ok:
            fit.add(digest)
        else:
            place = f"{draft.place}: lampiran “{lampiran.judul}”"
            faults.append(Fault(place=place, reason=verdict.reason))
    return fit, faults
