"""Bringing the derived tables up to the newest facts, and only what those facts touch.

`refresh` compares the cache's manifest with the lake: other rules, or a cache of another make,
and all is computed from scratch; new imports, and only their buyers' days are computed again
(see `touched.py`). The cache is replaced in one rename, so a killed refresh changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from jinpai.facts.lake import Lake, Snapshot
from jinpai.metrics import credits, engine, figures, inputs, inquiries, orders, touched
from jinpai.metrics.empty import TYPES
from jinpai.metrics.epochs import Epochs
from jinpai.metrics.increment import Increment
from jinpai.metrics.settle import settle
from jinpai.metrics.store import MONTHLY, Manifest, Store, days_of, part_of
from jinpai.metrics.structure import Structure
from jinpai.metrics.threads import service_day

Progress = Callable[[str, int, int], None]
"""(step, done, of): told as each step begins."""

BIG = 3_000_000  # messages a month beyond which parts are days
_CHUNK = 1_500_000
_ABREAST = 2


def quiet(step: str, done: int, of: int) -> None:
    """Progress for who does not want any."""


def refresh(
    lake: Lake, folder: Path, *, progress: Progress = quiet, memory: str | None = None
) -> Manifest:
    """Bring the cache in `folder` up to the lake's newest snapshot. Idempotent."""
    store = Store(folder)
    snapshot = lake.snapshot()
    con = engine.connect(memory=memory, spill=folder / "spill")
    try:
        old = store.manifest()
        rules = inputs.epochs(con, snapshot)
        same_rules = old.digest == rules.digest()
        if same_rules and old.import_no == snapshot.import_no:
            return old
        if same_rules and 0 < old.import_no < snapshot.import_no and _few(con, snapshot, old):
            return increment(con, snapshot, store, rules, old, progress=progress)
        return scratch(con, snapshot, store, rules, progress=progress)
    finally:
        con.disconnect()


def _few(con: Backend, snapshot: Snapshot, old: Manifest) -> bool:
    """Is the new small beside what there is? Else computing all of it is quicker."""
    new = engine.fetch(
        con,
        f"SELECT count(*) AS n FROM ({snapshot.sql('messages')}) WHERE import_no > {old.import_no}",
    )[0]["n"]
    return bool(new * 3 <= snapshot.rows("messages"))


class Job:
    """One computation over one snapshot: the engine, the rules, and names for kept rows."""

    def __init__(self, con: Backend, snapshot: Snapshot, rules: Epochs) -> None:
        self.con = con
        self.snapshot = snapshot
        self.rules = rules
        self.kept: list[str] = []

    def keep(self, name: str, expr: ir.Table) -> ir.Table:
        self.kept.append(name)
        return engine.keep(self.con, name, expr)

    def derive(self, table: str, expr: ir.Table, name: str = "") -> ir.Table:
        """Keep rows of a derived table in the types it is stored in."""
        return engine.keep_typed(self.con, name or f"next_{table}", expr, TYPES[table])

    def fact(self, name: str) -> ir.Table:
        return self.snapshot.table(self.con, name)

    def messages(self, first: date, last: date) -> ir.Table:
        t = self.snapshot.table(self.con, "messages", first, last)
        return t.filter(t.local_day.between(ibis.literal(first), ibis.literal(last)))

    def sold(self, threads: ir.Table) -> ir.Table:
        """Orders with their buyers; `threads` has the (shop, buyer) of all receptions."""
        flags = inputs.ruled_flags(self.con, self.snapshot)
        known = ibis.to_sql(threads.select("shop", "buyer"), dialect="duckdb")
        buyers = inputs.buyers(self.con, self.snapshot, known)
        return self.keep("sold", orders.sold(self.fact("orders"), buyers, flags, self.rules))


def chunks(snapshot: Snapshot, shifted: bool) -> list[tuple[date, date]]:
    """Runs of whole parts of the messages, each of about `_CHUNK` rows, as day ranges."""
    sizes: dict[tuple[date, date], int] = {}
    for f in snapshot.lake_files("messages"):
        text = f.part.removeprefix("m")
        if not text[:4].isdigit():
            continue
        days = days_of(text)
        sizes[days] = sizes.get(days, 0) + f.rows
    out: list[tuple[date, date]] = []
    rows = 0
    for (first, last), n in sorted(sizes.items()):
        if (out and rows + n <= _CHUNK) or (out and first <= out[-1][1]):
            out[-1] = (out[-1][0], max(out[-1][1], last))
            rows += n
        else:
            out.append((first, last))
            rows = n
    if shifted and out:
        # the small hours of the first day belong to the service day before it
        out[0] = (out[0][0] - timedelta(days=1), out[0][1])
    return out


