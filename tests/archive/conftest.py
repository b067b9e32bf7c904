"""An archive to try things on, and letters to put into it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from formulir.archive.acts import Act
from formulir.archive.find import find_entries
from formulir.archive.folder import Archive, create_archive
from formulir.archive.log import append
from formulir.archive.objects import StoredObject
from formulir.archive.verify import verify
from formulir.archive.words import Search

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.archive.verdict import VerifyReport
    from formulir.model import Entri

ASAL = "lpmp.example/arsip"
SAAT = datetime(2016, 3, 14, 1, 2, 3, tzinfo=UTC)
TEMPLAT = StoredObject(data=b"PK template", ekstensi="docx")


@dataclass(frozen=True)
class Office:
    """An archive, its key, and short ways to use both."""

    archive: Archive
    key: Path

    @property
    def root(self) -> Path:
        return self.archive.root

    def append(self, *daftar: Act, **more: Any) -> list[Entri]:
        return append(self.archive, daftar, key=self.key, saat=SAAT, **more)

    def verify(self) -> VerifyReport:
        return verify(self.root, asal=ASAL)

    def find(self, **wanted: Any) -> list[str]:
        """Give the codes of the letters found."""
        found = find_entries(self.archive, Search(**wanted))
        return [entri.isi["kode"] for entri in found]

    def files(self) -> list[str]:
        """List everything that lies in the archive."""
        files = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in files)

    def objects(self) -> list[str]:
        return [file for file in self.files() if file.startswith("objects/")]


class Letters:
    """Makes acts on letters; the same number makes the same act."""

    saat = SAAT
    asal = ASAL

    @staticmethod
    def terbit(number: int, **isi: Any) -> Act:
        pdf = StoredObject(data=b"%PDF-1.7 " + str(number).encode(), ekstensi="pdf")
        konteks = {"sekolah": {"nama": f"SD {number} Bae"}, "imbas": ["Café Kartini"]}
        data = StoredObject(data=json.dumps(konteks).encode(), ekstensi="json")
        base = {
            "tindakan": "terbit",
            "formulir": "02.2",
            "kunci": str(20317300 + number),
            "tahun": 2016,
            "kode": f"KODE-{number:04}",
            "nomor": None,
            "tanggal": "2016-03-14",
            "tahap": "T02",
            "wilayah": {"penerbit": "33.19", "subjek": "33.19", "tujuan": ["33"]},
            "hal": "Pernyataan",
            "sha256": pdf.nama.sha256,
            "konteks": data.nama.sha256,
            "templat": TEMPLAT.nama.sha256,
            "lampiran": [],
        }
        return Act(isi={**base, **isi}, objects=(pdf, data, TEMPLAT))

    @staticmethod
    def batal(number: int) -> Act:
        kode = f"KODE-{number:04}"
        isi = {"tindakan": "batal", "kode": kode, "nomor": None, "alasan": "keliru"}
        return Act(isi=isi)

    @staticmethod
    def act(**isi: Any) -> Act:
        return Act(isi=isi)


@pytest.fixture
def surat() -> type[Letters]:
    return Letters


@pytest.fixture
def office(tmp_path: Path) -> Office:
    key = tmp_path / "kunci" / "arsip.pem"
    arsip = create_archive(tmp_path / "archive", asal=ASAL, key=key)
    return Office(archive=arsip, key=key)
