"""What a return shows of a signature: the one place that decides whether it counts.

Nothing counts as signed by default (``docs/archive-format.md`` §2): there must be a
valid signature that the office trusts, or ink on the paper where the letter is signed.
What was not seen is said in words, and a person may say with a name that it is signed
all the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.acts import ASIDE
from formulir.archive.find import find_kode
from formulir.archive.objects import find_object, read_object
from formulir.errors import ArsipError, list_some
from formulir.language import phrase
from formulir.press.inking.inked import (
    Comparison,
    Letter,
    Return,
    Signer,
    compare_returns,
)
from formulir.receiving.received_file import OTHERS, VERDICTS, count_readers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.receiving.received_file import ReceivedFile

SIGNED: Final = "ditandatangani"
NONE: Final = "tidak ada"
MAIN: Final = ("penandatangan", "kepala", "calon", "fasilitator")
"""Who must have signed: the first of these roles that the letter has a place for."""
LEAST: Final = 300
"""So many hundredths of a square millimetre of ink are a signature.

Source: ``tests/tools/ink_rates.py``: a blank print shows less, the smallest pen more.
"""
PERSONAL: Final = frozenset({"persetujuan", "sertifikasi"})
"""What a digital signature must be to be a person's."""
OFFICES: Final = frozenset({"npsn", "induk", "angkatan", "tempat"})
"""What has such a fact is an office, a school or a training, and signs nothing."""
UNJUDGED: Final = phrase(
    "whether the certificate is to be trusted is not judged: the "
    "office keeps no list of whom it trusts (tepercaya/)"
)
TOGETHER: Final = 12
"""So many returns of one pile are looked at by one child."""
LOOKED_AT: Final = 100
"""So many pages of a letter are looked for."""
_BLOCK: Final = 1 << 20
"""Files are held against each other in such pieces."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What was seen of a signature.

    Args:
        bukti: ``elektronik``, ``tinta`` or ``tidak ada``.
        sebab: Why it does not count as signed, or what is still missing of it.
        tinta: The ink in each place where somebody signs, as the archive records it.
    """

    bukti: str
    sebab: tuple[str, ...] = ()
    tinta: tuple[Mapping[str, Any], ...] | None = None

    @property
    def tindakan(self) -> str:
        """Return the act that the archive is to record."""
        return ASIDE if self.bukti == NONE else SIGNED

    def as_isi(self) -> dict[str, Any]:
        """Return what the archive records of it (``docs/archive-format.md`` §2)."""
        isi: dict[str, Any] = {"bukti": self.bukti, "sebab": list(self.sebab)}
        if self.tinta is not None:
            isi["tinta"] = [dict(each) for each in self.tinta]
        return isi


def weigh_returns(
    kantor: Kantor, pairs: Sequence[tuple[ReceivedFile, Mapping[str, Any]]]
) -> list[Evidence]:
    """Weigh returns side by side, each against the letter that it returns.

    A letter that cannot be read from the archive, which ``verify`` tells, is said to be
    the reason, so that a batch goes on.

    Args:
        kantor: The office.
        pairs: Each return, and the row of its letter.
    """
    weighed: dict[int, Evidence] = {}
    issued: dict[int, tuple[Mapping[str, Any], Letter]] = {}
    acts = find_kode(kantor.archive, [row["kode"] for _, row in pairs])
    for at, (_, row) in enumerate(pairs):
        try:
            isi = acts[row["kode"]].isi
            issued[at] = isi, _read_letter(kantor, isi)
        except (ArsipError, KeyError) as error:
            reason = phrase(
                "the letter cannot be read from the archive ({error}); run verify",
                error=error,
            )
            weighed[at] = Evidence(bukti=NONE, sebab=(reason,))
    groups = list(_group({at: pairs[at][0] for at in issued}))
    with ThreadPoolExecutor(count_readers()) as pool:
        weigh = partial(_weigh_group, kantor, pairs, issued)
        for found in pool.map(weigh, groups):
            weighed |= found
    return [weighed[at] for at in range(len(pairs))]


