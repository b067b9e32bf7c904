"""A visit: one request, with who makes it and what it is about."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

from formulir.errors import RecordError
from formulir.language import phrase
from formulir.records.office.wilayah import (
    WilayahUnknownError,
    cover,
    find_wilayah,
)
from formulir.web.desk.kept import is_kept, keep_lately, reckon_here
from formulir.web.desk.reply import AbsentError
from formulir.web.door.events import Event, note_event
from formulir.web.door.rights import may
from formulir.web.door.stores import Stores
from formulir.web.jobs.table import Order, ask, is_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.web.desk.kept import Lately
    from formulir.web.door.rights import Person
    from formulir.web.door.sessions import Session

T = TypeVar("T")

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


class FormMalformedError(RecordError):
    """A form does not hold what its page sends."""

    field: str
    reason: str
    says = "{field}: {reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFile:
    """A file that came with a form.

    Args:
        name: What its owner calls it: for people, never a path.
        path: Where it lies, until the request ends.
    """

    name: str
    path: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One request.

    Args:
        kantor: The office; acts are done in the person's name and role.
        person: Who.
        session: The session.
        path: The address of the page, with ``{names}``.
        title: What the page is called.
        tahun: The programme year that is looked at.
        wilayah: The region that is looked at, with all below it; nothing for all.
        names: What the address names.
        query: What stands behind the question mark.
        form: The fields of the form, each with all its values.
        files: The files of the form, by field.
        is_part: Whether a part of a page is asked for, to be put into one.
        client: The address that the browser has.
        agent: What the browser calls itself.
        stores: The stores that the desk holds open.
        reckoner: Calls functions that are dear to call, here or elsewhere.
    """

    kantor: Kantor
    person: Person
    session: Session
    path: str
    title: str
    tahun: int
    wilayah: str | None
    names: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, list[SentFile]] = field(default_factory=dict)
    is_part: bool = False
    client: str = ""
    agent: str = ""
    stores: Stores = field(default_factory=Stores)
    reckoner: Callable[..., Any] = reckon_here

    def reckon(self, make: Callable[..., T], *args: object, **named: object) -> T:
        """Call a function of the office that is dear, and give or raise what it does.

        Args:
            make: The function, named in its module; it gets the office first.
            *args: What else it gets.
            **named: The same by name.
        """
        result: T = self.reckoner(self.kantor, make, *args, **named)
        return result

    def reckon_lately(self, what: str, make: Callable[..., T]) -> Lately[T]:
        """Give a dear answer of the year and region that are looked at.

        It is kept, and may lag behind a job.

        Args:
            what: What is asked, in a word.
            make: The function; it gets the office, ``tahun`` and ``wilayah``.
        """
        tahun, wilayah = self.tahun, self.wilayah
        return keep_lately(
            self.kantor,
            (what, tahun, wilayah),
            lambda: self.reckon(make, tahun=tahun, wilayah=wilayah),
            busy=self.is_busy(),
        )

    def is_reckoned(self, what: str) -> bool:
        """Tell whether ``reckon_lately`` would give such an answer at once."""
        key = (what, self.tahun, self.wilayah)
        return is_kept(self.kantor, key, busy=self.is_busy())

    @property
    def is_local(self) -> bool:
        """Tell whether the browser runs on this machine."""
        return self.client in _LOOPBACK

    def may(self, deed: str, regions: Collection[str] | None = ()) -> bool:
        """Tell whether the person may do something, as ``rights.may`` says."""
        return may(self.person, deed, regions)

    def require(self, deed: str, regions: Collection[str] | None = ()) -> None:
        """Refuse what the person may not do as if it were not there.

        Raises:
            AbsentError: They may not.
        """
        if not self.may(deed, regions):
            raise AbsentError

    def take(self, field: str, default: str | None = None) -> str:
        """Return a field of the form.

        Raises:
            FormMalformedError: It is not in the form, and there is no default.
        """
        values = self.form.get(field) or ([] if default is None else [default])
        if not values:
            raise FormMalformedError(field, reason=phrase("it is missing"))
        return values[0].strip()

    def take_secret(self, field: str) -> str:
        """Return a field of the form as it was typed, spaces and all."""
        return self.form.get(field, [""])[0]

    def take_number(self, field: str, least: int, most: int) -> int:
        """Return a field of the form that is a whole number.

        Raises:
            FormMalformedError: It is none, or out of bounds.
        """
        word = self.take(field)
        if word.isascii() and word.isdecimal() and least <= int(word[:9]) <= most:
            return int(word)
        reason = phrase(
            "{word!r} is no whole number from {least} to {most}",
            word=word,
            least=least,
            most=most,
        )
        raise FormMalformedError(field, reason=reason)

    def take_day(self, field: str) -> date:
        """Return a field of the form that is a day, as browsers send it.

        Raises:
            FormMalformedError: It is none.
        """
        try:
            return date.fromisoformat(self.take(field))
        except ValueError as error:
            reason = phrase("{word!r} is no day", word=self.take(field))
            raise FormMalformedError(field, reason=reason) from error

    def take_path(self, field: str) -> str:
        """Return a field of the form that is an address of the desk, else its front."""
        path = self.take(field, "/")
        plain = path.startswith("/") and not path.startswith(("//", "/\\"))
        return path if plain and path.isprintable() else "/"

    @contextmanager
    def open_catatan(self) -> Iterator[Store]:
        """Hold the record store open for reading."""
        with self.kantor.open_catatan(read_only=True) as db:
            yield db

    @contextmanager
    def open_meja(self) -> Iterator[Store]:
        """Hold the store of the desk open."""
        with self.stores.open_meja(self.kantor.folder) as meja:
            yield meja

    def is_busy(self) -> bool:
        """Tell whether a job runs or waits, which may be changing everything."""
        with self.open_meja() as meja:
            return is_wanted(meja)

    def ask(self, jenis: str, isi: Mapping[str, Any], *, judul: str) -> int:
        """Ask for a job about the region that is looked at; return its number."""
        order = Order(
            jenis=jenis,
            judul=judul,
            isi=isi,
            akun=self.person.akun,
            wilayah=self.wilayah,
        )
        with self.open_meja() as meja:
            return ask(meja, order, saat=self.kantor.saat())

    def note(self, apa: str, tentang: str = "") -> None:
        """Note what happened at the door, as one of the words of ``door.events``."""
        event = Event(
            apa=apa, oleh=self.person.akun, alamat=self.client, tentang=tentang
        )
        with self.open_meja() as meja:
            note_event(meja, event, saat=self.kantor.saat())

    def list_codes(self, db: Store) -> frozenset[str] | None:
        """List the codes of the region that is looked at; nothing where all are."""
        return None if self.wilayah is None else cover(db, self.wilayah)

    def narrow(self, wilayah: str | None) -> str | None:
        """Return the code of a region that is asked for by code or name, or their own.

        Raises:
            AbsentError: It is not theirs.
            WilayahUnknownError: No region ever had the code or name.
        """
        if not wilayah:
            return self.person.wilayah
        mine = self.person.codes
        with self.open_catatan() as db:
            try:
                known = wilayah in cover(db, wilayah)
                kode = wilayah if known else find_wilayah(db, wilayah).kode
            except WilayahUnknownError:
                if mine is not None:  # what is not theirs and what is not there are one
                    raise AbsentError from None
                raise
        if mine is not None and kode not in mine:
            raise AbsentError
        return kode
