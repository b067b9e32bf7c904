"""Colours that mean the same beside a letter's output intent, which is sRGB.

Source: ISO 19005-2:2011, 6.2.4.2 (ICC profiles), 6.2.4.3 (device colours), 6.2.8.
"""

from __future__ import annotations

from typing import Final

import pikepdf

_PLAIN: Final = frozenset(
    {"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/Lab", "/G", "/RGB"}
)
_BITS: Final = frozenset({1, 2, 4, 8, 16})
_FORBIDDEN: Final = frozenset({"/Alternates", "/OPI", "/SMaskInData", "/Alternate"})
_PROFILES: Final = {1: b"GRAY", 3: b"RGB "}
_CLASSES: Final = frozenset({b"scnr", b"mntr", b"prtr", b"spac"})
_INLINE_FILTERS: Final = frozenset({"/LZWDecode", "/LZW"})
_DEEPEST: Final = 4


def is_plain_space(space: object, *, depth: int = 0) -> bool:
    """Tell whether a colour space is grey, RGB, or leads to one of these."""
    if isinstance(space, pikepdf.Name):
        return str(space) in _PLAIN or space == pikepdf.Name.Pattern
    if not isinstance(space, pikepdf.Array) or not len(space) or depth > _DEEPEST:
        return False
    kind = str(space[0])
    if kind in ("/Indexed", "/I") or (kind == "/Pattern" and len(space) > 1):
        return is_plain_space(space[1], depth=depth + 1)
    if kind == "/ICCBased":
        return _is_sound_profile(space[1])
    return kind in _PLAIN or kind == "/Pattern"


def is_plain_image(
    image: pikepdf.Object, *, resources: pikepdf.Object | None = None
) -> bool:
    """Tell whether a picture is of a kind that is allowed.

    Args:
        image: Its dictionary; of a picture within contents, as it stands there.
        resources: Where such a picture may name its colours.
    """
    if not _FORBIDDEN.isdisjoint(image.keys()):
        return False
    if any(bool(image.get(key, False)) for key in ("/Interpolate", "/I")):
        return False
    filters = image.get("/Filter", image.get("/F", pikepdf.Array()))
    names = filters.as_list() if isinstance(filters, pikepdf.Array) else [filters]
    if not _INLINE_FILTERS.isdisjoint(map(str, names)):
        return False
    if any(bool(image.get(key, False)) for key in ("/ImageMask", "/IM")):
        return image.get("/BitsPerComponent", image.get("/BPC", 1)) == 1
    space = image.get("/ColorSpace", image.get("/CS"))
    if resources is not None and isinstance(space, pikepdf.Name):
        space = resources.get("/ColorSpace", pikepdf.Dictionary()).get(
            str(space), space
        )
    bits = image.get("/BitsPerComponent", image.get("/BPC"))
    return bits in _BITS and is_plain_space(space)


def _is_sound_profile(profile: object) -> bool:
    """Tell whether a profile is of a kind and version that may be embedded.

    Source: ICC.1:2010, 7.2 (header).
    """
    if not isinstance(profile, pikepdf.Stream):
        return False
    parts = profile.get("/N")
    data = profile.read_bytes()
    return (
        parts in _PROFILES
        and 2 <= data[8] <= 4  # noqa: PLR2004 - versions
        and data[12:16] in _CLASSES
        and data[16:20] == _PROFILES[int(str(parts))]
        and data[36:40] == b"acsp"
    )
