"""Posting letters: each once, whatever breaks; what nobody knows is told."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import ssl
import subprocess
from contextlib import suppress

import pytest

from formulir.archive.find import iter_entries
from formulir.ground.disk import hold_lock
from formulir.handing.letters import Wanted
from formulir.handing.post.chat import hand_chat
from formulir.handing.post.deciding import KirimanUndecidedError, decide
from formulir.handing.post.foreseeing import foresee
from formulir.handing.post.message import Mail
from formulir.handing.post.sending import send_letters
from formulir.handing.post.smtp import SurelUnreachableError
from formulir.office.kantor import KantorMalformedError, open_kantor
from formulir.office.mailbox import SurelSandiError, read_password
from formulir.records.ledger.notes import note_restore
from formulir.reviewing.audit import verify_kantor
from tests.handing.conftest import give_addresses, write_surel
from tests.handing.postbox import serving
from tests.kantor import formulir, issue, make_batch, make_printer

MODELS = Wanted(formulir=["02.2"], tahun=2016)
ONE = Wanted(formulir=["02.2"], tahun=2016, kunci=["99000038"])
WORDS = ("send", "--formulir", "02.2", "--tahun", "2016")


def send(kantor, wanted=MODELS):
    return send_letters(kantor, wanted, progress=lambda _done, _total: None)


def states(posted):
    return sorted(row["keadaan"] for row in posted.rows)


def test_each_letter_goes_to_its_school_once_and_the_act_says_so(set_surel):
    with serving() as server:
        kantor = set_surel(server.port)
        assert states(send(kantor)) == ["terkirim"] * 6
        assert states(send(kantor)) == ["terkirim"] * 6
        assert sorted(server.count().values()) == [1] * 6
        message = next(each for each in server.messages if "99000038" in each["To"])
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "02.2 SMA Negeri 2 Contoh Bae (99000038).pdf"
    (line,) = [
        entri.isi
        for entri in iter_entries(kantor.archive)
        if entri.isi.get("kunci") == "99000038"
    ]
    assert line["kode"] in message["Message-ID"]
    assert line["kode"] in message.get_body().get_content()
    assert attached.get_content().startswith(b"%PDF")
    *_, last = iter_entries(kantor.archive)
    assert (last.isi["tindakan"], last.isi["cara"]) == ("serah", "surel")
    assert len(last.isi["surat"]) == 6
    assert verify_kantor(kantor).findings == []


def test_the_pdf_arrives_to_the_byte(set_surel):
    with serving() as server:
        kantor = set_surel(server.port)
        send(kantor, ONE)
        (message,) = server.messages
    (attached,) = message.iter_attachments()
    path = kantor.archive.root / "objects"
    files = {file.read_bytes() for file in path.rglob("*.pdf")}
    assert attached.get_content() in files


def test_lines_that_begin_with_a_dot_are_kept():
    mail = Mail(dari="a@b.id", kepada="c@d.id", data=b".x\r\n..\r\na.\r\n.\r\n")
    assert mail.stuffed == b"..x\r\n...\r\na.\r\n..\r\n"


def answers(step, said, *, to=""):
    """Answer so at a step, always."""
    return lambda at, who: said if at == step and to in who else None


@pytest.mark.parametrize(
    ("step", "said", "keadaan"),
    [
        ("rcpt", "550 5.1.1 tidak ada orang itu", "ditolak"),
        ("rcpt", "450 4.2.1 nanti saja", "antre"),
        ("data", "554 bukan di sini", "ditolak"),
        ("dot", "554 5.7.1 dianggap spam", "ditolak"),
        ("dot", "451 coba lagi", "antre"),
        ("dot", "599 tidak pernah", "ditolak"),
        ("mail", "552 terlalu besar", "ditolak"),
        ("mail", "451 sibuk", "antre"),
    ],
)
def test_what_the_server_answers_is_the_state_of_the_message(
    set_surel, place, step, said, keadaan
):
    with serving(answers(step, said)) as server:
        posted = send(set_surel(server.port), ONE)
        assert server.taken == []
        assert formulir(place, *WORDS, "--kunci", "99000038") == 7
    assert [(row["keadaan"], row["sebab"]) for row in posted.rows] == [(keadaan, said)]


@pytest.mark.parametrize("step", ["mail", "rcpt", "dot"])
def test_any_answer_that_begins_with_two_is_yes(set_surel, step):
    with serving(answers(step, "299 boleh")) as server:
        kantor = set_surel(server.port)
        assert states(send(kantor)) == ["terkirim"] * 6
        assert states(send(kantor)) == ["terkirim"] * 6
        assert set(server.count().values()) == {1}


@pytest.mark.parametrize(
    "said", ["150 sebentar", "354 lagi", "600 apa", "099 apa", "ok", "", "2xx baik"]
)
def test_an_answer_that_says_nothing_of_a_message_leaves_doubt(set_surel, said):
    """The server has the message; what it says next is about something else."""

    def on(step, to):
        return f"{said} " if step == "dot" and "99000038" in to else None

    with serving(on, keeps=True) as server:
        kantor = set_surel(server.port)
        assert states(send(kantor)) == ["ragu", *["terkirim"] * 5]
        assert states(send(kantor)) == ["ragu", *["terkirim"] * 5]
        assert set(server.count().values()) == {1}
        assert server.visits == 2, "the line was closed, and another one opened"


ELSE = [("mail", "354 lanjut"), ("rcpt", "150 sebentar"), ("data", "250 baik")]
MORE = [("mail", "150 sebentar"), ("mail", "apa"), ("rcpt", "354 lanjut")]
MORE += [("rcpt", "apa"), ("data", "150 sebentar"), ("data", "apa")]


@pytest.mark.parametrize(
    ("step", "said"),
    [*ELSE, *(pytest.param(*each, marks=pytest.mark.thorough) for each in MORE)],
)
def test_an_answer_to_something_else_ends_the_line_before_a_message_goes(
    set_surel, step, said
):
    with serving(answers(step, said)) as server:
        kantor = set_surel(server.port)
        with pytest.raises(SurelUnreachableError):
            send(kantor)
        assert server.visits == 3
        server.on = lambda _step, _to: None
        assert states(send(kantor)) == ["terkirim"] * 6
        assert set(server.count().values()) == {1}


def test_a_server_that_never_says_what_became_of_messages_gets_three_of_them(
    set_surel,
):
    with serving(answers("dot", "drop")) as server:
        kantor = set_surel(server.port)
        with pytest.raises(SurelUnreachableError):
            send(kantor)
        assert len(server.taken) == 3
        server.on = lambda _step, _to: None
        assert states(send(kantor)) == [*["ragu"] * 3, *["terkirim"] * 3]


def test_a_refused_one_does_not_hinder_the_others_and_can_be_sent_again(set_surel):
    with serving(answers("rcpt", "550 tidak ada", to="99000038")) as server:
        kantor = set_surel(server.port)
        assert states(send(kantor)) == ["ditolak", *["terkirim"] * 5]
        assert states(send(kantor)) == ["ditolak", *["terkirim"] * 5]
        server.on = lambda _step, _to: None
        assert decide(kantor, MODELS, ["semua"], again=True) == 1
        assert states(send(kantor)) == ["terkirim"] * 6
        assert set(server.count().values()) == {1}


def test_an_address_that_was_corrected_is_tried_by_itself(set_surel):
    with serving(answers("rcpt", "550 tidak ada", to="99000038")) as server:
        kantor = set_surel(server.port)
        assert states(send(kantor, ONE)) == ["ditolak"]
        with kantor.open_catatan() as db:
            db.conn.execute("UPDATE sekolah SET posel = 'baru@sekolah.contoh.example'")
        assert states(send(kantor, ONE)) == ["terkirim"]
        with kantor.open_catatan() as db:
            db.conn.execute("UPDATE sekolah SET posel = 'lagi@sekolah.contoh.example'")
        assert states(send(kantor, ONE)) == ["terkirim"]
        assert len(server.taken) == 1


def test_a_line_that_breaks_at_the_last_moment_leaves_doubt_and_a_person_decides(
    set_surel,
):
    with serving(answers("dot", "drop", to="99000038")) as server:
        kantor = set_surel(server.port)
        posted = send(kantor)
        assert states(posted) == ["ragu", *["terkirim"] * 5]
        assert states(send(kantor)) == states(posted)
        kode = next(row["kode"] for row in posted.rows if row["keadaan"] == "ragu")
        other = next(row["kode"] for row in posted.rows if row["kode"] != kode)
        with pytest.raises(KirimanUndecidedError, match="it is terkirim"):
            decide(kantor, MODELS, [other], again=True)
        assert decide(kantor, MODELS, [kode.lower()], again=False) == 1
        assert states(send(kantor)) == ["terkirim"] * 6
        assert set(server.count().values()) == {1}
    *_, last = iter_entries(kantor.archive)
    assert last.isi["dianggap"] == [kode]


def test_a_line_that_breaks_before_is_tried_again_and_then_given_up(set_surel):
    drops = iter([True, True, False] + [True] * 9)

    def on(step, _to):
        return "drop" if step == "data" and next(drops) else None

    with serving(on) as server:
        kantor = set_surel(server.port)
        with pytest.raises(SurelUnreachableError):
            send(kantor)
        assert len(server.taken) == 1
        server.on = lambda _step, _to: None
        assert states(send(kantor)) == ["terkirim"] * 6
        assert set(server.count().values()) == {1}


def test_a_server_that_is_not_there_leaves_all_to_wait(set_surel, place, capsys):
    with serving() as server:
        port = server.port
    set_surel(port)
    assert formulir(place, *WORDS) == 5
    assert "takes no letters" in capsys.readouterr().err
    with serving(answers("greet", "554 tutup")) as server:
        with pytest.raises(SurelUnreachableError, match="554 tutup"):
            send(set_surel(server.port))
        server.on = answers("mail", "530 masuk dahulu")
        with pytest.raises(SurelUnreachableError, match="refuses the sender"):
            send(open_kantor(place))
        server.on = lambda _step, _to: None
        assert states(send(open_kantor(place))) == ["terkirim"] * 6


def test_too_large_a_message_is_told_and_never_begun(set_surel):
    with serving(size=5000) as server:
        (row,) = send(set_surel(server.port), ONE).rows
    assert row["keadaan"] == "ditolak"
    assert "lebih besar dari batas 5 kB" in row["sebab"]
    with serving() as server:
        kantor = set_surel(server.port, batas_kb=1)
        decide(kantor, ONE, ["semua"], again=True)
        assert states(send(kantor, ONE)) == ["ditolak"]
        assert server.taken == []


def test_who_has_no_address_or_a_bad_one_is_listed(set_surel, place, capsys):
    with serving() as server:
        kantor = set_surel(server.port)
        with kantor.open_catatan() as db:
            for npsn, posel in (("99000038", None), ("99000049", "bukan surel")):
                asked = "UPDATE sekolah SET posel = ? WHERE npsn = ?"
                db.conn.execute(asked, (posel, npsn))
        assert formulir(place, *WORDS) == 0
        assert len(server.taken) == 4
    told = capsys.readouterr().err
    assert "99000038: SMA Negeri 2 Contoh Bae has no e-mail on record" in told
    assert "'bukan surel' of" in told
    assert "4 sent, 0 wait, 0 refused, 0 in doubt" in told


def test_a_letter_that_becomes_void_while_it_is_sent_is_not_taken(set_surel, place):
    """The dot is what makes a server take a letter, and it is asked for last."""
    kantor = open_kantor(place)

    def on(step, _to):
        if step == "data":
            with kantor.open_catatan() as db:
                db.conn.execute(
                    "UPDATE surat SET status = 'batal' WHERE kunci = '99000038'"
                )

    with serving(on) as server:
        posted = send(set_surel(server.port), ONE)
        assert server.taken == []
    assert states(posted) == ["antre"]


def test_after_a_restore_nobody_knows_what_was_sent_since(set_surel):
    with serving() as server:
        kantor = set_surel(server.port)
        send(kantor, ONE)
        with kantor.open_catatan() as db:
            note_restore(db, kantor.actor(), {"cadangan": "2016-03-15"}, tahun=2016)
        posted = send(kantor)
        assert states(posted) == [*["ragu"] * 5, "terkirim"]
        assert "dipulihkan" in posted.rows[0]["sebab"] + posted.rows[-1]["sebab"]
        assert decide(kantor, MODELS, ["semua"], again=True) == 5
        assert states(send(kantor)) == ["terkirim"] * 6


def read_all(folder):
    """Read every file below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_dry_run_shows_the_first_message_as_people_read_it(set_surel, place, capsys):
    with serving() as server:
        set_surel(server.port)
        assert formulir(place, *WORDS, "--dry-run") == 0
        assert server.visits == 0
    out = capsys.readouterr()
    shown = out.out.partition("\nkode ")[0].splitlines()
    assert shown[0] == "From: LPMP Contoh <surat@lpmp.contoh.example>"
    assert any(line.startswith("Yth. ") for line in shown)
    assert any(re.fullmatch(r"attached: 02\.2 .*\.pdf, \d+ kB", line) for line in shown)
    assert max(map(len, shown)) < 120
    assert "0 sent, 6 wait" in out.err


