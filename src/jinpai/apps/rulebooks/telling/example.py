"""A month worked out for each pay scheme, by the same code that pays.

The person is made up and the same for every regime, so that regimes can be compared by eye: 90
points, every day worked, 60 000 sold where the second sold 40 000, a shop of 300 000. Insurance
and fund are left out, because they are a city's numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jinpai.apps.rulebooks.telling.words import Told, in_unit, joined, metric, unit_of
from jinpai.rules import statutes
from jinpai.rules.appraisal import coefficient
from jinpai.rules.inputs import Attendance, Figure, Month, Person, Social, TaxYear
from jinpai.rules.outcomes import Appraised, Payslip
from jinpai.rules.pay.groups import group_figures
from jinpai.rules.pay.payslip import pay_person
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.pay import PayScheme

SCORE = Decimal("90.00")
MONTH = "2026-10"
DAYS = Decimal(22)
_OWN = {"yuan": Decimal(60000), "count": Decimal(300), "percent": Decimal("0.5")}
_SECOND = {"yuan": Decimal(40000), "count": Decimal(200), "percent": Decimal("0.4")}
_SHOP = {"sales": Decimal(200000), "silent_sales": Decimal(100000)}


@dataclass(frozen=True)
class LineTold:
    name: Told
    formula: str
    amount: Decimal


@dataclass(frozen=True)
class Example:
    given: Told
    lines: tuple[LineTold, ...]
    net: Decimal


def example(rulebook: Rulebook, code: str) -> Example | None:
    """The scheme's month; None where the made-up person cannot be paid by it."""
    scheme = rulebook.pay.schemes[code]
    codes = sorted({m for c in scheme.components for m in c.metrics()})
    group = scheme.groups[0] if scheme.groups else ""
    if rulebook.pay.scheme_of(scheme.roles[0], group) != (code, scheme):
        return None  # a scheme above fits this person first
    level = _level(scheme)
    person = _person("A", scheme, group, level, codes, _OWN)
    second = _person("B", scheme, group, level, codes, _SECOND)
    month = Month(
        MONTH,
        (person, second),
        {"S": {m: Figure(_SHOP.get(m, Decimal(300000))) for m in _shop_metrics(scheme)}},
    )
    factor = coefficient(SCORE, rulebook.appraisal)
    appraised = {
        who.code: Appraised(who.code, "", (), Decimal(0), "", SCORE, factor) for who in month.people
    }
    groups = group_figures(month, rulebook)
    slip = pay_person(person, appraised["A"], groups, rulebook, statutes.shipped(), month)
    if not isinstance(slip, Payslip):
        return None
    lines = tuple(LineTold(Told(x.name_zh, x.name_en), x.formula, x.amount) for x in slip.lines)
    return Example(_given(scheme, level, codes, factor), lines, slip.net)


def _level(scheme: PayScheme) -> str:
    """A level that the scheme knows: the first one it names."""
    for component in scheme.components:
        for name in ("amounts", "level_coefficients"):
            known = getattr(component, name, None)
            if known:
                return str(next(iter(known)))
    return "P1"


def _shop_metrics(scheme: PayScheme) -> list[str]:
    return [m for c in scheme.components for m in getattr(c, "shop_metrics", ())]


def _person(
    code: str, scheme: PayScheme, group: str, level: str, codes: list[str], by: dict[str, Decimal]
) -> Person:
    return Person(
        code, role=scheme.roles[0], group=group, shop="S", level=level, base_pay=Decimal(3000),
        attendance=Attendance(DAYS, DAYS, Decimal(0), 0, source="example"),
        figures={m: Figure(by.get(unit_of(m), Decimal(10))) for m in codes},
        social=Social(insured=False, fund=False),
        tax=TaxYear(months=1, month_of_year=1),
    )  # fmt: skip


def _given(scheme: PayScheme, level: str, codes: list[str], factor: Decimal) -> Told:
    parts = [Told("例:", "Example: ") + Told(f"级别 {level}", f"level {level}")]
    parts.append(Told(f"出勤 {DAYS}/{DAYS} 天", f"{DAYS} of {DAYS} days worked"))
    if any(c.needs_score for c in scheme.components):
        parts.append(Told(f"考核 {SCORE:.0f} 分,绩效系数 {factor}",
                          f"a score of {SCORE:.0f}, coefficient {factor}"))  # fmt: skip
    for code in codes:
        own = in_unit(_OWN.get(unit_of(code), Decimal(10)), unit_of(code))
        name = metric(code)
        parts.append(Told(f"{name.zh} {own.zh}", f"{name.en} {own.en}"))
    for code in _shop_metrics(scheme):
        name, shop = metric(code), in_unit(_SHOP.get(code, Decimal(300000)), unit_of(code))
        parts.append(Told(f"全店{name.zh} {shop.zh}", f"the shop's {name.en} {shop.en}"))
    if any(getattr(c, "per_head", False) for c in scheme.components):
        parts.append(Told("两个人分", "shared by two"))
    whole = joined(parts, ",", ", ")
    return whole + Told("。社保和公积金按城市另算。", ". Insurance and fund depend on the city.")
