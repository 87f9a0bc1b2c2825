"""Inquiries: receptions before the purchase."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from .facts import Row
from .messages import service_day
from .receptions import Reception


def is_inquiry(
    reception: Reception, orders: list[Row], measure: dict[str, Any], day_cut: str
) -> bool:
    """`orders` are all orders of the reception's buyer in this shop.

    "**Inquiry**: a usable reception with at least one buyer message, of a buyer who, before
    the reception's first message (any sender), had no order created on that service day and
    none paid in the last `after_sale_days` (3) × 24 h. Flagged orders still count as earlier
    orders."
    """
    if not reception.usable or reception.buyer_messages == 0:
        return False
    first = reception.first_at
    for order in orders:
        created, paid = order.get("created_at"), order.get("paid_at")
        if (
            created is not None
            and created < first
            and service_day(created, day_cut) == reception.day
        ):
            return False
        since = first - timedelta(hours=24 * measure["after_sale_days"])
        if paid is not None and since <= paid < first:
            return False
    return True
