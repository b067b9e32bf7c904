"""Sharing a quota of model schools: by number of schools, largest remainder.

A model school takes five imbas schools, six schools in all. Beyond the whole sixes, a
jenjang can give one more model with fewer imbas when two schools or more are left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.records.rules.usulan import IMBAS_PER_MODEL

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCHOOLS_PER_MODEL = IMBAS_PER_MODEL + 1
_LEAST = 2


def full_capacity(schools: int) -> int:
    """Count the models that can have five imbas each."""
    return schools // _SCHOOLS_PER_MODEL


def most_capacity(schools: int) -> int:
    """Count the models with one imbas at least.

    >>> [most_capacity(n) for n in (1, 2, 5, 6, 7, 8, 12)]
    [0, 1, 1, 1, 1, 2, 2]
    """
    whole, rest = divmod(schools, _SCHOOLS_PER_MODEL)
    return whole + (rest >= _LEAST)


def share_quota(
    schools: Mapping[str, int], kuota: int, *, named: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Share a quota over the jenjang.

    First all models that can have five imbas; only when these do not fill the quota,
    models with fewer, the jenjang with most schools left over first. What even these
    do not fill stays unfilled.

    Args:
        schools: How many schools each jenjang has.
        kuota: How many models are to be found.
        named: How many models of each jenjang are named already; they keep their
            seats, whatever the jenjang can carry.

    Returns:
        The number of models of each jenjang.

    Source: the method of Hare and Niemeyer, of 2.3 of the Petunjuk Teknis for the
    five imbas of a model.

    >>> share_quota({"SD": 19133, "SMP": 3261, "SMA": 863, "SMK": 1561}, 16)
    {'SD': 12, 'SMP': 2, 'SMA': 1, 'SMK': 1}
    """
    fixed = {name: (named or {}).get(name, 0) for name in schools}
    caps = {name: full_capacity(count) for name, count in schools.items()}
    seats = _share(schools, kuota, least=fixed, caps=caps)
    left = kuota - sum(seats.values())
    for name in sorted(
        schools, key=lambda name: (-(schools[name] % _SCHOOLS_PER_MODEL), name)
    ):
        if left > 0 and seats[name] == caps[name] < most_capacity(schools[name]):
            seats[name] += 1
            left -= 1
    return seats


def _share(
    schools: Mapping[str, int],
    kuota: int,
    *,
    least: Mapping[str, int],
    caps: Mapping[str, int],
) -> dict[str, int]:
    """Share by largest remainder, each name between its least and its cap.

    The plain share stands wherever every name can carry its own. A name whose share
    would leave its bounds is settled at the bound, and the rest is shared among the
    others. Those pressed down go before those lifted up or the other way round,
    whichever moves more seats, so that nobody is settled in vain.
    """
    caps = {name: max(caps[name], least[name]) for name in schools}
    seats = dict(least)
    open_names = list(schools)
    while open_names:
        settled = sum(seats[name] for name in schools if name not in open_names)
        shares = _hamilton(
            {name: schools[name] for name in open_names}, max(kuota - settled, 0)
        )
        over = {n: shares[n] - caps[n] for n in open_names if shares[n] > caps[n]}
        under = {n: least[n] - shares[n] for n in open_names if shares[n] < least[n]}
        if not over and not under:
            return seats | shares
        if sum(over.values()) >= sum(under.values()):
            seats |= {name: caps[name] for name in over}
            open_names = [name for name in open_names if name not in over]
        else:
            seats |= {name: least[name] for name in under}
            open_names = [name for name in open_names if name not in under]
    return seats


def _hamilton(schools: Mapping[str, int], kuota: int) -> dict[str, int]:
    """Share by largest remainder; ties go to the larger, then to the first by name."""
    total = sum(schools.values())
    if not total:
        return dict.fromkeys(schools, 0)
    parts = {name: divmod(kuota * count, total) for name, count in schools.items()}
    seats = {name: whole for name, (whole, _) in parts.items()}
    order = sorted(schools, key=lambda name: (-parts[name][1], -schools[name], name))
    for name in order[: kuota - sum(seats.values())]:
        seats[name] += 1
    return seats
