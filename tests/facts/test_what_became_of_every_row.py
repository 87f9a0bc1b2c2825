"""The report of a load: every row has one fate, and the same file again changes nothing."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.facts.shop_files import MESSAGES, ORDERS, Shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_a_new_file_is_all_new(shop: Shop) -> None:
    report = shop.one(
        "messages.csv",
        MESSAGES + "S1,店:小迪,tb1,2026-10-01 10:10:15,buyer,text,在吗\n"
        "S1,店:小迪,tb1,2026-10-01 10:18:10,agent,text,在的\n",
    )
    assert (report.status, report.reader) == ("imported", "exchange")
    counts = report.tables["messages"]
    assert (counts.read, counts.new) == (2, 2)
    assert shop.rows("messages", '"at", local_at, local_day, text') == [
        (
            datetime(2026, 10, 1, 2, 10, 15),
            datetime(2026, 10, 1, 10, 10, 15),
            datetime(2026, 10, 1).date(),
            "在吗",
        ),
        (
            datetime(2026, 10, 1, 2, 18, 10),
            datetime(2026, 10, 1, 10, 18, 10),
            datetime(2026, 10, 1).date(),
            "在的",
        ),
    ]


def test_the_same_file_again_is_unchanged_and_commits_nothing(shop: Shop) -> None:
    text = ORDERS + "S1,1,tb1,2026-10-01 10:00:00,,9.50\n"
    first = shop.take(("orders.csv", text))
    again = shop.take(("copy of orders.csv", text))
    assert (first.import_no, again.import_no) == (2, None)
    assert again.files[0].status == "unchanged"
    assert shop.lake.snapshot().import_no == 2


def test_equal_reports_named_after_two_days_are_two_days(shop: Shop) -> None:
    text = "旺旺昵称,咨询人数,接待人数,未回复人数\n一店:小迪,0,0,0\n"
    shop.take(("客服绩效_20261001.csv", text), ("客服绩效_20261002.csv", text), shop="S1")
    again = shop.take(("客服绩效_20261002(1).csv", text), shop="S1")
    assert again.files[0].status == "unchanged"
    days = shop.rows("reported", '"from"')
    assert sorted(set(days)) == [date(2026, 10, 1), date(2026, 10, 2)]


def test_a_file_that_waits_for_an_answer_is_refused_and_may_come_again(shop: Shop) -> None:
    chat = "2026-10-01\n20:57:11\n你好\ntb2\n20:57:20\n在的亲\n小迪\n".encode()
    first = shop.one("chat.txt", chat)
    assert (first.status, first.tables) == ("refused", {})
    assert [p.code for p in first.problems] == ["needs_accounts"]
    shop.one("accounts.csv", "shop,account,person,from,to\nS1,小迪,p1,,\n")
    again = shop.one("chat.txt", chat)
    assert (again.status, again.tables["messages"].new) == ("imported", 2)


def test_the_same_rows_in_another_file_are_the_same(shop: Shop) -> None:
    rows = "S1,1,tb1,2026-10-01 10:00:00,,9.50\n"
    shop.one("a.csv", "# as_of: 2026-10-02\n" + ORDERS + rows)
    report = shop.one("b.csv", "# as_of: 2026-10-03\n" + ORDERS + rows)
    assert report.tables["orders"].same == 1
    assert shop.rows("orders", "order_id, versions, as_of") == [("1", 1, datetime(2026, 10, 3))]


def test_the_later_of_two_equal_keys_in_one_file_wins_and_is_a_duplicate(shop: Shop) -> None:
    report = shop.one(
        "orders.csv",
        ORDERS + "S1,1,tb1,2026-10-01 10:00:00,,9.50\nS1,1,tb1,2026-10-01 10:00:00,,8.50\n",
    )
    counts = report.tables["orders"]
    assert (counts.read, counts.new, counts.duplicate) == (2, 1, 1)
    assert shop.rows("orders", "amount_paid, line") == [(Decimal("8.50"), 3)]


def test_equal_messages_in_one_file_are_so_many_messages_and_again_the_same(shop: Shop) -> None:
    line = "S1,a,b,2026-10-01 10:00:00,buyer,text,在吗\n"
    first = shop.one("a.csv", "# as_of: 2026-10-02\n" + MESSAGES + line * 3)
    second = shop.one("b.csv", "# as_of: 2026-10-03\n" + MESSAGES + line * 2)
    third = shop.one("c.csv", "# as_of: 2026-10-03\n" + MESSAGES + line * 4)
    assert first.tables["messages"].new == 3
    assert second.tables["messages"].same == 2
    assert (third.tables["messages"].same, third.tables["messages"].new) == (3, 1)
    assert shop.rows("messages", "ordinal") == [0, 1, 2, 3]


def test_messages_with_an_id_are_one_message_however_often_they_come(shop: Shop) -> None:
    head = "shop,account,buyer,at,sender,text,id\n"
    first = shop.one(
        "a.csv", "# as_of: 2026-10-02\n" + head + "S1,a,b,2026-10-01 10:00:00,buyer,hi,m1\n" * 2
    )
    assert (first.tables["messages"].new, first.tables["messages"].duplicate) == (1, 1)
    shop.one("b.csv", "# as_of: 2026-10-03\n" + head + "S1,a,b,2026-10-05 10:00:00,buyer,hi,m1\n")
    assert shop.rows("messages", "local_day, versions") == [(datetime(2026, 10, 5).date(), 2)]


def test_a_later_export_changes_and_an_empty_cell_never_erases(shop: Shop) -> None:
    shop.one(
        "a.csv",
        "# as_of: 2026-10-12\n" + ORDERS + "S1,1,,2026-10-01 10:00:00,2026-10-01 10:05:00,9.5\n",
    )
    report = shop.one(
        "b.csv", "# as_of: 2026-10-05\n" + ORDERS + "S1,1,tb1,2026-10-01 10:00:00,,\n"
    )
    assert report.tables["orders"].changed == 1
    assert shop.rows("orders", "buyer, paid_local, amount_paid, versions") == [
        ("tb1", datetime(2026, 10, 1, 10, 5), Decimal("9.50"), 2)
    ]
    assert shop.rows("orders_versions", "as_of") == [datetime(2026, 10, 5), datetime(2026, 10, 12)]


def test_at_equal_moments_the_further_state_wins(shop: Shop) -> None:
    head = "# as_of: 2026-10-05\nshop,refund_id,order_id,amount,status\n"
    shop.one("a.csv", head + "S1,r1,1,5,succeeded\n")
    shop.one("b.csv", head + "S1,r1,1,6,open\n")
    assert shop.rows("refunds", "status, amount") == [("succeeded", Decimal("5.00"))]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("S1,3.30438E+18,b,2026-10-01 10:00:00,,1", "ruined_id", "order_id"),
        ("S1,,b,2026-10-01 10:00:00,,1", "missing_key", "order_id"),
        ("S1,1,b,yesterday,,1", "bad_time", "created_at"),
        ("S1,1,b,2026-02-30 10:00:00,,1", "bad_time", "created_at"),
        ("S1,1,b,1970-01-01 00:00:00,,1", "bad_time", "created_at"),
        ("S1,1,b,2026-10-01 10:00:00,,-0.01", "negative_money", "amount_paid"),
        ("S1,1,b,2026-10-01 10:00:00,,1000000000000.01", "absurd_money", "amount_paid"),
        ("S1,1,b,2026-10-01 10:00:00,,3304375611452180770", "absurd_money", "amount_paid"),
        ("S1,1,b,2026-10-01 10:00:00,,nine", "bad_number", "amount_paid"),
        ("S1,1,b,2026-10-01 10:00:00,,nan", "bad_number", "amount_paid"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected(
    shop: Shop, row: str, code: str, column: str
) -> None:
    report = shop.one("orders.csv", ORDERS + "S1,9,b,2026-10-01 10:00:00,,0\n" + row + "\n")
    counts = report.tables["orders"]
    assert (counts.read, counts.new, counts.rejected) == (2, 1, 1)
    problem = report.problems[0]
    assert (problem.code, problem.column, problem.line) == (code, column, 3)
    assert problem.zh and problem.en and problem.cure_zh and problem.cure_en


@pytest.mark.parametrize("amount", ["0", "1000000000000", "1,234.00"])
def test_money_at_the_edges_is_taken(shop: Shop, amount: str) -> None:
    report = shop.one("orders.csv", ORDERS + f'S1,1,b,2026-10-01 10:00:00,,"{amount}"\n')
    assert report.tables["orders"].new == 1


def test_words_outside_the_vocabulary_are_rejected(shop: Shop) -> None:
    report = shop.one(
        "messages.csv",
        MESSAGES + "S1,a,b,2026-10-01 10:00:00,客服,text,x\nS1,a,b,2026-10-01 10:00:00,Agent,,x\n",
    )
    assert [p.code for p in report.problems] == ["unknown_word"]
    assert shop.rows("messages", "sender, kind") == [("agent", "text")]


def test_rejected_rows_can_be_downloaded_and_no_spreadsheet_runs_them(shop: Shop) -> None:
    report = shop.one("orders.csv", ORDERS + '=HYPERLINK("x"),1,b,never,,\n"@S1",2,+b,never,,\n')
    assert report.rejected_file is not None
    with open(shop.rejected / report.rejected_file, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:4] == ["行 line", "列 column", "原因 reason", "怎么改 cure"]
    assert rows[1][0:2] == ["2", "created_at"]
    assert rows[1][4] == '\'=HYPERLINK("x")'
    assert (rows[2][4], rows[2][6]) == ("'@S1", "'+b")


def test_lines_are_those_of_the_file_whatever_cells_hold(shop: Shop) -> None:
    report = shop.one(
        "messages.csv",
        "# as_of: 2026-10-02\n" + MESSAGES + 'S1,a,b,2026-10-01 10:00:00,buyer,text,"one\ntwo"\n'
        "\n"
        "too,few\n"
        "S1,a,b,never,buyer,text,x\n"
        "S1,a,b,2026-10-01 10:00:01,buyer,text,last\n",
    )
    assert [(p.code, p.line) for p in report.problems] == [("bad_row", 6), ("bad_time", 7)]
    assert shop.rows("messages", "line") == [3, 8]
    counts = report.tables["messages"]
    assert (counts.read, counts.new, counts.rejected) == (4, 2, 2)


def test_unknown_columns_are_reported_and_not_read(shop: Shop) -> None:
    report = shop.one("orders.csv", "shop,order_id,收货人姓名,联系手机\nS1,1,张三,13812345678\n")
    assert report.unknown_columns == ["收货人姓名", "联系手机"]
    assert report.tables["orders"].new == 1


def test_the_days_of_a_file_are_reported(shop: Shop) -> None:
    report = shop.one(
        "orders.csv", ORDERS + "S1,1,b,2026-10-01 10:00:00,,\nS1,2,b,2026-10-03 23:59:59,,\n"
    )
    assert str(report.first_day) == "2026-10-01"
    assert str(report.last_day) == "2026-10-03"


@pytest.mark.parametrize(
    ("text", "answers", "as_of", "said"),
    [
        ("# as_of: 2026-10-05T08:00:00\n" + ORDERS, {}, datetime(2026, 10, 5, 8), "cells"),
        ("# as_of: 2026-10-05T00:00:00Z\n" + ORDERS, {}, datetime(2026, 10, 5, 8), "cells"),
        (ORDERS, {"as_of": datetime(2026, 10, 6)}, datetime(2026, 10, 6), "asked"),
        (ORDERS, {}, datetime(2026, 10, 1, 10), "latest row"),
    ],
)
def test_when_a_file_was_exported(
    shop: Shop, text: str, answers: dict[str, datetime], as_of: datetime, said: str
) -> None:
    report = shop.one("orders.csv", text + "S1,1,b,2026-10-01 10:00:00,,\n", **answers)
    assert (report.as_of, report.as_of_from) == (as_of, said)


def test_a_cancelled_load_leaves_the_lake_as_it_was(shop: Shop) -> None:
    report = shop.take(
        ("orders.csv", ORDERS + "S1,1,b,2026-10-01 10:00:00,,\n"), cancelled=lambda: True
    )
    assert report.cancelled and report.import_no is None
    assert shop.rows("orders") == []


def test_the_log_tells_the_imports_newest_first(shop: Shop) -> None:
    shop.one("orders.csv", ORDERS + "S1,1,b,2026-10-01 10:00:00,,\n")
    log = shop.lake.imports()
    assert [entry["import_no"] for entry in log] == [2, 1]
    assert log[0]["files"][0]["tables"]["orders"]["new"] == 1