def test_a_dry_run_writes_nothing_whatever_it_is_asked(
    set_surel, place, tmp_path, capsys
):
    """What it says would be done is what is done without it."""
    sheet = tmp_path / "pesan.xlsx"
    with serving(answers("dot", "drop", to="99000038")) as server:
        kantor = set_surel(server.port)
        posted = send(kantor)
        kode = next(row["kode"] for row in posted.rows if row["keadaan"] == "ragu")
        before, visits = read_all(place), server.visits
        for more in (
            (),
            ("--json",),
            ("--ulangi", kode),
            ("--ulangi", "semua", "--json"),
            ("--anggap-terkirim", kode),
            ("--pesan", str(sheet)),
            ("--pesan", str(sheet), "--json"),
        ):
            capsys.readouterr()
            assert formulir(place, *WORDS, "--dry-run", *more) == 0
            told = capsys.readouterr()
            if "--json" in more:
                rows = [json.loads(line) for line in told.out.splitlines()]
                assert len(rows) == 6
            if "--ulangi" in more:
                assert "1 message(s) would be decided on; nothing was done" in told.err
                assert "5 sent, 1 wait, 0 refused, 0 in doubt" in told.err
                assert "SMA Negeri 2 Contoh Bae <" in told.err + told.out
            if "--anggap-terkirim" in more:
                assert "6 sent, 0 wait, 0 refused, 0 in doubt" in told.err
        assert read_all(place) == before
        assert server.visits == visits
        assert not sheet.exists()
        assert formulir(place, *WORDS, "--dry-run", "--ulangi", "7Q2D-H220-ZG5W") == 3


