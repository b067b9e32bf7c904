"""What is to be issued, as the address and the form of the page say it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from formulir.issuing.gather import Request
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.records.forms.cell import keep_within
from formulir.reviewing.ready.marks import Readiness, read_marks
from formulir.web.desk.kept import is_kept, keep
from formulir.web.desk.reply import AbsentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.web.desk.visit import Visit


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The letters that somebody wants to issue.

    Args:
        formulir: The kind.
        judul: Its title.
        request: The letters, and their date.
    """

    formulir: str
    judul: str
    request: Request

    @property
    def what(self) -> tuple[object, ...]:
        """Return what tells it from all others."""
        asked = self.request
        return ("periksa", self.formulir, asked.tahun, asked.wilayah, asked.tanggal)

    def spell(self, **more: str) -> str:
        """Spell it as the address of the page."""
        tanggal = self.request.tanggal.isoformat()
        asked = {"formulir": self.formulir, "tanggal": tanggal}
        return f"/terbitkan?{urlencode({**asked, **more})}"


def read_choice(visit: Visit, said: Mapping[str, str]) -> Choice | None:
    """Read what is to be issued; nothing where no kind is named yet.

    Args:
        visit: The visit, with its year and region.
        said: ``formulir`` and ``tanggal``, today where that is left out or is no day.

    Raises:
        AbsentError: There is no such kind.
    """
    formulir = said.get("formulir", "")
    if not formulir:
        return None
    templates = visit.kantor.templates
    if formulir not in list_jenis(templates):
        raise AbsentError
    try:
        tanggal = date.fromisoformat(said.get("tanggal", ""))
    except ValueError:
        tanggal = visit.kantor.hari_ini()
    request = Request(
        formulir=formulir, tahun=visit.tahun, wilayah=visit.wilayah, tanggal=tanggal
    )
    judul = load_jenis(templates, kode=formulir).judul
    return Choice(formulir=formulir, judul=judul, request=request)


def is_looked(visit: Visit, choice: Choice) -> bool:
    """Tell whether the letters were looked through since anything has changed."""
    return is_kept(visit.kantor, choice.what)


def look_through(visit: Visit, choice: Choice) -> Readiness:
    """Look through the letters, or remember what was found.

    To whoever looks at one region, faults of others are told as there, not which.

    Raises:
        SuratNoneError: The records ask for no such letter.
    """
    kantor, request = visit.kantor, choice.request
    found = keep(kantor, choice.what, lambda: visit.reckon(read_marks, request))
    codes = visit.person.codes
    wrong = [fault for fault in found.general if not fault.warning]
    if codes is None or not wrong:
        return found
    with visit.open_catatan() as db:
        own = set(keep_within(db, wrong, codes, tahun=request.tahun))
    general = [one for one in found.general if one.warning or one in own]
    return replace(found, general=general, elsewhere=len(own) < len(set(wrong)))
