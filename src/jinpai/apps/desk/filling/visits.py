"""Received lately, by buyers who were served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinpai.apps.desk.filling.ends import closed, green, refunded
from jinpai.apps.desk.filling.room import (
    Disputed,
    Ended,
    Kept,
    Room,
    not_refunded,
    orders,
    served,
)
from jinpai.apps.desk.filling.unconfirmed import WAY
from jinpai.workflow.item import Item
from jinpai.workflow.lists import visits as rule

CODE = rule.KIND.code


def items(room: Room) -> Iterator[Item]:
    found = orders(
        room, "o.signed_local, o.amount_paid",
        f"o.signed_at >= {room.sql_since(rule.HORIZON)} AND o.closed_at IS NULL "
        f"AND {not_refunded(room)}",
        back=rule.HORIZON + WAY,
    )  # fmt: skip
    for row in served(room, found, CODE, only=True):
        if not row["account"]:
            continue
        one = rule.Found(
            row["shop"], row["order_id"], row["buyer"], row["account"],
            room.person(row["person"]), row["signed_local"], row["product"],
        )  # fmt: skip
        item = rule.item(one, room.terms(one.shop), room.wall(one.shop))
        if item is not None:
            yield item


def ended(room: Room, tasks: Sequence[Kept]) -> Iterator[Ended]:
    """Who returns the goods is not asked whether they are content; after a week nobody is."""
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is None:
            continue
        if order["refunded"]:
            yield refunded(task, order, "")
        elif order["closed_local"]:
            yield closed(task, order, "")
        elif green(order):
            yield Ended(task.pk, "", {"reason": "绿旗"})


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is not None and task.outcome == "satisfied" and order["refunded"]:
            yield Disputed(task.pk, f"{order['refunded']:%Y-%m-%d %H:%M} 退款了")
