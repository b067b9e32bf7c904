"""The office: the one place where the world is plugged in.

Paths, clock, environment, chance and shipped data enter here and nowhere else.
"""

from __future__ import annotations

import getpass
import os
import pwd
import secrets
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import seal_act
from formulir.archive.folder import Archive, open_archive
from formulir.archive.keys import KeyFile, ask_nobody, load_key
from formulir.errors import MachineError
from formulir.ground.access import explain_closed, find_group
from formulir.ground.toml import peek_text, read_toml
from formulir.language import chain, phrase
from formulir.model import CODE_ALPHABET, Scope
from formulir.office.decisions import (
    read_alamat,
    read_roles,
    read_settings,
    read_surel,
    read_zona,
)
from formulir.office.owners import (
    KantorMissingError,
    choose_group,
    refuse_foreign,
    refuse_program,
)
from formulir.records.ledger.acts import Actor
from formulir.records.store import open_store, read_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from zoneinfo import ZoneInfo

    from formulir.ground.toml import TomlTable
    from formulir.model import Fault
    from formulir.records.store import Store
    from formulir.settings import Settings, Surel

BERKAS_KANTOR = "kantor.toml"
BERKAS_MEJA = "meja.db"
OFFICE_VARIABLE = "FORMULIR_KANTOR"
TRUST_VARIABLE = "FORMULIR_PERCAYA"
"""Names folders of offices, with colons between, that are trusted whosever they are."""
SANDI_VARIABLE = "FORMULIR_SANDI"
"""Holds the passphrase of the archive's key."""
NEW_SANDI_VARIABLE = "FORMULIR_SANDI_BARU"
"""Holds the one that the key is to have, where it has one already."""
SUREL_VARIABLE = "FORMULIR_SUREL_SANDI"
"""Holds the password of the server by which letters are posted."""
AKUN_SANDI_VARIABLE = "FORMULIR_AKUN_SANDI"
"""Holds the password that an account of the desk is to have."""
PERAN_USUAL = "petugas"
"""The role of whoever the settings say nothing of."""


class KantorClosedError(MachineError):
    """The system does not let this user into an office."""

    folder: Path
    reason: str
    says = "{folder} is closed to you: {reason}"


