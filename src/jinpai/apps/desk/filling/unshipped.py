"""Paid yesterday or before, not shipped."""

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
from jinpai.workflow.lists import unshipped as rule

CODE = rule.KIND.code
PRESALE = timedelta(days=30)  # created so long before they are paid


def items(room: Room) -> Iterator[Item]:
    found = orders(
        room, "o.paid_local, o.amount_paid",
        f"o.paid_at >= {room.sql_since(rule.HORIZON)} AND o.shipped_at IS NULL "
        f"AND o.closed_at IS NULL AND o.completed_at IS NULL AND {not_refunded(room)}",
        back=rule.HORIZON + PRESALE,
    )  # fmt: skip
    for row in served(room, found, CODE):
        one = rule.Found(
            row["shop"], row["order_id"], row["buyer"], row["account"] or "",
            room.person(row["person"]), row["paid_local"], yuan(row["amount_paid"]),
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
            yield Ended(task.pk, "shipped", {"shipped_at": stamp(order["shipped_local"])})
        elif order["refunded"]:
            yield refunded(task, order, "refunded")
        elif order["closed_local"]:
            yield closed(task, order)
        elif green(order):
            yield Ended(task.pk, "", {"reason": "绿旗"})


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is None:
            continue
        sent = order["shipped_local"]
        if task.outcome == "shipped" and not sent and room.later(task, order):
            yield Disputed(task.pk, f"{stamp(order['as_of'])} 导出的订单里没有发货")
        elif task.outcome in ("refunded", "closed") and sent and not order["refunded"]:
            yield Disputed(task.pk, f"{stamp(sent)} 已发货")
