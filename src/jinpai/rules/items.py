"""One item of an appraisal and one person: what it looks at, and the points that gives.

Points here are exact, rounded only in `appraisal.py`. Where there are none, `lack` says why:
`missing`, `small` (fewer cases than min_sample), `alone` (nobody to be ranked with).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

from jinpai.rules import curves, steps
from jinpai.rules.inputs import Figure, Person, Rating
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.money import reckonable
from jinpai.rules.sections.appraisal import CampaignDays, Item, PerEvent, Pool, Rank, Scheme

if TYPE_CHECKING:
    from jinpai.rules.pools import Pools

Lack = Literal["", "missing", "small", "alone"]

_SNAP = Decimal("1e-12")
_NUDGE = Decimal("1e-13")
_CENTI = Decimal("0.01")


def snap(value: Decimal) -> Decimal:
    """Exact but for what division left over: a third ÷ a third is 1."""
    return value.quantize(_SNAP, rounding=ROUND_HALF_EVEN)


def rounded(points: Decimal) -> Decimal:
    """Points (0 or more) half up to two places. Thirds that add up to a half are a half again:
    the nudge is more than division leaves over and less than any difference there can be."""
    return (points + _NUDGE).quantize(_CENTI, ROUND_HALF_UP)


class Prepared:
    """An item with what is the same for everybody worked out."""

    __slots__ = (
        "against", "code", "curve", "days", "downward", "events", "highest", "index", "item",
        "kind", "limits", "metrics", "min_sample", "name_en", "name_zh", "path", "pool", "rank",
        "rates", "rating", "scheme", "step", "targeted", "weight",
    )  # fmt: skip

    def __init__(self, scheme: str, index: int, item: Item) -> None:
        self.scheme = scheme
        self.index = index
        self.item = item
        self.code = item.code
        self.name_zh, self.name_en = item.name.zh, item.name.en
        self.kind = item.kind
        self.path = f"appraisal.schemes.{scheme}.items[{index}]"
        self.metrics = item.metrics
        self.curve = curves.of(item.curve)
        self.highest = curves.highest(item.curve)
        self.against = item.against
        self.days: CampaignDays = item.campaign_days
        self.pool: Pool = item.pool
        self.min_sample = item.min_sample
        self.weight = item.weight
        self.events = isinstance(item.curve, PerEvent)
        self.rank = isinstance(item.curve, Rank)
        self.rating = not item.metrics
        self.targeted = item.curve.kind == "target"
        self.step = steps.size(item)
        self.downward = {code: steps.downward(item, code) for code in item.metrics or ("",)}
        self.limits = {code: steps.limits(item, code) for code in item.metrics or ("",)}
        self.rates = {code for code in item.metrics if is_rate(code)}

    def better(self, value: Decimal, metric: str) -> Decimal:
        """The value one step better, as far as it can be; one there already, or past it, stays."""
        least, most = self.limits[metric]
        if self.downward[metric]:
            moved = value - self.step
            return moved if moved >= least else min(value, least)
        moved = value + self.step
        return moved if most is None or moved <= most else max(value, most)


def prepare(code: str, scheme: Scheme) -> tuple[Prepared, ...]:
    """The items of a scheme, ready to be used for many people."""
    return tuple(Prepared(code, index, item) for index, item in enumerate(scheme.items))


def is_rate(metric: str) -> bool:
    """Has it a numerator and a denominator?"""
    known = KNOWN_METRICS.get(metric)
    return known is not None and known.rate


Seen = tuple[Decimal | None, Decimal | None, Lack, Figure | None]
"""One metric of one person as the item looks at it: (value, n, lack, figure)."""


@dataclass(slots=True)
class Measured:
    """One item of one person. `parts`: what each known metric gave, (metric, value)."""

    value: Decimal | None
    n: Decimal | None
    points: Decimal | None
    lack: Lack
    parts: tuple[tuple[str, Decimal], ...] = ()
    figures: tuple[Figure, ...] = ()
    bad: tuple[str, ...] = ()  # metrics that are there but no numbers
    place: tuple[int, int, int] | None = None


def number(value: object) -> Decimal | None:
    """A number that can be reckoned with, or None."""
    return value if isinstance(value, Decimal) and reckonable(value) else None


def sum_of(figure: Figure) -> tuple[Decimal, Decimal] | None:
    """Numerator and denominator, where it has both."""
    num, den = number(figure.num), number(figure.den)
    return None if num is None or den is None or den < 0 else (num, den)


def value_of(figure: Figure | None) -> Decimal | None:
    """The figure's value; its quotient where only the parts are known."""
    if figure is None:
        return None
    if figure.value is not None:
        return number(figure.value)
    both = sum_of(figure)
    return both[0] / both[1] if both and both[1] > 0 else None


def compared(person: Person, item: Prepared, metric: str, pools: Pools) -> Seen:
    """One metric of the person: enough cases? Against which mean?"""
    figures = person.figures if item.days == "include" else person.chosen(item.days)
    figure = figures.get(metric)
    if figure is None:
        return None, None, "missing", None
    n = figure.den if figure.den is None else number(figure.den)
    if item.events:
        rate = metric in item.rates or figure.num is not None
        value = number(figure.num) if rate else value_of(figure)
    else:
        value = value_of(figure)
    if value is None:
        return None, n, "missing", figure
    if item.against != "none":
        mean = pools.mean(item, metric, person)
        if mean is None or mean <= 0:
            return None, n, "missing", figure
        value = snap(value / mean)  # a third ÷ a third is 1, on the band's right side
    if item.min_sample is not None and n is not None and n < item.min_sample:
        return value, n, "small", figure
    return value, n, "", figure


