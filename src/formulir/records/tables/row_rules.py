"""Rules of a row that need several of its columns: pure, from values to a reason.

Whether a value may be absent is the column's matter; they are asked when none is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.records.cells.people import kelamin_of_nik, kelamin_of_nip, lahir_of_nip

if TYPE_CHECKING:
    from collections.abc import Callable

_KELAMIN = {"L": phrase("a man"), "P": phrase("a woman")}


def judge_order(first: str, *, same: bool = True) -> Callable[[str, str], str | None]:
    """Make the rule that one value does not come before another.

    It is meant for dates and hours, whose spelling sorts as they do.

    Args:
        first: The column of the earlier one.
        same: Whether the two may be equal.

    >>> judge_order("mulai")("10.00", "08.00")
    'not after mulai, 10.00'
    """

    def judge(one: str, two: str) -> str | None:
        right = two > one or (same and two == one)
        return (
            None if right else phrase("not after {first}, {one}", first=first, one=one)
        )

    return judge


def judge_nip_lahir(nip: str, lahir: str) -> str | None:
    """See that the NIP and the date of birth tell the same day."""
    if (told := lahir_of_nip(nip)) == lahir:
        return None
    return phrase(
        "{lahir} is not the birth date in the nip, {told}", lahir=lahir, told=told
    )


def judge_nip_kelamin(nip: str, kelamin: str) -> str | None:
    """See that the NIP and the sex agree."""
    if (told := kelamin_of_nip(nip)) == kelamin:
        return None
    return phrase(
        "{kelamin} contradicts nip {nip}, which is of {whose}",
        kelamin=kelamin,
        nip=nip,
        whose=_KELAMIN[told],
    )


def judge_nik_lahir(nik: str, lahir: str) -> str | None:
    """See that the NIK and the date of birth agree, the century left aside."""
    tahun, bulan, hari = lahir[2:].split("-")
    if f"{int(nik[6:8]) % 40:02}{nik[8:12]}" == f"{hari}{bulan}{tahun}":
        return None
    return phrase(
        "{lahir} is not the birth date in the nik, digits {digits}",
        lahir=lahir,
        digits=nik[6:12],
    )


def judge_nik_kelamin(nik: str, kelamin: str) -> str | None:
    """See that the NIK and the sex agree."""
    if (told := kelamin_of_nik(nik)) == kelamin:
        return None
    whose = _KELAMIN[told]
    return phrase(
        "{kelamin} contradicts nik digits {digits}, which are of {whose}",
        kelamin=kelamin,
        digits=nik[6:12],
        whose=whose,
    )


def judge_nik_nip(nip: str, nik: str) -> str | None:
    """See that the two numbers of a person tell the same birth date and sex."""
    tahun, bulan, hari = lahir_of_nip(nip)[2:].split("-")
    day = int(hari) + 40 * (kelamin_of_nip(nip) == "P")
    told = f"{day:02}{bulan}{tahun}"
    if nik[6:12] == told:
        return None
    return phrase(
        "digits {digits} of the nik contradict nip {nip}: {told}",
        digits=nik[6:12],
        nip=nip,
        told=told,
    )


def judge_absent(hadir: int, orang: int) -> str | None:
    """See that nobody is counted of a school that did not come.

    >>> judge_absent(0, 2)
    '2 people are counted, but the school did not come (hadir: tidak)'
    """
    if hadir or not orang:
        return None
    return phrase(
        "{orang} people are counted, but the school did not come (hadir: tidak)",
        orang=orang,
    )


def judge_berkas(ada: int, sah: int) -> str | None:
    """See that a paper that is not there is not valid either."""
    wrong = phrase("a paper that is not there (ada: tidak) cannot be valid")
    return wrong if sah and not ada else None
