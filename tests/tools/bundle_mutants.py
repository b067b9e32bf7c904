"""Bundles that somebody has tampered with, and whether both verifiers agree on them.

``python -m tests.tools.bundle_mutants [COUNT] [FIRST]`` spoils a small bundle COUNT
times (ten thousand) in seeded ways, and asks ``formulir_verify.py`` and, in a real
Chromium without network, ``periksa.html``; they must say the same, and name the same
places. ``--bits`` flips a bit of every byte instead, and both must refuse each.
"""

from __future__ import annotations

import base64
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tools import bundles
from tests.tools.browser import browsing

LOAD = """async ({isi, kunci}) => {
  globalThis.data = (teks) => Uint8Array.from(atob(teks), (c) => c.charCodeAt(0));
  globalThis.dasar = new Map(Object.entries(isi).map(([nama, teks]) =>
    [nama, new File([data(teks)], nama.split("/").pop())]));
  globalThis.kunci = data(kunci);
}"""
ASK = """async (tambalan) => {
  const jawab = [];
  for (const satu of tambalan) {
    const isi = new Map(dasar);
    for (const [nama, teks] of Object.entries(satu)) {
      if (teks === null) isi.delete(nama);
      else isi.set(nama, new File([data(teks)], nama.split("/").pop()));
    }
    const {sah, salah} = await formulir.folder(isi, kunci);
    jawab.push({sah, salah});
  }
  return jawab;
}"""
TOGETHER = 50
"""So many bundles are sent to the browser at a time."""
TELL_EVERY = 5_000


@dataclass
class Scene:
    """A bundle to be spoilt.

    Args:
        files: It, by paths.
        other: A bundle of another office.
        chance: What decides how.
    """

    files: dict[str, bytes]
    other: dict[str, bytes]
    chance: random.Random
    told: list[str] = field(default_factory=list)

    def choose(self, ending=""):
        return self.chance.choice([n for n in sorted(self.files) if n.endswith(ending)])


def flip(scene):
    name = scene.choose()
    data = bytearray(scene.files[name])
    if data:
        data[scene.chance.randrange(len(data))] ^= 1 << scene.chance.randrange(8)
    scene.files[name] = bytes(data)


def flip_what_is_proved(scene):
    name = scene.choose(scene.chance.choice([".tlog-proof", ".json", "checkpoint"]))
    data = bytearray(scene.files[name])
    data[scene.chance.randrange(len(data))] ^= 1 << scene.chance.randrange(8)
    scene.files[name] = bytes(data)


def cut(scene):
    name, chance = scene.choose(), scene.chance
    data = scene.files[name]
    at = chance.randrange(len(data) + 1)
    more = chance.choice([b"\n", b" ", b"\0", b"\r\n", b"\xff", data[:80]])
    ways = [data[:at], data[at:], data[:-1], data + more, more + data, b""]
    ways += [data[:at] + more + data[at:], data[:at] + data[at + 1 :]]
    scene.files[name] = chance.choice(ways)


def swap(scene):
    one, two = scene.chance.sample(sorted(scene.files), 2)
    scene.files[one], scene.files[two] = scene.files[two], scene.files[one]


def swap_of_a_kind(scene):
    ending = scene.chance.choice([".pdf", ".tlog-proof", ".jpg"])
    names = [name for name in sorted(scene.files) if name.endswith(ending)]
    one, two = scene.chance.sample(names, 2)
    scene.files[one], scene.files[two] = scene.files[two], scene.files[one]


def splice(scene):
    """Take a file of another office, or of elsewhere in this bundle."""
    name = scene.choose()
    source = scene.chance.choice([scene.other, scene.files])
    scene.files[name] = source[scene.chance.choice(sorted(source))]


def splice_a_head(scene):
    """Take key, head and receipts of another office, wholly or in part."""
    names = [n for n in sorted(scene.other) if "bukti/" in n or n.endswith("-proof")]
    for name in names:
        if scene.chance.random() < 0.6:
            scene.files[name] = scene.other[name]


def add(scene):
    data = scene.chance.choice(sorted(scene.files.values()))
    name = scene.choose()
    stem, _, end = name.rpartition("/")
    place = scene.chance.choice(
        [
            *("x", "data/x", "data/surat/x.pdf", "data/surat/x.pdf.tlog-proof"),
            *("data/riwayat/0.tlog-proof", "data/riwayat/x", "data/surat/a/b.pdf"),
            *("data/bukti/kebijakan", "data/contoh.json", "manifest-sha512.txt"),
            *(f"{stem or 'data'}/2 {end}", f"{name}.baru", "data/surat/ .pdf"),
            *("data/a/b/c/d/e/f/g/h/i/j", "data/surat/%41.pdf", "data/surat/a:b.pdf"),
            *("data/surat/\u202e.pdf", "data/surat/\u00e9.pdf", "fetch.txt"),
        ]
    )
    scene.files.setdefault(place, data)