def test_a_dry_run_shows_the_address_to_which_it_would_go(set_surel):
    with serving(answers("rcpt", "550 tidak ada")) as server:
        kantor = set_surel(server.port)
        assert states(send(kantor, ONE)) == ["ditolak"]
        with kantor.open_catatan() as db:
            db.conn.execute("UPDATE sekolah SET posel = 'baru@sekolah.contoh.example'")
        seen = foresee(kantor, ONE)
        assert seen.mail is not None
        assert seen.mail.kepada == "baru@sekolah.contoh.example"
        (row,) = seen.posted.rows
        assert (row["posel"], row["keadaan"]) == (
            "baru@sekolah.contoh.example",
            "antre",
        )
        server.on = lambda _step, _to: None
        assert states(send(kantor, ONE)) == ["terkirim"]
        assert [each["To"].addresses[0].addr_spec for each in server.messages] == [
            "baru@sekolah.contoh.example"
        ]


def test_what_is_on_its_way_is_in_no_doubt_while_somebody_sends(set_surel):
    with serving() as server:
        kantor = set_surel(server.port)
        send(kantor, ONE)
        with kantor.open_catatan() as db:
            db.conn.execute("DROP TRIGGER kiriman_fixed")
            db.conn.execute("UPDATE kiriman SET keadaan = 'mengirim'")
        with hold_lock(kantor.workdir / "kirim.lock"):
            assert states(foresee(kantor, ONE).posted) == ["mengirim"]
        assert states(foresee(kantor, ONE).posted) == ["ragu"]


