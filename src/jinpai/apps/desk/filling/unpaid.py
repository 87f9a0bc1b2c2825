"""Created, not paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinpai.apps.desk.filling.ends import closed, green
from jinpai.apps.desk.filling.room import Disputed, Ended, Kept, Room, orders, served, stamp, yuan
from jinpai.workflow.item import Item
from jinpai.workflow.lists import unpaid as rule
from jinpai.workflow.reminders import reminding

CODE = rule.KIND.code


def items(room: Room) -> Iterator[Item]:
    found = orders(
        room, "o.created_local, o.amount_due",
        f"o.paid_at IS NULL AND o.deposit_paid_at IS NULL AND o.closed_at IS NULL "
        f"AND o.created_at >= {room.sql_since(rule.HORIZON)}",
        back=rule.HORIZON,
    )  # fmt: skip
    for row in served(room, found, CODE):
        one = rule.Found(
            row["shop"], row["order_id"], row["buyer"], row["account"] or "",
            room.person(row["person"]), row["created_local"], yuan(row["amount_due"]),
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
        if order["paid_local"]:
            yield Ended(task.pk, "paid", {"paid_at": stamp(order["paid_local"])})
        elif order["closed_local"]:
            yield closed(task, order)
        elif green(order):
            yield Ended(task.pk, "", {"reason": "绿旗"})
        elif over(room, task):
            yield Ended(task.pk, "stopped")


def over(room: Room, task: Kept) -> bool:
    """Are the reminders over, and the day for the reason too?"""
    created = task.since.astimezone(room.zone(task.shop)).replace(tzinfo=None)
    terms, now = room.terms(task.shop), room.wall(task.shop)
    return reminding(created, task.attempts, now, terms).step == "over"


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is None:
            continue
        if task.outcome in ("not_paid", "closed", "stopped") and order["paid_local"]:
            yield Disputed(task.pk, f"{stamp(order['paid_local'])} 已付款")
        elif task.outcome == "paid" and not order["paid_local"] and room.later(task, order):
            yield Disputed(task.pk, f"{stamp(order['as_of'])} 导出的订单里没有付款")
