"""The days a page is about: a calendar month, or any days from one to another, both included."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def month(self) -> str | None:
        """YYYY-MM when the period is exactly one calendar month."""
        return f"{self.start:%Y-%m}" if self == month_of(self.start) else None

    @property
    def query(self) -> dict[str, str]:
        """The address parameters that name this period."""
        if self.month:
            return {"month": self.month}
        return {"from": self.start.isoformat(), "to": self.end.isoformat()}

    def previous(self) -> Period:
        """The equal period before: the month before a month, else as many days before."""
        if self.month:
            return month_of(self.start - timedelta(days=1))
        return Period(self.start - timedelta(days=self.days), self.start - timedelta(days=1))

    def all_days(self) -> list[date]:
        return [self.start + timedelta(days=i) for i in range(self.days)]

    def until(self, last: date | None) -> Period:
        """The part up to `last`: a month that has not ended is compared with as many days."""
        if last is None or not self.start <= last < self.end:
            return self
        return Period(self.start, last)


def month_of(day: date) -> Period:
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def one_day(day: date) -> Period:
    return Period(day, day)
