"""Promised in a chat to a buyer whose order has no remark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from jinpai.apps.desk.filling.ends import closed, green, refunded
from jinpai.apps.desk.filling.room import Disputed, Ended, Kept, Room, orders, stamp
from jinpai.workflow import promises as words
from jinpai.workflow.item import Item
from jinpai.workflow.lists import promises as rule

CODE = rule.KIND.code
BEFORE, AFTER = "INTERVAL 2 DAY", "INTERVAL 2 DAY"  # of the order, the promise was made


def items(room: Room) -> Iterator[Item]:
    bare = orders(
        room, "o.created_at",
        "o.paid_at IS NOT NULL AND coalesce(o.remark, '') = '' AND o.closed_at IS NULL "
        "AND o.shipped_at IS NULL",
        back=rule.HORIZON + timedelta(days=2),
    )  # fmt: skip
    messages = room.reading.fact("messages", room.since(rule.HORIZON))
    for row in room.fetch(
        f"WITH bare AS MATERIALIZED ({bare}), said AS ("
        f'SELECT m.shop, m.buyer, m.account, m."at" AS moment, m.local_at, m.local_day, m.text '
        f"FROM {messages} AS m SEMI JOIN bare AS b ON b.shop = m.shop AND b.buyer = m.buyer "
        "WHERE m.sender = 'agent' AND coalesce(m.kind, 'text') = 'text' "
        f'AND m."at" >= {room.sql_since(rule.HORIZON)} AND regexp_matches(m.text, $1) '
        "AND NOT regexp_matches(m.text, $2)) "
        "SELECT b.shop, b.order_id, b.buyer, arg_min(s.account, s.moment) AS account, "
        "arg_min(s.local_at, s.moment) AS said_at, arg_min(s.text, s.moment) AS text, "
        "arg_min(p.person, s.moment) AS person FROM bare AS b "
        f"JOIN said AS s ON s.shop = b.shop AND s.buyer = b.buyer AND s.moment >= b.created_at "
        f"- {BEFORE} AND s.moment <= b.created_at + {AFTER} "
        "LEFT JOIN bound AS p ON p.shop = s.shop AND p.account = s.account "
        'AND s.local_day >= p."from" AND (p."to" IS NULL OR s.local_day < p."to") '
        "GROUP BY b.shop, b.order_id, b.buyer",
        [words.PATTERN, words.NOT_YET],
        CODE,
    ):
        one = rule.Found(
            row["shop"], row["order_id"], row["buyer"], row["account"],
            room.person(row["person"]), row["said_at"], row["text"],
        )  # fmt: skip
        item = rule.item(one, room.terms(one.shop), room.wall(one.shop))
        if item is not None:
            yield item


def ended(room: Room, tasks: Sequence[Kept]) -> Iterator[Ended]:
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is None:
            continue
        if order["remark"]:
            yield Ended(task.pk, "remarked", {"remark": order["remark"][:200]})
        elif order["refunded"]:
            yield refunded(task, order, "")
        elif order["closed_local"]:
            yield closed(task, order, "")
        elif green(order):
            yield Ended(task.pk, "", {"reason": "绿旗"})


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is None or task.outcome != "remarked" or not room.later(task, order):
            continue
        if not order["remark"]:
            yield Disputed(task.pk, f"{stamp(order['as_of'])} 导出的订单里没有备注")