def rating_of(person: Person, item: str, order: tuple[str, ...]) -> Rating | None:
    """The rating that counts: of the last step, in order, that gave one; the own never counts."""
    for step in reversed(order):
        if step == "self":
            continue
        for rating in reversed(person.ratings):
            if rating.item == item and rating.step == step:
                return rating
    return None


def self_rating(person: Person, item: str) -> Decimal | None:
    """What the person gave, shown beside."""
    for rating in reversed(person.ratings):
        if rating.item == item and rating.step == "self":
            return rating.points
    return None


def own_target(person: Person, item: Prepared) -> Decimal | None:
    """The target set for the person, where the curve has one and it is a number above 0."""
    if not item.targeted or not person.targets:
        return None
    target = number(person.targets.get(item.code))
    return target if target is not None and target > 0 else None


def curve_of(person: Person, item: Prepared) -> curves.Points:
    """The curve with the person's own target."""
    target = own_target(person, item)
    return item.curve if target is None else curves.of(item.item.curve, target)


def measure(person: Person, item: Prepared, pools: Pools) -> Measured:
    """The points that the item's figures give the person."""
    if len(item.metrics) == 1:
        return _one(person, item, pools)
    return _several(person, item, pools)


def measure_rating(person: Person, item: Prepared, order: tuple[str, ...]) -> Measured:
    """The points that were given."""
    rating = rating_of(person, item.code, order)
    points = number(rating.points) if rating else None
    if points is None:
        return Measured(None, None, None, "missing")
    return Measured(points, None, item.curve(points), "", (("", points),))


def _one(person: Person, item: Prepared, pools: Pools) -> Measured:
    metric = item.metrics[0]
    value, n, lack, figure = compared(person, item, metric, pools)
    figures = () if figure is None else (figure,)
    if item.events:
        n = value
    if lack or value is None:
        bad = (metric,) if value is None and broken(figure) else ()
        return Measured(value, n, None, lack, (), figures, bad)
    points, place = points_for(person, item, pools, metric, value)
    return Measured(
        value, n, points, "alone" if points is None else "", ((metric, value),), figures, (), place
    )


def _several(person: Person, item: Prepared, pools: Pools) -> Measured:
    seen = [(metric, compared(person, item, metric, pools)) for metric in item.metrics]
    figures = tuple(figure for _, (_, _, _, figure) in seen if figure is not None)
    bad = tuple(m for m, (value, _, _, figure) in seen if value is None and broken(figure))
    known = tuple((m, value) for m, (value, _, lack, _) in seen if not lack and value is not None)
    if not known:
        small = [n for _, (_, n, lack, _) in seen if lack == "small"]
        lack: Lack = "small" if small else "missing"
        return Measured(None, _added(small), None, lack, (), figures, bad)
    n = _added([n for _, (_, n, lack, _) in seen if not lack])
    if item.events:
        events = sum((value for _, value in known), Decimal(0))
        return Measured(events, events, item.curve(events), "", known, figures, bad)
    points, value = mean_points(person, item, pools, known)
    return Measured(value, n, points, "alone" if points is None else "", known, figures, bad)


def _added(numbers: Sequence[Decimal | None]) -> Decimal | None:
    there = [n for n in numbers if n is not None]
    return sum(there, Decimal(0)) if there else None


def mean_points(
    person: Person, item: Prepared, pools: Pools, parts: tuple[tuple[str, Decimal], ...]
) -> tuple[Decimal | None, Decimal]:
    """The mean of the points of several metrics, and of their values."""
    given = [points_for(person, item, pools, metric, value)[0] for metric, value in parts]
    there = [points for points in given if points is not None]
    value = sum((v for _, v in parts), Decimal(0)) / len(parts)
    return (sum(there, Decimal(0)) / len(there) if there else None), value


def points_for(
    person: Person, item: Prepared, pools: Pools, metric: str, value: Decimal
) -> tuple[Decimal | None, tuple[int, int, int] | None]:
    """The points of one value, and the place among comparable people where that is the curve."""
    if item.rank:
        place = pools.place(item, metric, person, value)
        return curves.rank(*place), place
    curve = curve_of(person, item) if item.targeted else item.curve
    return curve(value), None


def stepped(person: Person, item: Prepared, pools: Pools, seen: Measured) -> Decimal | None:
    """The points one step better; None where a step means nothing."""
    if not seen.parts:
        return None
    if seen.points == item.highest:
        return seen.points
    if item.rating or item.events:
        assert seen.value is not None
        value = item.better(seen.value, seen.parts[0][0])
        return item.curve(value)
    moved = tuple((metric, item.better(value, metric)) for metric, value in seen.parts)
    if len(moved) == 1:
        return points_for(person, item, pools, *moved[0])[0]
    return mean_points(person, item, pools, moved)[0]


def broken(figure: Figure | None) -> bool:
    """Is something there that is no number?"""
    return figure is not None and any(
        part is not None and number(part) is None for part in (figure.value, figure.num, figure.den)
    )
