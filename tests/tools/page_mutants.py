"""Archives that somebody has tampered with, and whether two verifiers agree on them.

``python -m tests.tools.page_mutants [COUNT] [FIRST]`` spoils an archive COUNT times (a
thousand) in seeded ways, and asks ``formulir.archive.verify``, ``page_verifier``, which
was written from the page on the format by another hand, and ``formulir_verify.py``
whether it verifies. With ``--browser`` at the end ``periksa.html`` is asked, too, of
those of which a browser sees the same: no links, pipes, or folders in place of files.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
from base64 import b64encode
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from formulir.archive.acts import Act
from formulir.archive.folder import create_archive
from formulir.archive.keys import SigningKey, load_key
from formulir.archive.log import append
from formulir.archive.objects import StoredObject
from formulir.archive.verify import verify
from tests.tools import bundles, page_verifier
from tests.tools.browser import browsing

ASAL = "lpmp.example/arsip"
SAAT = datetime(2016, 3, 14, 1, 2, 3, tzinfo=UTC)
NAMES = ("log.jsonl", "checkpoint", "log.pub")


@dataclass
class Scene:
    """An archive to be spoilt.

    Args:
        root: Its folder, a copy.
        chance: What decides how.
        key: The right private key.
        asal: The name that it is asked for.
    """

    root: Path
    chance: random.Random
    key: SigningKey
    asal: str = ASAL

    @property
    def lines(self):
        return (self.root / "log.jsonl").read_bytes().splitlines(keepends=True)

    @property
    def objects(self):
        return sorted((self.root / "objects").glob("??/*"))

    def write(self, name, data):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.chmod(0o644)
        path.write_bytes(data)

    def sign(self, lines=None, **change):
        """Write lines, and sign them with the right key."""
        if lines is not None:
            self.write("log.jsonl", b"".join(lines))
        lines = self.lines if lines is None else lines
        leaves = [line.removesuffix(b"\n") for line in lines]
        size = change.get("size", str(len(leaves)))
        root = change.get("root", page_verifier.tree(leaves))
        self.note(f"{self.asal}\n{size}\n{b64encode(root).decode()}\n", **change)

    def note(self, text, *, key=None, signer=None, tail="\n", **_change):
        name = self.asal if signer is None else signer
        key = key or self.key
        raw = name.encode() + b"\n\x01" + key.public
        signature = sha256(raw).digest()[:4] + key.sign(text.encode())
        signed = b64encode(signature).decode()
        self.write("checkpoint", f"{text}\n\u2014 {name} {signed}{tail}".encode())

    def choose_line(self):
        lines = self.lines
        at = self.chance.randrange(len(lines))
        return lines, at, json.loads(lines[at])


def spell(isi):
    """Write a line canonically, whatever it says."""
    text = json.dumps(isi, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def make_base(folder):
    """Make a sound archive with an act of each sort."""
    key = folder / "kunci" / "arsip.pem"
    archive = create_archive(folder / "archive", asal=ASAL, key=key)
    pdf, jpg, data = (
        StoredObject(data=text.encode(), ekstensi=ext)
        for text, ext in (("%PDF-1", "pdf"), ("JFIF", "jpg"), ('{"a":1}', "json"))
    )
    docx = StoredObject(data=b"PK", ekstensi="docx")
    who = {"oleh": "tuti", "peran": "arsiparis", "versi": "0.2.0", "buku": 2}
    terbit = {
        "tindakan": "terbit",
        "kode": "K1",
        "nomor": "1/\u00e9\u2028\U0001f600\t\u0007",
        "sha256": pdf.nama.sha256,
        "konteks": data.nama.sha256,
        "templat": docx.nama.sha256,
        "lampiran": [{"judul": "Peta", "sha256": jpg.nama.sha256, "ekstensi": "jpg"}],
        "wilayah": {"tujuan": ["33.19", "33.20"]},
    }
    file = {"sha256": jpg.nama.sha256, "ekstensi": "jpg", "tanda_tangan": []}
    acts = [
        {"tindakan": "buku", "riwayat": 1, "surat_lama": 0},
        {"tindakan": "pesan", "riwayat": 2, "surat": [{"kode": "K1", "urut": 1}]},
        terbit,
        {**terbit, "kode": "K2", "lampiran": [], "nomor": None},
        {"tindakan": "ditandatangani", "kode": "K1", **file},
        {"tindakan": "diterima", "kode": "K2", **file},
        {"tindakan": "masuk", "kode": "K3", **file, "nomor": "x", "disposisi": None},
        {"tindakan": "batal", "kode": "K2", "alasan": "keliru"},
        {"tindakan": "lain", "kode": "K1"},
    ]
    brought = [pdf, jpg, data, docx]
    for isi in acts:
        named = [each for each in brought if each.nama.sha256 in json.dumps(isi)]
        append(archive, [Act(isi={**isi, **who}, objects=named)], key=key, saat=SAAT)
    (archive.root / "index.db").unlink()
    return archive.root, load_key(key)


# The ways of spoiling: each has a name that says what it does.


def touch_nothing(_scene):
    pass


def flip_a_byte(scene):
    names = [*NAMES, *(str(path.relative_to(scene.root)) for path in scene.objects)]
    name = scene.chance.choice(names)
    data = bytearray((scene.root / name).read_bytes())
    data[scene.chance.randrange(len(data))] ^= scene.chance.randrange(1, 256)
    scene.write(name, bytes(data))


def cut_or_lengthen(scene):
    name = scene.chance.choice(NAMES)
    data, chance = (scene.root / name).read_bytes(), scene.chance
    at = chance.randrange(len(data) + 1)
    more = chance.choice([b"\n", b" ", b"\r\n", b"{}\n", data, b"\0", b"\xff"])
    scene.write(
        name,
        chance.choice(
            [
                data[:at],
                data[at:],
                data[:-1],
                data + more,
                more + data,
                b"",
                data[:at] + more + data[at:],
                data[:at] + data[at + 1 :],
            ]
        ),
    )


def move_lines(scene):
    lines, chance = scene.lines, scene.chance
    one, two = chance.sample(range(len(lines)), 2)
    way = chance.randrange(5)
    if way == 0:
        lines[one], lines[two] = lines[two], lines[one]
    elif way == 1:
        del lines[one]
    elif way == 2:
        lines.insert(one, lines[two])
    elif way == 3:
        lines = lines[:one]
    else:
        lines[one] = lines[one].replace(b'"K1"', b'"K9"')
    if chance.random() < 0.4:
        scene.sign(lines)
    elif chance.random() < 0.5:
        numbered = [{**json.loads(line), "entri": n} for n, line in enumerate(lines)]
        scene.sign([spell(isi) for isi in numbered])
    else:
        scene.write("log.jsonl", b"".join(lines))


def nest(depth, *, lists=True):
    value = 1
    for _ in range(depth):
        value = [value] if lists else {"a": value}
    return value


ODD = [
    *(None, "", "x", 0, 5, -1, True, False, [], {}, [5], [None], [{}], "ab" * 32),
    *("AB" * 32, "ab" * 31, "../../etc/passwd", 2**53 - 1, 2**53, -(2**53), 1.5, 1e300),
    *("\ud800", "\x00", "\x7f", "\u200b", "\ufeff", {"a": 1}, {"A": 1}, {"\u00e9": 1}),
    *({"": 1}, [{"sha256": 5}], [{"sha256": "ab" * 32}], [{"sha256": None}]),
    *([{"ekstensi": 5}], [{"judul": "x"}, 5], "baru", "pdf", "PDF", "a" * 9, "7z"),
]


def edit_a_member_and_sign(scene):
    lines, at, isi = scene.choose_line()
    names = [
        *isi,
        "lampiran",
        "konteks",
        "sha256",
        "ekstensi",
        "kode",
        "status",
        "baru",
    ]
    name = scene.chance.choice(names)
    value = scene.chance.choice(ODD)
    if scene.chance.random() < 0.2:
        isi.pop(name, None)
    elif scene.chance.random() < 0.2:
        isi[scene.chance.choice(["Baru", "a b", "\u00e9", "a-b", "z9_"])] = value
    else:
        isi[name] = value
    lines[at] = spell(isi)
    scene.sign(lines)


MOMENTS = [
    "2016-02-29T00:00:00Z",
    "2015-02-29T00:00:00Z",
    "2016-13-01T00:00:00Z",
    "2016-00-01T00:00:00Z",
    "2016-01-00T00:00:00Z",
    "2016-04-31T00:00:00Z",
    "2016-01-01T24:00:00Z",
    "2016-01-01T23:59:59Z",
    "2016-01-01T23:59:60Z",
    "2016-01-01T23:60:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "0999-12-31T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "10000-01-01T00:00:00Z",
    "2016-1-1T00:00:00Z",
    "2016-01-01T00:00:00",
    "2016-01-01T00:00:00+00:00",
    "2016-01-01t00:00:00z",
    "20160101T000000Z",
    "2016-01-01T00:00:00.0Z",
    "2016-01-01T00:00Z",
    "2016-W01-1T00:00:00Z",
    "-001-01-01T00:00:00Z",
    "٢٠١٦-01-01T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z",
]


def date_a_line_and_sign(scene):
    lines, at, isi = scene.choose_line()
    moments = [*MOMENTS, "2016-01-01 00:00:00Z", "2016-01-01T00:00:00Z\n", " 2016"]
    isi["saat"] = scene.chance.choice(moments)
    lines[at] = spell(isi)
    scene.sign(lines)


def nest_and_sign(scene):
    lines, at, isi = scene.choose_line()
    depth = scene.chance.choice([1, 62, 63, 64, 65, 100, 900, 5000])
    text = "[" * depth + "1" + "]" * depth
    if scene.chance.random() < 0.5:
        text = '{"a":' * depth + "1" + "}" * depth
    line = spell({**isi, "zz": "HERE"})
    lines[at] = line.replace(b'"HERE"', text.encode())
    scene.sign(lines)


RESPELLED = [
    (b'{"', b'{ "'),
    (b'":', b'": '),
    (b"}\n", b"} \n"),
    (b"}\n", b"}\r\n"),
    (b'{"', b'\xef\xbb\xbf{"'),
    (b'"oleh":"tuti"', b'"oleh":"t\\u0075ti"'),
    (b'"oleh":"tuti"', b'"oleh":"tuti","oleh":"tuti"'),
    (b'"oleh":"tuti"', b'"oleh":"budi","oleh":"tuti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu\\/ti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu/ti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu\\tti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu\\u0009ti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu\tti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu\\u001fti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu\\u001Fti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu\x7fti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu\\u00e9ti"'),
    (b'"oleh":"tuti"', b'"oleh":"tu\xff"'),
    (b'"oleh":"tuti"', b'"oleh":"\xed\xa0\x80"'),
    (b'"oleh":"tuti"', b'"oleh":"\\ud83d\\ude00"'),
    (b'"oleh":"tuti"', b'"oleh":"\xf0\x9f\x98\x80"'),
    (b'"oleh":"tuti"', b'"oleh":"tuti",'),
    (b'"buku":2', b'"buku":2.0'),
    (b'"buku":2', b'"buku":2e0'),
    (b'"buku":2', b'"buku":-0'),
    (b'"buku":2', b'"buku":0'),
    (b'"buku":2', b'"buku":-2'),
    (b'"buku":2', b'"buku":02'),
    (b'"buku":2', b'"buku":+2'),
    (b'"buku":2', b'"buku":NaN'),
    (b'"buku":2', b'"buku":Infinity'),
    (b'"buku":2', b'"buku":9007199254740991'),
    (b'"buku":2', b'"buku":9007199254740992'),
    (b'"buku":2', b'"buku":' + b"1" * 5000),
    (b'"buku":2', b'"buku":True'),
    (b'"buku":2,', b""),
]


def respell_and_sign(scene):
    lines, at, _ = scene.choose_line()
    old, new = scene.chance.choice(RESPELLED)
    lines[at] = lines[at].replace(old, new, 1)
    scene.sign(lines)


def repeat_an_act_and_sign(scene):
    lines, _, isi = scene.choose_line()
    isi |= {"entri": len(lines)}
    if scene.chance.random() < 0.5:
        isi["kode"] = scene.chance.choice([None, "K1", "K2", "K3", "K4"])
    if scene.chance.random() < 0.3 and "sha256" in isi:
        path = scene.chance.choice(scene.objects)
        isi["sha256"] = path.parent.name + path.stem
        isi["ekstensi"] = path.suffix[1:]
    if scene.chance.random() < 0.2:
        isi.pop("kode", None)
    scene.sign([*lines, spell(isi)])


def sign_fewer_lines(scene):
    lines = scene.lines
    kept = scene.chance.randrange(len(lines) + 1)
    scene.sign(lines[:kept])
    tail = scene.chance.choice([b"", lines[-1], b'{"torn', b"\n", b"x\n"])
    scene.write("log.jsonl", b"".join(lines[:kept]) + tail)
    if kept == 0 and scene.chance.random() < 0.5:
        shutil.rmtree(scene.root / "objects")
        if scene.chance.random() < 0.5:
            (scene.root / "log.jsonl").unlink()


def edit_the_checkpoint_and_sign(scene):
    chance = scene.chance
    size = len(scene.lines)
    other = SigningKey(Ed25519PrivateKey.from_private_bytes(b"x" * 32))
    edits = [
        {"size": f"0{size}"},
        {"size": f"+{size}"},
        {"size": f" {size}"},
        {"size": str(size + 1)},
        {"size": str(size - 1)},
        {"size": "9" * 16},
        {"size": "9" * 17},
        {"size": "\u0669"},
        {"size": "-1"},
        {"size": ""},
        {"root": b"\0" * 32},
        {"root": page_verifier.tree([b"x"])[:31]},
        {"root": b""},
        {"key": other},
        {"signer": "lain.example"},
        {"tail": ""},
        {"tail": "\r\n"},
        {"tail": "\n\n"},
        {"tail": "\n\u2014 saksi.example AAAA\n"},
        {"tail": " \n"},
        {"tail": "=\n"},
    ]
    scene.sign(**chance.choice(edits))


def respell_the_checkpoint(scene):
    text = (scene.root / "checkpoint").read_text(encoding="utf-8")
    asal, size, root, _, _ = text.split("\n")[:5]
    texts = [
        f"{asal}\n{size}\n{root}\nextension\n",
        f"{asal}\r\n{size}\n{root}\n",
        f"{asal} \n{size}\n{root}\n",
        f"{asal.upper()}\n{size}\n{root}\n",
        f"{asal}\n{size}\n{root.rstrip('=')}\n",
        f"{asal}\n{size}\n {root}\n",
        f"{asal}\n{size}\n{root[:-2]}{chr(ord(root[-2]) + 1)}=\n",
        f"{asal}\n{size}\n",
        text.replace("\u2014", "-"),
        text,
    ]
    scene.note(scene.chance.choice(texts))


def rename_the_archive(scene):
    names = ["a", "lpmp.example/arsip2", "\u00e9.example", "a b", "a+b", "a\u200bb", ""]
    names += [
        "a\x7fb",
        "a\x00b",
        "a\ue000b",
        "a\u3000b",
        "a\u00adb",
        "a\u2028b",
        "\u0627",
    ]
    names += ["a\u0378b", "\U0001f600", "a\tb", "a\u00a0b", "\u200e", "a\ufeff"]
    name = scene.chance.choice(names)
    scene.asal = name
    key = b"\x01" + scene.key.public
    key_id = sha256(name.encode() + b"\n" + key).digest()[:4].hex()
    line = f"{name}+{key_id}+{b64encode(key).decode()}\n".encode()
    scene.write("log.pub", line)
    scene.sign()


def edit_the_key(scene):
    data = (scene.root / "log.pub").read_bytes()
    name, key_id, key = data.rstrip(b"\n").split(b"+", 2)
    raw = b"\x02" + scene.key.public
    other = sha256(ASAL.encode() + b"\n" + raw).digest()[:4].hex().encode()
    short = b"\x01" + scene.key.public[:31]
    short_id = sha256(ASAL.encode() + b"\n" + short).digest()[:4].hex().encode()
    choices = [
        data.rstrip(b"\n"),
        data + b"\n",
        data.replace(b"\n", b"\r\n"),
        data + data,
        b"+".join([name, key_id.upper(), key]) + b"\n",
        b"+".join([name, key_id[:6], key]) + b"\n",
        b"+".join([name, other, b64encode(raw)]) + b"\n",
        b"+".join([name, short_id, b64encode(short)]) + b"\n",
        b"+".join([name, key_id, key.rstrip(b"=")]) + b"\n",
        b"+".join([name, key]) + b"\n",
        b" " + data,
    ]
    scene.write("log.pub", scene.chance.choice(choices))


def name_of(data, ekstensi):
    digest = sha256(data).hexdigest()
    return f"objects/{digest[:2]}/{digest[2:]}.{ekstensi}"


def slip_something_in(scene):
    chance = scene.chance
    data = b"stray"
    name = name_of(data, chance.choice(["pdf", "baru", "PDF", "a" * 9, "7z"]))
    known = str(chance.choice(scene.objects).relative_to(scene.root))
    places = [name, f"{name}.baru", f"{name}.baru.baru", f"{known}.baru", f"{known}x"]
    places += ["objects/x", "objects/.hidden", f"{name[:10]}/deep/x.pdf", "objects/ab"]
    places += [known.replace("objects/", "objects/0/"), f"objects/{name[11:]}"]
    places += ["lain.txt", "kerja/x", "tunda.baru", "checkpoint.baru", "objects/x/y/z"]
    place = chance.choice(places)
    if not (scene.root / place).exists():
        scene.write(place, data)
    if chance.random() < 0.2:
        (scene.root / "objects" / "ff").mkdir(exist_ok=True)


def replace_an_object(scene):
    chance = scene.chance
    path = chance.choice(scene.objects)
    data = path.read_bytes()
    beside = scene.root / "beside"
    way = chance.randrange(10)
    path.unlink()
    if way == 0:
        path.write_bytes(data + b" ")
    elif way == 1:
        path.mkdir()
    elif way == 2:
        path.mkdir()
        (path / "x").write_bytes(data)
    elif way == 3:
        beside.write_bytes(data)
        path.symlink_to(beside)
    elif way == 4:
        path.symlink_to(scene.root / "nowhere")
    elif way == 5:
        os.mkfifo(path)
    elif way == 6:
        path.with_suffix(".txt").write_bytes(data)
    elif way == 7:
        path.write_bytes(data)
        path.parent.rename(beside)
        path.parent.symlink_to(beside)
    elif way == 8:
        path.write_bytes(chance.choice(scene.objects).read_bytes())


def link_or_remove_a_file(scene):
    chance = scene.chance
    name = chance.choice([*NAMES, "objects", "lock"])
    path, beside = scene.root / name, scene.root / "beside"
    path.rename(beside)
    way = chance.randrange(4)
    if way == 0:
        path.symlink_to(beside)
    elif way == 1:
        path.symlink_to(path)
    elif way == 2 and name != "objects":
        path.mkdir()


def write_tunda(scene):
    chance = scene.chance
    names = []
    for number in range(3):
        data = b"left %d" % number
        name = name_of(data, "pdf")
        names.append(name.removeprefix("objects/").replace("/", ""))
        if chance.random() < 0.7:
            half = chance.choice(["", "", ".baru", ".baru.baru"])
            scene.write(f"{name}{half}", data[: chance.randrange(7)])
    if chance.random() < 0.3:
        path = scene.root / name_of(b"left 2", "pdf")
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(scene.root / "checkpoint")
    names.sort()
    size = len(scene.lines)
    good = "".join(f"{line}\n" for line in (size, *names))
    texts = [good] * 6 + [
        good[:-1],
        good.replace("\n", "\r\n"),
        good + "\n",
        good.replace(str(size), "0", 1),
        good.replace(str(size), "99", 1),
        good.replace(str(size), f"0{size}", 1),
        good.replace(str(size), "-1", 1),
        "".join(f"{line}\n" for line in (size, *reversed(names))),
        "".join(f"{line}\n" for line in (size, *names, names[-1])),
        f"{size}\n",
        f"{size}",
        "",
        good + "caf\u00e9\n",
        good.replace("pdf", "PDF"),
    ]
    scene.write("tunda", chance.choice(texts).encode())
    if chance.random() < 0.1:
        (scene.root / "tunda").unlink()
        (scene.root / "tunda").mkdir()


WAYS = (
    *(flip_a_byte, cut_or_lengthen, move_lines, edit_a_member_and_sign),
    *(edit_a_member_and_sign, date_a_line_and_sign, nest_and_sign, respell_and_sign),
    *(repeat_an_act_and_sign, sign_fewer_lines, edit_the_checkpoint_and_sign),
    *(respell_the_checkpoint, rename_the_archive, edit_the_key, slip_something_in),
    *(replace_an_object, link_or_remove_a_file, write_tunda, touch_nothing),
)


@dataclass(frozen=True)
class Verdicts:
    """What two verifiers say of one archive."""

    way: str
    seed: int
    formulir: list[str]
    page: list[str]
    lone: list[str]
    html: list[str] | None = None

    @property
    def agree(self):
        told = [self.formulir, self.page, self.lone]
        told += [] if self.html is None else [self.html]
        return len({bool(faults) for faults in told}) == 1


def ask_lone(root, asal):
    """Ask the verifier in Python, which is told a key and not a name."""
    said = bundles.judge_python(root, None)["salah"]
    try:
        name = (root / "log.pub").read_text(encoding="utf-8").partition("+")[0]
    except (OSError, ValueError):
        return said or ["log.pub"]
    return said or ([] if name == asal else ["another name"])


def ask_page(browser, root, asal):
    """Ask the page of a folder, if a browser sees in it what others do."""
    paths = sorted(root.rglob("*"))
    if any(
        path.is_symlink() or not (path.is_file() or path.is_dir()) for path in paths
    ):
        return None
    files = {str(p.relative_to(root)): p.read_bytes() for p in paths if p.is_file()}
    said = browser.judge(files)["salah"]
    name = files.get("log.pub", b"").partition(b"+")[0]
    return said or ([] if name == asal.encode() else ["another name"])


def judge_mutants(seeds, *, browser=None):
    """Spoil an archive once for each seed; give what all say."""
    with tempfile.TemporaryDirectory() as folder:
        base, key = make_base(Path(folder) / "base")
        for seed in seeds:
            root = Path(folder) / "spoilt"
            shutil.copytree(base, root, symlinks=True)
            way = WAYS[seed % len(WAYS)]
            scene = Scene(root=root, chance=random.Random(seed), key=key)
            way(scene)
            told = [str(fault) for fault in verify(root, asal=scene.asal).findings]
            yield Verdicts(
                way=way.__name__,
                seed=seed,
                formulir=told,
                page=page_verifier.verify(root, scene.asal),
                lone=ask_lone(root, scene.asal),
                html=browser and ask_page(browser, root, scene.asal),
            )
            shutil.rmtree(root)


def main(count="1000", first="0", where=""):
    counts, bad, seen = Counter(), 0, 0
    with browsing() if where == "--browser" else nullcontext() as browser:
        seeds = range(int(first), int(first) + int(count))
        for each in judge_mutants(seeds, browser=browser):
            counts[each.way, "refused" if each.formulir else "accepted"] += 1
            seen += each.html is not None
            if not each.agree:
                bad += 1
                sys.stdout.write(f"{each}\n")
    for (way, said), number in sorted(counts.items()):
        sys.stdout.write(f"{number:6} {said:9} {way}\n")
    sys.stdout.write(f"{bad} disagreements in {count} archives, {seen} in a browser\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
