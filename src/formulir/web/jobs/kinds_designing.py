"""Jobs on templates: looking one through, comparing it, pictures of those in use."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import asdict, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import TemplateFaultyError
from formulir.ground.disk import make_folder, replace_file
from formulir.issuing.check import check_jenis, make_sample
from formulir.letters.authoring.comments import (
    AUTHOR,
    DocxUncommentableError,
    comment_faults,
    list_own,
)
from formulir.letters.jenis import load_jenis
from formulir.model import Docx
from formulir.office.kinds.using import digest_kind, find_file
from formulir.press.specimen.noted import draw_notes
from formulir.reviewing.preview.sample import SampleRequest, show_sample
from formulir.web.jobs.pictures import WORD_LENGTH, choose_folder, sweep
from formulir.web.jobs.told import spell_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from formulir.letters.jenis import Jenis
    from formulir.model import Fault
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.web.jobs.kinds import Work

SORT: Final = "templat"
"""The sort of folder in which a template lies that is looked through."""
PICTURES: Final = "contoh"
"""The sort of folder for pictures of templates in use, named by their digest."""
MARKED: Final = "tanda"
"""The folder for pictures of the pages of a template at whose words comments stand."""
LETTERS: Final = 3
"""So many letters are compared, if no more stand out."""


def place_template(kantor: Kantor, wadah: str, formulir: str, nama: str) -> Path:
    """Name where a template lies that is looked through: in a folder of kinds."""
    folder = choose_folder(kantor.workdir, wadah, sort=SORT)
    return folder / "templates" / formulir / nama


def run_check(work: Work) -> dict[str, Any]:
    """Look a template through, and where it is right, compare it with the one in use.

    Killed, it is done again from the file, which lies in the folder of the job.
    """
    kantor, isi = work.kantor, work.isi
    formulir = isi["formulir"]
    path = place_template(kantor, isi["wadah"], formulir, isi["nama_kantor"])
    folders = (path.parents[1], *kantor.templates)
    used = find_file(kantor, formulir, isi["golongan"])
    sample = make_sample(kantor)
    work.tell(0, 0)
    faults = check_jenis(folders, sample, kode=formulir, kantor=kantor)
    result: dict[str, Any] = {
        "salah": _spell(faults, path, isi["nama"]),
        "sidik": sha256(path.read_bytes()).hexdigest(),
        "dipakai": used.sha256,
        "surat": [],
        "gagal": [],
        "berkas": [],
        "tanda": [],
    }
    if noted := _comment(path, folders, faults):
        nama = f"{formulir} - komentar.docx"
        result |= _lay_comments(kantor, isi["wadah"], nama, *noted)
    if any(not fault.warning for fault in faults):
        return result | {"baik": False}
    asked = SampleRequest(
        formulir=formulir,
        templates=folders,
        folder=choose_folder(kantor.workdir, isi["wadah"], sort=SORT) / "gambar",
        limit=LETTERS,
        beside=kantor.templates,
    )
    with suppress(TemplateFaultyError):  # what is in use may be what must be mended
        found = show_sample(
            kantor, work.press.hold(kantor), asked, sample=sample, tell=work.tell
        )
        result["surat"] = [asdict(letter) for letter in found.shown]
        result["gagal"] = spell_faults(found.failures)
    return result | {"baik": not result["gagal"]}


def _spell(faults: Sequence[Fault], path: Path, nama: str) -> list[dict[str, Any]]:
    """Spell faults with the file called as its owner calls it."""
    return spell_faults(
        replace(fault, place=fault.place.replace(str(path), nama)) for fault in faults
    )


def _comment(
    path: Path, folders: Sequence[Path], faults: Sequence[Fault]
) -> tuple[Docx, int] | None:
    """Write the faults as comments into a copy of the file, where Word can open it.

    Returns:
        The copy, and how many comments it has got.
    """
    try:
        jenis = load_jenis(folders, kode=path.parent.name)
        own = list_own(jenis, path, faults)
        return (comment_faults(Docx(path.read_bytes()), own), len(own)) if own else None
    except (DocxUncommentableError, TemplateFaultyError):
        return None


def _lay_comments(
    kantor: Kantor, wadah: str, nama: str, noted: Docx, count: int
) -> dict[str, list[dict[str, Any]]]:
    """Lay the copy down, and pictures of the pages that have comments.

    What LibreOffice cannot print has no pictures; the copy and the list tell it all.
    """
    folder = choose_folder(kantor.workdir, wadah, sort=SORT)
    replace_file(folder / nama, noted)
    pages = draw_notes(
        noted, author=AUTHOR, workdir=kantor.workdir, libreoffice=kantor.libreoffice
    )
    make_folder(folder / MARKED)
    for page in pages:
        replace_file(folder / MARKED / f"halaman-{page.halaman}.png", page.gambar)
    return {
        "berkas": [{"nama": nama, "ukuran": len(noted), "komentar": count}],
        "tanda": [
            {
                "nama": f"halaman-{page.halaman}.png",
                "halaman": page.halaman,
                "butir": [{"nomor": one.nomor, "isi": one.isi} for one in page.notes],
            }
            for page in pages
        ],
    }


def run_pictures(work: Work) -> dict[str, Any]:
    """Draw a letter of each kind as its template in use prints it; what is drawn stays.

    A folder gets its name when its pictures are whole.
    """
    kantor = work.kantor
    sweep(kantor.workdir, sort=PICTURES)
    sample, failed, drawn = make_sample(kantor), list[dict[str, Any]](), 0
    kinds = list(work.isi["formulir"])
    for done, kode in enumerate(kinds):
        work.tell(done, len(kinds))
        try:
            drawn += _draw_kind(work, load_jenis(kantor.templates, kode=kode), sample)
        except TemplateFaultyError as error:
            failed += spell_faults(error.faults)
    return {"gambar": drawn, "gagal": failed}


def _draw_kind(work: Work, jenis: Jenis, sample: Store) -> bool:
    kantor = work.kantor
    place = place_pictures(kantor, jenis)
    if place.is_dir():
        return False
    half = place.with_name(f"{place.name}.baru")
    shutil.rmtree(half, ignore_errors=True)
    half.parent.mkdir(parents=True, exist_ok=True)
    asked = SampleRequest(formulir=jenis.kode, templates=kantor.templates, folder=half)
    found = show_sample(
        kantor,
        work.press.hold(kantor),
        asked,
        sample=sample,
        tell=lambda _done, _total: None,
    )
    if not found.shown:
        return False
    half.rename(place)
    return True


def place_pictures(kantor: Kantor, jenis: Jenis) -> Path:
    """Name where the pictures of a kind lie, as it is in use."""
    word = digest_kind(kantor, jenis)[:WORD_LENGTH]
    return choose_folder(kantor.workdir, word, sort=PICTURES)


KINDS: Final[dict[str, Callable[[Work], dict[str, Any]]]] = {
    "templat": run_check,
    "contoh": run_pictures,
}
"""Each of these kinds of job, and what does it."""
