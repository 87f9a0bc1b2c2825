"""What new facts touch: by keys, not by dates.

Threads → their buyers → the orders of those buyers. A signature, a shipment or a remark that
arrives for an order touches no figure and is left aside. Source: architecture "The lake".
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from jinpai.facts.lake import Snapshot
from jinpai.metrics import engine
from jinpai.metrics.epochs import Epochs
from jinpai.metrics.threads import BUYER_DAY, service_day

ORDER_KEY = ["shop", "order_id"]
_COMPARED = (
    "created_at", "paid_at", "created_local", "paid_local", "buyer", "flag", "amount_paid",
    "postage", "quantity",
)  # fmt: skip

_KEY = {
    "refunds": ("shop", "refund_id"),
    "ratings": ("shop", "account", "buyer", "at"),
    "reviews": ("shop", "order_id", "at"),
}


def buyer_days(con: Backend, snapshot: Snapshot, since: int, rules: Epochs) -> tuple[ir.Table, int]:
    """(shop, buyer, day) of messages written after an import, as they are and as they were."""
    cuts = rules.cuts()
    m = snapshot.table(con, "messages")
    new = m.filter(m.import_no > since)
    new = new.select(
        "shop", "id", "versions", buyer=new.buyer.fill_null(""),
        day=service_day(new.local_at, new.shop, cuts),
    )  # fmt: skip
    new = engine.keep(con, "touched_messages", new)
    parts = [new.select(*BUYER_DAY)]
    if "messages_versions" in snapshot.versions:
        old = snapshot.table(con, "messages_versions")
        changed = new.filter((new.versions > 1) & new.id.notnull()).select("shop", "id").distinct()
        old = old.semi_join(changed, ["shop", "id"])
        parts.append(
            old.select(
                "shop",
                buyer=old.buyer.fill_null(""),
                day=service_day(old.local_at, old.shop, cuts),
            )
        )
    days = parts[0].distinct() if len(parts) == 1 else ibis.union(*parts, distinct=True)
    days = engine.keep(con, "touched_days", days)
    return days, int(engine.scalars(con, days.agg(n=days.count()))["n"])


def changed_orders(con: Backend, sold: ir.Table, credits: ir.Table) -> ir.Table:
    """Orders whose figures may change: (shop, order_id, buyer, created_day, paid_day), once as
    they were and once as they are. Both tables hold every order."""
    columns = [*ORDER_KEY, *_COMPARED]
    now = sold.select(*columns)
    then = credits.select(*columns)
    differing = ibis.union(
        ibis.difference(now, then).select(*ORDER_KEY),
        ibis.difference(then, now).select(*ORDER_KEY),
        distinct=True,
    )
    differing = engine.keep(con, "differing_orders", differing)
    wanted = [*ORDER_KEY, "buyer", "created_day", "paid_day"]
    return engine.keep(
        con,
        "touched_orders",
        ibis.union(
            sold.semi_join(differing, ORDER_KEY).select(*wanted),
            credits.semi_join(differing, ORDER_KEY).select(*wanted),
        ),
    )


def other_days(con: Backend, snapshot: Snapshot, since: int, rules: Epochs) -> frozenset[date]:
    """Service days of refunds, ratings and reviews written after an import, now and before."""
    cuts = rules.cuts()
    found: set[date] = set()
    for table, moment in (
        ("refunds", "finished_local"), ("ratings", "local_at"), ("reviews", "local_at"),
    ):  # fmt: skip
        if table not in snapshot.versions:
            continue
        t = snapshot.table(con, table)
        keys = list(_KEY[table])
        new = t.filter(t.import_no > since)
        parts = [new.select(day=service_day(new[moment], new.shop, cuts))]
        if f"{table}_versions" in snapshot.versions:
            old = snapshot.table(con, f"{table}_versions")
            old = old.semi_join(new.select(*keys), keys)
            parts.append(old.select(day=service_day(old[moment], old.shop, cuts)))
        for part in parts:
            found |= _days(con, part)
    return frozenset(found)


def service_days(con: Backend, rows: ir.Table, moment: str, rules: Epochs) -> set[date]:
    """Service days of the rows' wall time in column `moment`."""
    return _days(con, rows.select(day=service_day(rows[moment], rows.shop, rules.cuts())))


def _days(con: Backend, rows: ir.Table) -> set[date]:
    return {r["day"] for r in engine.rows(con, rows.distinct()) if r["day"] is not None}
