"""A file that came in, what it says, and what became of it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any

from formulir.archive.objects import StoredObject
from formulir.errors import RecordError
from formulir.ground.disk import copy_file
from formulir.ground.workdir import work_in_folder
from formulir.language import phrase
from formulir.press.scans.scan import SCAN_LIMITS, FileContents, read_scan
from formulir.receiving.sheets import read_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.office.kantor import Kantor

MOST_READERS = 4
"""So many files are read side by side, each in a child of its own."""
VERDICTS = {
    "diubah": phrase("the file was changed after it was signed"),
    "rusak": phrase("the signature is broken"),
    "tidak terbaca": phrase("the signature cannot be examined"),
}
"""What is wrong with a digital signature, in words."""
OTHERS = {
    "cap waktu": phrase("it holds a timestamp, which is nobody's signature"),
    "hak pakai": phrase(
        "it holds rights that a program gives, which are nobody's signature"
    ),
    "kolom kosong": phrase("it holds a signature field that nobody has signed"),
}
"""What stands where a signature may, and is none of a person."""


class BerkasRefusedError(RecordError):
    """A file that came in cannot be taken for what it was handed in as."""

    nama: str
    reason: str
    says = "{nama}: {reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedFile:
    """A file that came in.

    Args:
        nama: What it was called; nothing in the archive is called so.
        path: Our own copy of it, in a folder that ``hold_received`` gives.
        sha256: Their digest.
        contents: What was read in it.
        tumpukan: Of which sheets of which piles it was cut, if it was.
    """

    nama: str
    path: Path
    sha256: str
    contents: FileContents
    tumpukan: tuple[Mapping[str, Any], ...] = ()

    @property
    def daftar_kode(self) -> list[str]:
        """Return the archive codes that its QR codes name, of whatever office."""
        codes = (
            code.kode for sheet in self.contents.sheets for code in read_codes(sheet)
        )
        return list(dict.fromkeys(codes))

    def list_named(self, kode: str) -> dict[int, int]:
        """Return which page of the file bears the code of each page of a letter.

        A page that bears several codes, or one that another bears too, is left out.
        """
        named: dict[int, list[int]] = {}
        for sheet in self.contents.sheets:
            codes = read_codes(sheet)
            if len(codes) == 1 and codes[0].kode == kode and codes[0].halaman:
                named.setdefault(codes[0].halaman, []).append(sheet.number)
        return {page: at[0] for page, at in named.items() if len(at) == 1}

    @property
    def objects(self) -> StoredObject:
        """Return it as the archive keeps it: byte for byte."""
        return StoredObject(data=self.path, ekstensi=self.contents.ekstensi)

    @property
    def notices(self) -> list[str]:
        """Return what a person must know of its digital signatures."""
        said: list[str] = []
        for each in self.contents.tanda_tangan:
            name = each.get("nama", phrase("somebody"))
            if each.get("jenis") in OTHERS:
                said.append(OTHERS[each["jenis"]])
            elif each["putusan"] in VERDICTS:
                said.append(
                    phrase(
                        "signed by {name}: {verdict}",
                        name=name,
                        verdict=VERDICTS[each["putusan"]],
                    )
                )
            if each.get("tepercaya") is False:
                said.append(
                    phrase(
                        "signed by {name}, whose certificate is not trusted here",
                        name=name,
                    )
                )
        if unseen := self.contents.halaman - len(self.contents.sheets):
            said.append(
                phrase("its last {unseen} pages were not looked at", unseen=unseen)
            )
        return said

    def as_isi(self) -> dict[str, Any]:
        """Return what the archive records of the file (``docs/archive-format.md``)."""
        isi = {
            "sha256": self.sha256,
            "ekstensi": self.contents.ekstensi,
            "ukuran": self.path.stat().st_size,
            "halaman": self.contents.halaman,
            "qr": self.daftar_kode,
            "tanda_tangan": [dict(each) for each in self.contents.tanda_tangan],
        }
        if self.tumpukan:
            isi["tumpukan"] = [dict(each) for each in self.tumpukan]
        return isi


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What became of a file that was handed in.

    Args:
        nama: What it was called.
        hasil: ``ditandatangani``, ``diterima`` (it does not count as signed),
            ``masuk``, ``tumpukan`` (a pile), ``sudah`` (it was there before) or
            ``ditolak`` (not taken).
        kode: The letter that it was put to.
        entri: Where the archive records it.
        sha256: The digest of the file.
        keterangan: Why it was not taken, or what is to be known of it.
        agenda: Its number in the book of incoming letters.
        tumpukan: The digest of the pile that it was cut from.
    """

    nama: str
    hasil: str
    kode: str | None = None
    entri: int | None = None
    sha256: str | None = None
    keterangan: tuple[str, ...] = ()
    agenda: int | None = None
    tumpukan: str | None = None

    @property
    def placed(self) -> bool:
        """Tell whether the archive holds it."""
        return self.hasil != "ditolak"


