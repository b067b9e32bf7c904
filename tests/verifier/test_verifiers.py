"""The two verifiers that an auditor takes along: alone, without network, and agreed."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.archive.folder import read_note as read_checkpoint_bytes
from formulir.archive.keys import load_key
from formulir.archive.merkle import EMPTY_ROOT
from formulir.archive.proof.growth import verify_consistency
from formulir.archive.proof.making import make_request
from formulir.office.kantor import open_kantor
from tests.kantor import FIRST_ENTRY, formulir
from tests.tools import bundle_mutants, bundles, page_mutants
from tests.tools.browser import PAGE, browsing

STANDARD = {"base64", "datetime", "hashlib", "json", "os", "re", "stat", "sys"}
STANDARD |= {"unicodedata"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Make an office; no test here changes it."""
    return bundles.make_office(tmp_path_factory.mktemp("kantor"))


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Make an office with another key; no test here changes it."""
    return bundles.make_office(tmp_path_factory.mktemp("lain"), nama="lain")


@pytest.fixture(scope="module")
def bundle(office, tmp_path_factory):
    return bundles.export(office, tmp_path_factory.mktemp("bukti") / "bag")


@pytest.fixture(scope="module")
def small(office, bundle):
    """Give a small bundle in memory, and the key of its archive."""
    return bundles.shrink(bundle), (office / "archive" / "log.pub").read_bytes()


@pytest.fixture(scope="module")
def browser():
    with browsing() as opened:
        yield opened
        assert [url for url in opened.asked if not url.startswith("file:")] == []


def run_alone(folder, *words):
    """Run the verifier as an auditor does: alone in a folder, knowing nothing."""
    shutil.copy(bundles.VERIFIER, folder)
    program = [sys.executable, "-I", folder / "formulir_verify.py"]
    return subprocess.run(
        [*program, *words], capture_output=True, text=True, check=False, cwd=folder
    )


def test_the_verifier_needs_python_alone():
    tree = ast.parse(bundles.VERIFIER.read_text(encoding="utf-8"))
    named = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert named - STANDARD == {"cryptography"}  # taken only where it is there
    guarded = next(node for node in tree.body if isinstance(node, ast.Try))
    assert "cryptography" in ast.dump(guarded)


def test_the_page_asks_nobody_for_anything():
    text = PAGE.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    for word in ("http:", "https:", "fetch(", "XMLHttp", "import(", "src=", "href="):
        assert word not in text, word


def test_a_bundle_is_valid_to_both_and_to_bagit(office, bundle, browser, tmp_path):
    bagit.Bag(str(bundle)).validate()
    key = office / "archive" / "log.pub"
    said = run_alone(tmp_path, bundle, "--kunci", key)
    assert (said.returncode, said.stdout) == (0, "berkas bukti dengan 3 surat\nSAH\n")
    browser.open()
    said = browser.pick(kunci=key, folder=bundle)
    assert said == ("SAH", ["berkas bukti dengan 3 surat"])


def test_the_verifiers_lie_in_the_bundle(bundle):
    for name in ("periksa.html", "formulir_verify.py"):
        data = (bundles.ROOT / "verifier" / name).read_bytes()
        assert (bundle / "data" / name).read_bytes() == data


def test_another_key_than_the_one_believed_is_told(bundle, other, browser, tmp_path):
    key = other / "archive" / "log.pub"
    said = run_alone(tmp_path, bundle, "--kunci", key)
    told = "data/bukti/log.pub: bukan kunci yang Anda percaya"
    assert (said.returncode, said.stdout.splitlines()[0]) == (1, told)
    browser.open()
    word, facts = browser.pick(kunci=key, folder=bundle)
    assert (word, facts[0]) == ("TIDAK SAH", told)


def test_both_leave_timestamps_to_others_and_say_so(small, browser, tmp_path, capsys):
    base, key = small
    public = tmp_path / "log.pub"
    public.write_bytes(key)
    names = ("28", "28.tsq", "28.tumbuh", "28.0123456789abcdef.tsr", "0")
    others = ("028", "28.0123456789ABCDEF.tsr", "28.tlog-proof", "lock", "28/x", "a")
    told = "cap waktu tidak dinilai di sini: lihat BACA-SAYA.txt"
    for each in (names, *(([*names, other]) for other in others)):
        files = {f"data/cap-waktu/{name}": b"0" for name in dict.fromkeys(each)}
        if "28/x" in each:
            del files["data/cap-waktu/28"]
        folder = tmp_path / "bag"
        bundles.write_files(folder, bundles.repair({**base, **files}))
        if each is names:
            said = run_alone(tmp_path, folder, "--kunci", public).stdout.splitlines()
        else:
            bundles.load_verifier().utama([str(folder), "--kunci", str(public)])
            said = capsys.readouterr().out.splitlines()
        browser.open()
        word, facts = browser.pick(kunci=public, folder=folder)
        assert [*facts, word] == said
        good = ["berkas bukti dengan 3 surat", "SAH"]
        bad = f"data/cap-waktu/{each[-1]}: tidak ada tempatnya dalam berkas bukti"
        assert said[:2] == [told, good[0]] if each is names else said[0] == bad
        assert said[-1] == ("SAH" if each is names else "TIDAK SAH")


def test_an_archive_is_valid_to_both(office, browser, tmp_path):
    said = run_alone(tmp_path, office / "archive")
    assert said.stdout.endswith("SAH\n")
    assert said.returncode == 0
    browser.open()
    word, _ = browser.pick(folder=office / "archive")
    assert word == "SAH"


def test_a_letter_with_its_receipt_is_judged_by_both(office, browser, tmp_path):
    pdf, key = tmp_path / "surat.pdf", office / "archive" / "log.pub"
    assert formulir(office, "get", str(FIRST_ENTRY), "--receipt", "-o", str(pdf)) == 0
    receipt = pdf.with_name("surat.pdf.tlog-proof")
    said = run_alone(tmp_path, pdf, "--kunci", key)
    assert (said.returncode, said.stdout.splitlines()[-1]) == (0, "SAH")
    browser.open()
    word, facts = browser.pick(kunci=key, berkas=[pdf, receipt])
    assert (word, facts) == ("SAH", said.stdout.splitlines()[:-1])
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    said = run_alone(tmp_path, pdf, "--kunci", key)
    assert said.returncode == 1
    assert "berubah: bukan berkas yang disebut tanda terimanya" in said.stdout
    browser.open()
    word, facts = browser.pick(kunci=key, berkas=[pdf, receipt])
    assert word == "TIDAK SAH"
    assert facts == ["surat.pdf: berubah: bukan berkas yang disebut tanda terimanya"]


def test_growth_between_two_heads_is_judged_by_both(office, browser, tmp_path):
    office = shutil.copytree(office, tmp_path / "contoh")
    archive = open_kantor(office).archive
    key, old, new = office / "archive" / "log.pub", tmp_path / "lama", tmp_path / "baru"
    old.write_bytes(read_checkpoint_bytes(archive))
    size = int(old.read_text().split("\n")[1])
    assert formulir(office, "find") == 0
    note, _ = make_request(archive, old=0)
    assert note.checkpoint.size == size
    formulir(office, "void", str(FIRST_ENTRY + 1), "--alasan", "uji", "--ya")
    row = open_kantor(office)
    with row.open_catatan(read_only=True) as db:
        kode = db.conn.execute(
            "SELECT kode FROM surat WHERE status = 'terbit' LIMIT 1"
        ).fetchone()[0]
    assert formulir(office, "void", kode, "--alasan", "uji", "--ya") == 0
    _, data = make_request(archive, old=size)
    new.write_bytes(data)
    for spoil, word in ((False, "SAH"), (True, "TIDAK SAH")):
        if spoil:
            lines = data.split(b"\n")
            lines[1] = (
                lines[1][:5] + (b"A" if lines[1][5:6] != b"A" else b"B") + lines[1][6:]
            )
            new.write_bytes(b"\n".join(lines))
        said = run_alone(tmp_path, old, new, "--kunci", key)
        assert said.stdout.splitlines()[-1] == word
        browser.open()
        assert browser.pick(kunci=key, berkas=[old, new])[0] == word
    said = run_alone(tmp_path, old, office / "archive")
    assert said.returncode == 0
    said = run_alone(tmp_path, old, old, "--kunci", key)
    assert said.returncode == 0


@pytest.mark.parametrize("step", [997, pytest.param(211, marks=pytest.mark.thorough)])
def test_a_flipped_bit_is_found_by_both_wherever_it_is(small, browser, tmp_path, step):
    """Of every file; ``python -m tests.tools.bundle_mutants --bits`` flips all."""
    base, key = small
    flips = bundle_mutants.make_flips(base, step=step)
    count = 0
    place = tmp_path / "x"
    for each in bundle_mutants.judge(base, key, flips, folder=place, browser=browser):
        count += 1
        assert each.agree, each
        assert not each.page["sah"], (each.way, each.seed)
    assert count > len(base)


@pytest.mark.parametrize("count", [60, pytest.param(180, marks=pytest.mark.thorough)])
def test_both_agree_on_bundles_that_were_tampered_with(
    small, other, browser, tmp_path, count
):
    """The first of ten thousand of ``python -m tests.tools.bundle_mutants``."""
    base, key = small
    alien = bundles.shrink(bundles.export(other, tmp_path / "lain"))
    mutants = bundle_mutants.make_mutants(base, alien, range(count))
    words = set()
    place = tmp_path / "x"
    for each in bundle_mutants.judge(base, key, mutants, folder=place, browser=browser):
        assert each.agree, each
        if each.python["sah"]:
            assert bundle_mutants.is_harmless(base, each.files), each
        words.add(each.python["sah"])
    assert words == {True, False}


def test_all_four_agree_on_archives_that_were_tampered_with(browser):
    seen = 0
    for each in page_mutants.judge_mutants(range(40), browser=browser):
        assert each.agree, each
        seen += each.html is not None
    assert seen > 30


@given(st.binary(max_size=300))
def test_strangers_bytes_are_refused_and_nothing_else_happens(data):
    lone = bundles.load_verifier()
    for read in (lone.baca_terima, lone.baca_catatan, lone.baca_kebijakan):
        for text in (data, b"c2sp.org/tlog-proof@v1\n" + data):
            with pytest.raises(lone.Salah):
                read(text)


def test_signatures_are_checked_without_any_library(office, browser):
    pure, own = (
        bundles.load_verifier(pure=True),
        load_key(office / "kunci" / "arsip.pem"),
    )
    text = b"formulir"
    signature = own.sign(text)
    for place in range(64):
        spoilt = bytearray(signature)
        spoilt[place] ^= 4
        assert not pure.sah(own.public, bytes(spoilt), text)
    assert pure.sah(own.public, signature, text)
    assert not pure.sah(own.public, signature, text + b"x")
    ask = """async ([k, t, d]) =>
      [await formulir.sahMurni(k, t, d), await formulir.sah(k, t, d)]"""
    script = f"(a) => ({ask})(a.map((x) => Uint8Array.from(x)))"
    for data, good in ((text, True), (text + b"x", False)):
        parts = [list(own.public), list(signature), list(data)]
        assert browser.page.evaluate(script, parts) == [good, good]


def test_the_reference_vectors_of_ed25519_hold_without_any_library():
    """RFC 8032 §7.1, tests 1 to 3."""
    pure = bundles.load_verifier(pure=True)
    for key, text, signature in (
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            (
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            (
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
        ),
    ):
        parts = [bytes.fromhex(each) for each in (key, signature, text)]
        assert pure.sah(*parts)


@given(st.integers(0, 40), st.integers(0, 40), st.data())
def test_growth_is_judged_as_the_program_judges_it(old, new, data):
    lone = bundles.load_verifier()
    hashes = st.binary(min_size=32, max_size=32)
    roots = data.draw(st.tuples(hashes, hashes))
    proof = data.draw(st.lists(hashes, max_size=5))
    if data.draw(st.booleans()):
        roots = (EMPTY_ROOT, EMPTY_ROOT)
    ours = verify_consistency(old, new, roots=roots, proof=proof)
    theirs = lone.tumbuh(old, new, *roots, proof)
    assert ours == theirs or old == 0  # from nothing everything grows, to a witness


@pytest.mark.slow
def test_a_thousand_files_are_checked_in_the_browser_in_seconds(browser, tmp_path):
    """Letters of 30 kB with their receipts, in an archive of as many objects."""
    root, _ = page_mutants.make_base(tmp_path / "base")
    files = bundles.read_files(root)
    lines = files["log.jsonl"].splitlines(keepends=True)
    scene = page_mutants.Scene(
        root=root, chance=None, key=load_key(tmp_path / "base" / "kunci" / "arsip.pem")
    )
    for number in range(1000):
        data = b"%PDF " + str(number).encode() * 6000
        name = page_mutants.name_of(data, "pdf")
        scene.write(name, data)
        isi = {
            "entri": len(lines),
            "saat": "2016-01-01T00:00:00Z",
            "tindakan": "terbit",
        }
        digest = name.removeprefix("objects/").replace("/", "").removesuffix(".pdf")
        lines.append(
            page_mutants.spell({**isi, "kode": f"X{number}", "sha256": digest})
        )
    scene.sign(lines)
    browser.open()
    start = time.monotonic()
    word, _ = browser.pick(folder=root)
    assert word == "SAH"
    assert time.monotonic() - start < 10


def test_what_is_mistyped_is_explained(tmp_path):
    for words in ((), ("--tidak",), ("a", "b", "c"), ("a", "--kunci")):
        said = run_alone(tmp_path, *words)
        assert said.returncode == 2
        assert "python3 -I formulir_verify.py" in said.stderr


def test_links_and_pipes_in_a_bundle_are_not_followed(small, tmp_path):
    base, key = small
    for name in ("data/daftar.csv", "bag-info.txt", "data/extra"):
        folder = tmp_path / "x"
        bundles.write_files(folder, base)
        target = tmp_path / "luar"
        target.write_bytes(base.get(name, b""))
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)
        said = bundles.judge_python(folder, key)
        assert [name, "tautan, atau bukan berkas biasa"] in said["salah"]


def test_json_tells_a_program_what_is_wrong(small, tmp_path):
    base, _ = small
    bundles.write_files(tmp_path / "x", {**base, "bagit.txt": b"?"})
    said = run_alone(tmp_path, tmp_path / "x", "--json")
    told = json.loads(said.stdout)
    assert not told["sah"]
    assert {place for place, _ in told["salah"]} == {"bagit.txt"}
    assert Path(tmp_path / "formulir_verify.py").exists()
