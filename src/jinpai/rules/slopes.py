"""Slopes: what one more point, one step better, one more order would pay a person.

The others stay as they are: means and places hold, only the one person is computed again. All of
it is gross, before tax and insurance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from jinpai.rules import edges, steps
from jinpai.rules.inputs import Figure, Figures, Month, Person
from jinpai.rules.items import Prepared, number, value_of
from jinpai.rules.money import CENTI, ZERO, fen
from jinpai.rules.outcomes import ItemScore
from jinpai.rules.pay.payslip import Prepared as PayScheme
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import Statutes
from jinpai.rules.tried import Tried, Wage

Change = Callable[[str, Figure], Figure]
"""How a figure of this code becomes another."""

ONE = Decimal(1)
SCORE, BAND, ORDER = "score", "band", "order"

_ONE_MORE = ("paid_orders", "created_orders", "paid_buyers", "created_buyers")
_MONEY = ("sales", "net_sales", "inquiry_sales")
_CONVERSIONS = (
    "inquiry_conversion", "inquiry_conversion_next_day", "inquiry_conversion_same_day",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slope:
    """One step and what it pays. `item` is an item's code, "score" for a point of the total,
    "band" for all the points that are missing to where pay jumps next, or "order": one more of
    the month's inquiries buys, for what this person's orders are worth."""

    item: str
    name_zh: str
    name_en: str
    step: Decimal  # how far one step is, in the item's value; of an order its yuan
    points: Decimal  # what it adds to the total
    yuan: Decimal  # what it adds to the gross wage
    unit: str = "points"  # of the step: percent, seconds, count, yuan …
    down: bool = False  # one step better is one step less


def slope(month: Month, rulebook: Rulebook, statutes: Statutes, person: str) -> list[Slope]:
    """The slopes of one person by code; empty for one who cannot be paid."""
    return slopes(Tried(month, rulebook, statutes), person)


def slopes(tried: Tried, code: str) -> list[Slope]:
    """The same, of a month already tried."""
    wage = tried.own(code)
    if not isinstance(wage, Wage):
        return []
    found = []
    one = tried.appraised.get(code)
    if one is not None and one.total is not None:
        pays = _Pays(tried, code, wage.gross)
        cap = tried.rulebook.appraisal.schemes[one.scheme].total_cap
        total = min(max(cap, one.total), one.total + ONE)
        found.append(
            Slope(SCORE, "总分", "total", ONE, total - one.total, pays.at(total))
        )  # fmt: skip
        band = _next_band(tried, code, one.total, cap, pays)
        found += [band] if band else []
        for prepared, item in zip(tried.pools.schemes[one.scheme], one.items, strict=True):
            if item.next_points is not None and item.next_step is not None:
                found.append(pays.item(prepared, item, one.total))
    order = _order(tried, code, wage)
    return [*found, order] if order else found


def _next_band(tried: Tried, code: str, total: Decimal, cap: Decimal, pays: _Pays) -> Slope | None:
    """The next edge above the total at which pay jumps."""
    for start in edges.of_score(tried, tried.people[code]):
        if total < start <= cap and pays.at(start) - pays.at(start - CENTI) > 0:
            points = start - total
            return Slope(BAND, "到下一档", "to the next band", points, points, pays.at(start))
    return None


class _Pays:
    """What one person's changed total pays; each total is computed once."""

    def __init__(self, tried: Tried, code: str, gross: Decimal) -> None:
        self.tried = tried
        self.code = code
        self.gross = gross
        self.person = tried.people[code]
        scheme = tried.scheme(self.person)
        self.scored = scheme is not None and any(s.component.needs_score for s in scheme.steps)
        self.direct = _read_directly(scheme)
        self.known: dict[Decimal, Decimal] = {}

    def at(self, total: Decimal) -> Decimal:
        if not self.scored:
            return ZERO
        if total not in self.known:
            wage = self.tried.at_total(self.code, total)
            self.known[total] = wage.gross - self.gross if isinstance(wage, Wage) else ZERO
        return self.known[total]

    def item(self, prepared: Prepared, item: ItemScore, total: Decimal) -> Slope:
        gain, step = item.next_points or ZERO, item.next_step or ZERO
        if self.direct.isdisjoint(item.metrics):
            yuan = self.at(total + gain) if gain else ZERO
        else:  # the figure itself is paid, too
            wage, _ = self.tried.anew(_stepped(self.person, prepared))
            yuan = wage.gross - self.gross if isinstance(wage, Wage) else ZERO
        metric = item.metrics[0] if item.metrics else ""
        return Slope(
            item.code, item.name_zh, item.name_en, step, gain, yuan, steps.unit(prepared.item),
            prepared.downward[metric],
        )  # fmt: skip


