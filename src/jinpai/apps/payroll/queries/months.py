"""Which months there are to pay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any


def of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def with_data(reading: Any, *, today: date, at_most: int = 24) -> list[str]:
    """Months that hold figures of any shop, the newest first; without any, the present one."""
    shops = [shop for shop in reading.shops() if shop.first_day and shop.last_day]
    if not shops:
        return [of(today)]
    first = min(shop.first_day for shop in shops).replace(day=1)
    at = max(shop.last_day for shop in shops).replace(day=1)
    found: list[str] = []
    while at >= first and len(found) < at_most:
        found.append(of(at))
        at = (at - timedelta(days=1)).replace(day=1)
    return found


def newest(reading: Any, *, today: date) -> str:
    return with_data(reading, today=today)[0]
