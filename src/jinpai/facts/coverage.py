"""Up to when the facts of a table are in, and which days stand open again.

A table of a shop is covered from the first day of its facts to the newest `as_of` among its
files. A late fact (new or changed, of a day already covered, from a file of an older day)
opens its days again until a file with a newer `as_of` arrives or a person declares them
complete; a declaration is void for days whose facts arrive after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinpai.facts.columns import quoted
from jinpai.facts.lake import Snapshot

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend


def _view(con: Backend, snapshot: Snapshot, name: str, sql: str) -> ir.Table:
    view = f"{name}_{snapshot.import_no}_{abs(hash(str(snapshot.root))) % 10**8}"
    con.raw_sql(f"CREATE OR REPLACE TEMPORARY VIEW {quoted(view)} AS {sql}")
    return con.table(view)


def covered_sql(snapshot: Snapshot) -> str:
    """DuckDB SELECT behind `covered`."""
    return (
        'SELECT shop, "table", min(first_day) AS first_day, max(last_day) AS last_day, '
        f"max(as_of) AS as_of, max(import_no) AS import_no FROM ({snapshot.sql('covers')}) "
        "GROUP BY ALL"
    )


def covered(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(shop, table, first_day, last_day, as_of, import_no): one row per shop and table.

    `as_of` is wall time: facts up to then are in. `last_day` is the last day with a fact.
    Tables without shop have shop ''. `first_day` is null for tables without a day.
    """
    return _view(con, snapshot, "covered", covered_sql(snapshot))


def declared_sql(snapshot: Snapshot) -> str:
    """DuckDB SELECT behind `declared`."""
    subject = "split_part(subject, '/', 1) AS shop, split_part(subject, '/', 2) AS \"table\""
    return (
        f'SELECT d.shop, d."table", d.day, max(d.import_no) AS import_no FROM (SELECT {subject}, '
        'import_no, CAST(unnest(generate_series(CAST("from" AS TIMESTAMP), '
        'CAST(coalesce("to", "from") AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS day '
        f"FROM ({snapshot.sql('rulings')}) WHERE kind = 'complete' AND \"from\" IS NOT NULL) AS d "
        f'LEFT JOIN ({snapshot.sql("arrivals")}) AS a ON a.shop = d.shop AND a."table" = d."table" '
        "AND a.day = d.day AND a.import_no > d.import_no AND a.new + a.changed > 0 "
        'WHERE a.shop IS NULL GROUP BY d.shop, d."table", d.day'
    )


def declared(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(shop, table, day, import_no): days that a person declared complete and that no later
    fact has made void."""
    return _view(con, snapshot, "declared", declared_sql(snapshot))


def reopened_sql(snapshot: Snapshot) -> str:
    """DuckDB SELECT behind `reopened`."""
    return (
        'SELECT l.shop, l."table", l.day, max(l.import_no) AS import_no FROM '
        f"({snapshot.sql('arrivals')}) AS l "
        f'ANTI JOIN ({snapshot.sql("covers")}) AS c ON c.shop = l.shop AND c."table" = l."table" '
        "AND c.import_no >= l.import_no AND c.as_of > l.covered_before "
        f'ANTI JOIN ({declared_sql(snapshot)}) AS d ON d.shop = l.shop AND d."table" = l."table" '
        "AND d.day = l.day WHERE l.late GROUP BY ALL"
    )


def reopened(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(shop, table, day, import_no): covered days that late facts have opened again."""
    return _view(con, snapshot, "reopened", reopened_sql(snapshot))


def arrived(snapshot: Snapshot, con: Backend, *, since: int) -> ir.Table:
    """(shop, table, day, new, changed): the days that commits after `since` have touched."""
    return _view(
        con,
        snapshot,
        f"arrived_{since}",
        'SELECT shop, "table", day, CAST(sum(new) AS BIGINT) AS new, '
        f"CAST(sum(changed) AS BIGINT) AS changed FROM ({snapshot.sql('arrivals')}) "
        f"WHERE import_no > {since} GROUP BY ALL",
    )
