"""Paying a month one person after the other, so that memory does not grow with the house.

The same as rules/month.py `run`, handed out person by person; a record that breaks a rule's
arithmetic is that person's problem.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import localcontext

from jinpai.rules.appraisal import score_person
from jinpai.rules.inputs import Month, Person
from jinpai.rules.outcomes import Appraised, Payslip
from jinpai.rules.pay.groups import group_figures
from jinpai.rules.pay.payslip import EXACT, Prepared, no_scheme, pay_by, prepare
from jinpai.rules.pools import Pools
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import Statutes


@dataclass(frozen=True, slots=True)
class Paid:
    """One person's month: what went in, the score, the payslip or what stands in its way."""

    person: Person
    appraised: Appraised | None
    slip: Payslip | None
    problems: tuple[Problem, ...] = ()  # why there is no payslip


class Walk:
    """A month ready to be walked through. Means, places and group figures are computed at once;
    scores one person after the other, so that not all of them are held. `problems` are those of
    the appraisals handed out so far."""

    def __init__(self, month: Month, rulebook: Rulebook, statutes: Statutes) -> None:
        self.month = month
        self.rulebook = rulebook
        self.statutes = statutes
        self.problems: list[Problem] = []
        with localcontext(EXACT):
            self.pools = Pools(month, rulebook.appraisal)
            self.groups = group_figures(month, rulebook)
        self._schemes: dict[tuple[str, str], Prepared | None] = {}

    def people(self, leave_out: Collection[str] = ()) -> Iterator[Paid]:
        """Everyone in order of their code, once; `leave_out` are in the figures, but not paid
        here."""
        for person in sorted(self.month.people, key=lambda p: p.code):
            appraised = self._scored(person)
            if person.code in leave_out:
                yield Paid(person, appraised, None)
                continue
            scheme = self._scheme(person)
            if scheme is None:
                yield Paid(person, appraised, None, (no_scheme(person),))
                continue
            try:
                with localcontext(EXACT):  # not kept across a yield: the caller reckons on
                    made = pay_by(scheme, person, appraised, self.groups, self.statutes, self.month)
            except (ArithmeticError, TypeError, ValueError, AttributeError, LookupError) as error:
                made = (_broken(person, error),)
            if isinstance(made, Payslip):
                yield Paid(person, appraised, made)
            else:
                yield Paid(person, appraised, None, tuple(made))

    def _scored(self, person: Person) -> Appraised | None:
        with localcontext(EXACT):
            found = score_person(person, self.rulebook.appraisal, self.pools)
        if isinstance(found, Appraised):
            return found
        self.problems.append(found)
        return None

    def _scheme(self, person: Person) -> Prepared | None:
        key = (person.role, person.group)
        if key not in self._schemes:
            found = self.rulebook.pay.scheme_of(*key)
            self._schemes[key] = None if found is None else prepare(*found)
        return self._schemes[key]


def _broken(person: Person, error: Exception) -> Problem:
    return Problem(
        "not_payable", "inputs",
        "这个人的数据算不出工资,请检查手工填写的数字;其他人不受影响",
        "this person's pay cannot be computed; check what was entered by hand; nobody else is "
        "affected",
        found=f"{type(error).__name__}: {error}"[:200], person=person.code,
    )  # fmt: skip
