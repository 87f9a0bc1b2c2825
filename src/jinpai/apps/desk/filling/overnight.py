"""Threads whose last word is the buyer's, whoever of the shop they wrote to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinpai.apps.desk.filling.room import SERVED, Disputed, Ended, Kept, Room, stamp
from jinpai.workflow.item import Item
from jinpai.workflow.lists import overnight as rule

CODE = rule.KIND.code
_SPOKEN = "coalesce(m.kind, 'text') NOT IN ('mass', 'transfer') AND m.buyer <> ''"


def items(room: Room) -> Iterator[Item]:
    first = room.since(rule.HORIZON)
    messages = room.reading.fact("messages", first)
    for row in room.fetch(
        'WITH said AS (SELECT m.shop, m.buyer, m.account, m."at" AS moment, m.local_at, '
        f"m.local_day, m.sender, m.text FROM {messages} AS m WHERE m.sender IN ('buyer', 'agent') "
        f'AND {_SPOKEN} AND m."at" >= {room.sql_since(rule.HORIZON)}), '
        "ends AS MATERIALIZED (SELECT shop, buyer, "
        "max(moment) FILTER (sender = 'agent') AS answered FROM said GROUP BY shop, buyer "
        "HAVING max(moment) FILTER (sender = 'buyer') > "
        "coalesce(max(moment) FILTER (sender = 'agent'), TIMESTAMP '1970-01-01')), "
        "open AS (SELECT s.shop, s.buyer, min(s.local_at) AS since, "
        "arg_max(s.account, s.moment) AS account, arg_max(s.local_day, s.moment) AS day, "
        "string_agg(s.text, ' ' ORDER BY s.moment) AS text, "
        "bool_or(e.answered IS NOT NULL) AS answered FROM said AS s JOIN ends AS e "
        "ON e.shop = s.shop AND e.buyer = s.buyer AND s.sender = 'buyer' "
        "AND s.moment > coalesce(e.answered, TIMESTAMP '1970-01-01') GROUP BY s.shop, s.buyer), "
        "spoken AS (SELECT DISTINCT r.shop, r.buyer FROM receptions AS r "
        "SEMI JOIN open AS o ON o.shop = r.shop AND o.buyer = r.buyer "
        f"WHERE r.human_messages > 0 AND r.day >= DATE '{room.since(SERVED)}' "
        f"AND r.human_last < {room.sql_since(rule.HORIZON)}) "
        "SELECT o.* REPLACE (o.answered OR k.buyer IS NOT NULL AS answered), b.person "
        "FROM open AS o LEFT JOIN spoken AS k ON k.shop = o.shop AND k.buyer = o.buyer "
        "LEFT JOIN bound AS b ON b.shop = o.shop AND b.account = o.account "
        'AND o.day >= b."from" AND (b."to" IS NULL OR o.day < b."to")'
    ):
        one = rule.Found(
            row["shop"], row["buyer"], row["account"], room.person(row["person"]), row["since"],
            row["text"] or "", row["answered"],
        )  # fmt: skip
        item = rule.item(one, room.terms(one.shop), room.wall(one.shop))
        if item is not None:
            yield item


def ended(room: Room, tasks: Sequence[Kept]) -> Iterator[Ended]:
    for task, row in _answered(room, tasks):
        if row["answered"] is not None:
            yield Ended(task.pk, "replied", {"at": stamp(row["answered"])})


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    """Recorded as replied, and the chats of a later export know of no reply."""
    for task, row in _answered(room, tasks):
        if task.outcome != "replied" or row["answered"] is not None:
            continue
        row = {"as_of": room.reading.coverage.as_of.get((task.shop, "messages"))}
        if room.later(task, row):
            yield Disputed(task.pk, f"{stamp(row['as_of'])} 导出的聊天里没有回复")


def _answered(room: Room, tasks: Sequence[Kept]) -> Iterator[tuple[Kept, dict]]:
    """Each task with the first word of a person of the shop after it began."""
    if not tasks:
        return
    first = min(room.utc(t.since) for t in tasks).date()
    messages = room.reading.fact("messages", first)
    rows = room.fetch(
        "WITH k AS (SELECT unnest($1) AS pk, unnest($2) AS shop, unnest($3) AS buyer, "
        "unnest($4) AS since) SELECT k.pk, "
        "min(m.local_at) FILTER (m.sender = 'agent' AND m.\"at\" > k.since) AS answered "
        f"FROM {messages} AS m JOIN k ON k.shop = m.shop AND k.buyer = m.buyer "
        f"WHERE {_SPOKEN} GROUP BY k.pk",
        [[t.pk for t in tasks], [t.shop for t in tasks], [t.buyer for t in tasks],
         [room.utc(t.since) for t in tasks]],
    )  # fmt: skip
    found = {r["pk"]: r for r in rows}
    for task in tasks:
        if task.pk in found:
            yield task, found[task.pk]
