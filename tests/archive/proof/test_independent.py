"""What we write, held against a program by others that reads the same formats.

``aics-tlog`` knows notes, cosignatures and proofs, but not the file of a receipt, which
is only these three one under the other. It asks for Python 3.12.
"""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from formulir.archive.checkpoint import COSIGNED, NoteKey, read_key
from formulir.archive.keys import SigningKey
from formulir.archive.merkle import hash_leaf
from formulir.archive.proof.growth import read_growth
from formulir.archive.proof.making import make_receipts, make_request
from formulir.archive.proof.notes import cosign
from formulir.archive.proof.policy import Policy, judge_note
from formulir.archive.proof.receipt import judge_receipt, read_receipt
from formulir.archive.spelling import write_base64, write_json

aics = pytest.importorskip("aics_tlog", reason="aics-tlog asks for Python 3.12")
tree = pytest.importorskip("aics_tlog.tree")
note = pytest.importorskip("aics_tlog.note")
checkpoint = pytest.importorskip("aics_tlog.checkpoint")
cosignatures = pytest.importorskip("aics_tlog.cosign")

SEEDS = [bytes([number]) * 32 for number in (1, 2)]
WITNESS = "dinas.example/saksi"


def test_our_receipts_are_accepted_there(office, surat):
    office.append(*(surat.terbit(number) for number in range(7)))
    log = note.parse_vkey((office.root / "log.pub").read_text().strip())
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(SEEDS[0]))
    public = NoteKey(nama=WITNESS, kind=COSIGNED, public=key.public)
    for data in make_receipts(office.archive, range(7)).values():
        receipt = read_receipt(data)
        head = receipt.note.checkpoint
        assert tree.verify_leaf_inclusion(
            receipt.line, receipt.entri, head.size, list(receipt.proof), head.root
        )
        line = cosign(receipt.note.text, key, nama=WITNESS, moment=1_700_000_000)
        text = receipt.note.write().decode() + line.spelled + "\n"
        found = checkpoint.verify_checkpoint(
            note.parse_note(text), log, [note.parse_vkey(public.spelled)], 1
        )
        assert found.ok, found.error


def test_our_proofs_of_growth_are_accepted_there(office, surat):
    for number in range(9):
        office.append(surat.terbit(number))
    lines = (office.root / "log.jsonl").read_bytes().splitlines()
    leaves = [hash_leaf(line) for line in lines]
    for old in range(1, 10):
        growth = read_growth(make_request(office.archive, old=old)[1])
        head = growth.note.checkpoint
        before = tree._mth_from_levels(tree._build_levels(leaves), 0, old)
        assert tree.verify_consistency(
            old, head.size, before, head.root, list(growth.proof)
        )


def test_their_receipts_are_accepted_here():
    log_key, witness = (Ed25519PrivateKey.from_private_bytes(seed) for seed in SEEDS)
    lines = [
        write_json({"entri": n, "saat": "2016-03-14T01:02:03Z", "tindakan": "uji"})
        for n in range(6)
    ]
    levels = tree._build_levels([hash_leaf(line) for line in lines])
    root = tree._mth_from_levels(levels, 0, 6)
    name = "lain.example/log"
    head = checkpoint.Checkpoint(origin=name, size=6, root=root)
    signed = checkpoint.sign_checkpoint(head, log_key, name)
    _, line = cosignatures.sign_cosignature(
        witness, WITNESS, 1_700_000_000, name, 6, root
    )
    text = note.Note(signed.text, (*signed.signatures, line)).serialise()
    public = [key.public_key().public_bytes_raw() for key in (log_key, witness)]
    log = NoteKey(nama=name, kind=b"\x01", public=public[0])
    who = NoteKey(nama=WITNESS, kind=COSIGNED, public=public[1])
    policy = Policy(
        logs={name: read_key(log.spelled)}, witnesses={"w": who}, quorum="w"
    )
    proof = [levels[0][5], tree._mth_from_levels(levels, 0, 4)]
    hashes = "".join(f"{write_base64(each)}\n" for each in proof)
    extra = write_base64(lines[4])
    data = f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex 4\n{hashes}\n{text}"
    receipt = read_receipt(data.encode())
    assert judge_receipt(receipt, policy).moments == {"w": 1_700_000_000}
    assert judge_note(receipt.note, policy) == {"w": 1_700_000_000}
