"""Which letters a return may be of that bears no code that can be read.

What it is called says it best: people name files by schools and numbers. Else it is one
of the kind of those that came with it. Only letters that are still out are named.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from formulir.archive.find import find_entries, find_kode
from formulir.archive.words import Search, split_words
from formulir.office.lookup.resolve import find_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulir.model import Entri
    from formulir.office.kantor import Kantor

OUT: Final = "terbit"
"""The status of a letter that is still out."""
SHOWN: Final = 3
READ: Final = 40
"""So many letters are looked at for a word."""
_DULL: Final = re.compile(r"img|scan|dsc|foto|photo|pindai\w*|wa|tertanda")
"""Words that cameras and scanners name files by."""
_ENDING: Final = re.compile(r"\.\w{2,5}$")


def list_likely(
    kantor: Kantor,
    nama: str,
    *,
    beside: Sequence[str],
    codes: frozenset[str] | None,
) -> list[Entri]:
    """List the likeliest letters, the first one first.

    Args:
        kantor: The office.
        nama: What the file is called.
        beside: The archive codes of letters that came with it.
        codes: Only letters that name one of these regions.
    """
    found: dict[int, Entri] = {}
    for entri in _give(kantor, nama, beside=beside, codes=codes):
        found.setdefault(entri.entri, entri)
        if len(found) == SHOWN:
            break
    return list(found.values())


def _give(
    kantor: Kantor,
    nama: str,
    *,
    beside: Sequence[str],
    codes: frozenset[str] | None,
) -> Iterator[Entri]:
    """Give letters that are out, the likeliest first; some more than once."""
    words = read_name(nama)
    with kantor.open_catatan(read_only=True) as db:
        spelled = ["/".join(words)] if any(map(str.isdecimal, words)) else []
        numbered = find_number(kantor, db, spelled, codes=codes)
    yield from (each for each in numbered if each.isi["status"] == OUT)
    yield from _count_words(kantor, words, codes)
    known = find_kode(kantor.archive, beside)
    for formulir, _ in Counter(
        each.isi.get("formulir") for each in known.values()
    ).most_common():
        search = Search(formulir=formulir, status=OUT, wilayah=codes, limit=READ)
        letters = find_entries(kantor.archive, search)
        yield from (each for each in letters if each.isi["kode"] not in known)
    search = Search(status=OUT, wilayah=codes, limit=SHOWN)
    yield from find_entries(kantor.archive, search)


def _count_words(
    kantor: Kantor, words: Sequence[str], codes: frozenset[str] | None
) -> list[Entri]:
    """Find letters that have words, those that have most of them first."""
    counts: Counter[int] = Counter()
    letters: dict[int, Entri] = {}
    for word in words:
        search = Search(teks=(word,), status=OUT, wilayah=codes, limit=READ)
        found = find_entries(kantor.archive, search)
        # A word that most letters have tells none of them.
        weight = READ + 1 - len(found)
        for each in found:
            counts[each.entri] += weight
            letters[each.entri] = each
    return [letters[entri] for entri, _ in counts.most_common(SHOWN)]


def read_name(nama: str) -> list[str]:
    """Read the words of a file's name that may tell a letter.

    >>> read_name("IMG_2034 SMP 2 Contoh Jati (tertanda).pdf")
    ['2034', 'smp', '2', 'contoh', 'jati']
    """
    words = split_words(_ENDING.sub("", nama).replace("_", " "))
    return [word for word in words if not _DULL.fullmatch(word)]
