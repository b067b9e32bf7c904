"""Checkpoints and their keys, against published notes and bit by bit."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from formulir.archive.checkpoint import (
    Checkpoint,
    Verifier,
    is_asal,
    parse_checkpoint,
    read_checkpoint,
    read_verifier,
    sign_checkpoint,
    write_verifier,
)
from formulir.archive.keys import SigningKey, check_signature
from formulir.archive.spelling import read_base64

# The first test key of RFC 8032 §7.1.
SECRET = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"  # noqa: S105 - published
KUNCI = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SECRET)))
VERIFIER = Verifier(asal="lpmp.example/arsip", public=KUNCI.public)
HEAD = Checkpoint(asal=VERIFIER.asal, size=20, root=bytes(range(32)))

# The example of c2sp.org/signed-note, and that of golang.org/x/mod/sumdb/note.
NOTES = [
    (
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        "This is an example message.\n",
        (
            "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuw"
            "HjG1Yu72IneyaQM="
        ),
    ),
    (
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
        (
            "If you think cryptography is the answer to your problem,\n"
            "then you don't know what your problem is.\n"
        ),
        (
            "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
            "Zb6KE6RyyBwJnAM="
        ),
    ),
]


@pytest.mark.parametrize(("key", "text", "signature"), NOTES)
def test_published_keys_and_signatures_are_understood(key, text, signature):
    verifier = read_verifier(key.encode())
    raw = read_base64(signature)
    assert raw[:4] == verifier.key_id
    assert check_signature(verifier.public, signature=raw[4:], data=text.encode())
    assert write_verifier(verifier) == key.encode()


def test_a_signed_checkpoint_is_read_back():
    data = sign_checkpoint(HEAD, KUNCI)
    assert read_checkpoint(data, VERIFIER) == HEAD
    assert data.decode().startswith("lpmp.example/arsip\n20\nAAEC")


def test_no_bit_of_a_checkpoint_can_be_turned():
    data = sign_checkpoint(HEAD, KUNCI)
    for bit in range(len(data) * 8):
        turned = bytearray(data)
        turned[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError):
            read_checkpoint(bytes(turned), VERIFIER)


def test_no_bit_of_a_public_key_can_be_turned():
    data = write_verifier(VERIFIER)
    for bit in range(len(data) * 8):
        turned = bytearray(data)
        turned[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError):
            read_verifier(bytes(turned))


def test_nothing_can_be_cut_off_or_added():
    for data, read in (
        (sign_checkpoint(HEAD, KUNCI), parse_checkpoint),
        (write_verifier(VERIFIER), read_verifier),
    ):
        for end in range(len(data)):
            with pytest.raises(ValueError):
                read(data[:end])
        for more in (b"\n", b" ", data):
            with pytest.raises(ValueError):
                read(data + more)


def test_a_checkpoint_with_an_extension_line_is_refused():
    data = sign_checkpoint(HEAD, KUNCI).replace(b"\n\n", b"\nextension\n\n")
    with pytest.raises(ValueError, match="5 line"):
        read_checkpoint(data, VERIFIER)


def test_a_checkpoint_of_another_archive_is_refused():
    other = Checkpoint(asal="lain.example/arsip", size=20, root=HEAD.root)
    with pytest.raises(ValueError, match=r"that of lain\.example/arsip"):
        read_checkpoint(sign_checkpoint(other, KUNCI), VERIFIER)


def test_a_checkpoint_signed_by_another_key_is_refused():
    data = sign_checkpoint(HEAD, SigningKey(Ed25519PrivateKey.generate()))
    with pytest.raises(ValueError, match="another key"):
        read_checkpoint(data, VERIFIER)


@pytest.mark.parametrize(
    "name", ["", "a b", "a+b", "a\tb", "a\u00a0b", "a\u2028b", "\n"]
)
def test_a_name_that_a_note_cannot_carry_is_refused(name):
    assert not is_asal(name)


def test_a_private_key_shows_nothing_of_itself():
    assert SECRET[:8] not in repr(KUNCI)
    assert repr(KUNCI) == "SigningKey()"
