"""Wall time as whole seconds: what the simulator counts in, and how it is written.

A moment is `day.toordinal() * 86400 + second of the day`, the shop's wall time without
zone. Integers keep the generator exact and fast; text is made from two small tables.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal() * DAY

CLOCK = tuple(f"{s // 3600:02d}:{s % 3600 // 60:02d}:{s % 60:02d}" for s in range(DAY))


@lru_cache(maxsize=4096)
def day_text(ordinal: int) -> str:
    """'2026-11-01' for a proleptic ordinal."""
    return date.fromordinal(ordinal).isoformat()


def iso(moment: int) -> str:
    """'2026-11-01T09:30:00', ISO 8601 without offset."""
    return f"{day_text(moment // DAY)}T{CLOCK[moment % DAY]}"


def plain(moment: int) -> str:
    """'2026-11-01 09:30:00', as the platforms write it."""
    return f"{day_text(moment // DAY)} {CLOCK[moment % DAY]}"


def moment(day: date, second: int = 0) -> int:
    return day.toordinal() * DAY + second


def from_datetime(at: datetime) -> int:
    """A naive wall time; fractions of a second are dropped."""
    return at.toordinal() * DAY + at.hour * 3600 + at.minute * 60 + at.second


def to_datetime(value: int) -> datetime:
    return datetime.fromordinal(value // DAY) + timedelta(seconds=value % DAY)


def day_of(value: int) -> date:
    return date.fromordinal(value // DAY)


def at_clock(text: str) -> int:
    """'08:30' → second of the day; '24:30' is half past midnight of the next day."""
    hour, minute = text.split(":")
    return int(hour) * 3600 + int(minute) * 60