def rename(scene):
    name = scene.choose()
    stem, slash, end = name.rpartition("/")
    chance = scene.chance
    new = chance.choice(
        [
            *(f"{stem}{slash}x{end}", f"{name}x", name.lower(), name.upper()),
            *(name.replace("surat/", "kembali/"), name.replace("kembali/", "surat/")),
            *(name.replace("riwayat/", "surat/"), name.replace("SMA", "SMK")),
            *(name.replace("-", "_"), name.replace(" ", "  "), name[1:] or "x"),
        ]
    )
    if new.startswith("/") or "//" in new or new.endswith("/"):
        return
    data = scene.files.pop(name)
    scene.files[new] = data
    if name.endswith(".pdf") and chance.random() < 0.5:
        proof = scene.files.pop(f"{name}.tlog-proof", None)
        if proof is not None:
            scene.files[f"{new}.tlog-proof"] = proof


def remove(scene):
    for _ in range(scene.chance.randrange(1, 3)):
        del scene.files[scene.choose()]


def edit_the_list(scene):
    """Change a member of the list, and spell it as it must be."""
    listed = json.loads(scene.files["data/daftar.json"])
    chance = scene.chance
    row = chance.choice(listed["surat"])
    name = chance.choice([*row, "baru", "sekolah"])
    odd = [None, "", "x", 0, 5, True, [], {}, "terbit", "batal", row.get(name), 2**53]
    odd += [chance.choice(listed["surat"]).get(name), [[[]]], {"a": 1}, 2**53 - 1]
    row[name] = chance.choice(odd)
    if chance.random() < 0.2:
        chance.shuffle(listed["surat"])
    if chance.random() < 0.1:
        listed["surat"].append(row)
    if chance.random() < 0.1:
        listed["surat"].pop()
    scene.files["data/daftar.json"] = spell(listed)


def respell_the_list(scene):
    text = scene.files["data/daftar.json"].decode()
    old, new = scene.chance.choice(
        [
            *(('{"', '{ "'), ('":', '": '), ("2016", "2016.0"), ("2016", "2.016e3")),
            *(('"kode"', '"kode":"x","kode"'), ("SMA", "\\u0053MA"), ("null", "NaN")),
            *(("null", "-0"), ("null", "1" * 4400), ("null", "[" * 70 + "]" * 70)),
            *(("null", "[" * 60 + "]" * 60), ("null", '"\\ud800"'), ("null", '"\t"')),
            *(("null", '{"__proto__":1}'), ("null", '{"A":1}'), ('"surat"', '"x"')),
            *(("null", "9007199254740993"), ("null", "[" * 9000 + "]" * 9000)),
        ]
    )
    scene.files["data/daftar.json"] = text.replace(old, new, 1).encode()


def edit_a_line(scene):
    """Change what a receipt's line says; no hash fits it any more."""
    name = scene.choose(".tlog-proof")
    first, extra, *rest = scene.files[name].split(b"\n")
    isi = json.loads(base64.b64decode(extra[6:]))
    isi[scene.chance.choice([*isi, "x"])] = scene.chance.choice([1, "x", None, []])
    line = base64.b64encode(spell(isi))
    scene.files[name] = b"\n".join([first, b"extra " + line, *rest])


def edit_a_receipt(scene):
    """Move the lines of a receipt."""
    name = scene.choose(".tlog-proof")
    lines, chance = scene.files[name].split(b"\n"), scene.chance
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.randrange(5)
    if way == 0:
        lines[one], lines[two] = lines[two], lines[one]
    elif way == 1:
        lines.insert(one, lines[two])
    elif way == 2:
        del lines[one]
    elif way == 3:
        lines.insert(-1, "\u2014 lain.example AAAAAAAA".encode())
    else:
        lines[one] = chance.choice([b"", b" ", b"index 0", b"index 01", b"AAAA", b"="])
    scene.files[name] = b"\n".join(lines)


def edit_a_manifest(scene):
    name = scene.choose("manifest-sha256.txt")
    lines, chance = scene.files[name].decode().split("\n"), scene.chance
    at = chance.randrange(len(lines) - 1)
    lines[at] = chance.choice(
        [
            *(lines[at].upper(), lines[at].replace("  ", " "), lines[at] + " "),
            *(lines[at].replace("data/", "data/../data/"), f"{lines[at]}\r"),
            *(f"{'0' * 64}  ../x", f"{'0' * 64}  /etc/passwd", "", lines[0]),
            *(lines[at].replace("  ", " *"), lines[at].replace("data/", "data//")),
            *(f"{lines[at]}\n{'0' * 64}  data/tiada", f"# {lines[at]}"),
        ]
    )
    scene.files[name] = "\n".join(lines).encode()


def touch_nothing(_scene):
    pass


