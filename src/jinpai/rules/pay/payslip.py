"""One payslip: the components of the person's scheme in order, and what the law says of the sum.

Each person is computed alone, from the own record and the group figures; what is wrong with one
person's record is that person's problem and nobody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from decimal import Context as Arithmetic

from jinpai.rules.inputs import Month, Person
from jinpai.rules.money import ZERO
from jinpai.rules.outcomes import Appraised, Input, Line, Payslip
from jinpai.rules.pay.adjustment import Adjustment
from jinpai.rules.pay.clawback import warn_no_city
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.pay import PayScheme
from jinpai.rules.statutes import Statutes

EXACT = Arithmetic(prec=40, rounding=ROUND_HALF_EVEN)
"""Every number is computed in this context, whatever the caller's is."""


@dataclass(frozen=True, slots=True)
class Step:
    """A component with its place in the rulebook."""

    component: Component
    path: str
    earning: bool
    counts: bool  # compared with the minimum wage
    taxable: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scheme ready to be run over many people."""

    code: str
    steps: tuple[Step, ...]
    made: dict[tuple[str, str], Input] = field(default_factory=dict)  # see Context.ruled


def prepare(code: str, scheme: PayScheme) -> Prepared:
    """The scheme's steps. Where no `adjustment` is written one stands after the earnings: what
    closed months owe must never fall away."""
    steps = [
        _step(component, f"pay.schemes.{code}.components[{index}]")
        for index, component in enumerate(scheme.components)
    ]
    if not any(isinstance(step.component, Adjustment) for step in steps):
        at = sum(1 for step in steps if step.earning)
        steps.insert(at, _step(Adjustment(code="adjustment"), f"pay.schemes.{code}"))
    return Prepared(code, tuple(steps))


def _step(component: Component, path: str) -> Step:
    return Step(
        component, path, component.part == "earning", component.counts(), component.taxable
    )  # fmt: skip


def pay_person(
    person: Person,
    appraised: Appraised | None,
    groups: Mapping[str, object],
    rulebook: Rulebook,
    statutes: Statutes,
    whole: Month,
) -> Payslip | tuple[Problem, ...]:
    """The payslip of one person, or all that stands in its way."""
    found = rulebook.pay.scheme_of(person.role, person.group)
    if found is None:
        return (no_scheme(person),)
    with localcontext(EXACT):
        return pay_by(prepare(*found), person, appraised, groups, statutes, whole)


def pay_by(
    scheme: Prepared,
    person: Person,
    appraised: Appraised | None,
    groups: Mapping[str, object],
    statutes: Statutes,
    whole: Month,
) -> Payslip | tuple[Problem, ...]:
    """As `pay_person`, by a scheme made ready once. A number that is none (a figure of NaN, days
    of infinity) is a problem of this person's record."""
    try:
        return _paid(scheme, person, appraised, groups, statutes, whole)
    except LookupError as error:  # no numbers of the law for a month so long ago
        return (_no_statute(person, whole.month, str(error.args[0])),)
    except (ArithmeticError, TypeError, ValueError, AttributeError) as error:
        return (_bad_record(person, error),)


def _paid(
    scheme: Prepared,
    person: Person,
    appraised: Appraised | None,
    groups: Mapping[str, object],
    statutes: Statutes,
    whole: Month,
) -> Payslip | tuple[Problem, ...]:
    of = Context(person, whole.month, appraised, statutes, whole, groups, scheme=scheme.code,
                 made=scheme.made)  # fmt: skip
    counted = ZERO
    for step in scheme.steps:
        made = step.component.compute(of, step.path)
        if made is None:
            continue
        if isinstance(made, Problem):
            of.problems.append(made)
            continue
        lines = (made,) if isinstance(made, Line) else made
        for line in lines:
            if step.component.revision != 1:
                line = replace(line, revision=step.component.revision)
            of.lines.append(line)
            if step.earning:
                of.gross += line.amount
                if step.counts:
                    counted += line.amount
            if step.taxable:
                of.income += line.amount
            elif line.part == "insurance":
                of.social -= line.amount
    below = _below_minimum(of, counted) if not of.problems else None
    if below is not None:
        of.problems.append(below)
    if of.problems:
        return tuple(of.problems)
    net = sum((line.amount for line in of.lines), ZERO)
    if net < 0:
        of.warnings.append(_negative(of, net))
    return Payslip(
        person.code, whole.month, scheme.code, tuple(of.lines), of.gross, net, of.income,
        of.carried, tuple(of.warnings),
    )  # fmt: skip


def _negative(of: Context, net: Decimal) -> Problem:
    return Problem(
        "negative_net", f"pay.schemes.{of.scheme}",
        f"实发为负 {net}:社保公积金和税超过了工资;请确认由谁垫付、下月怎样收回",
        f"the net pay is {net}: insurance, fund and tax exceed the wage; settle who advances it "
        "and how it comes back",
        found=str(net), wanted="≥ 0", severity="warning", person=of.person.code,
    )  # fmt: skip


def _below_minimum(of: Context, counted: Decimal) -> Problem | None:
    """For full attendance the wage without overtime, hardship allowances and welfare must reach
    the local minimum (最低工资规定 art. 12): an error, not a payslip."""
    city = of.person.city
    if city is None:
        warn_no_city(of)
        return None
    if not of.person.attendance.full or counted >= city.minimum_wage:
        return None
    return Problem(
        "below_minimum_wage", f"pay.schemes.{of.scheme}",
        f"全勤工资 {counted}(不含加班费、特殊津贴和福利)低于{city.city}最低工资 "
        f"{city.minimum_wage};请提高底薪或补足差额",
        f"{counted} for full attendance (without overtime, hardship allowances and welfare) is "
        f"below the minimum wage of {city.city}, {city.minimum_wage}; raise the base or make up "
        "the difference",
        found=str(counted), wanted=str(city.minimum_wage), person=of.person.code,
        article="最低工资规定 第十二条",
    )  # fmt: skip


def _no_statute(person: Person, month: str, said: str) -> Problem:
    return Problem(
        "no_statute", "month",
        f"程序里没有 {month} 的法定数字,这个月不能计算",
        f"the law's numbers of {month} are not known",
        found=said, person=person.code,
    )  # fmt: skip


def _bad_record(person: Person, error: Exception) -> Problem:
    return Problem(
        "bad_record", f"people.{person.code}",
        "这个人本月的数据里有不能计算的数;请检查出勤、指标和个人薪资资料",
        "this person's month holds a number that cannot be computed with; check attendance, "
        "figures and pay data",
        found=type(error).__name__, person=person.code,
    )  # fmt: skip


def no_scheme(person: Person) -> Problem:
    """Nobody is paid by a scheme that is not written."""
    return Problem(
        "no_scheme", "pay.schemes",
        f"制度里没有适用于角色「{person.role}」{person.group}的薪资方案",
        f"the rulebook has no pay scheme for {person.role} {person.group}".rstrip(),
        found=f"{person.role} {person.group}".strip(), wanted="roles, groups", person=person.code,
    )  # fmt: skip
