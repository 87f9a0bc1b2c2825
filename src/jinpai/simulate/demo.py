"""The demo shop: three months that are settled for good, and the one that is running."""

from __future__ import annotations

from datetime import date, timedelta

from jinpai.simulate.shop import Shop, shop

SETTLED = 8  # days after its end a month's last inquiry and payment can no longer change
LOOK_BACK = 7  # days before the first month, so that its first inquiries know what came before


def closed_months(start_of_today: date) -> list[date]:
    """The first days of the last three months that are settled, oldest first."""
    running = (start_of_today - timedelta(days=SETTLED)).replace(day=1)
    months: list[date] = []
    while len(months) < 3:
        running = (running - timedelta(days=1)).replace(day=1)
        months.insert(0, running)
    return months


def start_of(start_of_today: date) -> date:
    """The first day of the demo's history."""
    return closed_months(start_of_today)[0] - timedelta(days=LOOK_BACK)


def demo(start_of_today: date, *, seed: int = 20, agents: int = 7) -> Shop:
    """The massage shop from a week before the first settled month until yesterday,
    about 240 orders a day."""
    start = start_of(start_of_today)
    return shop(start, (start_of_today - start).days, agents, seed, 240)
