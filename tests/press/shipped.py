"""The letters that the sample office gets from the kinds that are shipped."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from formulir.issuing.check import SAMPLE_TAHUN, SAMPLE_TANGGAL, make_sample
from formulir.letters.context import (
    complete_konteks,
    name_surat,
    read_rows,
)
from formulir.letters.jenis import BERKAS_JENIS, load_jenis
from formulir.letters.profil import load_profiles
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import fill_parts
from formulir.model import Scope
from formulir.press.joining.obstacles import find_obstacles, is_fragile
from formulir.press.joining.skeleton import Skeleton
from formulir.records.sql.functions import sql_functions
from formulir.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from _pytest.mark import ParameterSet

    from formulir.letters.reading.compile import Template

TEMPLATES = Path(__file__).parents[2] / "templates"
BATCH, BATCH_OF_LONG = 24, 10
LONG = 15_000
"""Characters of filled XML from which on a letter counts as long."""
KINDS = sorted(path.parent.name for path in TEMPLATES.glob(f"*/{BERKAS_JENIS}"))
LAYOUTS = {"01.1", "01.2", "02.1", "02.3", "DH", "J3.3", "LI", "RM", "SKS", "SP"}
"""Letters with a list, statements, a list to be signed, a schedule, tall rows, sections
that lie and a chart, a decree, orders whose pages are divided one by one."""


def spread(few: set[str]) -> list[ParameterSet]:
    """Give every kind, of which the suite takes a few."""
    return [
        pytest.param(kode, marks=() if kode in few else pytest.mark.thorough)
        for kode in KINDS
    ]


SPREAD = spread(LAYOUTS)
"""Every kind, of which the suite takes one of each layout."""
FEW = spread({"02.1", "DH", "J3.3", "RM", "SP"})
"""The same for what is dear, without the layouts of which another has the hazards."""
PARTS = (
    pytest.param(LAYOUTS, id="layouts"),
    pytest.param({*KINDS} - LAYOUTS, id="others", marks=pytest.mark.thorough),
)
"""The same as sets, for a test that looks at many kinds at once."""


def read_kind(kode: str) -> tuple[Template, list[dict[str, Any]]]:
    """Read a kind's template, and a context for each letter of the sample office."""
    jenis = load_jenis([TEMPLATES], kode=kode)
    mohon = Scope(tahun=SAMPLE_TAHUN, tanggal=SAMPLE_TANGGAL, settings=Settings())
    contoh = make_sample()
    with closing(contoh.conn):
        rows = read_rows(
            contoh.conn, jenis, scope=mohon, functions=sql_functions(contoh)
        )
    profil = load_profiles([TEMPLATES], rows, tanggal=SAMPLE_TANGGAL)
    first = profil[rows[0]["golongan"]] if rows else None
    template = compile_template(jenis.read_docx(), nama=kode, profil=first)
    letters = []
    for urut, row in enumerate(rows, start=1):
        konteks = complete_konteks(
            row, jenis, scope=mohon, profil=profil[row["golongan"]]
        )
        named = name_surat(konteks, nomor=f"421/{urut:04}/2016", kode=f"K{urut:03}")
        letters.append(named)
    return template, letters


def choose_batch(letters: Sequence[Mapping[str, str]]) -> int:
    """Choose how many letters are joined: long ones show the same with fewer."""
    size = max(sum(map(len, parts.values())) for parts in letters)
    return BATCH_OF_LONG if size > LONG else BATCH


def fill_kind(kode: str) -> tuple[Skeleton, list[dict[str, str]], list[str]]:
    """Fill a kind with all that the sample office has for it.

    Returns:
        What its letters have in common, their parts, and what forbids joining them.
    """
    template, named = read_kind(kode)
    letters = [fill_parts(template, konteks, kunci="k") for konteks in named]
    members = template.read_members()
    skeleton = Skeleton(
        members=template.rest, order=template.order, fragile=is_fragile(members)
    )
    return skeleton, letters, find_obstacles(members)
