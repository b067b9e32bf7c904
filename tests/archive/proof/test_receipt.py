"""Receipts: what they prove, to whom, and what they refuse."""

from __future__ import annotations

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from formulir.archive.checkpoint import COSIGNED, NoteKey
from formulir.archive.keys import SigningKey
from formulir.archive.proof.making import make_receipts, make_request
from formulir.archive.proof.notes import cosign
from formulir.archive.proof.policy import judge_note, read_policy, trust_log
from formulir.archive.proof.receipt import (
    judge_receipt,
    read_receipt,
    write_receipt,
)
from formulir.archive.proof.saksi import file_answer, keep_note, learn_witness

KEYS = [
    SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)) for n in (1, 2, 3)
]
NAMES = ("dinas.example/saksi", "lpmp2.example/saksi", "anri.example/saksi")


def public(number):
    return NoteKey(nama=NAMES[number], kind=COSIGNED, public=KEYS[number].public)


@pytest.fixture
def five(office, surat):
    office.append(*(surat.terbit(number) for number in range(5)))
    return office


def judge(data, office, policy=None):
    return judge_receipt(
        read_receipt(data), policy or trust_log(office.archive.verifier)
    )


def cosigned(data, number, *, moment=1_700_000_000):
    """Add the line of a witness to a receipt."""
    receipt = read_receipt(data)
    line = cosign(receipt.note.text, KEYS[number], nama=NAMES[number], moment=moment)
    return data + f"{line.spelled}\n".encode()


def test_each_entry_has_a_receipt_that_says_what_its_line_says(five):
    receipts = make_receipts(five.archive, range(5))
    lines = (five.root / "log.jsonl").read_bytes().splitlines()
    for number, data in receipts.items():
        proved = judge(data, five)
        assert proved.isi["entri"] == number
        assert read_receipt(data).line == lines[number]
        assert write_receipt(read_receipt(data)) == data
        assert len(data) <= 4096


def test_no_bit_of_a_receipt_can_be_flipped_unseen(five):
    data = make_receipts(five.archive, [3])[3]
    for place in range(len(data)):
        for bit in (1, 32, 128):
            spoilt = bytearray(data)
            spoilt[place] ^= bit
            with pytest.raises(ValueError):
                judge(bytes(spoilt), five)


def test_no_receipt_can_be_cut_or_lengthened_unseen(five):
    data = make_receipts(five.archive, [3])[3]
    for place in range(len(data)):
        with pytest.raises(ValueError):
            judge(data[:place], five)
    for more in (b"\n", b"x", b"\n\n", data):
        with pytest.raises(ValueError):
            judge(data + more, five)


@given(st.binary(max_size=400))
def test_a_stranger_s_bytes_are_refused_and_nothing_else_happens(data):
    for text in (data, b"c2sp.org/tlog-proof@v1\n" + data):
        with pytest.raises(ValueError):
            read_receipt(text)


def test_another_log_s_receipt_is_not_believed(five):
    data = make_receipts(five.archive, [0])[0]
    line = f"log {public(0).spelled}\nquorum none\n".encode()
    with pytest.raises(ValueError, match="is not one that is believed"):
        judge(data, five, read_policy(line))


def test_lines_of_strangers_are_passed_over_however_long(five):
    """As those of ML-DSA-44, which are 2,428 bytes and of a type not known here."""
    data = make_receipts(five.archive, [1])[1]
    large = NoteKey(nama="pq.example/saksi", kind=b"\x06", public=b"k" * 1312)
    signed = b64encode(large.key_id + b"s" * 2428).decode()
    more = f"\u2014 {large.nama} {signed}\n".encode()
    assert judge(data + more * 12, five).isi["entri"] == 1
    own = trust_log(five.archive.verifier).logs[five.archive.verifier.asal]
    text = f"log {own.spelled}\nwitness pq {large.spelled}\nquorum "
    assert judge(data + more, five, read_policy(f"{text}none\n".encode())).moments == {}
    with pytest.raises(ValueError, match="too few"):
        judge(data + more, five, read_policy(f"{text}pq\n".encode()))


def test_k_of_n_witnesses_must_have_signed(five):
    own = trust_log(five.archive.verifier).logs[five.archive.verifier.asal]
    lines = [f"log {own.spelled}"]
    lines += [f"witness s{number} {public(number).spelled}" for number in range(3)]
    lines += ["group tiga 2 s0 s1 s2", "quorum tiga"]
    policy = read_policy("".join(f"{line}\n" for line in lines).encode())
    none = make_receipts(five.archive, [2])[2]
    one = cosigned(none, 0)
    two = cosigned(one, 2, moment=1_700_000_001)
    for data in (none, one):
        with pytest.raises(ValueError, match="too few witnesses"):
            judge(data, five, policy)
    assert judge(two, five, policy).moments == {
        "s0": 1_700_000_000,
        "s2": 1_700_000_001,
    }
    assert judge(two, five).moments == {}  # who knows no witness passes them over


