"""One format, three containers: CSV, JSON Lines and Parquet give the same rows."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.facts.shop_files import ORDERS, Shop

from jinpai.facts.columns import fact_columns
from jinpai.facts.readers.exchange import recognised_table
from jinpai.facts.rows import EXCHANGE


@pytest.mark.parametrize("table", EXCHANGE, ids=lambda t: t.name)
def test_every_table_is_known_by_its_own_header(table) -> None:
    found, share = recognised_table(list(table.names), "export.csv")
    assert (found, share) == (table, 1.0)


@pytest.mark.parametrize("table", EXCHANGE, ids=lambda t: t.name)
def test_every_table_can_be_loaded_empty_and_read_back(table, tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    report = shop.one("x.csv", ",".join(table.names) + "\n")
    assert report.status == "imported"
    if table.name != "shops":
        assert shop.rows(table.name) == []


def test_order_lines_are_not_taken_for_orders() -> None:
    table, _ = recognised_table(["shop", "order_id", "line_id", "quantity", "amount"], "x.csv")
    assert table is not None and table.name == "order_lines"


def test_a_foreign_header_is_not_ours() -> None:
    assert recognised_table(["订单编号", "买家会员名"], "orders.csv") == (None, 0.0)


def test_json_lines_keep_long_ids_whole(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    rows = [
        {
            "shop": "S1",
            "order_id": 3304375611452180770,
            "amount_paid": 9.5,
            "freight_insured": True,
        },
        {"shop": "S1", "order_id": "2", "created_at": "2026-10-01T10:00:00+08:00", "remark": None},
    ]
    text = "# as_of: 2026-10-02\n" + "\n".join(json.dumps(r) for r in rows) + "\n{broken\n"
    report = shop.one("orders.jsonl", text)
    assert [(p.code, p.line) for p in report.problems] == [("bad_json", 4)]
    assert report.as_of == datetime(2026, 10, 2)
    assert shop.rows("orders", "order_id, amount_paid, freight_insured, created_at, line") == [
        ("2", None, None, datetime(2026, 10, 1, 2), 3),
        ("3304375611452180770", Decimal("9.50"), True, None, 2),
    ]


def test_parquet_may_be_typed(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    sink = io.BytesIO()
    pq.write_table(
        pa.table(
            {
                "shop": pa.array(["S1", "S1"]).dictionary_encode(),
                "order_id": pa.array([1, 2], pa.int64()),
                "created_at": pa.array([datetime(2026, 10, 1, 10), None], pa.timestamp("us")),
                "paid_at": pa.array(
                    [datetime(2026, 10, 1, 4, tzinfo=UTC), None], pa.timestamp("ms", "UTC")
                ),
                "amount_paid": pa.array([Decimal("1.5"), None], pa.decimal128(10, 3)),
                "quantity": pa.array([2.0, None], pa.float64()),
                "freight_insured": pa.array([True, None]),
            }
        ),
        sink,
    )
    shop.one("orders.parquet", sink.getvalue())
    columns = "order_id, created_at, paid_local, amount_paid, quantity, freight_insured, line"
    assert shop.rows("orders", columns) == [
        ("1", datetime(2026, 10, 1, 2), datetime(2026, 10, 1, 12), Decimal("1.50"), 2, True, 1),
        ("2", None, None, None, None, None, 2),
    ]


def test_parquet_says_in_its_metadata_when_it_was_exported(tmp_path: Path) -> None:
    sink = io.BytesIO()
    rows = pa.table({"shop": ["S1"], "order_id": ["1"]})
    pq.write_table(rows.replace_schema_metadata({"as_of": "2026-11-01T08:00:00"}), sink)
    report = Shop(tmp_path).one("orders.parquet", sink.getvalue())
    assert (report.as_of, report.as_of_from) == (datetime(2026, 11, 1, 8), "cells")


def test_all_kinds_of_cells_come_through(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(
        ("clockings.csv", "person,day,shift,in,out,result,leave,hours\n"
         "P1,2026-10-01,早班,2026-10-01 08:55:00,2026-10-01 18:00,正常,,8.5\n"
         "P1,2026-10-02,,,,旷工,,\n"),
        ("reported.csv", "shop,account,from,to,metric,value,num,den\n"
         "S1,a,2026-10-01,2026-10-31,first_response,-12.5,,\nS1,,2026-10-01,2026-10-31,sales,1,,\n"),
        ("people.csv", "person,from,name,base_pay,hired_on\nP1,,张三,3000,2026/1/5\n"),
    )  # fmt: skip
    assert shop.rows("clockings", 'day, "in", in_local, out_local, hours, local_day') == [
        (
            date(2026, 10, 1), datetime(2026, 10, 1, 0, 55), datetime(2026, 10, 1, 8, 55),
            datetime(2026, 10, 1, 18), Decimal("8.50000000"), date(2026, 10, 1),
        ),
        (date(2026, 10, 2), None, None, None, None, date(2026, 10, 2)),
    ]  # fmt: skip
    assert shop.rows("reported", "account, value, local_day") == [
        ("a", Decimal("-12.50000000"), date(2026, 10, 1)),
        (None, Decimal("1.00000000"), date(2026, 10, 1)),
    ]
    assert shop.rows("people", "hired_on, base_pay") == [(date(2026, 1, 5), Decimal("3000.00"))]


def test_a_shop_without_a_column_is_the_one_asked_for(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    report = shop.one("orders.csv", "order_id,buyer\n1,b\n", shop="S1")
    assert report.tables["orders"].new == 1
    assert shop.rows("orders", "shop") == ["S1"]


def test_separators_and_header_spaces_do_not_matter(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.one("orders.csv", " Shop ;Order_ID ; Buyer\nS1;1;  b \n")
    assert shop.rows("orders", "shop, order_id, buyer") == [("S1", "1", "b")]


def test_lake_columns_are_in_the_order_of_the_contract() -> None:
    assert [c for c, _ in fact_columns("messages")] == [
        "shop", "account", "buyer", "at", "local_at", "sender", "kind", "text", "id",
        "to_account", "ordinal", "local_day",
    ]  # fmt: skip
    assert ("from_local", "TIMESTAMP") in fact_columns("presence")


def test_an_empty_file_of_orders_says_when_it_was_written(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    report = shop.one("orders.csv", "# as_of: 2026-10-02\n" + ORDERS)
    assert (report.status, report.as_of) == ("imported", datetime(2026, 10, 2))
