"""Plans of visits by trying everything: what the planner is held against.

``python -m tests.tools.visits_brute [COUNT]`` compares so many seeded problems.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta
from itertools import combinations

from formulir.records.visits.planning.cost import price_plan
from formulir.records.visits.planning.greedy import plan_greedily
from formulir.records.visits.planning.solve import solve
from formulir.records.visits.problem import (
    Bar,
    Key,
    Made,
    ModelSchool,
    Person,
    Problem,
    Visit,
)
from formulir.settings import Pendampingan

FIRST = date(2016, 7, 25)
DAYS = [FIRST + timedelta(days=n) for n in range(6)]


def make_problem(seed):
    """Make a problem of at most 4 schools, 3 people and 6 days; many lack something."""
    chance = random.Random(seed)
    schools = tuple(
        ModelSchool(npsn=f"9000000{n}", nama=f"SD {n} Contoh")
        for n in range(chance.randint(1, 4))
    )
    people = tuple(
        Person(
            kode=f"C-{n}",
            nama=f"Contoh {n}",
            kapasitas=chance.randint(1, 8),
            asal=chance.choice([None, *(each.npsn for each in schools)]),
            away=dict.fromkeys(
                chance.sample(DAYS, chance.randint(0, 4)), Bar("ketersediaan", "")
            ),
            spared=frozenset(chance.sample(DAYS, chance.randint(0, 3))),
        )
        for n in range(chance.randint(1, 3))
    )
    visits = tuple(
        _make_visit(chance, Key(each.npsn, ke), people)
        for each in schools
        for ke in (1, 2)
    )
    jarak = {
        (each.npsn, person.kode): chance.randint(0, 300)
        for each in schools
        for person in people
        if chance.random() < 0.9
    }
    bobot = Pendampingan(
        jeda_hari=chance.randint(1, 3),
        bobot_jarak=chance.choice([0, 1, 2]),
        bobot_beban=chance.choice([0, 5, 12.5]),
        bobot_pasangan=chance.choice([0, 20]),
        bobot_keinginan=chance.choice([0, 10]),
    )
    return Problem(
        tahun=2016,
        wilayah="33.19",
        schools=schools,
        people=people,
        visits=visits,
        jarak=jarak,
        bobot=bobot,
    )


def _make_visit(chance, key, people):
    window = DAYS[:4] if key.ke == 1 else DAYS[2:]
    days = tuple(day for day in window if chance.random() < 0.7)
    tetap, by_hand = None, ()
    if chance.random() < 0.15:
        tetap = chance.choice(DAYS)
    if chance.random() < 0.15:
        count = chance.randint(1, min(2, len(people)))
        by_hand = tuple(sorted(each.kode for each in chance.sample(people, count)))
    held = tetap is not None and bool(by_hand) and chance.random() < 0.3
    return Visit(key=key, days=days, tetap=tetap, people=by_hand, held=held)


def list_ways(problem, visit):
    """List all that may be made of a visit, whatever becomes of the others."""
    may = [
        each
        for each in problem.people
        if each.kode not in visit.people and each.asal != visit.key.npsn
    ]
    by_hand = [each for each in problem.people if each.kode in visit.people]
    ways = []
    for day in (visit.tetap,) if visit.tetap else visit.days:
        if not visit.tetap and any(day in each.away for each in by_hand):
            continue
        seats = 0 if visit.held else 2 - len(visit.people)
        for count in range(seats + 1):
            for some in combinations(may, count):
                codes = tuple(sorted((*visit.people, *(p.kode for p in some))))
                if codes and not any(day in each.away for each in some):
                    ways.append(Made(day=day, people=codes))
    if not (visit.tetap and visit.people):
        ways.append(None)
    return ways


def fits(problem, visits, made):
    """Tell whether what is made so far keeps the hard rules."""
    seen, load, by_hand = {}, {}, {}
    for visit, one in zip(visits, made, strict=False):
        if one is None:
            continue
        for kode in one.people:
            hand = kode in visit.people
            load[kode] = load.get(kode, 0) + 1
            by_hand[kode] = by_hand.get(kode, 0) + hand
            seen.setdefault((kode, one.day), []).append(hand and bool(visit.tetap))
    if any(len(all_) > 1 and not all(all_) for all_ in seen.values()):
        return False
    hands = {
        each.kode: sum(each.kode in visit.people for visit in problem.visits)
        for each in problem.people
    }
    if any(
        load.get(each.kode, 0) > max(each.kapasitas, hands[each.kode])
        for each in problem.people
    ):
        return False
    at = {v.key: (v, one) for v, one in zip(visits, made, strict=False) if one}
    for key, (visit, one) in at.items():
        other = at.get(key._replace(ke=1)) if key.ke == 2 else None
        if other is None or (visit.tetap and other[0].tetap):
            continue
        if (one.day - other[1].day).days < problem.bobot.jeda_hari:
            return False
    return True


def search_all(problem):
    """Return what the best plan costs, by trying all that is not dearer already."""
    visits = problem.visits
    alone = []
    for visit in visits:
        bare = Problem(
            tahun=2016,
            wilayah="33.19",
            schools=problem.schools,
            people=problem.people,
            visits=(visit,),
            jarak=problem.jarak,
            bobot=Pendampingan(
                bobot_jarak=problem.bobot.bobot_jarak,
                bobot_keinginan=problem.bobot.bobot_keinginan,
                bobot_beban=0,
            ),
        )
        ways = [
            (price_plan(bare, {visit.key: way} if way else {}), n, way)
            for n, way in enumerate(list_ways(problem, visit))
        ]
        alone.append(sorted(ways, key=lambda each: each[:2]))
    rest = [0]
    for ways in reversed(alone):
        rest.insert(0, rest[0] + ways[0][0])
    best = [None]

    def go(made, so_far):
        depth = len(made)
        if best[0] is not None and so_far + rest[depth] >= best[0]:
            return
        if depth == len(visits):
            plan = {
                visit.key: one
                for visit, one in zip(visits, made, strict=True)
                if one is not None
            }
            cost = price_plan(problem, plan)
            best[0] = cost if best[0] is None else min(best[0], cost)
            return
        for cost, _, way in alone[depth]:
            if fits(problem, visits, [*made, way]):
                go([*made, way], so_far + cost)

    go([], 0)
    return best[0]


def compare(seed):
    """Return the best costs by trying everything and by the planner, and its bound."""
    problem = make_problem(seed)
    first = plan_greedily(problem)
    found = solve(problem, first=first.plan)
    return search_all(problem), first, found, problem


def main(count):
    """Compare so many problems, and print what differs."""
    begun, equal, worse = time.process_time(), 0, []
    for seed in range(count):
        best, first, found, problem = compare(seed)
        good = best == found.cost == found.bound and first.bound <= best <= first.cost
        kept = fits(
            problem, problem.visits, [found.plan.get(v.key) for v in problem.visits]
        )
        equal += good and kept
        worse.append(first.cost > best)
        if not (good and kept):
            print(seed, best, found.cost, found.bound, first.cost, first.bound, kept)
    spent = time.process_time() - begun
    print(f"{equal} of {count} equal; greedy worse in {sum(worse)}; {spent:.0f} CPU s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
