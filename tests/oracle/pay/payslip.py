"""4-rules §3: one person's lines, from the top to the bottom of the scheme's list.

A component that cannot be reckoned stops the person's payslip: it says what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jinpai.rules.inputs import Month, Person

from .figures import chosen, exact, number_of, two_places
from .law import clamp, room_for_deductions, take
from .scores import Scored
from .tax import withheld_now

NOTHING = Decimal("0.00")
EARNS = (
    "base", "allowance", "banded_bonus", "performance_wage", "commission", "team_share",
    "champion_bonus", "piece", "overtime", "full_attendance",
)  # fmt: skip
ADJUSTS = ("adjustment",)
INSURES = ("social_insurance", "housing_fund")


class Missing(Exception):
    """The person cannot be paid; the argument says what is not known."""


def days_share(person: Person) -> Fraction | None:
    days = person.attendance
    if days.expected_days is None or days.paid_days is None or days.expected_days <= 0:
        return None
    return exact(days.paid_days) / exact(days.expected_days)


@dataclass
class Entry:
    """One line."""

    kind: str
    amount: Decimal
    counts: bool = False  # for the comparison with the minimum wage


@dataclass
class Slip:
    """A payslip in the making."""

    person: Person
    score: Scored | None
    month: Month
    groups: dict[str, Any]
    lines: list[Entry] = field(default_factory=list)
    negative: list[tuple[str, Decimal]] = field(default_factory=list)  # of this month's bases
    carried: dict[str, Decimal] = field(default_factory=dict)
    room: Decimal | None = None
    monthly_base: Fraction = Fraction(0)  # whole base pay above, before days are counted

    def total(self) -> Decimal:
        if self.score is None or self.score.total is None:
            raise Missing("score")
        return self.score.total

    def coefficient(self) -> Fraction:
        if self.score is None or self.score.coefficient is None:
            raise Missing("score")
        return exact(self.score.coefficient)

    def share(self) -> Fraction:
        """Paid days / expected days."""
        share = days_share(self.person)
        if share is None:
            raise Missing("days")
        return share

    def level_amount(self, part: dict[str, Any]) -> Decimal:
        """By level, then for all, then the person's own."""
        level = part.get("aliases", {}).get(self.person.level, self.person.level)
        amount = part.get("amounts", {}).get(level, part.get("amount"))
        if amount is None and part.get("from_person", False):
            amount = self.person.base_pay
        if amount is None:
            raise Missing("amount")
        return Decimal(amount)

    def gross(self) -> Decimal:
        earned = [e.amount for e in self.lines if e.kind in EARNS]
        return sum(earned, NOTHING)


def sum_of(person: Person, part: dict[str, Any], metric: str) -> Fraction:
    """What a component is paid on."""
    days = part.get("campaign_days", "include")
    if days == "separate" and person.rush is None and person.quiet is None:
        return Fraction(0)  # no campaign in the month: on its days there was nothing
    value = number_of(chosen(person, days), metric)
    if value is None:
        raise Missing(metric)
    return value


def tier_rate(part: dict[str, Any], basis: Fraction) -> Fraction:
    """What a basis ≥ 0 pays before coefficients."""
    if not part.get("tiers"):
        return basis * exact(part["rate"])
    tiers = part["tiers"]
    if part.get("mode", "marginal") == "whole":
        reached = [t for t in tiers if basis >= exact(t["from"])]
        return basis * exact(reached[-1]["rate"]) if reached else Fraction(0)
    paid = Fraction(0)
    for n, tier in enumerate(tiers):
        start = exact(tier["from"])
        end = exact(tiers[n + 1]["from"]) if n + 1 < len(tiers) else basis
        paid += max(Fraction(0), min(basis, end) - start) * exact(tier["rate"])
    return paid


def first_rate(part: dict[str, Any]) -> Fraction:
    return exact(part["tiers"][0]["rate"] if part.get("tiers") else part["rate"])


# --- earnings ---------------------------------------------------------------------------------


def base(slip: Slip, part: dict[str, Any]) -> Entry:
    monthly = exact(slip.level_amount(part))
    if slip.person.probation:
        monthly *= exact(part.get("probation", 1))
    slip.monthly_base += monthly
    return Entry("base", two_places(monthly * slip.share()), counts=True)


def allowance(slip: Slip, part: dict[str, Any]) -> Entry:
    amount = exact(part["amount"])
    if part.get("prorated", False):
        amount *= slip.share()
    return Entry("allowance", two_places(amount), counts=not part.get("hardship", False))


def banded_bonus(slip: Slip, part: dict[str, Any]) -> Entry:
    """Base amount of the whole band × min(score, 100) / 100."""
    total = slip.total()
    amount = Decimal(0)
    for band in part["bands"]:
        if total >= band["from"]:
            amount = band["amount"]
    return Entry("banded_bonus", two_places(exact(amount) * min(exact(total), 100) / 100), True)


def performance_wage(slip: Slip, part: dict[str, Any]) -> Entry:
    amount = exact(slip.level_amount(part)) * slip.coefficient()
    return Entry("performance_wage", two_places(amount), True)


