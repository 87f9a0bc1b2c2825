"""How far pay is spread: Gini and the ratio of the ninetieth to the tenth percentile."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

FOUR = Decimal("0.0001")


def gini(amounts: Sequence[Decimal]) -> Decimal | None:
    """0: all alike; towards 1: one has all. None without anybody or anything. Σᵢ(2i − n − 1)xᵢ
    ÷ (n Σx) over the amounts in rising order."""
    n = len(amounts)
    whole = sum(amounts, Decimal(0))
    if not n or whole <= 0:
        return None
    ordered = sorted(amounts)
    above = sum(((2 * i - n - 1) * x for i, x in enumerate(ordered, 1)), Decimal(0))
    return (above / (n * whole)).quantize(FOUR, rounding=ROUND_HALF_UP)


def percentile(amounts: Sequence[Decimal], share: Decimal) -> Decimal | None:
    """The amount below which `share` lies, straight between neighbours (Hyndman & Fan, type 7)."""
    if not amounts:
        return None
    ordered = sorted(amounts)
    place = share * (len(ordered) - 1)
    low = int(place)
    part = place - low
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * part


def ninety_ten(amounts: Sequence[Decimal]) -> Decimal | None:
    """The ninetieth percentile as a multiple of the tenth, two places."""
    high, low = percentile(amounts, Decimal("0.9")), percentile(amounts, Decimal("0.1"))
    if high is None or low is None or low <= 0:
        return None
    return (high / low).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def mean(amounts: Sequence[Decimal]) -> Decimal | None:
    """The mean to the fen."""
    if not amounts:
        return None
    whole = sum(amounts, Decimal(0)) / len(amounts)
    return whole.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
