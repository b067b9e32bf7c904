"""Timestamps by file: asked for, filed if they count, looked at again, carried away."""

from __future__ import annotations

import json
import os
import random
import shutil
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from asn1crypto import cms, tsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from formulir.archive.folder import HeadTamperedError
from formulir.archive.folder import read_note as read_head
from formulir.archive.proof.growth import read_growth
from formulir.archive.proof.making import prove_growth
from formulir.archive.proof.timestamps import (
    FOLDER,
    LONGEST_ANSWER,
    file_timestamp,
    list_timestamps,
)
from formulir.office.copying.backup import backup
from formulir.office.copying.restore import restore
from formulir.office.kantor import open_kantor
from formulir.office.looks.timestamps import (
    CapWaktuRefusedError,
    CapWaktuUnfitError,
    CapWaktuUnreadableError,
    judge_timestamps,
    request_timestamp,
    take_timestamp,
)
from formulir.press.scans.signatures import read_certificates
from formulir.press.scans.timestamps import is_query, read_answers
from formulir.press.scans.timestamps_child import examine_answer, list_sent
from formulir.reviewing.audit import verify_kantor
from tests.kantor import formulir, make_kantor
from tests.press.forked import forked_children  # noqa: F401 - for every test
from tests.tools.authority import make_authority, openssl
from tests.tools.faults.acts import Act
from tests.tools.faults.hooks import list_steps, strike
from tests.tools.kembali import make_identity, make_stamper

WHEN = datetime(2026, 5, 3, 2, 11, 40, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("otoritas") / "cap")


@pytest.fixture(scope="module")
def clock():
    """Give an authority that says any moment; its certificate is its own root."""
    return make_identity("Otoritas Jam", stamps=True)


@pytest.fixture
def kantor(tmp_path):
    return open_kantor(make_kantor(tmp_path / "kantor", printer=None))


def trust(kantor, pem):
    kantor.trusted.mkdir(exist_ok=True)
    (kantor.trusted / f"{sha256(pem).hexdigest()}.pem").write_bytes(pem)


def stamp(query, identity, *, moment=WHEN):
    """Answer a request as pyHanko's authority does."""
    asked = tsp.TimeStampReq.load(query)
    return make_stamper(identity, moment).request_tsa_response(asked)


def take(kantor, data):
    path = kantor.folder.parent / "jawab.tsr"
    path.write_bytes(data)
    return take_timestamp(kantor, path)


def grow(kantor, nomor="0026/CTH.33/PM/2016"):
    """Let the archive grow by an act or more."""
    said = ("--tanggal", "2016-03-14", "--hal", "Contoh", "--tujuan", "Dinas Contoh")
    words = ("numbers", "--catat", nomor, "--seri", "LPMP", *said)
    assert formulir(kantor.folder, *words) == 0


def places(faults):
    return [fault.place for fault in faults]


def test_a_request_is_over_the_checkpoint_and_is_made_once(kantor, tmp_path):
    size, query = request_timestamp(kantor)
    note = (kantor.archive.root / FOLDER / str(size)).read_bytes()
    assert note == read_head(kantor.archive)
    assert request_timestamp(kantor) == (size, query)
    (tmp_path / "q").write_bytes(query)
    said = openssl("ts", "-query", "-in", "q", "-text", folder=tmp_path)
    assert "Hash Algorithm: sha256" in said
    assert "Certificate required: yes" in said
    asked = tsp.TimeStampReq.load(query, strict=True).native
    assert asked["message_imprint"]["hashed_message"] == sha256(note).digest()
    assert 1 << 56 <= asked["nonce"] < 1 << 63
    assert not any(is_query(query[:at], note) for at in range(len(query)))
    grow(kantor)
    later, other = request_timestamp(kantor)
    assert later > size
    assert tsp.TimeStampReq.load(other)["nonce"].native != asked["nonce"]


