"""The two files of a kind that nobody has to write: ``jenis.toml``, ``konteks.sql``.

Words of people stand in them as quoted literals only; whatever is not printable is
refused before. Names of columns are names of the closed rule.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.records.own.tables import TAHUN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from formulir.records.own.tables import OwnColumn, OwnTable

KEPALA: Final = "kepala"
"""The role of the official who signs for an office."""
_OPSIONAL: Final = (
    *("surat.lampiran", "surat.keamanan"),
    *("kop.jenis", "kop.judul", "kop.kota", "kop.kode_pos", "kop.kontak", "kop.daring"),
    *("penandatangan.awalan", "penandatangan.atas_nama", "penandatangan.pangkat"),
)
"""What an office need not have, as in the shipped kinds."""
NIP_DOTS: Final = 30
"""The dots printed for a number that is written in by hand."""
_TRUTH: Final = "CASE {col} WHEN 1 THEN '{yes}' WHEN 0 THEN '{no}' END"
_SPELLINGS: Final = {
    "tanggal": "tanggal({col})",
    "bulat": "CAST({col} AS TEXT)",
    "tahun": "CAST({col} AS TEXT)",
    "angka": "iif({col} IS NULL, NULL, replace(printf('%.15g', {col}), '.', ','))",
    "wilayah": "nama_wilayah({col}, :tanggal)",
    "ya": _TRUTH.format(col="{col}", yes="ya", no="tidak"),
}
"""How the value of a column stands in a letter, by its type; text as it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KindText:
    """What the files of a kind say.

    Args:
        table: Its table.
        tahap: The stage of the programme.
        golongan: Whose layout it follows.
        instansi: The code of the office that issues it.
        hal: The subject line.
        tujuan: The addressee: the name of a column, or words.
        nomor: Whether it is numbered.
        kode_hal: The code of the subject that its numbers carry.
        cap: Whether the stamp is printed.
        qr: Whether the code is printed beside the signature.
        truths: The columns of yes or no of which conditions of the letter ask.
    """

    table: OwnTable
    tahap: str
    golongan: str
    instansi: str
    hal: str
    tujuan: str
    nomor: bool
    kode_hal: str
    cap: bool
    qr: bool
    truths: Collection[str]


def write_jenis(text: KindText) -> str:
    """Write ``jenis.toml``."""
    table = text.table
    empty = [column.nama for column in table.kolom if not column.wajib]
    fields = "\n".join(f"    {_quote(one)}," for one in (*_OPSIONAL, *sorted(empty)))
    seri = "instansi" if text.nomor else ""
    return f"""\
# Dibuat oleh "formulir kind new"; boleh diubah.
# Kolomnya: formulir form {table.formulir}
kode = {_quote(table.formulir)}
judul = {_quote(table.judul)}
tahap = {_quote(text.tahap)}
golongan = {_quote(text.golongan)}

[nomor]
seri = {_quote(seri)}
hal = {_quote(text.kode_hal)}

[sifat]
kecepatan = "Biasa"
keamanan = "Biasa"

[wilayah]
peran = ["penerbit", "subjek"]

[cap]
gambar = {str(text.cap).lower()}

[qr]
gambar = {str(text.qr).lower()}

[boleh_kosong]
"penandatangan.nip" = {NIP_DOTS}

[opsional]
fields = [
{fields}
]
"""


def _quote(words: str) -> str:
    """Write words as TOML does; JSON spells them in the same way."""
    return json.dumps(words, ensure_ascii=False)


def _literal(words: str) -> str:
    """Write words as a literal of SQL."""
    return "'" + words.replace("'", "''") + "'"


def write_konteks(text: KindText) -> str:
    """Write ``konteks.sql``: a row of the table is a letter."""
    table, office = text.table, _literal(text.instansi)
    wilayah = next((one.nama for one in table.kolom if one.tipe == "wilayah"), None)
    home = f"wilayah_instansi({office}, :tanggal)"
    subject = f"t.{wilayah}" if wilayah else home
    key = " || '/' || ".join(f"CAST(t.{name} AS TEXT)" for name in table.kunci)
    by_name = {column.nama: column for column in table.kolom}
    to = by_name.get(text.tujuan)
    tujuan = _spell(to, frozenset()) if to else _literal(text.tujuan)
    columns = ",\n".join(_write_fields(table, text.truths))
    return f"""\
-- Satu baris satu surat: setiap baris tabel {table.tabel} ({table.formulir}).
-- Dibuat oleh "formulir kind new"; boleh diubah.
SELECT
    {key} AS kunci,
    {office} AS instansi,
    json_object(
        'penerbit', kode_wilayah({home}, :tanggal),
        'subjek', kode_wilayah({subject}, :tanggal)
    ) AS wilayah,
    {_literal(text.hal)} AS hal,
    {tujuan} AS tujuan,
    penanda_tangan({office}, :tanggal, 'Kepala') AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop({office}, :tanggal)),
        'surat', json_object(
            'hal', {_literal(text.hal)},
            'lampiran', NULL,
            'tempat', kop({office}, :tanggal) ->> 'kota',
            'lembaga', kop({office}, :tanggal) ->> 'nama'
        ),
        'penandatangan', json(pejabat({office}, '{KEPALA}', :tanggal)),
{columns}
    ) AS konteks
FROM {table.tabel} AS t
WHERE t.{TAHUN} = :tahun AND dalam_wilayah({subject}, :wilayah)
ORDER BY {", ".join(f"t.{name}" for name in table.kunci)};
"""


def _write_fields(table: OwnTable, truths: Collection[str]) -> Iterator[str]:
    for column in table.kolom:
        yield f"        '{column.nama}', {_spell(column, truths)}"


def _spell(column: OwnColumn, truths: Collection[str]) -> str:
    """Write how the value of a column gets into the letter."""
    name = f"t.{column.nama}"
    if column.tipe == "ya" and column.nama in truths:
        return f"json({_TRUTH.format(col=name, yes='true', no='false')})"
    return _SPELLINGS.get(column.tipe, "{col}").format(col=name)
