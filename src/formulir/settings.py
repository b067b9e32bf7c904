"""What the source leaves open and an office decides by itself, in ``kantor.toml``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What the source leaves open and an office decides on by itself.

    Args:
        menit_per_jp: Minutes of a lesson hour (JP), as schedules count them.
        bernomor: Kinds that this office numbers although others do not.
        nilai_lulus: The mark from which a participant can be recommended.
        bobot_pascates: Weight of the test after the training in the final mark.
        bobot_praktik: Weight of practice, likewise.
        bobot_sikap: Weight of attitude, likewise.
    """

    menit_per_jp: int = 60
    bernomor: tuple[str, ...] = ()
    nilai_lulus: float = 70
    bobot_pascates: float = 50
    bobot_praktik: float = 50
    bobot_sikap: float = 0


def read_settings(data: Mapping[str, Any]) -> Settings:
    """Read the office's own decisions, or say which of them cannot be.

    Raises:
        ValueError: One is of another type, or makes no sense.
    """
    known = {each.name: each.default for each in fields(Settings)}
    given = {name: data[name] for name in known if name in data}
    for name, value in given.items():
        if name == "bernomor":
            fits = isinstance(value, list) and all(isinstance(w, str) for w in value)
        else:
            fits = isinstance(value, int | float) and not isinstance(value, bool)
        if not fits or (name != "bernomor" and value < 0):
            kind = "a list of kinds" if name == "bernomor" else "a number from 0 on"
            raise ValueError(f"{name} must be {kind}")
    if "bernomor" in given:
        given["bernomor"] = tuple(given["bernomor"])
    settings = Settings(**given)
    if settings.menit_per_jp == 0:
        raise ValueError("menit_per_jp must not be 0")
    if settings.bobot_pascates + settings.bobot_praktik + settings.bobot_sikap == 0:
        raise ValueError("one of the bobot_… must not be 0")
    return settings
