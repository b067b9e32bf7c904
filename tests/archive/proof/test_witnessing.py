"""A ring of offices: each remembers the heads of the others, and signs only growth."""

from __future__ import annotations

import shutil
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from formulir.archive.folder import Archive, create_archive
from formulir.archive.keys import KeyFile
from formulir.archive.log import append
from formulir.archive.proof.growth import read_growth
from formulir.archive.proof.making import UkuranUnknownError, make_request
from formulir.archive.proof.notes import parse_note
from formulir.archive.proof.policy import judge_note
from formulir.archive.proof.saksi import (
    SaksiBehindError,
    SaksiUnfitError,
    SaksiUnknownError,
    SaksiUnreadableError,
    file_answer,
    keep_note,
    last_seen,
    learn_witness,
    list_notes,
    load_known,
)
from formulir.archive.proof.witnessing import (
    GrowthUnfitError,
    LogForkedError,
    LogUnknownError,
    RequestMalformedError,
    SaksiMalformedError,
    WitnessMalformedError,
    WitnessMissingError,
    answer_request,
    found_witness,
    key_path,
    learn_log,
    load_witness,
    place_of,
)
from formulir.archive.verify import verify
from formulir.archive.witness import judge_kept
from tests.archive.conftest import SAAT, Letters

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Member:
    """An office of the ring: its archive, and its folder as a witness."""

    nama: str
    home: Path

    @property
    def archive(self) -> Archive:
        from formulir.archive.folder import open_archive  # noqa: PLC0415 - after a roll-back

        return open_archive(self.home / "archive", asal=f"{self.nama}.example/arsip")

    @property
    def saksi(self) -> Path:
        return self.home / "saksi"

    @property
    def name(self) -> str:
        return f"{self.nama}.example/saksi"

    def issue(self, *numbers: int) -> None:
        acts = [Letters.terbit(number) for number in numbers]
        append(self.archive, acts, key=self.home / "kunci" / "arsip.pem", saat=SAAT)

    def answer(self, data: bytes, *, moment: int = 1_700_000_000):
        key = KeyFile(path=key_path(self.saksi))
        return answer_request(self.saksi, data, key=key, moment=moment, nama="surat")

    def ask(self, other: Member) -> None:
        """Let another one witness our head: a file goes, a file comes back."""
        archive = self.archive
        old = last_seen(archive.root, load_known(archive), nama=other.name)
        note, data = make_request(archive, old=old)
        keep_note(archive.root, note)
        file_answer(archive, other.answer(data).data, nama="jawaban")


@pytest.fixture
def ring(tmp_path):
    """Three offices that know each other."""
    members = [Member(nama, tmp_path / nama) for nama in ("satu", "dua", "tiga")]
    for each in members:
        create_archive(
            each.home / "archive",
            asal=f"{each.nama}.example/arsip",
            key=each.home / "kunci" / "arsip.pem",
        )
        found_witness(each.saksi, nama=each.name)
    for each in members:
        for other in members:
            if other is not each:
                public = (each.home / "archive" / "log.pub").read_bytes()
                learn_log(other.saksi, public, nama="log.pub")
                vkey = (other.saksi / "saksi.pub").read_bytes()
                learn_witness(each.archive, vkey, nama="saksi.pub")
    return members


def visit(ring):
    for each in ring:
        for other in ring:
            if other is not each:
                each.ask(other)


def kept_by(witness, office):
    """Return the file in which a witness remembers an office."""
    asal = f"{office.nama}.example/arsip"
    return place_of(witness.saksi, asal) / "checkpoint"


def log_line(note):
    """Return the checkpoint as its log alone signed it."""
    read = parse_note(note)
    return read.text + f"\n{read.lines[0].spelled}\n".encode()


def test_the_ring_goes_on_as_long_as_all_grow(ring):
    for round_ in range(3):
        for each in ring:
            each.issue(2 * round_, 2 * round_ + 1)
        visit(ring)
    one, two, three = ring
    head = list_notes(one.archive.root)[0]
    known = load_known(one.archive)
    assert set(judge_note(head, known)) == {two.name, three.name}
    assert head.checkpoint.size == 6
    assert verify(one.archive.root, asal="satu.example/arsip").findings == ()


