"""Figures of a page, fetched in one question and looked up by what they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from jinpai.metrics.catalogue import CATALOGUE, settling_days

from ..period import Period
from ..scope import Scope
from .recall import ask

MONEY_PARTS = ("shop_sales", "credited_sales", "sales", "silent_sales", "refund_amount")
"""Numerators and denominators that are yuan, not cases."""


def is_money(part: str | None) -> bool:
    """Whether a column of the day figures holds yuan."""
    return part in MONEY_PARTS


def cases(metric: str, figure: Any | None) -> int | None:
    """The n of a figure; None for counts, for money shares and where it is unknown."""
    den = CATALOGUE[metric].den
    if figure is None or not figure.den or den is None or den in MONEY_PARTS:
        return None
    return int(figure.den)


@dataclass(frozen=True)
class Sheet:
    """Figures by (key, metric); the key is a tuple of the grain asked for."""

    by: tuple[str, ...]
    found: dict[tuple[tuple[Any, ...], str], Any]

    def get(self, metric: str, *key: Any) -> Any | None:
        return self.found.get((key, metric))

    def value(self, metric: str, *key: Any) -> Decimal | None:
        figure = self.found.get((key, metric))
        return None if figure is None else figure.value

    def n(self, metric: str, *key: Any) -> int | None:
        """The cases of a rate; None where it has none or they are unknown."""
        figure = self.found.get((key, metric))
        return cases(metric, figure)

    @property
    def keys(self) -> list[tuple[Any, ...]]:
        seen: dict[tuple[Any, ...], None] = {}
        for key, _metric in self.found:
            seen.setdefault(key)
        return list(seen)


def sheet(
    scope: Scope,
    *,
    by: Sequence[str] = (),
    metrics: Iterable[str] | None = None,
    period: Period | None = None,
    people: list[str] | None = None,
    accounts: list[str] | None = None,
    whole_shop: bool = False,
) -> Sheet:
    """Figures of the scope's shop; held to the asker's own unless `whole_shop` is said.

    `whole_shop` is for totals that name nobody (the team's rate beside one's own).
    """
    days = period or scope.period
    if people is None and not whole_shop:
        people = scope.people
    figures = ask(
        scope.reading,
        "figures",
        shop=scope.code,
        start=days.start,
        end=days.end,
        by=tuple(by),
        metrics=None if metrics is None else list(metrics),
        people=people,
        accounts=accounts,
        source="chosen",  # where both exist; reconciliation shows both
    )
    found: dict[tuple[tuple[Any, ...], str], Any] = {}
    for figure in figures:
        key = tuple(getattr(figure, name) for name in by)
        found[key, figure.metric] = figure
    return Sheet(tuple(by), found)


def final_on(scope: Scope, metric: str) -> Any:
    """The first day on which the period's last day can no longer change for this metric."""
    measure = scope.reading.measure(shop=scope.code, day=scope.period.end)
    return scope.period.end + timedelta(days=settling_days(CATALOGUE[metric], measure) + 1)


def grouped(figures: Iterable[Any], key: str) -> dict[Any, list[Any]]:
    out: dict[Any, list[Any]] = defaultdict(list)
    for figure in figures:
        out[getattr(figure, key)].append(figure)
    return out