def test_openssl_and_the_office_agree_on_what_is_filed(kantor, authority, capsys):
    size, query = request_timestamp(kantor)
    data = authority.answer(query)
    told = take(kantor, data)
    assert (told.filed.size, told.nama, told.trusted) == (
        size,
        "Otoritas Contoh",
        False,
    )
    assert "(untrusted: it leads to none of those in tepercaya/)" in str(told.sentence)
    trust(kantor, authority.root.read_bytes())
    told = take(kantor, data)
    assert told.trusted
    (filed,) = list_timestamps(kantor.archive.root)
    assert (filed.path.read_bytes(), filed) == (data, told.filed)
    for over in (("-data", filed.checkpoint), ("-queryfile", filed.query)):
        words = ("ts", "-verify", *over, "-in", filed.path, "-CAfile", authority.root)
        assert "Verification: OK" in openssl(*words, folder=authority.folder)
    capsys.readouterr()
    assert formulir(kantor.folder, "verify") == 0
    assert f"{told.sentence}\n" in capsys.readouterr().err
    assert formulir(kantor.folder, "verify", "--json") == 0
    said = json.loads(capsys.readouterr().out)["cap_waktu"]
    assert said == {
        "entries": size,
        "saat": told.saat,
        "nama": "Otoritas Contoh",
        "tepercaya": True,
        "berkas": filed.place,
    }


def refused(_query, _clock):
    status = {"status": "rejection", "status_string": ["sedang \x1b[2J tutup"]}
    parts = tsp.PKIStatusInfo(status).dump()
    return b"\x30" + bytes([len(parts)]) + parts


def granted_without_token(_query, _clock):
    parts = tsp.PKIStatusInfo({"status": "granted"}).dump()
    return b"\x30" + bytes([len(parts)]) + parts


def other_imprint(query, clock):
    asked = tsp.TimeStampReq.load(query)
    asked["message_imprint"]["hashed_message"] = bytes(32)
    return stamp(asked.dump(), clock).dump()


def other_hash(query, clock):
    asked = tsp.TimeStampReq.load(query)
    asked["message_imprint"]["hash_algorithm"]["algorithm"] = "sha3_256"
    return make_stamper_of(clock, "sha256").request_tsa_response(asked).dump()


def make_stamper_of(clock, algorithm):
    stamper = make_stamper(clock, WHEN)
    stamper.override_md = algorithm
    return stamper


def old_nonce(query, clock):
    asked = tsp.TimeStampReq.load(query)
    asked["nonce"] = asked["nonce"].native - 1
    return stamp(asked.dump(), clock).dump()


def no_nonce(query, clock):
    asked = tsp.TimeStampReq.load(query).native
    del asked["nonce"]
    del asked["extensions"], asked["req_policy"]
    return stamp(tsp.TimeStampReq(asked).dump(), clock).dump()


def bad_signature(query, clock):
    data = bytearray(stamp(query, clock).dump())
    data[-5] ^= 1
    return bytes(data)


def cut_off(query, clock):
    return stamp(query, clock).dump()[:-1]


def appended(query, clock):
    return stamp(query, clock).dump() + b"\0"


def token_alone(query, clock):
    return stamp(query, clock)["time_stamp_token"].dump()


def no_der(_query, _clock):
    return b"<html>502 Bad Gateway</html>"


def huge(query, clock):
    return stamp(query, clock).dump() + bytes(LONGEST_ANSWER)


def deep(_query, _clock):
    return b"\x30\x80" * 20_000


def not_for_stamps(query, _clock):
    more = (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)
    return stamp(query, make_identity("Lain", stamps=True, purposes=more)).dump()


def for_something_else(query, _clock):
    more = (ExtendedKeyUsageOID.CODE_SIGNING,)
    return stamp(query, make_identity("Lain", stamps=True, purposes=more)).dump()


def not_critical(query, _clock):
    return stamp(query, make_identity("Lain", stamps=True, critical=False)).dump()


def other_signer(query, clock):
    """Put the certificate of one into a token that another has signed."""
    return change(query, clock, lambda signed: drop_certificates(signed, "Lain"))