def name_path(path: Path) -> str:
    r"""Return what a file is called, as far as that can be printed.

    >>> from pathlib import Path
    >>> name_path(Path("masuk/a\tb.pdf"))
    'a?b.pdf'
    """
    return "".join(sign if sign.isprintable() else "?" for sign in path.name)


def refuse_path(path: Path) -> str:
    """Say why a file is not even looked into, if it is not."""
    try:
        if path.is_symlink():
            return phrase("it is a link to another file; hand in the file itself")
        size = path.stat().st_size
        path.open("rb").close()
    except OSError as error:
        return phrase(
            "it cannot be read ({strerror}); hand it in again", strerror=error.strerror
        )
    if size > SCAN_LIMITS.size_bytes:
        most = SCAN_LIMITS.size_bytes
        return phrase(
            "it has {size} bytes and {most} are allowed; scan it at a lower resolution",
            size=size,
            most=most,
        )
    return ""


@contextmanager
def hold_received(kantor: Kantor) -> Iterator[Path]:
    """Hold a folder for copies of what came in.

    What is read, hashed and archived is the copy: nobody else can change it, and memory
    holds none of it. A crash leaves the folder, which the next one sweeps.
    """
    with work_in_folder(kantor.workdir) as place:
        yield place


def read_received(kantor: Kantor, path: Path, *, place: Path) -> ReceivedFile:
    """Copy a file, and read it in a limited child; one that cannot be taken says why.

    Args:
        kantor: The office.
        path: The file.
        place: A folder that ``hold_received`` gives, where the copy is to lie.

    Raises:
        OSError: It cannot be read from the disk.
    """
    handle, name = mkstemp(prefix="masuk-", dir=place)
    os.close(handle)
    copy = Path(name)
    digest = copy_file(path, copy)
    contents = read_scan(
        copy, workdir=kantor.workdir, trusted=kantor.trusted, saat=kantor.saat()
    )
    return ReceivedFile(
        nama=name_path(path), path=copy, sha256=digest, contents=contents
    )


def open_received(kantor: Kantor, path: Path, *, place: Path) -> ReceivedFile:
    """Read a file that must be taken; its copy lies in a folder as above.

    Raises:
        BerkasRefusedError: It cannot be.
    """
    if reason := refuse_path(path):
        raise BerkasRefusedError(name_path(path), reason=reason)
    received = read_received(kantor, path, place=place)
    if reason := received.contents.reason:
        raise BerkasRefusedError(received.nama, reason=reason)
    return received


def count_readers() -> int:
    """Say how many files are looked into side by side, as the machine can."""
    return min(MOST_READERS, os.cpu_count() or 1)


def iter_received(
    kantor: Kantor, paths: Sequence[Path], *, place: Path
) -> Iterator[ReceivedFile]:
    """Read files side by side, and give them in order; copies lie as above."""
    with ThreadPoolExecutor(count_readers()) as pool:
        yield from pool.map(partial(read_received, kantor, place=place), paths)
