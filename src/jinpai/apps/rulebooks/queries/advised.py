"""Which regime the shop's own months speak for: their figures, asked once, and the advice."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jinpai.apps import home
from jinpai.apps.rulebooks.queries.sources import Source, of_shipped
from jinpai.rules.advice import Advice, ShopMonth, advise

MONTHS = 3
_SHOP = ("inquiry_sales", "silent_sales", "sales", "inquiries", "paid_orders")


@dataclass(frozen=True)
class Advised:
    advice: Advice
    months: tuple[ShopMonth, ...]  # oldest first
    regime: Source | None


def advised(shop: str, *, today: date) -> Advised:
    """From the last full months that hold figures, at most three."""
    known = [_month(shop, start, end) for start, end in _full_months(today)]
    months = tuple(m for m in known[::-1] if m is not None)
    advice = advise(months)
    return Advised(advice, months, of_shipped(advice.regime) if advice.regime else None)


def _full_months(today: date) -> list[tuple[date, date]]:
    """The last full months, newest first."""
    out = []
    end = today.replace(day=1) - timedelta(days=1)
    for _place in range(MONTHS):
        out.append((end.replace(day=1), end))
        end = end.replace(day=1) - timedelta(days=1)
    return out


def _month(shop: str, start: date, end: date) -> ShopMonth | None:
    """None: the lake knows nothing of these days."""
    reading = home.reading()
    found: dict[str, Decimal | None] = {
        f.metric: f.value
        for f in reading.figures(
            shop=shop, start=start, end=end, by=("shop",), metrics=_SHOP, source="chosen"
        )
    }
    if not any(found.get(code) for code in _SHOP):
        return None
    people = {
        f.person or f.account
        for f in reading.figures(
            shop=shop, start=start, end=end, by=("person",), metrics=("receptions",),
            source="chosen",
        )
        if f.value
    }  # fmt: skip
    return ShopMonth(
        f"{start:%Y-%m}",
        calendar.monthrange(start.year, start.month)[1],
        Decimal(len(people)) if people else None,
        _whole(found.get("inquiries")),
        found.get("inquiry_sales"),
        found.get("sales"),
        found.get("silent_sales"),
        _whole(found.get("paid_orders")),
    )


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
