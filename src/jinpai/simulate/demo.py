"""The demo shop: three full months that end yesterday."""

from __future__ import annotations

from datetime import date

from jinpai.simulate.shop import Shop, shop


def demo(start_of_today: date, *, seed: int = 20, agents: int = 7) -> Shop:
    """The massage shop from the first of the month three months back until yesterday,
    about 240 orders a day; on the first of a month exactly three full months."""
    year, month = start_of_today.year, start_of_today.month - 3
    if month < 1:
        year, month = year - 1, month + 12
    start = date(year, month, 1)
    days = (start_of_today - start).days
    return shop(start, max(days, 1), agents, seed, 240)
