"""The verdict on attachments: an untrusted file is opened in a child process only.

The child (``child.py``) has limits on memory, time and output, is shielded and knows
nothing of this process. It judges the file and writes a normalised PDF; this process
opens nothing but that. A DOCX takes three children: one writes it anew without whatever
reaches beyond it, LibreOffice prints that, one judges the print as any other PDF.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from formulir.ground.disk import find_machine_fault, make_folder, probe_folder
from formulir.ground.magic import (
    HEAD_BYTES,
    KIND_WORDS,
    describe_head,
    spell_ekstensi,
    take_ekstensi,
)
from formulir.ground.stored import judge_stored
from formulir.ground.workdir import work_in_folder
from formulir.language import Sentence, phrase
from formulir.model import Fault
from formulir.press.attachments.docx_print import CLEAN, print_docx
from formulir.press.child.ask import ask_child, is_plain_file
from formulir.press.child.limits import DEFAULT_LIMITS, Limits, count_mega
from formulir.press.child.shield import probe_shield
from formulir.press.pdf.normal import LampiranRefusedError, NormalFiles, Verdict
from formulir.press.pictures.kinds import FORMATS
from formulir.press.printing.libreoffice import CANDIDATES, find_program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from formulir.model import Draft, Pdf

__all__ = ["EKSTENSI", "Verdict", "examine", "examine_lampiran"]

EKSTENSI: Final = ("pdf", "docx", *FORMATS)
"""What may be attached."""

_FORM: Final = {
    "reason": Sentence,
    "putusan": frozenset({"ok", "repaired", "cleaned", "embedded", "refused"}),
    "halaman": int,
    "pdfa": bool,
    "catatan": [Sentence],
}
"""What the child must answer."""


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

    A crash of this process takes the children with it and leaves a folder in
    ``workdir``, which the next one sweeps.

    Args:
        berkas: Where the file is, or what is in it.
        ekstensi: What it calls itself. It is taken as what its first bytes say, one
            of ``EKSTENSI``; where that is something else, it is told.
        workdir: A folder for work that may be lost.
        result: Where the normalised file is to lie, if it may be merged. It has its
            name when all of it is there; it is not flushed, for it can be made again.
        limits: What it may cost.
        libreoffice: Candidates for what prints a DOCX, best first.

    Raises:
        LibreOfficeMissingError: There is a DOCX and nothing to print it.
        MachineError: The machine does not let it be looked at.
    """
    with work_in_folder(workdir) as folder:
        source = berkas if isinstance(berkas, Path) else folder / "masukan"
        if isinstance(berkas, bytes):
            source.write_bytes(berkas)
        try:
            _check_size(source, limits)
            kind, told = _tell_kind(source, ekstensi)
            program = find_program(tuple(libreoffice)) if kind == "docx" else None
            place = source.resolve()
            found = _ask(place, kind, told=told, folder=folder, limits=limits)
            if program is not None:
                found = _examine_print(
                    *found, folder=folder, program=program, limits=limits
                )
        except LampiranRefusedError as error:
            probe_folder(folder)  # a full disk is nothing that is wrong with a file
            return _refuse(error.reason)
        verdict, normal = found
        if result is not None:
            shutil.move(normal, result)
        return verdict


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
    make_folder(workdir)
    fit = NormalFiles(workdir)
    faults: list[Fault] = []
    for digest, (lampiran, draft) in wanted.items():
        place = f"{draft.place}: lampiran “{lampiran.judul}”"
        source = berkas / f"{digest}.{lampiran.ekstensi}"
        if spoilt := judge_stored(source):
            reason = phrase(
                "{spoilt}; import table lampiran again, with the file beside it",
                spoilt=spoilt,
            )
            faults.append(Fault(place=place, reason=reason))
            continue
        verdict = examine(
            source,
            ekstensi=lampiran.ekstensi,
            workdir=workdir,
            result=fit.place(digest),
            libreoffice=libreoffice,
        )
        if verdict.ok:
            fit.add(digest)
        else:
            faults.append(Fault(place=place, reason=verdict.reason))
    return fit, faults


def _check_size(source: Path, limits: Limits) -> None:
    """Refuse a file that cannot be read, or is too big to begin with.

    Raises:
        LampiranRefusedError: It is one of these.
    """
    try:
        size = source.stat().st_size
    except OSError as error:
        if find_machine_fault(error) is not None:
            raise
        reason = phrase(
            "it cannot be read ({reason}); hand it in again", reason=error.strerror
        )
        raise LampiranRefusedError(reason) from error
    if not source.is_file():
        raise LampiranRefusedError(phrase("it is no file; name the file itself"))
    if not size:
        raise LampiranRefusedError(phrase("it is empty; hand it in again"))
    if size > limits.size_bytes:
        reason = phrase(
            "it has {size} MB and {limit} MB are allowed; scan it at a lower "
            "resolution",
            size=count_mega(size),
            limit=count_mega(limits.size_bytes),
        )
        raise LampiranRefusedError(reason)


