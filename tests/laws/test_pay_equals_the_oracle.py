"""Random small houses under random lawful rulebooks: scores and pay are the oracle's, to the fen.

More by hand: `python -m tests.laws.test_pay_equals_the_oracle FIRST COUNT`.
"""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest
from tests.laws.houses import House, house, smallest
from tests.oracle.pay import Result, compute

from jinpai.rules import month
from jinpai.rules.check import check
from jinpai.rules.outcomes import Payslip
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import shipped

FIRST, HOUSES = 20261000, 150


def parted(here: House) -> list[str]:
    """What the oracle and the program say differently."""
    mine: Result = compute(here.rulebook, here.month)
    book = Rulebook.model_validate(here.rulebook)
    really = month.run(here.month, book, shipped())
    appraised = really.appraised
    out = []
    for person in here.month.people:
        a, b = mine.scores.get(person.code), appraised.get(person.code)
        if a is None or b is None:
            if (a is None) != (b is None):
                out.append(
                    f"{person.code}: appraised by {a and a.scheme}, really by {b and b.scheme}"
                )
            continue
        if a.scheme != b.scheme:
            out.append(f"{person.code}: scheme {a.scheme}, really {b.scheme}")
        for item in b.items:
            if a.points[item.code] != item.points:
                out.append(
                    f"{person.code} {item.code}: {a.points[item.code]} {a.fallbacks[item.code]}, "
                    f"really {item.points} {item.fallback}"
                )
        for name in ("total", "coefficient", "events"):
            if getattr(a, name) != getattr(b, name):
                out.append(f"{person.code} {name}: {getattr(a, name)}, really {getattr(b, name)}")
    for person in here.month.people:
        why = sorted({p.code for p in really.problems
                      if p.person == person.code and p.severity == "error"})  # fmt: skip
        out += paid_otherwise(person.code, mine, really.payslips.get(person.code), why)
    return out


def paid_otherwise(code: str, mine: Result, slip: Payslip | None, why: list[str]) -> list[str]:
    """Who is not paid, every line by its kind, gross, net and what is carried."""
    wanted = mine.paid.get(code)
    if wanted is None or slip is None:
        if (wanted is None) != (slip is None):
            return [f"{code}: paid by the oracle {bool(wanted)} {mine.unpaid.get(code)}, "
                    f"really {bool(slip)} {why}"]  # fmt: skip
        return []
    out = []
    if wanted.scheme != slip.scheme:
        out.append(f"{code}: paid by {wanted.scheme}, really {slip.scheme}")
    lines: dict[str, tuple[list[Decimal], list[Decimal]]] = {}
    for entry in wanted.lines:
        lines.setdefault(entry.kind, ([], []))[0].append(entry.amount)
    for line in slip.lines:
        lines.setdefault(line.kind, ([], []))[1].append(line.amount)
    for kind, sides in lines.items():
        a, b = ([n for n in sorted(side) if n] for side in sides)
        if a != b:
            out.append(f"{code} {kind}: {' '.join(map(str, a))}, really {' '.join(map(str, b))}")
    for name in ("gross", "net"):
        if getattr(wanted, name) != getattr(slip, name):
            out.append(f"{code} {name}: {getattr(wanted, name)}, really {getattr(slip, name)}")
    if sum(line.amount for line in slip.lines) != slip.net:
        out.append(f"{code}: the sum of the lines is not the total")
    if sorted(wanted.carried.values()) != sorted(v for v in slip.carried.values() if v):
        out.append(f"{code} carried: {wanted.carried}, really {dict(slip.carried)}")
    return out


def agree(here: House) -> None:
    found = parted(here)
    if found:
        small = smallest(here, lambda h: bool(parted(h)))
        people = "\n".join(f"  {p}" for p in small.month.people)
        pytest.fail(
            f"house {here.seed}: {len(found)} differences\n" + "\n".join(found[:8])
            + "\n\nsmallest that still differs:\n" + "\n".join(parted(small))
            + f"\n{people}\nshops: {small.month.shops}\nrulebook: {small.rulebook}"
        )  # fmt: skip


def test_scores_and_pay_are_the_oracles_in_random_houses() -> None:
    for seed in range(FIRST, FIRST + HOUSES):
        agree(house(seed))


def test_the_random_rulebooks_are_lawful() -> None:
    for seed in range(FIRST, FIRST + 30):
        problems = check(Rulebook.model_validate(house(seed).rulebook))
        assert [p for p in problems if p.severity == "error"] == []


if __name__ == "__main__":
    first, count = map(int, sys.argv[1:3])
    for one in range(first, first + count):
        agree(house(one))
    print(f"{count} houses agree")