def test_what_is_for_e_mail_is_not_ignored_for_chat(place, tmp_path, capsys):
    words = ("--pesan", str(tmp_path / "p.xlsx"), "--ulangi", "semua")
    assert formulir(place, *WORDS, *words) == 2
    assert "not for --pesan" in capsys.readouterr().err


def test_the_words_are_the_office_s_own_and_nothing_of_them_is_markup(
    set_surel, place, capsys
):
    text = place / "templates" / "02.2" / "surel.txt"
    text.parent.mkdir(parents=True, exist_ok=True)
    text.write_text("Subjek: A & B <{{ surat.hal }}>\n\nYth. {{ penerima.nama }} & c\n")
    with serving() as server:
        kantor = set_surel(server.port)
        with kantor.open_catatan() as db:
            db.conn.execute("UPDATE sekolah SET nama = 'SD \"A\" & B'")
        send(kantor, ONE)
        (message,) = server.messages
        assert message["Subject"].strip().startswith("A & B <Pernyataan")
        assert message.get_body().get_content().strip().endswith("Contoh Bae & c")
        for wrong in ("Subjek: {{ surat.hla }}\n", "Tanpa subjek\n", "Subjek: {{ x\n"):
            text.write_text(wrong)
            assert formulir(place, *WORDS) == 4
            assert str(text) in capsys.readouterr().err
        assert len(server.taken) == 1


