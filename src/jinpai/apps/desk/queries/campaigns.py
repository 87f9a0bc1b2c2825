"""Campaigns as the pages show them: where each stands, what is missing, what is prepared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import OPEN_STATES, Campaign, Task
from jinpai.metrics.reading import Reading
from jinpai.rules.sections.desk import Desk
from jinpai.workflow import campaigns as rule

PREPARATIONS = "preparations"


@dataclass(frozen=True)
class Row:
    """One campaign in the list."""

    campaign: Campaign
    state: rule.State
    ready: int
    preparations: int
    late: int
    undecided: bool  # the last moment for goods and stock is past


@dataclass(frozen=True)
class Unplanned:
    """A campaign that a file names and nobody planned here."""

    name: str
    shop: str
    first: date
    last: date


def state_of(one: Campaign, today: date) -> rule.State:
    return rule.state(
        one.first, one.last, today, decided=one.decided_at is not None,
        cancelled=one.cancelled_at is not None,
    )  # fmt: skip


def undecided(one: Campaign, today: date, desk: Desk) -> bool:
    """Still nothing decided so near the first day?"""
    return (
        one.decided_at is None
        and one.cancelled_at is None
        and one.first - timedelta(days=desk.decided_days) <= today <= one.last
    )


def too_deep(one: Campaign, desk: Desk) -> list[str]:
    return rule.too_deep(one.goods, one.percent, big=one.big, floor=desk.discount_floor)


def rows(found: Iterable[Campaign], today: date, now: datetime, desk: Desk) -> list[Row]:
    campaigns = list(found)
    counts: dict[int, list[int]] = {c.pk: [0, 0, 0] for c in campaigns}
    for key, state, due in Task.objects.filter(list=PREPARATIONS).values_list(
        "key", "state", "due"
    ):
        number = key.partition("/")[0]
        count = counts.get(int(number)) if number.isdigit() else None
        if count is None:
            continue
        count[0] += state not in OPEN_STATES
        count[1] += 1
        count[2] += state in OPEN_STATES and due is not None and due < now
    return [
        Row(c, state_of(c, today), ready, many, late, undecided(c, today, desk))
        for c in campaigns
        for ready, many, late in [counts[c.pk]]
    ]


def preparations(one: Campaign) -> list[Task]:
    return list(
        Task.objects.filter(list=PREPARATIONS, key__startswith=f"{one.pk}/").order_by("due", "id")
    )


def of_facts(reading: Reading, shop: str) -> list[Unplanned]:
    """The campaigns that files name, on the shop's days."""
    return [
        Unplanned(r["name"], shop, r["from_local"].date(),
                  (r["to_local"] - timedelta(microseconds=1)).date())
        for r in reading.fetch(
            f"SELECT name, from_local, to_local FROM {reading.fact('campaigns')} "
            "WHERE shop = ? AND from_local IS NOT NULL AND to_local > from_local "
            "ORDER BY from_local DESC, name", [shop],
        )
    ]  # fmt: skip


def unplanned(reading: Reading, shops: Iterable[str]) -> list[Unplanned]:
    """Those without a campaign of that name here."""
    planned = {(s, c.name) for c in Campaign.objects.all() for s in c.shops}
    return [
        u for shop in shops for u in of_facts(reading, shop) if (shop, u.name) not in planned
    ]  # fmt: skip


def of_shop(shop: str) -> list[tuple[str, datetime, datetime]]:
    """Name, beginning and end on the shop's clock of what is planned for a shop."""
    return [
        (c.name, datetime.combine(c.first, time()),
         datetime.combine(c.last + timedelta(days=1), time()))
        for c in Campaign.objects.filter(cancelled_at__isnull=True) if shop in c.shops
    ]  # fmt: skip


def cancelled(shop: str) -> set[str]:
    """The names of a shop's campaigns that do not take place, whatever a file says."""
    return {c.name for c in Campaign.objects.filter(cancelled_at__isnull=False) if shop in c.shops}


def sold(reading: Reading, shops: list[str], since: date) -> list[dict[str, Any]]:
    """What sold most lately: suggestions for a campaign's goods."""
    if not shops:
        return []
    return reading.fetch(
        "SELECT n.product, arg_max(n.title, n.amount) AS title FROM "
        f"{reading.fact('order_lines')} AS n JOIN {reading.fact('orders', since)} AS o "
        "ON o.shop = n.shop AND o.order_id = n.order_id WHERE n.shop IN (SELECT unnest(?)) "
        "AND o.paid_local >= ? AND n.product IS NOT NULL GROUP BY n.product "
        "ORDER BY sum(n.quantity) DESC, n.product LIMIT 40",
        [shops, since],
    )


def today_of(room: Room, one: Campaign) -> date:
    return room.wall(one.shops[0] if one.shops else "").date()
