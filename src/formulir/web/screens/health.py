"""The health of the office: machine, backup, proof of the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.records.ledger.notes import read_age
from formulir.reviewing.doctor import BACKUP, diagnose
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, go, show
from formulir.web.desk.visit import FormMalformedError
from formulir.web.jobs.table import list_last

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit


def show_health(visit: Visit) -> Reply:
    """Show how the office is; what takes long to look at comes after the rest."""
    kantor = visit.kantor
    with visit.open_catatan() as db:
        backup = read_age(db, now=kantor.saat())
    with visit.open_meja() as meja:
        jobs = list_last(meja)
    return show(
        "keadaan.html",
        backup=backup,
        jobs=jobs,
    )


def show_machine(visit: Visit) -> Reply:
    """Show what the machine has and lacks; of the backup the page tells above."""
    checks = [each for each in diagnose(visit.kantor) if each.name != BACKUP]
    return show("bagian/mesin.html", checks=checks)


def take_backup(visit: Visit) -> Reply:
    """Ask for a backup."""
    folder = visit.take("tempat")
    if not Path(folder).is_absolute():
        reason = phrase("a whole path is needed, such as /media/cadangan")
        raise FormMalformedError("tempat", reason=reason)
    isi = {"tempat": folder, "dengan_kunci": "kunci" in visit.form}
    nomor = visit.ask("cadangan", isi, judul="Cadangan")
    return go(f"/pekerjaan/{nomor}")


def take_proof(visit: Visit) -> Reply:
    """Ask for the whole archive to be read again."""
    return go(f"/pekerjaan/{visit.ask('periksa', {}, judul='Pemeriksaan arsip')}")


PAGES = (
    Page(
        path="/keadaan",
        title="Keadaan",
        deed="tend",
        reach="office",
        show=show_health,
    ),
    Page(
        path="/keadaan/mesin",
        title="Keadaan mesin",
        deed="tend",
        reach="office",
        show=show_machine,
    ),
    Page(
        path="/keadaan/cadangan",
        title="Cadangan sekarang",
        deed="tend",
        reach="office",
        take=take_backup,
    ),
    Page(
        path="/keadaan/periksa",
        title="Periksa arsip",
        deed="tend",
        reach="office",
        take=take_proof,
    ),
)
