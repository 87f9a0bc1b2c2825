"""Bulk files: the size asked for, one more day by itself, and the same laws."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from jinpai.facts.lake import Lake
from jinpai.facts.load import Source, load
from jinpai.facts.rows import TABLES
from jinpai.simulate.bulk import Bulk, write_bulk

SPEC = Bulk(date(2026, 9, 1), seed=3, accounts=12, messages=300_000, orders=9_000)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bulk")
    write_bulk(SPEC, folder, range(7), as_of=datetime(2026, 9, 8))
    return folder


def one(folder: Path, sql: str) -> tuple[object, ...]:
    (row,) = duckdb.sql(sql.replace("$", str(folder))).fetchall()
    return tuple(row)


def test_a_month_has_the_messages_and_orders_asked_for(tmp_path: Path) -> None:
    counts = write_bulk(SPEC, tmp_path, range(30), as_of=datetime(2026, 10, 1))
    assert abs(counts["messages"] / 300_000 - 1) < 0.03
    assert abs(counts["orders"] / 9_000 - 1) < 0.04


def test_a_day_alone_is_the_day_of_the_month(week: Path, tmp_path: Path) -> None:
    write_bulk(SPEC, tmp_path, range(6, 7), as_of=datetime(2026, 9, 8))
    for table in ("messages", "ratings", "presence", "ads", "traffic"):
        alone = pq.read_table(tmp_path / f"{table}.parquet").to_pylist()
        whole = pq.read_table(week / f"{table}.parquet").to_pylist()
        assert alone
        assert alone == whole[-len(alone) :], table
        assert len(alone) < len(whole)


def test_the_columns_are_those_of_the_exchange_format(week: Path) -> None:
    for file in week.glob("*.parquet"):
        assert tuple(pq.read_schema(file).names) == TABLES[file.stem].names


def test_money_and_moments_agree(week: Path) -> None:
    bad = one(week, """
        SELECT count(*) FILTER (paid_at < created_at), count(*) FILTER (shipped_at < paid_at),
            count(*) FILTER (signed_at < shipped_at), count(*) - count(DISTINCT order_id),
            count(*) FILTER ((amount_paid IS NULL) <> (paid_at IS NULL))
        FROM '$/orders.parquet'""")  # fmt: skip
    assert bad == (0, 0, 0, 0, 0)
    refunds = one(week, """
        SELECT count(*) FILTER (r.amount > o.amount_paid OR o.amount_paid IS NULL), count(*) > 20
        FROM '$/refunds.parquet' r JOIN '$/orders.parquet' o USING (order_id)""")  # fmt: skip
    assert refunds == (0, True)


def test_every_message_is_complete(week: Path) -> None:
    bad = one(week, """
        SELECT count(*) FILTER (text IS NULL OR text = ''), count(*) FILTER (account IS NULL),
            count(*) FILTER ((kind = 'transfer') <> (to_account IS NOT NULL)),
            count(*) FILTER (to_account = account)
        FROM '$/messages.parquet'""")  # fmt: skip
    assert bad == (0, 0, 0, 0)


def test_cards_show_orders_of_their_buyer(week: Path) -> None:
    cards = one(week, """
        SELECT count(*), count(*) FILTER (o.buyer = m.buyer)
        FROM '$/messages.parquet' m LEFT JOIN '$/orders.parquet' o ON o.order_id = m.text
        WHERE m.kind = 'order_card'""")  # fmt: skip
    assert cards[0] == cards[1]
    assert isinstance(cards[0], int)
    assert cards[0] > 300


def test_receptions_hold_about_twenty_messages(week: Path) -> None:
    (mean,) = one(week, """
        SELECT count(*) / count(DISTINCT (account, buyer, CAST("at" AS DATE)))
        FROM '$/messages.parquet'""")  # fmt: skip
    assert isinstance(mean, float)
    assert 17 < mean < 22


def test_a_daily_export_brings_the_changes_of_older_orders(tmp_path: Path) -> None:
    plain = write_bulk(SPEC, tmp_path / "plain", range(8, 9), as_of=datetime(2026, 9, 10))
    late = write_bulk(
        SPEC, tmp_path / "late", range(8, 9), as_of=datetime(2026, 9, 10), late_changes=True
    )
    assert late["messages"] == plain["messages"]
    assert late["orders"] > plain["orders"] * 2
    (twice,) = one(
        tmp_path, "SELECT count(*) - count(DISTINCT order_id) FROM '$/late/orders.parquet'"
    )
    assert twice == 0


def test_bulk_files_load_without_a_rejected_row(tmp_path: Path) -> None:
    counts = write_bulk(SPEC, tmp_path / "files", range(1), as_of=datetime(2026, 9, 2))
    report = load(
        Lake(tmp_path / "lake"),
        [Source(p, p.name) for p in sorted((tmp_path / "files").iterdir())],
        now=datetime(2026, 9, 3, tzinfo=UTC),
    )
    read = {table: c.read for f in report.files for table, c in f.tables.items()}
    assert read == counts
    assert all(c.rejected == c.duplicate == 0 for f in report.files for c in f.tables.values())
