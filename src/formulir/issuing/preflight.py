"""The second hop of the way of a letter: all faults of all letters, at once.

What is wrong is told before a number is spent. The records and the archive are only
read; attachments are examined in child processes, which write into the work folder.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formulir.errors import RecordError, RecordFaultyError, TemplateFaultyError
from formulir.letters.compile import lint_template
from formulir.letters.jenis import list_jenis
from formulir.letters.marks import check_marks
from formulir.letters.render import TemplatUnfillableError, fill_parts
from formulir.letters.shape import infer
from formulir.model import Fault
from formulir.press.attachments.examine import examine
from formulir.press.finishing.picture import GambarUnreadableError, read_picture
from formulir.press.pdf.normal import NormalFiles
from formulir.records.office.instansi import list_lampiran
from formulir.records.office.wilayah import cover, find_wilayah
from formulir.records.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulir.issuing.gather import Batch
    from formulir.model import Draft, Pdf
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A batch in which nothing keeps a letter from being made; it may be reserved.

    Args:
        batch: What was looked through.
        lampiran: Each attachment by its digest, made safe to merge; read when asked.
        warnings: What does not keep the work from going on.
    """

    batch: Batch
    lampiran: Mapping[str, Pdf]
    warnings: list[Fault]


def preflight(kantor: Kantor, db: Store, batch: Batch) -> Checked:
    """Tell every fault of every letter at once, and make attachments safe.

    Raises:
        TemplateFaultyError: The template names what no context has, or lacks the
            place of a mark that the kind wants.
        RecordFaultyError: Records must be corrected.
    """
    shape = infer(draft.konteks for draft in batch.drafts)
    wrong = [
        *lint_template(batch.template, shape=shape),
        *check_marks(batch.jenis, batch.template),
    ]
    if wrong:
        raise TemplateFaultyError(wrong)
    faults = [
        *batch.faults,
        *_check_doubles(batch),
        *_check_wilayah(db, batch.drafts),
        *_check_rules(db, batch),
        *_check_pictures(kantor, batch),
        *_check_homeless(kantor, db, batch),
    ]
    lampiran, refused = _examine_lampiran(kantor, batch.drafts)
    faults += refused
    if any(not fault.warning for fault in faults):
        raise RecordFaultyError(faults)
    _fill_dry(batch)
    return Checked(batch=batch, lampiran=lampiran, warnings=faults)


def _check_doubles(batch: Batch) -> list[Fault]:
    counts = Counter(draft.kunci for draft in batch.drafts)
    return [
        Fault(
            place=f"{batch.jenis.kode} {kunci}",
            reason=f"{batch.jenis.sql} gives this key {count} times",
        )
        for kunci, count in counts.items()
        if count > 1
    ]


def _check_wilayah(db: Store, drafts: Iterable[Draft]) -> list[Fault]:
    """Look up every region code that a letter names, each code once."""
    seen: dict[str, str] = {}
    for draft in drafts:
        for peran in draft.wilayah:
            place = f"{draft.formulir} {draft.kunci}: wilayah.{peran}"
            for kode in draft.list_wilayah(peran):
                seen.setdefault(kode, place)
    faults: list[Fault] = []
    for kode, place in seen.items():
        try:
            find_wilayah(db, kode)
        except RecordError as error:
            faults.append(Fault(place=place, reason=str(error)))
    return faults


def _check_rules(db: Store, batch: Batch) -> list[Fault]:
    """Ask the rules between records that the kind names."""
    about = {
        kode
        for draft in batch.drafts
        for peran in ("subjek", "pelatihan")
        for kode in draft.list_wilayah(peran)
    }
    codes = frozenset().union(*(cover(db, kode) for kode in about))
    scope = replace(batch.scope, codes=codes)
    faults: list[Fault] = []
    for name in batch.jenis.aturan:
        rule = RULES.get(name)
        if rule is None:
            reason = f"names an unknown rule {name!r}; there are {', '.join(RULES)}"
            raise TemplateFaultyError(
                [Fault(place=f"templates/{batch.jenis.kode}", reason=reason)]
            )
        faults += rule(db, scope)
    return faults


def _check_pictures(kantor: Kantor, batch: Batch) -> list[Fault]:
    """Look whether the pictures of the issuing offices are there and can be read."""
    faults: list[Fault] = []
    for kode, pictures in batch.pictures.items():
        for name, stored in pictures.items():
            place = f"instansi {kode}: {name}"
            try:
                read_picture((kantor.berkas / stored).read_bytes(), side_mm=45)
            except FileNotFoundError:
                reason = f"berkas/{stored} is missing; import the office again"
                faults.append(Fault(place=place, reason=reason))
            except GambarUnreadableError as error:
                faults.append(Fault(place=place, reason=str(error)))
    return faults


def _check_homeless(kantor: Kantor, db: Store, batch: Batch) -> list[Fault]:
    """Warn of attachments that no letter takes: a mistyped form or key loses them."""
    kinds = set(list_jenis(kantor.templates))
    keys = {draft.kunci for draft in batch.drafts}
    return [
        Fault(
            place=f"lampiran {formulir} {kunci}",
            reason="no letter has this form and key, so nothing takes the attachment; "
            "correct the sheet and import it again",
            warning=True,
        )
        for formulir, kunci in list_lampiran(db, tahun=batch.scope.tahun)
        if formulir not in kinds
        or (batch.whole and formulir == batch.jenis.kode and kunci not in keys)
    ]


def _examine_lampiran(
    kantor: Kantor, drafts: Iterable[Draft]
) -> tuple[Mapping[str, Pdf], list[Fault]]:
    """Examine each attachment once, in its limited child process."""
    wanted = {each.sha256: (each, b) for b in drafts for each in b.lampiran}
    if not wanted:
        return {}, []
    kantor.workdir.mkdir(exist_ok=True)
    fit = NormalFiles(kantor.workdir)
    faults: list[Fault] = []
    for digest, (lampiran, draft) in wanted.items():
        verdict = examine(
            kantor.berkas / f"{digest}.{lampiran.ekstensi}",
            ekstensi=lampiran.ekstensi,
            workdir=kantor.workdir,
            result=fit.place(digest),
            libreoffice=kantor.libreoffice,
        )
        if verdict.ok:
            fit.add(digest)
        else:
            place = f"{draft.formulir} {draft.kunci}: lampiran “{lampiran.judul}”"
            faults.append(Fault(place=place, reason=verdict.reason))
    return fit, faults


def _fill_dry(batch: Batch) -> None:
    """Fill every letter once for nothing: what fails must fail before a number."""
    faults: list[Fault] = []
    for draft in batch.drafts:
        try:
            fill_parts(batch.template, draft.konteks, kunci=draft.kunci)
        except TemplatUnfillableError as error:
            faults.append(Fault(place=error.place, reason=str(error)))
    if faults:
        raise TemplateFaultyError(faults)
