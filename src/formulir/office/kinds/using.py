"""The Word files of kinds: which are in use, and putting another one into use.

An office's own file stands in its folder of templates, before the shipped one. What it
replaces there is kept beside it, in ``lama``, named by its digest. Putting a file into
use is no act of the log: each letter names the digest of the template it was made from,
and the archive keeps that template.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from formulir.errors import RecordError
from formulir.ground.disk import guard_disk, hold_lock, make_folder, replace_file
from formulir.letters.jenis import BERKAS_SURAT, load_jenis
from formulir.letters.profil import BERKAS_PROFIL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formulir.letters.jenis import Jenis
    from formulir.model import Docx
    from formulir.office.kantor import Kantor

FORMER: Final = "lama"
"""The folder for what was in use before."""


class TemplatChangedError(RecordError):
    """The template in use is no longer the one that another was compared with."""

    nama: str
    says = (
        "{nama}: the template in use has changed since the new one was compared with "
        "it; nothing was replaced, check the new one again"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class WordFile:
    """A Word file of a kind.

    Args:
        golongan: The class of letters that it is for.
        path: Where the file in use lies.
        own: Whether it is the office's own.
        shipped: Whether the program brings one, too.
        nama: What a file of the office's own that replaces it is called.
    """

    golongan: str
    path: Path
    own: bool
    shipped: bool
    nama: str

    @property
    def sha256(self) -> str:
        """Return the digest of the file in use."""
        return sha256(self.path.read_bytes()).hexdigest()


def list_files(kantor: Kantor, jenis: Jenis) -> list[WordFile]:
    """List the Word files of a kind, one for each class of letters that has its own."""
    classes = jenis.list_golongan()
    return [_describe(kantor, jenis, golongan, len(classes)) for golongan in classes]


def _describe(kantor: Kantor, jenis: Jenis, golongan: str, count: int) -> WordFile:
    path = jenis.find_docx(golongan)
    own = path.is_relative_to(kantor.templates[0])
    name = BERKAS_SURAT if count == 1 else f"surat-{golongan}.docx"
    shipped = kantor.templates[1] / jenis.kode
    known = any((shipped / each).is_file() for each in (name, BERKAS_SURAT))
    return WordFile(
        golongan=golongan,
        path=path,
        own=own,
        shipped=known,
        nama=path.name if own else name,
    )


def digest_kind(kantor: Kantor, jenis: Jenis) -> str:
    """Tell a kind as it is in use from the same kind with any of its files changed."""
    profiles = [folder / BERKAS_PROFIL for folder in kantor.templates]
    paths = [*dict.fromkeys(jenis.docx.values()), jenis.sql, *profiles]
    paths.append(jenis.sql.with_name("jenis.toml"))
    sums = [sha256(p.read_bytes()).hexdigest() for p in paths if p.is_file()]
    return sha256("\n".join(sums).encode()).hexdigest()


def use_template(
    kantor: Kantor, formulir: str, golongan: str, docx: Docx, *, instead_of: str
) -> None:
    """Put a Word file into use in the place of the one that it was compared with.

    The former one is kept before it is replaced, and a file has its name when it is
    whole: a crash leaves one or the other in use, and perhaps a copy of the former one.

    Args:
        kantor: The office.
        formulir: The kind.
        golongan: The class of letters.
        docx: The file.
        instead_of: The digest of the file that must be in use.

    Raises:
        TemplatChangedError: Another file is in use by now.
        JenisUnknownError, TemplateFaultyError: There is no such kind.
        DiskFailedError: The disk refuses.
    """
    with _holding(kantor, formulir, golongan) as file:
        if file.sha256 != instead_of:
            raise TemplatChangedError(f"{formulir}/{file.nama}")
        folder = kantor.templates[0] / formulir
        with guard_disk(folder):
            make_folder(folder)
            _keep_former(file)
            replace_file(folder / file.nama, docx)


def use_shipped(kantor: Kantor, formulir: str, golongan: str) -> bool:
    """Put the Word file that the program brings into use again.

    The office's own one is kept before it goes; a crash leaves both.

    Returns:
        Whether there was an own one in the place of a shipped one.

    Raises:
        JenisUnknownError, TemplateFaultyError: There is no such kind.
        DiskFailedError: The disk refuses.
    """
    with _holding(kantor, formulir, golongan) as file:
        if not (file.own and file.shipped):
            return False
        with guard_disk(file.path):
            _keep_former(file)
            file.path.unlink()
    return True


@contextmanager
def _holding(kantor: Kantor, formulir: str, golongan: str) -> Iterator[WordFile]:
    """Find a Word file, and let nobody else put another one into use meanwhile."""
    folder = kantor.templates[0]
    with guard_disk(folder):
        make_folder(folder)
    with hold_lock(folder):
        yield find_file(kantor, formulir, golongan)


def find_file(kantor: Kantor, formulir: str, golongan: str) -> WordFile:
    """Find the Word file of a class of letters; the first one where it has no own.

    Raises:
        JenisUnknownError, TemplateFaultyError: There is no such kind.
    """
    files = list_files(kantor, load_jenis(kantor.templates, kode=formulir))
    return next((one for one in files if one.golongan == golongan), files[0])


def _keep_former(file: WordFile) -> None:
    """Keep a copy of the office's own file that is replaced; a shipped one stays."""
    if file.own:
        folder = file.path.parent / FORMER
        make_folder(folder)
        name = f"{file.path.stem}-{file.sha256[:12]}{file.path.suffix}"
        replace_file(folder / name, file.path.read_bytes())
