"""One rulebook over one month, kept so that one person can be looked at again with something
changed: what the next point pays (`slopes.py`), who stands at an edge (`cliffs.py`).

It is about gross wages. Tax, insurance and what closed months owe hang on the person, the city
and the year, not on the regime, and stay out of every comparison of regimes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from jinpai.rules.appraisal import EXACT, appraise, appraise_month, coefficient
from jinpai.rules.inputs import Month, Person
from jinpai.rules.money import ZERO
from jinpai.rules.outcomes import Appraised, Line, Payslip
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.groups import group_figures
from jinpai.rules.pay.payslip import Prepared, no_scheme, pay_by, prepare
from jinpai.rules.pools import Pools
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import Statutes

VARIABLE = {
    "banded_bonus", "performance_wage", "commission", "team_share", "champion_bonus", "piece",
}  # fmt: skip
"""Kinds that follow what was done; the others follow days and hours."""

GROUPED = {"champion_bonus", "team_share"}
"""Kinds that look at the group's or the shop's figures."""


@dataclass(frozen=True, slots=True)
class Wage:
    """A gross wage: base and allowances, what follows figures and score, overtime."""

    gross: Decimal
    variable: Decimal
    overtime: Decimal
    lines: tuple[Line, ...]

    @property
    def fixed(self) -> Decimal:
        return self.gross - self.variable - self.overtime


class Tried:
    """A month under a rulebook: everybody's appraisal, and wages when asked for."""

    def __init__(
        self, month: Month, rulebook: Rulebook, statutes: Statutes, *, steps: bool = True
    ) -> None:
        self.month = replace(month, people=tuple(_bare(p) for p in month.people))
        self.rulebook = rulebook
        self.statutes = statutes
        self.people = {person.code: person for person in self.month.people}
        with localcontext(EXACT):
            self.pools = Pools(self.month, rulebook.appraisal)
            self.appraised, self.problems = appraise_month(
                self.month, rulebook, self.pools, steps=steps
            )
            self.groups = group_figures(self.month, rulebook)
        self._schemes: dict[tuple[str, str], Prepared | None] = {}

    def scheme(self, person: Person) -> Prepared | None:
        """The earnings of the person's pay scheme."""
        key = (person.role, person.group)
        if key not in self._schemes:
            found = self.rulebook.pay.scheme_of(*key)
            self._schemes[key] = None
            if found is not None:
                whole = prepare(*found)
                earnings = tuple(step for step in whole.steps if step.earning)
                self._schemes[key] = Prepared(whole.code, earnings)
        return self._schemes[key]

    def wage(
        self, person: Person, appraised: Appraised | None,
        groups: Mapping[str, object] | None = None, whole: Month | None = None,
    ) -> Wage | tuple[Problem, ...]:  # fmt: skip
        """The gross wage, or all that stands in its way."""
        scheme = self.scheme(person)
        if scheme is None:
            return (no_scheme(person),)
        with localcontext(EXACT):
            slip = pay_by(
                scheme, person, appraised, self.groups if groups is None else groups,
                self.statutes, whole or self.month,
            )  # fmt: skip
        if not isinstance(slip, Payslip):
            return slip
        variable = overtime = ZERO
        for line in slip.lines:
            if line.kind in VARIABLE:
                variable += line.amount
            elif line.kind == "overtime":
                overtime += line.amount
        return Wage(slip.gross, variable, overtime, slip.lines)

    def own(self, code: str) -> Wage | tuple[Problem, ...]:
        """The wage of the month as it was."""
        return self.wage(self.people[code], self.appraised.get(code))

    def at_total(self, code: str, total: Decimal) -> Wage | tuple[Problem, ...]:
        """The wage if the person's total were this."""
        one = self.appraised.get(code)
        changed = Appraised(
            code, one.scheme if one else "", (), ZERO, "", total,
            coefficient(total, self.rulebook.appraisal),
        )  # fmt: skip
        return self.wage(self.people[code], changed)

    def anew(
        self, person: Person, shops: Month | None = None
    ) -> tuple[Wage | tuple[Problem, ...], Appraised | None]:
        """Wage and appraisal with this record in the place of the person's, means and places
        held. `shops`: a month whose shops' figures go with it."""
        fit = self.pools.scheme_of(person)
        one = None
        if fit:
            one = appraise(person, *fit, self.rulebook.appraisal, self.pools, steps=False)
        scheme = self.scheme(person)
        if scheme is None or not any(_grouped(step.component) for step in scheme.steps):
            return self.wage(person, one), one
        people = tuple(person if p.code == person.code else p for p in self.month.people)
        whole = replace(shops or self.month, people=people)
        with localcontext(EXACT):
            groups = group_figures(whole, self.rulebook)
        return self.wage(person, one, groups, whole), one


def kind_of(component: Component) -> str:
    """The component's kind."""
    return str(getattr(component, "kind", ""))


def _grouped(component: Component) -> bool:
    return kind_of(component) in GROUPED


def _bare(person: Person) -> Person:
    """Without what other months owe."""
    if not person.adjustments and not person.losses:
        return person
    return replace(person, adjustments=(), losses=())
