"""Curves: from a value to points. Pure arithmetic, not yet rounded.

A value is what the item looks at: a rate as a fraction, seconds, a number of events, or a
rating. `rank` needs the others too and has a function of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from jinpai.rules.sections.appraisal import (
    Bands,
    Curve,
    Linear,
    PerEvent,
    Rank,
    RatingCurve,
    Target,
)

FULL = Decimal(100)
NONE = Decimal(0)

Points = Callable[[Decimal], Decimal]


def of(curve: Curve, target: Decimal | None = None) -> Points:
    """The curve as a function. `target` is the person's own and replaces the curve's; a target
    that is not positive is none."""
    if isinstance(curve, Target) and target is not None and target > 0:
        return lambda value: _target(curve, value, target)
    return _plain(curve)


@lru_cache(maxsize=1024)
def _plain(curve: Curve) -> Points:
    if isinstance(curve, Linear):
        return lambda value: _linear(curve, value)
    if isinstance(curve, Target):
        return lambda value: _target(curve, value, curve.target)
    if isinstance(curve, Bands):
        return lambda value: _banded(curve, value)
    if isinstance(curve, PerEvent):
        return lambda value: max(NONE, FULL - value * curve.points)
    return lambda value: min(FULL, max(NONE, value))


def _linear(curve: Linear, value: Decimal) -> Decimal:
    width = curve.best - curve.worst
    if not width:
        return FULL if value >= curve.best else NONE
    # multiplied before divided, so that a round result stays round
    return min(FULL, max(NONE, FULL * (value - curve.worst) / width))


def _target(curve: Target, value: Decimal, target: Decimal) -> Decimal:
    if target <= 0:
        return NONE
    of_target = (2 * target - value if curve.lower_is_better else value) * FULL / target
    return min(curve.cap, max(NONE, of_target))


def _banded(curve: Bands, value: Decimal) -> Decimal:
    points = NONE
    for band in curve.bands:
        if value < band.from_:
            break
        points = band.points
    return points


def rank(people: int, better: int, ties: int) -> Decimal | None:
    """100 × (n − mean rank) / (n − 1) for one who has `better` people before and `ties` beside
    them; None when alone."""
    if people < 2:
        return None
    # the mean rank of better + 1 … better + 1 + ties is better + 1 + ties / 2
    return FULL * (2 * (people - better - 1) - ties) / (2 * (people - 1))


def highest(curve: Curve) -> Decimal:
    """The most points that it gives."""
    if isinstance(curve, Target):
        return curve.cap
    if isinstance(curve, Bands):
        return max(band.points for band in curve.bands)
    return FULL


def lower_is_better(curve: Curve, direction: str) -> bool:
    """Which way is one step better? `direction` is the metric's own."""
    if isinstance(curve, Linear):
        return curve.best < curve.worst
    if isinstance(curve, Target):
        return curve.lower_is_better
    if isinstance(curve, PerEvent):
        return True
    if isinstance(curve, RatingCurve):
        return False
    if isinstance(curve, Rank) and curve.lower_is_better is not None:
        return curve.lower_is_better
    if isinstance(curve, Bands) and len(curve.bands) > 1:
        return curve.bands[0].points > curve.bands[-1].points
    return direction == "down"
