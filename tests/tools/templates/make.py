"""Put a template together from features that a seed chooses, and fill it at random.

``python -m tests.tools.templates.make SEED`` names what a seed chooses, and writes the
template to ``seed-SEED.docx`` in the folder that is given as a second word.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.model import Docx
from tests.tools.templates import edges, flow, things
from tests.tools.templates.paper import Paper, paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Feature = Callable[[Paper], None]


def empty_for_some(paper: Paper) -> None:
    """Put the whole text into a branch, so that some letters have none."""
    paper.body.insert(0, paragraph("{%p if ya %}"))
    paper.add(paragraph("{%p endif %}"))


def closed_by_text(paper: Paper) -> None:
    """As ``empty_for_some``, with something to read in every letter."""
    empty_for_some(paper)
    paper.add(paragraph("Hormat kami, {{ kode }}"))


PLACES: dict[str, tuple[Feature, ...]] = {
    "edges": edges.EDGES,
    "first": (*flow.FIRST, *things.FIRST),
    "middle": (*flow.MIDDLE, *things.MIDDLE),
    "last": (*flow.LAST, *things.LAST),
    "whole": (empty_for_some, closed_by_text),
}
"""Features by the place where they stand in a letter, in the order of writing."""
_AT_HOME = ("edges", "middle", "first", "last", "whole")
FEATURES: dict[str, tuple[str, Feature]] = {}
"""Where each stands and what writes it; ``frame@first`` is a frame that comes first."""
for _place in _AT_HOME:
    for _feature in PLACES[_place]:
        _name = _feature.__name__
        _key = f"{_name}@{_place}" if _name in FEATURES else _name
        FEATURES[_key] = (_place, _feature)


STAMPED = 0.6
"""How many of the templates have places for stamps, as nearly all letters have."""


@dataclass(frozen=True, kw_only=True)
class Generated:
    """A template, what it is made of, and what fills it.

    Args:
        seed: What chose it; a hazard's name for one that nothing chose.
        docx: The file.
        features: The names of what it holds, in order.
    """

    seed: int | str
    docx: Docx
    features: tuple[str, ...]

    def make_konteks(self, index: int) -> dict[str, Any]:
        """Make the context of the letter of a number."""
        return make_konteks(random.Random(f"{self.seed}:{index}"), index)


def make_template(seed: int) -> Generated:
    """Make the template of a seed."""
    rng = random.Random(seed)
    chosen = [
        *_choose(rng, "edges", counts=(0, 0, 0, 1, 1, 2)),
        *_choose(rng, "first", counts=(0, 0, 0, 1)),
        *_choose(rng, "middle", counts=(1, 1, 2, 2, 3, 5)),
        *_choose(rng, "last", counts=(0, 0, 0, 1)),
        *_choose(rng, "whole", counts=(0,) * 19 + (1,)),
    ]
    if rng.random() < STAMPED and "stamp_places" not in chosen:
        chosen.append("stamp_places")
    return compose(chosen, seed=seed)


def make_hazard(name: str, *, variant: int = 0) -> Generated:
    """Make a template of one feature in an ordinary letter.

    Args:
        name: The feature.
        variant: Which of the choices that the feature leaves.
    """
    return compose([name], seed=f"{name}#{variant}" if variant else name)


def compose(names: Iterable[str], *, seed: int | str) -> Generated:
    """Write the features of these names into one letter."""
    names = tuple(names)
    paper = Paper(rng=random.Random(f"isi {seed}"))
    by_place = {place: [] for place in PLACES}
    for name in names:
        place, feature = FEATURES[name]
        by_place[place].append(feature)
    for feature in (*by_place["edges"], *by_place["first"]):
        feature(paper)
    paper.add(paragraph("Yang terhormat {{ nama }} ({{ kode }})"))
    flow.write_text(paper)
    for feature in by_place["middle"]:
        feature(paper)
        paper.add(paragraph("Kemudian {{ nama }}: {{ kalimat }}"))
    if by_place["last"] or not by_place["middle"]:
        paper.add(paragraph("Selesai, {{ nama }}."))
    for feature in (*by_place["last"], *by_place["whole"]):
        feature(paper)
    return Generated(seed=seed, docx=Docx(paper.write()), features=names)


def _choose(rng: random.Random, place: str, *, counts: tuple[int, ...]) -> list[str]:
    members = [name for name, (home, _) in FEATURES.items() if home == place]
    return rng.sample(members, rng.choice(counts))


# --- What fills them ---

_WORDS = [
    "alamat",
    "baku",
    "cermat",
    "daftar",
    "erat",
    "faktor",
    "guna",
    "hasil",
    "isi",
    "jelas",
    "kabar",
    "lembar",
    "makna",
    "nyata",
    "orang",
    "pokok",
    "ragam",
    "sekolah",
    "tahun",
    "ujian",
    "wilayah",
    "yakin",
    "zaman",
    "kementerian",
    "pertanggungjawaban",
]
_NAMES = (
    *("SMA 1 & SMK 2", "Sekolah <Harapan>", 'SD "Bina"', "Ö", "I Gusti Ngurah Çelik"),
    *("SMP Negeri 12 Kabupaten Hulu Sungai Tengah Provinsi Kalimantan Selatan", "A\tB"),
)
_SCRIPTS = (
    "学校模范",
    "مدرسة نموذجية",
    "학교",
    "школа",
    "🏫📄",
    "शाला",
    "ไทย",
    "e\u0301",
)


def make_konteks(rng: random.Random, index: int) -> dict[str, Any]:
    """Make a context; the first four are the ends of what a record can hold.

    Each names its letter by ``kunci``, which no other letter has.
    """
    ends: list[dict[str, Any]] = [
        {"rows": 0, "size": 0, "ya": 0},
        {"rows": 1, "size": 1, "ya": 1},
        {"rows": 45, "size": 2, "ya": 1},
        {"rows": 2, "size": 24, "ya": 0},
    ]
    own = ends[index] if index < len(ends) else {}
    rows = own.get("rows", rng.choice((0, 1, 2, 3, 8, 20)))
    size = own.get("size", rng.choice((0, 1, 2, 5, 9, 14, 22)))
    return {
        "kunci": f"Q{index:05}",
        "nama": f"{rng.choice(_NAMES)} {index}",
        "kode": f"K{index:03}",
        "ya": own.get("ya", rng.randrange(2)),
        "pilih": rng.choice("abc"),
        "alinea": [make_sentence(rng, rng.randrange(5, 60)) for _ in range(size)],
        "daftar": [_make_row(rng, number) for number in range(1, rows + 1)],
        "kalimat": make_sentence(rng, rng.choice((1, 8, 25))),
        "panjang": "".join(rng.choices(_WORDS, k=rng.choice((1, 12)))),
        "aksara": rng.choice(_SCRIPTS),
        "kosong": rng.choice(("", "terisi", "dua\nbaris")),
    }


def make_sentence(rng: random.Random, words: int) -> str:
    """Make a sentence of so many words."""
    return " ".join(rng.choices(_WORDS, k=words)).capitalize() + "."


def _make_row(rng: random.Random, number: int) -> dict[str, Any]:
    children = [make_sentence(rng, 2) for _ in range(rng.randrange(4))]
    isi = make_sentence(rng, rng.choice((1, 3, 12)))
    return {"no": number, "isi": isi, "anak": children}


def main(seed: str, folder: str = "") -> None:
    """Name what a seed or a hazard holds, and write it where that is wanted."""
    template = make_template(int(seed)) if seed.isdigit() else make_hazard(seed)
    sys.stdout.write(f"{seed}: {' '.join(template.features)}\n")
    if folder:
        (Path(folder) / f"seed-{seed}.docx").write_bytes(template.docx)


if __name__ == "__main__":
    main(*sys.argv[1:])