def test_a_roll_back_key_included_is_found_from_any_other_s_file(ring):
    one, two, three = ring
    one.issue(0, 1)
    before = one.home.with_name("cadangan")
    shutil.copytree(one.home, before, symlinks=True)
    one.issue(2, 3)
    visit(ring)
    shutil.rmtree(one.home)
    shutil.copytree(before, one.home, symlinks=True)
    one.issue(7, 8, 9)  # and it goes on, with the right key

    # Nothing inside shows it.
    assert verify(one.archive.root, asal="satu.example/arsip").findings == ()
    for witness in (two, three):
        note = log_line(kept_by(witness, one).read_bytes())
        proved, faults = judge_kept(one.archive, {"saksi": note})
        assert proved == 0
        assert len(faults) == 1
        # The thief asks for a signature of the new head.
        _, data = make_request(one.archive, old=4)
        with pytest.raises(LogForkedError) as caught:
            witness.answer(data)
        assert caught.value.seen == 4
        shown = caught.value.path
        assert shown.read_bytes() == data
        kept = shown.with_suffix(".diingat").read_bytes()
        assert kept == kept_by(witness, one).read_bytes()


def test_without_a_witness_s_file_nothing_shows_a_roll_back(ring):
    one = ring[0]
    one.issue(0, 1)
    before = one.home.with_name("cadangan")
    shutil.copytree(one.home, before, symlinks=True)
    one.issue(2, 3)
    shutil.rmtree(one.home)
    shutil.copytree(before, one.home, symlinks=True)
    assert verify(one.archive.root, asal="satu.example/arsip").findings == ()
    proved, faults = judge_kept(one.archive, {})
    assert (proved, faults) == (0, [])


def test_a_smaller_tree_is_refused_and_both_heads_are_kept(ring):
    one, two, _ = ring
    one.issue(0, 1)
    _, small = make_request(one.archive, old=0)
    one.issue(2)
    one.ask(two)
    with pytest.raises(LogForkedError, match="shows 2 entries"):
        two.answer(small)
    folder = place_of(two.saksi, "satu.example/arsip") / "bukti"
    assert len(list(folder.iterdir())) == 2
    with pytest.raises(LogForkedError):
        two.answer(small)  # the same evidence is kept once
    assert len(list(folder.iterdir())) == 2
    assert parse_note(kept_by(two, one).read_bytes()).checkpoint.size == 3


def test_a_proof_that_begins_elsewhere_tells_the_size(ring):
    one, two, _ = ring
    one.issue(0, 1)
    one.ask(two)
    one.issue(2)
    _, data = make_request(one.archive, old=1)
    with pytest.raises(GrowthUnfitError) as caught:
        two.answer(data)
    assert caught.value.size == 2
    with pytest.raises(SaksiBehindError):
        file_answer(one.archive, b"2\n", nama="jawaban")
    _, data = make_request(one.archive, old=2)
    assert (two.answer(data).seen, two.answer(data).size) == (2, 3)


def test_the_same_head_is_signed_again(ring):
    one, two, _ = ring
    one.issue(0)
    one.ask(two)
    _, data = make_request(one.archive, old=0)
    answer = two.answer(data, moment=1_800_000_000)
    assert b"dua.example/saksi" in answer.data
    assert (answer.seen, answer.size) == (1, 1)


def test_an_empty_archive_has_a_head_too(ring):
    one, two, _ = ring
    one.ask(two)
    assert parse_note(kept_by(two, one).read_bytes()).checkpoint.size == 0


def test_no_bit_of_a_request_can_be_flipped_and_be_signed(ring):
    one, two, _ = ring
    one.issue(0, 1, 2)
    one.ask(two)
    one.issue(3, 4)
    _, data = make_request(one.archive, old=3)
    for place in range(len(data)):
        spoilt = bytearray(data)
        spoilt[place] ^= 1
        with pytest.raises(
            (RequestMalformedError, LogUnknownError, GrowthUnfitError, LogForkedError)
        ):
            two.answer(bytes(spoilt))
    assert two.answer(data).size == 5


