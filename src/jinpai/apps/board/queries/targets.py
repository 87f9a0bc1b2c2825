"""A shop's targets: the newest row per metric."""

from __future__ import annotations

from decimal import Decimal

from ..models import Target


def targets(shop: str) -> dict[str, Decimal]:
    """Metric code → aim, in the metric's unit; metrics without an aim are not in it."""
    newest: dict[str, Decimal | None] = {}
    for row in Target.objects.filter(shop=shop).order_by("-at", "-pk"):
        newest.setdefault(row.metric, row.value)
    return {metric: value for metric, value in newest.items() if value is not None}


def met(value: Decimal | None, target: Decimal | None, direction: str) -> bool | None:
    """Whether a figure reaches its target; None when there is nothing to say."""
    if value is None or target is None or direction == "none":
        return None
    return value >= target if direction == "up" else value <= target
