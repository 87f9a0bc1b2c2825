"""What kind of buyer: devoted, regular, new, risky. By plain numbers of the rulebook's desk
section, worked out when asked and never kept: tomorrow's orders may say otherwise.

A segment serves to set groups on the platform itself and to choose whom to tell of a campaign;
nobody is treated worse for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jinpai.rules.sections.desk import Desk


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    zh: str
    en: str
    group_zh: str  # what to call the group on the platform
    group_en: str


SEGMENTS: dict[str, Kind] = {
    k.code: k
    for k in (
        Kind("devoted", "钢丝", "devoted", "钢丝买家", "Devoted"),
        Kind("regular", "常客", "regular", "老买家", "Regulars"),
        Kind("new", "新买家", "new", "新买家", "New"),
        Kind("risky", "要小心", "risky", "不群发", "No mass messages"),
    )
}


@dataclass(frozen=True, slots=True)
class History:
    """Of one buyer. `paid`, `returned`, `bad_reviews`: within the days that are looked at;
    `first_paid`: ever. Orders flagged green are in none of it."""

    paid: int
    returned: int
    bad_reviews: int
    first_paid: date | None


@dataclass(frozen=True, slots=True)
class Segment:
    """The kind, and the rule that gave it."""

    kind: Kind
    why_zh: str
    why_en: str

    @property
    def code(self) -> str:
        return self.kind.code


def segment(one: History, desk: Desk, today: date) -> Segment | None:
    """Who never paid has none. The first rule that fits."""
    if one.first_paid is None:
        return None
    days = desk.segment_days
    # a share of whole numbers: 50 % of 6 is 3, of 7 it is 4
    share = one.returned * 100 >= desk.risky_return_percent * one.paid
    if one.paid and one.returned >= desk.risky_returns and share:
        return Segment(
            SEGMENTS["risky"],
            f"{days} 天内付款 {one.paid} 单、退了 {one.returned} 单"
            f"(至少 {desk.risky_returns} 单且占 {desk.risky_return_percent}%)",
            f"{one.paid} orders paid in {days} days, {one.returned} sent back "
            f"(at least {desk.risky_returns} and {desk.risky_return_percent} %)",
        )
    if one.bad_reviews >= desk.risky_bad_reviews:
        return Segment(
            SEGMENTS["risky"],
            f"{days} 天内 {one.bad_reviews} 个差评(至少 {desk.risky_bad_reviews} 个)",
            f"{one.bad_reviews} bad reviews in {days} days (at least {desk.risky_bad_reviews})",
        )
    if one.paid >= desk.devoted_orders:
        return Segment(
            SEGMENTS["devoted"],
            f"{days} 天内付款 {one.paid} 单(至少 {desk.devoted_orders} 单)",
            f"{one.paid} orders paid in {days} days (at least {desk.devoted_orders})",
        )
    since = (today - one.first_paid).days
    if since < desk.new_days:
        return Segment(
            SEGMENTS["new"],
            f"第一次付款才 {since} 天(不到 {desk.new_days} 天)",
            f"first paid {since} days ago (under {desk.new_days})",
        )
    return Segment(
        SEGMENTS["regular"],
        f"以前买过,{days} 天内付款 {one.paid} 单",
        f"bought before; {one.paid} orders paid in {days} days",
    )
