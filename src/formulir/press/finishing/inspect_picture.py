"""Looking at a picture before it is used: its sides, its dots, and what it would hide.

A stamp stands over the name of whoever signs, so it is looked at more closely than an
emblem, which stands over nothing and may be opaque.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from formulir.ground.stored import judge_stored
from formulir.language import phrase
from formulir.model import Fault
from formulir.press.finishing.decode import GambarUnreadableError, decode
from formulir.press.finishing.ink import (
    MOST,
    find_ink,
    has_ground,
    lift_ink,
    measure_cover,
    measure_haze,
)
from formulir.press.finishing.stamp import BOXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from formulir.press.finishing.decode import Decoded

LEAST_DPI: Final = 75
FEW_DPI: Final = 150
"""Dots an inch on paper: below the first it is refused, below the second told."""

_LONGEST_RATIO: Final = 6
_INCH_MM: Final = 25.4
_VISIBLE: Final = 0.07
"""The opacity from which on a ground is seen on paper."""
_MUCH: Final = 0.35
_LEAST_FILLED: Final = 0.6
_WORDS: Final = {"cap": phrase("the stamp"), "lambang": phrase("the emblem")}


def check_pictures(
    folder: Path, pictures: Mapping[str, Mapping[str, str]]
) -> list[Fault]:
    """Tell what is wrong with pictures of offices, and which are not there.

    Args:
        folder: Where they are stored.
        pictures: Their stored names by the code of the office and by mark, ``cap`` or
            ``lambang``.
    """
    faults: list[Fault] = []
    for kode, own in pictures.items():
        for mark, stored in own.items():
            place = f"instansi {kode}: {mark}"
            if spoilt := judge_stored(folder / stored):
                reason = phrase(
                    "{spoilt}; import table instansi again, with the file beside it",
                    spoilt=spoilt,
                )
                faults.append(Fault(place=place, reason=reason))
                continue
            faults += inspect_picture((folder / stored).read_bytes(), mark, place)
    return faults


@lru_cache(maxsize=16)
def inspect_picture(data: bytes, mark: str, place: str) -> tuple[Fault, ...]:
    """Tell what is wrong with a picture, a sentence each with its cure.

    Args:
        data: The file.
        mark: What it is for: ``cap`` or ``lambang``.
        place: What the faults name.
    """
    box = BOXES[mark]
    try:
        picture = decode(data, side_mm=box.side_mm)
    except GambarUnreadableError as error:
        return (Fault(place=place, reason=error.sentence),)
    return tuple(
        replace(fault, place=place)
        for fault in (
            *_judge_file(picture, _WORDS[mark], side_mm=box.side_mm),
            *(_judge_ink(picture) if box.over_text else ()),
        )
    )


def _refuse(reason: str) -> Fault:
    return Fault(place="", reason=reason)


def _warn(reason: str) -> Fault:
    return Fault(place="", reason=reason, warning=True)


def _judge_file(picture: Decoded, word: str, *, side_mm: float) -> Iterator[Fault]:
    """Judge the sides, the dots and the colours."""
    short, long = sorted((picture.width, picture.height))
    if long > _LONGEST_RATIO * short:
        yield _refuse(
            phrase(
                "{word} is {width} dots wide and {height} high; cut the picture "
                "to what is to be seen",
                word=word,
                width=picture.width,
                height=picture.height,
            )
        )
    dpi = round(long / side_mm * _INCH_MM)
    if dpi < FEW_DPI:
        tell = _refuse if dpi < LEAST_DPI else _warn
        yield tell(
            phrase(
                "{word} has {long} dots for {side_mm:.0f} mm, {dpi} an inch, "
                "and would be seen in squares; scan it again at 300 dots an "
                "inch",
                word=word,
                long=long,
                side_mm=side_mm,
                dpi=dpi,
            )
        )
    if picture.frames > 1:
        yield _warn(
            phrase(
                "the file holds {count} pictures, of which the first is used; "
                "save that one by itself",
                count=picture.frames,
            )
        )
    if picture.printing:
        yield _warn(
            phrase(
                "{word} has printing colours (CMYK), which were turned into "
                "RGB; look at a printed letter, or save it in RGB",
                word=word,
            )
        )
    yield from _judge_extent(picture, word, side_mm=side_mm)


def _judge_extent(picture: Decoded, word: str, *, side_mm: float) -> Iterator[Fault]:
    """Judge how much of the picture is used."""
    ink = find_ink(picture.image)
    if ink is None:
        yield _refuse(
            phrase("{word} is white or clear all over; give another picture", word=word)
        )
        return
    left, upper, right, lower = ink
    filled = max(right - left, lower - upper) / max(picture.image.size)
    if filled < _LEAST_FILLED:
        yield _warn(
            phrase(
                "{word} takes {filled:.0%} of its picture, so it would be "
                "printed {size:.0f} mm large; cut the picture to it",
                word=word,
                filled=filled,
                size=filled * side_mm,
            )
        )


def _judge_ink(picture: Decoded) -> Iterator[Fault]:
    """Judge what a stamp leaves of the text under it."""
    ground = has_ground(picture.image)
    ink = lift_ink(picture.image) if ground else picture.image
    cover = measure_cover(ink)
    if cover >= MOST:
        yield _refuse(
            phrase(
                "the stamp is dark or coloured on {cover:.0%} of its area and "
                "would hide the text under it; scan it on white paper, or give "
                "a PNG with a transparent ground",
                cover=cover,
            )
        )
        return
    if cover >= _MUCH:
        yield _warn(
            phrase(
                "the stamp is dark on {cover:.0%} of its area, so the text "
                "under it is hard to read; scan it lighter",
                cover=cover,
            )
        )
    if (haze := measure_haze(ink)) >= _VISIBLE:
        yield _warn(
            phrase(
                "the ground of the stamp is {haze:.0%} darker than white and "
                "would be seen as a square; scan it lighter, or give a PNG with "
                "a transparent ground",
                haze=haze,
            )
        )
    elif ground:
        yield _warn(
            phrase(
                "the white ground of the stamp was made clear, so that it hides "
                "no text; look at a printed letter, or give a PNG with a "
                "transparent ground"
            )
        )
