"""Parcels in trouble, and those of which nothing is heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinpai.apps.desk.filling.room import KNOWN, Disputed, Ended, Kept, Room, served, stamp
from jinpai.workflow.item import Item
from jinpai.workflow.lists import parcels as rule

CODE = rule.KIND.code
OVER = {"returned", "refunded"}


def items(room: Room) -> Iterator[Item]:
    reading, first = room.reading, room.since(rule.HORIZON)
    found = (
        "SELECT s.shop, s.order_id, s.waybill, coalesce(s.courier, '') AS courier, "
        "coalesce(s.last_event, '') AS last_event, coalesce(s.problem, '') AS problem, "
        "coalesce(s.last_event_local, s.shipped_local) AS event_at, "
        "coalesce(c.buyer, o.buyer, '') AS buyer "
        f"FROM {reading.fact('shipments', first)} AS s "
        f"LEFT JOIN {reading.fact('orders')} AS o ON o.shop = s.shop AND o.order_id = s.order_id "
        "LEFT JOIN (SELECT shop, order_id, buyer, flag FROM credits) AS c "
        "ON c.shop = s.shop AND c.order_id = s.order_id "
        f"ANTI JOIN {KNOWN} AS known "
        "ON known.key = s.shop || '/' || s.order_id || '/' || s.waybill "
        f"WHERE s.shipped_at >= {room.sql_since(rule.HORIZON)} "
        "AND coalesce(c.flag, o.flag, '') <> 'green' "
        "AND coalesce(s.last_event_local, s.shipped_local) IS NOT NULL AND (s.problem IS NOT NULL "
        f"OR coalesce(s.last_event_at, s.shipped_at) <= {room.ripe(CODE)}) "
        "AND (s.signed_at IS NULL OR s.problem = 'damaged') "
        "AND o.completed_at IS NULL AND o.closed_at IS NULL AND (s.problem IS NOT NULL "
        "OR o.signed_at IS NULL)"
    )
    for row in served(room, found, CODE):
        one = rule.Found(
            row["shop"], row["order_id"], row["waybill"], row["buyer"], row["account"] or "",
            room.person(row["person"]), row["event_at"], row["courier"], row["last_event"],
            row["problem"],
        )  # fmt: skip
        item = rule.item(one, room.terms(one.shop), room.wall(one.shop))
        if item is not None:
            yield item


def ended(room: Room, tasks: Sequence[Kept]) -> Iterator[Ended]:
    now = _parcels(room, tasks)
    for task in tasks:
        order, row = room.order(task.shop, task.order_id), now.get(task.key)
        if row is None:
            continue
        signed = row["signed_local"]
        if signed and row["problem"] != "damaged":
            yield Ended(task.pk, "delivered", {"signed_at": stamp(signed)})
        elif order is not None and order["refunded"]:
            yield Ended(task.pk, "refunded", {"at": stamp(order["refunded"])})
        elif order is not None and (order["completed_local"] or order["closed_local"]):
            yield Ended(task.pk, "", {"at": stamp(order["completed_local"])})
        elif not row["problem"] and _moved_on(room, task, row):
            event = stamp(row["last_event_local"])
            yield Ended(task.pk, "moving", {"last_event": f"{row['last_event'] or ''} {event}"})


def _moved_on(room: Room, task: Kept, row: Mapping[str, Any]) -> bool:
    """Was there an event after the item began?"""
    event = row["last_event_local"]
    return event is not None and room.instant(task.shop, event) > task.since


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    now = _parcels(room, tasks)
    for task in tasks:
        row = now.get(task.key)
        if row is None:
            continue
        if task.outcome == "delivered" and not row["signed_local"] and room.later(task, row):
            yield Disputed(task.pk, f"{stamp(row['as_of'])} 导出的物流里还没有签收")
        elif task.outcome == "returned" and row["signed_local"]:
            yield Disputed(task.pk, f"{stamp(row['signed_local'])} 买家签收")


def _parcels(room: Room, tasks: Sequence[Kept]) -> dict[str, dict[str, Any]]:
    if not tasks:
        return {}
    rows = room.fetch(
        f"SELECT s.* FROM {room.reading.fact('shipments')} AS s "
        "SEMI JOIN (SELECT unnest($1) AS shop, unnest($2) AS order_id) AS k "
        "ON k.shop = s.shop AND k.order_id = s.order_id",
        [[t.shop for t in tasks], [t.order_id for t in tasks]],
    )
    return {f"{r['shop']}/{r['order_id']}/{r['waybill']}": r for r in rows}
