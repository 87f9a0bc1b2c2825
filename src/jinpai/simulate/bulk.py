"""Any size, fast: a shop of a hundred accounts as exchange Parquet, made with numpy.

The structure is that of the small shop (receptions of several rounds, robots, transfers,
monologues, cross-day replies, unanswered rings, orders that follow chats, silent orders,
refunds, ratings, shifts), the texts come from the same banks, but no story connects them.
A day is a pure function of (spec, day), so that one more day can be written by itself.

    spec = Bulk(start=date(2026, 9, 1), seed=1)           # 20 M messages, 600 k orders a month
    write_bulk(spec, Path("month"), range(30), as_of=datetime(2026, 10, 1))
    write_bulk(spec, Path("day31"), range(30, 31), as_of=datetime(2026, 10, 2))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from jinpai.facts.rows import EXCHANGE, TABLES
from jinpai.simulate.bulk_day import DAY, LOOK_BACK, REFUND_KINDS, Bulk
from jinpai.simulate.bulk_tables import Maker
from jinpai.simulate.exchange import arrow_schema


def tables(
    spec: Bulk, days: Iterable[int], *, as_of: datetime, late_changes: bool = False
) -> Iterator[tuple[str, pa.Table]]:
    """(table, rows), a day at a time, as known at `as_of` (shop's wall time).

    days: offsets from spec.start, ascending. late_changes: also the orders of the twelve
    days before the first one whose state changed since then, as a daily export has them.
    """
    maker = Maker(spec)
    chosen = list(days)
    now = as_of.toordinal() - date(1970, 1, 1).toordinal() - maker.base
    clock = now * DAY + as_of.hour * 3600 + as_of.minute * 60 + as_of.second
    yield from maker.standing()
    if late_changes and chosen:
        since = chosen[0] * DAY
        for day in range(max(0, chosen[0] - LOOK_BACK), chosen[0]):
            o = maker.orders(day)
            changed = np.zeros(o.number.size, np.bool_)
            for moments in (o.created, o.paid, o.shipped, o.signed, o.completed, o.closed):
                changed |= (moments >= since - day * DAY) & (moments <= clock - day * DAY)
            yield from maker.order_tables(day, clock - day * DAY, changed)
    for day in chosen:
        yield "messages", maker.messages(day)
        yield from maker.order_tables(day, clock - day * DAY)
        for table in maker.refunds(day, clock - day * DAY):
            yield "refunds", table
        yield "ratings", maker.ratings(day)
        yield "presence", maker.presence(day)
        yield from maker.shop_window(day)
        maker.forget_chats(day)


def write_bulk(
    spec: Bulk,
    folder: Path,
    days: Iterable[int],
    *,
    as_of: datetime,
    late_changes: bool = False,
) -> dict[str, int]:
    """Exchange Parquet, one file per table, into `folder`; returns the rows of each.

    Messages stand by reception, not by time, as chat exports do. `as_of` is in the
    files' metadata.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, pq.ParquetWriter] = {}
    counts: dict[str, int] = {}
    try:
        for name, table in tables(spec, days, as_of=as_of, late_changes=late_changes):
            if not table.num_rows:
                continue
            if name not in files:
                files[name] = pq.ParquetWriter(
                    folder / f"{name}.parquet", arrow_schema(name, as_of), compression="zstd",
                    compression_level=1,
                )  # fmt: skip
            files[name].write_table(table.cast(files[name].schema))
            counts[name] = counts.get(name, 0) + table.num_rows
    finally:
        for file in files.values():
            file.close()
    return {t.name: counts[t.name] for t in EXCHANGE if t.name in counts}


assert set(REFUND_KINDS) <= set(TABLES["refunds"].column("kind").words)
