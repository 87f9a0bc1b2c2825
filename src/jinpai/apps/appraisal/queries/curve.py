"""A curve as a small picture: the line, and the person's point on it. Drawn in the page as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jinpai.apps.appraisal import words
from jinpai.rules import curves
from jinpai.rules.sections.appraisal import Item

WIDTH, HEIGHT, EDGE = 128.0, 44.0, 4.0
"""The picture's box; the line keeps away from its edges."""


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    own: bool = False  # the person's own rating, beside the supervisor's
    label: str = ""


@dataclass(frozen=True)
class Picture:
    path: str
    dots: tuple[Dot, ...]
    low: str  # what the left and the right end mean
    high: str
    top: str = ""  # the most points, where it is not 100


def picture(
    item: Item,
    values: Sequence[Decimal],
    *,
    target: Decimal | None = None,
    own: Decimal | None = None,
) -> Picture | None:
    """The item's curve with a dot for each of `values`, and one for the own rating. None where
    the points do not follow from the value alone (rank)."""
    if item.curve.kind == "rank":
        return None
    points = curves.of(item.curve, target)
    low, high = _range(item, values, target)
    most = max(curves.highest(item.curve), Decimal(100))

    def at(value: Decimal, given: Decimal) -> tuple[str, str]:
        share = float((min(max(value, low), high) - low) / (high - low))
        up = float(given / most)
        return (
            f"{EDGE + share * (WIDTH - 2 * EDGE):.1f}",
            f"{HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE):.1f}",
        )

    line = [at(value, points(value)) for value in _corners(item, low, high, points)]
    path = "M" + " L".join(f"{x} {y}" for x, y in line)
    dots = [Dot(*at(v, points(v)), label=words.value_text(item, v)) for v in values]
    if own is not None:
        dots.insert(0, Dot(*at(own, points(own)), own=True, label=words.value_text(item, own)))
    unit = words.item_unit(item)
    return Picture(
        path, tuple(dots), words.written(low, unit), words.written(high, unit),
        "" if most == 100 else words.plain(most),
    )  # fmt: skip


def _range(
    item: Item, values: Sequence[Decimal], target: Decimal | None
) -> tuple[Decimal, Decimal]:
    """From where to where the picture goes: a little past the curve's bends."""
    curve = item.curve
    if curve.kind == "linear":
        ends = [curve.worst, curve.best]
    elif curve.kind == "target":
        goal = target or curve.target
        ends = [Decimal(0), goal * 2 if curve.lower_is_better else goal * curve.cap / 100]
    elif curve.kind == "bands":
        ends = [band.from_ for band in curve.bands]
    elif curve.kind == "per_event":
        ends = [Decimal(0), (Decimal(100) / curve.points) if curve.points else Decimal(1)]
    else:
        return Decimal(0), Decimal(100)
    low, high = min(ends), max(ends)
    margin = (high - low) / 5 or abs(high) / 5 or Decimal(1)
    if curve.kind in ("linear", "bands"):
        low, high = low - margin, high + margin
    if values and curve.kind != "per_event":
        low, high = (
            min(low, max(min(values), low - margin)),
            max(high, min(max(values), high + margin)),
        )
    percent = words.item_unit(item) == "percent"
    return max(low, Decimal(0)), min(high, Decimal(1)) if percent else high


def _corners(item: Item, low: Decimal, high: Decimal, points: curves.Points) -> list[Decimal]:
    """Where the line bends; a band's edge stands twice, just before it and on it."""
    curve = item.curve
    inside: list[Decimal] = []
    if curve.kind == "linear":
        inside = [curve.worst, curve.best]
    elif curve.kind == "bands":
        least = (high - low) / 1000
        inside = [x for band in curve.bands for x in (band.from_ - least, band.from_)]
    else:
        inside = [low + (high - low) * n / 24 for n in range(25)]
    return [low, *sorted(x for x in inside if low < x < high), high]