def _read_directly(scheme: PayScheme | None) -> frozenset[str]:
    steps = scheme.steps if scheme else ()
    return frozenset(metric for step in steps for metric in step.component.metrics())


def _stepped(person: Person, item: Prepared) -> Person:
    """The person with each metric of the item one step better, on all days."""

    def better(metric: str, figure: Figure) -> Figure:
        value = value_of(figure)
        if value is None:
            return figure
        return with_value(figure, item.better(value, metric))

    return changed(person, {metric: better for metric in item.metrics})


def with_value(figure: Figure, value: Decimal) -> Figure:
    """The figure with another value; its numerator follows."""
    den = number(figure.den)
    if den is not None:
        return replace(figure, value=value, num=value * den)
    return replace(figure, value=value, num=None if figure.num is None else value)


def changed(person: Person, how: Mapping[str, Change], rush: bool = True) -> Person:
    """The person with some figures changed by `how[metric](metric, figure)`."""

    def of(figures: Figures | None) -> Figures | None:
        if figures is None:
            return None
        new = {m: h(m, figures[m]) for m, h in how.items() if m in figures}
        return {**figures, **new}

    return replace(
        person, figures=of(person.figures) or {}, quiet=of(person.quiet),
        rush=of(person.rush) if rush else person.rush,
    )  # fmt: skip


def order_value(person: Person) -> Decimal | None:
    """What one of the person's orders is worth; None: no orders are known."""
    sales = value_of(person.figures.get("sales"))
    orders = value_of(person.figures.get("paid_orders"))
    if sales is not None and orders is not None and orders > 0:
        return fen(sales / orders)
    mean = value_of(person.figures.get("aov"))
    return None if mean is None or mean <= 0 else fen(mean)


def with_one_more_order(person: Person, worth: Decimal) -> Person:
    """One more of the month's inquiries buys, on an ordinary day."""

    def add(by: Decimal) -> Change:
        def more(_metric: str, figure: Figure) -> Figure:
            value = value_of(figure)
            return figure if value is None else with_value(figure, value + by)

        return more

    def converted(_metric: str, figure: Figure) -> Figure:
        num, den = number(figure.num), number(figure.den)
        if num is None or den is None or den <= 0 or num >= den:
            return figure
        return replace(figure, num=num + 1, value=(num + 1) / den)

    def mean(metric: str, figure: Figure) -> Figure:
        num, den, value = number(figure.num), number(figure.den), value_of(figure)
        if num is None or den is None or value is None:
            return figure
        more = worth if metric == "aov" else value
        return replace(figure, num=num + more, den=den + 1, value=(num + more) / (den + 1))

    how: dict[str, Change] = dict.fromkeys(_ONE_MORE, add(ONE))
    how |= dict.fromkeys(_MONEY, add(worth))
    how |= dict.fromkeys(_CONVERSIONS, converted)
    how |= dict.fromkeys(("aov", "items_per_buyer"), mean)
    return changed(person, how, rush=False)


def shops_with_one_more_order(month: Month, shop: str, worth: Decimal) -> Month:
    """The month whose shop sold so much more."""
    figures = month.shops.get(shop)
    if figures is None:
        return month
    by = dict.fromkeys((*_MONEY, "shop_sales"), worth) | dict.fromkeys(_ONE_MORE, ONE)
    new = {
        code: with_value(figures[code], value + more)
        for code, more in by.items()
        if (value := value_of(figures.get(code))) is not None
    }
    return replace(month, shops={**month.shops, shop: {**figures, **new}})


def _order(tried: Tried, code: str, wage: Wage) -> Slope | None:
    """One more order; None where nobody knows what an order is worth."""
    person = tried.people[code]
    worth = order_value(person)
    if worth is None:
        return None
    more = with_one_more_order(person, worth)
    after, one = tried.anew(more, shops_with_one_more_order(tried.month, person.shop, worth))
    if not isinstance(after, Wage):
        return None
    before = tried.appraised.get(code)
    totals = [a.total for a in (one, before) if a is not None and a.total is not None]
    points = totals[0] - totals[1] if len(totals) == 2 else ZERO
    more_yuan = after.gross - wage.gross
    return Slope(ORDER, "多成交一单", "one more order", worth, points, more_yuan, "yuan")
