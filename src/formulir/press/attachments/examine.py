"""The verdict on attachments: an untrusted file is opened in a child process only.

The child (``child.py``) has limits on memory, time and output, is shielded and knows
nothing of this process. It judges the file and writes a normalised PDF; this process
opens nothing but that. A DOCX takes three children: one writes it anew without whatever
reaches beyond it, LibreOffice prints that, one judges the print as any other PDF.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from formulir.press.attachments.docx_print import CLEAN, print_docx
from formulir.press.child.ask import ask_child, is_plain_file
from formulir.press.child.limits import DEFAULT_LIMITS, Limits
from formulir.press.child.shield import probe_shield
from formulir.press.pdf.normal import LampiranRefusedError, Verdict
from formulir.press.printing.libreoffice import CANDIDATES, find_program

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["EKSTENSI", "Verdict", "examine"]

EKSTENSI: Final = ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "docx")
"""What may be attached."""

_FORM: Final = {
    "reason": str,
    "putusan": frozenset({"ok", "repaired", "cleaned", "embedded", "refused"}),
    "halaman": int,
    "pdfa": bool,
    "catatan": [str],
}
"""What the child must answer."""

_AGAIN: Final = "print it to a new PDF"


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedFile:
    """A file under examination.

    Args:
        source: Where it lies.
        folder: Where the children work, each in a folder of its own.
        limits: What it may cost.
    """

    source: Path
    folder: Path
    limits: Limits


def examine(
    berkas: Path | bytes,
    *,
    ekstensi: str,
    workdir: Path,
    result: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    libreoffice: Sequence[Path] = CANDIDATES,
) -> Verdict:
    """Judge a file that is to ride behind a letter.

    A crash of this process takes the children with it and leaves a folder
    ``periksa-…`` in ``workdir``, which nobody reads again.

    Args:
        berkas: Where the file is, or what is in it.
        ekstensi: What it calls itself: one of ``EKSTENSI``.
        workdir: A folder for work that may be lost.
        result: Where the normalised file is to lie, if it may be merged. It has its
            name when all of it is there; it is not flushed, for it can be made again.
        limits: What it may cost.
        libreoffice: Candidates for what prints a DOCX, best first.

    Raises:
        ProgramUnstartableError: The system refuses to start a child.
        LibreOfficeMissingError: There is a DOCX and nothing to print it.
    """
    ekstensi = ekstensi.lower().removeprefix(".")
    if ekstensi not in EKSTENSI:
        return _refuse(
            f"a .{ekstensi} file cannot be attached; save it as PDF, JPEG or PNG"
        )
    workdir.mkdir(parents=True, exist_ok=True)
    program = find_program(tuple(libreoffice)) if ekstensi == "docx" else None
    with TemporaryDirectory(
        dir=workdir, prefix="periksa-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name).resolve()
        source = berkas if isinstance(berkas, Path) else folder / "masukan"
        if isinstance(berkas, bytes):
            source.write_bytes(berkas)
        opened = OpenedFile(source=source.resolve(), folder=folder, limits=limits)
        try:
            verdict, normal = _examine_file(opened, ekstensi=ekstensi, program=program)
        except LampiranRefusedError as error:
            return _refuse(str(error))
        if result is not None:
            shutil.move(normal, result)
        return verdict


def _examine_file(
    opened: OpenedFile, *, ekstensi: str, program: Path | None
) -> tuple[Verdict, Path]:
    """Let the children judge; return the verdict and the normalised file.

    Raises:
        LampiranRefusedError: It cannot be merged.
    """
    _check_size(opened)
    if program is None:
        return _ask(opened, ekstensi=ekstensi, made="hasil.pdf")
    verdict, clean = _ask(opened, ekstensi=ekstensi, made=CLEAN)
    # Made here, for what a child has laid in its own folder may lead elsewhere.
    folder = opened.folder / "cetak"
    folder.mkdir()
    clean.rename(folder / CLEAN)
    printed = print_docx(
        folder, program=program, shield=probe_shield(), limits=opened.limits
    )
    try:
        judged, normal = _ask(
            replace(opened, source=printed), ekstensi="pdf", made="hasil.pdf"
        )
    except LampiranRefusedError as error:
        reason = f"LibreOffice printed it, but {error.reason}"
        raise LampiranRefusedError(reason) from error
    catatan = tuple(dict.fromkeys((*verdict.catatan, *judged.catatan)))
    putusan = judged.putusan if verdict.putusan == "ok" else verdict.putusan
    return replace(judged, catatan=catatan, putusan=putusan), normal


def _check_size(opened: OpenedFile) -> None:
    """Refuse a file that cannot be read, or is too big to begin with.

    Raises:
        LampiranRefusedError: It is one of these.
    """
    most = opened.limits.size_bytes
    try:
        size = opened.source.stat().st_size
    except OSError as error:
        reason = f"it cannot be read ({error.strerror}); hand it in again"
        raise LampiranRefusedError(reason) from error
    if not opened.source.is_file():
        raise LampiranRefusedError("it is no file; name the file itself")
    if not size:
        raise LampiranRefusedError("it is empty; hand it in again")
    if size > most:
        reason = f"it has {size} bytes and {most} are allowed"
        raise LampiranRefusedError(f"{reason}; scan it at a lower resolution")


def _ask(opened: OpenedFile, *, ekstensi: str, made: str) -> tuple[Verdict, Path]:
    """Let a child judge a file, and take its word only when it ended well.

    Args:
        opened: The file.
        ekstensi: What it calls itself.
        made: What the child is to have made of it.

    Raises:
        LampiranRefusedError: It cannot be merged.
    """
    folder = opened.folder / f"periksa-{ekstensi}"
    folder.mkdir()
    end = ask_child(
        "formulir.press.attachments.child",
        [opened.source, ekstensi],
        folder=folder,
        form=_FORM,
        limits=opened.limits,
    )
    verdict = Verdict(**end.said or {"putusan": "refused"})
    reason = end.fault or verdict.reason
    if not reason and not (verdict.ok and is_plain_file(folder / made)):
        reason = "it could not be judged"
    if reason:
        raise LampiranRefusedError(reason if "; " in reason else f"{reason}; {_AGAIN}")
    return verdict, folder / made


def _refuse(reason: str) -> Verdict:
    """Refuse, for one reason, on one line."""
    return Verdict(putusan="refused", reason=" ".join(reason.split()))
