"""Pay against score: what every score would earn one person, regime by regime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jinpai.apps.board.charts.theme import chart
from jinpai.rules.backtest import Curve

TONES = ("var(--ink)", "var(--gold)", "var(--info)", "var(--done)", "var(--loss)", "var(--muted)")
DASHES = ([1, 0], [1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4])


def pay_against_score(curves: Sequence[tuple[str, Curve]], *, height: int = 280) -> dict[str, Any]:
    """Steps drawn as steps: an edge is an edge and not a slope."""
    names = [name for name, _curve in curves]
    values = [
        {"name": name, "score": score, "gross": float(gross)}
        for name, curve in curves
        for score, gross in curve.points
    ]
    series = {
        "field": "name", "type": "nominal", "sort": names,
        "legend": {"title": None, "orient": "top", "columns": 3, "labelLimit": 260},
    }  # fmt: skip
    body = {
        "data": {"values": values},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
        "encoding": {
            "x": {"field": "score", "type": "quantitative", "title": _("考核总分"),
                  "scale": {"domain": [0, 100], "nice": False}, "axis": {"tickCount": 10}},
            "y": {"field": "gross", "type": "quantitative", "title": _("应发(元/月)"),
                  "scale": {"zero": False},
                  "axis": {"format": ",.0f", "grid": True, "domain": False, "tickCount": 6}},
            "color": {**series, "scale": {"domain": names, "range": list(TONES[: len(names)])}},
            "strokeDash": {
                **series, "scale": {"domain": names, "range": list(DASHES[: len(names)])},
            },
            "tooltip": [
                {"field": "name", "title": _("制度")},
                {"field": "score", "title": _("考核总分")},
                {"field": "gross", "title": _("应发(元/月)"), "format": ",.2f"},
            ],
        },
    }  # fmt: skip
    return chart(body, height=height, description=_("每种制度下,各个总分对应的应发工资"))
