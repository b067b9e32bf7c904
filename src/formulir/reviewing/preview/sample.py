"""How a template prints letters of the sample office, perhaps beside another one.

The letters of the sample office are the same everywhere, so a picture of one tells how
the template looks, whatever the office has on record by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.issuing.check import gather_sample
from formulir.letters.drafts import check_letters
from formulir.reviewing.preview.choose import Choice
from formulir.reviewing.preview.folder import open_folder
from formulir.reviewing.preview.printing import print_alone
from formulir.reviewing.preview.result import PreviewResult
from formulir.reviewing.preview.sheaf import lay_letters
from formulir.reviewing.preview.show import choose_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from formulir.issuing.gather import Batch
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.reviewing.preview.warm import SpecimenPress

TITLES: Final = ("SEKARANG: templat yang dipakai", "BARU: templat yang diusulkan")
"""What is written above the prints of a letter, side by side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleRequest:
    """What is asked for.

    Args:
        formulir: The kind.
        templates: Where it is looked for.
        folder: Where the pictures are to lie.
        limit: How many letters at most, if no more of them stand out.
        beside: Where the template is looked for that it is shown beside, if any.
    """

    formulir: str
    templates: Sequence[Path]
    folder: Path
    limit: int = 1
    beside: Sequence[Path] | None = None


def show_sample(
    kantor: Kantor,
    press: SpecimenPress,
    asked: SampleRequest,
    *,
    sample: Store,
    tell: Callable[[int, int], None],
) -> PreviewResult:
    """Show letters of the sample office as a template prints them.

    A crash leaves a folder with a part of them, which the next preview clears away.

    Args:
        kantor: The office whose machine prints them.
        press: What prints them.
        asked: What is asked for.
        sample: The records of the sample office.
        tell: Is told how many letters are printed, of how many.

    Returns:
        What is shown: nothing, where the sample office has no such letter.

    Raises:
        TemplateError: The template must be corrected.
        MachineError: The machine lacks something, or the folder is not free.
    """
    kode = asked.formulir
    batches = [gather_sample(asked.templates, sample, kode)]
    if asked.beside is not None:
        batches.append(gather_sample(asked.beside, sample, kode))
    batch = batches[0]
    result = PreviewResult(total=len(batch.drafts), folder=asked.folder)
    if not batch.drafts:
        return result
    press.machine.result()  # without a LibreOffice, no folder is made
    folder = open_folder(asked.folder, kode=kode, closed=kantor.folder / "archive")
    letters = [
        (draft, choice, [print_alone(kantor, press, one, draft) for one in batches])
        for choice in _choose(batch, asked.limit)
        for draft in [batch.drafts[choice.index]]
    ]
    lay_letters(result, folder, letters, titles=lambda _draft: TITLES, tell=tell)
    return result


def _choose(batch: Batch, limit: int) -> list[Choice]:
    """Choose letters: the first one, or those that show the worst."""
    traces = check_letters(batch.jenis, batch.templates, batch.drafts, batch.profil)
    if limit == 1:
        return [Choice(index=0, alasan=())]
    return choose_letters(batch, traces, limit=limit).choices[:limit]
