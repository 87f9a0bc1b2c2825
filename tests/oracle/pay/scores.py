"""4-rules §2: items, fallbacks, weights, events, vetoes, the total and the coefficient."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jinpai.rules.inputs import Month, Person

from .figures import chosen, exact, figure, fits, number_of, two_places

HUNDRED = Fraction(100)
# the metrics of which less is better, of those that the random houses use
DOWNWARD = {"average_response", "first_response", "dispute_rate", "bad_reviews", "late"}
# "Performance coefficient default: ≥95 1.2 · ≥90 1.1 · ≥80 1.0 · ≥70 0.9 · ≥60 0.8 · else 0.6"
DEFAULT_COEFFICIENTS = [
    {"from": Decimal(a), "factor": Decimal(b)}
    for a, b in (("95", "1.2"), ("90", "1.1"), ("80", "1.0"), ("70", "0.9"), ("60", "0.8"))
]


@dataclass
class Scored:
    """One person's appraisal."""

    scheme: str
    points: dict[str, Decimal | None]  # by item; None: reweighted away
    total: Decimal | None = None
    coefficient: Decimal | None = None
    events: Decimal = Decimal(0)
    fallbacks: dict[str, str] = field(default_factory=dict)
    weights: dict[str, Fraction] = field(default_factory=dict)


def curve_points(curve: dict[str, Any], value: Fraction) -> Fraction:
    """The table of curves, those that look at one value alone."""
    kind = curve["kind"]
    if kind == "linear":
        # 0 at `worst`, 100 at `best`, straight between, clamped (works downward too)
        worst, best = exact(curve["worst"]), exact(curve["best"])
        return min(HUNDRED, max(Fraction(0), HUNDRED * (value - worst) / (best - worst)))
    if kind == "target":
        # 100 × actual / target; lower-is-better: 100 × (2 − actual / target); floor 0, cap
        part = value / exact(curve["target"])
        if curve.get("lower_is_better", False):
            part = 2 - part
        return min(exact(curve.get("cap", 120)), max(Fraction(0), HUNDRED * part))
    if kind == "bands":
        # ordered half-open bands [from, next) → points
        points = Fraction(0)
        for band in curve["bands"]:
            if value >= exact(band["from"]):
                points = exact(band["points"])
        return points
    raise AssertionError(kind)


def mean_of(people: list[Person], campaign_days: str, metric: str) -> Fraction | None:
    """Σ num / Σ den of the people whose figure is known; without denominators the plain mean."""
    known = [f for p in people if (f := figure(chosen(p, campaign_days), metric)) is not None]
    if not known:
        return None
    parts = [f for f in known if f.num is not None and f.den is not None]
    if parts:
        below = sum((exact(f.den) for f in parts), Fraction(0))
        above = sum((exact(f.num) for f in parts), Fraction(0))
        return above / below if below else None
    return sum((exact(f.value) for f in known), Fraction(0)) / len(known)


@dataclass
class Reading:
    """One item of one person before fallbacks: points, or why there are none."""

    points: Fraction | None = None
    why: str = ""  # missing, small, alone


class Pools:
    """Who is compared with whom: the same scheme, and equal pool keys."""

    def __init__(self, month: Month, appraisal: dict[str, Any]) -> None:
        schemes = appraisal.get("schemes", {})
        self.month = month
        self.steps = appraisal.get("steps", ["self", "leader", "supervisor"])
        self.scheme_of = {p.code: fits(schemes, p) for p in month.people}

    def of(self, person: Person, item: dict[str, Any]) -> list[Person]:
        keys = item.get("pool", ["shop", "group"])
        mine = [getattr(person, key) for key in keys]
        return [
            other
            for other in self.month.people
            if self.scheme_of[other.code] == self.scheme_of[person.code]
            and [getattr(other, key) for key in keys] == mine
        ]


def value_of(person: Person, item: dict[str, Any], metric: str, pools: Pools) -> Fraction | None:
    """What goes into the curve: the figure, or its ratio to the mean it is held against."""
    days = item.get("campaign_days", "include")
    value = number_of(chosen(person, days), metric)
    against = item.get("against", "none")
    if value is None or against == "none":
        return value
    if against == "shop_mean":
        others = [p for p in pools.month.people if p.shop == person.shop]
    else:
        others = pools.of(person, item)
    mean = mean_of(others, days, metric)
    # nothing can be held against a mean of nothing or less
    return None if mean is None or mean <= 0 else value / mean


def small(person: Person, item: dict[str, Any], metric: str) -> bool:
    """Is the denominator below `min_sample`? A figure without one has no sample to be small."""
    least = item.get("min_sample")
    found = figure(chosen(person, item.get("campaign_days", "include")), metric)
    return least is not None and found is not None and found.den is not None and found.den < least