def test_strangers_are_not_answered(ring, tmp_path):
    one, two, _ = ring
    one.issue(0)
    _, data = make_request(one.archive, old=0)
    stranger = tmp_path / "lain"
    found_witness(stranger, nama="lain.example/saksi")
    with pytest.raises(LogUnknownError):
        answer_request(
            stranger, data, key=KeyFile(path=key_path(stranger)), moment=1, nama="x"
        )
    with pytest.raises(WitnessMissingError):
        load_witness(tmp_path / "tiada")
    for bad in (b"", b"old 0\n", b"x" * 200_000, b"old 0\n\n" + data):
        with pytest.raises(RequestMalformedError):
            two.answer(bad)
    unsigned = data.replace(b"satu.example/arsip ", b"lain.example/arsip ")
    with pytest.raises(RequestMalformedError):
        two.answer(unsigned)


def test_a_key_that_is_no_text_is_told_with_its_byte(ring):
    one, two, _ = ring
    with pytest.raises(SaksiUnreadableError, match="not UTF-8 at byte 1"):
        learn_witness(one.archive, b"a\xff\n", nama="saksi.pub")
    with pytest.raises(RequestMalformedError, match="not UTF-8 at byte 1"):
        learn_log(two.saksi, b"a\xff\n", nama="log.pub")
    (two.saksi / "saksi.pub").write_bytes(b"\xff\n")
    with pytest.raises(WitnessMalformedError, match="not UTF-8 at byte 0"):
        load_witness(two.saksi)


def test_a_witness_has_a_name_that_a_key_can_bear(tmp_path):
    for nama in ("", "Dinas Kudus", "dinas+saksi"):
        with pytest.raises(SaksiMalformedError, match=r"no spaces and no plus$"):
            found_witness(tmp_path / "saksi", nama=nama)
    assert not (tmp_path / "saksi").exists()


def test_a_witness_that_cannot_read_what_it_remembers_signs_nothing(ring):
    one, two, _ = ring
    one.issue(0)
    one.ask(two)
    kept_by(two, one).write_bytes(b"?")
    _, data = make_request(one.archive, old=1)
    with pytest.raises(WitnessMalformedError):
        two.answer(data)


def test_an_answer_is_filed_only_where_it_fits(ring):
    one, two, three = ring
    one.issue(0)
    note, data = make_request(one.archive, old=0)
    answer = two.answer(data).data
    with pytest.raises(SaksiUnfitError):  # it was never sent from here
        file_answer(one.archive, answer, nama="jawaban")
    keep_note(one.archive.root, note)
    assert file_answer(one.archive, answer, nama="jawaban") == {two.name: 1}
    assert file_answer(one.archive, answer, nama="jawaban") == {two.name: 1}
    assert len(list_notes(one.archive.root)[0].lines) == 2
    bad = [
        b"",
        b"\n",
        b"x\n",
        answer[:-1],
        b"\xff\n",
        answer + answer[:9],
        b"y" * 99999,
    ]
    for data in bad:
        with pytest.raises(SaksiUnreadableError):
            file_answer(one.archive, data, nama="jawaban")
    other = answer.replace(b"dua.example", b"xxx.example")
    with pytest.raises(SaksiUnknownError):
        file_answer(one.archive, other, nama="jawaban")
    key = load_witness(three.saksi)
    raw = two.name.encode() + b"\n\x04" + key.public
    spelled = b64encode(b"\x04" + key.public).decode()
    line = f"{two.name}+{sha256(raw).hexdigest()[:8]}+{spelled}\n"
    with pytest.raises(SaksiUnreadableError, match="another key"):
        learn_witness(one.archive, line.encode(), nama="saksi.pub")


def test_no_proof_is_made_from_more_than_there_is(ring):
    one = ring[0]
    one.issue(0)
    with pytest.raises(UkuranUnknownError):
        make_request(one.archive, old=2)
    assert read_growth(make_request(one.archive, old=1)[1]).proof == ()
