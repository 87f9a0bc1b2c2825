"""Weekday by hour: how many receptions begin (colour) and how slowly they are answered (dot)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .. import showing
from .theme import chart

SLOW_FACTOR = 2
"""A cell is marked slow when its answers take twice the period's average."""
FEW_ROUNDS = 10


def weekday_names() -> list[str]:
    return [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]


def heat(cells: Sequence[Any], *, height: int = 200) -> dict[str, Any]:
    """`cells` are HourCells; hours without anything stay paper."""
    names = weekday_names()
    rounds = sum(c.rounds for c in cells)
    average = float(sum(c.seconds for c in cells)) / rounds if rounds else 0.0
    values = []
    for c in cells:
        seconds = float(c.seconds) / c.rounds if c.rounds else None
        values.append(
            {
                "day": names[c.weekday],
                "hour": c.hour,
                "receptions": c.receptions,
                "missed": c.missed,
                "shown": showing.text(seconds, "seconds"),
                "slow": bool(
                    seconds and c.rounds >= FEW_ROUNDS and seconds > SLOW_FACTOR * average
                ),
            }
        )
    x = {
        "field": "hour",
        "type": "ordinal",
        "title": None,
        "scale": {"domain": list(range(24)), "paddingInner": 0.08},
        "axis": {"labelAngle": 0, "domain": False, "values": [0, 4, 8, 12, 16, 20, 23]},
    }
    y = {
        "field": "day",
        "type": "ordinal",
        "title": None,
        "scale": {"domain": names, "paddingInner": 0.12},
        "axis": {"domain": False},
    }
    tooltip = [
        {"field": "day", "title": _("星期")},
        {"field": "hour", "title": _("点")},
        {"field": "receptions", "title": _("接待")},
        {"field": "shown", "title": _("平均响应")},
        {"field": "missed", "title": _("漏掉")},
    ]
    return chart(
        {
            "data": {"values": values},
            "layer": [
                {
                    "mark": {"type": "rect", "cornerRadius": 1},
                    "encoding": {
                        "x": x,
                        "y": y,
                        "color": {
                            "field": "receptions",
                            "type": "quantitative",
                            "scale": {"range": ["var(--wash)", "var(--gold)"], "zero": True},
                            "legend": None,
                        },
                        "tooltip": tooltip,
                    },
                },
                {
                    "transform": [{"filter": "datum.slow"}],
                    "mark": {"type": "point", "filled": True, "color": "var(--loss)", "size": 22,
                             "opacity": 1},
                    "encoding": {"x": x, "y": y, "tooltip": tooltip},
                },
            ],
        },
        height=height,
        description=_("星期与小时:接待多少与响应快慢"),
    )  # fmt: skip
