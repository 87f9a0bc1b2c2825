"""A campaign: where it stands, what has to be prepared by when, and what it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from jinpai.rules.sections.desk import Desk

State = Literal["draft", "decided", "running", "over", "cancelled"]
STATES: dict[str, tuple[str, str]] = {
    "draft": ("还没定", "Draft"),
    "decided": ("定好了", "Decided"),
    "running": ("进行中", "Running"),
    "over": ("已结束", "Over"),
    "cancelled": ("取消了", "Cancelled"),
}
WEEKS = 4  # of the same weekday, before
BACK = 8  # weeks that are looked through for them
LONGEST = 60  # days of a campaign


def state(
    first: date, last: date, today: date, *, decided: bool, cancelled: bool = False
) -> State:  # fmt: skip
    """By the days and by what was decided; kept nowhere."""
    if cancelled:
        return "cancelled"
    if today > last:
        return "over"
    if today >= first:
        return "running"
    return "decided" if decided else "draft"


@dataclass(frozen=True, slots=True)
class Preparation:
    """One thing to do for every campaign, so many days before its first (negative: after its
    last), by a role."""

    code: str
    zh: str
    en: str
    role: str
    days: int


GOODS = "goods"
PREPARATIONS: tuple[Preparation, ...] = (
    Preparation(GOODS, "定下活动的货和备货数量", "Decide the goods and their stock",
                "operations", 7),
    Preparation("staff", "排好每天几个人", "Plan the people of each day", "supervisor", 5),
    Preparation("replies", "写好活动的自动回复", "Write the campaign's auto-replies",
                "operations", 3),
    Preparation("phrases", "更新活动的快捷短语,告诉大家规则",
                "Bring the phrases up to date, tell everyone the rules", "supervisor", 3),
    Preparation("recalls", "建召回名单,分给大家", "Build the recall list and share it out",
                "supervisor", 3),
    Preparation("warehouse", "备好货、包装和赠品", "Have goods, packing and gifts ready",
                "warehouse", 2),
    Preparation("page", "核对活动页的价格和库存", "Check prices and stock on the page",
                "operations", 1),
    Preparation("look_back", "看活动对比,写下次怎么做",
                "Look at the comparison, write down what to do next time", "supervisor", -3),
)  # fmt: skip
"""The beginning of a campaign's checklist; more are added by hand."""


def due(one: Preparation, first: date, last: date, desk: Desk) -> datetime:
    """The last moment, on the shop's clock: at the beginning of the day. Of the goods: as many
    days before as the rulebook says."""
    days = desk.decided_days if one.code == GOODS else one.days
    day = first - timedelta(days=days) if days >= 0 else last + timedelta(days=1 - days)
    return datetime.combine(day, time())


# -- the discount --------------------------------------------------------------------------


def percent_of(usual: str, price: str) -> int | None:
    """The campaign's price in percent of the usual one, half up."""
    try:
        before, after = Decimal(usual), Decimal(price)
    except InvalidOperation:
        return None
    if not before.is_finite() or not after.is_finite() or before <= 0 or after < 0:
        return None
    return int((after * 100 / before).to_integral_value(ROUND_HALF_UP))


def under_floor(usual: str, price: str, floor: int) -> bool:
    """Is the price under the floor? Exactly, not by the rounded percentage."""
    if percent_of(usual, price) is None:
        return False
    return Decimal(price) * 100 < Decimal(usual) * floor


def deepest(goods: Iterable[Mapping[str, str]], percent: int | None) -> int | None:
    """The lowest percentage that a campaign offers."""
    found = [percent_of(g.get("usual", ""), g.get("price", "")) for g in goods]
    known = [p for p in [*found, percent] if p is not None]
    return min(known, default=None)


def too_deep(
    goods: Sequence[Mapping[str, str]], percent: int | None, *, big: bool, floor: int
) -> list[str]:
    """What is under the floor: titles of goods, and "" for the campaign's own percentage. A big
    campaign may go deeper."""
    if big:
        return []
    out = [
        g.get("title") or g.get("product", "")
        for g in goods
        if under_floor(g.get("usual", ""), g.get("price", ""), floor)
    ]
    return ["", *out] if percent is not None and percent < floor else out


# -- the comparison ------------------------------------------------------------------------


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def same_weekdays(day: date, first: date, busy: Iterable[date]) -> list[date]:
    """The last four of the same weekday before a campaign's first day that were in none."""
    taken = set(busy)
    at = day
    while at >= first:
        at -= timedelta(days=7)
    ordinary = (at - timedelta(days=7 * n) for n in range(BACK))
    return [d for d in ordinary if d not in taken][:WEEKS]


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of some days: added (or divided) over those that are known."""

    value: Decimal | None
    days: int  # that are known
    of: int  # days asked for
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One metric of one day as it was read; a rate has a denominator. Missing is None."""

    num: Decimal | None
    den: Decimal | None = None
    rate: bool = False
    provisional: bool = False


def mean(days: Sequence[Day | None]) -> Reading:
    """Per day, over the days that are known; a rate is of all their cases together. Missing is
    not zero."""
    known = [d for d in days if d is not None and d.num is not None]
    unsure = any(d.provisional for d in known)
    if not known:
        return Reading(None, 0, len(days))
    if any(d.rate for d in known):
        below = sum((d.den or Decimal(0) for d in known), Decimal(0))
        above = sum((d.num or Decimal(0) for d in known), Decimal(0))
        return Reading(above / below if below else None, len(known), len(days), unsure)
    total = sum((d.num or Decimal(0) for d in known), Decimal(0))
    return Reading(total / len(known), len(known), len(days), unsure)


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """By how much of the former; nothing where either is unknown or the former is zero."""
    if now is None or not before:
        return None
    return (now - before) / before
