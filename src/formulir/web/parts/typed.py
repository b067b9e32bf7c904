"""Rows that are typed on a page: taken by the import, like those of a sheet."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import RecordError
from formulir.ground.disk import make_folder
from formulir.language import translate
from formulir.office.founding import import_sheet
from formulir.records.importing.ingest import ImportOptions
from formulir.records.sheets.sheet import Grid
from formulir.records.sheets.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.sheets.report import ImportResult
    from formulir.web.desk.visit import SentFile, Visit

NAMA: Final = "isian meja kerja"
"""What the history calls such a sheet."""


class Typed:
    """What became of rows that were typed.

    Args:
        result: What the import says, or why it takes none of them.
        trace: What it saw.
    """

    def __init__(self, result: ImportResult | RecordError, trace: Trace) -> None:
        """Keep both."""
        self._result, self._trace = result, trace

    @property
    def faults(self) -> dict[str, list[str]]:
        """Return the faults by column; those of no column under an empty word."""
        if isinstance(self._result, RecordError):
            return {"": [translate(self._result.sentence)]}
        found: dict[str, list[str]] = {}
        for told in self._trace.list_faults().values():
            for column, reason in told:
                found.setdefault(column, []).append(translate(reason))
        return found

    @property
    def reasons(self) -> list[str]:
        """Return the faults, whatever they are of; none where all was written."""
        return [reason for those in self.faults.values() for reason in those]

    @property
    def remarks(self) -> list[str]:
        """Return what is to be said besides."""
        if isinstance(self._result, RecordError):
            return []
        return [translate(each.reason) for each in self._result.warnings]


def take_rows(
    visit: Visit,
    tabel: str,
    rows: Sequence[Mapping[str, str]],
    *,
    files: Mapping[str, SentFile] | None = None,
) -> Typed:
    """Import rows that were typed into a table; nothing is written if one is wrong.

    Whoever typed them has agreed to what they change.

    Args:
        visit: The visit.
        tabel: The table.
        rows: The rows, each with the same columns.
        files: The files that their cells name, under names of ours.
    """
    names = list(rows[0])
    lines: list[Any] = [(1, names)]
    lines += [(at, [row[n] for n in names]) for at, row in enumerate(rows, start=2)]
    trace = Trace()
    options = ImportOptions(
        grids=(Grid(lines=lines),),
        nama=NAMA,
        trace=trace,
        agree=lambda _: True,
    )
    place = visit.kantor.workdir / "meja"
    make_folder(place)
    with TemporaryDirectory(prefix="isian-", dir=place) as folder:
        for name, sent in (files or {}).items():
            Path(folder, name).write_bytes(sent.path.read_bytes())
        path = Path(folder, NAMA)
        result: ImportResult | RecordError
        try:
            result = import_sheet(visit.kantor, tabel, path, options=options)
        except RecordError as error:
            result = error
    return Typed(result, trace)
