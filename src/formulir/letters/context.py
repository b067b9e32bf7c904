"""Gathers what letters are filled with: one query reads every letter of a region."""

from __future__ import annotations

import json
import re
import resource
import sqlite3
import time
from typing import TYPE_CHECKING, Any, NoReturn

from formulir.dates import format_tanggal
from formulir.errors import TemplateFaultyError
from formulir.language import phrase
from formulir.letters.blanks import fill_blanks
from formulir.letters.jenis import KEAMANAN
from formulir.model import Fault, Konteks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from formulir.letters.jenis import Jenis
    from formulir.letters.profil import Profil
    from formulir.model import Scope

COLUMNS = (
    *("kunci", "instansi", "wilayah", "hal", "tujuan", "penanda_tangan"),
    *("nomor_luar", "konteks"),
)
"""The columns that a ``konteks.sql`` gives, in any order.

``golongan`` and ``tahap`` may be given too, where letters of a kind differ in them, and
``kurang``: a list of the cells that name an office to which the letter goes, and which
is not on record; each is an object with the members of ``LACK``.
"""

NOMOR_DOTS = 24
"""The dots printed for a number that is not known yet."""

KODE_DASHES = "----"
"""What stands for the archive code until the letter is reserved."""

DENIED = phrase("asks for more than to read; a query is one SELECT, and nothing else")

LIMIT_S = 300
"""Seconds of processor time; a query that never ends would hold up the office."""
ROWS_LIMIT = 200_000
"""Letters that one query may ask for."""
VALUE_LIMIT_BYTES = 16 * 1024 * 1024
"""How large one value of a row may be, and any that is made on the way to it."""
TOTAL_LIMIT_BYTES = 1024 * 1024 * 1024
"""How large the contexts of all letters may be together, as JSON."""
MEMORY_LIMIT_KIB = 3 * 1024 * 1024
"""How much the memory of the process may grow while a query runs."""
_STEPS = 100_000
_COUNT = re.compile(r"\d+ \((?P<words>[a-z ]+)\) (?P<unit>\w.*)")
LACK = ("tabel", "kunci", "kolom", "nilai")
"""What tells a cell: its table, the key of its row, its column, and what it holds."""
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}


def read_rows(
    conn: sqlite3.Connection,
    jenis: Jenis,
    *,
    scope: Scope,
    functions: Mapping[str, tuple[int, Callable[..., Any]]],
) -> list[dict[str, Any]]:
    """Run a kind's query, which may read and do nothing else.

    Returns:
        A row a letter, with the columns of ``COLUMNS``, ``golongan``, ``tahap`` and
        ``kurang``; ``wilayah`` and ``konteks`` are objects.

    Raises:
        TemplateFaultyError: The query fails, lacks a column, or gives no object.
    """
    for name, (count, function) in functions.items():
        conn.create_function(name, count, function, deterministic=True)
    conn.set_authorizer(_authorize)
    watch = _Watch()
    conn.set_progress_handler(watch, _STEPS)
    longest = conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE_LIMIT_BYTES)
    params: dict[str, str | int] = {
        "tahun": scope.tahun,
        "wilayah": scope.wilayah or "",
        "tanggal": scope.tanggal.isoformat(),
    }
    conn.create_function("diminta", 1, params.__getitem__, deterministic=True)
    try:
        cursor = conn.execute(jenis.sql.read_text(encoding="utf-8"), params)
        return list(_take_rows(cursor, jenis))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        reasons = {
            sqlite3.SQLITE_AUTH: DENIED,
            sqlite3.SQLITE_INTERRUPT: watch.reason,
            sqlite3.SQLITE_TOOBIG: phrase(
                "makes a value of more than {limit} bytes", limit=VALUE_LIMIT_BYTES
            ),
        }
        code = getattr(error, "sqlite_errorcode", 0)
        _refuse(jenis, reasons.get(code, str(error)))
    finally:
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
        conn.set_progress_handler(None, 0)
        conn.set_authorizer(None)


class _Watch:
    """Stops a query that works too long or takes too much memory."""

    def __init__(self) -> None:
        # A query is worked out by the thread that asks, whatever else there is to do.
        self._end = time.thread_time() + LIMIT_S
        self._most = _measure_kib() + MEMORY_LIMIT_KIB
        self.reason = ""

    def __call__(self) -> bool:
        """Say whether the query is to stop."""
        if time.thread_time() > self._end:
            self.reason = phrase(
                "takes more than {limit} s of processor time", limit=LIMIT_S
            )
        elif _measure_kib() > self._most:
            self.reason = phrase(
                "takes more than {limit} KiB of memory", limit=MEMORY_LIMIT_KIB
            )
        return bool(self.reason)


