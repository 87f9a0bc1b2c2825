"""A metric day by day, with its target and the campaign days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .. import showing
from .theme import chart


@dataclass(frozen=True)
class Point:
    day: date
    value: Decimal | None
    n: int | None
    href: str
    final: bool = True


def axis_format(unit: str) -> str:
    return {"percent": ".0%", "yuan": "~s", "seconds": "~f"}.get(unit, ",~f")


def trend(
    points: Sequence[Point],
    *,
    name: str,
    unit: str,
    target: Decimal | None = None,
    campaigns: Sequence[date] = (),
    team: dict[date, Decimal | None] | None = None,
    height: int = 200,
) -> dict[str, Any]:
    """A line per day; days that are not final yet are hollow, campaign days gold."""
    marked = set(campaigns)
    values = [
        {
            "day": p.day.isoformat(),
            "value": None if p.value is None else float(p.value),
            "shown": showing.text(p.value, unit),
            "n": "" if p.n is None else f"{p.n:,}",
            "href": p.href,
            "final": p.final,
            "campaign": p.day in marked,
        }
        for p in points
    ]
    x = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%m-%d", "labelOverlap": True, "tickCount": 8},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": unit not in ("percent", "seconds", "ratio"), "nice": True},
        "axis": {"format": axis_format(unit), "grid": True, "tickCount": 4, "domain": False},
    }
    tooltip = [
        {"field": "day", "type": "temporal", "format": "%Y-%m-%d", "title": _("日期")},
        {"field": "shown", "title": name},
        {"field": "n", "title": "n"},
    ]
    layers: list[dict[str, Any]] = []
    if target is not None:
        label = _("目标 %(value)s") % {"value": showing.text(target, unit)}
        layers += [
            {
                "data": {"values": [{"target": float(target)}]},
                "mark": {"type": "rule", "color": "var(--gold)", "strokeDash": [3, 4]},
                "encoding": {"y": {"field": "target", "type": "quantitative"}},
            },
            {
                "data": {"values": [{"target": float(target), "label": label}]},
                "mark": {"type": "text", "align": "right", "dy": -8, "color": "var(--gold)"},
                "encoding": {
                    "x": {"value": "width"},
                    "y": {"field": "target", "type": "quantitative"},
                    "text": {"field": "label"},
                },
            },
        ]
    if team:
        layers.append(
            {
                "data": {
                    "values": [
                        {"day": d.isoformat(), "value": None if v is None else float(v)}
                        for d, v in sorted(team.items())
                    ]
                },
                "mark": {
                    "type": "line",
                    "color": "var(--muted)",
                    "strokeWidth": 1,
                    "strokeDash": [2, 3],
                    "invalid": "break-paths-show-path-domains",
                },
                "encoding": {"x": x, "y": y},
            }
        )
    layers += [
        {
            "mark": {
                "type": "line",
                "color": "var(--ink)",
                "strokeWidth": 1.6,
                "invalid": "break-paths-show-path-domains",
            },
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {
                "type": "point",
                "filled": True,
                "size": 26,
                "cursor": "pointer",
                "opacity": 1,
            },
            "encoding": {
                "x": x,
                "y": y,
                "href": {"field": "href"},
                "fill": {
                    "condition": [
                        {"test": "datum.campaign", "value": "var(--gold)"},
                        {"test": "!datum.final", "value": "var(--paper)"},
                    ],
                    "value": "var(--ink)",
                },
                "stroke": {
                    "condition": {"test": "datum.campaign", "value": "var(--gold)"},
                    "value": "var(--ink)",
                },
                "size": {"condition": {"test": "datum.campaign", "value": 60}, "value": 26},
                "tooltip": tooltip,
            },
        },
    ]
    return chart(
        {"data": {"values": values}, "layer": layers},
        height=height,
        description=_("%(name)s,逐日") % {"name": name},
    )