def _tell_kind(source: Path, ekstensi: str) -> tuple[str, str]:
    """Tell what a file is by its first bytes, and what is odd about its name.

    Raises:
        LampiranRefusedError: It is nothing that may be attached.
    """
    with source.open("rb") as file:
        head = file.read(HEAD_BYTES)
    kind, named = take_ekstensi(head, ekstensi), spell_ekstensi(ekstensi)
    if kind not in EKSTENSI:
        raise LampiranRefusedError(_tell_strange(named, describe_head(head)))
    told = phrase(
        "its name says .{named} but it is {kind} and was taken as that",
        named=named,
        kind=KIND_WORDS[kind],
    )
    return kind, told if named and named != kind else ""


def _tell_strange(named: str, what: str) -> str:
    """Say that a file is nothing that may be attached."""
    if named not in EKSTENSI:
        if what:
            return phrase(
                "its contents are {what}; open it and save it again as PDF", what=what
            )
        return phrase("its contents are not known; open it and save it again as PDF")
    if what:
        return phrase(
            "its name says .{named} but its contents are {what}; open it and save it "
            "again as PDF",
            named=named,
            what=what,
        )
    return phrase(
        "its name says .{named} but its contents are not known; open it and save it "
        "again as PDF",
        named=named,
    )


def _examine_print(
    verdict: Verdict, clean: Path, *, folder: Path, program: Path, limits: Limits
) -> tuple[Verdict, Path]:
    """Print a DOCX that was written anew, and let a child judge the print.

    Args:
        verdict: What was found while it was written anew.
        clean: What was written.
        folder: Where the children work.
        program: LibreOffice.
        limits: What it may cost.

    Raises:
        LampiranRefusedError: It cannot be printed, or its print cannot be merged.
    """
    # Made here, for what a child has laid in its own folder may lead elsewhere.
    place = folder / "cetak"
    place.mkdir()
    clean.rename(place / CLEAN)
    printed = print_docx(place, program=program, shield=probe_shield(), limits=limits)
    try:
        judged, normal = _ask(printed, "pdf", folder=folder, limits=limits)
    except LampiranRefusedError as error:
        reason = phrase("LibreOffice printed it, but {reason}", reason=error.reason)
        raise LampiranRefusedError(reason) from error
    catatan = tuple(dict.fromkeys((*verdict.catatan, *judged.catatan)))
    putusan = judged.putusan if verdict.putusan == "ok" else verdict.putusan
    return replace(judged, catatan=catatan, putusan=putusan), normal


def _ask(
    source: Path, ekstensi: str, *, folder: Path, limits: Limits, told: str = ""
) -> tuple[Verdict, Path]:
    """Let a child judge a file, and take its word only when it ended well.

    Args:
        source: The file.
        ekstensi: What it is.
        folder: Where the child gets a folder.
        limits: What it may cost.
        told: What is known of it already, for the remarks.

    Returns:
        Its verdict, and what it has made: a DOCX written anew, or a normalised PDF.

    Raises:
        LampiranRefusedError: It cannot be merged.
    """
    folder = folder / f"periksa-{ekstensi}"
    folder.mkdir()
    end = ask_child(
        "formulir.press.attachments.child",
        [source, ekstensi, told],
        folder=folder,
        form=_FORM,
        limits=limits,
    )
    made = folder / (CLEAN if ekstensi == "docx" else "hasil.pdf")
    verdict = Verdict(**end.said or {"putusan": "refused"})
    # What the child was told as text is the sentence that we know.
    known = {str(told): told}
    catatan = tuple(known.get(each, each) for each in verdict.catatan)
    verdict = replace(verdict, catatan=catatan)
    reason = end.fault or verdict.reason
    if not reason and not (verdict.ok and is_plain_file(made)):
        reason = phrase("it could not be judged")
    if reason:
        if "; " not in reason:
            reason = phrase("{reason}; print it to a new PDF", reason=reason)
        raise LampiranRefusedError(reason)
    return verdict, made


def _refuse(reason: str) -> Verdict:
    """Refuse, for one reason, on one line."""
    line = " ".join(reason.split())
    return Verdict(putusan="refused", reason=reason if reason == line else line)
