"""Finding, handing out and proving what is archived."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import RETURNS
from formulir.archive.find import find_entri, find_entries, find_kode, find_tindakan
from formulir.archive.objects import read_object
from formulir.archive.proof.akses import judge_akses
from formulir.archive.verify import verify
from formulir.archive.witness import judge_kept
from formulir.archive.words import Search
from formulir.errors import RecordError
from formulir.language import Sentence, phrase
from formulir.model import Fault, Pdf
from formulir.office.lookup.choices import require_choices, require_kinds
from formulir.office.lookup.resolve import find_number, list_dated, resolve, suggest
from formulir.records.ledger.agenda import prove_nomor
from formulir.records.ledger.head import read_head
from formulir.records.ledger.ledger import NomorUnknownError
from formulir.records.ledger.notes import list_rebuilt
from formulir.records.office.wilayah import cover
from formulir.reviewing.berkas import check_berkas
from formulir.reviewing.compare import compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from formulir.archive.verdict import VerifyReport
    from formulir.model import Entri
    from formulir.office.kantor import Kantor
    from formulir.office.looks.timestamps import Timestamp
    from formulir.records.store import Store


LONGEST_ENTRI = 18
"""More digits than any entry will have."""


class EntriUnknownError(RecordError):
    """The archive holds no letter under a word."""

    word: str
    near: Sequence[str] = ()

    @property
    def sentence(self) -> Sentence:
        """Say what comes near, if something does."""
        if self.near:
            return phrase(
                "the archive holds no letter {word!r}; ask by entry, number, archive "
                "code, or words of it, or look for it with 'formulir find'; nearest: "
                "{near}",
                word=self.word,
                near="; ".join(self.near),
            )
        return phrase(
            "the archive holds no letter {word!r}; ask by entry, number, archive code, "
            "or words of it, or look for it with 'formulir find'",
            word=self.word,
        )


class BagianMissingError(RecordError):
    """A letter in the archive has no such part."""

    word: str
    signed: bool = False

    @property
    def sentence(self) -> Sentence:
        """Say which part it is."""
        if self.signed:
            return phrase(
                "the archive holds no signed return for {word!r}", word=self.word
            )
        return phrase(
            "the archive holds no data that it was made from for {word!r}",
            word=self.word,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeProof:
    """The verdict on an office: its archive, its ledger, and that they agree."""

    report: VerifyReport
    findings: list[Fault]
    notices: list[Fault]
    numbers: int
    stamped: Timestamp | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the facts for one JSON line."""
        return {
            "entries": self.report.entri,
            "objects": self.report.objects,
            "bytes": self.report.size_bytes,
            "numbers": self.numbers,
            "findings": [str(fault) for fault in self.findings],
            "notices": [str(fault) for fault in self.notices],
            "cap_waktu": None if self.stamped is None else self.stamped.as_json(),
        }

    def __str__(self) -> str:
        """Summarise it in one line."""
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """Return the summary, to be told in a person's language."""
        facts = {
            "entri": self.report.entri,
            "objects": self.report.objects,
            "size_bytes": self.report.size_bytes,
            "numbers": self.numbers,
        }
        if not self.findings:
            return phrase(
                "verified: {entri} entries, {objects} objects, {size_bytes} bytes, "
                "{numbers} numbers",
                **facts,
            )
        return phrase(
            "DOES NOT VERIFY: {count} finding(s) in {entri} entries, {objects} "
            "objects, {size_bytes} bytes, {numbers} numbers",
            count=len(self.findings),
            **facts,
        )


def find_surat(
    kantor: Kantor,
    teks: tuple[str, ...],
    **given: Any,  # noqa: ANN401 - those of make_search
) -> list[Entri]:
    """Find letters, the newest first; what is given is as ``make_search`` has it."""
    return find_entries(kantor.archive, make_search(kantor, teks, **given))


