"""The kinds of jobs: each calls what the command line calls, with the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.issuing.gather import Request
from formulir.language import translate
from formulir.office.copying.backup import backup
from formulir.pipeline import issue
from formulir.reviewing.audit import verify_kantor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from formulir.model import Fault
    from formulir.office.kantor import Kantor
    from formulir.pipeline import IssueResult


class DoubtsUntoldError(RecordError):
    """Something is doubtful that whoever asked was not shown."""

    doubts: Sequence[str]
    says = (
        "something is doubtful that was not shown before: {doubts}; nothing was done, "
        "look again"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What a job is done with.

    Args:
        kantor: The office; acts are done in the name and role of whoever asked.
        isi: What was asked.
        tell: Is told how many parts are done, of how many; it may leave by an error,
            because somebody wants the job stopped.
    """

    kantor: Kantor
    isi: Mapping[str, Any]
    tell: Callable[[int, int], None]


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
        untold = [str(each) for each in warnings if str(each) not in isi["dijawab"]]
        if untold:
            raise DoubtsUntoldError(untold)

    def tell(result: IssueResult) -> None:
        work.tell(result.done, result.total)

    result = issue(work.kantor, request, dry_run=False, tell=tell, heed=heed)
    return {
        "terbit": [entri.isi["kode"] for entri in result.entries],
        "sudah": result.skipped,
        "gagal": spell_faults(result.failures),
        "peringatan": spell_faults(result.warnings),
    }


def run_verify(work: Work) -> dict[str, Any]:
    """Re-read the whole archive."""
    proof = verify_kantor(work.kantor, progress=work.tell, since={})
    return {
        "bukti": proof.as_json(),
        "kalimat": str(proof),
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


def spell_faults(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Spell faults for a page, in the language in use."""
    return [
        {
            "tempat": translate(fault.place),
            "alasan": translate(fault.reason),
            "ringan": fault.warning,
        }
        for fault in faults
    ]


KINDS: dict[str, Callable[[Work], dict[str, Any]]] = {
    "terbit": run_issue,
    "periksa": run_verify,
    "cadangan": run_backup,
}
"""Each kind of job, and what does it."""
