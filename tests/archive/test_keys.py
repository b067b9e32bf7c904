"""The private key: made closed, kept closed, never overwritten."""

from __future__ import annotations

import stat

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from formulir.archive.keys import (
    KunciExistsError,
    KunciExposedError,
    KunciUnreadableError,
    check_signature,
    create_key,
    load_key,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kunci" / "arsip.pem"


def test_a_key_and_its_folder_are_closed_to_others(path):
    create_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_key_that_is_read_back_signs_the_same(path):
    made, read = create_key(path), load_key(path)
    assert made.public == read.public
    assert made.sign(b"x") == read.sign(b"x")
    assert check_signature(made.public, signature=read.sign(b"x"), data=b"x")
    assert not check_signature(made.public, signature=read.sign(b"x"), data=b"y")


def test_what_is_no_point_on_the_curve_verifies_nothing():
    assert not check_signature(b"\xff" * 31, signature=bytes(64), data=b"")


def test_a_key_is_never_overwritten(path):
    public = create_key(path).public
    with pytest.raises(KunciExistsError, match="never overwritten"):
        create_key(path)
    assert load_key(path).public == public


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610, 0o601, 0o777])
def test_a_key_that_others_can_touch_is_refused_with_the_remedy(path, mode):
    create_key(path)
    path.chmod(mode)
    with pytest.raises(KunciExposedError, match=rf"mode {mode:04o}.*chmod 600"):
        load_key(path)


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o750, 0o701, 0o1777])
def test_a_key_in_a_folder_that_others_can_use_is_refused_too(path, mode):
    create_key(path)
    path.parent.chmod(mode)
    with pytest.raises(KunciExposedError, match=rf"mode {mode:04o}.*chmod 700") as told:
        load_key(path)
    path.parent.chmod(0o700)
    assert told.value.path == path.parent
    load_key(path)


def test_a_missing_key_is_told(path):
    with pytest.raises(KunciUnreadableError, match="No such file"):
        load_key(path)


@pytest.mark.parametrize("content", [b"", b"secret", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_told(path, content):
    create_key(path)
    path.write_bytes(content)
    with pytest.raises(KunciUnreadableError, match="no PEM key"):
        load_key(path)


def test_a_key_of_another_kind_is_told(path):
    create_key(path)
    path.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with pytest.raises(KunciUnreadableError, match="no Ed25519 key"):
        load_key(path)