def make_search(
    kantor: Kantor,
    teks: tuple[str, ...],
    *,
    wilayah: str | None = None,
    dari: date | None = None,
    sampai: date | None = None,
    **given: Any,  # noqa: ANN401 - the fields of Search, checked there
) -> Search:
    """Make the search that a person means.

    Args:
        kantor: The office.
        teks: Words that a letter has, or its number in any spelling: a number that
            letters of the region bear finds them alone, not those that speak of it.
        wilayah: A region by a code of any year, with everything below it.
        dari: Only letters dated on this day or later.
        sampai: Only letters dated on this day or earlier.
        given: What else is asked, as ``Search`` has it.

    Raises:
        JenisUnknownError, PilihanUnknownError, WilayahUnknownError: There is no such
            kind, stage, status or region.
    """
    codes: frozenset[str] | None = None
    entries: frozenset[int] | None = None
    named = {name: given.get(name) for name in ("tahap", "status")}
    with kantor.open_catatan(read_only=True) as db:
        require_kinds(kantor, filter(None, [given.get("formulir")]))
        require_choices(kantor, db, **named)
        if wilayah is not None:
            codes = cover(db, wilayah)
        if dari is not None or sampai is not None:
            entries = list_dated(kantor, db, dari=dari, sampai=sampai)
        bearing = {entri.entri for entri in find_number(kantor, db, teks, codes=codes)}
    if bearing:
        entries = frozenset(bearing if entries is None else bearing & entries)
    return Search(teks=teks, wilayah=codes, entries=entries, **given)


def suggest_words(kantor: Kantor, teks: tuple[str, ...]) -> tuple[str, ...]:
    """Say by which words, one letter away, letters are found, and how many."""
    with kantor.open_catatan(read_only=True) as db:
        return suggest(kantor, db, teks)


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedFile:
    """A file as it is handed out.

    Args:
        data: Its bytes.
        kode: The archive code of the letter.
        nama: A name for it that no person's name is part of.
        void: Why the letter is void, if it is.
        pengganti: The number or code of the letter in its place, if there is one.
        marked: Whether BATAL stands on each page: then it is not as archived.
    """

    data: bytes
    kode: str
    nama: str
    void: str | None = None
    pengganti: str | None = None
    marked: bool = False


def get_file(
    kantor: Kantor,
    word: str,
    *,
    context: bool = False,
    signed: bool = False,
    tanda: bool = False,
) -> HandedFile:
    """Return an archived file, after checking its hash.

    Args:
        kantor: The office.
        word: An entry, or a letter as ``resolve`` finds it: its number, its archive
            code, words of it. An entry gives what it records, be it a return; a letter
            gives what was issued.
        context: Return the data that it was made from instead.
        signed: Return the last signed return of the letter instead.
        tanda: Return a copy with BATAL on each page, of a letter that is void.

    Raises:
        EntriUnknownError: The archive holds no such letter.
        BagianMissingError: The letter has no such part.
        ObjekTamperedError: The file is not the one that was archived.
    """
    entri = find_archived(kantor, word)
    if signed:
        entri = find_signed_return(kantor, entri, word)
    digest, ekstensi = entri.isi["sha256"], entri.isi.get("ekstensi") or "pdf"
    if context:
        if entri.isi.get("konteks") is None:
            raise BagianMissingError(word)
        digest, ekstensi = entri.isi["konteks"], "json"
    data = read_object(kantor.archive.root, digest, ekstensi)
    void, pengganti = _find_void(kantor, str(entri.isi["kode"]))
    marked = tanda and void is not None and ekstensi == "pdf"
    if tanda and not marked:
        raise TandaRefusedError(word)
    if marked:
        # This brings the press, which a copy to the byte does not need.
        from formulir.press.specimen.mark import VOID, mark_specimen  # noqa: PLC0415

        data = mark_specimen(Pdf(data), VOID)
    nama = f"{_name_file(entri)}{'_BATAL' if marked else ''}.{ekstensi}"
    return HandedFile(
        data=data,
        kode=str(entri.isi["kode"]),
        nama=nama,
        void=void,
        pengganti=pengganti,
        marked=marked,
    )


class TandaRefusedError(RecordError):
    """A copy marked BATAL was asked for, of what is not void."""

    word: str
    says = "{word} is in force, or no PDF: only a void letter is marked BATAL"


def _find_void(kantor: Kantor, kode: str) -> tuple[str | None, str | None]:
    """Return why a letter is void, and which one stands in its place, as logged."""
    for act in find_tindakan(kantor.archive, [kode])[kode]:
        if act.isi["tindakan"] == "batal":
            other = act.isi.get("pengganti")
            return str(act.isi.get("alasan") or "-"), other and str(other)
    return None, None


def _name_file(entri: Entri) -> str:
    """Name a file by what the archive gave, never by what somebody else did.

    The text of a line is data: nothing in it may become a path.
    """
    act, kode = str(entri.isi["tindakan"]), str(entri.isi["kode"])
    first = str(entri.isi.get("formulir") or act)
    last = f"_{entri.entri}" if act in RETURNS else ""
    return re.sub(r"[^\w.-]", "-", f"{first}_{kode}{last}", flags=re.ASCII)