WAYS = (
    *(flip, flip_what_is_proved, cut, swap, swap_of_a_kind, splice, splice_a_head, add),
    *(rename, remove, edit_the_list, respell_the_list, edit_a_line, edit_a_receipt),
    *(edit_a_manifest, touch_nothing, rename, edit_the_list),
)
UNPROVED = (
    *("data/BACA-SAYA.txt", "data/periksa.html", "data/formulir_verify.py"),
    *("data/daftar.csv", "data/daftar.xlsx", "data/riwayat.csv", "data/contoh.json"),
    *("bag-info.txt", "data/bukti/kebijakan"),
)
"""What nothing but a manifest vouches for, which is said on the page."""
PROVED = (*bundles.load_verifier().COCOK, "berkas", "status", "kembali")
"""What the list says of a letter that is proved; the rest is for reading."""


def spell(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def spoil(base, other, seed):
    """Spoil a bundle; whoever is clever repairs the manifests after it."""
    scene = Scene(files=dict(base), other=other, chance=random.Random(seed))
    way = WAYS[seed % len(WAYS)]
    way(scene)
    repaired = way is not edit_a_manifest and scene.chance.random() < 0.7
    return way.__name__, bundles.repair(scene.files) if repaired else scene.files


def is_harmless(base, files):
    """Tell whether all that differs is what only a manifest vouches for, or a name."""
    names = {name for name in {*base, *files} if base.get(name) != files.get(name)}
    names -= {*UNPROVED, "manifest-sha256.txt", "tagmanifest-sha256.txt"}
    if names == {"data/daftar.json"}:
        return list_proved(base) == list_proved(files)
    return not names


def list_proved(files):
    """Return what the list says that a line says, too, in any order."""
    rows = json.loads(files["data/daftar.json"])["surat"]
    return sorted(spell({name: row.get(name) for name in PROVED}) for row in rows)


def patch(base, files):
    """Tell a bundle by what it differs in from the base."""
    changed = {
        name: base64.b64encode(data).decode()
        for name, data in files.items()
        if base.get(name) != data
    }
    return changed | {name: None for name in base if name not in files}


@dataclass(frozen=True)
class Verdicts:
    """What both say of a bundle."""

    way: str
    seed: int
    files: dict[str, bytes]
    python: dict
    page: dict

    @property
    def agree(self):
        places = [
            {place for place, _ in each["salah"]} for each in (self.python, self.page)
        ]
        return self.python["sah"] == self.page["sah"] and places[0] == places[1]


def judge(base, kunci, mutants, *, folder, browser):
    """Ask both verifiers of many bundles."""
    isi = {name: base64.b64encode(data).decode() for name, data in base.items()}
    key = base64.b64encode(kunci).decode()
    browser.page.evaluate(LOAD, {"isi": isi, "kunci": key})
    waiting = []
    for way, seed, files in mutants:
        bundles.write_files(folder, files)
        waiting.append((way, seed, files, bundles.judge_python(folder, kunci)))
        if len(waiting) == TOGETHER:
            yield from _ask(browser, base, waiting)
            waiting = []
    yield from _ask(browser, base, waiting)
    assert [url for url in browser.asked if not url.startswith("file:")] == []


def _ask(browser, base, waiting):
    said = browser.page.evaluate(
        ASK, [patch(base, files) for _, _, files, _ in waiting]
    )
    for (way, seed, files, python), page in zip(waiting, said, strict=True):
        yield Verdicts(way=way, seed=seed, files=files, python=python, page=page)


def make_mutants(base, other, seeds):
    for seed in seeds:
        way, files = spoil(base, other, seed)
        yield way, seed, files


def make_flips(base, *, step=1):
    """Flip a bit of each byte of each file."""
    for name in sorted(base):
        for at in range(0, len(base[name]), step):
            data = bytearray(base[name])
            data[at] ^= 1 << at % 8
            yield name, at, {**base, name: bytes(data)}


def main(*words):
    count, first = [*map(int, [w for w in words if w.isdecimal()]), 10_000, 0][:2]
    counts, bad = Counter(), 0
    with TemporaryDirectory() as place, browsing() as browser:
        base, kunci = bundles.make_small(Path(place) / "satu")
        other, _ = bundles.make_small(Path(place) / "dua", nama="lain")
        mutants = make_mutants(base, other, range(first, first + count))
        if "--bits" in words:
            mutants = make_flips(base)
        where = Path(place) / "uji"
        for each in judge(base, kunci, mutants, folder=where, browser=browser):
            counts[each.way, each.python["sah"]] += 1
            sound = not each.python["sah"] or is_harmless(base, each.files)
            if "--bits" in words:
                sound = not each.python["sah"]
            if not (each.agree and sound):
                bad += 1
                told = (
                    f"python {each.python['salah'][:3]}, page {each.page['salah'][:3]}"
                )
                sys.stdout.write(f"{each.seed} {each.way}: {told}\n")
            if (done := counts.total()) % TELL_EVERY == 0:
                sys.stdout.write(f"{bad} faults in the first {done} bundles\n")
                sys.stdout.flush()
    for (way, sah), number in sorted(counts.items()):
        sys.stdout.write(f"{number:6} {'accepted' if sah else 'refused':9} {way}\n")
    sys.stdout.write(f"{bad} faults in {counts.total()} bundles\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
