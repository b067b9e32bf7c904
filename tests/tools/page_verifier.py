"""A verifier of archives, written from ``docs/archive-format.md`` alone.

Nothing of formulir is imported here, so that the page, and not the program, says what
an archive is. ``python -m tests.tools.page_verifier FOLDER NAME`` checks one.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from base64 import b64decode, b64encode
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

DEEPEST = 64
LARGEST = 2**53 - 1
DIGEST = r"[0-9a-f]{64}"
ONCE = {"terbit", "masuk", "batal"}
ONCE_A_FILE = {"ditandatangani", "diterima"}
SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}


class Refused(Exception):  # noqa: N818 - it names what happens to the archive
    """Something is not as the page says."""


def need(condition, why):
    if not condition:
        raise Refused(why)


def read(path):
    """Return the bytes of a plain file."""
    try:
        need(path.is_file(), f"{path.name} is missing")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path.name} is missing") from error


# §5: base64, numbers, key, checkpoint


def unbase64(text):
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except ValueError as error:
        raise Refused("not base64") from error
    need(b64encode(data).decode() == text, "another spelling of base64")
    return data


def lines_of(data, count):
    """Return the texts of a file of so many lines, each ended by 0A."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("not UTF-8") from error
    lines = text.split("\n")
    need(len(lines) == count + 1 and lines[-1] == "", "another number of lines")
    return lines[:-1]


def is_name(name):
    return (
        name != ""
        and "+" not in name
        and all(unicodedata.category(sign)[0] not in "CZ" for sign in name)
    )


def key_of(data, asal):
    """Return the public key and its id."""
    (line,) = lines_of(data, 1)
    parts = line.split("+", 2)
    need(len(parts) == 3, "not name+id+key")
    name, key_id, key = parts
    need(is_name(name), "no name of a key")
    raw = unbase64(key)
    need(len(raw) == 33 and raw[0] == 1, "no Ed25519 key")
    right = sha256(name.encode() + b"\n" + raw).digest()[:4]
    need(key_id == right.hex(), "the id does not fit the key")
    need(name == asal, "another archive's key")
    return raw[1:], right


def head_of(data, asal, public, key_id):
    """Return the size and the root that are signed."""
    origin, size, root, empty, signed = lines_of(data, 5)
    need(origin == asal and empty == "", "another origin, or extension lines")
    need(re.fullmatch("0|[1-9][0-9]{0,15}", size), "no size")
    need(len(unbase64(root)) == 32, "no root")
    start = f"\u2014 {asal} "
    need(signed.startswith(start), "no signature of that name")
    signature = unbase64(signed[len(start) :])
    need(len(signature) == 68 and signature[:4] == key_id, "another key")
    text = f"{origin}\n{size}\n{root}\n".encode()
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], text)
    except (InvalidSignature, ValueError) as error:
        raise Refused("the signature does not hold") from error
    return int(size), unbase64(root)


# §2: a line


def spell_text(text):
    out = []
    for sign in text:
        if sign in '"\\':
            out.append("\\" + sign)
        elif ord(sign) < 32:
            out.append(SHORT.get(ord(sign), f"\\u{ord(sign):04x}"))
        else:
            out.append(sign)
    return f'"{"".join(out)}"'


