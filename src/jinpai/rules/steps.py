"""One step better: how far is one step of a value, and which values can there be.

A percentage point, a second, a case fewer: small enough to be worked on tomorrow. An item may
name its own step. What the step pays is worked out in `appraisal.py` and `slopes.py`.
"""

from __future__ import annotations

from decimal import Decimal

from jinpai.rules.curves import lower_is_better
from jinpai.rules.known import KNOWN_METRICS, KnownMetric
from jinpai.rules.sections.appraisal import Item, PerEvent

POINT = Decimal("0.01")
ONE = Decimal(1)
HUNDRED = Decimal(100)

_BY_UNIT = {
    "percent": POINT,
    "ratio": POINT,
    "seconds": ONE,
    "hours": ONE,
    "count": ONE,
    "items": ONE,
    "points": ONE,
}


def direction_of(code: str) -> str:
    """Which way a metric is better: up, down or none; unknown: up."""
    known = KNOWN_METRICS.get(code)
    return known.direction if known else "up"


def size(item: Item) -> Decimal:
    """How far one step of the item's value is, always positive."""
    if item.step is not None:
        return item.step
    if isinstance(item.curve, PerEvent):
        return ONE
    if item.against != "none":
        return POINT  # of the mean
    known = KNOWN_METRICS.get(item.metrics[0]) if item.metrics else None
    return ONE if known is None else _of_metric(known)


def _of_metric(known: KnownMetric) -> Decimal:
    if known.unit == "yuan":
        return ONE if known.rate else HUNDRED  # a yuan of a mean, a hundred of a sum
    return _BY_UNIT[known.unit]


def downward(item: Item, metric: str) -> bool:
    """Is less better in this item?"""
    return lower_is_better(item.curve, direction_of(metric))


def limits(item: Item, metric: str) -> tuple[Decimal, Decimal | None]:
    """The smallest and greatest value that can be: no negative seconds, no 101 %."""
    if not item.metrics:
        return Decimal(0), HUNDRED
    known = KNOWN_METRICS.get(metric)
    if item.against == "none" and known and not isinstance(item.curve, PerEvent):
        if known.unit == "percent":
            return Decimal(0), ONE
        if known.unit == "points":
            return Decimal(0), HUNDRED
    return Decimal(0), None


def unit(item: Item) -> str:
    """In what a step of the item is counted, for who writes it down."""
    if isinstance(item.curve, PerEvent):
        return "count"
    if item.against != "none":
        return "percent"  # of the mean
    known = KNOWN_METRICS.get(item.metrics[0]) if item.metrics else None
    return known.unit if known else "points"