class KantorMalformedError(MachineError):
    """The settings of an office cannot be read."""

    path: Path
    reason: str
    says = "{path}: {reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kantor:
    """An office: its folder, its settings, and what it needs from the world.

    Args:
        folder: Where it lies.
        nama: What it is called; as its folder is, where the settings do not say.
        asal: The origin line of its archive's checkpoint.
        zona: The time zone in which its letters are dated.
        alamat_verifikasi: Where a reader of the QR can ask, or nothing.
        program: The printer that the settings name, if they do.
        python: The Python that reaches it, if they name one.
        settings: What the office decides on by itself: minutes of a lesson hour, which
            further kinds it numbers, and how marks become a verdict.
        surel: How it posts letters by e-mail, if it does.
        saat: The clock; aware moments in UTC.
        oleh: Who acts.
        peran: In what role, as the settings say of each person.
        kelompok: The group that shares it, if one does.
        gid: Its number, if this machine knows it.
        sandi: Gives the passphrase of the archive's key, if it has one.
        read_store: Lends its record store for reading: opened for this alone, unless a
            program that reads often holds it open.
    """

    folder: Path
    nama: str
    asal: str
    zona: ZoneInfo
    alamat_verifikasi: str | None
    program: Path | None
    python: Path | None
    settings: Settings
    surel: Surel | None
    saat: Callable[[], datetime]
    oleh: str
    peran: str
    kelompok: str
    gid: int | None
    sandi: Callable[[Path], str | None]
    read_store: Callable[[Path], AbstractContextManager[Store]] = read_once

    @property
    def libreoffice(self) -> tuple[Path, ...]:
        """Candidates for the printer, best first.

        Raises:
            ProgramForeignError: Another one may have written the one that is named.
        """
        if self.program is not None:
            refuse_program(self.program, key="libreoffice")
        return find_libreoffice(self.program)

    @property
    def python_uno(self) -> Path | None:
        """The Python that reaches the printer, when that is not the system's.

        Raises:
            ProgramForeignError: Another one may have written it.
        """
        if self.python is not None:
            refuse_program(self.python, key="python_uno")
        return self.python

    @property
    def catatan(self) -> Path:
        """Where the record store lies."""
        return self.folder / "catatan.db"

    @property
    def templates(self) -> tuple[Path, ...]:
        """Where kinds are looked for: the office's own folder, then the shipped."""
        return (self.folder / "templates", shipped("templates"))

    @property
    def berkas(self) -> Path:
        """Where files that came with records lie, named by their digest."""
        return self.folder / "berkas"

    @property
    def key(self) -> Path:
        """Where the private key of the archive lies."""
        return self.folder / "kunci" / "arsip.pem"

    @property
    def keyfile(self) -> KeyFile:
        """Return the private key, with whoever may read it and what unlocks it."""
        return KeyFile(path=self.key, gid=self.gid, ask=self.sandi)

    @property
    def trusted(self) -> Path:
        """Where the certificates lie whose signatures the office trusts, if it does."""
        return self.folder / "tepercaya"

    @property
    def workdir(self) -> Path:
        """Where the press works, and keeps what it can find out again."""
        return self.folder / "kerja"

    @property
    def archive(self) -> Archive:
        """Return the archive."""
        return open_archive(self.folder / "archive", asal=self.asal)

    def scope(self, tahun: int, tanggal: date, *, wilayah: str | None = None) -> Scope:
        """Say what queries and rules of this office are asked about.

        Args:
            tahun: The programme year.
            tanggal: The date of letters, or at which things are named.
            wilayah: A region by a code of any year, with all below it; or all.
        """
        settings = self.settings
        return Scope(tahun=tahun, tanggal=tanggal, wilayah=wilayah, settings=settings)

    def actor(self, *, jam_mundur: bool = False) -> Actor:
        """Say who acts, as the ledger records it.

        Args:
            jam_mundur: Allow a clock behind the last recorded act, and record it.
        """

        def seal(isi: Mapping[str, Any]) -> str:
            return seal_act(isi, load_key(self.keyfile))

        return Actor(
            oleh=self.oleh,
            peran=self.peran,
            versi=read_version(),
            clock=self.saat,
            seal=seal,
            jam_mundur=jam_mundur,
        )

    @property
    def place(self) -> str:
        """Return what tells this office's records from a copy of them: their file."""
        return str(self.catatan.stat().st_ino)

    def hari_ini(self) -> date:
        """Return today's date where the office is."""
        return self.saat().astimezone(self.zona).date()

    def day_in(self, tahun: int) -> date:
        """Return today if it is of a calendar year, or the year's last day."""
        today = self.hari_ini()
        return today if today.year == tahun else date(tahun, 12, 31)

    def open_catatan(self, *, read_only: bool = False) -> AbstractContextManager[Store]:
        """Hold the record store open."""
        if read_only:
            return self.read_store(self.catatan)
        return closing(open_store(self.catatan))

    def qr_isi(self, kode: str) -> str:
        """Return what the QR of a letter says."""
        if self.alamat_verifikasi is None:
            return kode
        return f"{self.alamat_verifikasi.rstrip('/')}/{kode}"


class Sandi:
    """The passphrase of a key: asked for once, when it is needed first."""

    def __init__(self, ask: Callable[[Path], str | None]) -> None:
        """Know none yet.

        Args:
            ask: Asks the person for that of a key, where the environment has none.
        """
        self._ask = ask
        self._word: str | None = None

    def __call__(self, path: Path) -> str | None:
        """Give it, or nothing where there is nobody to ask."""
        if self._word is None:
            self._word = os.environ.get(SANDI_VARIABLE) or self._ask(path)
        return self._word


def read_new_sandi(*, locked: bool) -> str | None:
    """Return the passphrase that the environment wants the key to have, if it does.

    Args:
        locked: Whether the key has one, which the other variable then holds.
    """
    variable = NEW_SANDI_VARIABLE if locked else SANDI_VARIABLE
    return os.environ.get(variable) or None


def read_akun_sandi() -> str | None:
    """Return the password that the environment gives an account, if it does."""
    return os.environ.get(AKUN_SANDI_VARIABLE) or None


def read_surel_sandi() -> str | None:
    """Return the password of the mail server that the environment holds, if it does."""
    return os.environ.get(SUREL_VARIABLE) or None


def shipped(name: str) -> Path:
    """Return a folder of data that comes with the program.

    In a wheel it lies inside the package; in a checkout, at the project's root.
    """
    inside = Path(str(resources.files("formulir"))) / "bawaan" / name
    return inside if inside.is_dir() else Path(__file__).parents[3] / name


