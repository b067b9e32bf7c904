"""What the source leaves open and an office decides by itself, in ``kantor.toml``."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Surel:
    """How an office posts its letters by e-mail: ``[surel]`` of ``kantor.toml``.

    Args:
        server: The name of the server.
        port: Its port.
        keamanan: ``starttls``, ``tls``, or ``tanpa`` for a server on this machine.
        dari: The address that it sends from, with a name or without.
        balas: Where answers go, if elsewhere.
        pengguna: Who logs in; nobody where it is empty.
        sandi: The password, where it stands in the settings themselves.
        sandi_berkas: The file that holds it, from the office's folder.
        sertifikat: A file of certificates to trust beside the machine's.
        batas_kb: The largest message, in kilobytes of 1,000 bytes.
        jeda_detik: The pause between two messages, in seconds.
        tunggu_detik: How long an answer of the server is waited for, in seconds.
    """

    server: str
    port: int
    keamanan: str
    dari: str
    balas: str = ""
    pengguna: str = ""
    sandi: str = field(default="", repr=False)
    sandi_berkas: str = "kunci/surel.txt"
    sertifikat: str = ""
    batas_kb: int = 10_000
    jeda_detik: float = 1.0
    tunggu_detik: float = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Pendampingan:
    """How visits are planned: ``[pendampingan]`` of ``kantor.toml``.

    Weights say what a plan had better avoid, against each other; all are 0 or more.

    Args:
        tahap_1: The first and the last day of the first stage, as month and day.
        tahap_2: Those of the second.
        jeda_hari: So many days lie between the two visits of a school at least.
        kunjungan_per_orang: So many visits a year a person makes at most, where the
            appointment says nothing of it.
        bobot_jarak: What a kilometre between a person and a school weighs.
        bobot_beban: What a visit above the even share of all weighs; the second such
            visit weighs twice that, the third thrice.
        bobot_pasangan: What it weighs that a school meets another person at the second
            stage.
        bobot_keinginan: What a visit on a day weighs that a person asked to be spared.
    """

    tahap_1: tuple[str, str] = ("07-18", "08-31")
    tahap_2: tuple[str, str] = ("09-05", "10-31")
    jeda_hari: int = 14
    kunjungan_per_orang: int = 12
    bobot_jarak: float = 1
    bobot_beban: float = 5
    bobot_pasangan: float = 20
    bobot_keinginan: float = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What the source leaves open and an office decides on by itself.

    Args:
        menit_per_jp: Minutes of a lesson hour (JP), as schedules count them.
        bernomor: Kinds that this office numbers although others do not.
        mengetahui_atasan: Whether the superior of a candidate signs the statement too.
        nilai_lulus: The mark from which a participant can be recommended.
        bobot_pascates: Weight of the test after the training in the final mark.
        bobot_praktik: Weight of practice, likewise.
        bobot_sikap: Weight of attitude, likewise.
        pendampingan: How visits are planned.
    """

    menit_per_jp: int = 60
    bernomor: tuple[str, ...] = ()
    mengetahui_atasan: bool = False
    nilai_lulus: float = 70
    bobot_pascates: float = 50
    bobot_praktik: float = 50
    bobot_sikap: float = 0
    pendampingan: Pendampingan = field(default_factory=Pendampingan)
