"""A sheet that was dropped on the desk: it lies there until it is saved or put away.

Each lies in a folder of its own below ``kerja/meja/lembar``, under a name of ours: the
file as it was brought, what was chosen and put right on the page, and what was seen
when it was last read. A crash leaves at most a folder without a description, or a
description without a view: the one is swept, the other is made anew.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_saat
from formulir.ground.disk import make_folder, replace_file
from formulir.ground.workdir import sweep_old
from formulir.records.sheets.edits import KEPT

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.records.sheets.edits import Spot

LASTS: Final = timedelta(days=30)
"""A sheet that nobody has touched for so long is swept."""
TASK, TABLE = "tugas", "tabel"
_KODE: Final = re.compile(r"[0-9a-f]{16}")
_FILE, _ABOUT, _VIEW = "isi", "lembar.json", "tinjauan.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A sheet on the desk.

    Args:
        kode: What it is known by.
        akun: Whose it is.
        nama: What its owner calls the file.
        diubah: When it was last touched.
        guna: What it is for: ``tugas:NAME`` or ``tabel:NAME``; nothing while unknown.
        peta: The heading by column, where somebody chose one.
        judul: The row of the heading by sheet, where somebody chose one.
        lembar: The sheets that alone are read; else all that fit.
        sel: What stands in cells instead, by sheet, row and column.
        biar: The cells that leave what is on record, likewise.
    """

    kode: str
    akun: str
    nama: str
    diubah: str
    guna: str = ""
    peta: dict[str, str] = field(default_factory=dict)
    judul: dict[str, int] = field(default_factory=dict)
    lembar: list[str] = field(default_factory=list)
    sel: list[tuple[str, int, int, str]] = field(default_factory=list)
    biar: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def is_task(self) -> bool:
        """Tell whether it is for a task."""
        return self.guna.startswith(f"{TASK}:")

    @property
    def nama_guna(self) -> str:
        """Return the name of the task or table that it is for."""
        return self.guna.partition(":")[2]

    @property
    def edits(self) -> dict[Spot, str]:
        """Return what stands in its cells instead of what was brought."""
        kept = {(sheet, row, column): str(KEPT) for sheet, row, column in self.biar}
        told = {(sheet, row, column): word for sheet, row, column, word in self.sel}
        return {**told, **dict.fromkeys(kept, KEPT)}


def file_of(kantor: Kantor, draft: Draft) -> Path:
    """Return where the file of a draft lies."""
    return _folder(kantor) / draft.kode / _FILE


def keep_sheet(kantor: Kantor, *, akun: str, nama: str, source: Path) -> Draft:
    """Lay a file that was brought on the desk, and sweep what is too old."""
    sweep_old(_folder(kantor), "*", age=LASTS)
    kode = secrets.token_hex(8)
    folder = _folder(kantor) / kode
    make_folder(folder)
    replace_file(folder / _FILE, source.read_bytes())
    draft = Draft(kode=kode, akun=akun, nama=nama, diubah=format_saat(kantor.saat()))
    write_draft(kantor, draft)
    return draft


def write_draft(kantor: Kantor, draft: Draft) -> None:
    """Keep what was chosen and put right; what was seen before is seen anew."""
    folder = _folder(kantor) / draft.kode
    (folder / _VIEW).unlink(missing_ok=True)
    touched = replace(draft, diubah=format_saat(kantor.saat()))
    told = json.dumps(asdict(touched), ensure_ascii=False)
    replace_file(folder / _ABOUT, told.encode())


def find_draft(kantor: Kantor, kode: str, *, akun: str) -> Draft | None:
    """Return a draft of an account, if it lies there."""
    if not _KODE.fullmatch(kode):
        return None
    try:
        facts = json.loads((_folder(kantor) / kode / _ABOUT).read_bytes())
    except FileNotFoundError:
        return None
    draft = Draft(
        **facts
        | {
            "sel": [(s, r, c, w) for s, r, c, w in facts["sel"]],
            "biar": [(s, r, c) for s, r, c in facts["biar"]],
        }
    )
    return draft if draft.akun == akun else None


def list_drafts(kantor: Kantor, akun: str) -> list[Draft]:
    """List the drafts of an account, the last touched first."""
    kodes = [path.name for path in _folder(kantor).glob("*")]
    found = [find_draft(kantor, kode, akun=akun) for kode in kodes]
    there = [draft for draft in found if draft is not None]
    return sorted(there, key=lambda draft: draft.diubah, reverse=True)


def drop_draft(kantor: Kantor, draft: Draft) -> None:
    """Take a draft away; a crash leaves a folder without a description, or none."""
    folder = _folder(kantor) / draft.kode
    (folder / _ABOUT).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def write_view(kantor: Kantor, draft: Draft, view: dict[str, Any]) -> None:
    """Keep what was seen of a draft."""
    told = json.dumps(view, ensure_ascii=False)
    replace_file(_folder(kantor) / draft.kode / _VIEW, told.encode())


def read_view(kantor: Kantor, draft: Draft) -> dict[str, Any] | None:
    """Return what was seen of a draft since it was last changed."""
    path = _folder(kantor) / draft.kode / _VIEW
    return json.loads(path.read_bytes()) if path.is_file() else None


def _folder(kantor: Kantor) -> Path:
    return kantor.workdir / "meja" / "lembar"
