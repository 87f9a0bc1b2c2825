"""The changes that wait for a platform, and the files that took them along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from jinpai.apps.board.exports import csv_of, harmless
from jinpai.apps.desk.models import OutgoingChange

HEAD = ("订单编号", "商家备注", "旗帜编号", "旗帜颜色")
BATCHES = 20
STRANGE = 100


@dataclass(frozen=True)
class Waiting:
    """What one platform waits for."""

    platform: str
    changes: Sequence[OutgoingChange]


@dataclass(frozen=True)
class Taken:
    """One file."""

    key: str
    platform: str
    at: datetime
    changes: int


def waiting() -> list[Waiting]:
    found: dict[str, list[OutgoingChange]] = {}
    for change in OutgoingChange.objects.filter(state=OutgoingChange.State.WAITING):
        found.setdefault(change.platform, []).append(change)
    return [Waiting(platform, changes) for platform, changes in sorted(found.items())]


def strange() -> list[OutgoingChange]:
    """Those that a later file does not show, or tells otherwise."""
    found = OutgoingChange.objects.filter(contradicted__isnull=False)
    return list(found.exclude(state=OutgoingChange.State.WITHDRAWN).order_by("-at")[:STRANGE])


def taken() -> list[Taken]:
    rows = (
        OutgoingChange.objects.exclude(batch="")
        .values("batch", "platform")
        .annotate(n=Count("id", distinct=True), at=Max("steps__at"))
        .order_by("-at")[:BATCHES]
    )
    return [Taken(r["batch"], r["platform"], r["at"], r["n"]) for r in rows]


def as_csv(changes: Sequence[OutgoingChange]) -> bytes:
    """One row an order: number, whole remark, the platform's number and name of its flag."""
    orders = {(c.shop, c.order_id): c.sent for c in changes}
    lines: list[Sequence[str]] = [HEAD]
    for (_shop, order_id), sent in orders.items():
        remark = harmless(str(sent.get("remark", "")))
        lines.append([harmless(order_id), remark, sent.get("flag", ""), sent.get("flag_name", "")])
    return csv_of(lines)
