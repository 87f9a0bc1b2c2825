"""How sound the facts are: what is there, which days are covered, what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from jinpai.apps import home
from jinpai.apps.imports.models import Job
from jinpai.apps.imports.queries.known import opened
from jinpai.apps.imports.queries.progress import reap
from jinpai.apps.imports.sentences import in_tongue
from jinpai.apps.imports.work import STANDING
from jinpai.apps.pages.chosen import Chosen
from jinpai.facts.rows import EXCHANGE, TABLES
from jinpai.metrics.status import Coverage

DAYS_SHOWN = 62


@dataclass(frozen=True)
class CoverCell:
    day: date
    state: str  # covered | declared | partial | reopened | nothing
    rows: int  # facts of that day

    @property
    def sign(self) -> str:
        """Not by colour alone: each state has its own sign."""
        if self.state == "covered":
            return "✓" if self.rows else "0"
        return {"declared": "✓", "partial": "½", "reopened": "!"}.get(self.state, "")


@dataclass(frozen=True)
class CoverRow:
    table: str
    name: str
    cells: list[CoverCell]


@dataclass(frozen=True)
class TableRow:
    table: str
    name: str
    rows: int
    first_day: date | None
    last_day: date | None
    as_of: datetime | None
    imports: int


def health_page(chosen: Chosen, *, now: datetime) -> dict[str, Any]:
    """Everything of the page for one shop and period; little when there is no shop yet."""
    reap(now)
    context: dict[str, Any] = {
        "last_check": Job.objects.filter(kind=Job.Kind.CHECK).first(),
        "snapshot": home.lake().snapshot(),
    }
    shop = chosen.code
    if shop is None:
        return context
    first = max(chosen.start, chosen.end - timedelta(days=DAYS_SHOWN - 1))
    days = [first + timedelta(days=n) for n in range((chosen.end - first).days + 1)]
    with opened() as (snapshot, con):
        coverage = Coverage.of(con, snapshot)
        per_day = _facts_per_day(con, snapshot, shop, days)
        tables = _tables(con, snapshot, shop)
    cut = home.reading().rules.cut_on(shop, days[-1])
    ends_at = time(cut // 60, cut % 60)
    context |= {
        "tables": tables,
        "days": days,
        "cut_short": first > chosen.start,
        "calendar": [
            CoverRow(
                table.name,
                in_tongue(table),
                [
                    CoverCell(
                        day,
                        state(coverage, shop, table.name, day, ends_at=ends_at),
                        per_day.get((table.name, day), 0),
                    )
                    for day in days
                ],
            )
            for table in EXCHANGE
            if table.day_from
            and table.name not in STANDING
            and ((shop, table.name) in coverage.as_of or coverage.declared[shop, table.name])
        ],
        "health": home.reading().health(shop=shop),
    }
    return context


def state(coverage: Coverage, shop: str, table: str, day: date, *, ends_at: time = time()) -> str:
    """Of one day of one table: its day ends at the cut of the next."""
    if day in coverage.reopened[shop, table]:
        return "reopened"
    if day in coverage.declared[shop, table]:
        return "declared"
    first, as_of = coverage.first.get((shop, table)), coverage.as_of.get((shop, table))
    if first is None or as_of is None or day < first:
        return "nothing"
    if datetime.combine(day + timedelta(days=1), ends_at) <= as_of:
        return "covered"
    return "partial" if datetime.combine(day, ends_at) < as_of else "nothing"


def _facts_per_day(
    con: Any, snapshot: Any, shop: str, days: list[date]
) -> dict[tuple[str, date], int]:
    """From the ledger of arrivals, without opening the facts themselves."""
    found = con.raw_sql(
        f'SELECT "table", day, CAST(sum(new) AS BIGINT) FROM ({snapshot.sql("arrivals")}) '
        f"WHERE shop = '{shop.replace(chr(39), chr(39) * 2)}' AND day BETWEEN "
        f"DATE '{days[0]}' AND DATE '{days[-1]}' GROUP BY ALL"
    ).fetchall()
    return {(table, day): rows for table, day, rows in found}


def _tables(con: Any, snapshot: Any, shop: str) -> list[TableRow]:
    found = con.raw_sql(
        'SELECT "table", min(first_day), max(last_day), max(as_of), count(DISTINCT import_no) '
        f"FROM ({snapshot.sql('covers')}) WHERE shop IN ('', "
        f"'{shop.replace(chr(39), chr(39) * 2)}') GROUP BY ALL"
    ).fetchall()
    counts = {
        name: int(
            con.raw_sql(
                f"SELECT count(*) FROM ({snapshot.sql(name)})"
                + (
                    f" WHERE shop = '{shop.replace(chr(39), chr(39) * 2)}'"
                    if TABLES[name].has_shop
                    else ""
                )
            ).fetchone()[0]
        )
        for name, *_rest in found
    }
    order = [t.name for t in EXCHANGE]
    return [
        TableRow(name, in_tongue(TABLES[name]), counts[name], first, last, as_of, imports)
        for name, first, last, as_of, imports in sorted(found, key=lambda r: order.index(r[0]))
    ]
