"""An invented school list of any size: no name, number or place in it is real."""

from __future__ import annotations

import csv
import random
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = (
    "npsn",
    "nama",
    "bentuk",
    "status",
    "alamat",
    "kecamatan",
    "wilayah",
    "lintang",
    "bujur",
)
SHAPES = (("SD", 90), ("SMP", 36), ("SMA", 18), ("SMK", 18))
"""How many schools of each jenjang a kabupaten gets: enough for 20 models."""
WORDS = ("Mekarsari", "Sidamukti", "Tirtajaya", "Wanasari", "Jatiluhur", "Kertaraharja")
FIRST_NPSN = 90_000_000
SPREAD = 0.05
"""Degrees from the middle of a kabupaten; all its schools can visit each other."""


def list_kabkota(provinces: tuple[str, ...] = ()) -> list[str]:
    """Return the codes of the kabupaten and kota of 2016, of some provinces or all."""
    text = resources.files("formulir.records").joinpath("wilayah.csv").read_text()
    return [
        row["kode"]
        for row in csv.DictReader(text.splitlines())
        if row["tingkat"] == "kabkota"
        and row["berlaku_dari"] <= "2016-01-01"
        and (row["berlaku_sampai"] or "9999") > "2016-12-31"
        and (not provinces or row["kode"][:2] in provinces)
    ]


def write_schools(path: Path, regions: list[str]) -> None:
    """Write a list with every jenjang in every region."""
    rng, npsn = random.Random(1), FIRST_NPSN
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for index, region in enumerate(regions):
            middle = (-7.0 + index % 20 * 0.3, 100.0 + index // 20 * 0.5)
            for shape, count in SHAPES:
                for number in range(1, count + 1):
                    npsn += 1
                    word = rng.choice(WORDS)
                    writer.writerow(
                        (
                            npsn,
                            f"{shape} {number} Contoh {word}",
                            shape,
                            rng.choice("NNNS"),
                            f"Jalan Contoh {rng.choice(WORDS)} Nomor {number}",
                            f"Contoh {rng.choice(WORDS)}",
                            region,
                            f"{middle[0] + rng.uniform(-SPREAD, SPREAD):.6f}",
                            f"{middle[1] + rng.uniform(-SPREAD, SPREAD):.6f}",
                        )
                    )
