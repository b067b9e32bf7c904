"""A checkpoint that was kept elsewhere finds what nothing inside the folder shows."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from formulir.archive.checkpoint import Checkpoint, sign_checkpoint
from formulir.archive.folder import open_archive, read_note
from formulir.archive.keys import create_key, load_key
from formulir.archive.merkle import Frontier, hash_leaf
from formulir.archive.witness import find_roots, judge_kept


@pytest.fixture
def kept(office, surat):
    """An archive that has grown from empty, with every head that it had."""
    notes = [read_note(office.archive)]
    for number in range(1, 10):
        office.append(surat.terbit(number))
        notes.append(read_note(office.archive))
    return notes


def judge(office, *notes):
    proved, faults = judge_kept(
        office.archive, {str(place): note for place, note in enumerate(notes)}
    )
    return proved, [fault.reason for fault in faults]


def sign_anew(office, lines):
    """Do what somebody with the key can: sign other lines, and take the index away."""
    frontier = Frontier()
    for line in lines:
        frontier.add(hash_leaf(line))
    head = Checkpoint(
        asal=office.archive.verifier.asal, size=len(lines), root=frontier.root()
    )
    (office.root / "log.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    signed = sign_checkpoint(head, load_key(office.key))
    (office.root / "checkpoint").write_bytes(signed)
    (office.root / "index.db").unlink()


def test_an_archive_has_grown_from_every_head_that_it_had(office, kept):
    assert judge(office, *kept) == (9, [])
    assert judge(office) == (0, [])


def test_an_older_archive_is_smaller_than_the_kept_checkpoint(office, surat, kept):
    shutil.copytree(office.root, older := office.root.with_name("older"))
    office.append(surat.terbit(10))
    note = read_note(office.archive)
    old = replace(office, archive=open_archive(older, asal=surat.asal))
    proved, (reason,) = judge(old, note, kept[-1])
    assert proved == 9
    assert "it covers 10 entries, the archive holds 9" in reason


@pytest.mark.parametrize("at", range(9))
def test_whoever_signs_a_changed_entry_is_found_by_each_head_that_covers_it(
    office, kept, at
):
    lines = (office.root / "log.jsonl").read_bytes().splitlines()
    lines[at] = lines[at].replace(b"33.19", b"33.20")
    sign_anew(office, lines)
    assert office.verify().findings == ()
    proved, reasons = judge(office, *kept)
    assert proved == at
    assert len(reasons) == 9 - at
    assert all("are not those that it was signed over" in each for each in reasons)


def test_a_line_taken_out_is_found_though_the_log_has_grown_since(office, surat, kept):
    lines = (office.root / "log.jsonl").read_bytes().splitlines()[:4]
    sign_anew(office, lines)
    office.append(*(surat.terbit(number) for number in range(20, 30)))
    assert office.verify().entri == 14
    proved, reasons = judge(office, *kept)
    assert (proved, len(reasons)) == (4, 5)


def test_a_checkpoint_of_another_key_or_archive_or_none_is_a_fault(
    office, surat, kept, tmp_path
):
    other = create_key(tmp_path / "lain" / "arsip.pem")
    head = Checkpoint(asal=surat.asal, size=0, root=Frontier().root())
    foreign = sign_checkpoint(head, other)
    unlike = sign_checkpoint(replace(head, asal="lain.example/arsip"), other)
    _, reasons = judge(office, foreign, unlike, b"", kept[3][:-1], kept[3] + b"\n")
    assert reasons[0] == "it is signed by another key than log.pub"
    assert reasons[1].startswith("it is that of lain.example/arsip")
    assert len(reasons) == 5


def test_each_byte_of_a_kept_checkpoint_counts(office, kept):
    note = kept[5]
    for at in range(len(note)):
        spoilt = bytearray(note)
        spoilt[at] ^= 1
        proved, reasons = judge(office, bytes(spoilt))
        assert (proved, len(reasons)) == (0, 1), at


def test_roots_are_read_off_the_lines_alone(office, kept):
    (office.root / "index.db").unlink()
    roots = find_roots(office.archive, range(12))
    assert sorted(roots) == list(range(10))
    for size, note in enumerate(kept):
        assert judge(office, note) == (size, [])
    assert not (office.root / "index.db").exists()


def test_a_log_that_is_missing_is_told_and_proves_nothing(office, kept):
    (office.root / "log.jsonl").unlink()
    proved, (reason,) = judge(office, kept[4])
    assert proved == 0
    assert "missing" in reason