def no_signer(query, clock):
    return change(query, clock, lambda signed: drop_certificates(signed, None))


def drop_certificates(signed, nama):
    found = []
    if nama:
        other = make_identity(nama, stamps=True).signer.signing_cert
        found.append(cms.CertificateChoices(name="certificate", value=other))
    signed["certificates"] = cms.CertificateSet(found)


def two_signers(query, clock):
    def double(signed):
        signed["signer_infos"] = [signed["signer_infos"][0].copy() for _ in range(2)]

    return change(query, clock, double)


def nobody_named(query, clock):
    stamper = make_stamper(clock, WHEN)
    sign = stamper._sign_tst_info
    stamper._sign_tst_info = lambda *words: sign_unnamed(sign, clock, *words)
    asked = tsp.TimeStampReq.load(query)
    return stamper.request_tsa_response(asked).dump()


def sign_unnamed(sign, clock, *words):
    """Sign what names no certificate."""
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - of this alone
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415 - likewise

    _, attributes = sign(*words)
    rest = [each for each in attributes if each["type"].native != "signing_certificate"]
    attributes = cms.CMSAttributes(rest)
    key = serialization.load_der_private_key(clock.signer.signing_key.dump(), None)
    made = key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())
    return made, attributes


def change(query, clock, do):
    answer = stamp(query, clock)
    do(answer["time_stamp_token"]["content"])
    return answer.dump(force=True)


BROKEN, REFUSED, UNFIT = "broken", "refused", "unfit"
WRONG = {
    refused: (REFUSED, "rejection; sedang [2J tutup"),
    granted_without_token: (BROKEN, "it is cut off, or no answer"),
    other_imprint: (UNFIT, "it is over something else"),
    other_hash: (UNFIT, "it is over something else"),
    old_nonce: (UNFIT, "its nonce is not that of the request"),
    no_nonce: (UNFIT, "its nonce is not that of the request"),
    bad_signature: (BROKEN, "its signature does not hold"),
    cut_off: (BROKEN, "it is cut off, or no answer"),
    appended: (BROKEN, "it is cut off, or no answer"),
    token_alone: (BROKEN, "it is cut off, or no answer"),
    no_der: (BROKEN, "it is cut off, or no answer"),
    deep: (BROKEN, "it is cut off, or no answer"),
    huge: (BROKEN, "larger than 65536 bytes"),
    not_for_stamps: (BROKEN, "its signer's certificate is not one for timestamps"),
    for_something_else: (BROKEN, "certificate is not one for timestamps"),
    not_critical: (BROKEN, "certificate is not one for timestamps"),
    other_signer: (BROKEN, "its signature cannot be checked"),
    no_signer: (BROKEN, "its signature cannot be checked"),
    two_signers: (BROKEN, "it is cut off, or no answer"),
    nobody_named: (BROKEN, "it does not say whose certificate signed it"),
}


def test_what_does_not_count_is_told_with_its_reason(kantor, clock, tmp_path):
    _, query = request_timestamp(kantor)
    trust(kantor, clock.pem)
    kept, paths = kantor.archive.root / FOLDER, []
    sent, roots = list_sent(kept), read_certificates(kantor.trusted)
    for make, (verdict, reason) in WRONG.items():
        data = make(query, clock)
        said = examine_answer(data, sent=sent, roots=roots)
        assert (make.__name__, said["verdict"]) == (make.__name__, verdict)
        assert reason in str(said["reason"]), make.__name__
        assert not said["trusted"]
        paths.append(tmp_path / make.__name__)
        paths[-1].write_bytes(data)
    more = {"trusted": kantor.trusted, "workdir": kantor.workdir}
    found = read_answers(paths, kept=kept, **more)
    assert [said.verdict for said in found] == [
        verdict for verdict, _ in WRONG.values()
    ]


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (refused, CapWaktuRefusedError),
        (old_nonce, CapWaktuUnfitError),
        (bad_signature, CapWaktuUnreadableError),
        (huge, CapWaktuUnreadableError),
    ],
)
def test_what_does_not_count_is_an_error_and_not_filed(kantor, clock, make, error):
    _, query = request_timestamp(kantor)
    trust(kantor, clock.pem)
    with pytest.raises(error) as told:
        take(kantor, make(query, clock))
    assert str(told.value).startswith(str(kantor.folder.parent / "jawab.tsr"))
    assert WRONG[make][1] in str(told.value)
    assert list_timestamps(kantor.archive.root) == []


