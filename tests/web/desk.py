"""A desk for tests: the real application over a real office, and its browsers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from unittest.mock import patch

from starlette.testclient import TestClient

from formulir.office.kantor import open_kantor
from formulir.web.app import make_app
from formulir.web.desk.guard import COOKIE
from formulir.web.desk.kept import reckon_here
from formulir.web.door import accounts
from formulir.web.door.accounts import add_akun
from formulir.web.door.passwords import hash_password
from formulir.web.door.sessions import begin
from formulir.web.door.store import open_meja, prepare
from formulir.web.jobs.table import begin_next, find_job, finish
from formulir.web.jobs.worker import do

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "https://meja.test"
OWN = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
"""What a browser says of a form that a page of the desk sends."""
SANDI = "kuda hijau sembilan"
hash_once = cache(hash_password)
"""A password's hash is made to be dear: for all desks of a run it is made once."""
ROLES = ("staf", "pemeriksa", "penanda tangan", "auditor", "pengelola")


@dataclass
class Desk:
    """An office with its desk; jobs are done when they are asked for."""

    folder: Path
    clients: list = field(default_factory=list)
    adapt: object = staticmethod(lambda kantor: kantor)
    reckoner: object = staticmethod(reckon_here)

    def __post_init__(self):
        prepare(self.folder)
        self.app = make_app(
            self.folder,
            address=ADDRESS,
            wake=lambda: None,
            adapt=self.adapt,
            reckoner=self.reckoner,
        )

    @property
    def kantor(self):
        return self.adapt(open_kantor(self.folder))

    def browser(self, client=("127.0.0.1", 50000)):
        """Return a browser that nobody has logged in with."""
        made = TestClient(
            self.app, base_url=ADDRESS, client=client, follow_redirects=False
        )
        self.clients.append(made)
        return made

    def add(self, nama, peran="staf", wilayah=""):
        facts = {"nama": nama, "orang": f"Orang {nama}", "peran": peran}
        with open_meja(self.folder) as meja:
            known = meja.value("SELECT 1 FROM akun WHERE nama = ?", (nama,))
            if known is None:
                facts["wilayah"] = wilayah
                with patch.object(accounts, "hash_password", hash_once):
                    add_akun(meja, self.kantor, facts, sandi=SANDI)

    def enter(self, nama="siti", peran="staf", wilayah=""):
        """Return a browser in which an account is logged in, made if there is none."""
        self.add(nama, peran, wilayah)
        browser = self.browser()
        with open_meja(self.folder) as meja:
            token = begin(
                meja, nama, now=self.kantor.saat(), alamat="127.0.0.1", peramban="uji"
            )
        browser.cookies.set(COOKIE, token, domain="meja.test", path="/")
        return browser

    def work(self):
        """Do the jobs that wait, in this process; return the last one."""
        job = None
        with open_meja(self.folder) as meja:
            while (found := begin_next(meja, saat=self.kantor.saat())) is not None:
                keadaan, hasil = do(self.kantor, meja, found)
                finish(meja, found.nomor, keadaan, hasil, saat=self.kantor.saat())
                job = find_job(meja, found.nomor)
        return job


def read_mark(html: str) -> str:
    """Return the mark that forms of a page bring along."""
    found = re.search(r'name="tanda" value="([^"]+)"', html)
    return found[1] if found else ""


def send(browser, path, *, page="/akun", files=None, headers=None, **fields):
    """Send a form as a browser does that has loaded a page."""
    mark = read_mark(browser.get(page).text)
    said = OWN | (headers or {})
    return browser.post(path, data={"tanda": mark, **fields}, files=files, headers=said)
