"""Kinds of letters: a kind is a folder, and data only.

A folder holds ``surat.docx`` (edited in Word), ``jenis.toml`` (what the kind is) and
``konteks.sql`` (one row a letter). Where the letters of a class have another shape, it
holds theirs beside it, as ``surat-pemda.docx``. An office's own folder shadows the
shipped kinds file by file; its ``surat.docx`` stands before a shipped
``surat-pemda.docx``, for it was the letter of all classes when it was copied.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from formulir.errors import TemplateError, TemplateFaultyError
from formulir.ground.disk import mark_file
from formulir.ground.toml import read_toml
from formulir.language import Sentence, phrase
from formulir.model import Docx, Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from formulir.ground.toml import TomlTable

BERKAS_SURAT = "surat.docx"
BERKAS_JENIS = "jenis.toml"
BERKAS_KONTEKS = "konteks.sql"

GOLONGAN = ("kementerian", "pemda", "sekolah")
"""Whose layout a letter follows."""
KECEPATAN = ("Biasa", "Segera", "Sangat Segera")
"""How urgent a letter is. Source: PerANRI 5/2021."""
KEAMANAN = ("Biasa", "Terbatas", "Rahasia", "Sangat Rahasia")
"""Who may read it. Source: PerANRI 5/2021."""
BY_INSTANSI = "instansi"
"""The layout of a kind that both a dinas and the ministry's office may issue."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Jenis:
    """A kind of letter.

    Args:
        kode: Its code, such as ``02.3``; also the name of its folder.
        judul: Its title.
        tahap: The stage of the programme that it belongs to.
        golongan: Whose layout it follows: one of ``GOLONGAN``, or ``instansi`` when
            each letter follows that of its issuing office.
        seri: ``""`` when this office never numbers it; ``instansi``: it is numbered
            in the series of the issuing office, where that has one; ``settings``:
            likewise, but only where the office's settings name the kind.
        kode_nomor: The codes that the kind gives to the number pattern.
        peran: The roles of regions that every letter must name.
        aturan: The names of the rules between records that it must obey.
        sesudah: The kinds of which a letter with this key, or one below it, must have
            been issued before.
        perlu: What must be on record before there is a letter, a table and a column
            each, perhaps with what it must hold.
        boleh_kosong: Fields that may stay blank, with the dots printed instead.
        opsional: Fields that may be blank, and the template handles it.
        dijanjikan: The field that says how many files the letter promises to attach.
        cap: Whether the stamp of the issuing office is put on it.
        qr: Whether the QR of its archive code is.
        docx: Where its template is, by class.
        sql: Where its query is.
        kode_golongan: The codes that it gives to the numbers of one class only.
        sifat: How urgent its letters are, where nothing else says it.
        keamanan: Who may read them, likewise.
    """

    kode: str
    judul: str
    tahap: str
    golongan: str
    seri: str
    kode_nomor: Mapping[str, str]
    peran: tuple[str, ...]
    aturan: tuple[str, ...]
    sesudah: tuple[str, ...]
    perlu: tuple[str, ...] = ()
    boleh_kosong: Mapping[str, int]
    opsional: frozenset[str]
    dijanjikan: str = ""
    cap: bool
    qr: bool
    docx: Mapping[str, Path]
    sql: Path
    kode_golongan: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sifat: str = KECEPATAN[0]
    keamanan: str = KEAMANAN[0]

    def find_docx(self, golongan: str | None = None) -> Path:
        """Return where the template of a class of letters is.

        Args:
            golongan: The class; the first whose letters the kind has without it.
        """
        return self.docx.get(golongan or self.golongan, self.docx[GOLONGAN[0]])

    def list_golongan(self) -> list[str]:
        """List the classes of its letters, one for each of its templates."""
        if self.golongan in GOLONGAN:
            return [self.golongan]
        first = {path: golongan for golongan, path in reversed([*self.docx.items()])}
        return [golongan for golongan in self.docx if golongan in first.values()]

    def read_docx(self, golongan: str | None = None) -> Docx:
        """Return the template of a class of letters as its author left it."""
        return Docx(self.find_docx(golongan).read_bytes())

    def is_numbered(self, bernomor: Collection[str]) -> bool:
        """Say whether an office that has a series numbers this kind.

        Args:
            bernomor: The kinds that the office numbers although others do not.
        """
        named = self.seri == "setelan" and self.kode in bernomor
        return self.seri == "instansi" or named


class JenisUnknownError(TemplateError):
    """No folder of templates holds this kind."""

    kode: str
    known: Sequence[str]
    typed = "kode"

    @property
    def sentence(self) -> Sentence:
        """Name those there are, the one that was meant first."""
        kinds = ", ".join(self.known)
        if near := self._find_near():
            return phrase(
                "there is no kind {kode!r}; did you mean {near}? the kinds are {kinds}",
                kode=self.kode,
                near=near,
                kinds=kinds,
            )
        return phrase(
            "there is no kind {kode!r}; the kinds are {kinds}",
            kode=self.kode,
            kinds=kinds,
        )

    def _find_near(self) -> str | None:
        """Find the kind that is spelled so but for its points and zeros, or nearly so.

        ``2.1`` is 02.1, ``J33`` is J3.3, and ``o1.5`` may be 01.5.
        """
        by_word = {_squeeze(kode): kode for kode in self.known}
        word = _squeeze(self.kode)
        near = difflib.get_close_matches(word, by_word, n=1, cutoff=0.7)
        return by_word.get(word) or (by_word[near[0]] if near else None)