def test_an_answer_before_anything_was_asked_fits_nothing(kantor):
    with pytest.raises(CapWaktuUnfitError, match="nothing was ever asked for"):
        take(kantor, b"0")


def test_whoever_lost_his_requests_cannot_file_the_answers(kantor, clock):
    _, query = request_timestamp(kantor)
    data = stamp(query, clock).dump()
    shutil.rmtree(kantor.archive.root / FOLDER)
    request_timestamp(kantor)
    with pytest.raises(CapWaktuUnfitError, match="its nonce"):
        take(kantor, data)


def test_a_checkpoint_that_the_office_has_not_signed_is_none_of_its_own(kantor, clock):
    size, query = request_timestamp(kantor)
    path = kantor.archive.root / FOLDER / str(size)
    path.write_bytes(path.read_bytes().replace(b"\n\xe2\x80\x94", b"\n\xe2\x80\x94 "))
    with pytest.raises(HeadTamperedError):
        request_timestamp(kantor)
    asked = tsp.TimeStampReq.load(query)
    imprint = sha256(path.read_bytes()).digest()
    asked["message_imprint"]["hashed_message"] = imprint
    with pytest.raises(CapWaktuUnfitError, match="has not signed"):
        take(kantor, stamp(asked.dump(), clock).dump())


def test_a_certificate_is_judged_as_of_the_moment_that_the_token_tells(kantor):
    _, query = request_timestamp(kantor)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    short = make_identity("Otoritas Lama", stamps=True, start=start, days=200)
    trust(kantor, short.pem)
    assert take(kantor, stamp(query, short).dump()).trusted
    data = stamp(query, short, moment=WHEN.replace(year=2027)).dump()
    roots, sent = (
        read_certificates(kantor.trusted),
        list_sent(kantor.archive.root / FOLDER),
    )
    assert not examine_answer(data, sent=sent, roots=roots)["trusted"]
    late = take(kantor, data)
    assert not late.trusted
    assert late.reason == "it was valid until 2026-07-20T00:00:00Z only"
    found, faults = judge_timestamps(kantor)
    assert (len(found), faults) == (2, [])


def test_a_flipped_answer_is_never_trusted_for_anything_else(kantor, clock):
    """What no signature covers may differ; what it says of moment and size may not."""
    _, query = request_timestamp(kantor)
    trust(kantor, clock.pem)
    data = stamp(query, clock).dump()
    kept = kantor.archive.root / FOLDER
    sent, roots = list_sent(kept), read_certificates(kantor.trusted)
    right = examine_answer(data, sent=sent, roots=roots)
    assert right["trusted"]
    chance = random.Random(3161)
    for at in range(0, len(data), 5):
        other = bytearray(data)
        other[at] ^= 1 << chance.randrange(8)
        said = examine_answer(bytes(other), sent=sent, roots=roots)
        assert said == right or not said["trusted"], at


def test_a_filed_answer_with_one_byte_changed_is_found(kantor, clock):
    _, query = request_timestamp(kantor)
    trust(kantor, clock.pem)
    filed = take(kantor, stamp(query, clock).dump()).filed
    data = filed.path.read_bytes()
    for at in range(len(data)):
        other = bytearray(data)
        other[at] ^= 1
        filed.path.write_bytes(other)
        assert not filed.is_whole()
    for at in (40, len(data) - 5):  # an unsigned byte, and one of the signature
        other = bytearray(data)
        other[at] ^= 1
        filed.path.write_bytes(other)
        found, faults = judge_timestamps(kantor)
        assert (found, places(faults)) == ([], [filed.place])
        assert "put it back from a copy, or remove it" in faults[0].reason


