"""Another Word file for a kind: looked through, compared, and put into use."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from formulir.ground.disk import guard_disk, make_folder, replace_file
from formulir.model import Docx
from formulir.office.kinds.using import find_file, use_shipped, use_template
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go
from formulir.web.jobs.kinds_designing import SORT, place_template
from formulir.web.jobs.pictures import make_word, sweep
from formulir.web.jobs.table import DONE
from formulir.web.parts.jobs import find_own
from formulir.web.screens.designing.pages import require_jenis, show_kind

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit
    from formulir.web.jobs.table import Job

MOST_BYTES: Final = 20 << 20
"""What a Word file may have."""


def take_template(visit: Visit) -> Reply:
    """Keep a Word file that was handed in, and have it looked through."""
    jenis, kantor = require_jenis(visit), visit.kantor
    files = visit.files.get("berkas", ())
    if not files:
        return show_kind(visit, fault="Pilih dahulu berkas Word.")
    if not files[0].name.lower().endswith(".docx"):
        fault = "Simpan dahulu sebagai dokumen Word (.docx), lalu pilih berkas itu."
        return show_kind(visit, fault=fault)
    file = find_file(kantor, jenis.kode, visit.take("golongan", ""))
    wadah = make_word()
    sweep(kantor.workdir, sort=SORT)
    path = place_template(kantor, wadah, jenis.kode, file.nama)
    with guard_disk(path):
        make_folder(path.parent)
        replace_file(path, files[0].path.read_bytes())
    isi = {
        "formulir": jenis.kode,
        "golongan": file.golongan,
        "nama_kantor": file.nama,
        "wadah": wadah,
        "nama": files[0].name,
    }
    nomor = visit.ask("templat", isi, judul=f"Memeriksa templat {jenis.kode}")
    return go(f"/pekerjaan/{nomor}")


def take_use(visit: Visit) -> Reply:
    """Put a Word file into use that was looked through, as it was compared.

    Raises:
        AbsentError: No job of one's own found it right, or the file is gone.
        TemplatChangedError: Another file is in use by now.
    """
    kantor, job = visit.kantor, _find_job(visit)
    isi, formulir = job.isi, job.isi["formulir"]
    path = place_template(kantor, isi["wadah"], formulir, isi["nama_kantor"])
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise AbsentError from error
    if sha256(data).hexdigest() != job.hasil["sidik"]:
        raise AbsentError
    use_template(
        kantor,
        formulir,
        isi["golongan"],
        Docx(data),
        instead_of=job.hasil["dipakai"],
    )
    return go(f"/templat/{formulir}?dipakai=ya")


def _find_job(visit: Visit) -> Job:
    job = find_own(visit, visit.take("pekerjaan", ""))
    if (
        job is None
        or job.jenis != "templat"
        or job.keadaan != DONE
        or not job.hasil["baik"]
        or job.isi["formulir"] != require_jenis(visit).kode
    ):
        raise AbsentError
    return job


def take_shipped(visit: Visit) -> Reply:
    """Put the Word file that the program brings into use again."""
    jenis = require_jenis(visit)
    back = use_shipped(visit.kantor, jenis.kode, visit.take("golongan", ""))
    return go(f"/templat/{jenis.kode}" + ("?kembali=ya" if back else ""))


PAGES = (
    Page(
        path="/templat/{formulir}",
        title="Templat",
        deed="design",
        reach="office",
        show=show_kind,
        take=take_template,
        limit_bytes=MOST_BYTES,
    ),
    Page(
        path="/templat/{formulir}/pakai",
        title="Pakai templat",
        deed="design",
        reach="office",
        take=take_use,
    ),
    Page(
        path="/templat/{formulir}/bawaan",
        title="Pakai templat bawaan",
        deed="design",
        reach="office",
        take=take_shipped,
    ),
)
