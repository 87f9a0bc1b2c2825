"""Bad and neutral reviews at once, the long good ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from jinpai.apps.desk.filling.ends import green
from jinpai.apps.desk.filling.room import Disputed, Ended, Kept, Room, served
from jinpai.workflow.item import Item
from jinpai.workflow.lists import reviews as rule

CODE = rule.KIND.code
SELLING = timedelta(days=30)


def items(room: Room) -> Iterator[Item]:
    reading = room.reading
    found = (
        "SELECT v.shop, v.order_id, v.local_at, v.verdict, coalesce(v.text, '') AS text, "
        "coalesce(c.buyer, o.buyer, '') AS buyer, coalesce(l.product, '') AS product, "
        "coalesce(l.code, '') AS code "
        f"FROM {reading.fact('reviews', room.since(rule.HORIZON))} AS v "
        f"LEFT JOIN {reading.fact('orders')} AS o ON o.shop = v.shop AND o.order_id = v.order_id "
        "LEFT JOIN (SELECT shop, order_id, buyer, flag FROM credits) AS c "
        "ON c.shop = v.shop AND c.order_id = v.order_id "
        "LEFT JOIN (SELECT shop, order_id, arg_max(coalesce(title, product), amount) AS product, "
        f"arg_max(product, amount) AS code FROM {reading.fact('order_lines')} "
        "GROUP BY shop, order_id) AS l ON l.shop = v.shop AND l.order_id = v.order_id "
        f'WHERE v."at" >= {room.sql_since(rule.HORIZON)} '
        "AND coalesce(c.flag, o.flag, '') <> 'green' "
        f"AND (v.verdict IN ('bad', 'neutral') OR length(coalesce(v.text, '')) >= {rule.LONG})"
    )
    rows = served(room, found)
    top = best_sellers(room) if any(r["verdict"] == "bad" for r in rows) else set()
    for row in rows:
        one = rule.Found(
            row["shop"], row["order_id"], row["buyer"], row["account"] or "",
            room.person(row["person"]), row["local_at"], row["verdict"], row["text"],
            row["product"], (row["shop"], row["code"]) in top,
        )  # fmt: skip
        yield from rule.items(one, room.terms(one.shop), room.wall(one.shop))


def best_sellers(room: Room) -> set[tuple[str, str]]:
    """(shop, product) of what sold most in the last days, by pieces paid for."""
    first = room.since(SELLING)
    rows = room.fetch(
        "SELECT o.shop, l.product FROM "
        f"{room.reading.fact('orders', first)} AS o JOIN {room.reading.fact('order_lines')} AS l "
        "ON l.shop = o.shop AND l.order_id = o.order_id "
        f"WHERE o.local_day >= DATE '{first}' AND o.paid_at IS NOT NULL "
        "AND l.product IS NOT NULL GROUP BY o.shop, l.product QUALIFY row_number() OVER ("
        "PARTITION BY o.shop ORDER BY sum(coalesce(l.quantity, 1)) DESC, l.product) <= $1",
        [room.desk.best_sellers],
    )
    return {(r["shop"], r["product"]) for r in rows}


def ended(room: Room, tasks: Sequence[Kept]) -> Iterator[Ended]:
    """A reply on the platform is in no export; only a green flag takes a review away."""
    for task in tasks:
        order = room.order(task.shop, task.order_id)
        if order is not None and green(order):
            yield Ended(task.pk, "", {"reason": "绿旗"})


def disputed(room: Room, tasks: Sequence[Kept]) -> Iterator[Disputed]:
    return iter(())
