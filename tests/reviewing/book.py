"""An office whose ledger holds a row of every sort, made without a printer.

Its files are invented; its ledger and its archive are written by the program itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import Act
from formulir.archive.objects import StoredObject
from formulir.issuing.archiving import archive
from formulir.model import Finished, FinishedPdf
from formulir.office.book import record_letter
from formulir.office.filing import file_acts, reconcile, void_surat
from formulir.office.founding import act_of, found_kantor
from formulir.office.kantor import open_kantor
from formulir.receiving.confirm import confirm_surat
from formulir.records.ledger import ledger
from formulir.records.ledger.book import Sisipan
from formulir.records.ledger.kembali import Kembali, note_kembali
from formulir.records.ledger.masuk import SuratMasuk, reserve_masuk
from formulir.records.ledger.outside import Luar, leave_out, lift_fence
from formulir.records.ledger.reserve import Reservation, reserve_surat
from tests.conftest import Jam, make_baris

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.model import Draft, Surat
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

DAY = date(2016, 3, 14)
CHECKED: Any = SimpleNamespace(
    batch=SimpleNamespace(
        templates={"kementerian": SimpleNamespace(docx=b"PK template")}
    )
)
"""What archiving asks of a batch: its template."""
_CODES = count(1)


def open_book(folder: Path, jam: Jam) -> Kantor:
    """Open an office whose clock is a test's."""
    return replace(open_kantor(folder), saat=jam, oleh="tuti", peran="arsiparis")


@dataclass(frozen=True, kw_only=True)
class Clerk:
    """Does in an office what commands do, but for the paper."""

    kantor: Kantor
    db: Store

    def reserve(self, *drafts: Draft, **more: Any) -> list[Surat]:
        reservation = Reservation(
            actor=self.kantor.actor(jam_mundur=more.pop("jam_mundur", False)),
            kode_hal={"hal": "PM"},
            make_kode=lambda: f"K0DE-0000-{next(_CODES):04}",
            **more,
        )
        return reserve_surat(self.db, drafts, reservation=reservation)

    def issue(self, *drafts: Draft, **more: Any) -> list[Surat]:
        letters = self.reserve(*drafts, **more)
        self.archive(letters, alasan=more.get("alasan"))
        return letters

    def archive(self, letters: list[Surat], *, alasan: str | None = None) -> None:
        finished = [
            Finished(
                surat=surat,
                konteks={"naskah": {"kode": surat.kode}},
                file=FinishedPdf(
                    pdf=b"%PDF-1.7 " + surat.kode.encode(), halaman=1, pdfa=True
                ),
            )
            for surat in letters
        ]
        archive(self.kantor, self.db, CHECKED, finished, alasan=alasan)

    def note(self, surat: Surat, data: bytes, *, sah: bool) -> Act:
        """Note a return; what the archive is to record of it comes back."""
        digest = sha256(data).hexdigest()
        bukti = "tinta" if sah else "tidak ada"
        back = Kembali(kode=surat.kode, sha256=digest, sah=sah, bukti=bukti)
        note_kembali(self.db, [back], actor=self.kantor.actor())
        isi = {
            "tindakan": "ditandatangani" if sah else "diterima",
            "kode": surat.kode,
            "nomor": surat.nomor,
            "sha256": digest,
            "ekstensi": "jpg",
            "bukti": bukti,
        }
        return Act(isi=isi, objects=[StoredObject(data=data, ekstensi="jpg")])

    def enter(self, nomor: str, data: bytes, **more: Any) -> Act:
        """Give a letter of another office its number, and say what it is."""
        digest = sha256(data).hexdigest()
        facts: dict[str, Any] = {
            "dari": "Dinas Contoh",
            "nomor": nomor,
            "tanggal": "2016-03-10",
            "terima": "2016-03-14",
            "hal": "Usulan",
            "program": 2016,
            "formulir": "01.1",
            "kunci": "LPMP/1",
            "tahap": "T02",
            "wilayah": {"penerbit": "33.19"},
            "disposisi": "arsip",
            "sha256": digest,
        }
        row = reserve_masuk(
            self.db,
            SuratMasuk(**facts | more),
            kode=f"K0DE-MASK-{next(_CODES):04}",
            lagi=True,
            actor=self.kantor.actor(),
        )
        names = ("kode", "formulir", "kunci", "nomor", "tanggal", "hal", "tahap")
        names += ("dari", "terima", "disposisi")
        isi = {name: row[name] for name in names} | {
            "tindakan": "masuk",
            "tahun": row["program"],
            "wilayah": dict((facts | more)["wilayah"]),
            "agenda": row["urut"],
            "sha256": digest,
            "ekstensi": "pdf",
        }
        return Act(isi=isi, objects=[StoredObject(data=data, ekstensi="pdf")])


