"""Takes the pictures of the desk in docs/gambar: a made-up office, a morning of 2016.

The clock stands in March 2016, the letters are printed by LibreOffice, and the browser
is Debian's Chromium, 1280 pixels wide and 800 high.
"""

from __future__ import annotations

import io
import random
import socket
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.kantor import make_kantor  # noqa: E402 - likewise
from tests.tools.browser import open_chromium  # noqa: E402 - likewise
from tests.tools.kembali import scan_pdf  # noqa: E402 - likewise
from tests.web.chromium import enter  # noqa: E402 - likewise
from tests.web.desk import Desk, send  # noqa: E402 - likewise
from tests.web.letters import list_letters, read_pdf  # noqa: E402 - likewise

from formulir.language import use_language  # noqa: E402 - the path above
from formulir.office import kantor  # noqa: E402 - likewise
from formulir.web.app import make_app  # noqa: E402 - likewise
from formulir.web.desk.guard import COOKIE  # noqa: E402 - likewise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from formulir.office.kantor import Kantor

GAMBAR = ROOT / "docs" / "gambar"
MORNING = datetime(2016, 3, 15, 1, 0, tzinfo=UTC)
START = time.monotonic()
NAMA = "LPMP Jawa Tengah (contoh)"
SHEET = (
    "No;NPSN;Nama Sekolah;Bentuk;Status;Kab/Kota;Kepala Sekolah\n"
    "1;99000001;SD 1 Contoh Mekarsari;SD;N;Kab. Kudus;\n"
    "2;99000002;SD 2 Contoh Sidamukti;SD;N;Kab. Kudus;Dra. Contoh Larasati, M.Pd.\n"
    "3;99000098;SD Contoh Bae;SD;Q;Kab. Kudus;Contoh Kirana, S.Pd.\n"
    "4;99000099;SD Contoh Jati;SD;N;Kab. Kudus;Contoh Aksara, S.Pd.\n"
)


def tell_time() -> datetime:
    """Tell the time of a morning of 2016."""
    return MORNING + timedelta(seconds=time.monotonic() - START)


def adapt(office: Kantor) -> Kantor:
    """Name the office on its pages."""
    return replace(office, nama=NAMA)


@contextmanager
def serve(desk: Desk) -> Iterator[str]:
    """Serve a desk from this process, whose clock is another."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = make_app(
            desk.folder, address=address, wake=lambda: None, adapt=desk.adapt
        )
        config = uvicorn.Config(app, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield address
        server.should_exit = True
        thread.join()


def issue(desk: Desk, page: Page, formulir: str) -> None:
    """Issue the letters of a kind from the page, as a clerk does."""
    page.goto(f"{page.url}terbitkan?formulir={formulir}&tanggal=2016-03-15&tunggu=ya")
    for box in page.locator("main input[name=dijawab]").all():
        box.check()
    page.get_by_role("button", name="Terbitkan").click()
    page.wait_for_url("**/pekerjaan/*")
    job = desk.work()
    if job.keadaan != "selesai":
        sys.exit(f"{formulir}: {job.hasil}")
    page.reload()  # its end has been seen


def hand_in(desk: Desk) -> str:
    """Hand in the scan of a letter that nobody has signed; tell where it lies."""
    clerk = desk.enter()
    first = list_letters(desk, formulir="02.2")[0]
    scan = scan_pdf(read_pdf(desk, first), chance=random.Random(1))  # noqa: S311 - the noise of a scanner
    files = [("berkas", ("pindai-1.pdf", scan))]
    send(clerk, "/kembali", page="/kembali", files=files)
    desk.work()
    return f"/surat/{first.isi['kode']}"


def drop_sheet(desk: Desk) -> str:
    """Drop a sheet with a wrong cell; tell where it lies."""
    sheet = {"lembar": ("sekolah-kudus.csv", io.BytesIO(SHEET.encode()))}
    sent = send(desk.enter(), "/data/lembar", page="/data", files=sheet)
    return str(sent.headers["location"])


def take(page: Page, address: str, name: str, path: str) -> None:
    """Take the picture of a page."""
    page.goto(address + path, wait_until="networkidle")
    target = GAMBAR / f"meja-{name}.png"
    page.screenshot(path=target)
    print(target.relative_to(ROOT))


def main() -> None:
    """Found the office, let it work, and take the pictures."""
    use_language("id")
    vars(kantor)["read_clock"] = tell_time
    with TemporaryDirectory() as place:
        office = make_kantor(Path(place) / "kantor", printer=None)
        desk = Desk(folder=office, adapt=adapt)
        desk.add("siti", "staf")
        token = desk.enter("siti").cookies.get(COOKIE)
        with serve(desk) as address, open_chromium() as browser:
            window = {"width": 1280, "height": 800}
            page = enter(browser, address, token, viewport=window)
            for formulir in ("02.1", "02.2"):
                page.goto(f"{address}/")
                issue(desk, page, formulir)
            letter, sheet = hand_in(desk), drop_sheet(desk)
            page.goto(f"{address}/")
            while (ended := page.locator(".berjalan a")).count():
                ended.first.click()
                page.goto(f"{address}/")
            take(page, address, "hari-ini", "/")
            steps = "/terbitkan?formulir=02.3&tanggal=2016-03-16"
            take(page, address, "terbitkan", f"{steps}&tunggu=ya")
            take(page, address, "surat", letter)
            take(page, address, "data", sheet)
            take(page, address, "kembali", f"{letter}/sahkan")
            for name, path in (
                ("usulan", "/usulan?kab=33.19"),
                ("jadwal", "/jadwal"),
                ("cari", "/cari?q=contoh"),
                ("status", "/status"),
            ):
                take(page, address, name, path)


if __name__ == "__main__":
    main()
