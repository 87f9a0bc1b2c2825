"""One at a time where money of an order goes back, whichever page it goes by.

Requests, cases and concessions are rows of different tables: who locks the own rows sees nothing
of the others'. On SQLite a transaction that writes is alone already.
"""

from __future__ import annotations

import hashlib

from django.db import connection


def hold(order_id: str) -> None:
    """Until the transaction ends nobody else decides on money of this order. Taken before any
    row of the order is locked, so that no two wait for each other."""
    if connection.vendor != "postgresql" or not order_id:
        return
    digest = hashlib.sha256(f"order:{order_id}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)]
        )
