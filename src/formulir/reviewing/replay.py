"""What the ledger must say, read off the log alone.

The ledger follows the log, so every column of it that the log knows can be held against
the log. What the log does not say of a row stands as ``UNKNOWN`` here: lines of version
0.1.0 say less, and what a reserved letter will look like is only known when it is
issued.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import ASIDE, RETURNS
from formulir.language import phrase
from formulir.records.ledger.head import BY_PERSON, PRINTED
from formulir.records.piles.tumpukan import spell_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

UNKNOWN: Any = object()
"""What the log does not say."""
Row = dict[str, Any]
_MASUK = {
    "urut": "agenda",
    "terima": "terima",
    "dari": "dari",
    "nomor": "nomor",
    "tanggal": "tanggal",
    "hal": "hal",
    "formulir": "formulir",
    "kunci": "kunci",
    "program": "tahun",
    "tahap": "tahap",
    "disposisi": "disposisi",
    "sha256": "sha256",
}
"""Columns of the book of incoming letters, and the members that say the same."""
_RESERVED = ("formulir", "tahun", "kunci", "tanggal", "ganti")
"""What an issued line repeats of the act of reserving."""


@dataclass(kw_only=True, slots=True)
class Replay:
    """The rows of the ledger as the log says them, by what tells them apart.

    Args:
        surat: By archive code.
        nomor: By series, year, running number and suffix.
        old: Whether the log has lines of version 0.1.0.
        odd: Places at which the log contradicts itself, and how.
        loose: By archive code, what is known of numbers whose series no line names.
        nomor_awal: By series and year.
        kembali: By archive code and digest.
        masuk: By archive code.
        tumpukan: By the digest of the pile.
        lembar: By pile and number.
        riwayat: By number: the whole act as the log spells it.
        saat: The moment of the last act.
        buku: How many acts and letters are older than seals; nothing if not said.
        pagar: Whether the office was restored and the last numbers were not told.
    """

    surat: dict[Hashable, Row] = field(default_factory=dict)
    nomor: dict[Hashable, Row] = field(default_factory=dict)
    loose: dict[Hashable, Row] = field(default_factory=dict)
    nomor_awal: dict[Hashable, Row] = field(default_factory=dict)
    kembali: dict[Hashable, Row] = field(default_factory=dict)
    masuk: dict[Hashable, Row] = field(default_factory=dict)
    tumpukan: dict[Hashable, Row] = field(default_factory=dict)
    lembar: dict[Hashable, Row] = field(default_factory=dict)
    riwayat: dict[Hashable, Row] = field(default_factory=dict)
    old: bool = False
    odd: list[tuple[str, str]] = field(default_factory=list)
    saat: str = ""
    buku: Row = field(default_factory=dict)
    pagar: int = 0
    _numbers: dict[str, Row] = field(default_factory=dict)

    def read(self, isi: Mapping[str, Any], entri: int | None) -> None:
        """Take in a line of the log, or an act that waits for it.

        Args:
            isi: What it says.
            entri: Its number; nothing for an act that waits.
        """
        tindakan = str(isi["tindakan"])
        self.old |= entri is not None and "buku" not in isi
        if "riwayat" in isi:
            ours = ("entri", "buku", "saat")
            said = {name: value for name, value in isi.items() if name not in ours}
            self.riwayat[isi["riwayat"]] = {"isi": said, "entri": entri}
        self._keep_clock(isi, tindakan)
        read = _READ.get(tindakan)
        if read is not None:
            read(self, isi, entri)

    def _keep_clock(self, isi: Mapping[str, Any], tindakan: str) -> None:
        """Follow the moment of the last act, back too where that was recorded."""
        if tindakan == "jam mundur":
            self.saat = str(isi["pada"])
        for name in ("pada", "saat"):
            self.saat = max(self.saat, str(isi.get(name) or ""))

    def read_reserving(self, isi: Mapping[str, Any], _entri: int | None) -> None:
        """Take in letters that got their places."""
        for letter in isi["surat"]:
            kode = letter["kode"]
            self.surat[kode] = {
                "formulir": isi["formulir"],
                "tahun": isi["tahun"],
                "kunci": letter["kunci"],
                "tanggal": isi["tanggal"],
                "ganti": letter.get("ganti"),
                "status": "dipesan",
                **dict.fromkeys(("entri", "sha256", "alasan", "pembatal")),
                "nomor_luar": letter.get("nomor_luar"),
            }
            if "nomor" in letter:
                row = _number(letter, isi) | {
                    "surat": kode,
                    "status": "dipesan",
                    "dipesan_pada": isi["pada"],
                }
                self._put_number(row, kode)
        for awal in isi.get("awal") or ():
            self.nomor_awal[awal["seri"], awal["tahun"]] = dict(awal)

    def _put_number(self, row: Row, kode: str | None) -> None:
        key = (row["seri"], row["tahun"], row["urut"], row["sisipan"])
        self.nomor[key] = row
        if kode is not None:
            self._numbers[kode] = row

    def read_issuing(self, isi: Mapping[str, Any], entri: int | None) -> None:
        """Take in a letter that was issued."""
        kode = isi["kode"]
        said = {name: isi.get(name) for name in _RESERVED}
        row = self.surat.setdefault(kode, {**said, "nomor_luar": UNKNOWN})
        self._hold(entri, row, said)
        row |= {column: isi.get(member, UNKNOWN) for member, column in PRINTED.items()}
        row |= {"status": "terbit", "entri": entri, "sha256": isi["sha256"]}
        row |= {"alasan": None, "pembatal": None}
        number = self._numbers.get(kode)
        if number is not None:
            number |= {"status": "terbit", "terbit_pada": isi["saat"]}
            self._hold(entri, number, {"nomor": isi["nomor"]})
        elif row["nomor_luar"] is not UNKNOWN:
            self._hold(entri, row, {"nomor_luar": isi["nomor"]})
        elif isi["nomor"] is None:
            row["nomor_luar"] = None
        else:
            # Which of ours and of another office's it is, version 0.1.0 did not say.
            # Nor did it write the line at the moment of the row.
            said = {name: isi[name] for name in ("nomor", "tanggal")}
            said |= {"sisipan": "", "status": "terbit"}
            said |= dict.fromkeys(("batal_pada", "alasan", "oleh", "hal", "tujuan"))
            said["terbit_pada"] = isi["saat"] if "buku" in isi else UNKNOWN
            self.loose[kode] = said

    def _hold(self, entri: int | None, row: Row, said: Row) -> None:
        """Hold a line against what was recorded before it."""
        for name, value in said.items():
            if row[name] != value:
                reason = phrase(
                    "{name} is {value!r}, but was reserved as {reserved!r}",
                    name=name,
                    value=value,
                    reserved=row[name],
                )
                self.odd.append((f"log.jsonl, entri {entri}", reason))

    def read_voiding(self, isi: Mapping[str, Any], _entri: int | None) -> None:
        """Take in a letter that was voided or called off."""
        kode = isi.get("surat") if isi["tindakan"] == "urung" else isi["kode"]
        why = {"alasan": isi["alasan"]}
        if kode in self.surat:
            self.surat[kode] |= {"status": "batal", **why, "pembatal": isi["oleh"]}
            if isi["tindakan"] == "urung":
                printed = {column: isi[name] for name, column in PRINTED.items()}
                self.surat[kode] |= printed
        number = self._numbers.get(str(kode)) or self.loose.get(kode)
        if number is not None:
            number |= {"status": "batal", **why, "oleh": isi["oleh"]}
            # Version 0.1.0 wrote the line a moment after the row.
            known = "pengganti" in isi or "pada" in isi
            moment = isi.get("pada") or isi.get("saat")
            number["batal_pada"] = moment if known else UNKNOWN

    def read_outside(self, isi: Mapping[str, Any], _entri: int | None) -> None:
        """Take in numbers that were given outside, or left out."""
        for each in isi["nomor_dicatat"]:
            row = _number(each, isi) | {
                "tanggal": each["tanggal"],
                "tahun": int(each["tanggal"][:4]),
                "surat": None,
                "status": "lewat" if isi["tindakan"] == "lewat" else "luar",
                "dipesan_pada": isi["pada"],
                "alasan": isi.get("alasan"),
                "oleh": each.get("oleh") or isi["oleh"],
                **{name: each.get(name) for name in ("hal", "tujuan")},
            }
            self._put_number(row, None)

    def read_note(self, isi: Mapping[str, Any], _entri: int | None) -> None:
        """Take in returns that were noted."""
        for each in isi["berkas"]:
            key = (each["surat"], each["sidik"])
            sah = int(each["sah"])
            said = {"saat": isi["pada"], "sah": sah, "bukti": each.get("bukti")}
            self.kembali[key] = {**said, "entri": None, "disahkan": None}

    def read_return(self, isi: Mapping[str, Any], entri: int | None) -> None:
        """Take in a return, or that a person says it is signed."""
        key = (isi["kode"], isi["sha256"])
        if isi.get("bukti") == BY_PERSON:
            self.kembali[key]["disahkan"] = entri
            return
        row = self.kembali.setdefault(key, {"disahkan": None})
        row |= {"sah": int(isi["tindakan"] != ASIDE), "entri": entri}
        row["bukti"] = isi.get("bukti")
        self._read_cut(isi, entri)

    def read_entering(self, isi: Mapping[str, Any], _entri: int | None) -> None:
        """Take in a letter of another office that got its number."""
        said = {**isi, "sha256": isi["sidik"]}
        self.masuk[isi["surat"]] = _incoming(said) | {"entri": None}

    def read_incoming(self, isi: Mapping[str, Any], entri: int | None) -> None:
        """Take in a letter of another office."""
        said = _incoming(isi)
        row = self.masuk.setdefault(isi["kode"], {**said})
        self._hold(entri, row, said)
        row["entri"] = entri
        self._read_cut(isi, entri)

    def read_pile(self, isi: Mapping[str, Any], entri: int | None) -> None:
        """Take in a pile of scans; recorded again, it is the same pile."""
        pile = isi["sha256"]
        if pile in self.tumpukan:
            return
        names = ("ekstensi", "halaman", "saat")
        self.tumpukan[pile] = {**{name: isi[name] for name in names}, "entri": entri}
        for each in isi["lembar"]:
            row = spell_sheet(each)
            self.lembar[pile, row.pop("ke")] = row

    def _read_cut(self, isi: Mapping[str, Any], entri: int | None) -> None:
        """Take in from which sheets a file was cut; the first cut of a sheet counts."""
        for each in isi.get("tumpukan") or ():
            for ke in each["lembar"]:
                row = self.lembar.get((each["sidik"], ke))
                if row is None:
                    reason = phrase(
                        "it is cut from sheet {ke} of a pile that is not there", ke=ke
                    )
                    self.odd.append((f"log.jsonl, entri {entri}", reason))
                elif row["entri"] is None:
                    row["entri"] = entri

    def read_fence(self, isi: Mapping[str, Any], _entri: int | None) -> None:
        """Take in a restore, or that the last numbers were told."""
        self.pagar = int(isi["tindakan"] == "pulih" or bool(isi.get("sisa")))


def _incoming(isi: Mapping[str, Any]) -> Row:
    """Return the columns of a letter of another office, as a line says them."""
    row = {column: isi.get(member) for column, member in _MASUK.items()}
    row["wilayah"] = isi.get("wilayah") or {}
    row["tahun"] = int(str(isi["terima"])[:4])
    return row


def _number(said: Mapping[str, Any], isi: Mapping[str, Any]) -> Row:
    """Return the columns of a number, as an act that gives it says them."""
    tanggal = str(said.get("tanggal") or isi["tanggal"])
    return {
        "seri": said["seri"],
        "tahun": int(tanggal[:4]),
        "urut": said["urut"],
        "sisipan": said.get("sisipan") or "",
        "nomor": said["nomor"],
        "tanggal": tanggal,
        **dict.fromkeys(
            ("terbit_pada", "batal_pada", "alasan", "oleh", "hal", "tujuan")
        ),
    }


def _read_book(replay: Replay, isi: Mapping[str, Any], _entri: int | None) -> None:
    """Take in with what the sealed acts began."""
    replay.buku = {"riwayat": isi["riwayat_lama"], "surat": isi["surat_lama"]}


_READ: dict[str, Callable[[Replay, Mapping[str, Any], int | None], None]] = {
    "buku": _read_book,
    "pesan": Replay.read_reserving,
    "terbit": Replay.read_issuing,
    "batal": Replay.read_voiding,
    "urung": Replay.read_voiding,
    "luar": Replay.read_outside,
    "lewat": Replay.read_outside,
    "catat kembali": Replay.read_note,
    **dict.fromkeys(RETURNS, Replay.read_return),
    "catat masuk": Replay.read_entering,
    "masuk": Replay.read_incoming,
    "tumpukan": Replay.read_pile,
    "pulih": Replay.read_fence,
    "pagar": Replay.read_fence,
}
