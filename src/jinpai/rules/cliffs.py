"""Cliffs: who would be paid noticeably more or less by one unit of noise.

One unit of noise is one event of the item's own count: one inquiry more or less that bought, one
rating, one bad review, one order; of a mean (seconds, yuan a buyer) one case twice as large or of
nothing; of a mark (quality, hours) and of a figure entered by hand, whose sample is its entries,
one step. Nobody's work differs by that much, so an edge that close is luck.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Literal

from jinpai.rules import edges
from jinpai.rules.appraisal import EXACT, total_with
from jinpai.rules.inputs import Figure, Person
from jinpai.rules.items import Prepared, measure, number, value_of
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.money import ZERO, score
from jinpai.rules.outcomes import Appraised
from jinpai.rules.slopes import changed, order_value, with_value
from jinpai.rules.steps import POINT
from jinpai.rules.tried import Tried, Wage

ONE = Decimal(1)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Cliff:
    """A person one unit of noise away from an edge of `yuan`. `up`: it would be gained; else it
    would be lost. `item` is where the one unit lies: an item's code, or a metric of the basis."""

    person: str
    kind: Literal["score", "basis", "veto"]
    item: str
    at: Decimal  # the edge
    value: Decimal  # where the person stands
    up: bool
    yuan: Decimal  # the jump, positive


def cliffs(tried: Tried, code: str) -> list[Cliff]:
    """Every edge within one unit of noise of the person, the greatest first."""
    wage = tried.own(code)
    if not isinstance(wage, Wage):
        return []
    found = [*_of_score(tried, code), *_of_basis(tried, code), *_of_vetoes(tried, code)]
    return sorted(found, key=lambda c: (-c.yuan, c.kind, c.item, c.at))


def _of_score(tried: Tried, code: str) -> Iterable[Cliff]:
    person, one = tried.people[code], tried.appraised.get(code)
    if one is None or one.total is None:
        return
    starts = edges.of_score(tried, person)
    if not starts:
        return
    spans = noise(tried, person, one)
    low = min((s[1] for s in spans), default=one.total)
    high = max((s[2] for s in spans), default=one.total)
    for start in starts:
        up = one.total < start <= high
        down = low < start <= one.total
        if not up and not down:
            continue
        yuan = _jump(tried, code, start)
        item = next(s[0] for s in spans if (s[2] >= start if up else s[1] < start))
        if yuan > 0:
            yield Cliff(code, "score", item, start, one.total, up, yuan)


def _jump(tried: Tried, code: str, start: Decimal) -> Decimal:
    """What the last hundredth of a point before the edge is worth."""
    at, before = tried.at_total(code, start), tried.at_total(code, start - CENT)
    both = isinstance(at, Wage) and isinstance(before, Wage)
    return at.gross - before.gross if both else ZERO  # type: ignore[union-attr]


def noise(tried: Tried, person: Person, one: Appraised) -> list[tuple[str, Decimal, Decimal]]:
    """(item, lowest total, highest total) that one unit of noise in each item gives; the widest
    first."""
    assert one.total is not None
    scheme = tried.rulebook.appraisal.schemes[one.scheme]
    found = []
    with localcontext(EXACT):
        for prepared, item in zip(tried.pools.schemes[one.scheme], one.items, strict=True):
            if item.points is None or item.fallback or not item.metrics:
                continue
            totals = [one.total]
            for other in _shaken(person, prepared):
                points = measure(other, prepared, tried.pools).points
                if points is not None:
                    total = total_with(one, scheme, {item.code: score(points)})
                    totals.append(one.total if total is None else total)
            found.append((item.code, min(totals), max(totals)))
    return sorted(found, key=lambda f: (f[1] - f[2], f[0]))


def _shaken(person: Person, item: Prepared) -> Iterable[Person]:
    """The person with one unit of noise in one metric of the item, each way."""
    for metric in item.metrics:
        for sign in (ONE, -ONE):

            def moved(code: str, figure: Figure, sign: Decimal = sign) -> Figure:
                return shaken(code, figure, sign, item)

            yield changed(person, {metric: moved})


def shaken(metric: str, figure: Figure, sign: Decimal, item: Prepared) -> Figure:
    """The figure with one unit of noise."""
    value, num, den = value_of(figure), number(figure.num), number(figure.den)
    if value is None:
        return figure
    known = KNOWN_METRICS.get(metric)
    if den is not None and den > 0 and num is not None and figure.source != "manual":
        if known is not None and known.unit == "percent":
            events = min(den, max(Decimal(0), num + sign))
            return replace(figure, num=events, value=events / den)
        if known is not None and known.unit in ("seconds", "yuan", "ratio"):
            return with_value(figure, value * (1 + sign / (den + 1)))
    if item.events or known is None or known.unit == "count":
        return with_value(figure, max(Decimal(0), value + sign))
    size = POINT if known.unit in ("percent", "ratio") else item.step
    return with_value(figure, max(Decimal(0), value + sign * size))


def _of_basis(tried: Tried, code: str) -> Iterable[Cliff]:
    """Tiers that change the rate of everything, one order away."""
    person = tried.people[code]
    for metric, value, start in edges.of_basis(tried, person):
        known = KNOWN_METRICS.get(metric)
        unit = order_value(person) if known is not None and known.unit == "yuan" else ONE
        if unit is None or not value - unit < start <= value + unit:
            continue
        at = _with_basis(tried, person, metric, start)
        before = _with_basis(tried, person, metric, start - CENT)
        if isinstance(at, Wage) and isinstance(before, Wage) and at.gross - before.gross > 1:
            yuan = at.gross - before.gross
            yield Cliff(code, "basis", metric, start, value, value < start, yuan)


def _with_basis(tried: Tried, person: Person, metric: str, value: Decimal) -> object:
    other = changed(person, {metric: lambda _code, figure: with_value(figure, value)})
    return tried.wage(other, tried.appraised.get(person.code))


def _of_vetoes(tried: Tried, code: str) -> Iterable[Cliff]:
    """One event away from having the total capped, or from being free of the cap."""
    person, one = tried.people[code], tried.appraised.get(code)
    if one is None or one.total is None:
        return
    scheme = tried.rulebook.appraisal.schemes[one.scheme]
    for veto in scheme.vetoes:
        value = value_of(person.figures.get(veto.metric))
        if value is None or not veto.at_least - ONE <= value < veto.at_least + ONE:
            continue
        caught = value >= veto.at_least
        if caught and one.veto != veto.code:
            continue
        free = total_with(replace(one, veto=""), scheme, {}) or ZERO
        capped = min(free, veto.cap)
        more, less = tried.at_total(code, free), tried.at_total(code, capped)
        if isinstance(more, Wage) and isinstance(less, Wage) and more.gross > less.gross:
            yuan = more.gross - less.gross
            yield Cliff(code, "veto", veto.code, veto.at_least, value, caught, yuan)