def _measure_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _take_rows(cursor: sqlite3.Cursor, jenis: Jenis) -> Iterator[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        _refuse(jenis, phrase("gives no column {columns}", columns=missing))
    general = {"golongan": jenis.golongan, "tahap": jenis.tahap, "kurang": "[]"}
    size = 0
    for number, row in enumerate(cursor, start=1):
        named = general | dict(zip(names, row, strict=True))
        if number > ROWS_LIMIT:
            _refuse(jenis, phrase("gives more than {limit} rows", limit=ROWS_LIMIT))
        size += len(str(named["konteks"] or ""))
        if size > TOTAL_LIMIT_BYTES:
            _refuse(
                jenis,
                phrase(
                    "gives contexts of more than {limit} bytes", limit=TOTAL_LIMIT_BYTES
                ),
            )
        yield _parse_row(jenis, named)


_KINDS = (("wilayah", dict), ("konteks", dict), ("kurang", list))


def _authorize(action: int, *_names: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _refuse(jenis: Jenis, reason: str) -> NoReturn:
    raise TemplateFaultyError([Fault(place=str(jenis.sql), reason=reason)])


def _parse_row(jenis: Jenis, row: dict[str, Any]) -> dict[str, Any]:
    for name, kind in _KINDS:
        try:
            row[name] = json.loads(row[name] or "")
        except (ValueError, TypeError) as error:
            _refuse(
                jenis,
                phrase("column {column} is no JSON: {error}", column=name, error=error),
            )
        except RecursionError:
            _refuse(
                jenis,
                phrase("column {column} is JSON that is nested too deep", column=name),
            )
        if not isinstance(row[name], kind):
            _refuse(
                jenis,
                phrase("column {column} is no JSON object", column=name)
                if kind is dict
                else phrase("column {column} is no JSON list", column=name),
            )
    if not all(
        isinstance(one, dict) and one.keys() >= set(LACK) for one in row["kurang"]
    ):
        _refuse(
            jenis,
            phrase("column kurang must list objects with {members}", members=LACK),
        )
    if not isinstance(row["konteks"].get("naskah", {}), dict):
        _refuse(jenis, phrase("konteks.naskah is no JSON object"))
    return row


def complete_konteks(
    row: Mapping[str, Any], jenis: Jenis, *, scope: Scope, profil: Profil
) -> Konteks:
    """Make a row's context whole: dots for blanks, the profile, the letter itself."""
    konteks: Konteks = dress_konteks(fill_blanks(row["konteks"], jenis), jenis, profil)
    konteks["naskah"] = {
        **konteks.get("naskah", {}),
        "nomor": row["nomor_luar"] or "." * NOMOR_DOTS,
        "kode": KODE_DASHES,
        "tanggal": format_tanggal(scope.tanggal),
        "tahun": str(scope.tahun),
    }
    konteks["profil"] = profil.as_konteks()
    return konteks


def dress_konteks(konteks: Konteks, jenis: Jenis, profil: Profil) -> Konteks:
    """Spell what a letter says of itself as its profile asks.

    The rank of who signs is left out where it is not shown. The attachments are counted
    in the profile's style. Urgency and secrecy are the kind's own where the query does
    not say them; secrecy that is none is blank.
    """
    dressed = dict(konteks)
    signer, surat = konteks.get("penandatangan"), konteks.get("surat")
    if isinstance(signer, dict) and not profil.tampilkan_pangkat:
        dressed["penandatangan"] = {**signer, "pangkat": ""}
    if isinstance(surat, dict):
        keamanan = surat.get("keamanan") or jenis.keamanan
        dressed["surat"] = {
            **surat,
            "sifat": surat.get("sifat") or jenis.sifat,
            "keamanan": "" if keamanan == KEAMANAN[0] else keamanan,
        }
        if "lampiran" in surat:
            dressed["surat"]["lampiran"] = spell_lampiran(surat["lampiran"], profil)
    return dressed


def spell_lampiran(teks: str, profil: Profil) -> str:
    """Write how many attachments a letter has in the style of a profile.

    Args:
        teks: As the query gives it: ``2 (dua) berkas``, or nothing for none; any other
            text is left as it is.
        profil: The profile.
    """
    if not teks.strip(" -"):
        return "" if profil.lampiran_kosong == "tanpa" else "-"
    found = _COUNT.fullmatch(teks)
    if profil.lampiran_gaya == "huruf" and found is not None:
        words = found["words"]
        return f"{words[0].upper()}{words[1:]} {found['unit']}"
    return teks


def name_surat(konteks: Konteks, *, nomor: str | None, kode: str) -> Konteks:
    """Write a letter's own number and archive code into its context."""
    naskah = {**konteks["naskah"], "kode": kode}
    if nomor is not None:
        naskah["nomor"] = nomor
    return {**konteks, "naskah": naskah}
