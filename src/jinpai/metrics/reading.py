"""The reading room: everything a page or a command may ask of the figures.

A `Reading` is opened on one lake at one moment and answers from day figures and the derived
tables; it reads messages only to show messages. All days are service days, both ends
inclusive. Money is Decimal yuan. What is not known is None. Threads may share it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from jinpai.facts import identity
from jinpai.facts.lake import Lake, Snapshot
from jinpai.metrics import behind, compute, engine, inputs, stories, tally, whatif, worth
from jinpai.metrics.answers import (
    Figure,
    FunnelStep,
    Health,
    Hit,
    HourCell,
    Moved,
    OrderView,
    ReceptionView,
    ReconcileRow,
    RingValue,
    RowsPage,
    Shop,
)
from jinpai.metrics.catalogue import CATALOGUE
from jinpai.metrics.empty import EMPTY
from jinpai.metrics.policies import Measure
from jinpai.metrics.status import Coverage
from jinpai.metrics.store import Manifest, Store, scan


class Reading:
    """The figures of one snapshot of a lake."""

    def __init__(self, lake: Lake, snapshot: Snapshot, store: Store, manifest: Manifest) -> None:
        self.lake = lake
        self.snapshot = snapshot
        self.store = store
        self.manifest = manifest
        self._con = engine.connect()
        self._lock = threading.Lock()
        self.rules = inputs.epochs(self._con, snapshot)
        self.coverage = Coverage.of(self._con, snapshot)
        self._open()

    @classmethod
    def open(cls, lake: Lake, figures: Path) -> Reading:
        """The newest figures; brings the cache up to the lake first where it is behind."""
        manifest = compute.refresh(lake, figures)
        return cls(lake, lake.snapshot(manifest.import_no), Store(figures), manifest)

    def _open(self) -> None:
        con = self._con
        for table in EMPTY:
            files = self.store.files(self.manifest, table)
            body = scan(files) if files else EMPTY[table]
            con.raw_sql(f"CREATE OR REPLACE TEMP VIEW {table} AS {body}")
        bound = identity.bindings(self.snapshot, con).get_name()
        con.raw_sql(f'CREATE OR REPLACE TEMP VIEW bound AS SELECT * FROM "{bound}"')
        con.raw_sql(
            "CREATE OR REPLACE TEMP TABLE day_figures AS SELECT f.*, b.person FROM figures AS f "
            "LEFT JOIN bound AS b ON b.shop = f.shop AND b.account = f.account "
            'AND f.bind_day >= b."from" AND (b."to" IS NULL OR f.bind_day < b."to")'
        )
        con.raw_sql(
            "CREATE OR REPLACE TEMP TABLE reported_figures AS SELECT r.*, b.person "
            f"FROM ({self.snapshot.sql('reported')}) AS r LEFT JOIN bound AS b "
            'ON b.shop = r.shop AND b.account = r.account AND r."from" >= b."from" '
            'AND (b."to" IS NULL OR r."from" < b."to")'
        )
        self._shops = self._read_shops()

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows of a SELECT over the derived tables and facts of this reading."""
        with self._lock:
            cursor = self._con.con.execute(sql, list(values))
            names = [d[0] for d in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def fact(self, table: str, first: date | None = None, last: date | None = None) -> str:
        """The SELECT behind a fact table, for use in `fetch`."""
        return f"({self.snapshot.sql(table, first, last)})"

    # -- shops and measures ---------------------------------------------------------------

    def _read_shops(self) -> list[Shop]:
        known = {
            r["shop"]: r
            for r in engine.rows(
                self._con, identity.shops(self.snapshot, self._con).order_by("from")
            )
        }
        spans = self.fetch(
            "SELECT shop, min(first) AS first, max(last) AS last FROM ("
            "SELECT shop, min(day) AS first, max(day) AS last FROM day_figures GROUP BY shop "
            'UNION ALL SELECT shop, min("from"), max("to") FROM reported_figures GROUP BY shop'
            ") GROUP BY shop"
        )
        days = {r["shop"]: (r["first"], r["last"]) for r in spans}
        return [
            Shop(
                code,
                (known.get(code) or {}).get("name") or code,
                (known.get(code) or {}).get("platform") or "",
                *days.get(code, (None, None)),
            )
            for code in sorted({*known, *days})
        ]

    def shops(self) -> list[Shop]:
        return list(self._shops)

    def measure(self, *, shop: str, day: date) -> Measure:
        """The measure that rules a shop's day."""
        return self.rules.of(shop, day)

    def measures(self, shop: str) -> list[tuple[date | None, Measure, dict[str, Any] | None]]:
        """All dated measures of a shop, oldest first: (from day, measure, its ruling)."""
        out: list[tuple[date | None, Measure, dict[str, Any] | None]] = [
            (None, self.rules.default, None)
        ]
        with self._lock:
            found = inputs.rulings(self._con, self.snapshot, "measure")
        for r in found:
            if r["subject"] == shop:
                out.append((r["from"], self.rules.of(shop, r["from"] or date.min), r))
        return sorted(out, key=lambda m: m[0] or date.min)

    # -- figures --------------------------------------------------------------------------

    def figures(
        self, *, shop: str | None = None, start: date, end: date,
        by: Sequence[str] = ("account",), metrics: Sequence[str] | None = None,
        accounts: Sequence[str] | None = None, people: Sequence[str] | None = None,
        source: Literal["both", "chosen"] = "both",
    ) -> list[Figure]:  # fmt: skip
        """Figures of a grain. `by`: any of shop, account, person, day.

        Computed figures come first, then reported ones. With `source="chosen"` one figure per
        row remains: the one the measure names, else the computed, else the reported.
        """
        shops = [shop] if shop else [s.code for s in self._shops]
        if not shops:
            return []
        wanted = [m for m in CATALOGUE.values() if metrics is None or m.code in metrics]
        rows = tally.computed(
            self.fetch, self.coverage, self.rules, shops=shops, start=start, end=end, by=by,
            metrics=wanted, accounts=accounts, people=people,
        )  # fmt: skip
        rows += tally.reported(
            self.fetch, self.rules, shops=shops, start=start, end=end, by=by,
            codes=[m.code for m in wanted] if metrics is None else list(metrics),
            accounts=accounts, people=people,
        )  # fmt: skip
        return rows if source == "both" else self._chosen(rows, end)

    def _chosen(self, rows: list[Figure], day: date) -> list[Figure]:
        best: dict[tuple[Any, ...], Figure] = {}
        for f in rows:
            key = (f.shop, f.account, f.person, f.day, f.metric)
            named = self.rules.of(f.shop or "", day).source.get(f.metric, "computed")
            if key not in best or f.source == named:
                best[key] = f
        return list(best.values())

    def hourly(
        self, *, shop: str, start: date, end: date, accounts: Sequence[str] | None = None
    ) -> list[HourCell]:
        """Weekday × hour: how busy, how slow."""
        where, values = "shop = ? AND day BETWEEN ? AND ?", [shop, start, end]
        if accounts is not None:
            where += f" AND account IN ({', '.join('?' * len(accounts))})"
            values += list(accounts)
        return [
            HourCell(
                r["weekday"] - 1, r["hour"], r["receptions"], r["rounds"],
                Decimal(tally.exact_seconds(r["us"])), r["missed"],
            )
            for r in self.fetch(
                "SELECT isodow(day)::INTEGER AS weekday, hour, sum(receptions)::BIGINT AS "
                "receptions, sum(rounds)::BIGINT AS rounds, sum(us)::BIGINT AS us, "
                f"sum(missed)::BIGINT AS missed FROM hours WHERE {where} GROUP BY ALL ORDER BY ALL",
                values,
            )
        ]  # fmt: skip

    def waits(
        self, *, shop: str, start: date, end: date, account: str | None = None,
        first: bool = False,
    ) -> list[tuple[int, int]]:  # fmt: skip
        """Histogram of answered rounds: (whole seconds rounded up, 601 = longer; how many).
        `first`: only first rounds of receptions."""
        where, values = "shop = ? AND day BETWEEN ? AND ?", [shop, start, end]
        if account is not None:
            where += " AND account = ?"
            values.append(account)
        if first:
            where += " AND heads"
        return [
            (r["second"], r["n"])
            for r in self.fetch(
                f"SELECT second, sum(n)::BIGINT AS n FROM waits WHERE {where} "
                "GROUP BY second ORDER BY second",
                values,
            )
        ]

    def funnel(self, *, shop: str, start: date, end: date) -> list[FunnelStep]:
        return worth.funnel(self, shop, start, end)

    # -- rows -----------------------------------------------------------------------------

    def rows_behind(
        self, *, metric: str, part: Literal["num", "den"] = "num", shop: str, start: date,
        end: date, account: str | None = None, person: str | None = None, limit: int = 50,
        offset: int = 0,
    ) -> RowsPage:  # fmt: skip
        """The rows that a figure's numerator or denominator counts or adds."""
        return behind.rows_behind(
            self, metric, part, shop, start, end, account, person, limit, offset
        )

    def receptions(
        self, *, shop: str, start: date, end: date, account: str | None = None,
        person: str | None = None, buyer: str | None = None, excluded: bool | None = None,
        unanswered: bool | None = None, slow: bool | None = None, missed: bool | None = None,
        limit: int = 50, offset: int = 0,
    ) -> RowsPage:  # fmt: skip
        """A filtered list of receptions, newest first."""
        flags = {
            "excluded IS NOT NULL": excluded,
            "(excluded IS NULL AND human_messages = 0)": unanswered,
            "slow": slow,
            "missed": missed,
        }
        tests = [c if want else f"NOT {c}" for c, want in flags.items() if want is not None]
        return behind.receptions(
            self, shop, start, end, account, person, buyer, tests, limit, offset
        )

    def reception(self, *, shop: str, account: str, buyer: str, day: date) -> ReceptionView | None:
        """One reception as a chat with its rounds marked."""
        return stories.reception(self, shop, account, buyer, day)

    def order(self, *, shop: str | None, order_id: str) -> OrderView | None:
        """One order and why its credit is where it is."""
        return stories.order(self, shop, order_id)

    def find(self, text: str, *, shop: str | None = None, limit: int = 20) -> list[Hit]:
        """Orders by the beginning of their id, buyers by their exact nick, accounts by part."""
        return behind.find(self, text.strip(), shop, limit)

    # -- worth, agreement, health ---------------------------------------------------------

    def ring_value(self, *, shop: str, start: date, end: date) -> RingValue:
        return worth.ring_value(self, shop, start, end)

    def reconcile(self, *, shop: str, start: date, end: date) -> list[ReconcileRow]:
        return worth.reconcile(self, shop, start, end)

    def health(self, *, shop: str | None = None) -> Health:
        return worth.health(self, shop)

    def preview(self, *, shop: str, measure: Measure, from_day: date) -> list[Moved]:
        """What a new measure from a day on would move, per metric and account."""
        return whatif.preview(self, shop, measure, from_day)

    def month_of(self, day: date) -> tuple[date, date]:
        """First and last day of a day's month."""
        first = day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