def test_one_that_cannot_be_read_hides_no_other(kantor, clock, tmp_path):
    _, query = request_timestamp(kantor)
    good, bad = tmp_path / "a", tmp_path / "b"
    good.write_bytes(stamp(query, clock).dump())
    found = read_answers(
        [good, bad],  # the child ends at a file that is not there
        kept=kantor.archive.root / FOLDER,
        trusted=kantor.trusted,
        workdir=kantor.workdir,
    )
    assert [each.verdict for each in found] == ["holds", "broken"]


def test_what_lies_beside_a_filed_answer_is_looked_at_too(kantor, clock):
    size, query = request_timestamp(kantor)
    filed = take(kantor, stamp(query, clock).dump()).filed
    folder = filed.path.parent
    note, moved = filed.checkpoint.read_bytes(), folder / f"7.{filed.digest}.tsr"
    filed.query.rename(folder / "hilang")
    assert places(judge_timestamps(kantor)[1]) == [filed.place]
    (folder / "hilang").rename(filed.query)
    filed.path.rename(moved)
    found, faults = judge_timestamps(kantor)
    assert (found, places(faults)) == ([], [f"{FOLDER}/7", f"{FOLDER}/{moved.name}"])
    assert f"it is over {size} entries" in faults[1].reason
    (folder / "7").write_bytes(note)
    (folder / "8").write_bytes(note + b"\n")  # neither bears its own size
    assert [path.name for path in list_sent(folder).values()] == [str(size)]
    (folder / "8").unlink()
    assert judge_timestamps(kantor)[0] == []
    (folder / "7").unlink()
    moved.rename(filed.path)
    filed.checkpoint.unlink()
    faults = judge_timestamps(kantor)[1]
    assert places(faults) == [f"{FOLDER}/{size}", filed.place]
    filed.checkpoint.write_bytes(note)
    assert judge_timestamps(kantor)[1] == []


def test_an_older_archive_put_back_has_not_grown_from_a_timestamp(kantor, clock):
    before = kantor.folder.with_name("dulu")
    shutil.copytree(kantor.folder, before, symlinks=True)
    grow(kantor)
    size, query = request_timestamp(kantor)
    take(kantor, stamp(query, clock).dump())
    assert verify_kantor(kantor).findings == []
    stamps = kantor.archive.root / FOLDER
    shutil.copytree(stamps, before / "archive" / FOLDER)
    older = open_kantor(before)
    proof = verify_kantor(older)
    assert places(proof.findings) == [f"{FOLDER}/{size}"]
    assert "an older archive was put back" in proof.findings[0].reason
    assert proof.stamped is None
    # As many entries, and others: the same key has signed a fork.
    grow(older, "0027/CTH.33/PM/2016")
    proof = verify_kantor(open_kantor(before))
    assert places(proof.findings) == [f"{FOLDER}/{size}"]
    assert "an entry was changed, and the archive signed anew" in str(proof.findings[0])
    with pytest.raises(HeadTamperedError, match="another archive"):
        request_timestamp(open_kantor(before))


def test_whoever_may_only_read_is_told_all_the_rest(kantor, clock):
    _, query = request_timestamp(kantor)
    filed = take(kantor, stamp(query, clock).dump()).filed
    shutil.rmtree(kantor.workdir, ignore_errors=True)
    kantor.workdir.write_bytes(b"no folder can be made here")
    proof = verify_kantor(kantor)
    assert (proof.findings, places(proof.notices)) == ([], [FOLDER])
    filed.checkpoint.write_bytes(b"other\n")
    assert places(verify_kantor(kantor).findings) == [f"{FOLDER}/{filed.size}"]


def test_links_and_pipes_are_no_answers(kantor, clock, tmp_path):
    _, query = request_timestamp(kantor)
    filed = take(kantor, stamp(query, clock).dump()).filed
    os.mkfifo(filed.path.with_name("3"))
    os.mkfifo(filed.path.with_name(f"3.{filed.digest}.tsr"))
    filed.path.with_name(f"4.{filed.digest}.tsr").symlink_to(tmp_path)
    assert judge_timestamps(kantor)[1] == []


