"""Which letters are handed out, as the address and the form of the page say it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from formulir.archive.words import Search
from formulir.handing.letters import Wanted, find_valid, is_out
from formulir.handing.naming import clean_words, cut_bytes
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.records.post.handed import list_handed
from formulir.web.desk.frame import name_view
from formulir.web.desk.kept import keep
from formulir.web.desk.reply import AbsentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.model import Entri
    from formulir.web.desk.visit import Visit

UNHANDED: Final = "belum"
"""Said for the letters that nobody got yet; all of them are meant otherwise."""
_NAME: Final = 90
"""Bytes of the name of a file, before its end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KindLetters:
    """The letters in force of a kind.

    Args:
        formulir: The kind.
        judul: Its title.
        count: So many are in force.
        unhanded: So many of these never left the office.
    """

    formulir: str
    judul: str
    count: int
    unhanded: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HandChoice:
    """The letters that somebody hands out.

    Args:
        formulir: The kind.
        judul: Its title.
        which: ``belum`` for those that never left the office; empty for all.
        entries: All in force of the kind, the last one first.
        unhanded: Those that never left, by their codes.
    """

    formulir: str
    judul: str
    which: str
    entries: list[Entri]
    unhanded: frozenset[str]

    @property
    def chosen(self) -> list[Entri]:
        """Return the letters that are meant."""
        if not self.which:
            return self.entries
        return [each for each in self.entries if each.isi["kode"] in self.unhanded]

    @property
    def keys(self) -> list[str]:
        """Return the keys of the letters that are meant; none where all are."""
        return [str(each.isi["kunci"]) for each in self.chosen] if self.which else []

    def spell(self, path: str = "/kirim", **more: str) -> str:
        """Spell it as an address."""
        asked = {"formulir": self.formulir, "yang": self.which, **more}
        return f"{path}?{urlencode({k: v for k, v in asked.items() if v})}"


def list_kinds(visit: Visit) -> list[KindLetters]:
    """List the kinds of which letters of the region are in force, in their order."""
    kantor, tahun, wilayah = visit.kantor, visit.tahun, visit.wilayah

    def count() -> list[KindLetters]:
        with visit.open_catatan() as db:
            found = find_valid(kantor, db, Search(tahun=tahun), wilayah=wilayah)
            handed = list_handed(db)
        every = Counter(str(each.isi["formulir"]) for each in found)
        left = Counter(
            str(each.isi["formulir"]) for each in found if not is_out(each, handed)
        )
        kinds = [
            load_jenis(kantor.templates, kode=kode)
            for kode in list_jenis(kantor.templates)
            if every[kode]
        ]
        kinds.sort(key=lambda jenis: (jenis.tahap, jenis.kode))
        return [
            KindLetters(
                formulir=jenis.kode,
                judul=jenis.judul,
                count=every[jenis.kode],
                unhanded=left[jenis.kode],
            )
            for jenis in kinds
        ]

    return keep(kantor, ("kirim", tahun, wilayah), count)


def read_letters(visit: Visit, said: Mapping[str, str]) -> HandChoice | None:
    """Read which letters are meant; nothing where no kind is named yet.

    Args:
        visit: The visit, with its year and region.
        said: ``formulir``, and ``yang``.

    Raises:
        AbsentError: There is no such kind.
    """
    formulir, kantor = said.get("formulir", ""), visit.kantor
    if not formulir:
        return None
    if formulir not in list_jenis(kantor.templates):
        raise AbsentError
    with visit.open_catatan() as db:
        search = Search(tahun=visit.tahun, formulir=formulir)
        entries = find_valid(kantor, db, search, wilayah=visit.wilayah)
        handed = list_handed(db)
    left = [each.isi["kode"] for each in entries if not is_out(each, handed)]
    return HandChoice(
        formulir=formulir,
        judul=load_jenis(kantor.templates, kode=formulir).judul,
        which=UNHANDED if said.get("yang") == UNHANDED else "",
        entries=entries,
        unhanded=frozenset(left),
    )


def take_choice(visit: Visit) -> HandChoice:
    """Read from a form which letters are meant.

    Raises:
        AbsentError: It names no kind, or one that there is none of.
    """
    said = {"formulir": visit.take("formulir"), "yang": visit.take("yang", "")}
    choice = read_letters(visit, said)
    if choice is None:
        raise AbsentError
    return choice


def make_wanted(visit: Visit, choice: HandChoice) -> Wanted:
    """Say which letters are meant, as the command line does."""
    return Wanted(
        formulir=[choice.formulir],
        tahun=visit.tahun,
        wilayah=visit.wilayah,
        kunci=frozenset(choice.keys),
    )


def ask_for(visit: Visit, choice: HandChoice, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
    """Say to a job which letters are meant."""
    return {
        "formulir": choice.formulir,
        "tahun": visit.tahun,
        "wilayah": visit.wilayah,
        "kunci": choice.keys,
        **more,
    }


def name_file(visit: Visit, choice: HandChoice) -> str:
    """Name the files of a job, without their ends."""
    words = f"{choice.formulir} {visit.tahun} {name_view(visit)}"
    return cut_bytes(clean_words(words), _NAME)
