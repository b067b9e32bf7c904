"""Kinds of letters: a kind is a folder, and data only.

A folder holds ``surat.docx`` (edited in Word), ``jenis.toml`` (what the kind is) and
``konteks.sql`` (one row a letter). An office's own folder shadows the shipped kinds
file by file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.errors import TemplateError, TemplateFaultyError
from formulir.model import Docx, Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

BERKAS_SURAT = "surat.docx"
BERKAS_JENIS = "jenis.toml"
BERKAS_KONTEKS = "konteks.sql"

GOLONGAN = ("kementerian", "pemda", "sekolah")
"""Whose layout a letter follows."""
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
        boleh_kosong: Fields that may stay blank, with the dots printed instead.
        opsional: Fields that may be blank, and the template handles it.
        cap: Whether the stamp of the issuing office is put on it.
        qr: Whether the QR of its archive code is.
        docx: Where its template is.
        sql: Where its query is.
    """

    kode: str
    judul: str
    tahap: str
    golongan: str
    seri: str
    kode_nomor: Mapping[str, str]
    peran: tuple[str, ...]
    aturan: tuple[str, ...]
    boleh_kosong: Mapping[str, int]
    opsional: frozenset[str]
    cap: bool
    qr: bool
    docx: Path
    sql: Path

    def read_docx(self) -> Docx:
        """Return the template as its author left it."""
        return Docx(self.docx.read_bytes())

    def is_numbered(self, bernomor: Collection[str]) -> bool:
        """Say whether an office that has a series numbers this kind.

        Args:
            bernomor: The kinds that the office numbers although others do not.
        """
        return self.seri == "instansi" or (
            self.seri == "setelan" and self.kode in bernomor
        )


class JenisUnknownError(TemplateError):
    """No folder of templates holds this kind."""

    kode: str
    known: Sequence[str]
    says = "there is no kind {kode!r}; the kinds are {known}"


@dataclass(kw_only=True, slots=True)
class _Reader:
    """Reads one ``jenis.toml`` and gathers what is wrong with it."""

    place: str
    data: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def take(self, key: str, kind: type, default: Any = None) -> Any:  # noqa: ANN401 - TOML holds any type; `kind` checks it
        value = self.data.pop(key, default)
        if value is None:
            self.fault(key, "is missing")
            return kind()
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(key, f"must be of type {kind.__name__}")
            return kind()
        return value

    def take_words(self, key: str, member: str = "") -> tuple[str, ...]:
        """Take a list of words: a key's own, or one member of its table."""
        table = (
            self.take(key, dict, {}) if member else {member: self.take(key, list, [])}
        )
        words = table.get(member, [])
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return tuple(words)
        self.fault(f"{key}.{member}".strip("."), "must be a list of words in quotes")
        return ()

    def fault(self, key: str, reason: str) -> None:
        self.faults.append(Fault(place=f"{self.place}:{key}", reason=reason))


def list_jenis(folders: Sequence[Path]) -> list[str]:
    """Return the codes of all kinds, in order."""
    return sorted(
        {
            path.parent.name
            for folder in folders
            for path in folder.glob(f"*/{BERKAS_JENIS}")
        }
    )


def load_jenis(folders: Sequence[Path], *, kode: str) -> Jenis:
    """Read a kind; the first folder that holds a file of it wins.

    Raises:
        JenisUnknownError: No folder holds it.
        TemplateFaultyError: A file is missing, or ``jenis.toml`` is wrong.
    """
    if kode not in list_jenis(folders):
        raise JenisUnknownError(kode, known=list_jenis(folders))
    files = {name: _shadow(folders, kode, name) for name in _FILES}
    missing = [name for name, path in files.items() if path is None]
    if missing:
        reason = f"the kind has no {', '.join(missing)}"
        raise TemplateFaultyError([Fault(place=f"templates/{kode}", reason=reason)])
    paths = {name: path for name, path in files.items() if path is not None}
    return _parse(paths, kode=kode)


_FILES = (BERKAS_SURAT, BERKAS_JENIS, BERKAS_KONTEKS)


def _shadow(folders: Sequence[Path], kode: str, name: str) -> Path | None:
    paths = [folder / kode / name for folder in folders]
    return next((path for path in paths if path.is_file()), None)


def _parse(paths: Mapping[str, Path], *, kode: str) -> Jenis:
    toml = paths[BERKAS_JENIS]
    try:
        data = tomllib.loads(toml.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateFaultyError([Fault(place=str(toml), reason=str(error))]) from None
    reader = _Reader(place=str(toml), data=data)
    nomor = dict(reader.take("nomor", dict, {}))
    jenis = Jenis(
        kode=reader.take("kode", str),
        judul=reader.take("judul", str),
        tahap=reader.take("tahap", str),
        golongan=reader.take("golongan", str),
        seri=str(nomor.pop("seri", "")),
        kode_nomor={key: str(value) for key, value in nomor.items()},
        peran=reader.take_words("wilayah", "peran"),
        aturan=reader.take_words("aturan"),
        boleh_kosong=dict(reader.take("boleh_kosong", dict, {})),
        opsional=frozenset(reader.take_words("opsional", "fields")),
        cap=bool(dict(reader.take("cap", dict, {})).get("gambar", False)),
        qr=bool(dict(reader.take("qr", dict, {})).get("gambar", True)),
        docx=paths[BERKAS_SURAT],
        sql=paths[BERKAS_KONTEKS],
    )
    _check(reader, jenis, kode=kode)
    if reader.faults:
        raise TemplateFaultyError(reader.faults)
    return jenis


def _check(reader: _Reader, jenis: Jenis, *, kode: str) -> None:
    for key in reader.data:
        reader.fault(key, "is no key of a kind")
    if jenis.kode != kode:
        reader.fault("kode", f"is {jenis.kode!r}, but the folder is {kode!r}")
    words = (*GOLONGAN, BY_INSTANSI)
    if jenis.golongan not in words:
        reader.fault("golongan", f"must be one of {', '.join(words)}")
    if jenis.seri not in {"", "instansi", "setelan"}:
        reader.fault("nomor.seri", 'must be "", "instansi" or "setelan"')
    for path, dots in jenis.boleh_kosong.items():
        if not isinstance(dots, int) or isinstance(dots, bool) or dots < 1:
            reader.fault(f"boleh_kosong.{path}", "must be a number of dots")