def make_kode() -> str:
    """Make an archive code: sixty random bits that nobody can guess.

    >>> len(make_kode())
    14
    """
    letters = [secrets.choice(CODE_ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def draw_numbers(size: int, count: int) -> list[int]:
    """Draw so many of the first numbers, by chance that nobody can foresee.

    >>> draw_numbers(1, 1)
    [0]
    """
    return secrets.SystemRandom().sample(range(size), count)


def find_kantor(named: Path | None) -> Path:
    """Return the office's folder: the named one, the environment's, or the nearest.

    The nearest lies on the file system of the current folder: what somebody has
    mounted knows nothing of what lies above.

    Raises:
        KantorMissingError: There is none.
    """
    if named is None and os.environ.get(OFFICE_VARIABLE):
        named = Path(os.environ[OFFICE_VARIABLE])
    start = Path.cwd() if named is None else named
    folders, device = [start], start.stat().st_dev if named is None else -1
    for folder in folders:
        if _has_settings(folder):
            return folder
        above = folder.parent
        if named is None and above != folder:
            if above.stat().st_dev != device:
                raise KantorMissingError(start, upward=True, border=folder)
            folders.append(above)
    raise KantorMissingError(start, upward=named is None)


def _has_settings(folder: Path) -> bool:
    """Tell whether a folder is an office."""
    try:
        return (folder / BERKAS_KANTOR).is_file()
    except PermissionError as error:
        reason = explain_closed(folder / BERKAS_KANTOR)
        raise KantorClosedError(folder, reason=reason) from error


def open_kantor(
    folder: Path, *, ask: Callable[[Path], str | None] = ask_nobody
) -> Kantor:
    """Read an office's settings, if nobody else may have written them.

    Args:
        folder: It.
        ask: Asks the person for the passphrase of the key at a path.

    Raises:
        KantorClosedError: This user may not read them.
        KantorForeignError: Somebody else may have, and the office is not trusted.
        KantorMalformedError: ``kantor.toml`` cannot be read, or has faults, all of
            which are told.
    """
    folder = folder.resolve()
    path = folder / BERKAS_KANTOR
    try:
        with suppress(FileNotFoundError):  # which reading it tells
            gid = find_group(peek_text(path, "kelompok"))
            if folder not in _read_trusted():
                gid = choose_group(folder, gid)
                refuse_foreign(folder, path, variable=TRUST_VARIABLE, gid=gid)
    except PermissionError as error:
        raise KantorClosedError(folder, reason=explain_closed(path)) from error

    def refuse(faults: list[Fault]) -> KantorMalformedError:
        told = [
            phrase(
                "{place}: {reason}",
                place=fault.place.removeprefix(f"{path}:").strip(),
                reason=fault.reason,
            )
            if fault.place != str(path)
            else fault.reason
            for fault in faults
        ]
        return KantorMalformedError(path, reason=chain(told))

    return read_toml(path, partial(_read_kantor, folder, Sandi(ask)), refuse=refuse)


def _read_trusted() -> list[Path]:
    """Return the offices that the person trusts."""
    words = os.environ.get(TRUST_VARIABLE, "").split(os.pathsep)
    return [Path(word).resolve() for word in words if word]


def _read_kantor(folder: Path, sandi: Sandi, table: TomlTable) -> Kantor:
    oleh = _read_user()
    roles = read_roles(table)
    kelompok = table.take("kelompok", str, "")
    program = table.take("libreoffice", str, "")
    python = table.take("python_uno", str, "")
    return Kantor(
        folder=folder,
        nama=table.take("nama", str, "").strip() or folder.name,
        asal=table.take("asal", str),
        zona=read_zona(table),
        alamat_verifikasi=read_alamat(table),
        program=Path(program) if program else None,
        python=Path(python) if python else None,
        settings=read_settings(table),
        surel=read_surel(table),
        saat=read_clock,
        oleh=oleh,
        peran=roles.get(oleh, PERAN_USUAL),
        kelompok=kelompok,
        gid=find_group(kelompok),
        sandi=sandi,
    )


def _read_user() -> str:
    """Return who acts: the account, and not what it calls itself.

    A machine may know a number only; then the environment may know a name.
    """
    uid = os.geteuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        pass
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {uid}"


@cache
def read_version() -> str:
    """Return the version of the program, read off what was installed."""
    from importlib.metadata import version  # noqa: PLC0415 - 25 ms, for writers only

    return version("formulir")


def read_clock() -> datetime:
    """Return the present moment; the only place that asks the machine."""
    return datetime.now(UTC)


def find_libreoffice(named: Path | None) -> tuple[Path, ...]:
    """Return where LibreOffice may be: where it is said to be, or the usual places."""
    if named is not None:
        return (named,)
    found = [shutil.which(name) for name in ("soffice", "libreoffice")]
    usual = ["/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice"]
    return tuple(Path(path) for path in (*found, *usual) if path)
