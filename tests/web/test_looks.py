"""What only a browser shows of every page: contrast, width, targets, focus.

axe-core judges by WCAG 2.2 A and AA, in a wide window in light, and in one of 320 px
(which is also a wide one at 400 %) in dark.
"""

from __future__ import annotations

import hashlib
import io
import random
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Error

from formulir.language import use_language
from formulir.web.desk.guard import COOKIE
from formulir.web.jobs.tray import list_left, list_trays
from formulir.web.screens.register import PAGES
from tests.tools.browser import open_chromium
from tests.tools.kembali import scan_pdf
from tests.web.chromium import enter, serving
from tests.web.conftest import shared_desk
from tests.web.desk import send
from tests.web.letters import list_letters, read_pdf

AXE = Path(__file__).parent / "axe"
SHEET = (
    "No;NPSN;Nama Sekolah;Bentuk;Status;Kab/Kota;Kepala Sekolah\n"
    "1;99000001;SD 1 Contoh Mekarsari;SD;N;Kab. Kudus;\n"
    "2;99000098;SD Contoh Salah;SD;Q;Kab. Kudus;Contoh Kepala\n"
)
FILLED = {
    "/terbitkan": "/terbitkan?formulir=02.3&tanggal=2016-03-14&tunggu=ya",
    "/cari": "/cari?q=contoh",
    "/usulan": "/usulan?kab=33.19",
    "/data/{tabel}/baris": "/data/sekolah/baris?npsn=99000001",
    "/data/{tabel}/ubah": "/data/sekolah/ubah?npsn=99000001",
    "/usulan/tukar": "/usulan/tukar?kab=33.19&npsn=99000002",
}
"""What a page is asked for, so that it shows all that it can."""
BESIDE = ("/terbitkan", "/status?kurang=1", "/agenda?buku=masuk", "/tiada")
"""Other looks of pages."""
LEAST = 40
"""At least so many pages are walked."""

JUDGE = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = await axe.run(document, {
    runOnly: {type: 'tag', values: tags}, preload: false,
    resultTypes: ['violations'], rules: {'target-size': {enabled: true}},
  });
  return found.violations.flatMap((rule) => rule.nodes.slice(0, 3).map((node) =>
    `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`));
}"""
WIDE = """() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over <= 0) { return []; }
  const wide = [...document.querySelectorAll('main *, header *')].filter((each) =>
    each.getBoundingClientRect().right > innerWidth + 1);
  return [`${over} px too wide: ${wide[0] ? wide[0].outerHTML.slice(0, 160) : '?'}`];
}"""
FOCUS = """() => [...document.querySelectorAll(
    'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex="0"]'
  )].filter((each) => each.checkVisibility() && !each.disabled).filter((each) => {
    each.focus();
    const style = getComputedStyle(each);
    return each !== document.activeElement || style.outlineStyle === 'none'
      || parseFloat(style.outlineWidth) < 2;
  }).map((each) => `no focus to be seen: ${each.outerHTML.slice(0, 160)}`)"""


desk = shared_desk
"""No page looks at what another one did."""


@pytest.fixture(scope="module")
def served(desk):
    """A browser, and the address at which the desk is served."""
    with serving(desk.folder) as address, open_chromium() as browser:
        yield browser, address


@pytest.fixture
def examples(desk):
    """What stands for the names in addresses; also an account, a draft, a tray."""
    use_language("id")
    clerk = desk.enter("siti", "pengelola")
    desk.add("tono", "staf", "33.19")
    sheet = {"lembar": ("sekolah.csv", io.BytesIO(SHEET.encode()))}
    draft = send(clerk, "/data/lembar", page="/data", files=sheet)
    first, second = list_letters(desk, formulir="02.2")[:2]
    files = [
        (
            "berkas",
            ("pindai.pdf", scan_pdf(read_pdf(desk, first), chance=random.Random(1))),
        ),
        ("berkas", ("foto.jpg", blur(read_pdf(desk, second)))),
    ]
    assert send(clerk, "/kembali", page="/kembali", files=files).status_code == 303
    job = desk.work()
    use_language("en")
    (tray,) = list_trays(desk.kantor)
    (left,) = list_left(desk.kantor, tray)
    return clerk, {
        "kode": first.isi["kode"],
        "lembar": draft.headers["location"].rpartition("/")[2],
        "nomor": str(job.nomor),
        "tabel": "sekolah",
        "baki": tray.kode,
        "berkas": left,
    }


def blur(pdf):
    """Photograph a page so badly that its code cannot be read."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=0.3).to_pil()
    out = io.BytesIO()
    page.convert("RGB").save(out, "JPEG")
    return out.getvalue()


def list_addresses(examples):
    """List the addresses of all pages, files and parts."""
    found = [*BESIDE]
    for page in PAGES:
        path = FILLED.get(page.path, page.path)
        path = path.replace("/lembar/{kode}", "/lembar/{lembar}")
        path = re.sub(r"{(\w+)}", lambda part: examples.get(part[1], "{}"), path)
        if "GET" not in page.methods or "{" in path or path.endswith("/aliran"):
            continue
        found.append(path)
    return found


def load(page, address, path):
    """Ask for what an address gives; tell whether it is a page, no file and no part."""
    try:
        answer = page.goto(address + path)
    except Error as error:
        if "Download is starting" in error.message:
            return False
        raise
    page.wait_for_load_state("networkidle")
    whole = page.evaluate("document.doctype !== null")
    return whole and (answer.ok or path in BESIDE)


def test_axe_is_the_file_that_was_published():
    digest = hashlib.sha256((AXE / "axe.min.js").read_bytes()).hexdigest()
    assert digest in (AXE / "README.md").read_text("utf-8")


def test_every_page_is_fit_for_narrow_dark_keyboard_and_touch(served, examples):
    clerk, known = examples
    axe = (AXE / "axe.min.js").read_text("utf-8")
    browser, address = served
    page, faults = enter(browser, address, clerk.cookies.get(COOKIE)), {}
    for path in list_addresses(known):
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 800})
        if load(page, address, path):
            page.evaluate(axe)
            faults[path] = list(judge(page))
    assert len(faults) >= LEAST, faults
    told = {path: found for path, found in faults.items() if found}
    assert not told, told


def judge(page):
    """Judge a page as it is shown, wide in light, and narrow in dark."""
    yield from page.evaluate(JUDGE)
    page.emulate_media(color_scheme="dark")
    page.keyboard.press("Tab")
    yield from page.evaluate(FOCUS)
    page.set_viewport_size({"width": 320, "height": 800})
    yield from page.evaluate(WIDE)
    yield from page.evaluate(JUDGE)


def test_the_focus_stays_with_what_a_part_was_put_into(served, desk):
    browser, address = served
    clerk = desk.enter("jono", "staf", "33.20")  # whose part nobody has asked for
    page, held = enter(browser, address, clerk.cookies.get(COOKIE)), []
    page.route("**/hari-ini/menunggu", lambda route: held.append(route))  # noqa: PLW0108 - a built-in cannot be wrapped
    page.goto(address)
    page.get_by_role("link", name="Tampilkan").focus()
    held[0].continue_()
    page.locator("#menunggu").wait_for()
    page.wait_for_function("document.activeElement !== document.body")
    assert page.evaluate("document.activeElement.id") == "menunggu"
