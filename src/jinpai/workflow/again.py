"""When an item that somebody tried, and that is not over, is looked at again.

An unpaid order goes by its reminders (`reminders.py`). Elsewhere an answer is given a day, or an
hour of service where a buyer waits; never while the shop is closed. A deadline of law or platform
is not moved by trying, and none that is farther away is brought nearer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from jinpai.workflow.hours import Hours, later, opening

DAY = timedelta(days=1)
AGAIN: Mapping[str, timedelta] = {
    "lost_inquiries": DAY, "unshipped": DAY, "parcels": DAY, "unconfirmed": DAY, "visits": DAY,
    "reviews": DAY, "calls": DAY,
}  # fmt: skip
SOON: Mapping[str, timedelta] = {
    "overnight": timedelta(hours=1), "promises": timedelta(hours=1), "audit": timedelta(hours=1),
}  # fmt: skip
"""Hours of service."""


def again(code: str, due: datetime | None, tried: datetime, hours: Hours) -> datetime | None:
    """When an item of a list tried at this wall time is due next."""
    if code in AGAIN:
        at = opening(tried + AGAIN[code], hours)
    elif code in SOON:
        at = later(tried, SOON[code], hours)
    else:
        return due
    return at if due is None else max(at, due)
