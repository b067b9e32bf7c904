"""Who hands letters out, as labels and messages name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.model import Fault

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

_OWN = """
SELECT DISTINCT nama FROM instansi
WHERE jenis = 'lpmp' AND berlaku_dari <= :today
    AND coalesce(berlaku_sampai, :today) >= :today
"""


def name_office(kantor: Kantor, db: Store) -> tuple[str, list[Fault]]:
    """Name the office as those know it who get its letters.

    That is ``nama`` of ``kantor.toml``; where that is left as it was founded, blank or
    the name of the folder, it is the one office of this kind on record today.

    Returns:
        The name, and that it must be set, where nobody has said what it is.
    """
    if kantor.nama != kantor.folder.name:
        return kantor.nama, []
    names = db.values(_OWN, {"today": kantor.hari_ini().isoformat()})
    if len(names) == 1:
        return str(names[0]), []
    reason = phrase(
        "the office is called {nama!r}, as its folder is: that stands on labels and in "
        "messages; set nama to its own name",
        nama=kantor.folder.name,
    )
    return kantor.folder.name, [
        Fault(place="kantor.toml: nama", reason=reason, warning=True)
    ]