def scratch(
    con: Backend, snapshot: Snapshot, store: Store, rules: Epochs, *,
    progress: Progress = quiet, sort: bool = False,
) -> Manifest:  # fmt: skip
    """Compute everything from the facts alone. `sort`: trust no order of the files."""
    job = Job(con, snapshot, rules)
    manifest = store.begin(Manifest(serial=store.manifest().serial))
    manifest.import_no, manifest.digest = snapshot.import_no, rules.digest()

    structure = Structure(con, rules)
    ranges = chunks(snapshot, structure.shifted)
    months = max(1, len({(d.year, d.month) for r in ranges for d in r}))
    manifest.daily = snapshot.rows("messages") / months > BIG
    steps = len(ranges) + 3
    _read_all(con, snapshot, structure, ranges, sort, lambda n: progress("messages", n, steps))
    progress("receptions", len(ranges), steps)
    receptions, rounds, sessions = settle(*structure.made(), rules, job.keep)
    structure.drop()
    engine.drop(con, "judged", "late_answers")
    progress("orders", len(ranges) + 1, steps)
    sold = job.sold(receptions)
    asked = job.keep("asked", inquiries.inquiries(receptions, sold, rules))
    owned = job.keep("credits", credits.credits(sold, receptions, rounds, asked, rules, job.keep))
    answered = job.keep("inquiries", inquiries.outcomes(asked, owned, rules))
    engine.drop(con, "served", "owned", "helped", "asked")
    progress("figures", len(ranges) + 2, steps)
    derived = {
        "receptions": receptions,
        "rounds": rounds,
        "sessions": sessions,
        "inquiries": answered,
        "credits": owned,
    }
    derived |= summed(job, receptions, rounds, sessions, answered, owned)
    for table, rows in derived.items():
        write_parts(store, con, manifest, table, rows)
    store.publish(manifest)
    progress("done", steps, steps)
    return manifest


def _read_all(
    con: Backend, snapshot: Snapshot, structure: Structure, ranges: list[tuple[date, date]],
    sort: bool, done: Callable[[int], None],
) -> None:  # fmt: skip
    """Read all chunks, two at a time: following rows one by one takes a single core."""

    def read(number: int) -> Structure:
        own = engine.beside(con)
        part = Structure(own, structure.rules, number + 1)
        part.read(Job(own, snapshot, structure.rules).messages, *ranges[number], sort=sort)
        return part

    done(0)
    with ThreadPoolExecutor(_ABREAST) as pool:
        for number, part in enumerate(pool.map(read, range(len(ranges)))):
            structure.take(part)
            done(number + 1)


def increment(
    con: Backend, snapshot: Snapshot, store: Store, rules: Epochs, old: Manifest, *,
    progress: Progress = quiet,
) -> Manifest:  # fmt: skip
    """Compute only what the imports since `old` touch (see `increment.py`)."""
    job = Job(con, snapshot, rules)
    work = Increment(job, store, old)
    progress("receptions", 0, 3)
    around, buyers = work.receptions()
    progress("orders", 1, 3)
    days = around | work.sales(around, buyers)
    days |= touched.other_days(con, snapshot, old.import_no, rules)
    progress("figures", 2, 3)
    manifest = store.begin(old)
    manifest.import_no = snapshot.import_no
    for table in work.out:
        _write_days(store, con, manifest, table, work, work.span[table])
    if days:
        low, high = min(days), max(days)
        wanted = [ibis.literal(d) for d in sorted(days)]

        def of_days(table: str) -> ir.Table:
            t = work.current(table, low, high)
            return t.filter(t.day.isin(wanted))

        owned = work.current("credits")
        owned = job.keep(
            "credits_of_days",
            owned.filter(
                owned.created_day.isin(wanted)
                | owned.paid_day.isin(wanted)
                | owned.order_id.isin(_dated_orders(job, wanted))
            ),
        )
        made = summed(
            job, of_days("receptions"), of_days("rounds"), of_days("sessions"),
            of_days("inquiries"), owned,
        )  # fmt: skip
        for table, rows in made.items():
            work.out[table] = job.derive(table, rows.filter(rows.day.isin(wanted)), f"last_{table}")
            work.span[table] = days
            _write_days(store, con, manifest, table, work, days)
    store.publish(manifest)
    progress("done", 3, 3)
    return manifest


