"""Paid, not shipped, and something to look at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinpai.apps.desk.filling.ends import closed, green, refunded
from jinpai.apps.desk.filling.room import Disputed, Ended, Kept, Room, not_refunded, orders, stamp
from jinpai.workflow.item import Item
from jinpai.workflow.lists import audit as rule

CODE = rule.KIND.code


def items(room: Room) -> Iterator[Item]:
    paid = orders(
        room, "o.paid_local, o.created_at, coalesce(o.remark, '') AS remark, "
        "coalesce(c.flag, o.flag, '') AS flag",
        f"o.paid_at >= {room.sql_since(rule.HORIZON)} AND o.shipped_at IS NULL "
        f"AND o.closed_at IS NULL AND {not_refunded(room)}",
        back=rule.HORIZON,
    )  # fmt: skip
    messages = room.reading.fact("messages", room.since(rule.HORIZON))
    for row in room.fetch(
        f"WITH paid AS MATERIALIZED ({paid}), said AS ("
        'SELECT p.shop, p.order_id, arg_max(m.text, m."at") AS text FROM paid AS p '
        f"JOIN {messages} AS m ON m.shop = p.shop AND m.buyer = p.buyer "
        "WHERE m.sender = 'buyer' AND p.buyer <> '' AND regexp_matches(m.text, $1) "
        'AND m."at" >= p.created_at GROUP BY p.shop, p.order_id) '
        "SELECT p.*, s.text AS text, regexp_matches(p.remark, $2) AS gift, "
        "regexp_matches(p.remark, $3) AS wish FROM paid AS p "
        "LEFT JOIN said AS s ON s.shop = p.shop AND s.order_id = p.order_id "
        "WHERE s.text IS NOT NULL OR p.flag = 'red' OR regexp_matches(p.remark, $2) "
        "OR regexp_matches(p.remark, $3)",
        [rule.ADDRESS, rule.GIFT, rule.WISH],
        CODE,
    ):
        grounds = {
            "address": row["text"] is not None, "gift": row["gift"], "wish": row["wish"],
            "red": row["flag"] == "red",
        }  # fmt: skip
        one = rule.Found(
            row["shop"], row["order_id"], row["buyer"], row["paid_local"],
            tuple(code for code, so in grounds.items() if so), row["remark"], row["text"] or "",
            row["product"],
        )  # fmt: skip
        item = rule.item(one, room.terms(one.shop), room.wall(one.shop))
        if item is not None:
            yield item


def ended(room: Room, tasks: Sequence[Kept]) -> Iterator[Ended]:
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is None:
            continue
        if order["shipped_local"]:
            yield Ended(task.pk, "gone", {"shipped_at": stamp(order["shipped_local"])})
        elif order["refunded"]:
            yield refunded(task, order, "")
        elif order["closed_local"]:
            yield closed(task, order, "")
        elif green(order):
            yield Ended(task.pk, "", {"reason": "绿旗"})


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is not None and task.outcome == "cancelled" and order["shipped_local"]:
            yield Disputed(task.pk, f"{stamp(order['shipped_local'])} 已发货")
