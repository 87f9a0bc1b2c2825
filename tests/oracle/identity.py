"""Whose chats belong to an order: 3-metrics §2, "Identity"."""

from __future__ import annotations

import re
from datetime import datetime

from .facts import Row


def join_buyers(orders: list[Row], messages: list[Row]) -> None:
    """ "chats join orders by order id where the chat holds one (card or typed number), by buyer
    nick otherwise"

    Where the order's nick has a thread of its own the nick stands (see AMBIGUITIES 29). Of
    several chats that hold the id: the last message up to the payment, else the first after.
    """
    threads = {(m["shop"], m["buyer"]) for m in messages}
    for order in orders:
        own = (order["shop"], order.get("buyer"))
        if own in threads and "*" not in str(own[1]):
            continue
        holding = [
            m
            for m in messages
            if m["shop"] == order["shop"]
            and order["order_id"] in re.findall(r"\w+", m.get("text") or "")
        ]
        paid: datetime = order.get("paid_at") or datetime.max
        before = [m for m in holding if m["at"] <= paid]
        if before:
            order["buyer"] = max(before, key=lambda m: (m["at"], m["buyer"]))["buyer"]
        elif holding:
            order["buyer"] = min(holding, key=lambda m: m["at"])["buyer"]