def test_a_password_that_others_can_read_is_refused(set_surel, place, monkeypatch):
    with serving() as server:
        kantor = set_surel(server.port, pengguna='"surat"')
        path = place / "kunci" / "surel.txt"
        with pytest.raises(SurelSandiError, match="cannot be read"):
            send(kantor)
        path.write_text("rahasia\n")
        path.chmod(0o644)
        with pytest.raises(SurelSandiError, match="by others"):
            send(kantor)
        assert server.visits == 0
        path.chmod(0o600)
        assert read_password(kantor, kantor.surel) == "rahasia"
        monkeypatch.setenv("FORMULIR_SUREL_SANDI", "lain")
        assert read_password(kantor, kantor.surel) == "lain"
    assert "rahasia" not in repr(kantor)


def test_a_server_elsewhere_is_reached_by_a_closed_way_only(set_surel):
    with pytest.raises(KantorMalformedError, match="tanpa only for a server on this"):
        set_surel(25, server='"surat.contoh.example"')
    with pytest.raises(KantorMalformedError, match=r"dari.*address"):
        set_surel(25, dari='"bukan surel"')


def test_a_certificate_that_nobody_vouches_for_is_refused(set_surel, tmp_path):
    key, cert = tmp_path / "k.pem", tmp_path / "c.pem"
    make_certificate(key, cert)
    with serving() as server:
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(cert, key)
        more = {"keamanan": '"tls"', "server": '"localhost"'}
        with pytest.raises(SurelUnreachableError, match="not trusted"):
            send(set_surel(server.port, **more))
        assert server.taken == []
        trusted = set_surel(server.port, sertifikat=f'"{cert}"', **more)
        assert states(send(trusted)) == ["terkirim"] * 6
    other = Wanted(formulir=["02.3"], tahun=2016)
    with serving() as server, pytest.raises(SurelUnreachableError, match="STARTTLS"):
        send(set_surel(server.port, keamanan='"starttls"'), other)


def make_certificate(key, cert):
    """Make a certificate for this machine that only itself vouches for."""
    words = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj")
    words += ("/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    command = ["openssl", "req", *words, "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)


