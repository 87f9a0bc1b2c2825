"""Deadlines that run only while somebody is at work. Wall time in, wall time out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Hours:
    """Every day from `opens` until `closes`; a `closes` that is not later is the next day's."""

    opens: time
    closes: time

    @classmethod
    def of(cls, opens: str, closes: str) -> Hours:
        """From "09:00" and "18:00"; "24:00" is midnight."""
        return cls(_clock(opens), _clock(closes))

    def span(self, day: date) -> tuple[datetime, datetime]:
        """When the working time that begins on `day` begins and ends."""
        opens, closes = datetime.combine(day, self.opens), datetime.combine(day, self.closes)
        return opens, closes if closes > opens else closes + timedelta(days=1)


ALWAYS = Hours(time(), time())
JD_EVIDENCE = Hours(time(9), time(18))
"""京东开放平台交易纠纷处理总则 (2025-07-04): what is left at 18:00 runs on from 09:00."""


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour) % 24, int(minute))


def _spans(at: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """The working times that are not over at `at`, in order."""
    day = at.date() - timedelta(days=1)
    while True:
        opens, closes = hours.span(day)
        if closes > at:
            yield opens, closes
        day += timedelta(days=1)


def opening(at: datetime, hours: Hours) -> datetime:
    """The first moment, not before `at`, at which somebody is at work."""
    return max(at, next(_spans(at, hours))[0])


def later(at: datetime, work: timedelta, hours: Hours = ALWAYS) -> datetime:
    """When `work` of working time has passed since `at`. At closing time it is still that day."""
    left = work
    for opens, closes in _spans(at, hours):
        begins = max(at, opens)
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
    raise AssertionError("days never end")
