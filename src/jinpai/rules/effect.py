"""The effect of a change: before and after, beside those whom it did not touch.

Difference in differences over people: each person's own change from before to after; the effect is
the mean change of those touched less the mean change of the comparison, with Welch's interval. One
person is one observation however many cases stand behind, so a few people give a wide interval,
and rightly so. Statistics, not money: floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, exp, lgamma, log, pi, sqrt
from statistics import fmean, variance


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's figure before and after."""

    person: str
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Group:
    """Means of a group, and how many people are in it."""

    people: int
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Assumption:
    """What must hold for the effect to be one."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Effect:
    """`low` and `high` hold the true effect in 95 of 100 such comparisons; None: too few people.
    `assumes` says what must hold for it, in both languages."""

    effect: float
    low: float | None
    high: float | None
    touched: Group
    comparison: Group | None
    assumes: tuple[Assumption, ...]

    @property
    def sure(self) -> bool:
        """Does the interval leave out 0?"""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


PARALLEL = Assumption(
    "假定:没有这次改变,两组人的变化会一样多。大促、换品、调价若只碰到其中一组,就不成立。",
    "Assumes that without the change both groups would have moved alike. A campaign, new goods or "
    "new prices that met only one of them break that.",
)
NOTHING_ELSE = Assumption(
    "没有对照组:同一时间里别的变化(季节、大促、商品)都算在里面,不能当作这次改变的功劳。",
    "No comparison group: whatever else changed in that time (season, campaigns, goods) is in it, "
    "and cannot be put down to this change.",
)
SAME_PEOPLE = Assumption(
    "只比前后两段都有数据的人;新来和离开的人不算。",
    "Only people with figures on both sides are compared; newcomers and leavers are not.",
)
FEW = Assumption(
    "人太少,给不出区间;等人多一些再看。",
    "Too few people for an interval; compare more people.",
)


def effect(touched: Sequence[Pair], comparison: Sequence[Pair] = ()) -> Effect | None:
    """The effect with its 95 % interval; None without anybody touched."""
    if not touched:
        return None
    own = _group(touched)
    other = _group(comparison) if comparison else None
    size = own.change - (other.change if other else 0.0)
    assumes = [PARALLEL if other else NOTHING_ELSE, SAME_PEOPLE]
    half = _half_width([p.change for p in touched], [p.change for p in comparison])
    if half is None:
        assumes.append(FEW)
    return Effect(
        size,
        None if half is None else size - half,
        None if half is None else size + half,
        own, other, tuple(assumes),
    )  # fmt: skip


def _group(pairs: Sequence[Pair]) -> Group:
    return Group(len(pairs), fmean(p.before for p in pairs), fmean(p.after for p in pairs))


def _half_width(touched: Sequence[float], comparison: Sequence[float]) -> float | None:
    """Half the width of Welch's interval; None where a group has fewer than two people."""
    groups = [g for g in (touched, comparison) if g]
    if any(len(g) < 2 for g in groups):
        return None
    parts = [(variance(g) / len(g), len(g) - 1) for g in groups]
    whole = sum(v for v, _ in parts)
    if whole <= 0:
        return 0.0
    freedom = whole**2 / sum(v**2 / df for v, df in parts)
    return t_quantile(0.975, freedom) * sqrt(whole)


def t_quantile(p: float, freedom: float) -> float:
    """The quantile of Student's t for p > 1/2, by halving."""
    low, high = 0.0, 2.0
    while _t_below(high, freedom) < p:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_below(middle, freedom) < p else (low, middle)
    return (low + high) / 2


def _t_below(t: float, freedom: float) -> float:
    """P(T ≤ t) for t ≥ 0: one half and the density's integral, after x = √df·tan u made finite."""
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(pi) / 2)
    end = atan(t / sqrt(freedom))
    steps = 200
    width = end / steps
    total = 0.0
    for i in range(steps + 1):
        weight = 1 if i in (0, steps) else 4 if i % 2 else 2
        total += weight * cos(i * width) ** (freedom - 1)
    return 0.5 + scale * total * width / 3
