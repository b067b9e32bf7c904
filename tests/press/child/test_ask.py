"""No child that opens a stranger's file reaches out, and none is believed."""

from __future__ import annotations

import json
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from formulir.language import Sentence, chain, phrase
from formulir.press.attachments import examine as examine_module
from formulir.press.attachments.docx_print import CLEAN, PRINTED, print_docx
from formulir.press.child import ask as ask_module
from formulir.press.child.ask import (
    ANSWER,
    ChildHinderedError,
    read_answer,
    write_answer,
)
from formulir.press.child.limits import Limits
from formulir.press.child.shield import Shield, find_unshare, probe_shield
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.press.scans.scan import read_scan
from tests.press.attach import examine
from tests.press.conftest import make_pdf, to_bytes

SAAT = datetime(2016, 3, 14, tzinfo=UTC)
FORM = {"reason": str, "halaman": int, "qr": [str], "ada?": bool}
SAID = {"reason": "", "halaman": 1, "qr": ["a"]}
SEEN = {"number": 1, "qr": ["a"], "turn": 0, "blank": False, "hasty": False}
SCANNED = {"reason": "", "halaman": 7, "pages": [SEEN], "tanda_tangan": []}
JUDGED = {"reason": "", "putusan": "ok", "halaman": 7, "pdfa": True, "catatan": []}
REACH = """
import socket
from contextlib import suppress
from pathlib import Path
with suppress(OSError):
    Path({outside!r}).touch()
with suppress(OSError), socket.create_connection(("127.0.0.1", {port}), 5) as ear:
    ear.sendall(b"di sini")
"""
GO_ON = """
import runpy, sys
module, sys.argv = sys.argv[3], sys.argv[3:]
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""
FOLDER = """
import json, os, sys
from pathlib import Path
folder = Path(sys.argv[4])
"""


@pytest.fixture
def plant(tmp_path, monkeypatch):
    """Let another script run where a child of ours would."""

    def plant(script):
        python = sys.executable
        path = tmp_path / "tanaman"
        path.write_text(f"#!{python} -I\n{script}", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(path))

    return plant


@pytest.fixture(params=Shield)
def shield(request, monkeypatch):
    """A shield, each in turn unless a test names some, if this machine has it."""
    if request.param is Shield.BWRAP and probe_shield() is not Shield.BWRAP:
        pytest.skip("bubblewrap is not there or may not run on this machine")
    if request.param is Shield.UNSHARE and find_unshare() is None:
        pytest.skip("this process may not make name spaces")
    for module in (ask_module, examine_module):
        monkeypatch.setattr(module, "probe_shield", lambda: request.param)
    return request.param


def scan(data, workdir, **more):
    trusted = workdir / "tepercaya"
    source = workdir.with_name("masukan")
    source.write_bytes(data)
    return read_scan(source, workdir=workdir, trusted=trusted, saat=SAAT, **more)


def read_attachment(workdir, **more):
    pdf = to_bytes(make_pdf())
    return examine(pdf, ekstensi="pdf", workdir=workdir, **more).reason


def read_returned(workdir, **more):
    return scan(to_bytes(make_pdf()), workdir, **more).reason


def print_attachment(workdir, tmp_path, script, shield):
    """Let a script stand where LibreOffice prints a DOCX."""
    program = tmp_path / "kantor" / "program" / "soffice.bin"
    program.parent.mkdir(parents=True)
    # Within its shield it sees the programs of the system alone.
    program.write_text(f"#!/usr/bin/python3 -I\n{script}", encoding="utf-8")
    program.chmod(0o755)
    folder = workdir / "cetak"
    folder.mkdir()
    (folder / CLEAN).write_bytes(b"PK")
    return print_docx(folder, program=program, shield=shield, limits=Limits())


def check_reach(shield, *, heard, outside):
    """What is shielded reaches nothing; unshielded, both traps catch something."""
    assert bool(heard) is (shield is Shield.NONE)
    assert outside.exists() is (shield is not Shield.BWRAP)


def pair(others, dear, *, firm):
    """Pair each shield with what it holds; what is dear with some of them only."""
    return [
        pytest.param(
            each,
            other,
            marks=pytest.mark.thorough if other in dear and each not in firm else (),
        )
        for each in Shield
        for other in others
    ]


@pytest.mark.parametrize(
    ("shield", "read"),
    # What reads scans takes a second to load, and is asked for in the same way.
    pair([read_attachment, read_returned], [read_returned], firm=[Shield.BWRAP]),
    indirect=["shield"],
)
def test_a_child_of_ours_reaches_nothing(
    read, plant, shield, telinga, tmp_path, workdir
):
    outside = tmp_path / "di-luar"
    plant(REACH.format(outside=str(outside), port=telinga.port) + GO_ON)
    assert read(workdir) == ""
    check_reach(shield, heard=telinga.heard, outside=outside)


def test_what_prints_a_docx_reaches_nothing(shield, telinga, tmp_path, workdir):
    outside = tmp_path / "di-luar"
    script = REACH.format(outside=str(outside), port=telinga.port)
    leave = f"import sys\nPath(sys.argv[-2], {PRINTED!r}).touch()\n"
    printed = print_attachment(workdir, tmp_path, script + leave, shield)
    assert printed.exists()
    check_reach(shield, heard=telinga.heard, outside=outside)


ENDS = {
    "while True: pass": "it took more than 1 s of processor time; ",
    "import os\nos.fork()\nos.fork()\nwhile True: pass": "it took more than 1 s of",
    "import signal\nsignal.pause()": "it did nothing for 2 s; ",
    "import os\nos.abort()": "it took too much memory to be read, or is too damaged; ",
    "raise SystemExit(3)": "it took too much memory to be read, or is too damaged; ",
}
SLOW = [*ENDS][:3]


@pytest.mark.usefixtures("shield")
@pytest.mark.parametrize(
    ("shield", "script"),
    # The same watches the time, whatever the shield.
    pair(ENDS, SLOW, firm=[Shield.BWRAP]),
    indirect=["shield"],
)
def test_why_a_child_ended_is_told_as_it_was(script, plant, workdir):
    plant(script)
    # On a busy machine others wait longer for their turn than this one sleeps.
    limits = Limits(cpu_s=1, sleep_s=2 if "pause" in script else 60)
    readers = (read_attachment, read_returned)
    # What takes its time to end ends the same, whoever asks.
    for read in readers[: 1 if script in SLOW else 2]:
        assert read(workdir, limits=limits).startswith(ENDS[script])
    assert list(workdir.iterdir()) == []


@pytest.mark.usefixtures("shield")
def test_a_child_that_somebody_else_ends_says_nothing_of_the_file(plant, workdir):
    plant("import os\nos.kill(os.getpid(), 9)")
    for read in (read_attachment, read_returned):
        with pytest.raises(ChildHinderedError, match="is memory short"):
            read(workdir)
    assert list(workdir.iterdir()) == []


LEFT = {
    "nothing": "",
    "a link": f"(folder / {ANSWER!r}).symlink_to('/dev/zero')",
    "a pipe": f"os.mkfifo(folder / {ANSWER!r})",
    "a folder": f"(folder / {ANSWER!r}).mkdir()",
    "too much": f"(folder / {ANSWER!r}).write_text('[' + ' ' * (5 << 20) + ']')",
    "no object": f"(folder / {ANSWER!r}).write_text('[]')",
    "another object": f"(folder / {ANSWER!r}).write_text('{{\"reason\": 1}}')",
}


@pytest.mark.parametrize("left", LEFT)
def test_what_is_no_answer_is_a_refusal(left, plant, workdir):
    plant(FOLDER + LEFT[left])
    assert read_attachment(workdir).startswith("it could not be judged; print it")
    assert read_returned(workdir).startswith("it tells nothing that can be understood")


def leave(said):
    return FOLDER + f"(folder / {ANSWER!r}).write_text({json.dumps(said)!r})\n"


@pytest.mark.parametrize(
    "lay",
    [
        "",
        "(folder / 'hasil.pdf').symlink_to('/etc/passwd')",
        "(folder / 'hasil.pdf').mkdir()",
    ],
)
def test_a_verdict_without_its_file_is_a_refusal(lay, plant, workdir):
    plant(leave(JUDGED) + lay)
    assert read_attachment(workdir).startswith("it could not be judged")


def test_a_clean_docx_that_leads_elsewhere_is_not_printed(
    plant, tmp_path, workdir, monkeypatch
):
    monkeypatch.setattr(examine_module, "find_program", lambda _: tmp_path)
    elsewhere = tmp_path / "rahasia.docx"
    elsewhere.write_bytes(b"PK")
    plant(leave(JUDGED) + f"(folder / {CLEAN!r}).symlink_to({str(elsewhere)!r})")
    verdict = examine(b"PK\3\4", ekstensi="docx", workdir=workdir)
    assert verdict.reason.startswith("it could not be judged")


def test_a_print_that_leads_elsewhere_is_not_read(tmp_path, workdir):
    lay = f"import os, sys\nos.symlink('/etc/passwd', sys.argv[-2] + '/{PRINTED}')\n"
    with pytest.raises(LampiranRefusedError, match="LibreOffice could not print it;"):
        print_attachment(workdir, tmp_path, lay, probe_shield())


def test_a_child_that_ended_badly_may_have_told_of_the_pages(plant, workdir):
    plant(leave(SCANNED) + "os.abort()")
    contents = scan(to_bytes(make_pdf()), workdir)
    assert (contents.reason, contents.halaman, contents.qr) == ("", 7, ("a",))
    plant(leave(SCANNED | {"tanda_tangan": [{"putusan": "benar"}]}))
    assert scan(to_bytes(make_pdf()), workdir).tanda_tangan == ()


@pytest.mark.parametrize(
    "pages",
    [
        [SEEN | {"number": 2}],
        [SEEN, SEEN],
        [SEEN | {"turn": 45}],
        [SEEN | {"number": at} for at in range(1, 100)],
        [{"number": 1}],
    ],
)
def test_a_child_that_speaks_of_other_pages_tells_nothing(plant, workdir, pages):
    plant(leave(SCANNED | {"pages": pages}))
    contents = scan(to_bytes(make_pdf()), workdir)
    assert contents.sheets == ()
    assert "nothing that can be understood" in contents.reason


def test_an_answer_is_read_as_it_was_written(tmp_path):
    for said in (SAID, SAID | {"ada": True}):
        write_answer(tmp_path, said)
        assert read_answer(tmp_path / ANSWER, form=FORM) == said | {"qr": ("a",)}
    assert list(tmp_path.iterdir()) == [tmp_path / ANSWER]


def test_a_sentence_of_a_child_keeps_its_pattern_and_its_facts(tmp_path):
    inner = phrase("page {page} is blank", page=2)
    said = {"reason": phrase("{what}; {all}", what=inner, all=[inner, "x", 1.5])}
    write_answer(tmp_path, said)
    read = read_answer(tmp_path / ANSWER, form={"reason": Sentence})
    assert read == said == {"reason": "page 2 is blank; page 2 is blank, x, 1.5"}
    assert read["reason"].pattern == "{what}; {all}"
    assert read["reason"].facts["what"].facts == {"page": 2}


def test_what_a_sentence_may_not_hold_loses_no_answer(tmp_path):
    deep = chain([phrase("page {page} is blank", page=n) for n in range(9)])
    odd = phrase("{what}: {all}", what=None, all=[1e300, float("nan"), None, deep])
    error = ChildHinderedError(Path("x"), reason="y")
    told = phrase("{error} {error}", error=error)
    said = {"reason": deep, "qr": [odd, told, phrase("{x}", x="a" * 20_000)]}
    write_answer(tmp_path, said)
    read = read_answer(tmp_path / ANSWER, form={"reason": Sentence, "qr": [Sentence]})
    assert (read["reason"], *read["qr"][:2]) == (deep, odd, told)
    assert read["qr"][2] == "a" * 9_999 + "…"
    assert read["qr"][1].facts["error"].pattern == error.says


def nest(packed, deep):
    """Put a sentence into others, each of which names it often."""
    for _ in range(deep):
        packed = {"pola": "{x}" * 4, "fakta": {"x": packed}}
    return packed


HOSTILE = [
    {"pola": "{x}" * 1_000_000, "fakta": {"x": "a" * 1_000_000}},
    {"pola": "{x}" * 300_000, "fakta": {"x": ""}},
    {"pola": "{x!r}", "fakta": {"x": "\0" * 400_000}},
    {"pola": "{x}{x}{x}", "fakta": {"x": ["a" * 1_000] * 1_000}},
    {"pola": "{x:.1f}" * 4, "fakta": {"x": 1e308}},
    {"pola": "a" * 1_000_000, "fakta": {}},
    nest({"pola": "{x}" * 4, "fakta": {"x": "a" * 1_000}}, 3),
    nest({"pola": "{x}" * 100, "fakta": {"x": ["a" * 10_000]}}, 3),
]


@pytest.mark.parametrize("packed", HOSTILE)
def test_a_sentence_that_would_fill_the_memory_is_never_made(packed, tmp_path):
    (tmp_path / ANSWER).write_text(json.dumps({"reason": packed}), encoding="utf-8")
    tracemalloc.start()
    assert read_answer(tmp_path / ANSWER, form={"reason": Sentence}) is None
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 64 << 20


def test_many_sentences_that_grow_as_far_as_they_may_fit_into_the_memory(tmp_path):
    grown = nest({"pola": "{x}" * 4, "fakta": {"x": "a" * 39}}, 3)
    said = json.dumps({"qr": [grown] * 600})
    (tmp_path / ANSWER).write_text(said, encoding="utf-8")
    tracemalloc.start()
    read = read_answer(tmp_path / ANSWER, form={"qr": [Sentence]})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(read["qr"][0]) == 39 * 4**4
    assert most < 100 * len(said)


@pytest.mark.parametrize(
    "packed",
    [
        {"pola": "", "fakta": {}},
        {"pola": "{x!a}", "fakta": {"x": [None]}},
        {"pola": "{x}", "fakta": {"x": 10**15}},
        {"pola": "{x:999999999}", "fakta": {"x": "a"}},
        {"pola": "{x:>9{y}}", "fakta": {"x": "a", "y": 9}},
        {"pola": "{x.__class__}", "fakta": {"x": "a"}},
        {"pola": "{x[0]}", "fakta": {"x": "a"}},
        {"pola": "{x:.1f}", "fakta": {"x": "a"}},
        {"pola": "{y}", "fakta": {"x": "a"}},
        {"pola": "{}", "fakta": {}},
        {"pola": "{", "fakta": {}},
        {"pola": 1, "fakta": {}},
        {"pola": "{x}", "fakta": {"x": None}},
        {"pola": "{x}", "fakta": {"x": {"lain": 1}}},
        {"pola": "{x}"},
    ],
)
def test_what_is_no_sentence_of_a_child_is_no_answer(packed, tmp_path):
    (tmp_path / ANSWER).write_text(json.dumps({"reason": packed}), encoding="utf-8")
    assert read_answer(tmp_path / ANSWER, form={"reason": Sentence}) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "17", '"x"', "null", "[" * 100_000),
        *(
            json.dumps(SAID | more)
            for more in (
                *({"halaman": number} for number in (-1, 1 << 40, 1.0, True, "1")),
                *({"qr": each} for each in ("a", {}, None, [1], [["a"]])),
                *({"reason": None}, {"ada": 1}, {"lain": ""}, {"reason": "\ud800"}),
            )
        ),
        json.dumps({"reason": "", "halaman": 1}),
        json.dumps(SAID).replace("1", "NaN"),
        json.dumps(SAID).replace("1", "9" * 5_000),
    ],
)
def test_what_was_not_asked_for_is_no_answer(text, tmp_path):
    (tmp_path / ANSWER).write_text(text, encoding="utf-8")
    assert read_answer(tmp_path / ANSWER, form=FORM) is None
