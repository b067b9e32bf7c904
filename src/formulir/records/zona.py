"""The three time zones of Indonesia, by province.

Source: Keputusan Presiden 41/1987, which moved Bali to WITA and Kalimantan Barat and
Kalimantan Tengah to WIB; provinces founded later keep the zone of the land they were
founded on (Kalimantan Utara, and the provinces of Papua of UU 14-16/2022 and 29/2022).
"""

from __future__ import annotations

from formulir.errors import RecordError

ZONA = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
"""Each zone's name in the database of time zones."""
_PROVINSI = {
    "WIB": "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62",
    "WITA": "51 52 53 63 64 65 71 72 73 74 75 76",
    "WIT": "81 82 91 92 93 94 95 96",
}
"""Codes of provinces, of 2016 and of today."""
_BY_PROVINSI = {
    kode: zona for zona, codes in _PROVINSI.items() for kode in codes.split()
}


class ZonaUnknownError(RecordError):
    """A region lies in no province whose time zone is known."""

    def __init__(self, wilayah: str) -> None:
        """Keep the region."""
        super().__init__(wilayah)
        self.wilayah = wilayah

    def __str__(self) -> str:
        """Say what a code looks like."""
        return (
            f"{self.wilayah!r} lies in no province whose time zone is known "
            "(codes look like 33 or 33.19)"
        )


def zona_waktu(kode: str) -> str:
    """Name the time zone of a province, kabupaten or kota, as letters write it.

    Raises:
        ZonaUnknownError: The code begins with no province.

    >>> zona_waktu("33.19"), zona_waktu("51"), zona_waktu("91.02")
    ('WIB', 'WITA', 'WIT')
    """
    provinsi = kode.partition(".")[0]
    if provinsi not in _BY_PROVINSI:
        raise ZonaUnknownError(kode)
    return _BY_PROVINSI[provinsi]
