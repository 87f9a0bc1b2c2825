"""When a buyer who ordered and did not pay is reminded, and when no more.

The rulebook says how many minutes after the order, and before which hour of the next day once
more. Nobody is reminded while the shop is closed: such a reminder waits for the opening, and two
that meet there are one. A reminder whose successor's time has come is not made up for. Those
already made count. After the last one there is a day to write down why, then the item ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from jinpai.rules.sections.desk import Desk
from jinpai.workflow.hours import ALWAYS, Hours, opening
from jinpai.workflow.terms import Terms


@dataclass(frozen=True, slots=True)
class Reminding:
    """What is next for an unpaid order. `number` of `of`: which reminder it is."""

    step: Literal["remind", "ask_why", "over"]
    due: datetime
    number: int
    of: int


def times(created: datetime, desk: Desk, hours: Hours = ALWAYS) -> tuple[datetime, ...]:
    """When an order created at this wall time is reminded of, in order."""
    hour, minute = (int(part) for part in desk.reminder_next_day_before.split(":"))
    before = datetime.combine(created.date() + timedelta(days=1), time(hour, minute))
    asked = [created + timedelta(minutes=m) for m in desk.reminders_min]
    found = {opening(at, hours) for at in asked}
    return tuple(sorted({at for at in found if at < before} | {before}))


def reminding(created: datetime, attempts: int, now: datetime, terms: Terms) -> Reminding:
    """What comes next for an order still unpaid at `now`, after so many attempts."""
    plan = times(created, terms.desk, terms.hours)
    last = plan[-1]
    passed = sum(at <= now for at in plan) - 1  # the latest whose time has come supersedes
    at = max(attempts, passed, 0)
    if at < len(plan) and now <= last:
        return Reminding("remind", plan[at], at + 1, len(plan))
    ends = last + terms.limit("unpaid")
    return Reminding("ask_why" if now < ends else "over", ends, len(plan), len(plan))