def _squeeze(kode: str) -> str:
    """Give the letters and figures of a code, without zeros before them.

    >>> _squeeze("02.1"), _squeeze("j 3,3")
    ('21', 'J33')
    """
    return re.sub(r"[\W_]+", "", kode).upper().lstrip("0")


def list_jenis(folders: Sequence[Path]) -> list[str]:
    """Return the codes of all kinds, in order."""
    paths = (path for folder in folders for path in folder.glob(f"*/{BERKAS_JENIS}"))
    return sorted({path.parent.name for path in paths})


def load_jenis(folders: Sequence[Path], *, kode: str) -> Jenis:
    """Read a kind; the first folder that holds a file of it wins.

    Raises:
        JenisUnknownError: No folder holds it.
        TemplateFaultyError: A file is missing, or ``jenis.toml`` is wrong.
    """
    if not _is_known(folders, kode):
        raise JenisUnknownError(kode, known=list_jenis(folders))
    docx = {one: _shadow(folders, kode, *_name_docx(one)) for one in GOLONGAN}
    found = {
        name: _shadow(folders, kode, name) for name in (BERKAS_JENIS, BERKAS_KONTEKS)
    }
    found[BERKAS_SURAT] = docx[GOLONGAN[0]]
    missing = [name for name in _FILES if found[name] is None]
    if missing:
        reason = phrase("the kind has no {missing}", missing=missing)
        raise TemplateFaultyError([Fault(place=f"templates/{kode}", reason=reason)])
    paths = {name: path for name, path in found.items() if path is not None}
    letters = tuple((one, path) for one, path in docx.items() if path is not None)
    toml, sql = paths[BERKAS_JENIS], paths[BERKAS_KONTEKS]
    return _load(toml, mark_file(toml), kode=kode, sql=sql, docx=letters)


def _is_known(folders: Sequence[Path], kode: str) -> bool:
    """Tell whether a folder holds a kind, which a code with a path in it never is."""
    plain = kode not in {"", ".", ".."} and not set(kode) & set("/\0")
    return plain and any((each / kode / BERKAS_JENIS).is_file() for each in folders)


@lru_cache(maxsize=256)
def _load(
    toml: Path,
    _mark: tuple[int, int, int],
    *,
    kode: str,
    sql: Path,
    docx: tuple[tuple[str, Path], ...],
) -> Jenis:
    """Read a kind, once for as long as its file stays as it is."""
    read = partial(_read, kode=kode, sql=sql, docx=dict(docx))
    return read_toml(toml, read, refuse=TemplateFaultyError)


_FILES = (BERKAS_SURAT, BERKAS_JENIS, BERKAS_KONTEKS)


def _name_docx(golongan: str) -> tuple[str, ...]:
    """Name the file of a class of letters, and that of all classes."""
    return f"surat-{golongan}.docx", BERKAS_SURAT


def _shadow(folders: Sequence[Path], kode: str, *names: str) -> Path | None:
    paths = [folder / kode / name for folder in folders for name in names]
    return next((path for path in paths if path.is_file()), None)


def _read(table: TomlTable, *, kode: str, sql: Path, docx: Mapping[str, Path]) -> Jenis:
    own = phrase('"{kode}", as its folder is called', kode=kode)
    words = (*GOLONGAN, BY_INSTANSI)
    which = phrase("one of {words}", words=words)
    known, seri = ("", "instansi", "setelan"), phrase('"", "instansi" or "setelan"')
    nomor, sifat = table.take_table("nomor"), table.take_table("sifat")
    return Jenis(
        kode=table.take("kode", str, fits=lambda word: word == kode, want=own),
        judul=table.take("judul", str),
        tahap=table.take("tahap", str),
        golongan=table.take("golongan", str, fits=lambda one: one in words, want=which),
        seri=nomor.take("seri", str, "", fits=lambda one: one in known, want=seri),
        kode_golongan={one: nomor.take_table(one).take_rest(str) for one in GOLONGAN},
        kode_nomor=nomor.take_rest(str),
        peran=table.take_table("wilayah").take_words("peran"),
        aturan=table.take_words("aturan"),
        sesudah=table.take_words("sesudah"),
        perlu=table.take_words("perlu"),
        boleh_kosong=table.take_table("boleh_kosong").take_rest(
            int, fits=lambda dots: dots > 0, want=phrase("a number of dots")
        ),
        opsional=frozenset(table.take_table("opsional").take_words("fields")),
        dijanjikan=table.take_table("lampiran").take("dijanjikan", str, ""),
        cap=table.take_table("cap").take("gambar", bool, default=False),
        qr=table.take_table("qr").take("gambar", bool, default=True),
        sifat=_take_word(sifat, "kecepatan", KECEPATAN),
        keamanan=_take_word(sifat, "keamanan", KEAMANAN),
        docx=docx,
        sql=sql,
    )


def _take_word(table: TomlTable, key: str, words: Sequence[str]) -> str:
    want = phrase("one of {words}", words=words)
    return table.take(key, str, words[0], fits=lambda one: one in words, want=want)
