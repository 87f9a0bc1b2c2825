"""The yardstick: a plain scan-and-group of the columns that the figures read, in DuckDB.

Every column of `messages` and `orders` that a derived table needs is read and grouped by account
and day once; nothing is joined, ordered or partitioned. Three runs, the fastest counts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from bench.part import best, finish, result

MESSAGES = """
SELECT shop, account, CAST(local_at AS DATE) AS day, sender, kind, count(*), min(local_at),
       max(local_at), max("at"), max(buyer), sum(length("text")), max(to_account), max(line),
       max(source)
FROM read_parquet({files}, union_by_name=true) GROUP BY ALL
"""
ORDERS = """
SELECT shop, CAST(paid_local AS DATE) AS day, flag, count(*), max(order_id), max(buyer),
       min(created_local), max(created_local), max(paid_local), max(created_at), max(paid_at),
       sum(amount_paid), sum(postage), sum(quantity)
FROM read_parquet({files}, union_by_name=true) GROUP BY ALL
"""


def main(home: Path) -> None:
    from jinpai.facts.lake import Lake

    snapshot = Lake(home / "lake").snapshot()
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET threads = 2")

    def scan() -> None:
        for table, query in (("messages", MESSAGES), ("orders", ORDERS)):
            con.execute(query.format(files=snapshot.files(table))).fetchall()

    result["messages"] = snapshot.rows("messages")
    result["orders"] = snapshot.rows("orders")
    best("seconds", 3, scan)
    finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
