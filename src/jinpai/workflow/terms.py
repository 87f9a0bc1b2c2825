"""By what a shop's lists go: the rulebook's desk section, the service hours, the platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jinpai.rules.sections.desk import Desk
from jinpai.workflow.hours import Hours, later

LIMITS: Mapping[str, int] = {
    "lost_inquiries": 24,  # after the question without an order
    "unpaid": 24,  # after the last reminder, to write down why
    "promises": 1,  # of service time
    "overnight": 1,  # of service time
    "unshipped": 48,  # after the payment
    "parcels": 48,  # without an event
    "complaints": 24,  # where the platform names no deadline
    "audit": 4,  # of service time, after the payment
    "unconfirmed": 72,  # after signing
    "visits": 24,
    "reviews": 24,
    "calls": 4,  # of service time, as those below
    "parked": 1,
    "escalations": 8,
    "tickets": 48,
    "incident_steps": 24,
    "refund_approvals": 4,
}
"""Hours by list where the rulebook's `overdue_hours` says nothing else."""

GRACE = timedelta(hours=1)  # of service time


@dataclass(frozen=True, slots=True)
class Terms:
    """Those of one shop."""

    desk: Desk = field(default_factory=Desk)
    hours: Hours = field(default_factory=lambda: Hours.of("08:00", "23:00"))
    platform: str = ""

    def limit(self, code: str) -> timedelta:
        """The hours of a list."""
        return timedelta(hours=self.desk.overdue_hours.get(code, LIMITS.get(code, 24)))

    def most(self, code: str) -> int | None:
        """So many items of a list a person's Today shows at once, where the shop wrote a number.
        The list itself always holds all of them."""
        return self.desk.most_a_day.get(code)

    def fair(self, due: datetime, now: datetime) -> datetime:
        """A deadline of the shop's own. What a file tells late still gets an hour of service:
        nobody missed what nobody could know."""
        return due if due > now else later(now, GRACE, self.hours)