def find_signed_return(kantor: Kantor, entri: Entri, word: str) -> Entri:
    """Find the last return of a letter that counts as signed.

    Raises:
        BagianMissingError: There is none.
    """
    kode = str(entri.isi["kode"])
    for act in reversed(find_tindakan(kantor.archive, [kode])[kode]):
        if act.isi["tindakan"] == "ditandatangani":
            return act
    raise BagianMissingError(word, signed=True)


def find_archived(kantor: Kantor, word: str) -> Entri:
    """Find the act by which a file came into the archive.

    Args:
        kantor: The office.
        word: As ``get_file`` takes it.

    Raises:
        EntriUnknownError: The archive holds no such letter.
    """
    if word.isdecimal() and len(word) <= LONGEST_ENTRI:
        entri = find_entri(kantor.archive, int(word))
        if entri is not None and "sha256" in entri.isi:
            return entri
    with kantor.open_catatan(read_only=True) as db:
        try:
            kode = resolve(kantor, db, word)
        except NomorUnknownError as error:
            if error.daftar_kode:
                raise
            raise EntriUnknownError(word, near=error.near) from None
    if found := find_kode(kantor.archive, [kode]):
        return found[kode]
    raise EntriUnknownError(word)


def verify_kantor(
    kantor: Kantor,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    since: Mapping[str, bytes] | None = None,
) -> OfficeProof:
    """Prove the archive, prove the numbers, and hold the two against each other.

    Args:
        kantor: The office.
        progress: Is told how many entries were read, of how many.
        since: Checkpoints that were kept elsewhere, by the names of their files: the
            archive must have grown from each of them.
    """
    from formulir.office.looks.timestamps import (  # noqa: PLC0415 - finding needs none
        choose_newest,
        judge_timestamps,
    )

    report = verify(kantor.archive.root, asal=kantor.asal, progress=progress)
    findings, notices = list(report.findings), list(report.notices)
    proved, faults = judge_kept(kantor.archive, since or {})
    findings += faults
    stamps, faults = judge_timestamps(kantor)
    for fault in (*faults, *judge_akses(kantor.archive).faults):
        (notices if fault.warning else findings).append(fault)
    count = 0
    with kantor.open_catatan(read_only=True) as db:
        for fault in _judge_index(db, report.anew, proved=proved):
            (notices if fault.warning else findings).append(fault)
        for proof in prove_nomor(db):
            count += proof.count
            if proof.missing or not proof.sound:
                place = phrase(
                    "catatan.db: seri {seri} {tahun}",
                    seri=proof.seri,
                    tahun=proof.tahun,
                )
                fault = Fault(place=place, reason=proof.words, warning=proof.sound)
                (notices if proof.sound else findings).append(fault)
        if not report.findings:
            # Entries can only be held against the ledger when they are themselves.
            for fault in (*compare(kantor, db), *check_berkas(kantor, db)):
                (notices if fault.warning else findings).append(fault)
    return OfficeProof(
        report=report,
        findings=findings,
        notices=notices,
        numbers=count,
        stamped=choose_newest(stamps),
    )


def _judge_index(db: Store, anew: int | None, *, proved: int) -> Iterator[Fault]:
    """Tell of a search index that was taken away.

    Nobody who signs a changed log can leave the index as it was, so this is the first
    step of every change that nothing else inside the folder shows. What was kept
    outside shows it; once that has vouched for the entries, nothing is told any more.

    Args:
        db: The record store.
        anew: How many entries there were when the index that is there was made anew.
        proved: So many entries a kept checkpoint vouches for.
    """
    if anew is None and read_head(db).entri:
        reason = phrase(
            "it was removed: so begins every replacement of entries that nothing else "
            "here shows; hold a checkpoint that was kept elsewhere against the "
            "archive: formulir verify --since FILE; 'formulir find' makes it anew"
        )
        yield Fault(place="index.db", reason=reason)
    banyak = max([anew or 0, *list_rebuilt(db)])
    if banyak > proved:
        reason = phrase(
            "it was lost, and made anew beside {banyak} entries: so begins every "
            "replacement of entries that nothing else here shows; hold a checkpoint "
            "that was kept elsewhere against the archive: formulir verify --since FILE",
            banyak=banyak,
        )
        yield Fault(place="index.db", reason=reason, warning=True)
