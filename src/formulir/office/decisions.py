"""What an office decides on by itself, read from ``kantor.toml``."""

from __future__ import annotations

import math
import re
from datetime import date
from email.utils import parseaddr
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from formulir.language import phrase
from formulir.settings import Pendampingan, Settings, Surel

if TYPE_CHECKING:
    from formulir.ground.toml import TomlTable

_BOBOT = ("bobot_pascates", "bobot_praktik", "bobot_sikap")
_BOBOT_KUNJUNGAN = (
    *("bobot_jarak", "bobot_beban", "bobot_pasangan", "bobot_keinginan"),
)
_HEAVIEST = 1_000
"""Weights above this would outweigh the visits themselves."""
_ALAMAT = re.compile(r"(https?://[!-~]{1,200})?")
"""Nothing, or an address that a letter's QR can hold and a telephone can open."""


_SERVER = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_HERE = ("localhost", "127.0.0.1", "::1")
_PORTS = {"starttls": 587, "tls": 465, "tanpa": 25}
"""How the way to a server is closed, and the usual port of each."""
_POSEL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}"
)
_LONGEST_S = 3600


def read_zona(table: TomlTable) -> ZoneInfo:
    """Read the time zone in which letters are dated."""
    want = phrase("a time zone such as Asia/Jakarta")
    return ZoneInfo(table.take("zona", str, fits=_is_zona, want=want) or "UTC")


def read_alamat(table: TomlTable) -> str | None:
    """Read where a reader of the QR can ask, if that is anywhere."""
    want, fits = phrase("a short http:// or https:// address"), _ALAMAT.fullmatch
    return table.take("alamat_verifikasi", str, "", fits=fits, want=want) or None


def read_roles(table: TomlTable) -> dict[str, str]:
    """Read in what role each person acts: ``peran = ["tuti=arsiparis"]``."""
    roles = {}
    for word in table.take_words("peran"):
        name, equals, peran = word.partition("=")
        if not (name.strip() and equals and peran.strip() and word.isprintable()):
            table.fault(
                "peran", phrase("{word!r} is not of the form NAME=ROLE", word=word)
            )
        roles[name.strip()] = peran.strip()
    return roles


def read_settings(table: TomlTable) -> Settings:
    """Read the office's own decisions, as far as it has made any."""
    usual = Settings()
    mark, whole = phrase("a number from 0 on"), phrase("a whole number from 1 on")
    take = partial(table.take, kind=float, fits=lambda n: 0 <= n < math.inf, want=mark)
    names = ("nilai_lulus", *_BOBOT)
    numbers = {name: take(name, default=getattr(usual, name)) for name in names}
    if not any(numbers[name] for name in _BOBOT):
        table.fault(
            _BOBOT[0], phrase("must not be 0 where the other bobot_… are 0 too")
        )
    return Settings(
        menit_per_jp=table.take(
            "menit_per_jp", int, usual.menit_per_jp, fits=lambda n: n > 0, want=whole
        ),
        bernomor=table.take_words("bernomor"),
        mengetahui_atasan=table.take("mengetahui_atasan", bool, default=False),
        pendampingan=read_pendampingan(table),
        **numbers,
    )


def read_pendampingan(table: TomlTable) -> Pendampingan:
    """Read how visits are planned, as far as the office has said so."""
    own, usual = table.take_table("pendampingan"), Pendampingan()
    weight = phrase("a number from 0 to {most}", most=_HEAVIEST)
    stages: dict[str, Any] = {}
    for key, (first, last) in (("tahap_1", usual.tahap_1), ("tahap_2", usual.tahap_2)):
        words = own.take_words(key) or (first, last)
        if not _is_stretch(words):
            reason = phrase(
                "must be two days of a year, the first before the last, such as "
                '["{first}", "{last}"] (month-day)',
                first=first,
                last=last,
            )
            own.fault(key, reason)
            words = (first, last)
        stages[key] = (words[0], words[1])
    if stages["tahap_2"][0] < stages["tahap_1"][0]:
        own.fault("tahap_2", phrase("must not begin before {key}", key="tahap_1"))
    return Pendampingan(
        **stages,
        jeda_hari=own.take(
            "jeda_hari",
            int,
            usual.jeda_hari,
            fits=range(1, 367).__contains__,
            want=phrase("a whole number of days, from 1 to 366"),
        ),
        kunjungan_per_orang=own.take(
            "kunjungan_per_orang",
            int,
            usual.kunjungan_per_orang,
            fits=lambda n: n > 0,
            want=phrase("a whole number from 1 on"),
        ),
        **{
            name: own.take(
                name,
                float,
                getattr(usual, name),
                fits=lambda n: 0 <= n <= _HEAVIEST,
                want=weight,
            )
            for name in _BOBOT_KUNJUNGAN
        },
    )


def _is_stretch(words: tuple[str, ...]) -> bool:
    """Tell whether two words are days of any year, in their order.

    >>> _is_stretch(("07-18", "08-31")), _is_stretch(("08-31", "07-18"))
    (True, False)
    """
    if len(words) != len(("first", "last")) or words[0] > words[1]:
        return False
    try:
        # The 29th of February is no day of most years.
        return all(date.fromisoformat(f"2015-{word}") for word in words)
    except ValueError:
        return False


def read_surel(table: TomlTable) -> Surel | None:
    """Read how letters are posted by e-mail, if the office has said so."""
    if "surel" not in table.data:
        return None
    own, usual = table.take_table("surel"), _PORTS
    take = partial(own.take, kind=str)
    want = phrase("one of {usual}", usual=", ".join(usual))
    keamanan = take("keamanan", default="starttls", fits=usual.get, want=want)
    server = take("server", fits=_SERVER.fullmatch, want=phrase("the name of a server"))
    if keamanan == "tanpa" and server not in _HERE:
        reason = phrase(
            "may be tanpa only for a server on this machine: {names}",
            names=", ".join(_HERE),
        )
        own.fault("keamanan", reason)
    address = phrase("an address such as LPMP <surat@lpmp.example>")
    above = phrase("a number from 0 on")
    return Surel(
        server=server,
        keamanan=keamanan,
        port=own.take(
            "port", int, usual.get(keamanan), fits=range(1, 65536).__contains__
        ),
        dari=take("dari", fits=is_posel, want=address),
        balas=take("balas", default="", fits=_is_blank_or_posel, want=address),
        pengguna=take("pengguna", default=""),
        sandi=take("sandi", default=""),
        sandi_berkas=take("sandi_berkas", default="kunci/surel.txt"),
        sertifikat=take("sertifikat", default=""),
        batas_kb=own.take("batas_kb", int, 10_000, fits=lambda n: n > 0, want="> 0"),
        jeda_detik=own.take("jeda_detik", float, 1.0, fits=_is_wait, want=above),
        tunggu_detik=own.take("tunggu_detik", float, 60.0, fits=_is_wait, want=above),
    )


def is_posel(text: str) -> bool:
    """Tell whether a text is one address of e-mail, with a name or without.

    >>> is_posel("LPMP <surat@lpmp.example>"), is_posel("a@b.id, c@d.id")
    (True, False)
    """
    return _POSEL.fullmatch(parseaddr(text)[1]) is not None and "," not in text


def _is_blank_or_posel(text: str) -> bool:
    return not text or is_posel(text)


def _is_wait(seconds: float) -> bool:
    """Tell whether a number of seconds can be waited for."""
    return 0 <= seconds <= _LONGEST_S


def _is_zona(name: str) -> bool:
    """Tell whether the machine knows a time zone."""
    try:
        return bool(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
