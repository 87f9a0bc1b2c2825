"""Accounts and people between dates, shops, orders and their chats, the waiting queue."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest
from tests.facts.shop_files import MESSAGES, NOW, ORDERS, SHOPS, Shop

from jinpai.facts import identity
from jinpai.facts.identity import Period, fold_periods
from jinpai.facts.lake import Ruling


def _rows(shop: Shop, what: Any, *columns: str) -> list[tuple[Any, ...]]:
    table = what(shop.lake.snapshot(), ibis.duckdb.connect())
    found = table.to_pyarrow().to_pylist()
    names = columns or table.columns
    return sorted(
        (tuple(r[c] for c in names) for r in found), key=lambda row: [str(cell) for cell in row]
    )


def _rule(
    shop: Shop, kind: str, subject: str, start: str | None, end: str | None = None, **value: Any
) -> int:
    day = [date.fromisoformat(d) if d else None for d in (start, end)]
    return shop.lake.append_rulings(
        [Ruling(kind, subject, day[0], day[1], value, "", "店长", NOW)], now=NOW
    )


def _d(day: int) -> date:
    return date(2026, 10, day)


@pytest.mark.parametrize(
    ("periods", "folded"),
    [
        # a later from closes an earlier open one
        ([(1, None, "A", 0), (5, None, "B", 0)], [(1, 5, "A"), (5, None, "B")]),
        # a gap stays a gap
        ([(1, 3, "A", 0), (5, None, "B", 0)], [(1, 3, "A"), (5, None, "B")]),
        # a ruling wins over a file from the same day
        ([(1, None, "A", 0), (1, None, "B", 1)], [(1, None, "B")]),
        # a ruling with an end interrupts
        ([(1, None, "A", 0), (5, 7, "B", 1)], [(1, 5, "A"), (5, 7, "B"), (7, None, "A")]),
        # a ruling can unbind
        ([(1, None, "A", 0), (5, None, None, 1)], [(1, 5, "A")]),
        # a file about a later day ends an open ruling
        ([(2, None, "B", 1), (9, None, "C", 0)], [(2, 9, "B"), (9, None, "C")]),
        # one person again on the next day is one period
        ([(1, 3, "A", 0), (3, None, "A", 0)], [(1, None, "A")]),
    ],
)
def test_which_binding_holds_when(periods: Any, folded: Any) -> None:
    given = [Period(_d(a), _d(b) if b else None, v, bool(r)) for a, b, v, r in periods]
    found = [(p.start.day, p.end.day if p.end else None, p.value) for p in fold_periods(given)]
    assert found == folded
    assert [p.value for p in fold_periods(reversed(given))] == [v for _, _, v in folded]


def test_bindings_come_from_files_and_rulings(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(
        (
            "accounts.csv",
            "shop,account,person,from,to\nS1,店:小迪,P1,2026-10-01,\nS1,店:小美,P2,,\n",
        )
    )
    _rule(shop, "binding", "S1/店:小迪", "2026-10-15", person="P3")
    assert _rows(shop, identity.bindings) == [
        ("S1", "店:小美", "P2", identity.EVER, None, "accounts"),
        ("S1", "店:小迪", "P1", _d(1), _d(15), "accounts"),
        ("S1", "店:小迪", "P3", _d(15), None, "ruling"),
    ]
    _rule(shop, "binding", "S1/店:小迪", "2026-10-15", person="P3", withdrawn=True)
    assert ("S1", "店:小迪", "P1", _d(1), None, "accounts") in _rows(shop, identity.bindings)


def test_people_carry_on_what_a_change_does_not_say(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(
        (
            "people.csv",
            "person,from,name,level,base_pay\nP1,2026-01-01,张三,初级,3000\nP1,2026-06-01,,中级,\n",
        )
    )
    _rule(shop, "person", "P1", "2026-10-01", base_pay="3500")
    assert _rows(shop, identity.people, "from", "to", "name", "level", "base_pay") == [
        (date(2026, 1, 1), date(2026, 6, 1), "张三", "初级", Decimal("3000.00")),
        (date(2026, 6, 1), _d(1), "张三", "中级", Decimal("3000.00")),
        (_d(1), None, "张三", "中级", Decimal("3500.00")),
    ]


def test_shops_are_dated_with_their_defaults(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    _rule(shop, "shop", "S1", "2026-10-01", day_cut="04:00")
    assert _rows(shop, identity.shops, "from", "to", "name", "timezone", "day_cut") == [
        (identity.EVER, _d(1), "一店", "Asia/Shanghai", "00:00"),
        (_d(1), None, "一店", "Asia/Shanghai", "04:00"),
    ]


def test_accounts_that_nobody_is_bound_to_wait_in_a_queue_until_bound(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    row = "S1,{},b,2026-10-0{} 10:00:00,agent,text,x\n"
    shop.take(
        ("m.csv", MESSAGES + row.format("a", 1) + row.format("a", 2) * 2 + row.format("boss", 1)),
        ("accounts.csv", "shop,account,person,from,to\nS1,a,P1,2026-10-02,\n"),
    )
    assert _rows(shop, identity.unknown_accounts) == [
        ("S1", "a", _d(1), _d(1), 1, 1),
        ("S1", "boss", _d(1), _d(1), 1, 1),
    ]
    _rule(shop, "internal_account", "S1/boss", None)
    _rule(shop, "binding", "S1/a", "2026-10-01", person="P9")
    assert _rows(shop, identity.unknown_accounts) == []
    assert _rows(shop, identity.internal_accounts, "account") == [("boss",)]


LONG = "3304375611452180770"


@pytest.mark.parametrize(
    ("buyer", "chats", "found"),
    [
        ("tb1", [("tb1", 9, "在吗")], ("tb1", "nick")),
        ("tb1", [("tb2", 9, "在吗")], ("tb1", "none")),
        ("", [("tb2", 9, "在吗")], (None, "none")),
        ("", [("tb2", 9, f"订单{LONG}发货了吗")], ("tb2", "order_id")),
        ("t**1", [("tb2", 9, LONG)], ("tb2", "order_id")),
        ("tb1", [("tb1", 9, "在吗"), ("tb2", 9, LONG)], ("tb1", "nick")),
        ("", [("tb2", 8, LONG), ("tb3", 9, LONG), ("tb4", 12, LONG)], ("tb3", "order_id")),
        ("", [("tb2", 13, LONG), ("tb3", 12, LONG)], ("tb3", "order_id")),
        ("", [("tb2", 9, LONG + "1")], (None, "none")),
        ("", [("tb2", 9, "1" + LONG[1:])], (None, "none")),
    ],
)
def test_whose_chats_belong_to_an_order(
    tmp_path: Path, buyer: str, chats: list[tuple[str, int, str]], found: tuple[str, str]
) -> None:
    shop = Shop(tmp_path)
    rows = "".join(f"S1,a,{b},2026-10-01 {h:02d}:00:00,buyer,text,{t}\n" for b, h, t in chats)
    shop.take(
        ("o.csv", ORDERS + f"S1,{LONG},{buyer},2026-10-01 10:00:00,2026-10-01 11:00:00,9\n"),
        ("m.csv", MESSAGES + rows),
    )
    assert _rows(shop, identity.order_buyers, "buyer", "route") == [found]
    unmatched = _rows(shop, identity.unmatched_orders, "order_id", "amount_paid")
    assert unmatched == ([(LONG, Decimal("9.00"))] if found[1] == "none" else [])


def test_a_pinduoduo_order_is_known_by_its_own_kind_of_id(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(
        ("o.csv", ORDERS + "S1,260517-607198974342268,,2026-10-01 10:00:00,,\n"),
        (
            "m.csv",
            MESSAGES + "S1,a,买家*,2026-10-01 09:00:00,buyer,order_card,260517-607198974342268\n",
        ),
    )
    assert _rows(shop, identity.order_buyers, "buyer", "route") == [("买家*", "order_id")]


# the waiting queue

TWO = ORDERS + "S1,1,b,2026-10-01 10:00:00,,1\nS2,2,b,2026-10-01 10:00:00,,1\n"


def test_rows_of_an_unknown_shop_wait_and_come_in_when_it_is_known(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    report = shop.one("orders.csv", TWO)
    assert (report.tables["orders"].new, report.tables["orders"].waiting) == (1, 1)
    assert [(e["table"], e["shops"], e["rows"]) for e in shop.lake.waiting()] == [
        ("orders", ["S2"], 1)
    ]
    assert shop.one("orders.csv", TWO).status == "unchanged"
    after = shop.take(("shops.csv", "shop,name,timezone\nS2,二店,Asia/Tokyo\n"))
    assert after.retried["orders"].new == 1
    assert shop.lake.waiting() == []
    assert shop.rows("orders", "order_id, created_at, line") == [
        ("1", datetime(2026, 10, 1, 2), 2),
        ("2", datetime(2026, 10, 1, 1), 3),
    ]


def test_a_ruling_that_makes_a_shop_known_lets_its_rows_in(tmp_path: Path) -> None:
    shop = Shop(tmp_path, "")
    report = shop.one("orders.csv", TWO)
    assert report.status == "waiting"
    _rule(shop, "shop", "S1", None, name="一店")
    assert shop.rows("orders", "order_id") == ["1"]
    assert [(e["shops"], e["rows"]) for e in shop.lake.waiting()] == [(["S2"], 1)]
    _rule(shop, "shop", "S2", None, name="二店")
    assert shop.rows("orders", "order_id") == ["1", "2"]
    assert shop.lake.waiting() == []


def test_waiting_rows_end_as_if_the_shop_had_been_known(tmp_path: Path) -> None:
    (tmp_path / "late").mkdir()
    (tmp_path / "early").mkdir()
    late, early = Shop(tmp_path / "late", ""), Shop(tmp_path / "early", "")
    shops = ("shops.csv", SHOPS + "S2,tmall,二店,,\n")
    messages = ("m.csv", MESSAGES + "S2,a,b,2026-10-01 10:00:00,buyer,text,hi\n" * 3)
    late.take(("orders.csv", TWO), messages)
    late.take(shops)
    early.take(shops, ("orders.csv", TWO), messages)
    assert late.contents(["orders", "messages"]) == early.contents(["orders", "messages"])


def test_shops_of_a_batch_are_read_first(tmp_path: Path) -> None:
    shop = Shop(tmp_path, "")
    report = shop.take(("orders.csv", TWO), ("shops.csv", "shop\nS1\nS2\n"))
    assert report.files[0].tables["orders"].new == 2
