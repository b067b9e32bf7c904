"""The kinds of jobs: each calls what the command line calls, with the same words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.issuing.gather import Request
from formulir.language import translate
from formulir.office.copying.backup import backup
from formulir.office.lookup.describe import describe_letters
from formulir.pipeline import issue
from formulir.reviewing.audit import verify_kantor
from formulir.reviewing.preview.choose import LIMIT
from formulir.reviewing.preview.result import PreviewRequest
from formulir.web.jobs.pictures import choose_folder, sweep
from formulir.web.jobs.told import DoubtsUntoldError, spell_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.model import Fault
    from formulir.office.kantor import Kantor
    from formulir.pipeline import IssueResult
    from formulir.web.jobs.press import HeldPress


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What a job is done with.

    Args:
        kantor: The office; acts are done in the name and role of whoever asked.
        isi: What was asked.
        tell: Is told how many parts are done, of how many; it may leave by an error,
            because somebody wants the job stopped.
        press: What prints pictures, kept warm from one job to the next.
    """

    kantor: Kantor
    isi: Mapping[str, Any]
    tell: Callable[[int, int], None]
    press: HeldPress


def run_issue(work: Work) -> dict[str, Any]:
    """Issue letters."""
    isi = work.isi
    request = Request(
        formulir=isi["formulir"],
        tahun=isi["tahun"],
        wilayah=isi["wilayah"],
        kunci=frozenset(isi.get("kunci", ())),
        tanggal=date.fromisoformat(isi["tanggal"]),
        mundur=isi.get("mundur", False),
        ganti=isi.get("ganti", {}),
        alasan=isi.get("alasan"),
    )

    def heed(warnings: Sequence[Fault]) -> None:
        answered = frozenset(isi["dijawab"])
        untold = [each for each in warnings if str(each) not in answered]
        if untold:
            raise DoubtsUntoldError(untold)

    def tell(result: IssueResult) -> None:
        work.tell(result.done, result.total)

    result = issue(work.kantor, request, dry_run=False, tell=tell, heed=heed)
    with work.kantor.open_catatan(read_only=True) as db:
        named = describe_letters(work.kantor, db, result.entries[:NAMED])
    return {
        "terbit": [entri.isi["kode"] for entri in result.entries],
        "surat": [{name: row[name] for name in _OF_LETTER} for row in named],
        "sudah": result.skipped,
        "gagal": spell_faults(result.failures, tahun=request.tahun),
        "peringatan": spell_faults(result.warnings, tahun=request.tahun),
    }


NAMED = 100
"""So many letters that were issued are named in the result of a job."""
_OF_LETTER = ("kode", "nomor", "nama", "wilayah", "hal")


def run_preview(work: Work) -> dict[str, Any]:
    """Show the worst letters; killed and done again, it shows them again."""
    from formulir.reviewing.preview.show import show_worst  # noqa: PLC0415 - loaded while LibreOffice starts

    isi = work.isi
    asked = PreviewRequest(
        formulir=isi["formulir"],
        tahun=isi["tahun"],
        wilayah=isi["wilayah"],
        tanggal=date.fromisoformat(isi["tanggal"]),
        folder=choose_folder(work.kantor.workdir, isi["wadah"]),
        limit=isi.get("limit", LIMIT),
    )
    sweep(work.kantor.workdir)
    asked.folder.parent.mkdir(parents=True, exist_ok=True)
    result = show_worst(
        work.kantor, work.press.hold(work.kantor), asked, tell=work.tell
    )
    return {
        "jumlah": result.total,
        "surat": [asdict(letter) for letter in result.shown],
        "gagal": spell_faults(result.failures, tahun=asked.tahun),
        "tak_terlihat": result.unseen,
    }


def run_verify(work: Work) -> dict[str, Any]:
    """Re-read the whole archive."""
    proof = verify_kantor(work.kantor, progress=work.tell, since={})
    return {
        "bukti": proof.as_json(),
        "kalimat": translate(proof),
        "cap_waktu": translate(proof.stamped.sentence) if proof.stamped else "",
        "temuan": spell_faults(proof.findings),
        "catatan": spell_faults(proof.notices),
    }


def run_backup(work: Work) -> dict[str, Any]:
    """Copy the office to another disk."""
    done = backup(
        work.kantor,
        Path(work.isi["tempat"]),
        with_key=work.isi["dengan_kunci"],
        after=lambda _step: work.tell(0, 0),
    )
    return {
        "nomor": done.state.nomor,
        "saat": done.state.saat,
        "disalin": done.copied,
        "sudah": done.kept,
        "salah": spell_faults(done.faults),
    }


KINDS: dict[str, Callable[[Work], dict[str, Any]]] = {
    "terbit": run_issue,
    "periksa": run_verify,
    "cadangan": run_backup,
    "pratinjau": run_preview,
}
"""Each kind of job, and what does it."""
