"""The receipt of one letter, and a look at a part of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.archive.proof.making import make_receipts
from formulir.archive.proof.sampling import verify_sample
from formulir.office.kantor import draw_numbers
from formulir.reviewing.audit import find_archived, find_signed_return

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.archive.proof.sampling import Sampled
    from formulir.office.kantor import Kantor


def get_receipt(kantor: Kantor, word: str, *, signed: bool = False) -> bytes:
    """Make the receipt of an archived file.

    Args:
        kantor: The office.
        word: As ``get_file`` takes it.
        signed: Of the last signed return of the letter instead.

    Returns:
        The receipt.

    Raises:
        EntriUnknownError: The archive holds no such letter.
        BagianMissingError: The letter has no such part.
    """
    entri = find_archived(kantor, word)
    if signed:
        entri = find_signed_return(kantor, entri, word)
    return make_receipts(kantor.archive, [entri.entri])[entri.entri]


def verify_part(
    kantor: Kantor,
    *,
    share: tuple[int, int],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Sampled:
    """Look at a part of the archive, drawn by chance.

    Args:
        kantor: The office.
        share: So many of so many entries.
        progress: Is told how many entries were looked at, of how many.
    """

    def choose(size: int) -> list[int]:
        count = min(size, -(-size * share[0] // share[1]))
        return sorted(draw_numbers(size, count))

    return verify_sample(kantor.archive, choose, progress=progress)
