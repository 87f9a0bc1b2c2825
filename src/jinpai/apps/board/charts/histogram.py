"""How long answers took: rounds by seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .theme import chart


def histogram(bins: Sequence[tuple[str, int]], *, height: int = 160) -> dict[str, Any]:
    """`bins`: a label ("0–10 秒") and the rounds in it, in order."""
    values = [{"bin": label, "rounds": rounds} for label, rounds in bins]
    return chart(
        {
            "data": {"values": values},
            "mark": {"type": "bar", "color": "var(--gold)", "opacity": 0.75},
            "encoding": {
                "x": {"field": "bin", "type": "ordinal", "sort": None, "title": None,
                      "axis": {"labelAngle": 0, "labelOverlap": True}},
                "y": {"field": "rounds", "type": "quantitative", "title": None,
                      "axis": {"format": ",~f", "grid": True, "tickCount": 4, "domain": False}},
                "tooltip": [
                    {"field": "bin", "title": _("响应")},
                    {"field": "rounds", "title": _("回合"), "format": ","},
                ],
            },
        },
        height=height,
        description=_("响应时长的分布"),
    )  # fmt: skip
