"""The head of the archive in a sentence: so many entries, their root, of when.

Written down on paper or in a mail, it holds whoever has the key to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.archive.find import find_entri
from formulir.archive.folder import load_checkpoint, spell_root
from formulir.language import phrase

if TYPE_CHECKING:
    from formulir.language import Sentence
    from formulir.office.kantor import Kantor


def read_head_facts(kantor: Kantor) -> tuple[int, str, str]:
    """Return size and root of the archive, and the moment of its last entry.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
    """
    archive = kantor.archive
    head = load_checkpoint(archive)
    last = find_entri(archive, head.size - 1) if head.size else None
    saat = str(last.isi["saat"]) if last else "-"
    return head.size, spell_root(head.root), saat


def describe_head(kantor: Kantor) -> Sentence:
    """Say it to the person."""
    size, root, saat = read_head_facts(kantor)
    return phrase(
        "archive: {size} entries, root {root}, {saat}", size=size, root=root, saat=saat
    )


def print_head(kantor: Kantor) -> str:
    """Write it for paper, which is Indonesian."""
    size, root, saat = read_head_facts(kantor)
    return f"Kepala arsip: {size} entri, akar {root}, {saat}"