def read_item(person: Person, item: dict[str, Any], pools: Pools) -> Reading:
    """The points by the curve alone."""
    curve = item["curve"]
    if curve["kind"] == "rating":
        given = {r.step: exact(r.points) for r in person.ratings if r.item == item["code"]}
        # the furthest of the steps that the rulebook names; the self-rating is only shown
        for step in reversed(pools.steps):
            if step != "self" and step in given:
                return Reading(given[step])
        return Reading(None, "missing")
    if curve["kind"] == "per_event":
        return per_event(person, item)
    known = [
        (metric, value)
        for metric in item["metrics"]
        if (value := value_of(person, item, metric, pools)) is not None
    ]
    if not known:
        return Reading(None, "missing")
    enough = [(metric, value) for metric, value in known if not small(person, item, metric)]
    if not enough:
        return Reading(None, "small")
    if curve["kind"] == "rank":
        return rank(person, item, pools)
    own = dict(curve)
    if curve["kind"] == "target" and item["code"] in person.targets:
        own["target"] = person.targets[item["code"]]
    points = [curve_points(own, value) for _, value in enough]
    return Reading(sum(points, Fraction(0)) / len(points))


def per_event(person: Person, item: dict[str, Any]) -> Reading:
    """100 − n × points, floor 0; n = Σ num of a rate, or the value of a count."""
    figures = chosen(person, item.get("campaign_days", "include"))
    known = [
        (f.num if f.num is not None else f.value, f.den)
        for metric in item["metrics"]
        if (f := figures.get(metric)) is not None and (f.num, f.value) != (None, None)
    ]
    if not known:
        return Reading(None, "missing")
    least = item.get("min_sample") or 0
    enough = [n for n, den in known if den is None or den >= least]
    if not enough:
        return Reading(None, "small")
    count = sum((exact(n) for n in enough), Fraction(0))
    return Reading(max(Fraction(0), HUNDRED - count * exact(item["curve"]["points"])))


def rank(person: Person, item: dict[str, Any], pools: Pools) -> Reading:
    """100 × (n − mean rank) / (n − 1) among comparable people; n = 1: reweight."""
    metric = item["metrics"][0]
    lower = item["curve"].get("lower_is_better")
    lower = metric in DOWNWARD if lower is None else lower
    values = {
        other.code: value
        for other in pools.of(person, item)
        if (value := value_of(other, item, metric, pools)) is not None
        and not small(other, item, metric)
    }
    n = len(values)
    if n == 1:
        return Reading(None, "alone")
    mine = values[person.code]
    better = sum((v < mine) if lower else (v > mine) for v in values.values())
    same = sum(v == mine for v in values.values())
    mean_rank = better + Fraction(same + 1, 2)
    return Reading(HUNDRED * (n - mean_rank) / (n - 1))


def item_points(person: Person, item: dict[str, Any], pools: Pools) -> tuple[Decimal | None, str]:
    """The item's points, two places, with the fallback that made them."""
    ruled = [
        r
        for r in person.rulings
        if r.item == item["code"] and r.outcome in ("accepted", "set") and r.points is not None
    ]
    if ruled:
        return two_places(exact(ruled[-1].points)), "ruling"
    found = read_item(person, item, pools)
    if found.points is not None:
        return two_places(found.points), ""
    way = {
        "missing": item.get("missing", "reweight"),
        "small": item.get("small_sample", "reweight"),
        "alone": "reweight",
    }[found.why]
    if way == "full":
        return Decimal("100.00"), "full"
    if way == "team_mean":
        others = [
            p for other in pools.of(person, item)
            if (p := read_item(other, item, pools).points) is not None
        ]  # fmt: skip
        if others:
            return two_places(sum(others, Fraction(0)) / len(others)), "team_mean"
    return None, "reweight"


def coefficient_of(total: Decimal, appraisal: dict[str, Any]) -> Decimal:
    """Half-open [from, next), `otherwise` below."""
    factor = appraisal.get("otherwise", Decimal("0.6"))
    for row in sorted(
        appraisal.get("coefficients") or DEFAULT_COEFFICIENTS, key=lambda r: r["from"]
    ):
        if total >= row["from"]:
            factor = row["factor"]
    return Decimal(factor)


def score(person: Person, appraisal: dict[str, Any], pools: Pools) -> Scored | None:
    """One person's appraisal; None when no scheme fits."""
    code = pools.scheme_of[person.code]
    if code is None:
        return None
    scheme = appraisal["schemes"][code]
    out = Scored(code, {})
    for item in scheme["items"]:
        out.points[item["code"]], out.fallbacks[item["code"]] = item_points(person, item, pools)
    weight = {i["code"]: exact(i["weight"]) for i in scheme["items"]}
    present = {c: exact(p) for c, p in out.points.items() if p is not None}
    limits = scheme.get("events", {})
    plus = sum((exact(e.points) for e in person.events if e.points > 0), Fraction(0))
    minus = sum((-exact(e.points) for e in person.events if e.points < 0), Fraction(0))
    events = min(plus, exact(limits.get("plus", 5))) - min(minus, exact(limits.get("minus", 10)))
    out.events = two_places(events)
    if not present:
        return out
    # the missing weight is spread over the others in proportion
    there = sum((weight[c] for c in present), Fraction(0))
    out.weights = {c: weight[c] * 100 / there for c in present}
    total = sum((points * weight[c] for c, points in present.items()), Fraction(0)) / there
    total += events
    for veto in scheme.get("vetoes", []):
        reached = number_of(person.figures, veto["metric"])
        if reached is not None and reached >= exact(veto["at_least"]):
            total = min(total, exact(veto["cap"]))
    total = max(Fraction(0), min(total, exact(scheme.get("total_cap", 100))))
    out.total = two_places(total)
    out.coefficient = coefficient_of(out.total, appraisal)
    return out
