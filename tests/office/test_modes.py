"""Whom an office is open to: put right, shared with a group, each change said."""

from __future__ import annotations

import os
import stat
from functools import partial

import pytest

from formulir.archive.keys import load_key
from formulir.cli.main import run
from formulir.ground import access
from formulir.ground.disk import make_folder, replace_file, share_mode, write_file
from formulir.office import modes
from formulir.office.founding import found_kantor
from formulir.office.kantor import open_kantor
from formulir.office.modes import (
    KelompokDoubtfulError,
    KelompokForeignError,
    KelompokUnknownError,
    ModesUnkeptError,
    find_amiss,
    mend,
    set_modes,
    share,
)
from tests.kantor import make_printer, name_printer
from tests.users import CLERK, ELSEWHERE, GROUP, SECOND, as_user


@pytest.fixture
def folder(tmp_path):
    found_kantor(tmp_path / "kantor")
    return tmp_path / "kantor"


@pytest.fixture
def ours():
    """A group that whoever runs the tests is in."""
    return str(os.getegid())


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_an_office_as_it_was_made_needs_nothing(folder):
    assert list(mend(folder)) == []
    assert list(find_amiss(folder, gid=None)) == []


def test_an_office_that_lost_its_modes_is_closed_again(folder):
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777)
    told = list(mend(folder))
    assert f"{folder}/kunci/arsip.pem: mode 0777 → 0600" in told
    assert f"{folder}/kantor.toml: mode 0777 → 0755" in told
    assert mode_of(folder / "kunci") == 0o700
    assert [path for path in folder.rglob("*") if mode_of(path) & 0o022] == []
    assert list(mend(folder)) == []
    load_key(open_kantor(folder).keyfile)


def test_what_an_owner_keeps_from_others_stays_closed(folder):
    folder.chmod(0o700)
    (folder / "catatan.db").chmod(0o600)
    assert list(mend(folder)) == []


def test_an_office_is_shared_and_the_settings_say_so(folder, ours):
    told = list(share(folder, ours))
    assert told[0] == f'{folder}/kantor.toml: kelompok = "{ours}"'
    assert f"{folder}: mode 0755 → 2770" in told
    assert f"{folder}/kunci/arsip.pem: mode 0600 → 0640" in told
    assert (mode_of(folder / "kunci"), mode_of(folder / "archive")) == (0o2750, 0o2770)
    kantor = open_kantor(folder)
    assert (kantor.kelompok, kantor.gid) == (ours, os.getegid())
    load_key(kantor.keyfile)
    assert list(share(folder, ours)) == list(mend(folder)) == []


def test_the_accounts_of_the_desk_are_its_owners_alone_shared_or_not(folder, ours):
    names = ("meja.db", "meja.db-wal")
    for share_it in (False, True):
        for name in names:
            (folder / name).touch()
            (folder / name).chmod(0o664)
        list(share(folder, ours) if share_it else mend(folder))
        assert {mode_of(folder / name) for name in names} == {0o600}


def test_settings_that_name_a_group_are_changed_in_their_line(folder, ours):
    toml = folder / "kantor.toml"
    before = toml.read_text("utf-8")
    assert before.count("# kelompok = ") == 1
    list(share(folder, ours))
    after = toml.read_text("utf-8")
    assert after == before.replace('# kelompok = "lpmp"', f'kelompok = "{ours}"')
    toml.write_text(after.replace(f'"{ours}"\n', '"lain"\n'), "utf-8")
    list(share(folder, ours))
    assert toml.read_text("utf-8") == after


def test_a_crash_while_sharing_is_gone_on_with(folder, ours):
    changes = share(folder, ours)
    next(changes)
    changes.close()
    assert open_kantor(folder).kelompok == ours
    load_key(open_kantor(folder).keyfile)
    assert len(list(mend(folder))) > 5
    assert list(find_amiss(folder, gid=os.getegid())) == []


def test_an_office_made_of_a_backup_is_shared_as_its_settings_say(folder, ours):
    toml = folder / "kantor.toml"
    toml.write_text(f'kelompok = "{ours}"\n{toml.read_text("utf-8")}', "utf-8")
    set_modes(folder)
    assert list(find_amiss(folder, gid=os.getegid())) == []
    load_key(open_kantor(folder).keyfile)


