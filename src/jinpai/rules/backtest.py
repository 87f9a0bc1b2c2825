"""Try rulebooks on months that were: what each would have paid whom, and what it would have cost.

Every rulebook sees the same months (or, where it measures differently, its own figures of them).
Amounts are gross wages of each month: tax, insurance, and what other months owe hang on person,
city and year, not on the regime. Who cannot be paid under a rulebook is a problem there, and the
rest proceed; people are compared over the months in which both rulebooks pay them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jinpai.rules import spread
from jinpai.rules.cliffs import Cliff, cliffs
from jinpai.rules.inputs import Figure, Month
from jinpai.rules.items import value_of
from jinpai.rules.money import ZERO, fen
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.slopes import Slope, slopes
from jinpai.rules.statutes import Statutes
from jinpai.rules.tried import Tried, Wage

Told = Callable[[int, int], None]
"""(months tried, of): told after each month of each rulebook."""


@dataclass(frozen=True, slots=True)
class Paid:
    """One person and month under one rulebook. `gross` None: cannot be paid, and why is among
    the problems."""

    person: str
    month: str
    score: Decimal | None
    coefficient: Decimal | None
    gross: Decimal | None
    fixed: Decimal = ZERO
    variable: Decimal = ZERO
    overtime: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What a month would have cost, beside what was sold in it."""

    month: str
    people: int
    cost: Decimal
    sales: Decimal | None  # all of it, credited and silent
    credited: Decimal | None  # what agents sold
    orders: Decimal | None  # of these


