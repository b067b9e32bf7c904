"""Who hands letters out: by its own name, never in silence by that of a folder."""

from __future__ import annotations

from formulir.cli.main import run
from formulir.handing.letters import Wanted
from formulir.handing.office_name import name_office
from formulir.handing.post.foreseeing import foresee
from formulir.office.kantor import open_kantor
from tests.handing.postbox import serving
from tests.kantor import formulir

ONE = Wanted(formulir=["02.2"], tahun=2016, kunci=["99000038"])


def name_it(place, nama):
    """Say in the settings what an office is called; nothing says nothing."""
    path = place / "kantor.toml"
    lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("nama = ")]
    said = [] if nama is None else [f'nama = "{nama}"']
    path.write_text("\n".join([*said, *kept]) + "\n", "utf-8")
    return open_kantor(place)


def test_the_settings_say_it_else_the_one_lpmp_on_record(place):
    for said, nama in (
        ("BPMP Contoh", "BPMP Contoh"),
        (None, "Lembaga Penjaminan Mutu Pendidikan Jawa Tengah"),
        (" ", "Lembaga Penjaminan Mutu Pendidikan Jawa Tengah"),
        ("kantor", "Lembaga Penjaminan Mutu Pendidikan Jawa Tengah"),
    ):
        kantor = name_it(place, said)
        with kantor.open_catatan() as db:
            own = "UPDATE instansi SET berlaku_sampai = NULL WHERE jenis = 'lpmp'"
            db.conn.execute(own)
            told = "UPDATE instansi SET nama = ? WHERE jenis = 'lpmp'"
            db.conn.execute(told, ("Lembaga Penjaminan Mutu Pendidikan Jawa Tengah",))
            assert name_office(kantor, db) == (nama, [])


def test_where_nobody_says_it_it_is_told_and_the_folder_s_name_stands(
    set_surel, place, tmp_path, capsys
):
    with serving() as server:
        set_surel(server.port)
        kantor = name_it(place, None)
        with kantor.open_catatan() as db:
            db.conn.execute("UPDATE instansi SET jenis = 'lain' WHERE jenis = 'lpmp'")
        seen = foresee(kantor, ONE)
        assert seen.mail is not None
        assert seen.mail.data.count(b"\r\nkantor\r\n") == 1
        words = ("--formulir", "02.2", "--tahun", "2016")
        for command in (
            ("send", *words, "--dry-run"),
            ("send", *words, "--pesan", str(tmp_path / "p.xlsx")),
            ("bundle", *words, "--label", str(tmp_path / "l.pdf")),
        ):
            capsys.readouterr()
            assert formulir(place, *command) == 0
            told = capsys.readouterr().err
            assert "kantor.toml: nama: the office is called 'kantor'" in told


def test_a_new_office_is_not_called_as_its_folder(tmp_path):
    folder = tmp_path / "K"
    assert run(["init", str(folder), "--sample"]) == 0
    kantor = open_kantor(folder)
    with kantor.open_catatan(read_only=True) as db:
        nama, remarks = name_office(kantor, db)
    assert nama.startswith("Balai Besar Penjaminan Mutu")
    assert remarks == []
