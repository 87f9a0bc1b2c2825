"""The funnel plot of fair comparison: everyone's rate against their number of cases.

Between the inner lines a difference is what luck makes of equal skill 19 times in 20, between
the outer ones 998 times in 1000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.utils.translation import gettext as _

from jinpai.metrics.fair import Z95, Z998, Interval, funnel_limits, verdict

from .. import showing
from .theme import chart


@dataclass(frozen=True)
class Person:
    name: str
    num: int
    den: int
    interval: Interval
    href: str


def _labelled(people: Sequence[Person], centre: float) -> set[int]:
    """Whose name is printed: the furthest from the middle first, while there is room. The others
    have theirs on pointing and in the table."""
    widest = max((p.den for p in people), default=1)
    rates = [p.num / p.den for p in people]
    span = max(0.02, max((*rates, centre)) - min((*rates, centre)))

    def distance(i: int) -> float:
        return abs(rates[i] - centre) * sqrt(people[i].den)

    placed: list[int] = []
    for i in sorted(range(len(people)), key=distance, reverse=True):
        if all(
            abs(people[i].den - people[j].den) > 0.08 * widest
            or abs(rates[i] - rates[j]) > 0.07 * span
            for j in placed
        ):
            placed.append(i)
    return set(placed)


def fair_plot(
    people: Sequence[Person], *, centre: float, name: str, better: str, height: int = 280
) -> dict[str, Any]:
    """`better` is "up" or "down": on which side of the funnel is good."""
    most = max((p.den for p in people), default=0)
    lines = []
    # evenly in √n, where the limits bend
    for step in range(1, 61):
        n = max(1, round((1 + (sqrt(most * 1.15) - 1) * step / 60) ** 2))
        for code, z in (("95", Z95), ("998", Z998)):
            limits = funnel_limits(centre, n, z)
            if limits:
                lines.append({"n": n, "low": limits.low, "high": limits.high, "limit": code})
    named = _labelled(people, centre)
    tones = {"up": ("surely_higher", "surely_lower"), "down": ("surely_lower", "surely_higher")}
    best, worst = tones.get(better, ("", ""))
    values = []
    for i, p in enumerate(people):
        judged = verdict(p.num, p.den, centre)
        tone = "best" if judged == best else "loss" if judged == worst else "plain"
        values.append(
            {
                "name": p.name,
                "label": p.name if i in named else "",
                "n": p.den,
                "rate": p.num / p.den,
                "shown": showing.text(p.num / p.den, "percent"),
                "interval": f"{p.interval.low * 100:.1f}–{p.interval.high * 100:.1f}%",
                "tone": tone,
                "href": p.href,
            }
        )
    x = {
        "field": "n",
        "type": "quantitative",
        "title": _("n(例数)"),
        "scale": {"domain": [0, max(most, 1) * 1.15], "nice": False},
        "axis": {"format": ",~f", "tickCount": 6},
    }
    rates = [p.num / p.den for p in people] or [centre]
    pad = 0.06
    domain = [max(0.0, min(*rates, centre) - pad), min(1.0, max(*rates, centre) + pad)]
    y = {"field": "rate", "type": "quantitative", "title": name,
         "scale": {"domain": domain, "zero": False, "nice": False, "clamp": False},
         "axis": {"format": ".0%", "grid": True, "tickCount": 5, "domain": False}}  # fmt: skip
    layers: list[dict[str, Any]] = []
    for code, dash in (("95", [4, 3]), ("998", [1, 0])):
        for edge in ("low", "high"):
            layers.append(
                {
                    "data": {"values": [row for row in lines if row["limit"] == code]},
                    "mark": {"type": "line", "color": "var(--muted)", "strokeWidth": 1,
                             "strokeDash": dash, "opacity": 0.6, "clip": True},
                    "encoding": {"x": x, "y": {**y, "field": edge}},
                }
            )  # fmt: skip
    layers.append(
        {
            "data": {"values": [{"centre": centre}]},
            "mark": {"type": "rule", "color": "var(--muted)", "strokeWidth": 1},
            "encoding": {"y": {"field": "centre", "type": "quantitative"}},
        }
    )
    colour = {
        "condition": [
            {"test": "datum.tone === 'best'", "value": "var(--gold)"},
            {"test": "datum.tone === 'loss'", "value": "var(--loss)"},
        ],
        "value": "var(--ink)",
    }
    layers += [
        {
            "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1,
                     "cursor": "pointer"},
            "encoding": {
                "x": x,
                "y": y,
                "color": colour,
                "href": {"field": "href"},
                "tooltip": [
                    {"field": "name", "title": _("客服")},
                    {"field": "shown", "title": name},
                    {"field": "interval", "title": _("95% 区间")},
                    {"field": "n", "title": "n", "format": ","},
                ],
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 7, "dy": 1},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}, "color": colour},
        },
    ]  # fmt: skip
    return chart(
        {"data": {"values": values}, "layer": layers},
        height=height,
        description=_("%(name)s与例数,虚线 95%%、实线 99.8%% 界限") % {"name": name},
    )
