"""Drawing letters for an audit: by chance, in fair shares, and again the same.

Whoever has the list of letters and the seed can draw again with a pencil and SHA-256:
the seed, and nothing else, decides. So it is best named by the auditor.

Source: ``docs/archive-format.md`` §17.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.handing.evidence.choose import find_proven
from formulir.office.looks.akses import note_akses
from formulir.office.looks.heads import read_head_facts
from formulir.office.lookup.describe import list_subjects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.handing.evidence.choose import Asked, Proven
    from formulir.model import Fault
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


class ContohTooFewError(RecordError):
    """A sample is asked for that is larger than what it is drawn from."""

    wanted: int
    there: int
    says = "there are {there} letters of this, fewer than the {wanted} asked for"


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """What was drawn.

    Args:
        letters: The letters, in the order of the log.
        facts: How they were drawn, as it is recorded.
        remarks: What to look at.
    """

    letters: Sequence[Proven]
    facts: Mapping[str, Any]
    remarks: list[Fault]


def draw_sample(
    kantor: Kantor, db: Store, asked: Asked, *, n: int, seed: str, untuk: str = ""
) -> Drawn:
    """Draw letters, and record what was drawn and how.

    Raises:
        ContohTooFewError: There are fewer letters than are to be drawn.
        BuktiNoneError: There is no letter of this.
    """
    letters = find_proven(kantor, db, asked)
    if n > len(letters):
        raise ContohTooFewError(n, there=len(letters))
    strata = {letter.kode: name_stratum(letter) for letter in letters}
    chosen = set(draw(strata, n=n, seed=seed))
    size, root, _ = read_head_facts(kantor)
    shares: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kode, stratum in strata.items():
        shares[stratum][0] += 1
        shares[stratum][1] += kode in chosen
    facts = {
        "banyak": n,
        "bibit": seed,
        "populasi": len(letters),
        "kepala": {"banyak": size, "akar": root},
        "lapisan": [
            {"nama": name, "populasi": all_, "diambil": taken}
            for name, (all_, taken) in sorted(shares.items())
        ],
        "surat": [letter.kode for letter in letters if letter.kode in chosen],
        "syarat": asked.facts(),
    }
    return Drawn(
        letters=[letter for letter in letters if letter.kode in chosen],
        facts=facts,
        remarks=note_akses(kantor, "contoh", facts, untuk=untuk),
    )


def name_stratum(letter: Proven) -> str:
    """Name what a letter is counted with: its stage, and the first of its regions."""
    isi = letter.entri.isi
    regions = sorted(list_subjects(isi.get("wilayah") or {}))
    return f"{isi.get('tahap') or '-'} {regions[0] if regions else '-'}"


def draw(strata: Mapping[str, str], *, n: int, seed: str) -> list[str]:
    """Draw codes of letters, each stratum by its share.

    Args:
        strata: The stratum of each letter, by its archive code.
        n: How many.
        seed: What decides.

    >>> draw({"A": "x", "B": "x", "C": "y", "D": "y"}, n=2, seed="7")
    ['B', 'C']
    """
    members = defaultdict(list)
    for kode, stratum in strata.items():
        members[stratum].append(kode)
    shares = share({name: len(codes) for name, codes in members.items()}, n=n)
    return [
        kode
        for name in sorted(members)
        for kode in sorted(members[name], key=lambda kode: _rank(seed, kode))[
            : shares[name]
        ]
    ]


def share(counts: Mapping[str, int], *, n: int) -> dict[str, int]:
    """Share a number over strata by their sizes: the largest remainders are rounded up.

    Of equal remainders that of the name that comes first.

    >>> share({"a": 5, "b": 3, "c": 2}, n=4)
    {'a': 2, 'b': 1, 'c': 1}
    """
    total = sum(counts.values())
    shares = {name: n * count // total for name, count in counts.items()}
    rest = n - sum(shares.values())
    order = sorted(counts, key=lambda name: (-(n * counts[name] % total), name))
    for name in order[:rest]:
        shares[name] += 1
    return shares


def _rank(seed: str, kode: str) -> bytes:
    return sha256(f"{seed}\n{kode}".encode()).digest()