def test_a_line_of_a_known_witness_must_hold(five):
    data = make_receipts(five.archive, [2])[2]
    receipt = read_receipt(data)
    line = cosign(b"other\n", KEYS[0], nama=NAMES[0], moment=5)
    own = trust_log(five.archive.verifier).logs[five.archive.verifier.asal]
    text = f"log {own.spelled}\nwitness s0 {public(0).spelled}\nquorum none\n"
    policy = read_policy(text.encode())
    judge_note(receipt.note, policy)
    with pytest.raises(ValueError, match="does not hold"):
        judge(data + f"{line.spelled}\n".encode(), five, policy)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no line quorum"),
        ("quorum none\nquorum none\n", "second line quorum"),
        ("quorum x\n", "no line before it names x"),
        ("saksi x y\nquorum none\n", "begins no line"),
        ("log x\nquorum none\n", "not of the form"),
        ("log\nquorum none\n", "another number of words"),
        ("witness a KEY0\nwitness b KEY0\nquorum none\n", "second line of one key"),
        ("witness a KEY0\nwitness a KEY1\nquorum none\n", "name a is taken"),
        ("witness none KEY0\nquorum none\n", "name none is taken"),
        ("witness a KEY0\ngroup g 2 a\nquorum g\n", "no number of its members"),
        ("witness a KEY0\ngroup g 01 a\nquorum g\n", "no number of its members"),
        ("witness a KEY0\ngroup g 1 a a\nquorum g\n", "stands in it twice"),
        ("group g 1 a\nwitness a KEY0\nquorum g\n", "no line before it names a"),
    ],
)
def test_a_misspelled_policy_is_refused_with_its_line(text, why):
    for number in range(2):
        text = text.replace(f"KEY{number}", public(number).spelled)
    with pytest.raises(ValueError, match=why):
        read_policy(text.encode())


def test_groups_of_groups_and_words_for_counts_are_understood():
    lines = [f"witness s{number} {public(number).spelled}" for number in range(3)]
    text = "\n".join(
        [
            "# whom we believe",
            "",
            *lines,
            "  group\tsatu  any s0 s1",
            "group semua all satu s2",
            "quorum semua",
            "",
        ]
    )
    policy = read_policy(text.encode())
    assert policy.groups["satu"].least == 1
    assert policy.groups["semua"].least == 2


def test_a_receipt_bears_what_witnesses_have_signed(five, surat):
    key = public(1)
    assert learn_witness(five.archive, f"{key.spelled}\n".encode(), nama="x") == key
    note, _ = make_request(five.archive, old=0)
    keep_note(five.root, note)
    line = cosign(note.text, KEYS[1], nama=NAMES[1], moment=1_700_000_000)
    answer = f"{line.spelled}\n".encode()
    assert file_answer(five.archive, answer, nama="x") == {NAMES[1]: 5}
    five.append(surat.terbit(5))
    receipts = make_receipts(five.archive, [0, 4])
    assert {judge(data, five).checkpoint.size for data in receipts.values()} == {5}
    policy = read_policy((five.root / "kebijakan").read_bytes())
    assert judge(receipts[0], five, policy).moments == {NAMES[1]: 1_700_000_000}
    later = make_receipts(five.archive, [0, 5])[5]
    assert judge(later, five, policy).moments == {}
    assert judge(later, five).checkpoint.size == 6


def test_a_receipt_is_made_of_a_spoilt_index_only_after_it_was_made_anew(five):
    import sqlite3  # noqa: PLC0415 - spoils the index

    with sqlite3.connect(five.root / "index.db") as conn:
        conn.execute("UPDATE simpul SET hash = zeroblob(32) WHERE posisi = 1")
    assert judge(make_receipts(five.archive, [0])[0], five).isi["entri"] == 0


def test_a_filed_head_that_somebody_has_changed_is_on_no_receipt(five):
    key = public(1)
    learn_witness(five.archive, f"{key.spelled}\n".encode(), nama="x")
    note, _ = make_request(five.archive, old=0)
    keep_note(five.root, note)
    line = cosign(note.text, KEYS[1], nama=NAMES[1], moment=1)
    file_answer(five.archive, f"{line.spelled}\n".encode(), nama="x")
    path = five.root / "saksi" / "5"
    sound = path.read_bytes()
    own, witnessed = sound.split(b"\n")[4:6]
    for spoilt in (b"?", sound.replace(own, own[:-4] + b"AAA="), sound + sound):
        path.write_bytes(spoilt)
        data = make_receipts(five.archive, [0])[0]
        assert witnessed not in data
        assert judge(data, five).checkpoint.size == 5
    path.write_bytes(sound)
    assert witnessed in make_receipts(five.archive, [0])[0]