def commission(slip: Slip, part: dict[str, Any]) -> Entry:
    basis = sum_of(slip.person, part, part["basis"])
    factor = Fraction(1)
    levels = part.get("level_coefficients", {})
    if levels:
        if slip.person.level not in levels:
            raise Missing("level")
        factor *= exact(levels[slip.person.level])
    if part.get("performance", False):
        factor *= slip.coefficient()
    if basis < 0:
        # pays 0 and the rest is an adjustment
        back = two_places(-basis * first_rate(part) * factor)
        if back:
            slip.negative.append((part["code"], back))
        return Entry("commission", NOTHING, True)
    amount = two_places(tier_rate(part, basis) * factor)
    if part.get("cap") is not None:
        amount = min(amount, part["cap"])
    return Entry("commission", amount, True)


def piece(slip: Slip, part: dict[str, Any]) -> Entry:
    count = sum_of(slip.person, part, part["metric"])
    return Entry("piece", two_places(count * exact(part["price"])), True)


def full_attendance(slip: Slip, part: dict[str, Any]) -> Entry:
    days = slip.person.attendance
    if days.absent_days is None or days.late_times is None:
        raise Missing("absence")
    there = days.absent_days == 0 and days.late_times <= part.get("late_at_most", 0)
    return Entry("full_attendance", two_places(exact(part["amount"])) if there else NOTHING, True)


def overtime(slip: Slip, part: dict[str, Any]) -> list[Entry]:
    """Hours × max(monthly base, local minimum) / 21.75 / 8 × 1.5, 2 or 3."""
    days, city = slip.person.attendance, slip.person.city
    hours = (
        (days.overtime_workday, Fraction(3, 2)),
        (days.overtime_rest_day, Fraction(2)),
        (days.overtime_holiday, Fraction(3)),
    )
    monthly = slip.monthly_base
    if city is not None:
        monthly = max(monthly, exact(city.minimum_wage))
    hourly = monthly / Fraction("21.75") / 8
    # each kind of hours is a line of its own
    return [Entry("overtime", two_places(exact(h) * hourly * m)) for h, m in hours if h]


def champion_bonus(slip: Slip, part: dict[str, Any]) -> Entry | list[Entry]:
    sum_of(slip.person, part, part.get("figure", "net_sales"))  # or the first is not known
    won = champions(slip.month, slip.groups["members"], slip.person, part)
    amount = won.get(slip.person.code)
    return [] if amount is None else Entry("champion_bonus", amount, True)


def champions(
    month: Month, members: set[str], person: Person, part: dict[str, Any]
) -> dict[str, Decimal]:
    """Standard × first / second to the first of the pool; a tie splits the standard equally."""
    keys = part.get("pool", ["group", "shift"])
    mine = [getattr(person, k) for k in keys]
    figures = {}
    for other in month.people:
        if other.code in members and [getattr(other, k) for k in keys] == mine:
            value = number_of(
                chosen(other, part.get("campaign_days", "include")), part.get("figure", "net_sales")
            )
            if value is not None:
                figures[other.code] = value
    standard = exact(part["standard"])
    if not figures or max(figures.values()) <= 0:
        return {}
    best = max(figures.values())
    first = sorted(code for code, value in figures.items() if value == best)
    if len(first) > 1:
        return spread(standard, {code: Fraction(1) for code in first})
    rest = sorted((v for v in figures.values() if v < best), reverse=True)
    ratio = best / rest[0] if rest and rest[0] > 0 else Fraction(1)
    if part.get("cap_ratio") is not None:
        ratio = min(ratio, exact(part["cap_ratio"]))
    return {first[0]: two_places(standard * ratio)}


def spread(amount: Fraction, weights: dict[str, Fraction]) -> dict[str, Decimal]:
    """By weight, rounded down; left-over fen go one each in person-code order, to those who have
    a part at all."""
    fen = int(exact(two_places(amount)) * 100)
    whole = sum(weights.values(), Fraction(0))
    parts = {code: int(fen * w / whole) for code, w in weights.items()}
    left = fen - sum(parts.values())
    for code in sorted(c for c in parts if weights[c])[:left]:
        parts[code] += 1
    return {code: (Decimal(n) / 100).quantize(NOTHING) for code, n in parts.items()}


def team_share(slip: Slip, part: dict[str, Any]) -> Entry:
    """Shop sales × rate [/ headcount] [× performance coefficient]; headcount = Σ paid days /
    expected days."""
    person, month = slip.person, slip.month
    shop = month.shops.get(person.shop, {})
    sales = Fraction(0)
    for metric in part.get("shop_metrics", ["sales", "silent_sales"]):
        value = number_of(shop, metric)
        if value is None:
            raise Missing(metric)
        sales += value
    pot = sales * exact(part["rate"])
    factor = slip.coefficient() if part.get("performance", False) else Fraction(1)
    amount = pot * factor
    if part.get("per_head", False):
        slip.share()
        heads = {
            p.code: days_share(p) or Fraction(0 if days_share(p) is not None else 1)
            for p in month.people
            if p.code in slip.groups["members"] and p.shop == person.shop
        }
        if not sum(heads.values()):
            return Entry("team_share", NOTHING, True)
        if part.get("performance", False) or pot < 0:  # rounded once, after the coefficient
            amount = pot * heads[person.code] / sum(heads.values()) * factor
        else:
            amount = exact(spread(pot, heads)[person.code])
    if amount < 0:
        # a negative basis pays 0 and the rest is an adjustment
        back = two_places(-amount)
        if back:
            slip.negative.append((part["code"], back))
        amount = Fraction(0)
    return Entry("team_share", two_places(amount), True)