def test_what_goes_while_it_is_looked_at_is_passed_over(folder, monkeypatch):
    """Another clerk's file under a temporary name."""
    (folder / "archive" / "tunda.baru").touch(mode=0o666)
    (folder / "archive" / "tunda.baru").chmod(0o666)
    true = os.open

    def open_later(name, *words, **more):
        if name == "tunda.baru":
            (folder / "archive" / name).unlink()
        return true(name, *words, **more)

    monkeypatch.setattr(modes.os, "open", open_later)
    assert list(mend(folder)) == []


def test_a_group_that_is_not_there_is_told_with_the_remedy(folder, tmp_path):
    with pytest.raises(KelompokUnknownError, match="groupadd tak-ada"):
        list(share(folder, "tak-ada"))
    with pytest.raises(KelompokUnknownError):
        found_kantor(tmp_path / "baru", kelompok="tak-ada")
    assert not (tmp_path / "baru").exists()


@pytest.mark.usefixtures("one_kind")
def test_a_group_that_this_machine_lacks_leaves_an_office_to_its_owner(
    folder, capfd, tmp_path
):
    """As when it was copied to an auditor's machine."""
    name_printer(folder, make_printer(tmp_path))
    with (folder / "kantor.toml").open("a") as file:
        file.write('kelompok = "tak-ada"\n')
    assert open_kantor(folder).gid is None
    assert run(["--kantor", str(folder), "verify"]) == 0
    assert run(["--kantor", str(folder), "doctor", "--betulkan"]) == 5
    told = capfd.readouterr()
    assert "there is no group tak-ada on this machine" in told.out
    assert "left to its owner" in told.err


def test_a_group_that_anybody_may_have_named_is_not_believed(folder, ours):
    list(share(folder, ours))
    (folder / "kantor.toml").chmod(0o666)
    with pytest.raises(KelompokDoubtfulError, match=f"doctor --kelompok {ours}"):
        list(mend(folder))
    assert mode_of(folder / "kantor.toml") == 0o666
    list(share(folder, ours))
    assert list(mend(folder)) == []


def test_a_disk_that_keeps_no_modes_has_nothing_to_mend(folder, ours, monkeypatch):
    monkeypatch.setattr(modes, "keeps_modes", lambda _folder: False)
    for way in (mend, partial(share, kelompok=ours)):
        with pytest.raises(ModesUnkeptError, match="key --sandi"):
            list(way(folder))
    with pytest.raises(ModesUnkeptError):
        found_kantor(folder.with_name("lain"), kelompok=ours)


def test_no_link_is_followed_and_no_second_name_is_opened(folder, tmp_path):
    """Whoever may write in the office could have laid them there for root."""
    rahasia = tmp_path / "rahasia"
    rahasia.write_bytes(b"x")
    rahasia.chmod(0o400)
    (folder / "berkas" / "tautan").symlink_to(rahasia)
    (folder / "berkas" / "kembar").hardlink_to(rahasia)
    (folder / "archive" / "map").symlink_to(tmp_path)
    told = list(mend(folder))
    assert [line.partition(", ")[0] for line in told] == [
        f"{folder}/berkas/kembar: is left as it is"
    ]
    assert mode_of(rahasia) == 0o400


def test_what_works_at_the_moment_is_left_alone(folder):
    cetak = folder / "kerja" / "cetak-x"
    cetak.mkdir(parents=True, mode=0o700)
    (cetak / "terbuka").touch()
    (cetak / "terbuka").chmod(0o666)
    assert list(mend(folder)) == []


@pytest.mark.usefixtures("one_kind")
def test_doctor_says_what_is_amiss_and_mends_it_when_asked(
    folder, ours, capfd, tmp_path
):
    name_printer(folder, make_printer(tmp_path))
    list(share(folder, ours))
    (folder / "catatan.db").chmod(0o640)
    assert run(["--kantor", str(folder), "doctor"]) == 5
    out = capfd.readouterr().out
    assert f"{folder}/catatan.db (mode 0640 → 0660); mend with" in out
    assert run(["--kantor", str(folder), "doctor", "--betulkan"]) == 0
    told = capfd.readouterr()
    assert told.err == f"{folder}/catatan.db: mode 0640 → 0660\n"
    assert f"group {ours} shares the office, nobody else may write the" in told.out
    assert run(["--kantor", str(folder), "doctor", "--betulkan"]) == 0
    assert "whoever should may use" in capfd.readouterr().err


