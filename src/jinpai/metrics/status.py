"""Final, provisional or partial: how far a day's figure can be trusted.

Day D of a metric is final when every table it needs is covered to the end of D + its settling
days, partial when its look-back precedes the coverage. Late facts open days again.
Source: design 3-metrics §2 "Final".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ibis.backends.duckdb import Backend

from jinpai.facts import coverage
from jinpai.facts.lake import Snapshot
from jinpai.metrics import engine
from jinpai.metrics.answers import Status
from jinpai.metrics.catalogue import Metric, settling_days
from jinpai.metrics.epochs import Epochs

# what a person may ask for is wider than the calendar once settling days are added
LONG_AGO, FAR = date(1900, 1, 1), date(9000, 1, 1)


def _backwards(first: date, last: date) -> Iterator[date]:
    return (last - timedelta(days=n) for n in range((last - first).days + 1))


@dataclass
class Coverage:
    """What is in, per (shop, table): from which day, until when; which days are declared
    complete by a person and which late facts have opened again."""

    first: dict[tuple[str, str], date] = field(default_factory=dict)
    as_of: dict[tuple[str, str], datetime] = field(default_factory=dict)
    declared: dict[tuple[str, str], set[date]] = field(default_factory=lambda: defaultdict(set))
    reopened: dict[tuple[str, str], set[date]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, con: Backend, snapshot: Snapshot) -> Coverage:
        found = cls()
        for r in engine.fetch(con, coverage.covered_sql(snapshot)):
            key = (r["shop"], r["table"])
            if r["first_day"] is not None:
                found.first[key] = r["first_day"]
            if r["as_of"] is not None:
                found.as_of[key] = r["as_of"]
        for r in engine.fetch(con, coverage.declared_sql(snapshot)):
            found.declared[r["shop"], r["table"]].add(r["day"])
        for r in engine.fetch(con, coverage.reopened_sql(snapshot)):
            found.reopened[r["shop"], r["table"]].add(r["day"])
        return found

    def has(self, shop: str, metric: Metric) -> bool:
        """Are facts of every table the metric needs here at all?"""
        return all((shop, t) in self.as_of or self.declared[shop, t] for t in metric.tables)

    def final_until(self, shop: str, metric: Metric, rules: Epochs) -> date:
        """The last day whose figure is settled by the exports alone (date.min: none)."""
        until = date.max
        for table in metric.tables:
            as_of = self.as_of.get((shop, table))
            if as_of is None:
                return date.min
            # a day ends at the cut of the day after it
            cut = timedelta(minutes=rules.cut_on(shop, as_of.date()))
            until = min(until, (as_of - cut).date() - timedelta(days=1))
        return until - timedelta(days=settling_days(metric, rules.of(shop, until)))

    def status(self, shop: str, metric: Metric, first: date, last: date, rules: Epochs) -> Status:
        """Of a figure over the days `first`..`last`."""
        last = min(last, FAR)
        first = max(first, LONG_AGO)
        settle = settling_days(metric, rules.of(shop, last))
        settled = last + timedelta(days=settle)
        if self.final_until(shop, metric, rules) < last:
            for table in metric.tables:
                # from the end: the days that are not covered are the last ones
                if not self._covered(shop, table, _backwards(first, settled), rules):
                    return "provisional"
        for table in metric.tables:
            again = self.reopened[shop, table]
            if any(first <= d <= settled for d in again):
                return "provisional"
        for table in metric.tables:
            begins = self.first.get((shop, table))
            back = metric.look_back_days if table in ("messages", "orders") else 0
            if begins is not None and max(first, begins) - timedelta(days=back) < begins:
                return "partial"
        return "final"

    def _covered(self, shop: str, table: str, days: Iterable[date], rules: Epochs) -> bool:
        as_of = self.as_of.get((shop, table))
        declared = self.declared[shop, table]
        for day in days:
            if day in declared:
                continue
            ends = datetime.combine(day + timedelta(days=1), time()) + timedelta(
                minutes=rules.cut_on(shop, day)
            )
            if as_of is None or as_of < ends:
                return False
        return True
