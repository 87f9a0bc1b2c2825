"""Figures before and after, as rows of a table: what an import moved, what a measure would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jinpai.apps.imports.sentences import in_tongue


@dataclass(frozen=True)
class MovedRow:
    code: str
    metric: str  # its name, in the page's language
    who: str  # account, or shop and days
    unit: str
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def moved_rows(moved: Iterable[Mapping[str, Any]]) -> list[MovedRow]:
    """From the JSON that a job kept; metrics that are no longer known are left out."""
    from jinpai.metrics.catalogue import CATALOGUE

    rows = []
    for one in moved:
        metric = CATALOGUE.get(one["metric"])
        if metric is None:
            continue
        who = one.get("account") or one.get("shop") or ""
        if one.get("start"):
            who = f"{who} {one['start']} – {one['end']}"
        rows.append(
            MovedRow(
                metric.code, in_tongue(metric), who, metric.unit,
                _value(one.get("before")), _value(one.get("after")),
            )
        )  # fmt: skip
    return rows


def _value(figure: Mapping[str, Any] | None) -> Decimal | None:
    text = figure.get("value") if figure else None
    return Decimal(text) if text is not None else None
