"""The rules between records that a kind may name under ``aturan``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.records.rules.calon import (
    check_evaluasi,
    check_penetapan,
    check_pengumuman,
    check_penilaian,
    check_undangan,
)
from formulir.records.rules.deadlines import (
    check_tenggat_monev,
    check_tenggat_undangan,
    check_tenggat_usulan,
    check_tenggat_verval,
)
from formulir.records.rules.jadwal import check_jadwal
from formulir.records.rules.usulan import check_usulan

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.model import Fault, Scope
    from formulir.records.store import Store


RULES: dict[str, Callable[[Store, Scope], list[Fault]]] = {
    "usulan": check_usulan,
    "evaluasi": check_evaluasi,
    "pengumuman": check_pengumuman,
    "undangan": check_undangan,
    "penilaian": check_penilaian,
    "penetapan": check_penetapan,
    "jadwal": check_jadwal,
    "tenggat_usulan": check_tenggat_usulan,
    "tenggat_verval": check_tenggat_verval,
    "tenggat_undangan": check_tenggat_undangan,
    "tenggat_monev": check_tenggat_monev,
}
