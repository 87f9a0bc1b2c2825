"""Receptions: the list with its filters, and one reception as a chat with its rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .. import buyers
from ..scope import Scope
from ..tables import Table
from . import names
from .orders import hidden_name
from .rows import PAGE, excluded_words, rows_table

FLAGS = ("unanswered", "slow", "missed", "excluded")


@dataclass(frozen=True)
class Filters:
    """What the address asks the list for."""

    account: str | None = None
    person: str | None = None
    buyer: str | None = None  # a token
    unanswered: bool = False
    slow: bool = False
    missed: bool = False
    excluded: str = ""  # "": all, "1": only excluded, "0": only usable


def flag_names() -> list[tuple[str, str]]:
    return [
        ("missed", _("漏掉的响声")),
        ("unanswered", _("没人答")),
        ("slow", _("慢")),
    ]


def receptions_table(
    scope: Scope, filters: Filters, *, offset: int, limit: int = PAGE, name: str | None = None
) -> Table:
    page = scope.reading.receptions(
        shop=scope.code,
        start=scope.period.start,
        end=scope.period.end,
        account=filters.account,
        person=filters.person if scope.sees_team else scope.own,
        buyer=name,
        excluded={"1": True, "0": False}.get(filters.excluded),
        unanswered=True if filters.unanswered else None,
        slow=True if filters.slow else None,
        missed=True if filters.missed else None,
        limit=limit,
        offset=offset,
    )
    return rows_table(scope, page, name="receptions", caption=_("接待"), offset=offset)


def buyer_of_day(scope: Scope, account: str, day: date, wanted: str) -> str | None:
    """The buyer's name behind a token, among those of one account on one day."""
    page = scope.reading.receptions(
        shop=scope.code, start=day, end=day, account=account, limit=100_000, offset=0
    )
    return buyers.find(scope.code, wanted, (row.get("buyer") or "" for row in page.rows))


@dataclass(frozen=True)
class Line:
    """One message as the page shows it."""

    at: Any
    sender: str
    kind: str
    text: str
    who: str
    anchor: str
    round_no: int | None
    opens: bool
    closes: bool
    seconds: Any
    slow: bool
    late: bool
    outcome: str  # of the round that this line opens
    new_session: bool
    mass: bool
    to: str
    pointed: bool


@dataclass(frozen=True)
class Chat:
    head: dict[str, Any]
    account: str
    who: str
    buyer: str
    masked: bool
    day: date
    lines: list[Line]
    rounds: list[Any]
    sessions: int
    facts: list[tuple[str, str, str]]  # (title, text, tone)
    inquiry: dict[str, Any] | None
    excluded: str | None
    slow_s: int


def chat(scope: Scope, view: Any, *, account: str, buyer: str, day: date) -> Chat:
    measure = scope.reading.measure(shop=scope.code, day=day)
    shown_name = scope.name_of_buyer(buyer)
    outcomes = {r.no: r for r in view.rounds}
    lines = []
    for message in view.messages:
        seconds = message.seconds
        opened = outcomes.get(message.round_no) if message.round_no else None
        who = {
            "buyer": shown_name,
            "agent": names.short(message.account or account),
            "robot": _("机器人"),
            "system": _("系统"),
        }.get(message.sender, message.sender)
        lines.append(
            Line(
                at=message.local_at,
                sender="mass" if message.mass else message.sender,
                kind=message.kind,
                text=hidden_name(scope, message.text or "", buyer),
                who=who,
                anchor=f"m{message.local_at:%H%M%S}",
                round_no=message.round_no,
                opens=message.opens,
                closes=message.closes,
                seconds=seconds,
                slow=seconds is not None and seconds > measure.slow_s,
                late=seconds is not None and seconds > measure.missed_after_s,
                outcome=opened.outcome if opened is not None and message.opens else "",
                new_session=message.new_session,
                mass=message.mass,
                to=names.short(message.to_account) if message.to_account else "",
                pointed=False,
            )
        )
    seen: set[str] = set()
    for i, line in enumerate(lines):  # two lines of one second: the first keeps the anchor
        if line.anchor in seen:
            lines[i] = Line(**{**line.__dict__, "anchor": ""})
        seen.add(line.anchor)
    head = view.head
    facts: list[tuple[str, str, str]] = [
        (_("买家消息"), str(head.get("buyer_messages") or 0), ""),
        (_("客服消息"), str(head.get("human_messages", head.get("agent_messages")) or 0), ""),
        (_("回合"), str(len(view.rounds)), ""),
        (_("会话"), str(len(view.sessions)), ""),
    ]
    unreplied = sum(r.outcome == "unreplied" for r in view.rounds)
    if unreplied:
        facts.append((_("没有回复的回合"), str(unreplied), "loss"))
    cross = sum(r.outcome == "cross_day" for r in view.rounds)
    if cross:
        facts.append((_("跨天回复的回合"), str(cross), "loss"))
    inquiry = view.inquiry
    return Chat(
        head=head,
        account=account,
        who=names.called(scope, head.get("person"), account),
        buyer=shown_name,
        masked=shown_name != buyer,
        day=day,
        lines=lines,
        rounds=view.rounds,
        sessions=len(view.sessions),
        facts=facts,
        inquiry=inquiry,
        excluded=excluded_words(head.get("excluded")),
        slow_s=measure.slow_s,
    )
