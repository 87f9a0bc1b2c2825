"""Complaints, platform cases and penalties without a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jinpai.apps.desk.filling.room import KNOWN, Disputed, Ended, Kept, Room, served
from jinpai.workflow.item import Item
from jinpai.workflow.lists import complaints as rule

CODE = rule.KIND.code
FOR_US = {"buyer": "won", "none": "won"}
RULED = {"settled": "shop", "won": "shop", "withdrawn": "shop", "lost": "buyer"}
"""What a person recorded → whose fault the platform says it is when they differ."""


def items(room: Room) -> Iterator[Item]:
    reading = room.reading
    found = (
        "SELECT d.shop, d.dispute_id, coalesce(d.order_id, '') AS order_id, d.kind, "
        "d.opened_local, d.deadline_local, coalesce(c.buyer, o.buyer, '') AS buyer, "
        "coalesce(l.product, '') AS product "
        f"FROM {reading.fact('disputes', room.since(rule.HORIZON))} AS d "
        f"LEFT JOIN {reading.fact('orders')} AS o ON o.shop = d.shop AND o.order_id = d.order_id "
        "LEFT JOIN (SELECT shop, order_id, buyer FROM credits) AS c "
        "ON c.shop = d.shop AND c.order_id = d.order_id "
        "LEFT JOIN (SELECT n.shop, n.order_id, arg_max(coalesce(n.title, n.product), n.amount) "
        f"AS product FROM {reading.fact('order_lines')} AS n "
        f"SEMI JOIN {reading.fact('disputes', room.since(rule.HORIZON))} AS x "
        "ON x.shop = n.shop AND x.order_id = n.order_id GROUP BY n.shop, n.order_id) AS l "
        "ON l.shop = d.shop AND l.order_id = d.order_id "
        f"ANTI JOIN {KNOWN} AS known ON known.key = d.shop || '/' || d.dispute_id "
        f"WHERE d.opened_at >= {room.sql_since(rule.HORIZON)} "
        "AND coalesce(d.result, '') = '' AND coalesce(d.fault, '') = ''"
    )
    for row in served(room, found, CODE):
        one = rule.Found(
            row["shop"], row["dispute_id"], row["order_id"], row["buyer"], row["account"] or "",
            room.person(row["person"]), row["kind"] or "complaint", row["opened_local"],
            row["deadline_local"], row["product"],
        )  # fmt: skip
        item = rule.item(one, room.terms(one.shop), room.wall(one.shop))
        if item is not None:
            yield item


def ended(room: Room, tasks: Sequence[Kept]) -> Iterator[Ended]:
    now = _disputes(room, tasks)
    for task in tasks:
        row = now.get(task.key)
        if row is None or not (row["result"] or row["fault"]):
            continue
        said = row["result"] or ""
        if "撤" in said:
            outcome = "withdrawn"
        elif row["fault"] == "shop":
            outcome = "lost"
        else:
            outcome = FOR_US.get(row["fault"] or "", "closed")
        yield Ended(task.pk, outcome, {"text": said, "note": _points(row)})


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    now = _disputes(room, tasks)
    for task in tasks:
        row = now.get(task.key)
        if row is not None and row["fault"] and RULED.get(task.outcome) == row["fault"]:
            yield Disputed(task.pk, f"平台:{row['result'] or row['fault']}" + _points(row))


def _points(row: dict[str, Any]) -> str:
    return f" 扣 {row['points'].normalize():f} 分" if row["points"] else ""


def _disputes(room: Room, tasks: Sequence[Kept]) -> dict[str, dict[str, Any]]:
    if not tasks:
        return {}
    rows = room.fetch(
        f"SELECT d.* FROM {room.reading.fact('disputes')} AS d "
        "SEMI JOIN (SELECT unnest($1) AS key) AS k "
        "ON k.key = d.shop || '/' || d.dispute_id",
        [[t.key for t in tasks]],
    )
    return {f"{r['shop']}/{r['dispute_id']}": r for r in rows}