def spell(value, depth=1):
    """Write a value in the one spelling."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return spell_text(value)
    if isinstance(value, int):
        need(abs(value) <= LARGEST, "a number too large")
        return str(value)
    need(isinstance(value, dict | list), "a number that is no integer")
    need(depth <= DEEPEST, "nested too deep")
    if isinstance(value, list):
        return f"[{','.join(spell(each, depth + 1) for each in value)}]"
    need(all(re.fullmatch("[a-z0-9_]+", name) for name in value), "no plain name")
    members = (
        f"{spell_text(name)}:{spell(value[name], depth + 1)}" for name in sorted(value)
    )
    return f"{{{','.join(members)}}}"


def read_line(line, number):
    try:
        isi = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused("no JSON") from error
    need(isinstance(isi, dict), "no object")
    try:
        need(spell(isi).encode("utf-8") == line, "another spelling")
    except UnicodeEncodeError as error:
        raise Refused("half a character") from error
    entri = isi.get("entri")
    need(type(entri) is int and entri == number, "another number")
    need(is_moment(isi.get("saat")), "no moment")
    need(isinstance(isi.get("tindakan"), str) and isi["tindakan"], "no act")
    kode = isi.get("kode")
    need(kode is None or (isinstance(kode, str) and kode), "no code")
    need("status" not in isi, "a status")
    return isi


def is_moment(text):
    if not isinstance(text, str):
        return False
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", text):
        return False
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - only whether it is one
    except ValueError:
        return False
    return text[17:19] < "60"  # strptime takes leap seconds


# §3: what a line refers to


def is_object(name):
    return bool(re.fullmatch(DIGEST + r"\.[a-z0-9]{1,8}", name)) and not name.endswith(
        ".baru"
    )


def references(isi):
    lampiran = isi.get("lampiran")
    lampiran = [] if lampiran is None else lampiran
    need(isinstance(lampiran, list), "attachments are no list")
    found = []
    for part in (isi, *lampiran):
        need(isinstance(part, dict), "an attachment is no object")
        if part.get("sha256") is not None:
            ekstensi = part.get("ekstensi")
            found.append((part["sha256"], "pdf" if ekstensi is None else ekstensi))
    for member, ekstensi in (("konteks", "json"), ("templat", "docx")):
        if isi.get(member) is not None:
            found.append((isi[member], ekstensi))
    for digest, ekstensi in found:
        need(isinstance(digest, str) and isinstance(ekstensi, str), "no digest")
        need(is_object(f"{digest}.{ekstensi}"), "no name of an object")
    return [f"{digest}.{ekstensi}" for digest, ekstensi in found]


# §4: the tree


def tree(leaves):
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + tree(leaves[:half]) + tree(leaves[half:])).digest()


# §8: verifying


def verify(root, asal):
    """Return the faults of an archive; none means that it verifies."""
    try:
        public, key_id = key_of(read(root / "log.pub"), asal)
        size, top = head_of(read(root / "checkpoint"), asal, public, key_id)
        named = check_log(read(root / "log.jsonl") if size else b"", size, top)
    except Refused as error:
        return [str(error)]
    return [*check_objects(root, named), *check_strays(root, named)]


def check_log(data, size, top):
    """Return the objects that the lines refer to."""
    lines = data.split(b"\n")[:-1]
    need(len(lines) >= size, "the log is shorter than what is signed")
    lines = lines[:size]
    once, named = set(), set()
    for number, line in enumerate(lines):
        isi = read_line(line, number)
        named.update(references(isi))
        act, kode, digest = (isi.get(name) for name in ("tindakan", "kode", "sha256"))
        same = (act, kode) if act in ONCE else None
        if act in ONCE_A_FILE and digest is not None:
            same = (act, kode, digest)
        if same is not None and kode is not None:
            need(same not in once, "an act a second time")
            once.add(same)
    need(tree(lines) == top, "the root is another")
    return named


def check_objects(root, named):
    for name in sorted(named):
        try:
            data = read(root / "objects" / name[:2] / name[2:])
            need(sha256(data).hexdigest() == name[:64], f"{name} was changed")
        except Refused as error:
            yield str(error)


def check_strays(root, named):
    excused = read_tunda(root)
    folder = root / "objects"
    for path in list_files(folder) if folder.is_dir() else ():
        place = path.relative_to(folder).parts
        name = "".join(place)
        fits = len(place) == 2 and len(place[0]) == 2
        temporary = name.removesuffix(".baru")
        if (
            path.is_symlink()
            or not fits
            or (name not in named and temporary not in excused)
        ):
            yield f"{path} slipped in"


def list_files(folder):
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from list_files(path)
        else:
            yield path


def read_tunda(root):
    """Return the objects that an unfinished append may have left."""
    try:
        data = read(root / "tunda")
        need(data.isascii(), "not ASCII")
        size, *names = lines_of(data, data.count(b"\n"))
        need(re.fullmatch("0|[1-9][0-9]{0,15}", size), "no size")
        need(all(map(is_object, names)), "no objects")
        pairs = [tuple(name.split(".")) for name in names]
        need(pairs == sorted(set(pairs)), "not sorted")
    except (Refused, ValueError):
        return set()
    return set(names)


def main(folder, asal):
    faults = verify(Path(folder), asal)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "verified\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
