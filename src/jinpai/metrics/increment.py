"""Computing again only what new facts touch, on top of the cache.

Four steps, each by keys: the touched buyers' days → their receptions and rounds (the day before
may be answered by them, the day after may answer them) → the credits of those buyers' orders
and of changed orders → the inquiries of all these buyers → the day figures of every day on
which a row came, went or changed. Untouched rows are carried over as they stand.
`check` proves the result equal to a computation from scratch.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from jinpai.metrics import credits, engine, inquiries, touched
from jinpai.metrics.empty import EMPTY
from jinpai.metrics.rounds import REPLIED
from jinpai.metrics.settle import settle
from jinpai.metrics.store import Manifest, Store
from jinpai.metrics.structure import Structure
from jinpai.metrics.threads import RECEPTION

if TYPE_CHECKING:
    from jinpai.metrics.compute import Job

_BUYER = ["shop", "buyer"]
_ONE = timedelta(days=1)


class Increment:
    """One bringing up to date: what is stored, what is touched, what comes out."""

    def __init__(self, job: Job, store: Store, old: Manifest) -> None:
        self.job = job
        self.con = job.con
        self.store = store
        self.old = old
        self.out: dict[str, ir.Table] = {}
        """Derived tables to write: whole rows of the days in `span`."""
        self.span: dict[str, set[date]] = {}

    def stored(self, table: str, first: date | None = None, last: date | None = None) -> ir.Table:
        t = self.store.table(self.con, self.old, table, EMPTY[table], first, last)
        day = "created_day" if table == "credits" else "day"
        if first is not None:
            t = t.filter(t[day] >= ibis.literal(first))
        if last is not None:
            t = t.filter(t[day] <= ibis.literal(last))
        return t

    def _days(self, t: ir.Table, column: str = "day") -> set[date]:
        found = engine.rows(self.con, t.select(day=t[column]).distinct())
        return {r["day"] for r in found if r["day"] is not None}

    # -- receptions -----------------------------------------------------------------------

    def receptions(self) -> tuple[set[date], ir.Table]:
        """Recompute touched receptions. Returns the days touched and the touched buyers."""
        job = self.job
        days, count = touched.buyer_days(self.con, job.snapshot, self.old.import_no, job.rules)
        buyers = job.keep("chat_buyers", days.select(*_BUYER).distinct())
        if not count:
            return set(), buyers
        on = self._days(days)
        first, last = min(on), max(on)
        structure = Structure(self.con, job.rules)
        for day in sorted(on):
            structure.read(job.messages, day, day, only=days)
        # what was stored of these buyers around, as if it had just been read
        near = self.stored("receptions", first - 2 * _ONE, last + 2 * _ONE)
        near = near.semi_join(buyers, _BUYER).anti_join(days, ["shop", "buyer", "day"])
        near = near.mutate(rid=ibis.row_number().cast("int64") + structure.last_rid + 1)
        near = job.keep("near", near)
        beside = self.stored("rounds", first - 2 * _ONE, last + 2 * _ONE)
        beside = beside.inner_join(near.select("rid", *RECEPTION), RECEPTION)
        open_again = beside.outcome != REPLIED
        beside = beside.mutate(
            closed_at=ibis.ifelse(open_again, None, beside.closed_at),
            closed_local=ibis.ifelse(open_again, None, beside.closed_local),
        )
        structure.more("held", near)
        structure.more("began", beside)
        kept_sessions = self.stored("sessions", first - 2 * _ONE, last + 2 * _ONE)
        kept = kept_sessions.inner_join(near.select("rid", *RECEPTION), RECEPTION)
        structure.more("sessions", kept)
        made = settle(*structure.made(), job.rules, job.keep)
        structure.drop()
        around = {d + n * _ONE for d in on for n in (-1, 0, 1)}
        for table, rows in zip(("receptions", "rounds", "sessions"), made, strict=True):
            self._replace(table, rows, buyers, around)
        return around, buyers

    def _replace(self, table: str, rows: ir.Table, buyers: ir.Table, days: set[date]) -> None:
        """Stored rows of these days with those of `buyers` replaced by `rows`."""
        before = self.stored(table, min(days), max(days))
        wanted = [ibis.literal(d) for d in sorted(days)]
        before = before.filter(before.day.isin(wanted))
        rows = rows.filter(rows.day.isin(wanted)).select(*before.columns)
        self.out[table] = self.job.derive(table, ibis.union(before.anti_join(buyers, _BUYER), rows))
        self.span[table] = days

    def current(self, table: str, first: date | None = None, last: date | None = None) -> ir.Table:
        """A derived table as it will stand: stored rows outside the span, new ones inside."""
        t = self.stored(table, first, last)
        if table not in self.out:
            return t
        day = "created_day" if table == "credits" else "day"
        new = self.out[table]
        low, high = min(self.span[table]), max(self.span[table])
        gone = [ibis.literal(d) for d in sorted(self.span[table])]
        t = t.filter(~t[day].isin(gone))
        if first is not None:
            new = new.filter(new[day] >= ibis.literal(first))
        if last is not None:
            new = new.filter(new[day] <= ibis.literal(last))
        if (first is not None and high < first) or (last is not None and low > last):
            return t
        return ibis.union(t, new.select(*t.columns))

    # -- orders ---------------------------------------------------------------------------

    def sales(self, around: set[date], buyers: ir.Table) -> set[date]:
        """Recompute the credits and inquiries of touched buyers and orders. Returns the days
        on which their figures may differ."""
        job, con = self.job, self.con
        sold = job.sold(self.current("receptions"))
        stored = self.stored("credits")
        changed = touched.changed_orders(con, sold, stored)
        moved = self._days(changed, "created_day") | self._days(changed, "paid_day")
        if not around and not moved:
            return set()
        everyone = job.keep(
            "touched_buyers",
            ibis.union(
                buyers, changed.filter(changed.buyer.notnull()).select(*_BUYER), distinct=True
            ),
        )
        lo = min(around | moved)
        mine = job.keep("their_orders", sold.semi_join(everyone, _BUYER))
        again = ibis.union(
            mine.filter(
                (mine.created_day >= ibis.literal(lo)) | (mine.paid_day >= ibis.literal(lo))
            ).select("shop", "order_id"),
            changed.select("shop", "order_id"),
            distinct=True,
        )
        again = job.keep("orders_again", again)
        orders = job.keep("sold_again", sold.semi_join(again, ["shop", "order_id"]))
        window = max(m.credit_window_hours for m in job.rules.measures()) // 24 + 2
        ordered = self._days(orders, "created_day")
        begin = min({lo, *ordered}) - window * _ONE
        receptions = job.keep(
            "their_receptions", self.current("receptions", begin).semi_join(everyone, _BUYER)
        )
        rounds = self.current("rounds", begin).semi_join(everyone, _BUYER)

        asked_from = lo - _ONE
        answered_from = (
            min({asked_from, *ordered})
            - max(m.inquiry_window_days + m.payment_tail_days for m in job.rules.measures()) * _ONE
        )
        base = ["shop", "account", "buyer", "day", "first_at", "first_local"]
        recent = receptions.filter(receptions.day >= ibis.literal(asked_from))
        fresh = inquiries.inquiries(recent, mine, job.rules).select(*base)
        earlier = self.stored("inquiries", answered_from - window * _ONE, asked_from - _ONE)
        earlier = earlier.semi_join(everyone, _BUYER).select(*base)
        asked = job.keep("asked", ibis.union(fresh, earlier))
        owned = job.derive(
            "credits",
            credits.credits(orders, receptions, rounds, asked, job.rules, job.keep),
            "credits_again",
        )
        before = stored.semi_join(again, ["shop", "order_id"])
        created = self._days(before, "created_day") | ordered
        if created:
            wanted = [ibis.literal(d) for d in sorted(created)]
            kept = stored.filter(stored.created_day.isin(wanted))
            kept = kept.anti_join(again, ["shop", "order_id"])
            self.out["credits"] = job.derive(
                "credits", ibis.union(kept, owned.select(*stored.columns))
            )
            self.span["credits"] = created
        days = self._differing(stored, owned, before, ("created_day", "paid_day"))

        theirs = self.current("credits").semi_join(everyone, _BUYER)
        due = asked.filter(asked.day >= ibis.literal(answered_from))
        answered = inquiries.outcomes(due, theirs, job.rules)
        answered = job.derive("inquiries", answered, "answered_again")
        was = self.stored("inquiries", answered_from).semi_join(everyone, _BUYER)
        moved_days = self._differing(was, answered, was, ("day",))
        if moved_days:
            wanted = [ibis.literal(d) for d in sorted(moved_days)]
            kept = self.stored("inquiries", answered_from)
            kept = kept.filter(kept.day.isin(wanted)).anti_join(everyone, _BUYER)
            new = answered.filter(answered.day.isin(wanted)).select(*kept.columns)
            self.out["inquiries"] = job.derive("inquiries", ibis.union(kept, new))
            self.span["inquiries"] = moved_days
        refunds = job.fact("refunds").semi_join(again, ["shop", "order_id"])
        reviews = job.fact("reviews").semi_join(again, ["shop", "order_id"])
        for t, column in ((refunds, "finished_local"), (reviews, "local_at")):
            days |= touched.service_days(con, t, column, job.rules)
        return days | moved_days

    def _differing(
        self, like: ir.Table, new: ir.Table, old: ir.Table, columns: tuple[str, ...]
    ) -> set[date]:
        """Days of rows that are in only one of two tables of the same columns."""
        a, b = new.select(*like.columns), old.select(*like.columns)
        if "assistants" in like.columns:
            a = a.mutate(assistants=a.assistants.sort())
            b = b.mutate(assistants=b.assistants.sort())
        odd = self.job.keep("odd_rows", ibis.union(ibis.difference(a, b), ibis.difference(b, a)))
        return {d for c in columns for d in self._days(odd, c)}
