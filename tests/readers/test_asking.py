"""What a file does not say is asked, and an answer is used."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.readers.golden import csv_text, opened, reader

from jinpai.facts.readers.protocol import Batch, Context, Problem

ORDERS = [
    ["订单编号", "订单状态", "买家会员名", "买家实际支付金额", "订单创建时间", "订单付款时间"],
    [
        "3304375611452180770",
        "交易成功",
        "tb_a",
        "10.00",
        "2026-06-01 10:00:00",
        "2026-06-01 10:01:00",
    ],
]
KPI = [["旺旺昵称", "咨询人数", "接待人数"], ["小迪", "10", "9"]]
REFUNDS = [
    ["退款编号", "订单编号", "买家退款金额", "退款状态", "退款操作人"],
    ["260437561145218001", "3304375611452180770", "9.90", "退款成功", "示例旗舰店：小美"],
]


def read(code: str, rows: list[list[str]], folder: Path, name: str, context: Context):  # type: ignore[no-untyped-def]
    path = folder / name
    path.write_bytes(csv_text(rows).encode("gb18030"))
    file = opened(path, folder)
    items = list(reader(code).read(path, file.sample, context))
    problems = [item.code for item in items if isinstance(item, Problem)]
    rows_read = [row for item in items if isinstance(item, Batch) for row in item.rows.to_pylist()]
    return rows_read, problems


def test_orders_without_a_shop_ask_for_it(tmp_path: Path) -> None:
    assert read("taobao_orders", ORDERS, tmp_path, "a.csv", Context()) == ([], ["needs_shop"])


def test_the_chosen_shop_is_the_shop_of_the_rows(tmp_path: Path) -> None:
    rows, problems = read("taobao_orders", ORDERS, tmp_path, "a.csv", Context(shop="S1"))
    assert ([row["shop"] for row in rows], problems) == (["S1"], [])


def test_the_shop_in_the_file_counts_when_none_is_chosen(tmp_path: Path) -> None:
    named = [[*ORDERS[0], "店铺名称"], [*ORDERS[1], "示例旗舰店"]]
    rows, _ = read("taobao_orders", named, tmp_path, "a.csv", Context())
    assert [row["shop"] for row in rows] == ["示例旗舰店"]
    rows, _ = read("taobao_orders", named, tmp_path, "a.csv", Context(shop="S1"))
    assert [row["shop"] for row in rows] == ["S1"]


def test_a_report_without_days_asks_once(tmp_path: Path) -> None:
    two = [*KPI, ["小美", "3", "3"]]
    assert read("qianniu_kpi", two, tmp_path, "绩效.csv", Context(shop="S1")) == ([], ["needs_day"])


def test_a_report_without_shop_or_colon_asks_for_the_shop(tmp_path: Path) -> None:
    found = read("qianniu_kpi", KPI, tmp_path, "绩效_20260601.csv", Context())
    assert found == ([], ["needs_shop"])


def test_an_answer_about_days_goes_before_the_name(tmp_path: Path) -> None:
    context = Context(shop="S1", day="2026-07-01..2026-07-31")
    rows, _ = read("qianniu_kpi", KPI, tmp_path, "绩效_20260601.csv", context)
    assert {(row["from"], row["to"]) for row in rows} == {("2026-07-01", "2026-07-31")}


def test_a_nick_without_shop_is_the_known_account(tmp_path: Path) -> None:
    context = Context(shop="S1", day="2026-07-01", accounts=frozenset({"示例旗舰店:小迪"}))
    rows, _ = read("qianniu_kpi", KPI, tmp_path, "绩效.csv", context)
    assert {row["account"] for row in rows} == {"示例旗舰店:小迪"}


@pytest.mark.parametrize(
    ("accounts", "account"),
    [
        ({"甲店:小迪", "乙店:小迪"}, "小迪"),
        ({"小迪", "甲店:小迪"}, "小迪"),
        ({"甲店:小美"}, "小迪"),
        (set(), "小迪"),
    ],
)
def test_a_nick_that_could_be_two_accounts_stays_as_it_is(
    accounts: set[str], account: str, tmp_path: Path
) -> None:
    context = Context(shop="S1", day="2026-07-01", accounts=frozenset(accounts))
    rows, _ = read("qianniu_kpi", KPI, tmp_path, "绩效.csv", context)
    assert {row["account"] for row in rows} == {account}


def test_refunds_take_the_shop_of_the_staff_who_handled_them(tmp_path: Path) -> None:
    rows, problems = read("taobao_refunds", REFUNDS, tmp_path, "r.csv", Context())
    assert problems == []
    assert [(row["shop"], row["handler"]) for row in rows] == [("示例旗舰店", "示例旗舰店:小美")]


@pytest.mark.parametrize("copies", [1, 2, 3])
def test_money_on_every_item_of_an_order_is_taken_once(copies: int, tmp_path: Path) -> None:
    head = [*ORDERS[0], "宝贝标题"]
    rows = [head, *([*ORDERS[1], f"宝贝{n}"] for n in range(copies))]
    code = "taobao_orders" if copies == 1 else "taobao_order_lines"
    found, _ = read(code, rows, tmp_path, "a.csv", Context(shop="S1"))
    paid = [Decimal(row["amount_paid"]) for row in found if row.get("amount_paid")]
    assert paid == [Decimal("10.00")]
    lines = [row for row in found if "line_id" in row]
    assert len(lines) == (copies if copies > 1 else 0)
    assert all(line["amount"] is None for line in lines)


def test_an_order_written_twice_with_another_state_is_two_versions(tmp_path: Path) -> None:
    later = list(ORDERS[1])
    first = list(ORDERS[1])
    first[1], first[3], first[5] = "等待买家付款", "0.00", ""
    found, _ = read(
        "taobao_orders", [ORDERS[0], first, later], tmp_path, "a.csv", Context(shop="S1")
    )
    assert [row["amount_paid"] for row in found] == ["0.00", "10.00"]


def test_items_far_below_still_fold_their_order(tmp_path: Path) -> None:
    # the second item stands beyond what the sample shows: recognised as orders, read as items
    head = [*ORDERS[0], "宝贝标题"]
    between = [
        [f"33043756114530{n:05d}", "交易成功", f"tb{n}", "5.00", *ORDERS[1][4:], "枕" * 20]
        for n in range(1500)
    ]
    rows = [head, [*ORDERS[1], "枕"], *between, [*ORDERS[1], "垫"]]
    found, problems = read("taobao_orders", rows, tmp_path, "a.csv", Context(shop="S1"))
    orders = [row for row in found if "line_id" not in row]
    assert (len(orders), problems) == (1501, [])
    assert sum(Decimal(row["amount_paid"]) for row in orders) == Decimal("7510.00")


def test_a_locked_workbook_is_told_plainly(tmp_path: Path) -> None:
    from jinpai.facts.opening import open_file

    path = tmp_path / "订单.xlsx"
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(ole + b"\0" * 600)
    (problem,) = open_file(path, path.name, tmp_path)
    assert isinstance(problem, Problem)
    assert problem.code == "password"
