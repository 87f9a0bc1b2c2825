"""How every chart looks: tokens of the look instead of colours, hairlines, no frame."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif'

LIGHT = {
    "var(--paper)": "#FBFAF7",
    "var(--ink)": "#1C1B19",
    "var(--muted)": "#6B675F",
    "var(--line)": "#E4E0D8",
    "var(--wash)": "#F3F0E9",
    "var(--gold)": "#8F6A12",
    "var(--gold-bg)": "#F6EFDC",
    "var(--loss)": "#B3261E",
    "var(--done)": "#2E7D5B",
    "var(--info)": "#2F5D8A",
}
"""The light theme, for charts drawn on the server (paper is light)."""

CONFIG: dict[str, Any] = {
    "background": None,
    "font": FONT,
    # the chart as a whole has a name, its numbers stand in the table below; hundreds of
    # labelled marks would bury a screen reader
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "domainColor": "var(--line)",
        "gridColor": "var(--line)",
        "tickColor": "var(--line)",
        "labelColor": "var(--muted)",
        "titleColor": "var(--muted)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelPadding": 6,
        "grid": False,
        "ticks": False,
    },
    "legend": {
        "labelColor": "var(--muted)",
        "titleColor": "var(--muted)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "text": {"color": "var(--muted)", "fontSize": 12, "font": FONT},
}


def chart(body: dict[str, Any], *, height: int, description: str) -> dict[str, Any]:
    """A whole spec: fills its container's width, `height` px."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": description,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 2, "top": 6, "bottom": 2},
        "config": CONFIG,
        **_silent(body),
    }


def _silent(body: Any) -> Any:
    """The spec with every mark hidden from screen readers (see CONFIG; lines need it said)."""
    if isinstance(body, list):
        return [_silent(part) for part in body]
    if not isinstance(body, dict):
        return body
    out = {key: _silent(value) for key, value in body.items() if key != "mark"}
    if "mark" in body:
        out["mark"] = {**body["mark"], "aria": False}
    return out


def coloured(spec: Any, palette: dict[str, str]) -> Any:
    """The spec with every token replaced by its colour."""
    if isinstance(spec, dict):
        return {key: coloured(value, palette) for key, value in spec.items()}
    if isinstance(spec, list):
        return [coloured(value, palette) for value in spec]
    if isinstance(spec, str) and spec.startswith("var(--"):
        return palette.get(spec, spec)
    return deepcopy(spec)
