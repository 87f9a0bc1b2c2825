"""The registry of metrics: the list *is* the catalogue, and its documentation is made from it."""

from __future__ import annotations

from jinpai.metrics.catalogue import aftersales, sales, speed, volume
from jinpai.metrics.catalogue.metric import Metric
from jinpai.metrics.policies import Measure

CATALOGUE: dict[str, Metric] = {
    m.code: m for family in (volume, speed, sales, aftersales) for m in family.METRICS
}

GROUPS: dict[str, tuple[str, str]] = {
    "volume": ("接待量", "Volume"),
    "speed": ("响应", "Speed"),
    "sales": ("销售", "Sales"),
    "aftersales": ("售后", "After-sales"),
    "satisfaction": ("满意", "Satisfaction"),
}


def settling_days(metric: Metric, measure: Measure) -> int:
    """After how many whole days beyond its own a day's figure can no longer change."""
    return {
        "none": 0,
        "next_day": 1,
        "inquiry": measure.inquiry_window_days - 1 + measure.payment_tail_days,
        "seven": 7,
    }[metric.settling]


__all__ = ["CATALOGUE", "GROUPS", "Metric", "settling_days"]
