"""Jobs that hand letters out: files to fetch, and messages.

The files of a job lie in a folder of its own until they are swept away. A file gets its
name when it is whole and the act is recorded; killed before, the job makes it anew, and
killed behind it, it is found there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.handing.bundle import BundleWish, LabelWish, hand_bundle
from formulir.handing.formats import find_format
from formulir.handing.handing import hand_zip
from formulir.handing.letters import Wanted
from formulir.handing.post.chat import hand_chat
from formulir.handing.post.deciding import decide
from formulir.handing.post.sending import send_letters
from formulir.records.post.outbox import (
    DOUBTFUL,
    QUEUED,
    REFUSED,
    SENT,
    list_messages,
)
from formulir.web.jobs.pictures import choose_folder, sweep
from formulir.web.jobs.told import spell_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from formulir.model import Fault
    from formulir.web.jobs.kinds import Work

SORT: Final = "serah"
"""The sort of folder in which the files of these jobs lie."""
UNSENT: Final = (REFUSED, DOUBTFUL)
"""The states of messages on which a person decides."""


def make_wanted(work: Work) -> Wanted:
    """Say which letters a job is about."""
    isi = work.isi
    return Wanted(
        formulir=[isi["formulir"]],
        tahun=isi["tahun"],
        wilayah=isi["wilayah"],
        kunci=frozenset(isi["kunci"]),
    )


def place_file(work: Work, end: str) -> Path:
    """Name a file of a job, in the job's folder."""
    kantor = work.kantor
    sweep(kantor.workdir, sort=SORT)
    folder = choose_folder(kantor.workdir, work.isi["wadah"], sort=SORT)
    folder.mkdir(parents=True, exist_ok=True)
    path: Path = folder / f"{work.isi['nama']}{end}"
    return path


def tell_files(
    paths: Iterable[Path | None], remarks: Iterable[Fault] = (), **more: object
) -> dict[str, Any]:
    """Say which files there are to fetch, and what to look at."""
    files = [
        {"nama": path.name, "ukuran": path.stat().st_size} for path in paths if path
    ]
    return {"berkas": files, "catatan": spell_faults(remarks), **more}


def run_bundle(work: Work) -> dict[str, Any]:
    """Make what is printed: letters, the list of addressees, labels."""
    isi = work.isi
    pdf = place_file(work, " - cetak.pdf") if "cetak" in isi["buat"] else None
    sheet = place_file(work, " - alamat.xlsx") if "alamat" in isi["buat"] else None
    paper = place_file(work, " - label.pdf") if "label" in isi["buat"] else None
    labels = None
    if paper is not None:
        labels = LabelWish(
            path=paper,
            which=find_format(work.kantor.templates, isi["lembar"]),
            first=isi["mulai"],
            frames=isi["garis"],
        )
    paths = (pdf, sheet, paper)
    if all(path.is_file() for path in paths if path):
        return tell_files(paths)
    wish = BundleWish(
        pdf=pdf,
        duplex=isi["bolak_balik"],
        copies=isi["salinan"],
        addressees=sheet,
        labels=labels,
    )
    made = hand_bundle(work.kantor, make_wanted(work), wish, tell=work.tell)
    return tell_files(
        paths,
        made.remarks,
        surat=made.letters,
        amplop=made.envelopes,
        halaman=made.halaman,
    )


def run_zip(work: Work) -> dict[str, Any]:
    """Put letters into a ZIP, under readable names."""
    path = place_file(work, ".zip")
    if path.is_file():
        return tell_files([path])
    handed = hand_zip(work.kantor, make_wanted(work), path, tell=work.tell)
    return tell_files([path], handed.remarks, surat=len(handed.names))


def run_chat(work: Work) -> dict[str, Any]:
    """Write the sheet of texts for chat programs."""
    path = place_file(work, " - pesan.xlsx")
    if path.is_file():
        return tell_files([path])
    rows, remarks = hand_chat(work.kantor, make_wanted(work), path)
    return tell_files([path], remarks, pesan=len(rows))


def run_send(work: Work) -> dict[str, Any]:
    """Send the e-mail that waits; killed or stopped and run again, it goes on."""
    posted = send_letters(work.kantor, make_wanted(work), progress=work.tell)
    return {
        "banyak": {
            state: posted.count(state) for state in (SENT, QUEUED, REFUSED, DOUBTFUL)
        },
        "sisa": [
            {name: row[name] for name in ("nama", "posel", "keadaan", "sebab")}
            for row in posted.rows
            if row["keadaan"] != SENT
        ][:SHOWN],
        "catatan": spell_faults(posted.remarks),
    }


SHOWN: Final = 100
"""So many messages that were not sent are named in the result of a job."""


def run_decide(work: Work) -> dict[str, Any]:
    """Write down what a person decided on messages; what is decided stays so."""
    isi, kantor = work.isi, work.kantor
    states = set(UNSENT) if isi["lagi"] else {DOUBTFUL}
    with kantor.open_catatan(read_only=True) as db:
        rows = list_messages(db, isi["kode"])
    codes = list(dict.fromkeys(r["kode"] for r in rows if r["keadaan"] in states))
    count = 0
    if codes:
        count = decide(kantor, make_wanted(work), codes, again=isi["lagi"])
    return {"banyak": count, "lagi": isi["lagi"]}


KINDS: Final[dict[str, Callable[[Work], dict[str, Any]]]] = {
    "cetak": run_bundle,
    "zip": run_zip,
    "pesan": run_chat,
    "surel": run_send,
    "keputusan": run_decide,
}
"""Each of these kinds of job, and what does it."""
