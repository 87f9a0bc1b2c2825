"""Curves: from a value to points. Pure arithmetic, not yet rounded.

A value is what the item looks at: a rate as a fraction, seconds, a number of events, or a
rating. `rank` needs the others too and has a function of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

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
    if isinstance(curve, Linear):
        return _linear(curve)
    if isinstance(curve, Target):
        return _target(curve, target if target is not None and target > 0 else curve.target)
    if isinstance(curve, Bands):
        return _banded(curve)
    if isinstance(curve, PerEvent):
        each = curve.points
        return lambda events: max(NONE, FULL - events * each)
    return lambda value: min(FULL, max(NONE, value))


def _linear(curve: Linear) -> Points:
    worst, best = curve.worst, curve.best
    width = best - worst

    def points(value: Decimal) -> Decimal:
        if not width:
            return FULL if value >= best else NONE
        # multiplied before divided, so that a round result stays round
        there = FULL * (value - worst) / width
        return NONE if there < NONE else FULL if there > FULL else there

    return points


def _target(curve: Target, target: Decimal) -> Points:
    down, cap = curve.lower_is_better, curve.cap

    def points(value: Decimal) -> Decimal:
        if target <= 0:
            return NONE
        return min(cap, max(NONE, (2 * target - value if down else value) * FULL / target))

    return points


def _banded(curve: Bands) -> Points:
    bands = [(band.from_, band.points) for band in curve.bands]

    def points(value: Decimal) -> Decimal:
        reached = NONE
        for start, given in bands:
            if value < start:
                break
            reached = given
        return reached

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
