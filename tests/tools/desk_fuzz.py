"""Send the desk what no page of it would send.

``python -m tests.tools.desk_fuzz [--requests 20000]``. The pages are walked by their
links; each form that is found there is filled wrongly: fields left out, empty,
long, doubled, of other alphabets, with unseen characters, numbers out of range, paths,
markup, files of other kinds; addresses and queries likewise. Nothing may be answered by
a fault of the program, nothing of it may come back as markup, no job may fail by one,
and the memory that is needed may not grow. The suite sends some of these.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from httpx2 import InvalidURL

from formulir.web.door.store import open_meja
from formulir.web.screens.register import PAGES
from formulir.web.serving.reckoner import Reckoner
from tests.kantor import issue, make_kantor, make_printer
from tests.web.desk import OWN, Desk, read_mark

if TYPE_CHECKING:
    from starlette.testclient import TestClient

REQUESTS, SEED = 20_000, 8016
WORK_EVERY = 150
KNOWN = 12
"""So many addresses of a page, and forms at one, are remembered."""
MARKUP = '"><script>alert(8016)</script>'
PICTURE = "'\"><img src=x onerror=alert(8016)>"
BAD = re.compile(r"<script>alert\(8016\)|<img src=x onerror")
LEFT_ALONE = re.compile(r"/keluar|/orang/fuzz/|/sesi/akhiri|/akun/akhiri|/mulai")
"""Forms that would end what the fuzzer itself is."""
WORDS = (
    *("", " ", "0", "-1", "1", "2", "9" * 30, "1e308", "NaN", "٣", "²", "½", "0x10"),
    *("2016", "2099", "99999", "2016-03-14", "2016-02-30", "0000-00-00", "14/03/2016"),
    *("33", "33.19", "33.20", "99.99", "02.1", "02.3", "siti", "fuzz", "staf"),
    *("a" * 70_000, "ä" * 300, "\N{PILE OF POO}" * 50, "\u202eabc", "\ufeff", "\x00"),
    *("\x01\x1b[31m", "a\r\nSet-Cookie: x=1", "a\nb", "\t", "\x7f", "\ud800"),
    *("../../etc/passwd", "..", "/", "//evil.test", "/\\evil.test", "C:\\x", "~"),
    *(
        "/dev/null",
        "/proc/self/mem",
        "a" * 300 + ".pdf",
        "%00",
        "%2e%2e%2f",
        "%",
        "%zz",
    ),
    *(
        "' OR 1=1 --",
        "'; DROP TABLE surat; --",
        '"',
        "\\",
        "*",
        "?",
        "[a-",
        "(",
        "a AND",
    ),
    *(
        "{{ 7 * 7 }}",
        "{% raw %}",
        "${7*7}",
        "{0.__class__}",
        "%s%n",
        "=1+1",
        "@SUM(A1)",
    ),
    *(
        MARKUP,
        PICTURE,
        "javascript:alert(8016)",
        "null",
        "undefined",
        "true",
        "[]",
        "{}",
    ),
)
FILES = (
    b"",
    b"PK\x03\x04" + b"\x00" * 60,
    b"%PDF-1.7\n%%EOF",
    b"\x89PNG\r\n\x1a\n" + b"\xff" * 40,
    b"\xff\xd8\xff\xe0" + b"\x00" * 40,
    b"a;b;c\n1;2;3\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    MARKUP.encode() * 20,
    b"\x00" * 5000,
    "npsn;nama\n1;\N{PILE OF POO}\n".encode("utf-16"),
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(8016)</script></svg>",
)
NAMES = (
    *(
        "calon.xlsx",
        "a.pdf",
        "a.svg",
        "../../x.pdf",
        "x",
        "a" * 400 + ".docx",
        "\x01.png",
    ),
    *("con.txt", 'a"b.csv', "a\r\nb.xls", "surat.docx", "..", MARKUP + ".csv"),
)


@dataclass(kw_only=True)
class Form:
    """A form of a page, as a browser would send it."""

    page: str
    action: str
    method: str
    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads the links and the forms of a page."""

    def __init__(self, page: str) -> None:
        """Read a page of an address."""
        super().__init__()
        self.page, self.links = page, []
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.options: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a tag says."""
        said = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "hx-get"):
            if said.get(name, "").startswith("/"):
                self.links.append(said[name])
        if tag == "form":
            method = said.get("method", "get").lower()
            action = said.get("action") or self.page
            self.form = Form(page=self.page, action=action, method=method)
            self.forms.append(self.form)
        elif self.form is not None and said.get("name"):
            self._take(tag, said)
        elif tag == "option" and self.options is not None:
            self.options.append(said.get("value", ""))

    def _take(self, tag: str, said: dict[str, str]) -> None:
        assert self.form is not None
        if said.get("type") == "file":
            self.form.files.append(said["name"])
            return
        values: list[str] = [said.get("value", "")]
        if tag == "select":
            values = self.options = []
        self.form.fields.append((said["name"], values))

    def handle_endtag(self, tag: str) -> None:
        """End a form or a choice."""
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.options = None


@dataclass(kw_only=True)
class Fuzzer:
    """Walks the pages and sends wrong things."""

    desk: Desk
    chance: random.Random
    browser: TestClient | None = None
    mark: str = ""
    paths: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    queries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    counts: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    most: int = 400

    def __post_init__(self) -> None:
        """Log in, and walk the pages."""
        self.patterns = [
            (page.path, re.compile(re.sub(r"{\w+}", "[^/?]+", page.path)))
            for page in PAGES
        ]
        self.log_in()
        self.walk()

    def log_in(self) -> None:
        """Log in anew, and forget the browser that was."""
        if self.browser is not None:
            self.desk.clients.remove(self.browser)
            self.browser.close()
        self.browser = self.desk.enter("fuzz", "pengelola")
        self.mark = read_mark(self.browser.get("/akun").text)

    def walk(self) -> None:
        """Read the pages that can be reached by links, some of each."""
        waiting = [page.path for page in PAGES if "{" not in page.path and page.show]
        while waiting:
            path = waiting.pop(0)
            if path in self.seen or len(self.seen) >= self.most or "aliran" in path:
                continue
            self.seen.add(path)
            answer = self.browser.get(path)
            self.check(f"GET {path}", answer)
            waiting += self.learn(path, answer)

    def learn(self, path: str, answer: object) -> list[str]:
        """Remember the forms and links of a page; return the links that are new."""
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return []
        reader = Reader(path)
        reader.feed(answer.text)
        for form in reader.forms:
            known = self.forms[self.name(form.action)]
            if not LEFT_ALONE.match(form.action) and len(known) < KNOWN:
                known.append(form)
            if form.method == "get":
                self.queries[self.name(form.action)] |= {n for n, _ in form.fields}
        return [link for link in reader.links if self.remember(link)]

    def remember(self, link: str) -> bool:
        """Remember an address; tell whether it is worth reading."""
        split = urlsplit(link)
        name = self.name(split.path)
        self.queries[name] |= {key for key, _ in parse_qsl(split.query)}
        known = self.paths[name]
        if not name or split.path in known:
            return False
        if len(known) < KNOWN:
            known.append(split.path)
        return len(known) < 4  # a few of each are read

    def name(self, path: str) -> str:
        """Return the page that an address is of."""
        path = urlsplit(path).path
        return next((n for n, one in self.patterns if one.fullmatch(path)), "")

    def check(self, what: str, answer: object) -> None:
        """Note what may not be."""
        self.counts[answer.status_code] += 1
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code}: {what[:600]}")
        kind = answer.headers.get("content-type", "")
        if kind.startswith("text/html") and BAD.search(answer.text):
            self.faults.append(f"markup: {what[:600]}")
        if "x=1" in answer.headers.get("set-cookie", ""):
            self.faults.append(f"header: {what[:600]}")

    def run(self, requests: int) -> None:
        """Send so many wrong requests."""
        for turn in range(requests):
            chosen = self.chance.random()
            if chosen < 0.6:
                self.send_form()
            elif chosen < 0.97:
                self.ask_page()
            else:
                self.send_raw()
            if turn % WORK_EVERY == WORK_EVERY - 1:
                self.work()
        self.work()

    def work(self) -> None:
        """Do the jobs that were asked for; none may fail by the program's own fault."""
        if (pid := os.fork()) == 0:  # as the server leaves them to a worker
            self.desk.work()
            os._exit(0)
        if os.waitpid(pid, 0)[1]:
            self.faults.append("the worker ended")
        with open_meja(self.desk.folder) as meja:
            rows = meja.rows("SELECT * FROM pekerjaan WHERE hasil LIKE '%\"bug\"%'")
            with meja.writing():
                meja.run("DELETE FROM pekerjaan")
        self.faults += [f"job {row['jenis']}: {row['isi'][:500]}" for row in rows]

    def word(self) -> str:
        """Choose something wrong."""
        return self.chance.choice(WORDS)

    def query(self, name: str) -> str:
        """Spell a wrong query of a page."""
        names = [*sorted(self.queries[name]), "x", "hal", "q"]
        pairs = [
            (self.chance.choice(names), self.word())
            for _ in range(self.chance.choice((0, 1, 1, 2, 3)))
        ]
        pairs = [(key, value[:3000]) for key, value in pairs]
        return f"?{urlencode(pairs, errors='replace')}" if pairs else ""

    def address(self, name: str) -> str:
        """Spell an address of a page: one that was seen, or with wrong names."""
        if self.paths[name] and self.chance.random() < 0.6:
            return self.chance.choice(self.paths[name])

        def wrong(_found: re.Match[str]) -> str:
            word = self.word()[:500]
            raw = self.chance.random() < 0.2 and word.isprintable()
            safe = "/.%" if raw else ""
            return quote(word, safe=safe, errors="replace") or "x"

        return re.sub(r"{\w+}", wrong, name)

    def ask_page(self) -> None:
        """Ask for a page wrongly."""
        page = self.chance.choice([one for one in PAGES if one.show])
        if page.path.endswith("aliran"):
            return  # it would last until the job has ended
        path = self.address(page.path) + self.query(page.path)
        parts = {"hx-request": "true"} if self.chance.random() < 0.3 else {}
        self.send("GET", path, headers=parts)

    def send_form(self) -> None:
        """Send a form of a page wrongly."""
        name = self.chance.choice([one for one in self.forms if self.forms[one]])
        form = self.chance.choice(self.forms[name])
        data: dict[str, list[str]] = {}
        for key, values in form.fields:
            data.setdefault(key, []).append(self.chance.choice(values or [""]))
        for key in list(data):
            if key == "tanda":
                continue
            chosen = self.chance.random()
            if chosen < 0.1:
                del data[key]
            elif chosen < 0.45:
                data[key] = [self.word()]
            elif chosen < 0.5:
                data[key] += [self.word(), self.word()]
        data["tanda"] = [self.mark if self.chance.random() < 0.97 else self.word()]
        data = {
            key: [one.encode(errors="replace").decode() for one in values]
            for key, values in data.items()
        }
        files = [
            (key, (self.chance.choice(NAMES), self.chance.choice(FILES)))
            for key in form.files
            for _ in range(self.chance.choice((0, 1, 1, 1, 3)))
        ]
        path = form.action if self.chance.random() < 0.9 else self.address(name)
        path = path or form.page
        if form.method == "get":
            cut = {key: [one[:3000] for one in values] for key, values in data.items()}
            self.send("GET", f"{path.partition('?')[0]}?{urlencode(cut, doseq=True)}")
            return
        self.send("POST", path, data=data, files=files or None, headers=OWN)

    def send(self, method: str, path: str, **more: object) -> None:
        """Send a request, and note what may not come of it."""
        what = f"{method} {path} {more}"
        try:
            answer = self.browser.request(method, path, **more)
        except InvalidURL:  # no browser sends it
            return
        except Exception as error:  # noqa: BLE001 - it left the application itself
            self.faults.append(f"{error!r}: {what[:600]}")
            return
        self.check(what, answer)
        if answer.headers.get("location") == "/masuk":
            self.log_in()

    def send_raw(self) -> None:
        """Send what is no form at all."""
        page = self.chance.choice(PAGES)
        kinds = (
            *("application/json", "multipart/form-data", "text/plain", ""),
            *("multipart/form-data; boundary=x", "application/x-www-form-urlencoded"),
            "multipart/form-data; boundary=" + "x" * 300,
        )
        headers = {"content-type": self.chance.choice(kinds), "x-tanda": self.mark}
        path = self.address(page.path)
        if LEFT_ALONE.match(path):
            return
        method = self.chance.choice(
            ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
        )
        body = self.chance.choice(
            (*FILES, b"tanda=%FF&a=%zz&&=&;", b"--x\r\n\r\n--x--")
        )
        self.send(method, path, content=body, headers=OWN | headers)


def make_desk(folder: Path) -> Desk:
    """Make an office with letters and its desk."""
    kantor = make_kantor(folder / "kantor", printer=make_printer(folder))
    for kode in ("02.1", "02.2"):
        assert issue(kantor, kode) == 0
    return Desk(folder=kantor, reckoner=Reckoner(kantor).ask)


def read_resident_mb() -> float:
    """Return the memory that this process has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Send as many as were asked for, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--minutes", type=float, default=60)
    given = parser.parse_args()
    end = time.monotonic() + 60 * given.minutes
    with TemporaryDirectory(prefix="formulir-fuzz-") as name:
        fuzzer = Fuzzer(desk=make_desk(Path(name)), chance=random.Random(given.seed))
        part = max(given.requests // 20, 1)
        while sum(fuzzer.counts.values()) < given.requests and time.monotonic() < end:
            fuzzer.run(part)
            done = sum(fuzzer.counts.values())
            print(
                f"{done} requests, {read_resident_mb():.0f} MB, "
                f"{dict(sorted(fuzzer.counts.items()))}",
                flush=True,
            )
            for fault in fuzzer.faults:
                print(" ", fault, flush=True)
            fuzzer.faults.clear()


if __name__ == "__main__":
    main()