def _read_letter(kantor: Kantor, isi: Mapping[str, Any]) -> Letter:
    root = kantor.archive.root
    konteks = read_object(root, isi["konteks"], "json")
    return Letter(
        pdf=find_object(root, isi["sha256"], "pdf"),
        kode=isi["kode"],
        signers=list_signers(konteks),
    )


def _group(files: Mapping[int, ReceivedFile]) -> Iterator[list[int]]:
    """Give what one child may look at: returns of the same piles, or one alone."""
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, file in files.items():
        piles = tuple(str(each["sidik"]) for each in file.tumpukan)
        groups[piles or (f"alone {at}",)].append(at)
    for group in groups.values():
        share = -(-len(group) // count_readers())
        size = min(TOGETHER, max(1, share))
        yield from (group[at : at + size] for at in range(0, len(group), size))


def _weigh_group(
    kantor: Kantor,
    pairs: Sequence[tuple[ReceivedFile, Mapping[str, Any]]],
    issued: Mapping[int, tuple[Mapping[str, Any], Letter]],
    group: Sequence[int],
) -> dict[int, Evidence]:
    """Weigh what one child may look at, by its place among the pairs."""
    returns = [
        Return(
            source=pairs[at][0].path,
            ekstensi=pairs[at][0].contents.ekstensi,
            letter=issued[at][1],
            named=pairs[at][0].list_named(issued[at][1].kode),
            own=begins_with(pairs[at][0].path, issued[at][1].pdf),
        )
        for at in group
    ]
    compared = compare_returns(returns, workdir=kantor.workdir)
    return {
        at: judge(
            pairs[at][0].contents.tanda_tangan,
            each,
            halaman=int(issued[at][0]["halaman"]),
            came=pairs[at][0].contents.halaman,
            own=back.own,
        )
        for at, back, each in zip(group, returns, compared, strict=True)
    }


def begins_with(path: Path, start: Path) -> bool:
    """Tell whether a file begins with all the bytes of another one."""
    with path.open("rb") as file, start.open("rb") as first:
        while block := first.read(_BLOCK):
            if file.read(len(block)) != block:
                return False
    return True


def list_signers(konteks: bytes) -> list[Signer]:
    """List the people whom a letter's data names, who may sign it.

    >>> list_signers(b'{"kepala": {"nama": "A"}, "kop": {"nama": "B", "npsn": ""}}')
    [Signer(peran='kepala', nama='A', listed=False)]
    """
    try:
        data = json.loads(konteks)
    except ValueError:
        return []
    return list(_list_signers(data)) if isinstance(data, dict) else []


def _list_signers(data: Mapping[str, Any]) -> Iterator[Signer]:
    for peran, value in data.items():
        listed = isinstance(value, list)
        for each in value if listed else [value]:
            nama = each.get("nama") if isinstance(each, dict) else None
            if isinstance(nama, str) and nama.strip() and not OFFICES & each.keys():
                yield Signer(peran=peran, nama=nama, listed=listed)


def judge(
    tanda: Sequence[Mapping[str, Any]],
    compared: Comparison,
    *,
    halaman: int,
    came: int,
    own: bool,
) -> Evidence:
    """Judge what was read in a return, and what it shows beside its letter.

    Args:
        tanda: Its digital signatures, as the archive records them.
        compared: How it compares with the letter.
        halaman: How many pages the letter has.
        came: How many pages came back.
        own: Whether it is the issued file itself, with more behind its last byte.
    """
    personal = [each for each in tanda if each.get("jenis") in PERSONAL]
    sebab: list[str] = [
        OTHERS[each["jenis"]] for each in tanda if each.get("jenis") in OTHERS
    ]
    bad = [each for each in tanda if _is_bad(each)]
    sebab += [_describe_bad(each) for each in bad]
    # What is signed is signed behind the pages of the letter: they need no looking for.
    pages = [] if own else _judge_pages(compared, halaman=halaman, came=came)
    tinta, lacking, missing = _judge_ink(compared)
    if bad or pages:
        return Evidence(bukti=NONE, sebab=tuple(sebab + pages), tinta=tinta)
    if personal:
        trust = _judge_trust(personal)
        signed = any(each.get("tepercaya") is not False for each in personal)
        bukti = "elektronik" if signed else NONE
        return Evidence(bukti=bukti, sebab=tuple(sebab + trust), tinta=tinta)
    sebab += lacking
    bukti = NONE if lacking else "tinta"
    return Evidence(bukti=bukti, sebab=tuple(sebab + missing), tinta=tinta)


def _is_bad(each: Mapping[str, Any]) -> bool:
    """Tell whether a digital signature of a person does not hold."""
    return each["putusan"] != "sah" and each.get("jenis") not in OTHERS


def _describe_bad(each: Mapping[str, Any]) -> str:
    said = phrase(
        "signed by {name}: {verdict}",
        name=each.get("nama", phrase("somebody")),
        verdict=VERDICTS[each["putusan"]],
    )
    if not (why := each.get("alasan")):
        return said
    return phrase("{said} ({why})", said=said, why=why)


def _judge_trust(personal: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say whom of those who signed digitally the office does not trust, or cannot."""
    if all("tepercaya" not in each for each in personal):
        return [UNJUDGED]
    said: list[str] = []
    for each in personal:
        if each.get("tepercaya") is False:
            why = each.get("alasan", phrase("it leads to none in tepercaya/"))
            name = each.get("nama", phrase("somebody"))
            said.append(
                phrase(
                    "signed by {name}, whose certificate is not trusted here: {why}",
                    name=name,
                    why=why,
                )
            )
    return said


def _judge_pages(compared: Comparison, *, halaman: int, came: int) -> list[str]:
    """Say which pages of the letter did not come back."""
    if compared.reason:
        return [compared.reason]
    if came < halaman:
        return [
            phrase("{came} page(s) came back of {halaman}", came=came, halaman=halaman)
        ]
    lost = [str(at) for at, page in enumerate(compared.halaman, start=1) if not page]
    if lost:
        return [
            phrase(
                "page {lost} of the letter was not found again among the {came} "
                "page(s) that came back",
                lost=list_some(lost),
                came=came,
            )
        ]
    if halaman > LOOKED_AT:
        return [
            phrase(
                "only the first {limit} of its {halaman} pages can be compared",
                limit=LOOKED_AT,
                halaman=halaman,
            )
        ]
    return []


def _judge_ink(
    compared: Comparison,
) -> tuple[tuple[Mapping[str, Any], ...] | None, list[str], list[str]]:
    """Judge the ink where people sign.

    Returns:
        What the archive records of it; why it is no signature; and who else has left
        none.
    """
    if compared.reason:
        return None, [compared.reason], []
    places = [
        {**{name: each[name] for name in ("peran", "nama", "halaman")}, "luas": ink}
        for each in compared.tinta
        for ink in [each["tinta"]]
    ]
    if not compared.scanned:
        return (
            (),
            [phrase("it is no picture of a paper, and holds no digital signature")],
            [],
        )
    if not places:
        said = phrase(
            "where the letter is signed is not known; look at it, and confirm it with "
            "--sahkan"
        )
        return (), [said], []
    peran = next((r for r in MAIN if any(p["peran"] == r for p in places)), None)
    main = [each for each in places if peran in (None, each["peran"])]
    lacking: list[str] = []
    missing: list[str] = []
    if not any(each["luas"] >= LEAST for each in main):
        lacking = [phrase("no ink was found where {main} signs", main=_name(main))]
    rest = [each for each in places if each["luas"] < LEAST and each not in main]
    if any(each["luas"] >= LEAST for each in main):
        rest += [each for each in main if each["luas"] < LEAST]
    if rest:
        missing = [phrase("no ink of {rest}", rest=_name(rest))]
    return tuple(places), lacking, missing


def _name(places: Sequence[Mapping[str, Any]]) -> str:
    """Name people by their roles, and their pages."""
    named = [
        phrase("{peran} (page {halaman})", peran=each["peran"], halaman=each["halaman"])
        for each in places
    ]
    return list_some(list(dict.fromkeys(named)))
