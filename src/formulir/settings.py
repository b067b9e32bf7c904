"""What the source leaves open and an office decides by itself, in ``kantor.toml``."""

from __future__ import annotations

from dataclasses import dataclass


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
    """

    menit_per_jp: int = 60
    bernomor: tuple[str, ...] = ()
    mengetahui_atasan: bool = False
    nilai_lulus: float = 70
    bobot_pascates: float = 50
    bobot_praktik: float = 50
    bobot_sikap: float = 0
