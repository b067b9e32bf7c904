"""The way of a preview: gather, choose the worst, print them alone, show them.

Nothing is reserved, archived or recorded: the record store is open for reading, and of
the archive only the log and a template are read. Faults of records do not stop it, for
a preview is there to look at them; faults of the template do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from formulir.errors import TemplateFaultyError
from formulir.issuing.gather import Request, gather
from formulir.language import phrase
from formulir.letters.drafts import check_letters
from formulir.letters.names.printed import join_printed, list_printed
from formulir.model import Fault
from formulir.press.finishing.inspect_picture import check_pictures
from formulir.press.specimen.width import make_width
from formulir.records.rules.registry import check_records
from formulir.reviewing.preview.choose import choose
from formulir.reviewing.preview.folder import INDEX, open_folder
from formulir.reviewing.preview.lama import find_former
from formulir.reviewing.preview.measure import (
    Ruler,
    list_traits,
    measure_letters,
    spell_way,
)
from formulir.reviewing.preview.printing import print_alone
from formulir.reviewing.preview.result import PreviewResult, write_index
from formulir.reviewing.preview.sheaf import lay_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formulir.issuing.gather import Batch
    from formulir.model import Draft
    from formulir.office.kantor import Kantor
    from formulir.reviewing.preview.choose import Selection
    from formulir.reviewing.preview.lama import FormerTemplate
    from formulir.reviewing.preview.result import PreviewRequest
    from formulir.reviewing.preview.warm import SpecimenPress


def show_worst(
    kantor: Kantor,
    press: SpecimenPress,
    asked: PreviewRequest,
    *,
    tell: Callable[[int, int], None],
) -> PreviewResult:
    """Show the worst letters of a kind in a region.

    A crash leaves a folder with a part of them, which the next preview clears away.

    Args:
        kantor: The office.
        press: What prints them.
        asked: What is asked for.
        tell: Is told how many letters are printed, of how many.

    Raises:
        RecordError: The records ask for no such letter.
        TemplateError: The template must be corrected.
        MachineError: The machine lacks something, or the folder is not free.
    """
    batch, traces, warnings = _gather(kantor, asked)
    kode = batch.jenis.kode
    former, told = _find_former(kantor, batch) if asked.lama else ({}, [])
    selection = choose_letters(batch, traces, limit=asked.limit)
    press.machine.result()  # without a LibreOffice, no folder is made
    closed = kantor.folder / "archive"
    folder = open_folder(asked.folder, kode=kode, closed=closed)
    result = PreviewResult(
        total=len(batch.drafts),
        folder=asked.folder,
        warnings=[*warnings, *told],
        unseen=selection.unseen,
    )
    once = {golongan: each.template for golongan, each in former.items()}
    batches = [batch, replace(batch, templates={**batch.templates, **once})]
    chosen = [(batch.drafts[choice.index], choice) for choice in selection.choices]
    letters = [
        (
            draft,
            choice,
            [
                print_alone(kantor, press, one, draft)
                for one in batches[: 1 + (draft.golongan in former)]
            ],
        )
        for draft, choice in chosen
    ]

    def name_both(draft: Draft) -> tuple[str, str]:
        return _name_both(former[draft.golongan])

    lay_letters(result, folder, letters, titles=name_both, tell=tell)
    folder.write(INDEX, write_index(asked, result, judul=batch.jenis.judul).encode())
    return result


def _name_both(former: FormerTemplate) -> tuple[str, str]:
    """Say what the two prints of a letter are made from."""
    before = f"LAMA: templat surat terakhir dalam arsip, {former.tanggal}"
    return before, "BARU: templat sekarang"


def choose_letters(
    batch: Batch, traces: Sequence[frozenset[str]], *, limit: int
) -> Selection:
    """Choose the letters of a batch that show the worst, and say why.

    Args:
        batch: The letters.
        traces: The branches of the template that each of them goes.
        limit: How many there are to be, but for what stands out.
    """
    names = join_printed(map(list_printed, batch.templates.values()))
    contexts = [draft.konteks for draft in batch.drafts]
    measures = measure_letters(contexts, names, Ruler(width_pt=make_width()))
    every = frozenset.intersection(*traces)  # what all go shows nothing
    traits = [
        told | frozenset(map(spell_way, gone - every))
        for told, gone in zip(list_traits(contexts, names), traces, strict=True)
    ]
    return choose(measures, traits, limit=limit)


def _gather(
    kantor: Kantor, asked: PreviewRequest
) -> tuple[Batch, list[frozenset[str]], list[Fault]]:
    """Read the letters, tell what is wrong with their records, leave out bad pictures.

    Returns:
        The letters, the branches that each goes, and what is to be remarked.

    Raises:
        RecordError: There is no such letter.
        TemplateFaultyError: The template is wrong.
    """
    request = Request(
        formulir=asked.formulir,
        tahun=asked.tahun,
        wilayah=asked.wilayah,
        tanggal=asked.tanggal,
    )
    with kantor.open_catatan(read_only=True) as db:
        batch = gather(kantor, db, request)
        traces = check_letters(batch.jenis, batch.templates, batch.drafts, batch.profil)
        aturan = batch.jenis.aturan
        faults = [
            *batch.faults,
            *check_records(db, batch.scope, batch.drafts, aturan=aturan),
        ]
    pictures: dict[str, dict[str, str]] = {}
    for kode, stored in batch.pictures.items():
        pictures[kode] = {}
        for name, file in stored.items():
            wrong = check_pictures(kantor.berkas, {kode: {name: file}})
            faults += wrong
            if all(fault.warning for fault in wrong):
                pictures[kode][name] = file
    warnings = [replace(fault, warning=True) for fault in faults]
    return replace(batch, pictures=pictures), traces, warnings


def _find_former(
    kantor: Kantor, batch: Batch
) -> tuple[dict[str, FormerTemplate], list[Fault]]:
    """Find the template to compare each class with, or say why there is none."""
    jenis, classes = batch.jenis, {draft.golongan for draft in batch.drafts}
    place = f"{jenis.kode} --lama"
    try:
        former = find_former(kantor, jenis, classes)
    except TemplateFaultyError as error:
        reasons = [
            phrase(
                "the former template is of no use today: {place}: {reason}",
                place=one.place,
                reason=one.reason,
            )
            for one in error.faults
        ]
        return {}, [Fault(place=place, reason=one, warning=True) for one in reasons]
    reasons = [
        phrase(
            "no letter of this kind and of golongan {golongan} is archived, so there "
            "is nothing to compare",
            golongan=golongan,
        )
        for golongan in sorted(classes - former.keys())
    ]
    return former, [Fault(place=place, reason=one, warning=True) for one in reasons]
