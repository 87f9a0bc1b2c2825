"""The public road to the real figures: write exchange files, load them, open the reading room.

Only what a shop could do: CSV files of the exchange format, rulings, `load`, `refresh`,
`Reading`. Imported lazily, so that the oracle runs without the metrics floor.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from .measure import Dated

Row = Mapping[str, Any]
Figures = dict[tuple[str, str | None, date, str], tuple[Decimal, Decimal | None]]

NOW = datetime(2026, 7, 1, 12, 0, 0)
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
BOOKKEEPING = {"as_of", "file", "line"}


@dataclass
class Batch:
    """One import: tables of rows in exchange names, and when they were exported."""

    tables: dict[str, Sequence[Row]]
    as_of: datetime = datetime(2026, 6, 1)
    names: dict[str, str] = field(default_factory=dict)  # table → file name, if another


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def write(folder: Path, name: str, rows: Sequence[Row], as_of: datetime) -> Path:
    columns: dict[str, None] = {}
    for row in rows:
        columns.update(dict.fromkeys(c for c in row if c not in BOOKKEEPING))
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# as_of: {as_of.isoformat()}\n")
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([cell(row.get(c)) for c in columns] for row in rows)
    return path


class Road:
    """A lake and a figures folder of their own under `folder`."""

    def __init__(self, folder: Path) -> None:
        from jinpai.facts.lake import Lake

        self.folder = folder
        self.figures_folder = folder / "figures"
        self.lake = Lake(folder / "lake")
        self.loads = 0

    def load(self, batch: Batch) -> Any:
        """Write and import one batch; every row must be taken."""
        from jinpai.facts.load import Source, load

        self.loads += 1
        folder = self.folder / f"in{self.loads}"
        folder.mkdir(parents=True)
        sources = []
        for table, rows in batch.tables.items():
            if rows:
                name = batch.names.get(table, f"{table}.csv")
                sources.append(Source(write(folder, name, rows, batch.as_of), name))
        report = load(self.lake, sources, now=NOW)
        for file in report.files:
            assert file.status in ("imported", "unchanged"), file
            assert all(c.rejected == c.waiting == 0 for c in file.tables.values()), file
        return report

    def open_shops(self, messages: Iterable[Row], day_cuts: Mapping[str, str | None]) -> None:
        """Make shops known, then the accounts that occur in some messages."""
        for name, rows in shops_and_accounts(messages, day_cuts).items():
            self.load(Batch({name: rows}))

    def rule(self, rulings: Iterable[Row], measures: Mapping[str, Dated]) -> None:
        """Append rulings and, per shop, its measure sections, each in force from a day."""
        from jinpai.facts.lake import Ruling

        out = [
            Ruling(
                r["kind"], r["subject"], r.get("from"), r.get("to"), r.get("value", {}),
                "case", "tests", r["at"],
            )
            for r in rulings
        ]  # fmt: skip
        out += [
            Ruling("measure", shop, since, None, document, "case", "tests", NOW)
            for shop, dated in measures.items()
            for since, document in dated
            if document or len(dated) > 1
        ]
        if out:
            self.lake.append_rulings(out, now=NOW)

    def refresh(self) -> None:
        from jinpai.metrics.compute import refresh

        refresh(self.lake, self.figures_folder)

    def reading(self) -> Any:
        from jinpai.metrics.reading import Reading

        return Reading.open(self.lake, self.figures_folder)

    def figures(self) -> Figures:
        """Every account's and every shop's computed figures of every day."""
        self.refresh()
        reading = self.reading()
        out: Figures = {}
        for by in (("account", "day"), ("day",)):
            for f in reading.figures(start=FIRST, end=LAST, by=by):
                if f.source != "computed" or f.num is None:
                    continue
                if by == ("day",) and f.metric not in SHOP_METRICS:
                    continue
                if by != ("day",) and f.metric in SHOP_METRICS:
                    continue
                account = f.account if by != ("day",) else None
                out[(f.shop, account, f.day, f.metric)] = (
                    Decimal(f.num),
                    None if f.den is None else Decimal(f.den),
                )
        return out


SHOP_METRICS = ("silent_sales", "sales_share")


def shops_and_accounts(
    messages: Iterable[Row], day_cuts: Mapping[str, str | None]
) -> dict[str, list[Row]]:
    """The `shops` and `accounts` tables that go with some messages."""
    shops = [
        {"shop": shop, "platform": "taobao", "name": shop, "timezone": "Asia/Shanghai",
         "day_cut": cut or "00:00"}
        for shop, cut in day_cuts.items()
    ]  # fmt: skip
    seen: dict[tuple[str, str], None] = {}
    for row in messages:
        for account in (row["account"], row.get("to_account")):
            if account:
                seen[(row["shop"], account)] = None
    accounts = [
        {"shop": shop, "account": account, "person": f"P-{shop}-{account}",
         "from": date(2025, 1, 1), "to": None}
        for shop, account in seen
    ]  # fmt: skip
    return {"shops": shops, "accounts": accounts}


def differences(mine: Mapping, theirs: Mapping) -> list[tuple[tuple, tuple, tuple]]:
    """(key, oracle, real) wherever the two say different things; an absent figure is zero.

    The denominator is compared where the oracle names one.
    """
    out = []
    for key in sorted(mine.keys() | theirs.keys(), key=str):
        if key not in mine and key[3] not in KNOWN:
            continue  # a metric outside the table of §2
        num, den = mine.get(key, (0, None if key not in theirs or theirs[key][1] is None else 0))
        real_num, real_den = theirs.get(key, (0, None if den is None else 0))
        if (num or 0) != (real_num or 0) or (den is not None and den != (real_den or 0)):
            out.append((key, (num, den), (real_num, real_den)))
    return out


KNOWN = {
    "consulted", "receptions", "valid_receptions", "unanswered", "transferred_in",
    "transferred_out", "direct", "messages_in", "messages_out", "chars_out", "answer_ratio",
    "first_response", "average_response", "reply_rate", "within_3min", "first_30s", "slow",
    "long", "max_concurrent", "inquiries", "inquiry_conversion_same_day",
    "inquiry_conversion_next_day", "inquiry_conversion", "created_orders", "created_buyers",
    "created_to_paid", "paid_orders", "paid_buyers", "sales", "sales_items", "inquiry_sales",
    "refund_orders", "refund_amount", "net_sales", "refund_rate", "aov", "items_per_buyer",
    "assists", "silent_sales", "sales_share", "satisfaction", "missed_rings",
}  # fmt: skip
ONE_DAY = timedelta(days=1)
