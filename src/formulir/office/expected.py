"""The letters that the records expect of a year: what the kinds' own queries give."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from formulir.letters.context import read_rows
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.letters.subject import name_subject
from formulir.records.sql.functions import sql_functions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.letters.jenis import Jenis
    from formulir.model import Scope
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedLetter:
    """A letter that the records expect.

    Args:
        formulir: Its kind.
        kunci: Its key within kind and year.
        nama: Whom it is about; empty where it is about a region or a training.
        tahap: Its stage.
        hal: Its subject.
        wilayah: By role, a region's code or a list of codes.
        instansi: The code of the office that issues it, where it is on record.
        bernomor: Whether this office numbers the kind.
    """

    formulir: str
    kunci: str
    nama: str
    tahap: str
    hal: str
    wilayah: Mapping[str, Any]
    instansi: str | None
    bernomor: bool


def ask_kind(db: Store, jenis: Jenis, scope: Scope) -> list[dict[str, Any]]:
    """Run a kind's query over the records; a row a letter.

    Letters do not know the records, so their query is handed a connection, and the SQL
    functions that the records have for it.

    Args:
        db: The record store.
        jenis: The kind.
        scope: Which year and region, at which date.

    Raises:
        TemplateFaultyError: The query fails, lacks a column, or gives no object.
    """
    functions = sql_functions(db, settings=asdict(scope.settings))
    return read_rows(db.conn, jenis, scope=scope, functions=functions)


def read_expected(
    kantor: Kantor, db: Store, scope: Scope, *, formulir: str | None = None
) -> list[ExpectedLetter]:
    """Read the letters of one kind, or of all, that a year's records ask for.

    Args:
        kantor: The office.
        db: Its record store.
        scope: Which year and region, at which date.
        formulir: Only this kind.

    Raises:
        JenisUnknownError: There is no such kind.
        TemplateFaultyError: A kind's files are wrong.
        WilayahUnknownError: No region ever had the code.
    """
    found = []
    for kode in list_jenis(kantor.templates) if formulir is None else [formulir]:
        jenis = load_jenis(kantor.templates, kode=kode)
        rows = ask_kind(db, jenis, scope)
        found += [
            ExpectedLetter(
                formulir=jenis.kode,
                kunci=str(row["kunci"] or ""),
                nama=name_subject(row["konteks"]),
                tahap=row["tahap"],
                hal=str(row["hal"] or ""),
                wilayah=row["wilayah"],
                instansi=row["instansi"],
                bernomor=jenis.is_numbered(kantor.settings.bernomor),
            )
            for row in rows
        ]
    return found
