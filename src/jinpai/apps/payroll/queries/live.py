"""A month's pay as it stands today, unsettled, and what the next step would pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from jinpai.apps.payroll import adjust, gather
from jinpai.rules import month as rules_month
from jinpai.rules import statutes
from jinpai.rules.inputs import Figure, Month, Person
from jinpai.rules.outcomes import Payslip
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.slopes import BAND, ORDER, SCORE, slope

from .behind import Rows
from .explanation import Case
from .slips import closed_of


@dataclass(frozen=True)
class Next:
    """What one step more of something pays, before tax and insurance."""

    code: str
    zh: str
    en: str
    step: Decimal
    unit: str
    down: bool  # one step better is one step less
    points: Decimal  # what it adds to the score
    yuan: Decimal


@dataclass(frozen=True)
class SoFar:
    """A person's pay of a month as far as it goes."""

    month: str
    case: Case | None  # None: it cannot be computed yet, see problems
    problems: tuple[Problem, ...]
    nexts: tuple[Next, ...]

    @property
    def payslip(self) -> Payslip | None:
        return self.case.payslip if self.case else None


def so_far(person: str, month: str, *, reading: Any, version: Any) -> SoFar | None:
    """None: the person is not employed in the month."""
    rulebook: Rulebook = version.rulebook
    known = adjust.known(month, person)
    whole = gather.month_inputs(
        month,
        reading=reading,
        version=version,
        differences={person: [adjust.booked_as(row) for row in known]},
    )
    mine = next((p for p in whole.people if p.code == person), None)
    if mine is None:
        return None
    law = statutes.shipped()
    result = rules_month.run(whole, rulebook, law, only=[person])
    problems = tuple(p for p in result.problems if p.person in (None, person))
    slip = result.payslips.get(person)
    if slip is None:  # what stands in the way, not what is only worth saying
        return SoFar(month, None, tuple(p for p in problems if p.severity == "error"), ())
    scored = result.appraised.get(person)
    rows = Rows(reading, month, (person,))
    case = Case(slip, mine, scored, rulebook, law, rows, closed_of(known))
    return SoFar(month, case, problems, nexts(with_worth(whole, mine, rows), rulebook, law, person))


def with_worth(whole: Month, mine: Person, rows: Rows) -> Month:
    """The month with what tells the worth of one of the person's orders, where the rulebook
    itself does not ask for it."""
    more = {
        code: Figure(Decimal(found.value), None, None, found.status)
        for code in ("sales", "paid_orders")
        if code not in mine.figures
        and (found := rows.figure(code, mine.code)) is not None
        and found.value is not None
    }
    if not more:
        return whole
    told = replace(mine, figures={**mine.figures, **more})
    return replace(whole, people=tuple(told if p is mine else p for p in whole.people))


def nexts(
    whole: Month, rulebook: Rulebook, law: statutes.Statutes, person: str
) -> tuple[Next, ...]:
    """What +1 point, one step of each item and one order more would pay; empty: nothing would."""
    return tuple(
        Next(one.item, one.name_zh, one.name_en, one.step, one.unit, one.down, one.points, one.yuan)
        for one in slope(whole, rulebook, law, person)
    )


def last_day(reading: Any, month: str) -> date | None:
    """Until when the month's figures go."""
    days = [shop.last_day for shop in reading.shops() if shop.last_day]
    newest = max(days, default=None)
    return newest if newest and newest.isoformat()[:7] == month else None


def worth(nexts: Sequence[Next]) -> list[Next]:
    """The order in which to read them: a point of the total and an order first, then the items,
    the dearest first."""
    first = {SCORE: 0, BAND: 1, ORDER: 2}
    return sorted(nexts, key=lambda n: (first.get(n.code, 3), -n.yuan, n.code))
