"""What must hold of any simulated shop, whatever its seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from tests.simulate.conftest import AS_OF, START, told

from jinpai.facts.rows import TABLES
from jinpai.simulate import Shop, shop
from jinpai.simulate.wall import DAY, from_datetime

Facts = dict[str, list[dict[str, Any]]]


def test_every_word_is_of_the_vocabulary(facts: Facts) -> None:
    for name, rows in facts.items():
        for column in TABLES[name].columns:
            if column.words:
                used = {row[column.name] for row in rows} - {None, ""}
                assert used <= set(column.words), (name, column.name)


def test_keys_are_unique(facts: Facts) -> None:
    for name, rows in facts.items():
        if name == "messages":
            continue
        keys = Counter(tuple(row[k] for k in TABLES[name].key if k in row) for row in rows)
        assert [key for key, n in keys.items() if n > 1] == [], name


def test_nothing_is_known_that_happened_after_the_export(facts: Facts) -> None:
    now = from_datetime(AS_OF)
    for name in ("messages", "orders", "refunds", "shipments", "ratings", "reviews"):
        for column in TABLES[name].columns:
            if column.kind.value == "time":
                times = [row[column.name] for row in facts[name] if row[column.name] is not None]
                assert max(times, default=0) <= now, (name, column.name)


def test_an_order_is_paid_then_shipped_then_signed(facts: Facts) -> None:
    for order in facts["orders"]:
        steps = [order[k] for k in ("created_at", "paid_at", "shipped_at", "signed_at")]
        known = [s for s in steps if s is not None]
        assert known == sorted(known), order
        assert (order["amount_paid"] is None) == (order["paid_at"] is None)


def test_unpaid_orders_close_unpaid_and_refunded_ones_refunded(facts: Facts) -> None:
    for order in facts["orders"]:
        if order["closed_at"] is None:
            assert order["close_reason"] == ""
        elif order["paid_at"] is None:
            assert order["close_reason"] == "unpaid"
        else:
            assert order["close_reason"] == "refunded"


def test_no_refund_is_more_than_what_was_paid(facts: Facts) -> None:
    orders = {o["order_id"]: o for o in facts["orders"]}
    assert facts["refunds"]
    for refund in facts["refunds"]:
        order = orders[refund["order_id"]]
        assert order["paid_at"] is not None
        assert 0 <= refund["amount"] <= order["amount_paid"]
        assert refund["opened_at"] >= order["paid_at"]
        if refund["finished_at"] is None:
            assert refund["status"] == "open"
        else:
            assert refund["finished_at"] >= refund["opened_at"]
            assert refund["status"] != "open"


def test_lines_add_up_to_their_order(facts: Facts) -> None:
    sums: dict[str, int] = defaultdict(int)
    pieces: dict[str, int] = defaultdict(int)
    for line in facts["order_lines"]:
        sums[line["order_id"]] += line["amount"]
        pieces[line["order_id"]] += line["quantity"]
    for order in facts["orders"]:
        assert sums[order["order_id"]] + order["postage"] == order["amount_due"]
        assert pieces[order["order_id"]] == order["quantity"]


def test_agents_write_only_while_they_are_on_duty(facts: Facts) -> None:
    shifts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in facts["presence"]:
        if row["state"] != "offline":
            shifts[row["account"]].append((row["from"], row["to"]))
    for message in facts["messages"]:
        if message["sender"] == "agent":
            spans = shifts[message["account"]]
            assert any(a <= message["at"] < b for a, b in spans), message


def test_nobody_writes_while_away(facts: Facts) -> None:
    away: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in facts["presence"]:
        if row["state"] == "away":
            away[row["account"]].append((row["from"], row["to"]))
    assert away
    wrote = [
        m
        for m in facts["messages"]
        if m["sender"] == "agent" and m["kind"] == "text"
        for a, b in away[m["account"]]
        if a <= m["at"] < b
    ]
    assert wrote == []


def test_presence_of_an_account_never_overlaps(facts: Facts) -> None:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in facts["presence"]:
        assert row["from"] < row["to"]
        spans[row["account"]].append((row["from"], row["to"]))
    for account, known in spans.items():
        known.sort()
        for (_, end), (start, _) in pairwise(known):
            assert start >= end, account


def test_a_transfer_goes_from_an_account_to_another_one(facts: Facts) -> None:
    moved = [m for m in facts["messages"] if m["kind"] == "transfer"]
    assert moved
    accounts = {m["account"] for m in facts["messages"]}
    for message in moved:
        assert message["sender"] == "system"
        assert message["to_account"] in accounts - {message["account"]}


def test_accounts_are_bound_except_two(small: Shop, facts: Facts) -> None:
    bound = {b.account for b in small.team.bindings}
    used = {m["account"] for m in facts["messages"]}
    assert used - bound == {"舒摩旗舰店:小九", "舒摩旗舰店:服务助手"}


def test_one_account_changes_hands_in_the_middle(small: Shop) -> None:
    first, second = [b for b in small.team.bindings if b.account == "舒摩旗舰店:悦悦"]
    assert first.end == second.start == date(2026, 11, 10)
    assert first.person != second.person
    assert second.end is None


def test_double_eleven_sells_about_ten_times_a_quiet_day(facts: Facts) -> None:
    sold = Counter(order["created_at"] // DAY - START.toordinal() + 1 for order in facts["orders"])
    quiet = sum(sold[day] for day in range(1, 7)) / 6
    assert 7 < sold[11] / quiet < 13


def test_one_bad_review_brings_a_best_seller_down(facts: Facts, small: Shop) -> None:
    event = small.bad_review
    assert event is not None
    reviews = [
        r for r in facts["reviews"]
        if r["verdict"] == "bad" and r["at"] // DAY == event.day.toordinal() and "焦味" in r["text"]
    ]  # fmt: skip
    assert len(reviews) == 1
    orders = {o["order_id"] for o in facts["orders"]}
    assert reviews[0]["order_id"] in orders


def test_a_smaller_shop_works_too() -> None:
    made = shop(date(2026, 5, 4), 3, 2, seed=1, orders_per_day=3)
    facts: Any = told(made, datetime(2026, 5, 7))
    assert facts["orders"]
    assert facts["messages"]


def test_after_sales_flags_and_remarks_appear_when_the_refund_opens(small: Shop) -> None:
    early: Facts = told(small, datetime(2026, 11, 12))
    late: Facts = told(small, AS_OF)
    opened = {r["order_id"]: r["opened_at"] for r in late["refunds"] if r["kind"] == "return"}
    flags = {o["order_id"]: o["flag"] for o in late["orders"]}
    assert {flags[order] for order in opened} == {"purple"}
    now = from_datetime(datetime(2026, 11, 12))
    for order in early["orders"]:
        at = opened.get(order["order_id"])
        if at is not None and at > now:
            assert order["flag"] != "purple"
            assert "售后" not in order["remark"]


def test_a_dispute_is_open_until_its_deadline(facts: Facts) -> None:
    now = from_datetime(AS_OF)
    for dispute in facts.get("disputes", []):
        assert (dispute["result"] == "") == (dispute["deadline"] > now)
