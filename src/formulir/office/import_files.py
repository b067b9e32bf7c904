"""Bringing records in: a sheet into a table, and the files that the sheet names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.ground.disk import replace_file
from formulir.office.kantor import shipped
from formulir.records.cells.berkas import name_berkas
from formulir.records.importing.ingest import ImportOptions, import_table

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.records.sheets.report import ImportResult
    from formulir.records.store import Store

SAMPLES = (
    "instansi",
    "pejabat",
    "seri",
    "sekolah",
    "kriteria",
    "calon",
    "berkas",
    "evaluasi",
    "evaluasi_kriteria",
    "tim",
    "materi",
    "pelatihan",
    "kelas",
    "fasilitator",
    "peserta",
    "hari_libur",
    "sesi",
    "nilai",
    "penetapan",
    "kegiatan",
    "lampiran",
)
"""The sheets of the sample office, in the order in which they lean on each other."""


def import_sheet(
    kantor: Kantor, tabel: str, path: Path, *, options: ImportOptions
) -> ImportResult:
    """Import a sheet into the office's store, and its files into ``berkas/``."""

    def keep(source: Path) -> str:
        return store_berkas(kantor.berkas, source)

    with kantor.open_catatan() as db:
        return import_table(
            db,
            tabel,
            path,
            options=options,
            keep_berkas=keep,
            look_at_picture=look_at_picture,
        )


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
    if any(not fault.warning for fault in faults):
        raise ValueError("; ".join(each.reason for each in faults if not each.warning))
    return "; ".join(each.reason for each in faults) or None


def store_berkas(folder: Path, source: Path) -> str:
    """Copy a file into ``berkas/`` under the name of its digest.

    Its name comes last: a crash leaves at most a temporary file, which the next
    attempt overwrites.
    """
    name = name_berkas(source)
    target = folder / name
    if not target.exists():
        folder.mkdir(exist_ok=True)
        replace_file(target, source.read_bytes())
    return name


def import_samples(kantor: Kantor) -> dict[str, ImportResult]:
    """Import the sample office, with everything that it consists of.

    Returns:
        What became of each table's sheet.
    """
    return {
        tabel: import_sheet(kantor, tabel, path, options=ImportOptions())
        for tabel, path in _list_samples(shipped("samples"))
    }


def load_samples(db: Store) -> None:
    """Load the sample records into a store in memory, for the lint to learn from."""
    for tabel, path in _list_samples(shipped("samples")):
        import_table(db, tabel, path, options=ImportOptions(), keep_berkas=name_berkas)


def _list_samples(folder: Path) -> list[tuple[str, Path]]:
    paths = [(tabel, folder / f"{tabel}.csv") for tabel in SAMPLES]
    return [(tabel, path) for tabel, path in paths if path.is_file()]
