"""A job: how far it is, and what it came to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from formulir.web.desk.page import Page
from formulir.web.desk.render import fill
from formulir.web.desk.reply import AbsentError, Reply, go, hand, show
from formulir.web.door.rights import PENGELOLA
from formulir.web.jobs.kinds_designing import MARKED
from formulir.web.jobs.pictures import choose_folder
from formulir.web.jobs.table import mark_seen, stop
from formulir.web.parts.jobs import find_named
from formulir.web.parts.sheets import WORD, XLSX

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from formulir.web.desk.visit import Visit
    from formulir.web.jobs.table import Job


def require_job(visit: Visit) -> Job:
    """Find the job that the address names.

    Raises:
        AbsentError: There is none, or somebody else asked for it.
    """
    job = find_named(visit, visit.names["nomor"])
    person = visit.person
    if job is None or (job.akun != person.akun and person.peran != PENGELOLA):
        raise AbsentError
    return job


def regions_of(visit: Visit) -> Collection[str] | None:
    """Give the region that a job concerns; one's own job is one's own."""
    job = require_job(visit)
    if job.akun == visit.person.akun:
        return ()
    return [job.wilayah] if job.wilayah else None


def tell_pace(job: Job, now: datetime) -> dict[str, float]:
    """Say how fast a job is, and how long it will take at that pace, in seconds."""
    if job.mulai is None or not job.selesai:
        return {}
    begun = datetime.fromisoformat(job.mulai)
    seconds = max((now - begun).total_seconds(), 0.001)
    rate = job.selesai / seconds
    return {"rate": rate, "left_s": (job.jumlah - job.selesai) / rate}


def show_job(visit: Visit) -> Reply:
    """Show how far a job is; that its end was seen is noted."""
    job = require_job(visit)
    if not job.is_open and job.akun == visit.person.akun:
        with visit.open_meja() as meja:
            mark_seen(meja, job.nomor)
    template = "bagian/pekerjaan.html" if visit.is_part else "pekerjaan.html"
    pace = tell_pace(job, visit.kantor.saat())
    return show(template, job=job, pace=pace, title=job.judul)


def follow_job(visit: Visit) -> Reply:
    """Send how far a job is, each time that it has changed."""
    require_job(visit)

    def look() -> tuple[str, bool]:
        job = require_job(visit)
        facts = {"job": job, "pace": tell_pace(job, visit.kantor.saat())}
        zona = visit.kantor.zona
        around = {"zona": zona, "mark": visit.session.tanda}
        return fill("bagian/pekerjaan.html", {**facts, **around}), not job.is_open

    return Reply(follow=look)


def take_stop(visit: Visit) -> Reply:
    """Have a job stopped after the part that is being made."""
    job = require_job(visit)
    with visit.open_meja() as meja:
        stop(meja, job.nomor, saat=visit.kantor.saat())
    return go(f"/pekerjaan/{job.nomor}")


def show_picture(visit: Visit) -> Reply:
    """Show a picture of a letter that was looked at, or the paper as PDF."""
    job, nama = require_job(visit), visit.names["nama"]
    if job.jenis not in PICTURES:
        raise AbsentError
    sort, inside = PICTURES[job.jenis]
    made = {each["nama"]: MARKED for each in job.hasil.get("tanda", ())}
    for each in job.hasil.get("surat", ()):
        names = (*each["gambar"], *each["lama"], each["berkas"])
        made |= dict.fromkeys(names, inside)
    if nama not in made:
        raise AbsentError
    folder = choose_folder(visit.kantor.workdir, job.isi["wadah"], sort=sort)
    data = _read(folder / made[nama] / nama)
    return hand(data, media=_MEDIA[nama.rpartition(".")[2]])


def hand_file(visit: Visit) -> Reply:
    """Hand out a file that a job has made, to whoever asked for the job.

    Raises:
        AbsentError: There is none, it was swept away, or somebody else asked for it.
    """
    job, nama = require_job(visit), visit.names["nama"]
    made = [each["nama"] for each in job.hasil.get("berkas", ()) if job.jenis in FILES]
    if job.akun != visit.person.akun or nama not in made:
        raise AbsentError
    folder = choose_folder(
        visit.kantor.workdir, job.isi["wadah"], sort=FILES[job.jenis]
    )
    media = _MEDIA[nama.rpartition(".")[2]]
    return hand(_read(folder / nama), media=media, name=nama)


def _read(path: Path) -> bytes:
    """Read a file that a job has made, if it was not swept away."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AbsentError from error


PICTURES: Final = {"pratinjau": ("pratinjau", "."), "templat": ("templat", "gambar")}
"""The kinds of jobs that show pictures, and where these lie."""
FILES: Final = {
    "cetak": "serah",
    "zip": "serah",
    "pesan": "serah",
    "templat": "templat",
}
"""The kinds of jobs that make files to fetch, and the sort of folder they lie in."""
_MEDIA: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "zip": "application/zip",
    "xlsx": XLSX,
    "docx": WORD,
}

PAGES = (
    Page(
        path="/pekerjaan/{nomor}/berkas/{nama}",
        title="Berkas pekerjaan",
        deed="own",
        reach="object",
        regions=regions_of,
        show=hand_file,
    ),
    Page(
        path="/pekerjaan/{nomor}",
        title="Pekerjaan",
        deed="own",
        reach="object",
        regions=regions_of,
        show=show_job,
    ),
    Page(
        path="/pekerjaan/{nomor}/aliran",
        title="Jalannya pekerjaan",
        deed="own",
        reach="object",
        regions=regions_of,
        show=follow_job,
    ),
    Page(
        path="/pekerjaan/{nomor}/gambar/{nama}",
        title="Gambar surat",
        deed="own",
        reach="object",
        regions=regions_of,
        show=show_picture,
    ),
    Page(
        path="/pekerjaan/{nomor}/hentikan",
        title="Hentikan pekerjaan",
        deed="own",
        reach="object",
        regions=regions_of,
        take=take_stop,
    ),
)
