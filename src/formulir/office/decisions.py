"""What an office decides on by itself, read from ``kantor.toml``."""

from __future__ import annotations

import math
import re
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from formulir.language import phrase
from formulir.settings import Settings

if TYPE_CHECKING:
    from formulir.ground.toml import TomlTable

_BOBOT = ("bobot_pascates", "bobot_praktik", "bobot_sikap")
_ALAMAT = re.compile(r"(https?://[!-~]{1,200})?")
"""Nothing, or an address that a letter's QR can hold and a telephone can open."""


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
        **numbers,
    )


def _is_zona(name: str) -> bool:
    """Tell whether the machine knows a time zone."""
    try:
        return bool(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
