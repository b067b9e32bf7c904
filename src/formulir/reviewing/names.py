"""What the template of a kind can name, with examples from records or the sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.issuing.check import (
    SAMPLE_TAHUN,
    SAMPLE_TANGGAL,
    SAMPLE_WILAYAH,
    make_sample,
    read_sample_contexts,
)
from formulir.issuing.gather import Request, SuratNoneError, gather
from formulir.letters.authoring.names import Variable, list_variables
from formulir.letters.jenis import load_jenis
from formulir.model import Scope
from formulir.records.cells.mask import mask_people
from formulir.reviewing.sources import find_sources
from formulir.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from formulir.letters.jenis import Jenis
    from formulir.model import Konteks
    from formulir.office.kantor import Kantor


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """The variables of a kind.

    Args:
        jenis: The kind.
        variables: What its template can name.
        own: Whether the examples are from the office's own records.
    """

    jenis: Jenis
    variables: list[Variable]
    own: bool


def read_names(
    folders: Sequence[Path],
    request: Request,
    *,
    kantor: Kantor | None,
    office: Kantor | None = None,
) -> Names:
    """Read the variables of a kind, and where each comes from.

    The columns are found in the sample office, which has letters of every shipped
    kind. NIK, NUPTK and telephone of people are masked.

    Args:
        folders: Where kinds are looked for.
        request: Which kind, and of which letters the examples are.
        kantor: The office whose records are asked; only the sample, without one.
        office: The office whose own kinds the sample office has too.

    Raises:
        JenisUnknownError: There is no such kind.
        TemplateFaultyError: The kind's files are wrong.
        SuratNoneError: Neither the records nor the sample have such a letter.
    """
    jenis = load_jenis(folders, kode=request.formulir)
    contexts = [] if kantor is None else _read_records(kantor, request)
    own = bool(contexts)
    sample = make_sample(office)
    known = read_sample_contexts(folders, sample, jenis)
    if not own:
        contexts = known
    if not contexts:
        raise SuratNoneError(request)
    scope = Scope(tahun=SAMPLE_TAHUN, tanggal=SAMPLE_TANGGAL, settings=Settings())
    sumber = find_sources(sample, jenis, scope) if known else {}
    masked = [mask_people(konteks) for konteks in contexts]
    variables = list_variables(masked, jenis, sumber=sumber)
    return Names(jenis=jenis, variables=variables, own=own)


def make_request(formulir: str) -> Request:
    """Ask for the letters of a kind that the sample office has."""
    return Request(
        formulir=formulir,
        tahun=SAMPLE_TAHUN,
        tanggal=SAMPLE_TANGGAL,
        wilayah=SAMPLE_WILAYAH,
    )


def _read_records(kantor: Kantor, request: Request) -> list[Konteks]:
    with kantor.open_catatan(read_only=True) as db:
        try:
            return [draft.konteks for draft in gather(kantor, db, request).drafts]
        except SuratNoneError:
            return []
