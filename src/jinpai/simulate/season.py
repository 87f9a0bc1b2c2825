"""How many buyers come, and when: weekdays, hours, campaigns and planted events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jinpai.simulate.products import PRODUCTS

# Share of the day's contacts by hour: a late riser with a peak after dinner.
HOURS = (
    1.3, 0.3, 0.1, 0.1, 0.1, 0.1, 0.3, 0.8, 3.4, 5.6, 6.6, 6.2,
    5.0, 5.6, 6.2, 6.0, 5.6, 4.8, 4.8, 6.2, 8.2, 9.0, 7.4, 3.9,
)  # fmt: skip
WEEKDAYS = (1.04, 1.03, 1.02, 1.0, 0.96, 0.95, 1.0)

# (name, month, day, days, factor of the day): double 11 sells ten times a day (report 000)
CALENDAR = (
    ("年货节", 1, 12, 2, 2.0),
    ("38女王节", 3, 8, 1, 2.5),
    ("618年中大促", 6, 18, 1, 5.0),
    ("99划算节", 9, 9, 1, 2.2),
    ("双11", 11, 11, 1, 10.0),
    ("双12", 12, 12, 1, 3.0),
)


@dataclass(frozen=True)
class Campaign:
    name: str
    first: date
    last: date  # inclusive
    factor: float


@dataclass(frozen=True)
class BadReview:
    """One review that sends a rising best seller back to where it came from (report 000)."""

    product: str
    day: date


def campaigns(start: date, days: int) -> tuple[Campaign, ...]:
    end = start + timedelta(days=days)
    found = []
    for year in range(start.year, end.year + 1):
        for name, month, day, length, factor in CALENDAR:
            first = date(year, month, day)
            if start <= first < end:
                found.append(
                    Campaign(f"{year}{name}", first, first + timedelta(days=length - 1), factor)
                )
    if not found and days >= 10:  # so that every month has something to look at
        first = start + timedelta(days=days * 2 // 3)
        found.append(Campaign(f"{first.year}店铺周年庆", first, first, 2.0))
    return tuple(sorted(found, key=lambda c: c.first))


def bad_review(start: date, days: int) -> BadReview | None:
    if days < 14:
        return None
    return BadReview(PRODUCTS[1].code, start + timedelta(days=days * 2 // 5))


def factor(day: date, all_campaigns: tuple[Campaign, ...]) -> float:
    """Demand of a day against a mean one; buyers hold back before a campaign."""
    value = WEEKDAYS[day.weekday()]
    for c in all_campaigns:
        if c.first <= day <= c.last:
            return value * c.factor
        before = (c.first - day).days
        if 0 < before <= 3 and c.factor >= 5:
            value *= 0.72
        after = (day - c.last).days
        if 0 < after <= 2:
            value *= 1.0 + (c.factor - 1) * 0.08 / after
    return value


def product_weight(code: str, share: float, day: date, event: BadReview | None) -> float:
    if event is None or code != event.product:
        return share
    gap = (day - event.day).days
    if gap < -12:
        return share
    if gap <= 0:  # a line that goes straight up
        return share * (1.0 + 0.06 * (gap + 13))
    if gap <= 3:
        return share * (1.0, 0.6, 0.4, 0.3)[gap]
    return share * min(0.85, 0.3 + 0.02 * (gap - 3))


def hour_total() -> float:
    return sum(HOURS)
