"""Automatic replies: which one speaks when, where none does, where two would.

Four kinds: welcome (the first message), busy, away, night. One with a campaign goes before the
ordinary ones while it is valid. All times are the shop's wall time; a span holds its beginning
and not its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from jinpai.workflow.hours import Hours

KINDS: dict[str, tuple[str, str]] = {
    "welcome": ("欢迎语", "Welcome"),
    "busy": ("忙碌", "Busy"),
    "away": ("离开", "Away"),
    "night": ("夜间", "Night"),
}
NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Reply:
    """One text, from when until when (None: without end), for a campaign or for every day."""

    key: int
    kind: str
    text: str
    begins: datetime
    ends: datetime | None = None
    campaign: str = ""

    def valid(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class Campaign:
    name: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """Of one kind, from when until when: who speaks (empty: nobody), and who else would."""

    kind: str
    begins: datetime
    ends: datetime
    speaks: int | None
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unprepared:
    """A campaign that begins without a welcome of its own."""

    campaign: Campaign
    begun: bool


def at_work(at: datetime, hours: Hours) -> bool:
    """Is somebody at work?"""
    return any(
        begins <= at < ends
        for begins, ends in (hours.span(at.date() - timedelta(days=n)) for n in (0, 1))
    )


def wanted(kind: str, at: datetime, hours: Hours) -> bool:
    """Night replies are wanted while nobody is at work, the others while somebody is."""
    return at_work(at, hours) != (kind == NIGHT)


def speaking(replies: Iterable[Reply], kind: str, at: datetime) -> tuple[Reply | None, list[Reply]]:
    """Who speaks for a kind at a time, and who of the same standing would as well.

    A campaign's own goes first; among equals the one that began last, then the newer.
    """
    valid = [r for r in replies if r.kind == kind and r.valid(at)]
    own = [r for r in valid if r.campaign]
    equals = sorted(own or valid, key=lambda r: (r.begins, r.key), reverse=True)
    return (equals[0], equals[1:]) if equals else (None, [])


def in_force(replies: Iterable[Reply], at: datetime, hours: Hours) -> dict[str, Reply]:
    """What speaks at a time, by kind."""
    listed = list(replies)
    found = {
        kind: speaking(listed, kind, at)[0] for kind in KINDS if wanted(kind, at, hours)
    }  # fmt: skip
    return {kind: reply for kind, reply in found.items() if reply is not None}


def stretches(
    replies: Sequence[Reply], kind: str, begins: datetime, ends: datetime
) -> list[Stretch]:
    """A span cut where something changes: who speaks when. Neighbours that say the same are one."""
    mine = [r for r in replies if r.kind == kind]
    edges = {begins, ends}
    for reply in mine:
        edges.update(e for e in (reply.begins, reply.ends) if e is not None and begins < e < ends)
    out: list[Stretch] = []
    ordered = sorted(edges)
    for start, stop in pairwise(ordered):
        speaks, others = speaking(mine, kind, start)
        one = Stretch(
            kind, start, stop, speaks.key if speaks else None, tuple(r.key for r in others)
        )
        if out and (out[-1].speaks, out[-1].others) == (one.speaks, one.others):
            one = Stretch(kind, out[-1].begins, stop, one.speaks, one.others)
            out.pop()
        out.append(one)
    return out


def gaps(replies: Sequence[Reply], begins: datetime, ends: datetime, hours: Hours) -> list[Stretch]:
    """Where nobody speaks although a reply is wanted. Who is always at work needs none by night."""
    return [
        one
        for kind in KINDS
        for one in stretches(replies, kind, begins, ends)
        if one.speaks is None and _wanted_within(kind, one.begins, one.ends, hours)
    ]


def overlaps(replies: Sequence[Reply], begins: datetime, ends: datetime) -> list[Stretch]:
    """Where two of the same standing would speak."""
    return [
        one for kind in KINDS for one in stretches(replies, kind, begins, ends) if one.others
    ]  # fmt: skip


def _wanted_within(kind: str, begins: datetime, ends: datetime, hours: Hours) -> bool:
    """Is the kind wanted at any moment of a span? It changes only where the service opens or
    closes."""
    moments = [begins]
    day = begins.date() - timedelta(days=1)
    while day <= ends.date() and day <= begins.date() + timedelta(days=2):
        moments += [m for m in hours.span(day) if begins <= m < ends]
        day += timedelta(days=1)
    return any(wanted(kind, moment, hours) for moment in moments)


def unprepared(
    campaigns: Iterable[Campaign], replies: Sequence[Reply], now: datetime, ahead: timedelta
) -> list[Unprepared]:
    """Campaigns that run, or begin within `ahead`, and have no welcome of their own then."""
    out = []
    for one in campaigns:
        if one.ends <= now or one.begins > now + ahead:
            continue
        at = max(one.begins, now)
        if not any(r.kind == "welcome" and r.campaign == one.name and r.valid(at) for r in replies):
            out.append(Unprepared(one, one.begins <= now))
    return sorted(out, key=lambda u: (u.campaign.begins, u.campaign.name))


def faults(kind: str, text: str, begins: datetime, ends: datetime | None) -> list[tuple[str, str]]:
    """What is wrong with one as it was written, in both languages."""
    out = []
    if kind not in KINDS:
        out.append(("请选一种自动回复。", "Choose a kind of reply."))
    if not text.strip():
        out.append(("还没有写内容。", "Nothing is written yet."))
    if ends is not None and ends <= begins:
        out.append(("结束要晚于开始。", "It has to end after it begins."))
    return out