def test_who_is_not_in_a_group_cannot_share_with_it(place):
    place.chmod(0o1777)

    def work():
        found_kantor(place / "k")
        with pytest.raises(KelompokForeignError, match=f"usermod -aG {GROUP} uid"):
            list(share(place / "k", str(GROUP)))
        assert open_kantor(place / "k").kelompok == ""

    as_user(CLERK, work)


def test_what_only_root_can_put_right_is_said_to_others_and_done_by_root(place):
    place.chmod(0o1777)
    folder = place / "k"
    as_user(CLERK, lambda: found_kantor(folder, kelompok=str(GROUP)), groups=(GROUP,))
    os.chown(folder / "catatan.db", 0, ELSEWHERE)

    def work():
        (told,) = mend(folder)
        assert told == (
            f"{folder}/catatan.db: (group gid {ELSEWHERE} → gid {GROUP}) can be "
            "changed by root only"
        )

    as_user(CLERK, work, groups=(GROUP,))
    with pytest.raises(KelompokDoubtfulError):  # root takes nobody's word
        list(mend(folder))
    told = list(share(folder, str(GROUP)))
    assert told == [f"{folder}/catatan.db: group gid {ELSEWHERE} → gid {GROUP}"]
    as_user(SECOND, lambda: open_kantor(folder), groups=(GROUP,))


def test_what_root_has_made_in_an_office_is_given_to_its_owner(place):
    place.chmod(0o1777)
    folder = place / "k"
    as_user(CLERK, lambda: found_kantor(folder))
    os.chown(folder / "catatan.db", 0, 0)
    assert list(mend(folder)) == [f"{folder}/catatan.db: owner root → uid {CLERK}"]


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_what_is_made_in_a_shared_folder_is_the_groups_under_any_umask(tmp_path, umask):
    shared = tmp_path / "bersama"
    shared.mkdir()
    shared.chmod(0o2770)
    before = os.umask(umask)
    try:
        write_file(shared / "a", b"")
        write_file(shared / "b", b"", mode=0o444)
        replace_file(shared / "c", b"")
        make_folder(shared / "d" / "e")
        write_file(tmp_path / "f", b"")
        make_folder(tmp_path / "g")
    finally:
        os.umask(before)
    assert [mode_of(shared / name) for name in "abc"] == [0o660, 0o440, 0o660]
    assert mode_of(shared / "d") == mode_of(shared / "d" / "e") == 0o2770
    assert mode_of(tmp_path / "f") == 0o644 & ~umask
    assert mode_of(tmp_path / "g") == 0o777 & ~umask


def test_a_folder_says_what_others_may_do_with_what_is_in_it(tmp_path):
    tmp_path.chmod(0o2775)
    assert share_mode(tmp_path, 0o644) == 0o664
    tmp_path.chmod(0o2770)
    assert share_mode(tmp_path, 0o644) == 0o660
    tmp_path.chmod(0o2750)
    assert share_mode(tmp_path, 0o644) == 0o644


def test_a_link_under_a_temporary_name_is_not_written_through(tmp_path):
    (tmp_path / "rahasia").write_bytes(b"x")
    (tmp_path / "a.baru").symlink_to(tmp_path / "rahasia")
    with pytest.raises(OSError, match="symbolic links"):
        replace_file(tmp_path / "a", b"y")
    assert (tmp_path / "rahasia").read_bytes() == b"x"


def test_a_user_and_a_group_without_a_name_are_told_by_their_number():
    assert access.name_user(4_000_001) == "uid 4000001"
    assert access.name_group(4_000_001) == "gid 4000001"
    assert access.name_user(0) == "root"
    assert access.is_member(0, 0)
    assert not access.is_member(0, 4_000_001)