def test_the_newest_trusted_one_is_told(kantor, authority, clock):
    trust(kantor, authority.root.read_bytes())
    _, query = request_timestamp(kantor)
    take(kantor, authority.answer(query))
    grow(kantor)
    _, query = request_timestamp(kantor)
    take(kantor, stamp(query, clock, moment=WHEN.replace(year=2040)).dump())
    proof = verify_kantor(kantor)
    assert (proof.stamped.nama, proof.findings) == ("Otoritas Contoh", [])
    trust(kantor, clock.pem)
    assert verify_kantor(kantor).stamped.nama == "Otoritas Jam"


def test_a_backup_carries_them(kantor, clock, tmp_path):
    _, query = request_timestamp(kantor)
    take(kantor, stamp(query, clock).dump())
    backup(kantor, tmp_path / "cadangan", with_key=True)
    done = restore(
        tmp_path / "cadangan",
        tmp_path / "baru",
        prove=lambda kantor: verify_kantor(kantor).findings,
    )
    assert len(judge_timestamps(done.kantor)[0]) == 1


def request(folder, _number):
    request_timestamp(open_kantor(folder))
    return 0


def test_killed_at_each_write_a_request_is_whole_or_made_again(tmp_path):
    act = Act(name="minta", do=request, log=list, rows=list)
    whole = make_kantor(tmp_path / "kantor", printer=None)
    steps = list_steps(act, shutil.copytree(whole, tmp_path / "k0"))
    assert {"os.rename", "os.mkdir", "open"} <= {step.name for step in steps}
    for step in steps:
        if step.error == "KILL":
            folder = shutil.copytree(whole, tmp_path / f"k{step.number}")
            ended, _ = strike(act, folder, step)
            assert ended.code is None
            prove_whole(open_kantor(folder))


def prove_whole(kantor):
    """See that what a kill left is whole, and that the same call finishes it."""
    kept = kantor.archive.root / FOLDER
    note = read_head(kantor.archive)
    left = {path.name: path.read_bytes() for path in kept.glob("*[!o]")}
    for name, data in left.items():
        if not name.endswith((".baru", "lock")):
            assert is_query(data, note) if name.endswith(".tsq") else data == note
    size, query = request_timestamp(kantor)
    assert left.get(f"{size}.tsq", query) == query
    assert is_query(query, note)


def test_killed_at_each_write_an_answer_is_filed_or_not(kantor, clock, tmp_path):
    size, query = request_timestamp(kantor)
    data = stamp(query, clock).dump()

    def file(folder, _number):
        file_timestamp(open_kantor(folder).archive.root, size, data)
        return 0

    act, other = Act(name="cap", do=file, log=list, rows=list), tmp_path / "lain"
    shutil.copytree(kantor.folder, other)
    steps = [step for step in list_steps(act, other) if step.error == "KILL"]
    assert {step.name for step in steps} >= {"open", "os.rename"}
    for step in steps:
        shutil.rmtree(other)
        shutil.copytree(kantor.folder, other)
        assert strike(act, other, step)[0].code is None
        root = open_kantor(other).archive.root
        assert all(filed.is_whole() for filed in list_timestamps(root))
        file(other, 1)
        assert len(list_timestamps(root)) == 1
    found, faults = judge_timestamps(open_kantor(other))
    assert (len(found), faults) == (1, [])


def test_growth_is_proved_in_either_order(kantor):
    one = read_head(kantor.archive)
    grow(kantor)
    two = read_head(kantor.archive)
    for words in ((one, two), (two, one)):
        growth = read_growth(prove_growth(kantor.archive, *words))
        assert growth.note.write() == two
        assert f"\n{growth.old}\n".encode() in one
    same = read_growth(prove_growth(kantor.archive, two, two))
    assert (same.old, same.proof) == (same.note.checkpoint.size, ())
