"""Lay the odd files down in a folder: ``python -m tests.tools.corpus FOLDER``."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tools.corpus import dokumen, gambar, mentah, word

if TYPE_CHECKING:
    from tests.tools.corpus.mentah import Files

SEED = 7391


def make_all(seed: int = SEED) -> Files:
    """Give every odd file by its name; a seed gives the same files again.

    Only signatures and encryption, which are made with fresh random numbers, differ.
    """
    rng = random.Random(seed)
    sample = dokumen.make_sample()
    for name, data in (
        *mentah.make_trees(),
        *mentah.make_circles(),
        *mentah.make_active(),
        *mentah.make_damaged(rng, sample),
        *dokumen.make_sizes(),
        *dokumen.make_encrypted(),
        *dokumen.make_signed(),
        *dokumen.make_heavy(),
        *dokumen.make_big(rng),
        *mentah.make_bombs(),
    ):
        yield f"{name}.pdf", data
    yield from dokumen.make_disguised(sample)
    yield from gambar.make_modes(rng)
    yield from gambar.make_many(rng)
    yield from gambar.make_bombs()
    yield from gambar.make_damaged(rng)
    for make in (word.make_links, word.make_parts, word.make_bombs):
        for name, data in make():
            yield f"{name}.docx", data
    for name, data in word.make_damaged(rng):
        yield f"{name}.docx", data


def write_all(folder: Path) -> int:
    """Write every odd file into a folder; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, data in make_all():
        (folder / name).write_bytes(data)
        count += 1
    return count


if __name__ == "__main__":
    count = write_all(Path(sys.argv[1]))
    sys.stdout.write(f"{count} odd files\n")