def _dated_orders(job: Job, days: list[ir.Value]) -> ir.Table:
    """Ids of orders with a refund or review on one of the days."""
    cuts = job.rules.cuts()
    parts = []
    for table, moment in (("refunds", "finished_local"), ("reviews", "local_at")):
        t = job.fact(table)
        parts.append(t.filter(service_day(t[moment], t.shop, cuts).isin(days)).select("order_id"))
    return ibis.union(*parts).order_id


def _write_days(
    store: Store, con: Backend, manifest: Manifest, table: str, work: Increment, days: set[date]
) -> None:  # fmt: skip
    """Write every part that holds one of the days, the other days carried over."""
    for part in sorted({part_of(table, d, manifest.daily) for d in days}):
        rows = work.current(table, *days_of(part))
        store.write(con, manifest, table, part, rows)


def summed(
    job: Job, receptions: ir.Table, rounds: ir.Table, sessions: ir.Table, answered: ir.Table,
    owned: ir.Table,
) -> dict[str, ir.Table]:  # fmt: skip
    """Day figures, hours and waits of the derived rows given."""
    parts = [
        figures.from_receptions(receptions, job.rules),
        figures.from_rounds(rounds, job.rules),
        figures.from_inquiries(answered),
        *figures.from_creations(owned),
        *figures.from_payments(owned),
        figures.of_shop(owned),
        figures.from_refunds(job.fact("refunds"), owned, job.rules),
        figures.from_ratings(job.fact("ratings"), job.rules),
        figures.from_reviews(job.fact("reviews"), owned, job.rules),
        _concurrent(job, sessions),
    ]
    worst = figures.from_worst_rounds(rounds, job.rules)
    if worst is not None:
        parts.append(worst)
    held = [job.keep(f"part_{n}", part) for n, part in enumerate(parts)]
    return {
        "figures": job.derive("figures", figures.together(held)),
        "hours": job.derive("hours", figures.hours(receptions, rounds, job.rules)),
        "waits": job.derive("waits", figures.waits(rounds)),
    }


def _concurrent(job: Job, sessions: ir.Table) -> ir.Table:
    """Most sessions at once, per (shop, account, day)."""
    sessions = sessions.filter(~sessions.excluded)
    days = sessions.select("shop", "account", "day").distinct()
    days = job.keep("account_days", days.mutate(account_no=ibis.row_number()))
    s = sessions.inner_join(days, ["shop", "account", "day"])
    epoch = ibis.literal(date(1970, 1, 1))
    s = s.mutate(day_us=s.day.delta(epoch, unit="day").cast("int64") * 86_400_000_000)
    steps = figures.most_at_once(s)
    top = job.keep("at_once", steps.group_by("account_no").agg(max_concurrent=steps.open.max()))
    return days.inner_join(top, "account_no").select(
        "shop", "account", "day", bind_day="day", max_concurrent="max_concurrent"
    )


_DAY_COLUMN = {"credits": "created_day"}


def write_parts(
    store: Store, con: Backend, manifest: Manifest, table: str, rows: ir.Table,
    only: set[str] | None = None,
) -> None:  # fmt: skip
    """Write a derived table part by part; parts that turn out empty are taken off."""
    day = _DAY_COLUMN.get(table, "day")
    found = engine.rows(con, rows.select(day=rows[day]).distinct())
    daily = manifest.daily and table not in MONTHLY
    parts = {part_of(table, r["day"], daily) for r in found if r["day"] is not None}
    for part in sorted(parts if only is None else parts & only):
        low, high = days_of(part)
        some = rows.filter(rows[day].between(ibis.literal(low), ibis.literal(high)))
        store.write(con, manifest, table, part, some)
    if only is not None:
        for part in only - parts:
            manifest.tables[table].pop(part, None)
