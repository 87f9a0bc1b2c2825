"""From the token in an address back to the buyer's name.

A token cannot be turned back; the shop's buyers are tried, who was there last first, and what
was worked out is kept as long as the reading lives.
"""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from jinpai.apps.board import buyers
from jinpai.metrics.reading import Reading


class _Known:
    """The tokens of one shop worked out so far, and the names still to come."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.done = 0
        self.by_token: dict[str, str] = {}
        self.lock = threading.Lock()


_lock = threading.Lock()
_known: WeakKeyDictionary[Reading, dict[str, _Known]] = WeakKeyDictionary()

NAMES = """
SELECT buyer FROM (
    SELECT buyer, max(day) AS day FROM receptions WHERE shop = ? GROUP BY buyer
    UNION ALL
    SELECT coalesce(c.buyer, o.buyer), max(o.local_day) FROM {orders} AS o
    LEFT JOIN credits AS c ON c.shop = o.shop AND c.order_id = o.order_id
    WHERE o.shop = ? GROUP BY ALL
) WHERE coalesce(buyer, '') <> '' GROUP BY buyer ORDER BY max(day) DESC, buyer
"""


def named(reading: Reading, shop: str, wanted: str) -> str | None:
    """The buyer of the shop that `wanted` is the token of."""
    with _lock:
        shops = _known.setdefault(reading, {})
        known = shops.get(shop)
    if known is None:
        rows = reading.fetch(NAMES.format(orders=reading.fact("orders")), [shop, shop])
        with _lock:
            known = shops.setdefault(shop, _Known([r["buyer"] for r in rows]))
    with known.lock:
        while wanted not in known.by_token and known.done < len(known.names):
            name = known.names[known.done]
            known.by_token[buyers.token(shop, name)] = name
            known.done += 1
        return known.by_token.get(wanted)
