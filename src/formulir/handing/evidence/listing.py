"""The lists in a bundle: its letters, and what happened to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from formulir.handing.evidence.choose import Proven
    from formulir.model import Entri

PROVED: Final = (
    *("entri", "kode", "formulir", "kunci", "tahun", "nomor", "tanggal", "tahap"),
    *("hal", "sha256"),
)
"""Members that a row of the list repeats from its line; verifiers compare them."""
COLUMNS: Final = (
    *("berkas", "nomor", "tanggal", "hal", "nama", "wilayah", "status", "formulir"),
    *("tahap", "tahun", "kunci", "kode", "entri", "kembali", "sha256"),
)
"""The columns of the list, in order."""
COLUMNS_RIWAYAT: Final = (
    *("log", "entri", "saat", "oleh", "peran", "versi", "tindakan", "kode"),
    "rincian",
)
_SAID: Final = frozenset(COLUMNS_RIWAYAT)
_LONG: Final = frozenset(
    ("konteks", "templat", "sha256", "lampiran", "ukuran", "catatan", "pdfa", "wilayah")
)
"""What a line says of files: too long for a history."""


def make_row(letter: Proven, *, berkas: str, returned: Sequence[str]) -> dict[str, Any]:
    """Make the row of a letter.

    Args:
        letter: The letter.
        berkas: Its place in the bundle.
        returned: The places of what came back of it.
    """
    isi = letter.entri.isi
    return {
        **{name: isi.get(name) for name in PROVED},
        "berkas": berkas,
        "status": letter.status,
        "nama": letter.judul,
        "wilayah": letter.wilayah,
        "kembali": list(returned),
    }


def flatten_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Make cells of a row: a list becomes a text."""
    return {
        name: "; ".join(value) if isinstance(value, list) else value
        for name, value in row.items()
    }


def make_riwayat(
    letters: Iterable[Proven], looks: Iterable[Entri]
) -> list[dict[str, Any]]:
    """Make the rows of the history: the acts on the letters, and the looks at them."""
    acts = [("log", act) for letter in letters for act in letter.acts]
    rows = [_row(log, act) for log, act in [*acts, *(("akses", it) for it in looks)]]
    return sorted(rows, key=lambda row: (row["saat"], row["log"], row["entri"]))


def _row(log: str, act: Entri) -> dict[str, Any]:
    isi = act.isi
    rest = {
        name: value
        for name, value in isi.items()
        if name not in _SAID | _LONG and value not in (None, [], {})
    }
    words = "; ".join(f"{name}: {_spell(value)}" for name, value in rest.items())
    return {
        **{name: isi.get(name) for name in COLUMNS_RIWAYAT},
        "log": log,
        "rincian": words,
    }


def _spell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_spell, value))
    if isinstance(value, dict):
        return " ".join(map(_spell, value.values()))
    return str(value)
