"""Signed for some days ago, neither confirmed nor reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from jinpai.apps.desk.filling.ends import closed, green, refunded
from jinpai.apps.desk.filling.room import (
    Disputed,
    Ended,
    Kept,
    Room,
    not_refunded,
    orders,
    served,
    stamp,
    yuan,
)
from jinpai.workflow.item import Item
from jinpai.workflow.lists import unconfirmed as rule

CODE = rule.KIND.code
WAY = timedelta(days=30)  # from the order until it is signed for


def items(room: Room) -> Iterator[Item]:
    reviews = room.reading.fact("reviews")
    found = orders(
        room, "o.signed_local, o.amount_paid",
        f"o.signed_at >= {room.sql_since(rule.HORIZON)} "
        f"AND o.signed_at <= {room.ripe(CODE)} AND o.completed_at IS NULL "
        f"AND o.closed_at IS NULL AND {not_refunded(room)} AND NOT EXISTS ("
        f"SELECT 1 FROM {reviews} AS v WHERE v.shop = o.shop AND v.order_id = o.order_id)",
        back=rule.HORIZON + WAY,
    )  # fmt: skip
    for row in served(room, found, CODE):
        one = rule.Found(
            row["shop"], row["order_id"], row["buyer"], row["account"] or "",
            room.person(row["person"]), row["signed_local"], yuan(row["amount_paid"]),
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
        if order["reviewed"]:
            yield Ended(task.pk, "reviewed", {"at": stamp(order["reviewed"])})
        elif order["completed_local"]:
            yield Ended(task.pk, "confirmed", {"at": stamp(order["completed_local"])})
        elif order["refunded"]:
            yield refunded(task, order, "closed")
        elif order["closed_local"]:
            yield closed(task, order)
        elif green(order):
            yield Ended(task.pk, "", {"reason": "绿旗"})


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is None or not room.later(task, order):
            continue
        if task.outcome == "confirmed" and not order["completed_local"]:
            yield Disputed(task.pk, f"{stamp(order['as_of'])} 导出的订单里还没有确认收货")
