"""The part that compares formulir with its peers, in turns and in the same run."""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median
from typing import TYPE_CHECKING

from bench.carbone import Carbone
from bench.memory import sum_spent
from bench.office import KIND, Province
from bench.ours import Issue, MakeLetters, plan_office
from bench.peers import DocxtplSoffice, Renderer, Unoserver
from bench.report import MB, describe_load, table
from bench.tools import PeerMissingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.peers import Peer

WORDS = """\
## Against its peers

{command}. {load}
The letters are Formulir {kind} of Jawa Tengah, made from {source} of schools; the
template and the contexts (`formulir context`) are the same for all. Rounds: {rounds};
in each, one of ours follows each peer.

Two of everything run at once. A peer renders and converts, no more; `make_letters` also
draws the QR code, foots every page and makes a file of each; `issue` is a cold command
that also gathers, checks, numbers, archives and signs, and starts Python and
LibreOffice. The servers of (b) and (c) and the processes of `make_letters` run before
the clock does; (a) starts LibreOffice as it must, on a profile that exists. Carbone's
tags were translated from docxtpl's; it writes plain PDF, the others PDF/A-2b.
"""
WORDS_CPU = """\
The same runs in processor seconds, of which the two cores have two a second: what other
people's work on the machine changes least.
"""


def compare(province: Province, folder: Path, *, rounds: int, command: str) -> str:
    """Measure all, and return the section."""
    load = describe_load()
    count = len(province.contexts)
    missing: list[str] = []
    times: dict[str, list[float]] = {}
    spent: dict[str, list[float]] = {}
    with ExitStack() as stack:
        peers = _open_peers(stack, province, folder, missing)
        ours = _open_ours(stack, province)
        for _ in range(rounds):
            for one in _take_turns(peers, ours):
                before = sum_spent()
                times.setdefault(one.name, []).append(one.once())
                cpu_s = one.cpu_s if isinstance(one, Issue) else sum_spent() - before
                spent.setdefault(one.name, []).append(cpu_s)
                print(f"  {one.name}: {times[one.name][-1]:.2f} s", flush=True)
    counts = {one.name: count for one in peers} | {o.name: o.count for o in ours}
    text = WORDS.format(
        command=command, load=load, kind=KIND, source=province.source, rounds=rounds
    )
    return "\n".join(
        [
            text,
            _spell(times, counts, peers),
            WORDS_CPU,
            _spell(spent, counts, peers, unit="processor second"),
            *missing,
            _spell_memory(ours),
        ]
    )


def _open_peers(
    stack: ExitStack, province: Province, folder: Path, missing: list[str]
) -> list[Peer]:
    renderer = Renderer(province.contexts, folder / "docxtpl")
    makers: list[Callable[[], Peer]] = [
        lambda: DocxtplSoffice(renderer),
        lambda: Unoserver(renderer),
        lambda: Carbone(province.contexts, folder / "carbone"),
    ]
    peers: list[Peer] = []
    for make in makers:
        try:
            peer = make()
            stack.callback(peer.close)
            peer.once()  # the first time makes profiles, and shows that it works
        except PeerMissingError as error:
            missing.append(f"A peer could not be measured: {error}.\n")
        else:
            peers.append(peer)
    return peers


def _open_ours(stack: ExitStack, province: Province) -> list[MakeLetters | Issue]:
    made = MakeLetters(plan_office(province.part))
    stack.callback(made.close)
    count = len(province.contexts)
    return [
        made,
        Issue(province.part, count, f"formulir `issue`, {count} letters"),
        Issue(province.whole, province.letters, "formulir `issue`, the whole province"),
    ]


def _take_turns(
    peers: list[Peer], ours: list[MakeLetters | Issue]
) -> list[Peer | MakeLetters | Issue]:
    """Put one of ours behind each peer."""
    turns: list[Peer | MakeLetters | Issue] = []
    for place in range(max(len(peers), len(ours))):
        turns += [*peers[place : place + 1], *ours[place : place + 1]]
    return turns


def _spell(
    times: dict[str, list[float]],
    counts: dict[str, int],
    peers: list[Peer],
    unit: str = "second",
) -> str:
    rates = {name: counts[name] / median(taken) for name, taken in times.items()}
    names = [peer.name for peer in peers]
    rows = [
        (
            name,
            f"{counts[name]:,}",
            f"{median(taken):.1f}",
            f"{min(taken):.1f} to {max(taken):.1f}",
            f"{rates[name]:.1f}",
            *(f"{rates[name] / rates[peer]:.2f}" for peer in names),
        )
        for name, taken in sorted(times.items(), key=lambda pair: rates[pair[0]])
    ]
    against = [f"times {name[:3]}" for name in names]
    head = ("what", "letters", "median, s", "range, s", f"letters a {unit}")
    return table((*head, *against), rows)


def _spell_memory(ours: list[MakeLetters | Issue]) -> str:
    rows = [
        (one.name, f"{one.peak.office / MB:.0f}", f"{one.peak.others / MB:.0f}")
        for one in ours
        if isinstance(one, Issue)
    ]
    words = (
        "Largest resident memory of the whole tree of processes, sampled every 0.2 s;\n"
        "pages that processes share are counted in each, so the truth is less:\n"
    )
    head = ("what", "LibreOffice, MB", "all other processes, MB")
    return words + "\n" + table(head, rows)
