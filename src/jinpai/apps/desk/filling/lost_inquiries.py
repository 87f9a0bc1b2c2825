"""Asked before buying, and ordered nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from jinpai.apps.desk.filling.room import KNOWN, Disputed, Ended, Kept, Room, stamp
from jinpai.workflow.item import Item
from jinpai.workflow.lists import lost_inquiries as rule

CODE = rule.KIND.code
RECENT = timedelta(days=15)


def items(room: Room) -> Iterator[Item]:
    """Of several talks of a buyer the last one; what was asked is their longest message. Who
    bought lately speaks of what was bought."""
    first = room.since(rule.HORIZON)
    for row in room.fetch(
        "WITH asked AS MATERIALIZED (SELECT i.shop, i.buyer, "
        "arg_max(i.account, (i.first_at, i.account)) AS "
        "account, max(i.day) AS day, max(i.first_at) AS first_at, "
        "max(i.first_local) AS first_local FROM inquiries AS i "
        f"WHERE i.day >= DATE '{first}' AND i.first_at >= {room.sql_since(rule.HORIZON)} "
        "AND i.buyer <> '' GROUP BY i.shop, i.buyer), "
        "lost AS MATERIALIZED (SELECT a.* FROM asked AS a "
        f"ANTI JOIN {KNOWN} AS known ON known.key = a.shop || '/' || a.buyer || '/' || a.day "
        "ANTI JOIN (SELECT c.shop, c.buyer, "
        "c.created_at, c.paid_at FROM credits AS c "
        f"WHERE c.created_at >= {room.sql_since(rule.HORIZON + RECENT)}) AS c "
        "ON c.shop = a.shop AND c.buyer = a.buyer AND (c.created_at >= a.first_at "
        f"OR c.paid_at >= a.first_at - INTERVAL {RECENT.days} DAY) "
        f"WHERE a.first_at <= {room.ripe(CODE)}), "
        "said AS (SELECT m.shop, m.buyer, m.local_day, "
        "arg_max(m.text, (length(m.text), m.text)) AS text "
        f"FROM {room.reading.fact('messages', first)} AS m SEMI JOIN lost AS l "
        "ON l.shop = m.shop AND l.buyer = m.buyer AND l.day = m.local_day "
        "WHERE m.sender = 'buyer' AND coalesce(m.kind, 'text') = 'text' "
        "GROUP BY m.shop, m.buyer, m.local_day) "
        "SELECT l.*, b.person, s.text FROM lost AS l "
        "LEFT JOIN said AS s ON s.shop = l.shop AND s.buyer = l.buyer AND s.local_day = l.day "
        "LEFT JOIN bound AS b ON b.shop = l.shop AND b.account = l.account "
        'AND l.day >= b."from" AND (b."to" IS NULL OR l.day < b."to")',
        known=CODE,
    ):
        one = rule.Found(
            row["shop"], row["buyer"], row["account"], room.person(row["person"]), row["day"],
            row["first_local"], (row["text"] or "")[:200],
        )  # fmt: skip
        item = rule.item(one, room.terms(one.shop), room.wall(one.shop))
        if item is not None:
            yield item


def ended(room: Room, tasks: Sequence[Kept]) -> Iterator[Ended]:
    for task, row in _bought(room, tasks):
        facts = {"created_at": stamp(row["created_local"])}
        yield Ended(task.pk, "bought", facts)


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    bought = {task.pk: row for task, row in _bought(room, tasks)}
    for task in tasks:
        row = bought.get(task.pk)
        if row is not None and task.outcome in ("not_bought", "no_answer", "not_inquiry"):
            said = stamp(row["created_local"])
            yield Disputed(task.pk, f"{said} 下了订单 {row['order_id']}")


def _bought(room: Room, tasks: Sequence[Kept]) -> Iterator[tuple[Kept, dict]]:
    """Tasks whose buyer ordered after the question, with the first such order."""
    if not tasks:
        return
    rows = room.fetch(
        "WITH k AS (SELECT unnest($1) AS pk, unnest($2) AS shop, unnest($3) AS buyer, "
        "unnest($4) AS since) SELECT k.pk, min(c.created_local) AS created_local, "
        "arg_min(c.order_id, c.created_at) AS order_id FROM credits AS c "
        "JOIN k ON k.shop = c.shop AND k.buyer = c.buyer AND c.created_at >= k.since "
        "WHERE coalesce(c.flag, '') <> 'green' GROUP BY k.pk",
        [[t.pk for t in tasks], [t.shop for t in tasks], [t.buyer for t in tasks],
         [room.utc(t.since) for t in tasks]],
    )  # fmt: skip
    found = {r["pk"]: r for r in rows}
    for task in tasks:
        if task.pk in found:
            yield task, found[task.pk]
