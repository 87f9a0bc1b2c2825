"""The auto-reply calendar of a shop: what speaks now, what is to come, gaps and overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from jinpai.apps.desk.queries import campaigns as planned
from jinpai.apps.knowledge.models import AutoReply
from jinpai.metrics.reading import Reading
from jinpai.workflow import autoreplies as rule
from jinpai.workflow.hours import Hours

AHEAD = 60  # days of the calendar
WARNED = timedelta(days=14)


@dataclass(frozen=True)
class Part:
    """A stretch of the calendar, with the reply that speaks and those that stand back."""

    begins: datetime
    ends: datetime
    speaks: AutoReply | None
    others: list[AutoReply]
    gap: bool


@dataclass(frozen=True)
class Line:
    kind: str
    now: AutoReply | None
    parts: list[Part]


@dataclass(frozen=True)
class Calendar:
    first: datetime
    last: datetime
    lines: list[Line]
    gaps: int
    overlaps: int
    unprepared: list[rule.Unprepared]
    replies: list[AutoReply]
    hours: Hours


def calendar(reading: Reading, shop: str, now: datetime) -> Calendar:
    """From this hour on, on the shop's clock."""
    wall = _wall(now)
    last = wall + timedelta(days=AHEAD)
    measure = reading.measure(shop=shop, day=wall.date())
    hours = Hours.of(measure.service_from, measure.service_to)
    kept = list(AutoReply.objects.filter(Q(shop="") | Q(shop=shop), retired_at__isnull=True))
    by_key = {r.pk: r for r in kept}
    replies = _rules(kept)
    gaps = {(g.kind, g.begins) for g in rule.gaps(replies, wall, last, hours)}
    speaking = rule.in_force(replies, wall, hours)
    lines = []
    for kind in rule.KINDS:
        parts = [
            Part(s.begins, s.ends, by_key[s.speaks] if s.speaks else None,
                 [by_key[k] for k in s.others], (kind, s.begins) in gaps)
            for s in rule.stretches(replies, kind, wall, last)
        ]  # fmt: skip
        found = speaking.get(kind)
        lines.append(Line(kind, by_key[found.key] if found else None, parts))
    return Calendar(
        wall, last, lines, len(gaps), len(rule.overlaps(replies, wall, last)),
        rule.unprepared(campaigns(reading, shop), replies, wall, WARNED), kept, hours,
    )  # fmt: skip


def unprepared(reading: Reading, shop: str, now: datetime) -> list[rule.Unprepared]:
    """Campaigns of the shop that run or begin soon without a welcome of their own."""
    kept = AutoReply.objects.filter(Q(shop="") | Q(shop=shop), retired_at__isnull=True)
    return rule.unprepared(campaigns(reading, shop), _rules(kept), _wall(now), WARNED)


def campaigns(reading: Reading, shop: str) -> list[rule.Campaign]:
    """Those that are planned, and those that only the facts name, on the shop's clock."""
    named = [
        rule.Campaign(r["name"], r["from_local"], r["to_local"])
        for r in reading.fetch(
            f"SELECT name, from_local, to_local FROM {reading.fact('campaigns')} "
            "WHERE shop = ? AND from_local IS NOT NULL AND to_local IS NOT NULL", [shop],
        )
    ]  # fmt: skip
    plans = [rule.Campaign(*one) for one in planned.of_shop(shop)]
    known = {one.name for one in plans} | planned.cancelled(shop)
    return plans + [one for one in named if one.name not in known]


def _rules(kept: Iterable[AutoReply]) -> list[rule.Reply]:
    return [
        rule.Reply(r.pk, r.kind, r.text, _wall(r.begins), _wall(r.ends) if r.ends else None,
                   r.campaign)
        for r in kept
    ]  # fmt: skip


def _wall(at: datetime) -> datetime:
    return timezone.localtime(at).replace(tzinfo=None)