# --- what comes off ---------------------------------------------------------------------------


def room(slip: Slip) -> Decimal:
    if slip.room is None:
        slip.room = room_for_deductions(slip.gross(), slip.person.city)
    return slip.room


def adjustment(slip: Slip, part: dict[str, Any]) -> list[Entry]:
    """What is owed in full; what goes back oldest first and this month's own last."""
    rows = slip.person.adjustments
    back = sorted((r for r in rows if r.amount < 0), key=lambda r: r.month)
    asked = [*((r.id, -r.amount) for r in back), *slip.negative]
    # the law's room is that of the earnings, whatever else is paid
    taken, carried, left = take(asked, room(slip))
    slip.room = left
    slip.carried |= carried
    return [
        *(Entry("adjustment", r.amount) for r in rows if r.amount > 0),
        *(Entry("adjustment", -amount) for _, amount in taken),
    ]


def loss_compensation(slip: Slip, part: dict[str, Any]) -> list[Entry]:
    claims = [c for c in slip.person.losses if c.evidence and c.contract_clause]
    # without the contract's own provision nothing is deducted; it stays as it is
    slip.carried |= {c.id: c.amount for c in slip.person.losses if c not in claims}
    taken, carried, left = take([(c.id, c.amount) for c in claims], room(slip))
    slip.room = left
    slip.carried |= carried
    return [Entry("loss_compensation", -amount) for _, amount in taken]


def social_insurance(slip: Slip, part: dict[str, Any]) -> list[Entry]:
    person, city = slip.person, slip.person.city
    if not person.social.insured:
        return []
    numbers = city and (city.pension, city.medical, city.unemployment,
                        city.insurance_floor, city.insurance_cap)  # fmt: skip
    if city is None or numbers is None or None in numbers:
        raise Missing("city")
    own = person.social.insurance_base
    wage = exact(slip.gross() if own is None else own)
    on = clamp(wage, city.insurance_floor, city.insurance_cap)
    parts = (
        on * exact(city.pension),
        on * exact(city.medical) + exact(city.medical_fixed),
        on * exact(city.unemployment),
    )
    return [Entry("social_insurance", -two_places(p)) for p in parts]


def housing_fund(slip: Slip, part: dict[str, Any]) -> list[Entry]:
    person, city = slip.person, slip.person.city
    if not person.social.fund:
        return []
    rate = person.social.fund_rate
    if rate is None and city is not None:
        rate = city.fund_rate
    if city is None or rate is None or None in (city.fund_floor, city.fund_cap):
        raise Missing("city")
    own = person.social.fund_base
    on = clamp(exact(slip.gross() if own is None else own), city.fund_floor, city.fund_cap)
    return [Entry("housing_fund", -two_places(on * exact(rate)))]


def income_tax(slip: Slip, part: dict[str, Any]) -> Entry:
    """Clawback lowers taxable income, loss compensation does not."""
    income = slip.gross() + sum((e.amount for e in slip.lines if e.kind in ADJUSTS), NOTHING)
    social = -sum((e.amount for e in slip.lines if e.kind in INSURES), NOTHING)
    return Entry("income_tax", -withheld_now(slip.person.tax, exact(income), exact(social)))


KINDS: dict[str, Callable[[Slip, dict[str, Any]], Entry | list[Entry]]] = {
    f.__name__: f
    for f in (
        base, allowance, banded_bonus, performance_wage, commission, team_share, champion_bonus,
        piece, overtime, full_attendance,
        adjustment, loss_compensation, social_insurance, housing_fund, income_tax,
    )
}  # fmt: skip


def written(slip: Slip, components: list[dict[str, Any]]) -> None:
    """All lines of a person, and the check of the minimum wage."""
    # a difference of a closed month is booked whether or not the scheme has a place for it
    if not any(part["kind"] == "adjustment" for part in components):
        n = sum(part["kind"] in EARNS for part in components)
        components = [*components[:n], {"kind": "adjustment"}, *components[n:]]
    for part in components:
        made = KINDS[part["kind"]](slip, part)
        slip.lines += made if isinstance(made, list) else [made]
    city, days = slip.person.city, slip.person.attendance
    full = bool(
        days.expected_days and days.paid_days is not None and days.paid_days >= days.expected_days
    )
    if city is not None and full:
        counted = sum((e.amount for e in slip.lines if e.counts), NOTHING)
        if counted < city.minimum_wage:
            raise Missing("minimum_wage")
