"""The private key: made closed, kept closed, never overwritten."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from formulir.archive import keys
from formulir.archive.keys import (
    KeyFile,
    KunciClosedError,
    KunciExistsError,
    KunciExposedError,
    KunciMissingError,
    KunciUnreadableError,
    SandiMissingError,
    SandiWrongError,
    check_signature,
    create_key,
    describe_key,
    is_locked,
    load_key,
    rewrite_key,
)
from formulir.ground.disk import temporary_of
from tests.users import CLERK, GROUP, as_user


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
    with pytest.raises(KunciMissingError, match="not there; put it back"):
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


def knows(path, sandi, **more):
    return KeyFile(path=path, ask=lambda _path: sandi, **more)


@pytest.fixture
def modeless(monkeypatch):
    """A disk such as FAT, on which nothing tells who may do what, stood in for."""
    monkeypatch.setattr(keys, "keeps_modes", lambda _folder: False)


def test_a_key_with_a_passphrase_opens_with_it_alone(path):
    made = create_key(path, sandi="kata sandi")
    assert b"ENCRYPTED" in path.read_bytes()
    assert load_key(knows(path, "kata sandi")).public == made.public
    with pytest.raises(SandiWrongError, match="does not open"):
        load_key(knows(path, "kata Sandi"))
    with pytest.raises(SandiMissingError, match="FORMULIR_SANDI"):
        load_key(path)
    with pytest.raises(SandiMissingError):
        load_key(knows(path, ""))


def test_a_passphrase_is_the_same_however_a_keyboard_spells_it(path):
    made = create_key(path, sandi=unicodedata.normalize("NFD", "café"))
    typed = unicodedata.normalize("NFC", "café")
    assert load_key(knows(path, typed)).public == made.public


def test_a_locked_key_may_be_read_by_all(path):
    made = create_key(path, sandi="s")
    path.chmod(0o644)
    path.parent.chmod(0o755)
    assert load_key(knows(path, "s")).public == made.public
    assert describe_key(KeyFile(path=path)) == "locked with a passphrase"


def test_a_locked_key_that_is_damaged_says_that_it_may_be(path):
    create_key(path, sandi="s")
    data = path.read_bytes()
    path.write_bytes(data[:90] + data[95:])
    with pytest.raises(SandiWrongError, match="the file is damaged"):
        load_key(knows(path, "s"))


@pytest.mark.usefixtures("modeless")
def test_a_disk_without_modes_wants_a_passphrase(path):
    with pytest.raises(KunciExposedError, match="make it with a passphrase: --sandi"):
        create_key(path)
    assert list(path.parent.iterdir()) == []
    create_key(path, sandi="s")
    with pytest.raises(KunciExposedError, match="must keep its passphrase"):
        rewrite_key(knows(path, "s"), sandi=None)
    assert is_locked(path)


def test_a_key_that_came_to_a_disk_without_modes_is_locked_there(path, monkeypatch):
    made = create_key(path)
    path.chmod(0o666)
    monkeypatch.setattr(keys, "keeps_modes", lambda _folder: False)
    with pytest.raises(KunciExposedError, match=r"formulir key --sandi"):
        load_key(path)
    rewrite_key(KeyFile(path=path), sandi="s")
    assert load_key(knows(path, "s")).public == made.public


@pytest.mark.parametrize("old", [None, "lama"])
@pytest.mark.parametrize("new", [None, "baru"])
def test_a_passphrase_is_set_changed_and_taken_away(path, old, new):
    made = create_key(path, sandi=old)
    rewrite_key(knows(path, old), sandi=new)
    assert is_locked(path) == (new is not None)
    assert load_key(knows(path, new)).public == made.public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_wrong_passphrase_changes_nothing(path):
    create_key(path, sandi="lama")
    before = path.read_bytes()
    with pytest.raises(SandiWrongError):
        rewrite_key(knows(path, "salah"), sandi="baru")
    assert path.read_bytes() == before


@pytest.mark.parametrize("step", ["fsync", "chown", "replace"])
def test_a_crash_never_loses_the_key(path, monkeypatch, step):
    made = create_key(path, sandi="lama")

    def die(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as crash:
        crash.setattr(*((os, step) if step != "replace" else (Path, step)), die)
        with pytest.raises(KeyboardInterrupt):
            rewrite_key(knows(path, "lama"), sandi="baru")
    assert load_key(knows(path, "lama")).public == made.public
    assert stat.S_IMODE(temporary_of(path).stat().st_mode) == 0o600
    rewrite_key(knows(path, "lama"), sandi="baru")
    assert load_key(knows(path, "baru")).public == made.public
    assert not temporary_of(path).exists()


def test_a_link_to_the_key_stays_one(path, tmp_path):
    create_key(path)
    away = tmp_path / "stik"
    away.mkdir(mode=0o700)
    path.rename(away / "arsip.pem")
    path.symlink_to(away / "arsip.pem")
    rewrite_key(KeyFile(path=path), sandi="s")
    assert path.is_symlink()
    assert is_locked(away / "arsip.pem")


def test_the_group_of_an_office_may_read_its_key_and_nobody_else(path):
    create_key(path)
    gid = path.stat().st_gid
    path.chmod(0o640)
    path.parent.chmod(0o750)
    load_key(KeyFile(path=path, gid=gid))
    with pytest.raises(KunciExposedError):
        load_key(path)
    with pytest.raises(KunciExposedError, match="doctor --betulkan"):
        load_key(KeyFile(path=path, gid=gid + 1))
    for mode in (0o644, 0o642, 0o641):
        path.chmod(mode)
        with pytest.raises(KunciExposedError, match="doctor --betulkan"):
            load_key(KeyFile(path=path, gid=gid))
    path.chmod(0o640)
    path.parent.chmod(0o751)
    with pytest.raises(KunciExposedError, match="doctor --betulkan"):
        load_key(KeyFile(path=path, gid=gid))


def test_a_key_that_the_system_closes_says_who_can_open_it(place):
    path = place / "kunci" / "arsip.pem"
    create_key(path)

    def load():
        with pytest.raises(
            KunciClosedError, match=r"belongs to root.*--kelompok GROUP"
        ):
            load_key(path)

    as_user(CLERK, load)
    os.chown(path.parent, -1, GROUP)
    path.parent.chmod(0o2750)

    def ask():
        with pytest.raises(KunciClosedError, match=f"usermod -aG gid {GROUP} uid"):
            load_key(path)

    as_user(CLERK, ask)