def test_a_sheet_for_chat_has_numbers_with_their_country(kantor, tmp_path):
    from tests.handing.test_bundle import read_sheet  # noqa: PLC0415 - its reader

    with kantor.open_catatan() as db:
        asked = "UPDATE sekolah SET telepon = ? WHERE npsn = ?"
        for npsn, telepon in (
            ("99000038", "0812-5550-0013"),
            ("99000049", "(0291) 5550100"),
            ("99000017", "1,2E+10"),
        ):
            db.conn.execute(asked, (telepon, npsn))
    listed, remarks = hand_chat(kantor, MODELS, tmp_path / "pesan.xlsx")
    rows = {row["berkas"][-13:-5]: row for row in read_sheet(tmp_path / "pesan.xlsx")}
    assert len(listed) == len(rows) == 6
    assert rows["99000038"]["nomor"] == "6281255500013"
    assert rows["99000049"]["keterangan"] == "bukan nomor telepon seluler"
    assert rows["99000017"]["nomor"] is None
    assert rows["99000038"]["pesan"].startswith("Yth. SMA Negeri 2 Contoh Bae, kami")
    assert len(remarks) == 2
    *_, last = iter_entries(kantor.archive)
    assert last.isi["cara"] == "pesan"


def make_crowd(folder, letters):
    """Issue many letters."""
    printer = make_printer(folder)
    place = make_batch(folder / "kantor", "X.9", printer=printer, models=letters // 5)
    assert issue(place, "X.9") == 0
    with open_kantor(place).open_catatan() as db:
        give_addresses(db)
    return place


def send_forked(place, wanted, running):
    """Send in a process of its own, which the server may kill.

    Returns:
        The signal that ended it, or nothing.
    """
    pid = os.fork()
    if not pid:
        with suppress(BaseException):
            send(open_kantor(place), wanted)
            os._exit(0)
        os._exit(1)
    running[:] = [pid]
    _, status = os.waitpid(pid, 0)
    running.clear()
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("letters", "rounds"),
    [(60, 1), pytest.param(200, 2, marks=pytest.mark.thorough)],
)
def test_many_messages_arrive_once_each_though_often_killed(
    tmp_path, capsys, letters, rounds
):
    """The server kills whoever sends, at each step of a transaction.

    Of the messages in doubt the server knows what a person would find out by asking.
    """
    place = make_crowd(tmp_path, letters)
    wanted = Wanted(formulir=["X.9"], tahun=2016)
    steps = ["rcpt", "data", "half", "dot", "taken"] * rounds
    chance, running, seen, kills = random.Random(7), [], [0], len(steps)
    deaths = sorted(chance.sample(range(5, letters - 20), kills))

    def on(step, _to):
        seen[0] += step == "mail"
        if running and deaths and seen[0] >= deaths[0] and step == steps[-1]:
            deaths.pop(0)
            steps.pop()
            os.kill(running.pop(), signal.SIGKILL)

    with serving(on) as server:
        write_surel(place, server.port)
        ends = [send_forked(place, wanted, running) for _ in range(kills + 1)]
        assert ends == [signal.SIGKILL] * kills + [None]
        standing = foresee(open_kantor(place), wanted).posted
        assert len(standing.rows) == letters
        assert {row["keadaan"] for row in standing.rows} <= {"terkirim", "ragu"}
        assert max(server.count().values()) == 1
        doubtful = [row for row in standing.rows if row["keadaan"] == "ragu"]
        assert rounds <= len(doubtful) <= 3 * rounds
        for arrived in (True, False):
            codes = [
                row["kode"]
                for row in doubtful
                if (row["pesan"] in server.count()) == arrived
            ]
            if codes:
                decide(open_kantor(place), wanted, codes, again=not arrived)
        words = ("send", "--formulir", "X.9", "--tahun", "2016")
        assert formulir(place, *words) == 0
        assert len(server.count()) == letters
        assert set(server.count().values()) == {1}
    told = capsys.readouterr().err
    assert f"{letters} sent, 0 wait, 0 refused, 0 in doubt" in told
    acts = [
        entri.isi
        for entri in iter_entries(open_kantor(place).archive)
        if entri.isi["tindakan"] == "serah"
    ]
    noted = [kode for act in acts for kode in act["surat"]]
    assert len(noted) == len(set(noted)) == letters
