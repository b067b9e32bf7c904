"""Rules of a row that need several of its columns: pure, from values to a reason.

An absent value agrees with everything; whether it may be absent is the column's matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.records.cells.people import kelamin_of_nik, kelamin_of_nip, lahir_of_nip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from formulir.records.cells.text import Value

    Values = Mapping[str, Value]

_KELAMIN = {"L": "a man", "P": "a woman"}


def judge_order(
    first: str, last: str, *, same: bool = True
) -> Callable[[Values], str | None]:
    """Make the rule that one value does not come before another.

    It is meant for dates and hours, whose spelling sorts as they do.

    Args:
        first: The column of the earlier one.
        last: The column of the later one.
        same: Whether the two may be equal.

    >>> judge_order("mulai", "selesai")({"mulai": "10.00", "selesai": "08.00"})
    'not after mulai, 10.00'
    """

    def judge(values: Values) -> str | None:
        one, two = values.get(first), values.get(last)
        if one is None or two is None or str(two) > str(one):
            return None
        if one == two and same:
            return None
        return f"not after {first}, {one}"

    return judge


def judge_nip_lahir(values: Values) -> str | None:
    """See that the NIP and the date of birth tell the same day."""
    nip, lahir = values.get("nip"), values.get("tanggal_lahir")
    if not nip or not lahir or lahir_of_nip(str(nip)) == lahir:
        return None
    return f"{lahir} is not the birth date in the nip, {lahir_of_nip(str(nip))}"


def judge_nip_kelamin(values: Values) -> str | None:
    """See that the NIP and the sex agree."""
    nip, kelamin = values.get("nip"), values.get("jenis_kelamin")
    if not nip or not kelamin or kelamin_of_nip(str(nip)) == kelamin:
        return None
    whose = _KELAMIN[kelamin_of_nip(str(nip))]
    return f"{kelamin} contradicts nip {nip}, which is of {whose}"


def judge_nik_lahir(values: Values) -> str | None:
    """See that the NIK and the date of birth agree, the century left aside."""
    nik, lahir = values.get("nik"), values.get("tanggal_lahir")
    if not nik or not lahir or "*" in str(nik):
        return None
    tahun, bulan, hari = str(lahir)[2:].split("-")
    day = int(str(nik)[6:8]) % 40
    if (f"{day:02}", str(nik)[8:10], str(nik)[10:12]) == (hari, bulan, tahun):
        return None
    return f"{lahir} is not the birth date in the nik, digits {str(nik)[6:12]}"


def judge_nik_kelamin(values: Values) -> str | None:
    """See that the NIK and the sex agree."""
    nik, kelamin = values.get("nik"), values.get("jenis_kelamin")
    if not nik or not kelamin or "*" in str(nik):
        return None
    if kelamin_of_nik(str(nik)) == kelamin:
        return None
    whose = _KELAMIN[kelamin_of_nik(str(nik))]
    return f"{kelamin} contradicts nik digits {str(nik)[6:12]}, which are of {whose}"


def judge_nik_nip(values: Values) -> str | None:
    """See that the two numbers of a person tell the same birth date and sex."""
    nip, nik = values.get("nip"), values.get("nik")
    if not nip or not nik or "*" in str(nik):
        return None
    tahun, bulan, hari = lahir_of_nip(str(nip))[2:].split("-")
    day = int(hari) + 40 * (kelamin_of_nip(str(nip)) == "P")
    told = f"{day:02}{bulan}{tahun}"
    if str(nik)[6:12] == told:
        return None
    return f"digits {str(nik)[6:12]} of the nik contradict nip {nip}: {told}"


def judge_berkas(values: Values) -> str | None:
    """See that a paper that is not there is not valid either."""
    if values.get("sah") and values.get("ada") == 0:
        return "a paper that is not there (ada: tidak) cannot be valid"
    return None
