"""A curve as a sentence and as a small picture: value along, points up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jinpai.apps.rulebooks.telling.words import Told, in_unit, number, unit_of
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.sections.appraisal import Bands, Item, Linear, PerEvent, Rank, Target

WIDTH, HEIGHT = 120, 40  # of the picture, its edge included
_LEFT, _TOP = 4, 4


@dataclass(frozen=True)
class Picture:
    """A line through (x, y) in the picture's own units, and what stands at its ends."""

    line: str  # the `points` of an SVG polyline
    left: Told
    right: Told


def sentence(item: Item) -> Told:
    """How a value becomes points."""
    curve, unit = item.curve, _unit(item)
    if isinstance(curve, Linear):
        worst, best = in_unit(curve.worst, unit), in_unit(curve.best, unit)
        return Told(
            f"{worst.zh} 得 0 分,{best.zh} 得 100 分,中间按比例",
            f"{worst.en} scores 0, {best.en} scores 100, straight between",
        )
    if isinstance(curve, Target):
        aim = in_unit(curve.target, unit)
        if curve.lower_is_better:
            return Told(
                f"目标 {aim.zh} 得 100 分,越低越高,封顶 {number(curve.cap)} 分",
                f"the target {aim.en} scores 100, lower is more, at most {number(curve.cap)}",
            )
        return Told(
            f"100 × 实际 ÷ 目标 {aim.zh},封顶 {number(curve.cap)} 分",
            f"100 × actual ÷ the target {aim.en}, at most {number(curve.cap)}",
        )
    if isinstance(curve, Bands):
        steps = [(in_unit(b.from_, unit), number(b.points)) for b in curve.bands]
        return Told(
            "、".join(f"{at.zh} 起 {points} 分" for at, points in steps) + ",再低 0 分",
            "; ".join(f"from {at.en} on {points}" for at, points in steps) + "; below that 0",
        )
    if isinstance(curve, PerEvent):
        return Told(
            f"从 100 分起,每次扣 {number(curve.points)} 分,最低 0 分",
            f"from 100, {number(curve.points)} off for each, not below 0",
        )
    if isinstance(curve, Rank):
        return Told(
            "在可比的人里排名:第一名 100 分,最后一名 0 分",
            "by rank among comparable people: first 100, last 0",
        )
    return Told(
        "打 0–100 分,自评并排显示", "0–100 points given by hand, the self-rating shown beside"
    )


def _unit(item: Item) -> str:
    if item.against != "none" or not item.metrics:
        return "ratio"
    return unit_of(item.metrics[0])


def picture(item: Item) -> Picture | None:
    """The curve drawn; None for a rating, which has none."""
    curve, unit = item.curve, _unit(item)
    if isinstance(curve, Linear):
        low, high = sorted((curve.worst, curve.best))
        gap = high - low or Decimal(1)
        first, last = (0, 100) if curve.best >= curve.worst else (100, 0)
        spots = [(low - gap / 4, first), (low, first), (high, last), (high + gap / 4, last)]
        return _drawn(spots, in_unit(low, unit), in_unit(high, unit))
    if isinstance(curve, Target):
        return _of_target(curve, unit)
    if isinstance(curve, Bands):
        return _of_bands(curve, unit)
    if isinstance(curve, PerEvent):
        most = Decimal(100) / curve.points if curve.points else Decimal(10)
        return _drawn(
            [(Decimal(0), 100), (most, 0), (most * 5 / 4, 0)], Told("0 次", "0"),
            Told(f"{number(_up(most))} 次", number(_up(most))),
        )  # fmt: skip
    if isinstance(curve, Rank):
        return _drawn(
            [(Decimal(0), 0), (Decimal(1), 100)], Told("末位", "last"), Told("第一", "1st")
        )
    return None


def _up(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole >= value else whole + 1


def _of_target(curve: Target, unit: str) -> Picture:
    aim, cap = curve.target, curve.cap
    if curve.lower_is_better:
        at_cap = aim * (2 - cap / 100)
        spots = [(Decimal(0), cap), (max(at_cap, Decimal(0)), cap), (aim * 2, Decimal(0))]
        return _drawn(spots, in_unit(Decimal(0), unit), in_unit(aim * 2, unit), top=cap)
    spots = [(Decimal(0), Decimal(0)), (aim * cap / 100, cap), (aim * cap / 80, cap)]
    return _drawn(spots, in_unit(Decimal(0), unit), in_unit(aim * cap / 100, unit), top=cap)


def _of_bands(curve: Bands, unit: str) -> Picture:
    froms = [b.from_ for b in curve.bands]
    gap = (froms[-1] - froms[0]) / len(froms) if len(froms) > 1 else (abs(froms[0]) or Decimal(1))
    spots: list[tuple[Decimal, Decimal | int]] = [(froms[0] - gap, 0), (froms[0], 0)]
    for index, band in enumerate(curve.bands):
        end = froms[index + 1] if index + 1 < len(froms) else froms[-1] + gap
        spots += [(band.from_, band.points), (end, band.points)]
    top = max([Decimal(100), *(b.points for b in curve.bands)])
    return _drawn(spots, in_unit(froms[0], unit), in_unit(froms[-1], unit), top=top)


def _drawn(
    spots: Sequence[tuple[Decimal, Decimal | int]],
    left: Told,
    right: Told,
    *,
    top: Decimal = Decimal(100),
) -> Picture:
    low = min(x for x, _y in spots)
    wide = max(x for x, _y in spots) - low or Decimal(1)
    across, down = WIDTH - 2 * _LEFT, HEIGHT - 2 * _TOP
    line = " ".join(
        f"{_LEFT + (x - low) / wide * across:.1f},{_TOP + (1 - Decimal(y) / top) * down:.1f}"
        for x, y in spots
    )
    return Picture(line, left, right)


def known(code: str) -> bool:
    """Is the figure one of those a rulebook may name?"""
    return code in KNOWN_METRICS
