"""Build ``wilayah.csv``, the package's list of regions, from four public lists.

Usage: ``build_wilayah.py LIST_2016 LIST_TODAY CROSSWALK DAPODIK OUT``

The lists are CSV files: the codes of 2016 and of today (``kode,nama,tingkat``), the
crosswalk from the one to the other, and the crosswalk from Dapodik's codes. What the
lists cannot say stands here, with its law: since when a code or a name is in force.

A region that stands on the list of 2016 begins on ``KNOWN_SINCE``, a date before any
letter of the programme; it says "known then", not "founded then". Where two lists
only spell a name differently (Pahuwato and Pohuwato, Pangkajene Kepulauan and
Pangkajene dan Kepulauan) the spelling of today stands for the whole period.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

KNOWN_SINCE = date(2010, 1, 1)

PROVINCE_SINCE = {
    "93": date(2022, 7, 25),  # Papua Selatan, UU 14/2022
    "94": date(2022, 7, 25),  # Papua Tengah, UU 15/2022
    "95": date(2022, 7, 25),  # Papua Pegunungan, UU 16/2022
    "96": date(2022, 12, 8),  # Papua Barat Daya, UU 29/2022
}

# Code: the name before, and the day on which the name of today came into force.
RENAMED = {
    # PP 14/2020, promulgated on 26 February 2020.
    "12.12": ("Kabupaten Toba Samosir", date(2020, 2, 26)),
    # PP 61/2017, signed on 28 December 2017; in force on its promulgation, whose
    # day could not be confirmed, so the day of signing stands here.
    "76.01": ("Kabupaten Mamuju Utara", date(2017, 12, 28)),
    # PP 2/2019, promulgated on 28 January 2019.
    "81.03": ("Kabupaten Maluku Tenggara Barat", date(2019, 1, 28)),
}

SPELLED = {
    # The law that moves the capital's name (UU 2/2024) waits for a decree.
    "31": "DKI Jakarta",
    "71.09": "Kabupaten Kepulauan Siau Tagulandang Biaro",
}

HEADING = (
    "kode",
    "berlaku_dari",
    "berlaku_sampai",
    "nama",
    "tingkat",
    "induk",
    "entitas",
    "dapodik",
    "bps",
)
Row = dict[str, str]


def main(arguments: list[str]) -> None:
    """Read the four lists and write the fifth."""
    old, today, crosswalk, dapodik = (_read(Path(name)) for name in arguments[:4])
    rows = build(
        today,
        old_codes={row["kode_2025"]: row["kode_2016"] for row in crosswalk},
        aliases=_aliases(dapodik),
    )
    _check(rows, old, today)
    with Path(arguments[4]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADING, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} rows")


def build(
    today: list[Row], *, old_codes: dict[str, str], aliases: dict[str, str]
) -> list[Row]:
    """Give every region one row for each period of its code and name."""
    rows: list[Row] = []
    for region in today:
        kode = region["kode"]
        name = SPELLED.get(kode, " ".join(region["nama"].split()))
        base = {
            "tingkat": region["tingkat"],
            "entitas": kode,
            "dapodik": aliases.get(kode, ""),
            "bps": "",
        }
        old = old_codes.get(kode, kode)
        if old != kode:
            start = PROVINCE_SINCE[kode[:2]]
            spans = [(old, name, KNOWN_SINCE, start), (kode, name, start, None)]
        elif kode in RENAMED:
            before, start = RENAMED[kode]
            spans = [(kode, before, KNOWN_SINCE, start), (kode, name, start, None)]
        else:
            spans = [(kode, name, PROVINCE_SINCE.get(kode, KNOWN_SINCE), None)]
        rows += [{**base, **_span(*span)} for span in spans]
    return sorted(rows, key=lambda row: (row["kode"], row["berlaku_dari"]))


def _span(kode: str, nama: str, start: date, end: date | None) -> Row:
    """Write one period; it ends on the day before the next one begins."""
    last = (end - timedelta(days=1)).isoformat() if end else ""
    induk = kode[:2] if "." in kode else ""
    return {
        "kode": kode,
        "nama": nama,
        "berlaku_dari": start.isoformat(),
        "berlaku_sampai": last,
        "induk": induk,
    }


def _aliases(dapodik: list[Row]) -> dict[str, str]:
    """Give Dapodik's code by today's code; a province keeps the one of 2016."""
    aliases = {row["kode_kemendagri_2025"]: row["kode_dapodik"] for row in dapodik}
    for row in dapodik:
        aliases[row["kode_kemendagri_2016"][:2]] = row["kode_prop_dapodik"]
    return aliases


def _check(rows: list[Row], old: list[Row], today: list[Row]) -> None:
    """Refuse a list that lost a code, or in which a code means two regions at once."""
    known = {row["kode"] for row in rows}
    lost = {row["kode"] for row in old + today} - known
    if lost:
        sys.exit(f"lost codes: {sorted(lost)}")
    spans: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        span = (row["berlaku_dari"], row["berlaku_sampai"] or "9999")
        for other in spans.setdefault(row["kode"], []):
            if span[0] <= other[1] and other[0] <= span[1]:
                sys.exit(f"code {row['kode']} means two regions at once")
        spans[row["kode"]].append(span)


def _read(path: Path) -> list[Row]:
    """Read one list."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(sys.argv[1:])
