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
    account: str  # "" = the whole shop
    over: str  # shop and days, where they are not the page's own
    unit: str
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def moved_rows(moved: Iterable[Mapping[str, Any]]) -> list[MovedRow]:
    """From the JSON that a job kept, in the catalogue's order; unknown metrics are left out."""
    from jinpai.metrics.catalogue import CATALOGUE

    order = {code: place for place, code in enumerate(CATALOGUE)}
    rows = []
    for one in sorted(moved, key=lambda m: (order.get(m["metric"], 0), m.get("account") or "")):
        metric = CATALOGUE.get(one["metric"])
        if metric is None:
            continue
        over = f"{one['shop']} {one['start']} – {one['end']}" if one.get("start") else ""
        rows.append(
            MovedRow(
                metric.code,
                in_tongue(metric),
                one.get("account") or "",
                over,
                metric.unit,
                _value(one.get("before")),
                _value(one.get("after")),
            )
        )
    return rows


def _value(figure: Mapping[str, Any] | None) -> Decimal | None:
    text = figure.get("value") if figure else None
    return Decimal(text) if text is not None else None