@dataclass(frozen=True, slots=True)
class Change:
    """One person, first rulebook against this one, over `months` that both pay."""

    person: str
    months: int
    old: Decimal
    new: Decimal

    @property
    def more(self) -> Decimal:
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class MeanSlope:
    """What one step of an item pays, over the people who have it: mean, least, most."""

    item: str
    name_zh: str
    name_en: str
    step: Decimal
    people: int
    mean: Decimal
    least: Decimal
    most: Decimal
    unit: str = "points"
    down: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """Gross wage for every score from 0 to 100 of one person, otherwise as in the last month."""

    person: str
    points: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rulebook over the months."""

    code: str
    rows: tuple[Paid, ...]
    months: tuple[MonthCost, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]  # against the first rulebook, most gained first; its own: none
    cost: Decimal
    fixed: Decimal
    variable: Decimal
    overtime: Decimal
    sales: Decimal | None
    orders: Decimal | None
    gini: Decimal | None  # of the people's monthly means
    ninety_ten: Decimal | None
    monthly_mean: Decimal | None
    market_gap: Decimal | None  # monthly mean − market wage
    margin_left: Decimal | None  # yuan an order that agents sold, after all wages
    slopes: Mapping[str, tuple[Slope, ...]]  # by person, of the last month
    mean_slopes: tuple[MeanSlope, ...]
    cliffs: tuple[Cliff, ...]  # of the last month
    curve: Curve | None

    @property
    def cost_per_1000(self) -> Decimal | None:
        """Yuan of wages for each 1 000 yuan of sales."""
        return None if not self.sales else fen(self.cost * 1000 / self.sales)

    @property
    def cost_per_order(self) -> Decimal | None:
        return None if not self.orders else fen(self.cost / self.orders)

    @property
    def variable_share(self) -> Decimal | None:
        """The part of the wages that follows figures and scores; the rest is base and time."""
        if self.cost <= 0:
            return None
        return (self.variable / self.cost).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)

    @property
    def winners(self) -> tuple[Change, ...]:
        return tuple(c for c in self.changes if c.more > 0)

    @property
    def losers(self) -> tuple[Change, ...]:
        return tuple(c for c in self.changes if c.more < 0)


@dataclass(frozen=True, slots=True)
class Backtest:
    """All rulebooks over the same months; the first is what the others are compared with."""

    months: tuple[str, ...]
    outcomes: Mapping[str, Outcome]
    typical: str | None  # whose curves are shown


def backtest(
    rulebooks: Mapping[str, Rulebook],
    months: Sequence[Month],
    statutes: Statutes,
    *,
    months_of: Mapping[str, Sequence[Month]] | None = None,
    margin_rate: Decimal | None = None,
    told: Told | None = None,
) -> Backtest:
    """Try `rulebooks`, by a code of the caller's, in order. `months_of`: the months as a
    rulebook with another measure sees them. `margin_rate`: gross margin of sales before wages,
    a fraction, which the shop gives."""
    tries: dict[str, _Try] = {}
    count, of = 0, len(rulebooks) * len(months)
    for code, rulebook in rulebooks.items():
        one = tries[code] = _Try(code, rulebook, statutes)
        seen = (months_of or {}).get(code, months)
        for month in seen:
            one.take(month, last=month is seen[-1])
            count += 1
            if told:
                told(count, of)
    first = next(iter(tries.values()), None)
    typical = first.typical() if first else None
    return Backtest(
        tuple(month.month for month in months),
        {code: one.outcome(first, margin_rate, typical) for code, one in tries.items()},
        typical,
    )


class _Try:
    """One rulebook on the way through the months."""

    def __init__(self, code: str, rulebook: Rulebook, statutes: Statutes) -> None:
        self.code = code
        self.rulebook = rulebook
        self.statutes = statutes
        self.rows: list[Paid] = []
        self.months: list[MonthCost] = []
        self.problems: list[Problem] = []
        self.last: Tried | None = None
        self.market: list[Decimal] = []

    def take(self, month: Month, *, last: bool) -> None:
        tried = Tried(month, self.rulebook, self.statutes, steps=last)
        self.problems += [p for p in tried.problems if p.severity == "error"]
        cost, people = ZERO, 0
        for code, person in tried.people.items():
            if tried.scheme(person) is None and person.role in ("", "owner"):
                continue  # owners are paid by profit, not by a rulebook
            one = tried.appraised.get(code)
            wage = tried.own(code)
            score = (one.total, one.coefficient) if one else (None, None)
            if isinstance(wage, Wage):
                cost += wage.gross
                people += 1
                row = Paid(code, month.month, *score, wage.gross, wage.fixed, wage.variable,
                           wage.overtime)  # fmt: skip
            else:
                self.problems += wage
                row = Paid(code, month.month, *score, None)
            self.rows.append(row)
        self.months.append(
            MonthCost(
                month.month, people, cost, sales_of(month), _shops(month, "sales"),
                _shops(month, "paid_orders"),
            )
        )  # fmt: skip
        if month.market_wage is not None:
            self.market.append(month.market_wage)
        self.last = tried

    def typical(self) -> str | None:
        """Who is paid the median wage of the last month among the posts of most people."""
        last = self.last
        if last is None:
            return None
        gross = {r.person: r.gross for r in self.rows if r.month == last.month.month}
        posts: dict[tuple[str, str], list[tuple[Decimal, str]]] = {}
        for code, amount in gross.items():
            person = last.people[code]
            if amount is not None and code in last.appraised:
                posts.setdefault((person.role, person.group), []).append((amount, code))
        if not posts:
            return None
        most = max(posts.values(), key=lambda p: (len(p), p))
        return sorted(most)[(len(most) - 1) // 2][1]

    def outcome(
        self, first: _Try | None, margin_rate: Decimal | None, typical: str | None
    ) -> Outcome:
        paid = [row for row in self.rows if row.gross is not None]
        cost = sum((row.gross or ZERO for row in paid), ZERO)
        sales, orders = _added(m.sales for m in self.months), _added(m.orders for m in self.months)
        means = _monthly_means(paid)
        monthly = spread.mean(means)
        market = spread.mean(self.market)
        by_person, edges = self._last_month()
        left = None
        credited = _added(m.credited for m in self.months)
        if margin_rate is not None and credited is not None and orders:
            left = fen((credited * margin_rate - cost) / orders)
        return Outcome(
            code=self.code,
            rows=tuple(self.rows),
            months=tuple(self.months),
            problems=_once(self.problems),
            changes=() if first is None or first is self else changes(first.rows, self.rows),
            cost=cost,
            fixed=sum((row.fixed for row in paid), ZERO),
            variable=sum((row.variable for row in paid), ZERO),
            overtime=sum((row.overtime for row in paid), ZERO),
            sales=sales,
            orders=orders,
            gini=spread.gini(means),
            ninety_ten=spread.ninety_ten(means),
            monthly_mean=monthly,
            market_gap=None if monthly is None or market is None else monthly - market,
            margin_left=left,
            slopes=by_person,
            mean_slopes=_mean_slopes(by_person),
            cliffs=edges,
            curve=None if typical is None or self.last is None else curve(self.last, typical),
        )

    def _last_month(self) -> tuple[dict[str, tuple[Slope, ...]], tuple[Cliff, ...]]:
        last = self.last
        if last is None:
            return {}, ()
        by_person = {code: tuple(slopes(last, code)) for code in last.people}
        edges = [cliff for code in last.people for cliff in cliffs(last, code)]
        edges.sort(key=lambda c: (-c.yuan, c.person, c.item))
        return {code: found for code, found in by_person.items() if found}, tuple(edges)


def curve(tried: Tried, code: str) -> Curve | None:
    """Pay against score of one person."""
    if code not in tried.people:
        return None
    points = []
    for score in range(101):
        wage = tried.at_total(code, Decimal(score))
        if not isinstance(wage, Wage):
            return None
        points.append((score, wage.gross))
    return Curve(code, tuple(points))


def changes(old: Sequence[Paid], new: Sequence[Paid]) -> tuple[Change, ...]:
    """Person by person over the months that both pay, most gained first."""
    before = {(r.person, r.month): r.gross for r in old if r.gross is not None}
    sums: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for row in new:
        was = before.get((row.person, row.month))
        if row.gross is not None and was is not None:
            sums.setdefault(row.person, []).append((was, row.gross))
    found = []
    for person, pairs in sums.items():
        was, now = (sum((pair[side] for pair in pairs), ZERO) for side in (0, 1))
        found.append(Change(person, len(pairs), was, now))
    return tuple(sorted(found, key=lambda c: (-c.more, c.person)))


def sales_of(month: Month) -> Decimal | None:
    """All that the shops sold, credited and silent; None where nothing is known."""
    return _added(_shop_sales(figures) for figures in month.shops.values())


def _shop_sales(figures: Mapping[str, Figure]) -> Decimal | None:
    whole = value_of(figures.get("shop_sales"))
    if whole is not None:
        return whole
    return _added(value_of(figures.get(code)) for code in ("sales", "silent_sales"))


def _shops(month: Month, metric: str) -> Decimal | None:
    return _added(value_of(figures.get(metric)) for figures in month.shops.values())


def _added(numbers: Iterable[Decimal | None]) -> Decimal | None:
    there = [n for n in numbers if n is not None]
    return sum(there, Decimal(0)) if there else None


def _monthly_means(paid: Sequence[Paid]) -> list[Decimal]:
    by_person: dict[str, list[Decimal]] = {}
    for row in paid:
        by_person.setdefault(row.person, []).append(row.gross or ZERO)
    return [sum(amounts, ZERO) / len(amounts) for amounts in by_person.values()]


def _mean_slopes(by_person: Mapping[str, Sequence[Slope]]) -> tuple[MeanSlope, ...]:
    """Per item over everyone who has it, in the order in which items come."""
    items: dict[str, list[Slope]] = {}
    for found in by_person.values():
        for one in found:
            items.setdefault(one.item, []).append(one)
    return tuple(
        MeanSlope(
            code, rows[0].name_zh, rows[0].name_en,
            spread.mean([r.step for r in rows]) or ZERO, len(rows),
            spread.mean([r.yuan for r in rows]) or ZERO,
            min(r.yuan for r in rows), max(r.yuan for r in rows), rows[0].unit, rows[0].down,
        )
        for code, rows in items.items()
    )  # fmt: skip


def _once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Each person's problem once, not once a month."""
    return tuple(dict.fromkeys(problems))
