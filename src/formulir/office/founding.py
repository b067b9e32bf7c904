"""Founding an office, whole or not at all, and bringing in records with their files."""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from glob import escape
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from formulir.archive.folder import create_archive
from formulir.errors import MachineError
from formulir.ground.disk import (
    guard_disk,
    hold_lock,
    is_locked,
    make_folder,
    replace_file,
    sync_path,
    write_file,
)
from formulir.ground.stored import judge_stored
from formulir.language import chain, take_reason
from formulir.office.filing import open_ledger
from formulir.office.kantor import BERKAS_KANTOR, shipped
from formulir.office.modes import require_group, set_modes, share
from formulir.records.cells.berkas import name_berkas
from formulir.records.defaults import load_tahap
from formulir.records.importing.delete import OUTSIDE, delete_row
from formulir.records.importing.ingest import (
    ImportOptions,
    find_table,
    import_table,
    list_tables,
)
from formulir.records.importing.write_seri import write_outside
from formulir.records.ledger.acts import record_act, take_moment
from formulir.records.office.wilayah import load_wilayah
from formulir.records.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.office.kantor import Kantor
    from formulir.records.importing.ingest import Act
    from formulir.records.sheets.report import ImportResult
    from formulir.records.sheets.sheet import Grid
    from formulir.records.store import Store

UNFINISHED = ".formulir-init-"
"""What stands between the name of an office and chance while it is being built."""

_SETTINGS = """\
# The settings of this office.
# Its own name, as labels and messages have it, if not that of the LPMP on record.
# nama = "LPMP Contoh"
# The name of the archive, which is written into it: never change this.
asal = "{asal}"
# The time zone in which letters are dated: Asia/Jakarta, Asia/Makassar, Asia/Jayapura.
zona = "Asia/Jakarta"
# Where a reader of the QR can ask about a letter; leave it out when there is none.
# alamat_verifikasi = "https://verifikasi.example.go.id/surat"
# Where LibreOffice is, when it is not on the path.
# libreoffice = "/usr/bin/soffice"
# The Python that has LibreOffice's UNO bridge, when it is not /usr/bin/python3.
# python_uno = "/usr/bin/python3"
# The group of this machine whose members share the office; let
# 'formulir doctor --kelompok GROUP' write it here, which also opens the files to them.
# kelompok = "lpmp"
# Minutes of a lesson hour (JP), as schedules count them: 60, or 45.
# menit_per_jp = 60
# Kinds that this office numbers although others do not.
# bernomor = ["01.3", "01.6"]
# Let the superior of a candidate sign the statement (01.2) too: "Mengetahui".
# mengetahui_atasan = true
# The mark from which a participant can be recommended, and what it is made of.
# nilai_lulus = 70
# bobot_pascates = 50
# bobot_praktik = 50
# bobot_sikap = 0
# How 'formulir assign' plans the visits (docs/pendampingan.md). Below this line only.
# [pendampingan]
# tahap_1 = ["07-18", "08-31"]
# tahap_2 = ["09-05", "10-31"]
# jeda_hari = 14
# kunjungan_per_orang = 12
# bobot_jarak = 1
# bobot_beban = 5
# bobot_pasangan = 20
# bobot_keinginan = 10
"""

_TEMPLATES = """\
A file here shadows the shipped one of the same name: templates/02.2/surat.docx is used
instead of the shipped letter of kind 02.2, and so on. Copy a shipped file, edit it in
Word, and run 'formulir check' before the next batch.
"""


class FolderOccupiedError(MachineError):
    """An office was to be made where something lies already."""

    folder: Path
    says = "{folder} is not empty; name a new folder"


def found_kantor(
    folder: Path, *, kelompok: str | None = None, sandi: str | None = None
) -> None:
    """Make an office.

    It is built in a fresh folder beside its place and renamed into it, which only an
    empty folder gives way to. A fault leaves nothing. A crash leaves the fresh folder,
    never half an office; ``list_unfinished`` names it, and nothing here ever deletes
    what this call has not made.

    Args:
        folder: Where.
        kelompok: The group that is to share it; without one it is its founder's.
        sandi: A passphrase for the archive's key.

    Raises:
        FolderOccupiedError: Something lies there already.
        KelompokUnknownError, KelompokForeignError: It cannot be shared with that group.
        ModesUnkeptError: The disk keeps no permissions, so no group can share it.
        KunciExposedError: Likewise, and there is no passphrase.
        KantorUnmakeableError: The system refuses to make it.
    """
    folder = folder.resolve()
    if kelompok is not None:
        require_group(kelompok)
    refuse_occupied(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with build_beside(folder) as new:
            _fill(new, nama=folder.name, sandi=sandi)
            if kelompok is not None:
                list(share(new, kelompok))
            else:
                set_modes(new)
            new.rename(folder)
            sync_path(folder.parent)
    except OSError as error:
        raise KantorUnmakeableError(folder, reason=take_reason(error)) from error


def refuse_occupied(folder: Path) -> None:
    """Refuse a place where something lies, or where the caller stands.

    Raises:
        FolderOccupiedError: It is none for a new office.
    """
    if folder.exists() and (
        not folder.is_dir() or any(folder.iterdir()) or folder.samefile(Path.cwd())
    ):
        raise FolderOccupiedError(folder)


def list_unfinished(folder: Path, *, mark: str = UNFINISHED) -> list[Path]:
    """List what killed attempts at an office have left beside its place.

    An attempt that goes on is locked, and is none of them.
    """
    place, left = folder.resolve(), []
    for path in place.parent.glob(f"{escape(place.name)}{mark}*"):
        with suppress(OSError):  # what we may not even open is none of ours
            left += [] if is_locked(path) else [path]
    return sorted(left)


@contextmanager
def build_beside(place: Path, *, mark: str = UNFINISHED) -> Iterator[Path]:
    """Make a folder beside a place, locked; what fails inside takes it away.

    A crash leaves the folder, which ``list_unfinished`` names.
    """
    new = Path(mkdtemp(prefix=f"{place.name}{mark}", dir=place.parent))
    try:
        with hold_lock(new):
            yield new
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)  # nobody else could have this name
        raise