def found_book(folder: Path, jam: Jam) -> Kantor:
    """Make an office with a row of every sort in its ledger, some acts waiting."""
    found_kantor(folder)
    kantor = open_book(folder, jam)
    with kantor.open_catatan() as db:
        db.run(
            "INSERT INTO seri (kode, berlaku_dari, instansi, pola, isi, mulai)"
            " VALUES ('LPMP', '2016-01-01', 'LPMP',"
            " '{urut:04}/{unit}/{hal}/{tahun}', '{\"unit\":\"E5.2\"}', 41)"
        )
        clerk = Clerk(kantor=kantor, db=db)
        _send(clerk)
        _take_in(clerk)
        _keep_waiting(clerk)
    return kantor


def _send(clerk: Clerk) -> None:
    """Issue, void, replace, insert, and tell what was numbered outside."""
    kantor, db = clerk.kantor, clerk.db
    drafts = [make_baris(key) for key in "abcd"]
    first, *_ = clerk.issue(*drafts, make_baris("e", seri=None))
    clerk.issue(make_baris("f", nomor_luar="5/X/2016"))
    void_surat(kantor, first.kode, alasan="keliru")
    clerk.issue(
        make_baris("b"), ganti={"b": _code(db, "b")}, alasan="sekolah berganti nama"
    )
    sisipan = Sisipan(urut=42, huruf="a")
    clerk.issue(make_baris("g"), sisipan=sisipan, alasan="terlewat")
    (off,) = clerk.reserve(make_baris("h"))
    void_surat(kantor, off.kode, alasan="batal dibuat")
    actor = kantor.actor()
    outside = Luar(
        seri="LPMP",
        nomor="0047/E5.2/KP/2016",
        tanggal=DAY,
        hal="Cuti",
        tujuan="Kepala Contoh",
        oleh="budi",
    )
    record_letter(clerk.kantor, outside, actor=actor)
    leave_out(db, "LPMP", range(48, 50), tanggal=DAY, alasan="rusak", actor=actor)
    lift_fence(db, {"LPMP": 50}, tanggal=DAY, alasan="dipulihkan", actor=actor)
    clerk.issue(make_baris("i", tanggal=date(2016, 3, 13)), mundur=True)


def _sort(clerk: Clerk, surat: Surat) -> None:
    """Take in a pile; one return, and a letter of others, are cut from it."""
    data = b"%PDF tumpukan"
    digest = sha256(data).hexdigest()
    paged = {"keadaan": "menunggu", "surat": surat.kode}
    isi = {
        "tindakan": "tumpukan",
        "sha256": digest,
        "ekstensi": "pdf",
        "halaman": 4,
        "lembar": [
            {"ke": 1, **paged, "halaman": 1, "putar": 180},
            {"ke": 2, "keadaan": "tak terbaca"},
            {"ke": 3, **paged, "halaman": 2},
            {"ke": 4, "keadaan": "lain"},
        ],
    }
    pile = Act(isi=isi, objects=[StoredObject(data=data, ekstensi="pdf")])
    file_acts(clerk.kantor, clerk.db, [pile])
    cut = clerk.note(surat, b"scan 3", sah=True)
    other = clerk.enter("2/A", b"%PDF masuk 3")
    acts = [
        Act(
            isi={**act.isi, "tumpukan": [{"sidik": digest, "lembar": [ke]}]},
            objects=act.objects,
        )
        for act, ke in ((cut, 1), (other, 4))
    ]
    file_acts(clerk.kantor, clerk.db, acts)


def _take_in(clerk: Clerk) -> None:
    """Receive returns and letters of others, import, and put the clock back."""
    kantor, db = clerk.kantor, clerk.db
    (surat,) = clerk.issue(make_baris("j"))
    acts = [
        clerk.note(surat, b"scan 1", sah=True),
        clerk.note(surat, b"scan 2", sah=False),
        clerk.enter("1/A", b"%PDF masuk 1"),
        clerk.enter("1/A", b"%PDF masuk 2", disposisi=None, formulir=None, kunci=None),
    ]
    file_acts(kantor, db, acts)
    _sort(clerk, surat)
    confirm_surat(kantor, surat.kode, alasan="dilihat pada kertas")
    with db.writing():
        act_of(kantor)(db, "impor", {"tabel": "sekolah", "baru": 3})
    reconcile(kantor, db)
    kantor.saat.moment = kantor.saat.moment.replace(hour=0)
    clerk.reserve(make_baris("k"), jam_mundur=True)
    reconcile(kantor, db)


def _keep_waiting(clerk: Clerk) -> None:
    """Do what a crash would leave half done."""
    (surat,) = clerk.issue(make_baris("l"))
    clerk.reserve(make_baris("m"), make_baris("n", nomor_luar="6/X/2016"))
    clerk.note(surat, b"scan 3", sah=True)
    clerk.enter("2/B", b"%PDF masuk 3")
    row = ledger.find_surat(clerk.db, _code(clerk.db, "c"))
    ledger.void_surat(clerk.db, row["kode"], alasan="ganda", actor=clerk.kantor.actor())


def _code(db: Store, kunci: str) -> str:
    return str(db.value("SELECT kode FROM surat WHERE kunci = ?", (kunci,)))
