"""How the facts end a task, where several lists agree."""

from __future__ import annotations

from jinpai.apps.desk.filling.room import Ended, Kept, Row, stamp


def green(order: Row) -> bool:
    """Suspected brushing, kept out of everything."""
    return order["flag"] == "green"


def closed(task: Kept, order: Row, outcome: str = "closed") -> Ended:
    return Ended(task.pk, outcome, {"at": stamp(order["closed_local"])})


def refunded(task: Kept, order: Row, outcome: str) -> Ended:
    return Ended(task.pk, outcome, {"at": stamp(order["refunded"])})