class KantorUnmakeableError(MachineError):
    """The machine would not let an office be made."""

    folder: Path
    reason: str
    says = "{folder} cannot be made: {reason}"


def _fill(new: Path, *, nama: str, sandi: str | None) -> None:
    plain = "".join(letter for letter in nama.lower() if letter.isalnum()) or "kantor"
    asal = f"formulir.example/{plain}"
    settings = _SETTINGS.format(asal=asal)
    write_file(new / BERKAS_KANTOR, settings.encode())
    (new / "templates").mkdir()
    write_file(new / "templates" / "README.txt", _TEMPLATES.encode())
    (new / "berkas").mkdir()
    key = new / "kunci" / "arsip.pem"
    create_archive(new / "archive", asal=asal, key=key, sandi=sandi)
    with closing(open_store(new / "catatan.db", new=True)) as db:
        load_wilayah(db)
        with db.writing():
            load_tahap(db.tables)


def import_sheet(
    kantor: Kantor, tabel: str, path: Path, *, options: ImportOptions
) -> ImportResult:
    """Import a sheet into the office's store, and its files into ``berkas/``."""
    options = replace(options, act=act_of(kantor), open_workbook=_open_workbook)
    if tabel == OUTSIDE and options.write is None:
        # Its numbers are acts of the ledger, which say who.
        options = replace(options, write=partial(write_outside, kantor.actor()))
    keep = partial(store_berkas, kantor.berkas)
    with open_ledger(kantor) as db:
        if find_table(tabel, db).formulir:
            # The sheet of a kind that an office has made need not name the year.
            fill = {"tahun": kantor.hari_ini().year} | dict(options.fill)
            options = replace(options, fill=fill)
        return import_table(
            db,
            tabel,
            path,
            options=options,
            keep_berkas=keep,
            look_at_picture=look_at_picture,
        )


def _open_workbook(path: Path, data: bytes) -> list[Grid]:
    # This brings the press, which a sheet of text does not need.
    from formulir.office.workbooks import open_workbook  # noqa: PLC0415

    return open_workbook(path, data)


def delete_record(
    kantor: Kantor, tabel: str, key: Sequence[str], *, alasan: str
) -> dict[str, Any]:
    """Delete a row of the office's records, and give what it was."""
    with open_ledger(kantor) as db:
        return delete_row(db, tabel, key, alasan=alasan, act=act_of(kantor))


def act_of(kantor: Kantor) -> Act:
    """Return what writes an act on records into the office's history: who, and when.

    It is called inside the transaction of the act, so that both stay or neither.
    """

    def act(db: Store, tindakan: str, rincian: Mapping[str, Any]) -> None:
        actor = kantor.actor()
        moment = take_moment(db, actor)
        record_act(db, actor, tindakan, _plain(rincian), moment=moment)

    return act


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value as a line of the log can say it: a fraction as text."""
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    return repr(value) if isinstance(value, float) else value


def look_at_picture(column: str, path: Path) -> str | None:
    """Look at the picture of an office before it is stored; give what to remark.

    Args:
        column: What it is for: ``cap`` or ``lambang``.
        path: Where it lies.

    Raises:
        ValueError: It cannot be used; every reason is told.
    """
    # This brings the press, which a sheet without pictures does not need.
    from formulir.press.finishing.inspect_picture import (  # noqa: PLC0415
        inspect_picture,
    )

    faults = inspect_picture(path.read_bytes(), column, str(path))
    if bad := [fault.reason for fault in faults if not fault.warning]:
        raise ValueError(chain(bad))
    return chain([each.reason for each in faults]) if faults else None


def store_berkas(folder: Path, source: Path) -> str:
    """Copy a file into ``berkas/`` under the name of its digest.

    One that lies there and is not what its name promises is replaced. Its name comes
    last: a crash leaves at most a temporary file, which the next attempt overwrites.
    """
    name = name_berkas(source)
    target = folder / name
    with guard_disk(target):
        make_folder(folder)
        if judge_stored(target):
            replace_file(target, source.read_bytes())
    return name


def import_samples(kantor: Kantor) -> dict[str, ImportResult]:
    """Import the sample office, with everything that it consists of.

    Returns:
        What became of each table's sheet.
    """
    return {
        tabel: import_sheet(kantor, tabel, path, options=ImportOptions())
        for tabel, path in _list_samples()
    }


def load_samples(db: Store) -> None:
    """Load the sample records into a store in memory, for the lint to learn from."""
    for tabel, path in _list_samples():
        import_table(db, tabel, path, options=ImportOptions(), keep_berkas=name_berkas)


def _list_samples() -> list[tuple[str, Path]]:
    folder = shipped("samples")
    paths = [(tabel, folder / f"{tabel}.csv") for tabel in list_tables()]
    return [(tabel, path) for tabel, path in paths if path.is_file()]
