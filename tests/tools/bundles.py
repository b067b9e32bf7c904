"""Small bundles of evidence to try things on, and both verifiers of them."""

from __future__ import annotations

import importlib.util
import shutil
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from formulir.archive.acts import Act
from formulir.archive.log import append
from formulir.archive.objects import StoredObject
from formulir.handing.evidence.choose import Asked
from formulir.handing.evidence.export import export_bag
from formulir.office.kantor import open_kantor
from tests.kantor import formulir, issue, make_kantor, make_printer

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
VERIFIER = ROOT / "verifier" / "formulir_verify.py"
STUBS = ("data/periksa.html", "data/formulir_verify.py")
"""Files that a manifest vouches for, and nothing else looks at."""


@cache
def load_verifier(*, pure: bool = False):
    """Load the stand-alone verifier; a pure one does not use ``cryptography``."""
    spec = importlib.util.spec_from_file_location("formulir_verify", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if pure:
        module.Ed25519PublicKey = None
    return module


def make_office(folder: Path, *, letters: int = 3, nama: str = "contoh") -> Path:
    """Make an office with letters, a return of one, and one that is void."""
    folder.mkdir(parents=True, exist_ok=True)
    kantor = make_kantor(folder / nama, printer=make_printer(folder))
    schools = ("99000038", "99000049", "99000017")[:letters]
    keys = [word for school in schools for word in ("--kunci", school)]
    assert issue(kantor, "02.2", *keys) == 0
    office = open_kantor(kantor)
    with office.open_catatan(read_only=True) as db:
        rows = db.conn.execute("SELECT kode FROM surat ORDER BY entri").fetchall()
    first, last = rows[0][0], rows[-1][0]
    for number, act in enumerate(("diterima", "ditandatangani")):
        scan = StoredObject(data=b"JFIF %d" % number, ekstensi="jpg")
        isi = {"tindakan": act, "kode": first, "sha256": scan.nama.sha256}
        append(
            office.archive,
            [Act(isi={**isi, "ekstensi": "jpg"}, objects=(scan,))],
            key=office.key,
            saat=datetime(2016, 4, 1, tzinfo=UTC),
        )
    assert formulir(kantor, "void", last, "--alasan", "keliru", "--ya") == 0
    return kantor


def export(kantor: Path, folder: Path, **asked) -> Path:
    """Make a bundle of an office's letters."""
    office = open_kantor(kantor)
    with office.open_catatan(read_only=True) as db:
        export_bag(office, db, Asked(**asked), folder, untuk="BPK")
    return folder


def read_files(folder: Path) -> dict[str, bytes]:
    """Read a folder into memory, by paths with slashes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder anew, files and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def repair(files: dict[str, bytes]) -> dict[str, bytes]:
    """Write the manifests as whoever changed a bundle would."""
    payload = {name: data for name, data in files.items() if name.startswith("data/")}
    rest = {name: data for name, data in files.items() if name not in payload}
    rest["manifest-sha256.txt"] = list_digests(payload)
    rest.pop("tagmanifest-sha256.txt", None)
    rest["tagmanifest-sha256.txt"] = list_digests(rest)
    return {**payload, **rest}


def list_digests(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return "".join(sorted(lines, key=lambda line: line[66:])).encode()


def make_small(folder: Path, *, nama: str = "contoh") -> tuple[dict[str, bytes], bytes]:
    """Make a small bundle in memory, and the key of its archive.

    Offices of one name share a key.
    """
    kantor = make_office(folder, nama=nama)
    key = (kantor / "archive" / "log.pub").read_bytes()
    return shrink(export(kantor, folder / "bag")), key


def shrink(bag: Path) -> dict[str, bytes]:
    """Read a bundle into memory, and make it small."""
    return repair(read_files(bag) | dict.fromkeys(STUBS, b"stub\n"))


def judge_python(folder: Path, kunci: bytes | None, *, pure: bool = False) -> dict:
    """Give the verdict of the verifier in Python, as the page gives its own."""
    verifier = load_verifier(pure=pure)
    temuan = verifier.Temuan()
    key = None if kunci is None else verifier.baca_kunci_log(kunci)
    if (folder / "bagit.txt").exists() or (folder / "manifest-sha256.txt").exists():
        verifier.periksa_bukti(str(folder), temuan, key)
    else:
        verifier.periksa_arsip(str(folder), temuan, key)
    return {"sah": not temuan.salah, "salah": [list(each) for each in temuan.salah]}


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        made, _ = make_small(Path(place))
        print({name: len(data) for name, data in made.items()})  # noqa: T201 - a look
