"""Fair comparison: how much of a difference in a rate could be luck.

Pure arithmetic on counts. A rate is `num` successes of `den` cases, each case independent.

* `wilson` gives the interval of one person's true rate (Wilson, JASA 22, 1927). It keeps to
  [0, 1] and is honest for few cases, unlike the textbook rate ± z·se.
* `funnel_limits` gives where a person with n cases would fall by luck alone if their true rate
  were the group's (Spiegelhalter, Stat. Med. 24, 2005). It is the score test turned round, so a
  point lies outside the limits exactly when its Wilson interval leaves out the group's rate.
* `shrink` moves each observed rate towards the group's by as much as its few cases deserve
  (beta-binomial empirical Bayes, moments as in Kleinman, JASA 68, 1973).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

Z95 = 1.959963984540054
"""Two-sided 95 % of the standard normal."""
Z998 = 3.090232306167813
"""Two-sided 99.8 % of the standard normal: one in a thousand on either side."""

MIN_CASES = 30
"""Below this many cases nobody is called better or worse, and nobody is best."""

Verdict = Literal["surely_higher", "higher", "alike", "lower", "surely_lower", "few"]


@dataclass(frozen=True)
class Interval:
    """Both ends included, as fractions of 1."""

    low: float
    high: float

    def __contains__(self, rate: float) -> bool:
        return self.low <= rate <= self.high


@dataclass(frozen=True)
class Shrunk:
    """A rate after shrinkage; `weight` is the share that the person's own cases have in it."""

    rate: float
    weight: float


def _check(num: float, den: float) -> None:
    if den < 0 or num < 0 or num > den:
        raise ValueError(f"not a share: {num} of {den}")


def wilson(num: int, den: int, z: float = Z95) -> Interval | None:
    """The Wilson score interval of num / den; None without cases.

    Raises ValueError unless 0 ≤ num ≤ den.
    """
    _check(num, den)
    if den == 0:
        return None
    p = num / den
    zz = z * z
    middle = (p + zz / (2 * den)) / (1 + zz / den)
    half = z / (1 + zz / den) * sqrt(p * (1 - p) / den + zz / (4 * den * den))
    # rounding may leave 0 of n at 1e-17 instead of 0
    low = 0.0 if num == 0 else max(0.0, middle - half)
    high = 1.0 if num == den else min(1.0, middle + half)
    return Interval(low, high)


def funnel_limits(rate: float, den: int, z: float = Z95) -> Interval | None:
    """Where an observed rate of `den` cases falls by luck when the true rate is `rate`."""
    if not 0 <= rate <= 1:
        raise ValueError(f"not a rate: {rate}")
    if den <= 0:
        return None
    half = z * sqrt(rate * (1 - rate) / den)
    return Interval(max(0.0, rate - half), min(1.0, rate + half))


def verdict(num: int, den: int, rate: float, *, few: int = MIN_CASES) -> Verdict:
    """How num / den stands to the group's `rate`: "higher" outside the 95 % limits, "surely"
    outside the 99.8 % limits, "few" when there are fewer than `few` cases to judge by."""
    _check(num, den)
    near = funnel_limits(rate, den, Z95)
    far = funnel_limits(rate, den, Z998)
    if near is None or far is None or den < few:
        return "few"
    p = num / den
    if p > far.high:
        return "surely_higher"
    if p > near.high:
        return "higher"
    if p < far.low:
        return "surely_lower"
    if p < near.low:
        return "lower"
    return "alike"


def pooled(cases: Sequence[tuple[int, int]]) -> float | None:
    """The group's rate: all successes over all cases; None without cases."""
    den = sum(d for _, d in cases)
    return sum(n for n, _ in cases) / den if den else None


def shrink(cases: Sequence[tuple[int, int]]) -> list[Shrunk | None]:
    """The empirical-Bayes rate of each (num, den), in the order given; None for no cases.

    When the group differs by no more than luck explains, everyone gets the group's rate
    (weight 0); a person with many cases in a diverse group keeps nearly their own.
    """
    for num, den in cases:
        _check(num, den)
    centre = pooled(cases)
    if centre is None:
        return [None] * len(cases)
    strength = _prior_cases([c for c in cases if c[1]], centre)
    out: list[Shrunk | None] = []
    for num, den in cases:
        if den == 0:
            out.append(None)
            continue
        weight = 0.0 if strength is None else den / (den + strength)
        out.append(Shrunk(weight * num / den + (1 - weight) * centre, weight))
    return out


def _prior_cases(cases: Sequence[tuple[int, int]], centre: float) -> float | None:
    """How many cases the group's experience is worth; None: infinitely many (no spread)."""
    k = len(cases)
    total = sum(d for _, d in cases)
    if k < 2 or centre in (0.0, 1.0):
        return None
    spread = sum(d * (n / d - centre) ** 2 for n, d in cases)
    by_luck = centre * (1 - centre) * (k - 1)
    scale = total - sum(d * d for _, d in cases) / total
    between = (spread - by_luck) / scale  # variance of the true rates
    if between <= 0:
        return None
    return max(0.0, centre * (1 - centre) / between - 1)
